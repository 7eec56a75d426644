"""The rules of table 8 over the literals of a store."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from acquis.reasoning import datatypes
from acquis.reasoning.facts import iri, is_literal

Pair = tuple[str, str]
STRINGS = frozenset(
    iri(f"xsd:{name}")
    for name in ("string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN")
) | {iri("rdf:PlainLiteral")}


def value(term: str) -> object:
    """Return the value of a literal, None where it is ill-typed."""
    return datatypes.value(term)


def equal(terms: Iterable[str]) -> list[Pair]:
    """Return the pairs of different literals with the same value, both ways (dt-eq)."""
    groups: dict[object, list[str]] = defaultdict(list)
    for term in _may_have_twins(terms):
        value = datatypes.value(term)
        if value is not None:
            groups[value].append(term)
    return [(a, b) for group in groups.values() for a in group for b in group if a != b]


def _may_have_twins(terms: Iterable[str]) -> Iterator[str]:
    """Yield the literals that another literal may equal.

    A plain string equals no other plain string: strings are looked at only where some literal
    has a type derived from xsd:string.
    """
    typed: list[str] = []
    plain: list[str] = []
    tagged: list[str] = []
    for term in terms:
        if is_literal(term):
            kind = plain if term.endswith('"') else typed if term.endswith(">") else tagged
            kind.append(term)
    yield from typed
    kinds = {datatypes.split(term)[1] for term in typed}
    if kinds & STRINGS:
        yield from plain
    if datatypes.PLAIN_LITERAL in kinds or any(
        term.rpartition("@")[2] != term.rpartition("@")[2].lower() for term in tagged
    ):
        yield from tagged


def typings(terms: Iterable[str], wanted: set[str]) -> Iterator[Pair]:
    """Yield each literal with each datatype of `wanted` that its value is in (dt-type2)."""
    for term in terms:
        if is_literal(term):
            for datatype in datatypes.datatypes_of(term):
                if datatype in wanted:
                    yield term, datatype


def ill_typed(terms: Iterable[str]) -> list[str]:
    """Return the literals whose lexical form is none of their datatype."""
    return [term for term in terms if _is_typed(term) and datatypes.value(term) is None]


def differ(one: str, other: str) -> bool:
    """Say whether two literals have values, and not the same (dt-diff)."""
    first, second = datatypes.value(one), datatypes.value(other)
    return first is not None and second is not None and datatypes.differ(first, second)


def is_outside(term: str, datatype: str) -> bool:
    """Say whether a datatype of OWL 2 RL lacks the value of a literal (dt-not-type)."""
    return datatype in datatypes.SUPPORTED and datatypes.excludes(datatype, term)


def _is_typed(term: str) -> bool:
    return is_literal(term) and term.endswith(">")
