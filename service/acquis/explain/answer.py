"""What is explained for a pattern, and what to say where nothing follows."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from acquis.explain import html, json, svg, text, turtle
from acquis.explain.basis import Basis
from acquis.explain.explanation import Explanation, explanations
from acquis.explain.pattern import PLACES, Pattern, either
from acquis.reasoning.facts import TYPE, Fact, is_iri

RENDERERS = {
    "text": text.render,
    "json": json.render,
    "turtle": turtle.render,
    "svg": svg.render,
    "html": html.render,
}
MOST = 20


@dataclass(frozen=True)
class Answer:
    """The facts to explain, each in up to so many ways, and how many fit the pattern in all."""

    facts: tuple[Fact, ...]
    asserted: int
    inferred: int
    ways: int = 1

    def explanations(self, basis: Basis) -> Iterator[Explanation]:
        """Yield the explanations of each fact, from another set of statements each."""
        for fact in self.facts:
            yield from islice(explanations(basis, fact), self.ways)

    def counted(self) -> str:
        """Say how many triples fit, and how many of them are explained."""
        fitting = f"{_triples(self.inferred, 'inferred')} and {self.asserted:,} asserted fit"
        return f"{fitting}; {len(self.facts):,} explained"


def _triples(count: int, kind: str) -> str:
    return f"{count:,} {kind} triple{'' if count == 1 else 's'}"


def find(
    basis: Basis, pattern: Pattern, *, everything: bool, limit: int | None, ways: int = 1
) -> Answer:
    """Return what to explain: a triple, or the inferred triples that fit a pattern.

    `everything` takes the asserted ones too, `limit` bounds how many are explained, and `ways` in
    how many ways each.
    """
    fact = pattern.fact
    if fact is not None:
        if not basis.holds(fact):
            return Answer((), 0, 0)
        asserted = int(basis.asserts(fact))
        return Answer((fact,), asserted, 1 - asserted, ways)
    asserted_facts, inferred_facts = basis.matching(pattern)
    chosen = [*inferred_facts, *asserted_facts] if everything else inferred_facts
    return Answer(tuple(chosen[:limit]), len(asserted_facts), len(inferred_facts), ways)


def render(form: str, answer: Answer, basis: Basis) -> str:
    """Return the explanations in one of the formats of RENDERERS."""
    return RENDERERS[form](answer.explanations(basis), basis.notation)


def why_not(basis: Basis, pattern: Pattern, answer: Answer) -> str:
    """Say why there is nothing to explain: what is unknown, or what is known instead."""
    written = _written(basis, pattern)
    if answer.asserted:
        return f"{written}: no inferred triple fits; {answer.asserted:,} asserted, shown with --all"
    lines = [f"{written} does not follow" if pattern.fact else f"no triple fits {written}"]
    unknown = list(_unknown(basis, pattern))
    if unknown or not pattern.fact:
        return "\n".join([*lines, *unknown])
    subject, predicate, value = pattern.fact
    for other in (Pattern(subject, predicate, None), Pattern(None, predicate, value)):
        asserted, inferred = basis.matching(other)
        told = [(fact, "asserted") for fact in asserted] + [(fact, "inferred") for fact in inferred]
        lines.append(f"{'' if told else 'nothing is '}known of {_written(basis, other)}")
        lines += [f"  {basis.notation.statement(fact)}  ({kind})" for fact, kind in told[:MOST]]
        if len(told) > MOST:
            lines.append(f"  … and {len(told) - MOST:,} more")
        if told:
            break
    return "\n".join(lines)


def _written(basis: Basis, pattern: Pattern) -> str:
    words = ["?" if term is None else _name(basis, term) for term in pattern.terms]
    if pattern.predicate == TYPE:
        words[1] = "a"
    return " ".join(words)


def _unknown(basis: Basis, pattern: Pattern) -> Iterator[str]:
    for place, term in zip(PLACES, pattern.terms, strict=True):
        if term is None or basis.occurs(term):
            continue
        name = _name(basis, term)
        near = basis.near(name) if is_iri(term) else []
        meant = f"; did you mean {either(near)}?" if near else ""
        labels = "; the labels of blank nodes are those of --format json"
        yield f"the {place} {name} occurs nowhere{labels if name.startswith('_:') else meant}"


def _name(basis: Basis, term: str) -> str:
    """Return a term for people; a blank node of which nothing is known by its label."""
    is_unknown = term.startswith("_:") and not basis.occurs(term)
    return term if is_unknown else basis.notation.term(term)
