"""The verify queries of the scope `names`, answered from what each file uses and declares.

What declares a name may stand in any file, so that such a query has to look at all of them after
each change. Here a file is looked at again only where it has changed; a test holds the rows equal
to those of the queries.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from acquis.errors import AcquisError
from acquis.names import BASE, GRAPH, QAP
from acquis.reasoning.facts import TYPE, Fact, iri, is_vocabulary
from acquis.verify import Row, Rule

OWN, TERM, DATA = f"<{BASE}", f"<{QAP}", f"{GRAPH}data/"
PROPERTY = frozenset(
    map(iri, ("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty"))
)
NO_REFERENCE = re.compile(
    rf"<{re.escape(BASE)}(graph/.*|(ns|prefixes)(/[a-z-]+)*/\d+\.\d+\.\d+)>", re.DOTALL
)


@dataclass(frozen=True)
class _Names:
    """What one file uses and declares; `facts` is what it was found out from."""

    facts: Collection[Fact]
    used: frozenset[str]
    predicates: frozenset[str]
    typed: frozenset[str]
    properties: frozenset[str]


Files = Mapping[str, _Names]


class References:
    """The names that some files use and declare, found out anew only for those that changed."""

    def __init__(self) -> None:
        self._files: dict[str, _Names] = {}

    def rows(
        self, rules: Iterable[Rule], graphs: Mapping[str, Collection[Fact]]
    ) -> Iterator[tuple[Rule, Row]]:
        """Yield the rows of the rules with the scope `names`, in the order of their terms.

        `graphs` are the facts of each source file by the IRI of its named graph; a collection
        that was given before under its name is taken to be as it was.

        Raises AcquisError where such a rule is not one of ANSWERS.
        """
        known = self._files
        self._files = {
            name: known[name] if name in known and known[name].facts is facts else _names(facts)
            for name, facts in graphs.items()
        }
        for rule in rules:
            if rule.scope != "names":
                continue
            if rule.name not in ANSWERS:
                raise AcquisError(f"the rule {rule.name}: only {', '.join(ANSWERS)} are of names")
            for row in ANSWERS[rule.name](self._files):
                yield rule, row


def _references(files: Files) -> Iterator[Row]:
    """Yield the identifiers of the project that no file gives a type."""
    typed = _all(file.typed for file in files.values())
    for name in sorted(_all(file.used for file in files.values()) - typed):
        yield {"subject": name}


def _own_properties(files: Files) -> Iterator[Row]:
    """Yield the facts with a property of the project that no file declares."""
    return _undeclared(files, _is_own_term)


def _foreign_properties(files: Files) -> Iterator[Row]:
    """Yield the facts of the data with another vocabulary's property that no file declares."""
    return _undeclared(files, _is_foreign, DATA)


def _undeclared(files: Files, wanted: Callable[[str], bool], place: str = "") -> Iterator[Row]:
    declared = _all(file.properties for file in files.values())
    found: set[Fact] = set()
    for name, file in files.items():
        missing = set(filter(wanted, file.predicates - declared))
        if missing and name.startswith(place):
            found.update(fact for fact in file.facts if fact[1] in missing)
    for subject, predicate, value in sorted(found):
        yield {"subject": subject, "predicate": predicate, "object": value}


def _all(parts: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*parts)


def _names(facts: Collection[Fact]) -> _Names:
    types = [fact for fact in facts if fact[1] == TYPE]
    predicates = frozenset(fact[1] for fact in facts)
    used = {term for fact in facts for term in (fact[0], fact[2]) if term.startswith(OWN)}
    used |= {one for one in predicates if one.startswith(OWN) and not _is_own_term(one)}
    return _Names(
        facts,
        frozenset(term for term in used if not NO_REFERENCE.fullmatch(term)),
        predicates,
        frozenset(fact[0] for fact in types),
        frozenset(fact[0] for fact in types if fact[2] in PROPERTY),
    )


def _is_own_term(predicate: str) -> bool:
    return predicate.startswith(TERM)


def _is_foreign(predicate: str) -> bool:
    return not predicate.startswith(OWN) and not is_vocabulary(predicate)


ANSWERS: dict[str, Callable[[Files], Iterator[Row]]] = {
    "undeclared-reference": _references,
    "undeclared-property": _own_properties,
    "undeclared-foreign-property": _foreign_properties,
}
