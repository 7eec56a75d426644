"""Rounds of semi-naive evaluation: each rule is applied where at least one premise is fresh.

What a round adds is recorded with the rows that it was derived from, and fresh in the next.
"""

import numpy as np

from acquis.reasoning.equality import Equality
from acquis.reasoning.join import Indexes, Join, Slot, can_match, matching, solutions
from acquis.reasoning.meter import Meter
from acquis.reasoning.program import program
from acquis.reasoning.store import Column, Store, Terms, distinct, key


class Rounds:
    """Applies the rules to the facts of a store until nothing new follows."""

    def __init__(self, store: Store, terms: Terms, meter: Meter) -> None:
        self.store, self.terms, self._meter = store, terms, meter
        self._joins: list[Join] = []
        self._idle = list(program().joins)
        self._lengths: set[int] = set()
        self._pending: list[Column] = []
        self.forget_equality()

    def resume(self, other: "Rounds") -> None:
        """Go on where another stands, whose facts the store holds."""
        self._joins, self._idle = list(other._joins), list(other._idle)
        self._lengths = set(other._lengths)
        self.equality.step(0)

    def forget_equality(self) -> None:
        """Find out anew which terms are equal, since facts have been dropped."""
        self.equality = Equality(self.store, self.terms, self._meter.must_fit)

    def read_lists_of(self, lengths: set[int]) -> None:
        """Take in the rules that read a whole list, for lists of some lengths."""
        for length in sorted(lengths - self._lengths):
            self._lengths.add(length)
            self._idle += program().for_length(length)

    def run(self, since: int, lost: frozenset[int] = frozenset()) -> None:
        """Apply the rules to the rows from `since` on, until nothing new follows.

        In the first round the rules that conclude something with a predicate of `lost` look at
        all rows.
        """
        anew = not self._joins
        while since < self.store.size or lost:
            self.equality.step(0 if lost else since)
            every = Indexes(self.store.by_subject, self.store.by_object)
            fresh = every if anew else Indexes(*self.store.sorted_from(since))
            since = self.store.size
            self._wake(every)
            present = fresh.predicates()
            for join in self._joins:
                if lost and join.may_conclude(lost):
                    self._apply(join, every, every)
                elif join.may_start(present):
                    self._apply(join, every, fresh)
                self._meter.tick()
            self._pending.clear()
            self.store.settle()
            anew, lost = False, frozenset()

    def _wake(self, every: Indexes) -> None:
        """Put to work the joins whose patterns all have something to match by now."""
        present = every.predicates()
        awake = [
            join
            for join in self._idle
            if join.needs <= present and can_match(join, every, self.store)
        ]
        if awake:
            self._idle = [join for join in self._idle if join not in awake]
            self._joins = sorted([*self._joins, *awake], key=lambda join: join.number)

    def _apply(self, join: Join, every: Indexes, fresh: Indexes) -> None:
        if fresh is every:
            counts = [len(matching(pattern, every, self.store)) for pattern in join.body]
            self._run(join, counts.index(min(counts)), None, None, every, fresh)
            return
        for atom, pattern in enumerate(join.body):
            count = len(matching(pattern, fresh, self.store))
            if not count:
                continue
            binder = join.binder(atom)
            if binder is not None:
                fewer = len(matching(join.body[binder], every, self.store)) < count
                if fewer or isinstance(pattern[1], str):
                    self._run(join, binder, atom, atom, every, fresh)
                    continue
            self._run(join, atom, None, atom, every, fresh)

    def _run(
        self,
        join: Join,
        start: int,
        second: int | None,
        fresh_atom: int | None,
        every: Indexes,
        fresh: Indexes,
    ) -> None:
        plan = join.plan(start, second, fresh_atom)
        rows = matching(join.body[start], fresh if start == fresh_atom else every, self.store)
        for table, matched in solutions(plan, rows, every, fresh, self.store):
            self._propose(join, table, matched)

    def _propose(self, join: Join, table: dict[str, Column], matched: list[Column]) -> None:
        """Append the conclusions that are not yet known, each with its first derivation."""
        assert join.head
        count = len(matched[0])
        s, p, o = (_column(slot, table, count) for slot in join.head)
        keys = key(p, s, o)
        new = distinct(keys)
        new = new[self.store.by_subject.find(new) < 0]
        for earlier in self._pending:
            if not len(new):
                return
            at = np.searchsorted(earlier, new)
            at[at == len(earlier)] = 0
            new = new[earlier[at] != new]
        if not len(new):
            return
        at = np.searchsorted(new, keys)
        at[at == len(new)] = 0
        hits = np.flatnonzero(new[at] == keys)
        _, first = np.unique(keys[hits], return_index=True)
        lines = hits[first]
        if join.head[1] == self.equality.same:
            lines = lines[s[lines] != o[lines]]
            if not len(lines):
                return
        self._meter.must_fit(len(lines), "facts follow")
        premises = np.column_stack([rows[lines] for rows in matched]).astype(np.int32)
        self.store.append(s[lines], p[lines], o[lines], join.rule, premises)
        self._pending.append(new)


def _column(slot: Slot, table: dict[str, Column], count: int) -> Column:
    return table[slot] if isinstance(slot, str) else np.full(count, slot, dtype=np.int64)
