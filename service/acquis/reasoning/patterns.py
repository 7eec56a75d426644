"""The clauses of the rule table over term numbers, to be solved from their conclusions.

A variable is the complement of its place in a binding, so that it is below zero.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from acquis.reasoning import rules
from acquis.reasoning.program import program
from acquis.reasoning.rules import NODE, Clause, Members

FALSE = UNBOUND = -1
ANY = -2
BY_OTHER_MEANS = ("dt-",)
Ids = tuple[int, int, int]


@dataclass(frozen=True)
class Pattern:
    """A clause over term numbers: a variable is the complement of its place in a binding.

    `masks` is the body with its variables open; `order` that in which it is solved once the head
    is known, where the number behind the last pattern stands for the list.
    """

    rule: str
    head: Ids | None
    body: tuple[Ids, ...]
    members: Members | None
    node: int
    listed: tuple[int, ...]
    size: int
    masks: tuple[Ids, ...]
    order: tuple[int, ...]

    @property
    def concludes(self) -> int:
        """The predicate of the head, ANY where it is a variable, FALSE where there is no head."""
        if self.head is None:
            return FALSE
        return self.head[1] if self.head[1] >= 0 else ANY


def resolved(atom: Ids, binding: list[int]) -> Ids:
    """Return an atom with its variables as a binding has them."""
    s, p, o = atom
    return (
        s if s >= 0 else binding[~s],
        p if p >= 0 else binding[~p],
        o if o >= 0 else binding[~o],
    )


@cache
def patterns(length: int) -> tuple[Pattern, ...]:
    """Return the clauses that read no whole list, or those that read one of some length."""
    return tuple(
        _compiled(clause)
        for rule in rules.table()
        if rule.reads_whole_list == bool(length) and not rule.name.startswith(BY_OTHER_MEANS)
        for clause in rule.clauses(length)
        if clause.body
    )


def _compiled(clause: Clause) -> Pattern:
    numbers = program().terms
    variables: dict[str, int] = {}

    def slot(term: str) -> int:
        if not term.startswith("?"):
            return numbers[term]
        return ~variables.setdefault(term, len(variables))

    def slots(atom: Sequence[str]) -> Ids:
        s, p, o = map(slot, atom)
        return s, p, o

    head = slots(clause.head) if clause.head else None
    body = tuple(slots(atom) for atom in clause.body)
    listed = tuple(map(slot, clause.members.variables)) if clause.members else ()
    node = slot(NODE) if clause.members else 0
    order = tuple(_order(head, body, clause.members, (node, *listed)))
    masks = tuple(resolved(atom, [UNBOUND] * len(variables)) for atom in body)
    size = len(variables)
    return Pattern(clause.rule, head, body, clause.members, node, listed, size, masks, order)


def _order(
    head: Ids | None, body: Sequence[Ids], members: Members | None, listed: tuple[int, ...]
) -> Iterator[int]:
    """Yield in which order to solve a body: what is bound most comes first."""
    known = {slot for slot in head or () if slot < 0}
    atoms: dict[int, Sequence[int]] = dict(enumerate(body))
    if members:
        atoms[len(body)] = listed
    tells = members is not None and members.kind != "pair"
    while atoms:
        number = min(atoms, key=lambda each: _cost(atoms[each], tells and each == len(body), known))
        yield number
        known |= {slot for slot in atoms.pop(number) if slot < 0}


def _cost(atom: Sequence[int], tells: bool, known: Container[int]) -> tuple[int, bool]:
    """Tell how many places of an atom are open, and whether its predicate is.

    A list that is known tells its members, but for its pairs, of which there are too many.
    """
    free = [slot < 0 and slot not in known for slot in atom]
    if tells and not free[0]:
        return 0, False
    return sum(free), free[1]
