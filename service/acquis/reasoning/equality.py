"""The rules eq-sym, eq-trans and eq-rep, over classes of equal terms.

Applied one by one, these rules derive every fact about n equal names n times over. Here each
class has a representative: facts go to it and from it to the other members, so that each is
derived once. The derivations are instances of the same rules, and the whole closure is written.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from acquis.reasoning.facts import SAME
from acquis.reasoning.program import HIDDEN
from acquis.reasoning.store import Column, Store, Terms, among, distinct, key

SUBJECT, PREDICATE, OBJECT = 0, 1, 2
Edge = tuple[int, int]


class Equality:
    """The classes of equal terms of a store.

    `fits` is told how many rows are about to be added, and why, and raises where they are too
    many.
    """

    def __init__(
        self,
        store: Store,
        terms: Terms,
        fits: Callable[[int, str], None],
    ) -> None:
        self.store, self.terms, self.fits = store, terms, fits
        self.same = terms.number[SAME]
        self.representative: dict[int, int] = {}
        self.members: dict[int, list[int]] = {}

    def step(self, since: int) -> None:
        """Apply the rules to the rows from `since` on."""
        changed = self._join(self._new_edges(since))
        if changed:
            self._write_classes(changed)
        if self.representative:
            self._replace(since, {m for one in changed for m in self.members[one]})

    def _new_edges(self, since: int) -> list[Edge]:
        rows = since + np.flatnonzero(self.store.predicates[since:] == self.same)
        pairs = zip(
            self.store.subjects[rows].tolist(), self.store.objects[rows].tolist(), strict=True
        )
        return [(one, other) for one, other in pairs if self._apart(one, other)]

    def _apart(self, one: int, other: int) -> bool:
        return self.representative.get(one, one) != self.representative.get(other, other)

    def _join(self, edges: Iterable[Edge]) -> list[int]:
        """Unite classes; return the representatives of those that grew."""
        changed = set()
        for one, other in edges:
            if not self._apart(one, other):
                continue
            pair = (self.representative.get(one, one), self.representative.get(other, other))
            kept, lost = sorted(pair, key=lambda r: (-len(self.members.get(r, [r])), r))
            grown = self.members.pop(kept, [kept]) + self.members.pop(lost, [lost])
            self.members[kept] = grown
            self.representative.update(dict.fromkeys(grown, kept))
            changed.discard(lost)
            changed.add(kept)
        return sorted(changed)

    def _write_classes(self, centres: list[int]) -> None:
        """Write down that all members of a class are the same, by way of its representative."""
        for centre in centres:
            size = len(self.members[centre])
            self.fits(size * size, f"{size:,} names are one and the same")
        known = self._known({member for one in centres for member in self.members[one]})
        beside = defaultdict(set)
        for one, other in known:
            beside[one].add(other)
            beside[other].add(one)
        for centre in centres:
            self._write_star(centre, _tree(centre, beside), known)
        self.store.settle()
        for centre in centres:
            self._write_pairs(centre)

    def _known(self, members: set[int]) -> dict[Edge, int]:
        """Return the rows that say of two of some terms that they are the same."""
        rows = np.flatnonzero(self.store.predicates == self.same)
        subjects, objects = self.store.subjects[rows], self.store.objects[rows]
        wanted = list(members)
        inside = np.flatnonzero(
            among(subjects, wanted) & among(objects, wanted) & (subjects != objects)
        )
        pairs = zip(subjects[inside].tolist(), objects[inside].tolist(), strict=True)
        return dict(zip(pairs, rows[inside].tolist(), strict=True))

    def _write_star(self, centre: int, parents: dict[int, int], known: dict[Edge, int]) -> None:
        for child, parent in parents.items():
            if (parent, child) not in known:
                self._add("eq-sym", parent, child, [known[child, parent]], known)
        for child, parent in parents.items():
            if (centre, child) not in known:
                behind = [known[centre, parent], known[parent, child]]
                self._add("eq-trans", centre, child, behind, known)
        for child in parents:
            if (child, centre) not in known:
                self._add("eq-sym", child, centre, [known[centre, child]], known)

    def _add(
        self, rule: str, one: int, other: int, premises: list[int], known: dict[Edge, int]
    ) -> None:
        known[one, other] = self.store.size
        subject, predicate, value = (np.array([t], dtype=np.int64) for t in (one, self.same, other))
        behind = np.array([premises], dtype=np.int32)
        self.store.append(subject, predicate, value, rule, behind)

    def _write_pairs(self, centre: int) -> None:
        """Write a = b for all members by a = centre and centre = b (eq-trans)."""
        others = np.array([m for m in self.members[centre] if m != centre], dtype=np.int64)
        if len(others) < 2:
            return
        alike = np.full(len(others), centre, dtype=np.int64)
        to_centre, from_centre = self._rows(others, alike), self._rows(alike, others)
        left, right = (grid.ravel() for grid in np.meshgrid(*[np.arange(len(others))] * 2))
        apart = left != right
        left, right = left[apart], right[apart]
        same = np.full(len(left), self.same, dtype=np.int64)
        fact = (others[left], same, others[right])
        self._ensure("eq-trans", fact, (to_centre[left], from_centre[right]))

    def _rows(self, ones: Column, others: Column) -> Column:
        """Return the rows that say the one is the same as the other."""
        same = np.full(len(ones), self.same, dtype=np.int64)
        return self.store.by_subject.find(key(same, ones, others))

    def _ensure(
        self, rule: str, fact: tuple[Column, Column, Column], premises: tuple[Column, Column]
    ) -> Column:
        """Add the facts that are not yet known; return the rows of all."""
        subjects, predicates, objects = fact
        keys = key(predicates, subjects, objects)
        missing = np.flatnonzero(self.store.by_subject.find(keys) < 0)
        if len(missing):
            _, at = np.unique(keys[missing], return_index=True)
            new = missing[np.sort(at)]
            behind = np.column_stack([column[new] for column in premises]).astype(np.int32)
            self.store.append(subjects[new], predicates[new], objects[new], rule, behind)
            self.store.settle()
        return self.store.by_subject.find(keys)

    def _replace(self, since: int, changed: set[int]) -> None:
        """Give every fact about a member of a class to all of its members (eq-rep)."""
        centre = np.full(len(self.terms), -1, dtype=np.int64)
        centre[list(self.representative)] = list(self.representative.values())
        rows = np.arange(since, self.store.size, dtype=np.int64)
        if changed:
            rows = distinct(np.append(rows, self._about(changed)))
        rows = rows[self.store.predicates[rows] <= HIDDEN]
        for place, rule in ((SUBJECT, "eq-rep-s"), (OBJECT, "eq-rep-o"), (PREDICATE, "eq-rep-p")):
            rows = self._spread(rows, place, rule, centre)

    def _about(self, terms: set[int]) -> Column:
        chosen = np.zeros(len(self.terms), dtype=bool)
        chosen[list(terms)] = True
        rows = np.flatnonzero(self.store.predicates <= HIDDEN)
        columns = self.store.columns
        s, p, o = (chosen[column[rows]] for column in columns)
        return rows[s | p | o]

    def _spread(self, rows: Column, place: int, rule: str, centre: Column) -> Column:
        """Replace the term at one place by all that are equal to it; return old and new rows."""
        columns = self.store.columns
        in_class = centre[columns[place][rows]] >= 0
        if place != PREDICATE:
            in_class &= columns[PREDICATE][rows] != self.same
        touched = rows[in_class]
        if not len(touched):
            return rows
        terms = columns[place][touched]
        centres = centre[terms]
        moved = np.flatnonzero(centres != terms)
        at_centre = touched.copy()
        at_centre[moved] = self._replaced(touched[moved], place, rule, terms[moved], centres[moved])
        at_centre, first = np.unique(at_centre, return_index=True)
        centres = centres[first]
        sizes = np.array([len(self.members[one]) for one in centres.tolist()], dtype=np.int64)
        reason = "facts about equal names are written for each of the names"
        self.fits(int(sizes.sum()) - len(rows), reason)
        members = np.concatenate([self.members[one] for one in centres.tolist()])
        sources, centres = np.repeat(at_centre, sizes), np.repeat(centres, sizes)
        other = np.flatnonzero(members != centres)
        spread = self._replaced(sources[other], place, rule, centres[other], members[other])
        return distinct(np.concatenate([rows, at_centre, spread]))

    def _replaced(self, rows: Column, place: int, rule: str, old: Column, new: Column) -> Column:
        fact = [self.store.subjects[rows], self.store.predicates[rows], self.store.objects[rows]]
        fact[place] = new
        return self._ensure(rule, (fact[0], fact[1], fact[2]), (self._rows(old, new), rows))


def _tree(centre: int, beside: Mapping[int, set[int]]) -> dict[int, int]:
    """Return for each member of a class, nearest first, the one that it hangs on."""
    parents: dict[int, int] = {}
    queue = deque([centre])
    while queue:
        parent = queue.popleft()
        for child in sorted(beside[parent]):
            if child != centre and child not in parents:
                parents[child] = parent
                queue.append(child)
    return parents
