"""The rules that conclude `false`, over a closure that is complete."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from acquis.reasoning import datatypes, literals
from acquis.reasoning.facts import DIFFERENT, SAME, TYPE, Fact
from acquis.reasoning.join import Indexes, can_match, matching, solutions
from acquis.reasoning.program import AGAIN, program
from acquis.reasoning.store import among

if TYPE_CHECKING:
    from acquis.reasoning.closure import Closure


@dataclass(frozen=True)
class Clash:
    """A contradiction: the rule that concludes `false`, and the facts that are its premises.

    `rows` are the rows of the premises in the closure.
    """

    rule: str
    premises: tuple[Fact, ...]
    rows: tuple[int, ...]


def find(closure: "Closure") -> Iterator[Clash]:
    """Yield every contradiction.

    What the rules need for it and the closure does not write out for all terms, that literals
    differ and that a thing is itself, is written first where it matters.
    """
    _tell_literals_apart(closure)
    _say_what_is_itself(closure)
    store = closure.store
    every = Indexes(store.by_subject, store.by_object)
    for join in program().checks:
        if not can_match(join, every, store):
            continue
        counts = [len(matching(pattern, every, store)) for pattern in join.body]
        start = counts.index(min(counts))
        rows = matching(join.body[start], every, store)
        for _, matched in solutions(join.plan(start, None, None), rows, every, every, store):
            for line in zip(*(rows.tolist() for rows in matched), strict=True):
                yield _clash(closure, join.rule, line)
    yield from _among_literals(closure)


def _clash(closure: "Closure", rule: str, rows: Iterable[int]) -> Clash:
    behind = tuple(closure.cells_for_lists(rows))
    return Clash(rule, tuple(closure.fact(row) for row in behind), behind)


def _tell_literals_apart(closure: "Closure") -> None:
    """Write dt-diff for the literals that are said to be the same and are not."""
    store, kinds = closure.store, closure.literals.kinds()
    rows = np.flatnonzero(store.predicates == closure.terms.number[SAME])
    rows = rows[(kinds[store.subjects[rows]] > 0) & (kinds[store.objects[rows]] > 0)]
    pairs = [(one, other) for one, _, other in map(closure.fact, rows.tolist())]
    found = [(a, DIFFERENT, b) for a, b in pairs if literals.differ(a, b)]
    if found:
        closure.state(found, "dt-diff")


def _say_what_is_itself(closure: "Closure") -> None:
    """Write eq-ref where a thing is said to differ from itself, or is in a list twice."""
    store, same = closure.store, closure.terms.number[SAME]
    different = store.predicates == closure.terms.number[DIFFERENT]
    behind = np.flatnonzero(different & (store.subjects == store.objects)).tolist()
    behind += [
        closure.lists.behind(row)[-1] for row in np.flatnonzero(store.predicates == AGAIN).tolist()
    ]
    premise = {int(store.objects[row]): row for row in reversed(behind)}
    found = [thing for thing in premise if store.find(thing, same, thing) < 0]
    if found:
        things = np.array(found, dtype=np.int64)
        rows = np.array([[premise[thing]] for thing in found], dtype=np.int32)
        store.append(things, np.full_like(things, same), things, "eq-ref", rows)
        store.settle()


def _among_literals(closure: "Closure") -> Iterator[Clash]:
    """Yield the literals without a value, and those in a datatype that lacks theirs."""
    store, kinds = closure.store, closure.literals.kinds()
    if closure.literals.ill_typed:
        bad = np.flatnonzero(among(store.objects, list(closure.literals.ill_typed)))
        for row in bad[among(bad, closure.asserted_rows)].tolist():
            yield _clash(closure, "dt-not-type", [row])
    wanted = [closure.terms.number.get(name, -1) for name in datatypes.SUPPORTED]
    typing = store.predicates == closure.terms.number[TYPE]
    rows = np.flatnonzero(typing & among(store.objects, wanted))
    for row in rows[kinds[store.subjects[rows]] > 0].tolist():
        one, _, datatype = closure.fact(row)
        if literals.is_outside(one, datatype):
            yield _clash(closure, "dt-not-type", [row])
