"""What can be shown to be in a class, by what the expression of the class asks."""

from itertools import product

from acquis.reasoning.conclusions import (
    ALL,
    COMPLEMENT,
    INTERSECTION,
    MIN,
    ON_PROPERTY,
    ONE_OF,
    QUALIFIED_MIN,
    SELF,
    SOME,
    UNION,
)
from acquis.reasoning.datatypes import SUPPORTED, contains
from acquis.reasoning.facts import SAME, SUBCLASS, THING, TYPE, is_literal
from acquis.reasoning.ranges import is_within
from acquis.reasoning.theories import AT_LEAST, AT_MOST, DEPTH, Case, Theory, whole_number


def is_member(theory: Theory, member: str, class_: str, depth: int = DEPTH) -> bool:
    """Say whether something can be shown to be in a class or datatype.

    At most `depth` steps into the expressions of a class are tried.
    """
    if class_ == THING or theory.holds((member, TYPE, class_)):
        return True
    if is_literal(member):
        return contains(class_, member)
    if class_ in SUPPORTED:
        return is_within(theory.values(member, TYPE), class_)
    if depth == 0:
        return False
    below = [fact[0] for fact in theory.matches((None, SUBCLASS, class_))]
    return any(_fulfils(theory, member, each, depth - 1) for each in {class_, *below})


def _fulfils(theory: Theory, member: str, class_: str, depth: int) -> bool:
    """Say whether something fulfils what a class expression asks."""
    for denied in theory.said(class_, COMPLEMENT):
        if theory.leads_to_contradiction(theory.cases(member, denied)):
            return True
    lists = [
        (operator, parts)
        for operator in (INTERSECTION, UNION, ONE_OF)
        for head in theory.said(class_, operator)
        if (parts := theory.members(head)) is not None
    ]
    if any(_fulfils_operator(theory, member, *each, depth) for each in lists):
        return True
    return any(
        _fulfils_condition(theory, member, class_, property_, depth)
        for property_ in theory.said(class_, ON_PROPERTY)
    )


def _fulfils_operator(
    theory: Theory, member: str, operator: str, parts: list[str], depth: int
) -> bool:
    if operator == ONE_OF:
        return any(theory.holds((member, SAME, part)) for part in parts)
    inside = (is_member(theory, member, part, depth) for part in parts)
    return all(inside) if operator == INTERSECTION else any(inside)


def _fulfils_condition(
    theory: Theory, member: str, class_: str, property_: str, depth: int
) -> bool:
    if any(theory.holds((member, property_, member)) for _ in theory.said(class_, SELF)):
        return True
    for filler in theory.said(class_, SOME):
        if _has_value_in(theory, member, property_, filler, depth):
            return True
    for filler in theory.said(class_, ALL):
        value = theory.fresh()
        if is_member(theory.supposing((member, property_, value)), value, filler, depth):
            return True
    return any(
        _has_number(theory, member, property_, predicate, whole_number(number), filler, depth)
        for predicate in {*AT_LEAST, *AT_MOST}
        for number in theory.said(class_, predicate)
        for filler in theory.fillers(class_, predicate)
    )


def _has_number(
    theory: Theory,
    member: str,
    property_: str,
    predicate: str,
    number: int,
    filler: str,
    depth: int,
) -> bool:
    if number not in (0, 1):
        return False
    if predicate in AT_LEAST and number == 1:
        few_enough = predicate in (MIN, QUALIFIED_MIN)
        found = _has_value_in(theory, member, property_, filler, depth)
        return found and (few_enough or _has_at_most(theory, member, property_, filler, 1))
    if predicate in (MIN, QUALIFIED_MIN):
        return True
    return _has_at_most(theory, member, property_, filler, number)


def _has_value_in(theory: Theory, member: str, property_: str, filler: str, depth: int) -> bool:
    values = theory.values(member, property_)
    return any(is_member(theory, value, filler, depth) for value in values)


def _has_at_most(theory: Theory, member: str, property_: str, filler: str, number: int) -> bool:
    """Say whether two more values (for 0: one more) would be the same (be none)."""
    values = [theory.fresh() for _ in range(number + 1)]
    options = [_some_at(theory, member, property_, value, filler) for value in values]
    for choice in product(*options):
        tried = theory.supposing(*(fact for case in choice for fact in case))
        if not tried.is_contradictory and not (
            number == 1 and tried.holds((values[0], SAME, values[1]))
        ):
            return False
    return True


def _some_at(theory: Theory, member: str, property_: str, value: str, filler: str) -> list[Case]:
    link = (member, property_, value)
    return [(link, *case) for case in theory.cases(value, filler)]
