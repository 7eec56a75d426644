"""Every way in which facts about some terms follow from one another.

The closure keeps one derivation of each fact. Whether a proof needs a premise is a question
about all of them: here the rules are run backwards from a fact, over those rows of the closure
that speak of given terms and of nothing else. What follows from facts about these terms is about
these terms, as a rule takes the terms of its conclusion from its premises.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import chain, pairwise, product

import numpy as np

from acquis.reasoning import datatypes, literals
from acquis.reasoning.closure import Closure
from acquis.reasoning.facts import TYPE, is_literal
from acquis.reasoning.patterns import ANY, FALSE, UNBOUND, Ids, Pattern, patterns, resolved
from acquis.reasoning.program import program
from acquis.reasoning.store import BITS, Column, among

MOST = 50_000
Listed = tuple[int, Sequence[int]]


@dataclass(frozen=True)
class Way:
    """One application of a rule to rows of the closure.

    `conclusion` is a row, or FALSE; `premises` are rows in the order of the rule, with the cells
    of a list behind them.
    """

    conclusion: int
    rule: str
    premises: tuple[int, ...]


class Ways:
    """The ways that lead to one row, or to a contradiction, from facts about some terms."""

    def __init__(self, goal: int, found: Iterable[Way], free: Iterable[Way]) -> None:
        self.goal = goal
        self._ways = list(found)
        self._free = list(free)
        self._needs = [len(set(way.premises)) for way in self._ways]
        self._waiting: dict[int, list[int]] = defaultdict(list)
        for number, way in enumerate(self._ways):
            for premise in set(way.premises):
                self._waiting[premise].append(number)

    def derive(self, leaves: Iterable[int]) -> list[tuple[int, Way | None]] | None:
        """Derive the goal from some rows alone; None where it does not follow.

        The answer is the rows of a proof, each after its premises and with the way that leads
        to it (None for a leaf). Written as a tree, no proof from these rows is smaller; rows
        are settled in the order of the size of their trees, as by Dijkstra (Knuth, "A
        Generalization of Dijkstra's Algorithm", 1977).
        """
        how: dict[int, Way | None] = {}
        size: dict[int, int] = {}
        missing = self._needs.copy()
        waiting = [(1, row, -1) for row in leaves]
        waiting += [(1, way.conclusion, -1 - at) for at, way in enumerate(self._free, 1)]
        heapify(waiting)
        while waiting:
            cost, row, number = heappop(waiting)
            if row in how:
                continue
            size[row] = cost
            how[row] = self._way(number)
            if row == self.goal:
                return self._traced(how)
            for following in self._waiting.get(row, ()):
                missing[following] -= 1
                if not missing[following]:
                    way = self._ways[following]
                    total = 1 + sum(size[premise] for premise in way.premises)
                    heappush(waiting, (total, way.conclusion, following))
        return None

    def _way(self, number: int) -> Way | None:
        """Return a way by its number: -1 is none, below that are those without premises."""
        if number >= 0:
            return self._ways[number]
        return self._free[-2 - number] if number < -1 else None

    def _traced(self, how: dict[int, Way | None]) -> list[tuple[int, Way | None]]:
        used, todo = set(), [self.goal]
        while todo:
            row = todo.pop()
            if row not in used:
                used.add(row)
                way = how[row]
                todo += way.premises if way else ()
        return [(row, way) for row, way in how.items() if row in used]


def ways(closure: Closure, rows: Iterable[int], goal: int) -> Ways | None:
    """Return the ways to `goal`, a row or FALSE, over the terms of some rows.

    None where they are too many to be looked at.
    """
    place = _Place(closure, rows)
    found: list[Way] = []
    met = set()
    todo = [goal]
    while todo:
        row = todo.pop()
        if row in met:
            continue
        met.add(row)
        for way in place.ways_to(row):
            found.append(way)
            todo += way.premises
            if len(found) > MOST:
                return None
    free = (Way(row, rule, ()) for row in sorted(met - {FALSE}) if (rule := closure.axiom(row)))
    return Ways(goal, found, free)


class _Place:
    """The rows of a closure that speak of no terms but those of some rows and of the rules."""

    def __init__(self, closure: Closure, rows: Iterable[int]) -> None:
        self.closure = closure
        columns = closure.store.columns
        chosen = list(rows)
        numbers = set(range(len(program().terms)))
        numbers.update(*(column[chosen].tolist() for column in columns))
        terms = np.array(sorted(numbers), dtype=np.int64)
        self._rows: dict[Ids, int] = {}
        self._facts: dict[int, Ids] = {}
        self._matching: dict[Ids, list[Ids]] = defaultdict(list)
        found = _rows_about(closure, terms)
        for row, *fact in zip(
            found.tolist(), *(column[found].tolist() for column in columns), strict=True
        ):
            self._take(row, (fact[0], fact[1], fact[2]))
        cells = closure.lists.cells
        self._lists = {head: cells[head] for head in terms.tolist() if head in cells}
        self._members = {head: closure.lists.members(head) for head in self._lists}
        self._patterns: dict[int, list[Pattern]] = defaultdict(list)
        for pattern in self._all_patterns():
            if self._may_match(pattern):
                self._patterns[pattern.concludes].append(pattern)

    def _take(self, row: int, fact: Ids) -> None:
        self._rows[fact] = row
        self._facts[row] = fact
        s, p, o = fact
        for subject in (s, UNBOUND):
            for predicate in (p, UNBOUND):
                for value in (o, UNBOUND):
                    self._matching[subject, predicate, value].append(fact)

    def _all_patterns(self) -> Iterator[Pattern]:
        yield from patterns(0)
        lists = self.closure.lists
        lengths = {len(cells) for head, cells in self._lists.items() if lists.is_read_whole(head)}
        for length in sorted(lengths):
            yield from patterns(length)

    def _may_match(self, pattern: Pattern) -> bool:
        return all(mask in self._matching for mask in pattern.masks)

    def ways_to(self, row: int) -> Iterator[Way]:
        """Yield the applications of rules that conclude a row, or a contradiction."""
        if row == FALSE:
            yield from self._ill_typed()
        fact = self._facts.get(row)
        if fact is None and row != FALSE:
            return
        predicates = (FALSE,) if fact is None else (fact[1], ANY)
        for pattern in chain.from_iterable(self._patterns.get(p, ()) for p in predicates):
            binding = _unified(pattern, fact)
            if binding is None:
                continue
            for listed in self._solve(pattern, 0, binding):
                premises = [self._rows[resolved(atom, binding)] for atom in pattern.body]
                if row not in premises:
                    cells = self._cells(pattern, *listed) if listed else ()
                    yield Way(row, pattern.rule, (*premises, *cells))

    def _ill_typed(self) -> Iterator[Way]:
        """Yield the applications of dt-not-type, which asks for no fact but for a literal."""
        text = self.closure.terms.text
        typing = self.closure.terms.number[TYPE]
        for (subject, predicate, value), row in self._rows.items():
            outside = (
                predicate == typing
                and is_literal(text[subject])
                and literals.is_outside(text[subject], text[value])
            )
            if outside or (is_literal(text[value]) and datatypes.value(text[value]) is None):
                yield Way(FALSE, "dt-not-type", (row,))

    def _solve(self, pattern: Pattern, at: int, binding: list[int]) -> Iterator[Listed | None]:
        """Bind the variables of a body in every way; yield its list with the places that count."""
        if at == len(pattern.order):
            yield None
            return
        number = pattern.order[at]
        if number == len(pattern.body):
            for listed in self._listed(pattern, binding):
                for _ in self._solve(pattern, at + 1, binding):
                    yield listed
            return
        atom = pattern.body[number]
        for fact in self._matching.get(resolved(atom, binding), ()):
            for _ in _bound(zip(atom, fact, strict=True), binding):
                yield from self._solve(pattern, at + 1, binding)

    def _listed(self, pattern: Pattern, binding: list[int]) -> Iterator[Listed]:
        """Bind the head of a list and its members; yield the head and the places of these."""
        assert pattern.members
        head = binding[~pattern.node]
        for node in self._lists if head == UNBOUND else (head,):
            members = self._members.get(node, ())
            if pattern.members.kind == "all" and len(members) != len(pattern.listed):
                continue
            for places in _places(pattern, members, binding):
                pairs = [(pattern.node, node)]
                pairs += [
                    (slot, members[place])
                    for slot, place in zip(pattern.listed, places, strict=True)
                ]
                for _ in _bound(pairs, binding):
                    yield node, places

    def _cells(self, pattern: Pattern, node: int, places: Sequence[int]) -> Sequence[int]:
        """Return the rows of the cells that show which members stand at some places of a list."""
        assert pattern.members
        cells = self._lists[node]
        if pattern.members.kind == "all":
            return [part for cell in cells for part in cell]
        firsts = [cells[place][0] for place in places]
        return [*firsts, *(rest for _, rest in cells[: max(places)])]


def _rows_about(closure: Closure, terms: Column) -> Column:
    """Return the rows whose three terms are all among some."""
    index, objects = closure.store.by_subject, closure.store.objects
    begin, end = index.spans(terms << (2 * BITS), 1 << (2 * BITS))
    predicates = terms[begin < end]
    low = (predicates[:, None] << (2 * BITS) | terms[None, :] << BITS).ravel()
    begin, end = index.spans(low, 1 << BITS)
    spans = zip(begin[begin < end].tolist(), end[begin < end].tolist(), strict=True)
    rows = np.concatenate([index.rows[first:last] for first, last in spans])
    return np.sort(rows[among(objects[rows], terms)])


def _bound(pairs: Iterable[tuple[int, int]], binding: list[int]) -> Iterator[None]:
    """Bind slots to terms while the caller goes on, if that contradicts nothing."""
    taken = []
    for slot, term in pairs:
        if slot >= 0:
            fits = slot == term
        elif fits := binding[~slot] == UNBOUND:
            binding[~slot] = term
            taken.append(~slot)
        else:
            fits = binding[~slot] == term
        if not fits:
            break
    else:
        yield
    for place in taken:
        binding[place] = UNBOUND


def _unified(pattern: Pattern, fact: Ids | None) -> list[int] | None:
    """Return the binding that makes the head of a clause a fact, None where there is none."""
    if pattern.head is None or fact is None:
        return [UNBOUND] * pattern.size if pattern.head is fact else None
    binding = [UNBOUND] * pattern.size
    for slot, term in zip(pattern.head, fact, strict=True):
        if slot >= 0:
            if slot != term:
                return None
        elif binding[~slot] == UNBOUND:
            binding[~slot] = term
        elif binding[~slot] != term:
            return None
    return binding


def _places(
    pattern: Pattern, members: Sequence[int], binding: Sequence[int]
) -> Iterator[tuple[int, ...]]:
    """Yield the places in a list, in rising order, where the members of a clause may stand."""
    if pattern.members and pattern.members.kind == "all":
        yield tuple(range(len(members)))
        return
    wanted = [slot if slot >= 0 else binding[~slot] for slot in pattern.listed]
    options = [
        [at for at, member in enumerate(members) if term in (UNBOUND, member)] for term in wanted
    ]
    for places in product(*options):
        if all(one < other for one, other in pairwise(places)):
            yield places
