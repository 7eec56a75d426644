"""Facts with what can be shown from them: what holds, and what is a member of which class."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import product

from acquis.reasoning import datatypes
from acquis.reasoning.closure import Closure, close
from acquis.reasoning.conclusions import (
    EXACT,
    INTERSECTION,
    MAX,
    MIN,
    ON_CLASS,
    ON_PROPERTY,
    ON_RANGE,
    ONE_OF,
    QUALIFIED_EXACT,
    QUALIFIED_MAX,
    QUALIFIED_MIN,
    SELF,
    SOME,
    UNION,
    Fresh,
)
from acquis.reasoning.facts import (
    FIRST,
    NIL,
    REST,
    SAME,
    SUBCLASS,
    SUBPROPERTY,
    THING,
    TYPE,
    Fact,
    iri,
    is_literal,
)

Case = tuple[Fact, ...]
KEY = iri("owl:hasKey")
REFLEXIVE = iri("owl:ReflexiveProperty")
AT_LEAST = (MIN, EXACT, QUALIFIED_MIN, QUALIFIED_EXACT)
AT_MOST = (MAX, EXACT, QUALIFIED_MAX, QUALIFIED_EXACT)
DEPTH = 4
MOST_CASES = 64


class Theory:
    """Facts and their closure; `keyless` where suppositions leave owl:hasKey out.

    The Direct Semantics applies keys to named individuals alone, and what is supposed of a fresh
    name is to hold of the others too.
    """

    def __init__(self, facts: Iterable[Fact], fresh: Fresh, keyless: bool = False) -> None:
        self.facts = frozenset(facts)
        self.fresh = fresh
        self.keyless = keyless

    def supposing(self, *facts: Fact) -> "Theory":
        """Return the theory with further facts."""
        known = self.facts
        if self.keyless:
            known = frozenset(fact for fact in known if fact[1] != KEY)
        return Theory(known.union(facts), self.fresh, self.keyless)

    @cached_property
    def _closure(self) -> Closure:
        return close(self.facts)

    @cached_property
    def is_contradictory(self) -> bool:
        """Whether a rule finds a contradiction, so that everything follows."""
        return not self._closure.consistent

    # What stands in the closure, and what was said

    def holds(self, fact: Fact) -> bool:
        """Say whether a fact is in the closure, up to the form of a literal, or trivially so."""
        subject, predicate, value = fact
        if self.is_contradictory or self._closure.row(fact) is not None:
            return True
        if subject == value:
            return predicate == SAME or self._is_reflexive(predicate)
        return is_literal(value) and any(
            _same_value(value, other) for other in self.values(subject, predicate)
        )

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return the objects of the facts with a subject and a predicate."""
        return self._objects.get((subject, predicate), [])

    def matches(self, pattern: tuple[str | None, str, str | None]) -> Iterator[Fact]:
        """Yield the facts of a predicate that agree with a subject or object that is given."""
        for fact in self._by_predicate.get(pattern[1], ()):
            if all(term in (None, own) for term, own in zip(pattern, fact, strict=True)):
                yield fact

    def members(self, head: str) -> list[str] | None:
        """Return the members of a list as it was asserted, None where it is malformed.

        Equality would rewrite the cells of the closure and change the list.
        """
        found: list[str] = []
        seen: set[str] = set()
        while head != NIL:
            first, rest = self.said(head, FIRST), self.said(head, REST)
            if head in seen or len(first) != 1 or len(rest) != 1:
                return None
            seen.add(head)
            found += first
            head = rest[0]
        return found

    def said(self, subject: str, predicate: str) -> list[str]:
        """Return the objects of the asserted facts with a subject and a predicate."""
        return self._said.get((subject, predicate), [])

    @cached_property
    def _said(self) -> dict[tuple[str, str], list[str]]:
        said: dict[tuple[str, str], list[str]] = defaultdict(list)
        for subject, predicate, value in sorted(self.facts):
            said[subject, predicate].append(value)
        return said

    @cached_property
    def _by_predicate(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in sorted({*self._closure.asserted(), *self._closure.inferred()}):
            found[fact[1]].append(fact)
        return found

    @cached_property
    def _objects(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for facts in self._by_predicate.values():
            for subject, predicate, value in facts:
                found[subject, predicate].append(value)
        return found

    def _is_reflexive(self, property_: str) -> bool:
        return any(
            below == property_ or self._closure.row((below, SUBPROPERTY, property_)) is not None
            for below, _, _ in self.matches((None, TYPE, REFLEXIVE))
        )

    # What would be so if something were in a class

    def cases(self, member: str, class_: str) -> list[Case]:
        """Return the cases of which one is so if `member` is in a class.

        In each, what the class is made of is told of the member, as far as it can be; so are the
        unions and enumerations that it is known to be below.
        """
        cases = self._cases(member, class_, DEPTH)
        for _, _, above in self.matches((class_, SUBCLASS, None)):
            if above != class_ and (self.said(above, UNION) or self.said(above, ONE_OF)):
                cases = _and(cases, self._cases(member, above, 1))
        return cases

    def _cases(self, member: str, class_: str, depth: int) -> list[Case]:
        cases: list[Case] = [((member, TYPE, class_),)]
        if depth == 0:
            return cases
        for operator in (INTERSECTION, UNION, ONE_OF):
            for head in self.said(class_, operator):
                parts = self.members(head)
                if parts is not None:
                    for more in self._of_operator(member, operator, parts, depth - 1):
                        cases = _and(cases, more)
        for property_ in self.said(class_, ON_PROPERTY):
            for more in self._of_condition(member, class_, property_, depth - 1):
                cases = _and(cases, more)
        return cases

    def _of_operator(
        self, member: str, operator: str, parts: list[str], depth: int
    ) -> list[list[Case]]:
        """Return lists of cases, of each of which one is so."""
        if operator == ONE_OF:
            return [[((member, SAME, part),) for part in parts]]
        inside = [self._cases(member, part, depth) for part in parts]
        if operator == UNION:
            return [[case for cases in inside for case in cases]]
        return inside

    def _of_condition(
        self, member: str, class_: str, property_: str, depth: int
    ) -> list[list[Case]]:
        loop: Case = ((member, property_, member),)
        found = [[loop] for _ in self.said(class_, SELF)]
        for filler in self.said(class_, SOME):
            found.append(self._some(member, property_, filler, depth))
        for predicate in AT_LEAST:
            for number in self.said(class_, predicate):
                if whole_number(number) >= 1:
                    for filler in self.fillers(class_, predicate):
                        found.append(self._some(member, property_, filler, depth))
        return found

    def _some(self, member: str, property_: str, filler: str, depth: int) -> list[Case]:
        value = self.fresh()
        link = (member, property_, value)
        return [(link, *case) for case in self._cases(value, filler, depth)]

    def fillers(self, class_: str, predicate: str) -> list[str]:
        """Return the classes or ranges that a cardinality counts."""
        if predicate in (MIN, MAX, EXACT):
            return [THING]
        return [*self.said(class_, ON_CLASS), *self.said(class_, ON_RANGE)]

    def leads_to_contradiction(self, *options: list[Case]) -> bool:
        """Say whether every choice of one case of each option contradicts what is known."""
        return all(
            self.supposing(*(fact for case in choice for fact in case)).is_contradictory
            for choice in product(*options)
        )


def _and(cases: list[Case], more: list[Case]) -> list[Case]:
    """Return the cases of two lists together; the first alone if they would be too many."""
    if len(cases) * len(more) > MOST_CASES:
        return cases
    return [(*case, *other) for case in cases for other in more]


def whole_number(literal: str) -> int:
    """Return the whole number that a literal denotes, -1 for none."""
    if not is_literal(literal) or datatypes.value(literal) is None:
        return -1
    form = datatypes.split(literal)[0].strip()
    return int(form) if form.lstrip("+").isdecimal() and len(form) < 10 else -1


def _same_value(one: str, other: str) -> bool:
    value = datatypes.value(one)
    return is_literal(other) and value is not None and value == datatypes.value(other)
