"""The rules of table 8 over the literals of a closure."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from acquis.reasoning import datatypes
from acquis.reasoning.facts import iri, is_literal
from acquis.reasoning.store import Column, Terms, distinct

Pair = tuple[int, int]
STRINGS = frozenset(
    iri(f"xsd:{name}")
    for name in ("string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN")
)
PLAIN, TAGGED, OTHER, STRING, EITHER = 1, 2, 3, 4, 5


class Literals:
    """What is known of the literals among the terms, found out once for each.

    `ill_typed` holds the numbers of those whose lexical form is none of their datatype.
    """

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.ill_typed: set[int] = set()
        self._tags: set[str] = set()
        self._kinds = np.zeros(0, dtype=np.int8)
        self._twins: tuple[bytes, list[Pair]] = (b"", [])

    def over(self, terms: Terms) -> "Literals":
        """Return the same knowledge of a copy of the terms."""
        other = Literals(terms)
        other.ill_typed, other._tags = set(self.ill_typed), set(self._tags)
        other._kinds, other._twins = self._kinds, self._twins
        return other

    def kinds(self) -> NDArray[np.int8]:
        """Return the kind of each term: 0 where it is no literal."""
        known, text = len(self._kinds), self.terms.text
        if known < len(text):
            new = [self._kind(number, text[number]) for number in range(known, len(text))]
            self._kinds = np.concatenate([self._kinds, np.array(new, dtype=np.int8)])
        return self._kinds

    def _kind(self, number: int, term: str) -> int:
        if not is_literal(term):
            return 0
        if term.endswith('"'):
            return PLAIN
        if not term.endswith(">"):
            self._tags.add(term[term.rindex("@") :])
            return TAGGED
        if datatypes.value(term) is None:
            self.ill_typed.add(number)
        datatype = datatypes.split(term)[1]
        if datatype == datatypes.PLAIN_LITERAL:
            return EITHER
        return STRING if datatype in STRINGS else OTHER

    def among(self, numbers: Column) -> Column:
        """Return the numbers of literals among those of terms, each once."""
        return distinct(numbers[self.kinds()[numbers] > 0])

    def twins(self, numbers: Column) -> list[Pair]:
        """Return the pairs of different literals with the same value, both ways (dt-eq)."""
        if numbers.tobytes() != self._twins[0]:
            groups: dict[object, list[int]] = defaultdict(list)
            for number in self._may_have_twins(numbers).tolist():
                value = datatypes.value(self.terms.text[number])
                if value is not None:
                    groups[value].append(number)
            pairs = [(a, b) for group in groups.values() for a in group for b in group if a != b]
            self._twins = numbers.tobytes(), pairs
        return self._twins[1]

    def _may_have_twins(self, numbers: Column) -> Column:
        """Return the literals that another literal may equal.

        A plain string equals no other plain string: strings are looked at only where some literal
        has a type derived from xsd:string, tagged ones where some tag is written in two ways, and
        both where there is an rdf:PlainLiteral.
        """
        kinds = self.kinds()[numbers]
        parts = [numbers[kinds >= OTHER]]
        if (kinds >= STRING).any():
            parts.append(numbers[kinds == PLAIN])
        if (kinds == EITHER).any() or len({tag.lower() for tag in self._tags}) < len(self._tags):
            parts.append(numbers[kinds == TAGGED])
        return np.concatenate(parts)

    def typings(self, numbers: Column, wanted: set[str]) -> list[Pair]:
        """Return each literal with each datatype of `wanted` that its value is in (dt-type2)."""
        if not wanted:
            return []
        text, number_of = self.terms.text, self.terms.number
        return [
            (number, number_of[datatype])
            for number in numbers.tolist()
            for datatype in datatypes.datatypes_of(text[number])
            if datatype in wanted
        ]


def values(terms: Iterable[str]) -> set[object]:
    """Return the values of the literals among some terms."""
    return {datatypes.value(term) for term in terms if is_literal(term)}


def differ(one: str, other: str) -> bool:
    """Say whether two literals have values, and not the same (dt-diff)."""
    first, second = datatypes.value(one), datatypes.value(other)
    return first is not None and second is not None and datatypes.differ(first, second)


def is_outside(term: str, datatype: str) -> bool:
    """Say whether a datatype of OWL 2 RL lacks the value of a literal (dt-not-type)."""
    return datatype in datatypes.SUPPORTED and datatypes.excludes(datatype, term)
