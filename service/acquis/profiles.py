"""What is outside OWL 2 DL or OWL 2 RL, as findings at file and line."""

from collections.abc import Collection, Iterator

from acquis import profile
from acquis.findings import Finding
from acquis.graph import triple
from acquis.positions import Places
from acquis.reasoning.datatypes import LEXICAL_ONLY, split
from acquis.reasoning.facts import Fact, is_literal


def findings(facts: Collection[Fact], places: Places) -> Iterator[Finding]:
    """Yield a warning for each fault of some facts: an ontology, its data and its imports.

    Outside OWL 2 RL the rules may miss conclusions, outside OWL 2 DL other reasoners may refuse
    the whole. Dates and durations, for which OWL 2 has no datatype, are let pass: the law has
    dates, and the DL gate leaves them out.
    """
    for violation in profile.violations(facts, "RL"):
        if not _is_date(violation):
            told = triple(violation.fact)
            file, line = places.of(told)
            yield Finding(
                file,
                line,
                violation.rule,
                violation.message,
                places.name(told[0]),
                "warning",
                (places.statement(told),),
            )


def _is_date(violation: profile.Violation) -> bool:
    value = violation.fact[2]
    return (
        violation.rule == "dl-datatype-map"
        and is_literal(value)
        and split(value)[1] in LEXICAL_ONLY
    )
