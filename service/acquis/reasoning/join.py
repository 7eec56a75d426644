"""Clauses as joins: in which order the patterns are looked up, and the look-up itself.

Semi-naive evaluation: of each new solution at least one pattern matches a row that is fresh, so
each pattern in its turn is matched against the fresh rows and the others against all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import numpy as np

from acquis.reasoning.store import BITS, EMPTY, Column, Index, Store, distinct

Slot = int | str
Pattern = tuple[Slot, Slot, Slot]
Table = dict[str, Column]
Solution = tuple[Table, list[Column]]
Match = tuple[slice, Column | None, Column]
CHUNK = 2_000_000
WHOLE, ONE = 1 << 2 * BITS, 1 << BITS


@dataclass(frozen=True)
class Indexes:
    """Some rows in both orders: by predicate, subject, object and by predicate, object, subject."""

    by_subject: Index
    by_object: Index

    def predicates(self) -> frozenset[int]:
        """Return the predicates that occur."""
        return frozenset(distinct(self.by_subject.keys >> 2 * BITS).tolist())


@dataclass(frozen=True)
class Step:
    """One look-up: the pattern at `atom` of the body, and which of its places are bound by then.

    `fresh` says whether it looks only at fresh rows, `apart` names pairs of variables that must
    differ; of `pair`, both matched by then, the first row must come before the second.
    """

    atom: int
    pattern: Pattern
    bound: tuple[bool, bool, bool]
    fresh: bool
    apart: tuple[tuple[str, str], ...]
    pair: tuple[int, int] | None


@dataclass(frozen=True, eq=False)
class Join:
    """The body of a clause over term numbers; `typing` is the number of rdf:type.

    `number` is the place of the clause in the table.

    A place of a pattern is a term's number or a variable's name. `pair` names two patterns that
    match members of one list: the first must come before the second.
    """

    number: int
    rule: str
    body: tuple[Pattern, ...]
    head: Pattern | None
    pair: tuple[int, int] | None
    typing: int

    @cached_property
    def needs(self) -> frozenset[int]:
        """The predicates that the patterns name."""
        return frozenset(slot for _, slot, _ in self.body if isinstance(slot, int))

    @cached_property
    def _starts_anywhere(self) -> bool:
        return any(isinstance(slot, str) for _, slot, _ in self.body)

    def may_start(self, predicates: frozenset[int]) -> bool:
        """Say whether a pattern may match a row with one of some predicates."""
        return self._starts_anywhere or not self.needs.isdisjoint(predicates)

    def may_conclude(self, predicates: frozenset[int]) -> bool:
        """Say whether a conclusion may have one of some predicates."""
        return self.head is not None and (
            isinstance(self.head[1], str) or self.head[1] in predicates
        )

    @cached_property
    def apart(self) -> tuple[tuple[str, str], ...]:
        """Pairs of variables that are worth nothing when equal: the head is then in the body."""
        found = []
        for pattern in self.body:
            one, _, other = pattern
            if isinstance(one, str) and isinstance(other, str) and one != other and self.head:
                merged = tuple(other if slot == one else slot for slot in self.head)
                bodies = [tuple(other if slot == one else slot for slot in b) for b in self.body]
                if merged in bodies:
                    found.append((one, other))
        return tuple(found)

    @cache  # noqa: B019 - joins live as long as the table of rules
    def plan(self, start: int, second: int | None, fresh: int | None) -> tuple[Step, ...]:
        """Return the order of look-ups that begins with `start`, then `second` if one is given.

        `fresh` is the pattern that looks at fresh rows, None where all look at all rows.
        """
        known: set[Slot] = set()
        done: list[int] = []
        steps = []
        forced = [start] if second is None else [start, second]
        while len(done) < len(self.body):
            left = [atom for atom in range(len(self.body)) if atom not in done]
            at = forced.pop(0) if forced else min(left, key=lambda atom: self._cost(atom, known))
            pattern = self.body[at]
            s, p, o = (isinstance(slot, int) or slot in known for slot in pattern)
            now = known | set(pattern)
            apart = tuple(
                pair for pair in self.apart if set(pair) <= now and not set(pair) <= known
            )
            done.append(at)
            complete = self.pair is not None and at in self.pair and set(self.pair) <= set(done)
            pair = self.pair if complete else None
            steps.append(Step(at, pattern, (s, p, o), at == fresh, apart, pair))
            known = now
        return tuple(steps)

    def _cost(self, atom: int, known: set[Slot]) -> tuple[int, int]:
        """Rank a pattern: the more of it is bound, the earlier; the schema before the data."""
        pattern = self.body[atom]
        subject, predicate, value = (isinstance(slot, int) or slot in known for slot in pattern)
        data = not isinstance(pattern[1], int) or pattern[1] == self.typing
        if not predicate:
            rank = 9
        elif subject and value:
            rank = 0
        elif subject or (value and not isinstance(pattern[2], int)):
            rank = 2 + data
        elif value:
            rank = 4
        else:
            rank = 6 + data
        return rank, atom

    def binder(self, atom: int) -> int | None:
        """Return a pattern of the schema that binds the predicate, or the class, of a pattern."""
        _, predicate, value = self.body[atom]
        wanted = predicate if isinstance(predicate, str) else value
        if not isinstance(wanted, str) or (isinstance(predicate, int) and predicate != self.typing):
            return None
        for at, (one, between, other) in enumerate(self.body):
            schema = isinstance(between, int) and (between != self.typing or isinstance(other, int))
            if at != atom and schema and wanted in (one, other):
                return at
        return None


def matching(pattern: Pattern, rows: Indexes, store: Store) -> Column:
    """Return the rows that match the constants of a pattern."""
    subject, predicate, value = pattern
    if not isinstance(predicate, int):
        return rows.by_subject.rows
    if isinstance(value, int):
        index, low, width = rows.by_object, (predicate << 2 * BITS) | (value << BITS), ONE
    else:
        index, low, width = rows.by_subject, predicate << 2 * BITS, WHOLE
    begin, end = index.spans(np.array([low], dtype=np.int64), width)
    found = index.rows[begin[0] : end[0]]
    return found[store.subjects[found] == subject] if isinstance(subject, int) else found


def can_match(join: Join, rows: Indexes, store: Store) -> bool:
    """Say whether each pattern of a body has a row that matches its constants."""
    return all(len(matching(pattern, rows, store)) for pattern in join.body)


def solutions(
    plan: tuple[Step, ...], rows: Column, every: Indexes, fresh: Indexes, store: Store
) -> Iterator[Solution]:
    """Yield the bindings of a clause's body that begin with some rows of the plan's first step.

    Each item is a table of bindings and, for each pattern of the body, the row it matched. Large
    joins come in several items, so that memory stays bounded.
    """
    matched: list[Column] = [EMPTY] * len(plan)
    table, matched, rows = _bind(plan[0], (), {}, matched, rows, store)
    yield from _rest(plan, 1, table, matched, every, fresh, store)


def _rest(
    plan: tuple[Step, ...],
    depth: int,
    table: Table,
    matched: list[Column],
    every: Indexes,
    fresh: Indexes,
    store: Store,
) -> Iterator[Solution]:
    count = len(matched[plan[0].atom])
    if not count:
        return
    if depth == len(plan):
        yield table, matched
        return
    step = plan[depth]
    taken = tuple(earlier.atom for earlier in plan[:depth])
    for part, lines, rows in _look_up(step, table, count, fresh if step.fresh else every):
        if not len(rows):
            continue
        columns, chosen = table, matched
        if part.stop - part.start != count:
            columns, chosen = _cut(columns, chosen, taken, part)
        if lines is not None:
            columns, chosen = _cut(columns, chosen, taken, lines)
        columns, chosen, rows = _bind(step, taken, columns, chosen, rows, store)
        yield from _rest(plan, depth + 1, columns, chosen, every, fresh, store)


def _cut(
    table: Table, matched: list[Column], taken: tuple[int, ...], lines: Column | slice
) -> tuple[Table, list[Column]]:
    chosen = list(matched)
    for atom in taken:
        chosen[atom] = matched[atom][lines]
    return {name: column[lines] for name, column in table.items()}, chosen


def _bind(
    step: Step,
    taken: tuple[int, ...],
    table: Table,
    matched: list[Column],
    rows: Column,
    store: Store,
) -> tuple[Table, list[Column], Column]:
    """Bind the free variables of a pattern to the rows found; drop the lines that don't fit."""
    table, matched = dict(table), list(matched)
    matched[step.atom] = rows
    keep = None
    columns = (store.subjects, store.predicates, store.objects)
    for slot, bound, column in zip(step.pattern, step.bound, columns, strict=True):
        if bound or isinstance(slot, int):
            continue
        values = column[rows]
        if slot in table:
            keep = _both(keep, table[slot] == values)
        else:
            table[slot] = values
    for one, other in step.apart:
        keep = _both(keep, table[one] != table[other])
    if step.pair is not None:
        keep = _both(keep, matched[step.pair[0]] < matched[step.pair[1]])
    if keep is not None and not keep.all():
        table, matched = _cut(table, matched, (*taken, step.atom), np.flatnonzero(keep))
    return table, matched, matched[step.atom]


def _both(one: np.ndarray | None, other: np.ndarray) -> np.ndarray:
    return other if one is None else one & other


def _look_up(step: Step, table: Table, count: int, rows: Indexes) -> Iterator[Match]:
    """Match a pattern for each line of a table, some lines at a time.

    Yields the part of the table looked at, the lines of that part that have a match, once for
    each (None where every line has just one), and the rows matched.
    """
    subject, _, value = step.bound
    s, p, o = (
        slot if isinstance(slot, int) else table[slot] if bound else 0
        for slot, bound in zip(step.pattern, step.bound, strict=True)
    )
    if subject and value:
        found = rows.by_subject.find(_keys(p << 2 * BITS | s << BITS | o, count))
        lines = np.flatnonzero(found >= 0)
        yield slice(0, count), None if len(lines) == count else lines, found[lines]
        return
    if subject:
        index, low, width = rows.by_subject, p << 2 * BITS | s << BITS, ONE
    elif value:
        index, low, width = rows.by_object, p << 2 * BITS | o << BITS, ONE
    else:
        index, low, width = rows.by_subject, p << 2 * BITS, WHOLE
    begin, end = index.spans(_keys(low, count), width)
    counts = end - begin
    for part in _parts(counts):
        some = counts[part]
        ends = np.cumsum(some)
        lines = np.repeat(np.arange(len(some), dtype=np.int64), some)
        starts = np.repeat(begin[part] - (ends - some), some)
        yield part, lines, index.rows[starts + np.arange(len(lines), dtype=np.int64)]


def _keys(packed: Column | int, count: int) -> Column:
    return packed if isinstance(packed, np.ndarray) else np.full(count, packed, dtype=np.int64)


def _parts(counts: Column) -> Iterator[slice]:
    """Cut lines into parts with at most about CHUNK matches each."""
    total = np.cumsum(counts)
    if not len(total) or total[-1] <= CHUNK:
        yield slice(0, len(counts))
        return
    cuts = distinct(np.searchsorted(total, np.arange(CHUNK, total[-1], CHUNK)))
    edges = [0, *(int(cut) for cut in cuts if cut), len(counts)]
    for begin, end in pairwise(edges):
        yield slice(begin, end)
