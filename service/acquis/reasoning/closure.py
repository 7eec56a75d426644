"""The OWL 2 RL/RDF closure of a set of facts, with the first derivation of each.

Semi-naive evaluation of the rule table over integer-encoded facts: in each round every rule is
applied where at least one premise is fresh, and what it adds is recorded with the rows that it
was derived from. A premise has a lower row number than what follows from it, so every proof is
well founded. See https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from operator import itemgetter

import numpy as np

from acquis.reasoning import clashes, datatypes, literals
from acquis.reasoning.clashes import Clash
from acquis.reasoning.facts import SAME, TYPE, Fact, iri, is_iri, is_literal
from acquis.reasoning.lists import Lists
from acquis.reasoning.literals import Literals
from acquis.reasoning.meter import DEFAULT, Limits, Meter, Report
from acquis.reasoning.program import HIDDEN, program
from acquis.reasoning.rounds import Rounds
from acquis.reasoning.store import (
    EMPTY,
    Batch,
    Column,
    Columns,
    Store,
    Terms,
    among,
    distinct,
    key,
)

ASSERTED, LISTED = "", "list"
TYPED_ONLY_BY_RANGE = frozenset(
    {iri("rdfs:range"), iri("owl:allValuesFrom"), iri("owl:onDatatype")}
)
CARDINALITIES = (iri("owl:maxCardinality"), iri("owl:maxQualifiedCardinality"))
CONSTANTS = tuple(f'"{number}"^^{iri("xsd:nonNegativeInteger")}' for number in (0, 1))


@dataclass(frozen=True)
class Derivation:
    """How a fact was first derived: the rule, and the rows of its premises in the rule's order."""

    rule: str
    premises: tuple[int, ...]


def close(
    facts: Iterable[Fact], *, limits: Limits = DEFAULT, report: Report | None = None
) -> "Closure":
    """Return the closure of some facts under the 78 rules.

    `report` is told, about once a second, how far a long run has come. Raises LimitError where
    the closure passes `limits`.
    """
    closure = Closure(limits, report)
    closure.assert_facts(facts)
    return closure


def prepare() -> None:
    """Read and compile the rule table, as the first closure of a process does otherwise."""
    _axioms()


class Closure:
    """Facts with all that follows from them.

    A row is a fact's number, in the order in which the facts were found. `eq-ref`, that every
    term is the same as itself, is not written out, nor are dt-diff and the memberships of
    literals in datatypes that no axiom uses.
    """

    def __init__(self, limits: Limits = DEFAULT, report: Report | None = None) -> None:
        self.terms = Terms(program().terms, HIDDEN)
        self.store = Store()
        self._meter = Meter(self.store, limits, report)
        self._rounds = Rounds(self.store, self.terms, self._meter)
        self.asserted_too: set[int] = set()
        self.literals = Literals(self.terms)
        self.lists: Lists

    @classmethod
    def restored(
        cls, terms: Iterable[str], facts: Column, batches: list[Batch], asserted: Iterable[int]
    ) -> "Closure":
        """Return the closure that another process computed, as `archive` keeps it."""
        closure = cls()
        closure.terms = Terms({term: number for number, term in enumerate(terms)}, HIDDEN)
        closure.store.load(facts, batches)
        closure.asserted_too.update(asserted)
        closure.literals = Literals(closure.terms)
        closure._rounds = Rounds(closure.store, closure.terms, closure._meter)
        closure.lists = Lists(closure.store, closure.terms, closure.asserted_rows)
        return closure

    def copy(self) -> "Closure":
        """Return a closure that can be updated while this one stays as it is."""
        other = Closure(self._meter.limits, self._meter.report)
        other.terms = Terms(self.terms.number, HIDDEN)
        other.store.take(self.store)
        other.asserted_too.update(self.asserted_too)
        other.literals = self.literals.over(other.terms)
        other._rounds = Rounds(other.store, other.terms, other._meter)
        other._rounds.resume(self._rounds)
        other.lists = Lists(other.store, other.terms, other.asserted_rows)
        return other

    # --- what goes in

    def assert_facts(self, facts: Iterable[Fact]) -> None:
        """Add facts and all that follows from them."""
        if not self.store.size:
            self.store.take(_axioms())
        self.update(facts)

    def update(self, added: Iterable[Fact], removed: Iterable[Fact] = ()) -> None:
        """Assert facts and take others back.

        The closure is then that of all that is still asserted, as if it had been closed anew,
        but for the order of the rows. What rested on a fact taken back is dropped, and derived
        again where it follows in another way (delete and rederive; Gupta, Mumick and
        Subrahmanian, "Maintaining Views Incrementally", SIGMOD 1993).
        """
        self.__dict__.pop("clashes", None)
        self._meter.start()
        since = self.store.size
        self._assert(added)
        dead = self._withdrawn(removed)
        rows = self.asserted_rows[~among(self.asserted_rows, dead)]
        dead = distinct(np.append(dead, self._stale(self._unconditional(rows))))
        lost = frozenset[int]()
        if len(dead):
            since, lost = self._drop(dead, since)
        for rule, columns in self._unconditional(self.asserted_rows).items():
            self._add_rows(columns, rule)
        self.store.settle()
        self._rounds.run(since, lost)

    def _assert(self, facts: Iterable[Fact]) -> None:
        columns = self.terms.columns(facts)
        self._assert_known(columns)
        self._add_rows(columns, ASSERTED)
        self.store.settle()

    def _withdrawn(self, facts: Iterable[Fact]) -> Column:
        """Return the rows that stand no longer when some facts are not asserted any more."""
        found = {row for fact in facts if (row := self.row(fact)) is not None}
        self.asserted_too -= found
        return np.array(
            sorted(row for row in found if self._batch(row).rule == ASSERTED), dtype=np.int64
        )

    def _unconditional(self, rows: Column) -> dict[str, Columns]:
        """Return the facts that hold by themselves, given the rows of what is asserted.

        That is what stands in the lists, and what literals are the same or in which datatype.
        """
        self.lists = Lists(self.store, self.terms, rows)
        self._rounds.read_lists_of(self.lists.lengths())
        met = self._literals_met(rows)
        return {
            LISTED: self.lists.facts(),
            "dt-eq": _pairs(self.literals.twins(met), self.terms.number[SAME]),
            "dt-type2": _pairs(
                self.literals.typings(met, self._datatypes_in_axioms(rows)),
                self.terms.number[TYPE],
            ),
        }

    def _stale(self, wanted: dict[str, Columns]) -> Column:
        """Return the rows of facts that held by themselves and do so no longer."""
        held = key(*(np.concatenate(parts) for parts in zip(*wanted.values(), strict=True)))
        found = [
            np.arange(batch.start, end, dtype=np.int64)
            for batch, end in self.store.spans()
            if batch.rule in (*wanted, "dt-diff", "eq-ref")
        ]
        rows = np.concatenate([EMPTY, *found])
        s, p, o = (column[rows] for column in self.store.columns)
        return rows[~among(key(s, p, o), held)]

    def _drop(self, dead: Column, since: int) -> tuple[int, frozenset[int]]:
        """Drop rows and what was derived from them.

        Returns where the rows from `since` on begin now, and the predicates of what was dropped.
        """
        stands = self.store.without(dead)
        fallen = [self.fact(row) for row in self.asserted_too if not stands[row]]
        number = np.cumsum(stands) - 1
        self.asserted_too = {int(number[row]) for row in self.asserted_too if stands[row]}
        lost = frozenset(distinct(self.store.predicates[~stands]).tolist())
        since = int(np.count_nonzero(stands[:since]))
        self.store.keep(stands)
        self._rounds.forget_equality()
        self._assert(fallen)
        return since, lost

    def _assert_known(self, columns: Columns) -> None:
        """Mark the facts that the closure holds already as asserted too."""
        s, p, o = columns
        found = self.store.by_subject.find(key(p, s, o))
        known = found[found >= 0]
        self.asserted_too.update(known[~among(known, self.asserted_rows)].tolist())

    def state(self, facts: Iterable[Fact], rule: str) -> None:
        """Write facts that hold by a rule without premises, unless they are known."""
        self._add_rows(self.terms.columns(facts), rule)
        self.store.settle()

    def _add_rows(self, columns: Columns, rule: str) -> None:
        """Add facts that need no premises, unless they are known."""
        s, p, o = columns
        keys, first = np.unique(key(p, s, o), return_index=True)
        first = np.sort(first[self.store.by_subject.find(keys) < 0])
        if len(first):
            self._meter.must_fit(len(first), "asserted")
            none = np.empty((len(first), 0), dtype=np.int32)
            self.store.append(s[first], p[first], o[first], rule, none)

    def _literals_met(self, rows: Column) -> Column:
        """Return the literals asserted, and those of the rules that a cardinality needs.

        A rule about `"1"^^xsd:nonNegativeInteger` is to see `"1"^^xsd:int` too, by dt-eq.
        """
        objects = self.store.objects[rows]
        met = self.literals.among(objects)
        cardinal = [self.terms.number[name] for name in CARDINALITIES]
        bounds = distinct(objects[among(self.store.predicates[rows], cardinal)])
        needed = literals.values({self.terms.text[n] for n in bounds.tolist()} - set(CONSTANTS))
        wanted = [c for c in CONSTANTS if literals.values([c]) & needed]
        return distinct(np.append(met, [self.terms.number[c] for c in wanted]).astype(np.int64))

    def _datatypes_in_axioms(self, rows: Column) -> set[str]:
        """Return the datatypes that a rule may look for as the class of a literal."""
        numbers = [self.terms.number[d] for d in datatypes.SUPPORTED if d in self.terms.number]
        chosen = np.zeros(len(self.terms), dtype=bool)
        chosen[numbers] = True
        typing = [self.terms.number.get(name, -1) for name in (TYPE, *TYPED_ONLY_BY_RANGE)]
        rows = rows[~among(self.store.predicates[rows], typing)]
        found = np.concatenate([self.store.subjects[rows], self.store.objects[rows]])
        return {self.terms.text[n] for n in distinct(found[chosen[found]]).tolist()}

    # --- what comes out

    @property
    def asserted_rows(self) -> Column:
        """The rows of the facts that were asserted."""
        found = [
            np.arange(batch.start, end, dtype=np.int64)
            for batch, end in self.store.spans()
            if batch.rule == ASSERTED
        ]
        found.append(np.array(sorted(self.asserted_too), dtype=np.int64))
        return np.concatenate(found)

    def row(self, fact: Fact) -> int | None:
        """Return the row of a fact, None where the closure does not hold it."""
        s, p, o = (self.terms.number.get(term, -1) for term in fact)
        row = self.store.find(s, p, o) if min(s, p, o) >= 0 else -1
        return None if row < 0 else row

    def first_about(self, term: str) -> int | None:
        """Return the first row that a term occurs in, None where it occurs in none."""
        number = self.terms.number.get(term, -1)
        columns = self.store.columns
        told = np.logical_or.reduce([column == number for column in columns])
        rows = np.flatnonzero(told & (self.store.predicates <= HIDDEN))
        return int(rows[0]) if len(rows) else None

    def fact(self, row: int) -> Fact:
        """Return the fact at a row."""
        text = self.terms.text
        s, p, o = self.store.subjects, self.store.predicates, self.store.objects
        return text[s[row]], text[p[row]], text[o[row]]

    def _batch(self, row: int) -> Batch:
        batches = self.store.batches
        return batches[bisect_right(batches, row, key=lambda batch: batch.start) - 1]

    def is_asserted(self, row: int) -> bool:
        """Say whether the fact at a row was asserted."""
        return row in self.asserted_too or self._batch(row).rule == ASSERTED

    def derivation(self, row: int) -> Derivation | None:
        """Return how the fact at a row was first derived, None where it was asserted.

        A premise about a list stands as the cells of the list.
        """
        if self.is_asserted(row):
            return None
        batch = self._batch(row)
        premises = batch.premises[row - batch.start].tolist()
        return Derivation(batch.rule, tuple(self.cells_for_lists(premises)))

    def axiom(self, row: int) -> str:
        """Return the rule that gives the fact at a row without any premise, "" where none does."""
        batch = self._batch(row)
        return "" if batch.rule == LISTED or batch.premises.shape[1] else batch.rule

    def cells_for_lists(self, rows: Iterable[int]) -> Iterator[int]:
        """Put the cells of lists, each once, behind the other premises."""
        cells: dict[int, None] = {}
        for row in rows:
            if self._batch(row).rule == LISTED:
                cells.update(dict.fromkeys(self.lists.behind(row)))
            else:
                yield row
        yield from cells

    def asserted(self) -> Iterator[Fact]:
        """Yield the facts that were asserted."""
        return map(self.fact, self.asserted_rows.tolist())

    def asserted_literals(self) -> list[str]:
        """Return the literals of the asserted facts, each once."""
        numbers = self.literals.among(self.store.objects[self.asserted_rows])
        return [self.terms.text[number] for number in numbers.tolist()]

    def said_with(self, predicate: str, value: str | None = None) -> list[Fact]:
        """Return the facts with a predicate, and a value if one is given, asserted or inferred."""
        found = self.store.predicates == self.terms.number.get(predicate, -1)
        if value is not None:
            found &= self.store.objects == self.terms.number.get(value, -1)
        return [self.fact(row) for row in np.flatnonzero(found).tolist()]

    def inferred_rows(self) -> Column:
        """Return the rows of the triples that follow and were not asserted.

        Facts about literals and those with a predicate that is no IRI are no triples of RDF.
        Facts with a number that stands in the rule table alone only say another one anew.
        """
        kinds = self.literals.kinds()
        rows = np.flatnonzero(self.store.predicates <= HIDDEN)
        subjects, predicates, objects = (column[rows] for column in self.store.columns)
        reflexive = (predicates == self.terms.number[SAME]) & (subjects == objects)
        rows = rows[(kinds[subjects] == 0) & ~reflexive]
        predicates = distinct(self.store.predicates[rows])
        iris = [number for number in predicates.tolist() if is_iri(self.terms.text[number])]
        rows = rows[among(self.store.predicates[rows], iris)]
        rows = rows[~among(self.store.objects[rows], self._own_numbers())]
        found: Column = rows[~among(rows, self.asserted_rows)]
        return found

    def _own_numbers(self) -> Column:
        """Return the literals that only a rule about cardinalities names, and no asserted fact."""
        numbers = [self.terms.number[each] for each in CONSTANTS if each in self.terms.number]
        own = np.array(numbers, dtype=np.int64)
        own = own[~among(own, self.store.objects[self.asserted_rows])]
        return own

    def inferred(self) -> Iterator[Fact]:
        """Yield the triples that follow and were not asserted; x same as x is left out."""
        text = self.terms.text
        rows = self.inferred_rows()
        columns = self.store.columns
        for s, p, o in zip(*(column[rows].tolist() for column in columns), strict=True):
            yield text[s], text[p], text[o]

    def reflexive(self) -> Iterator[Fact]:
        """Yield that each IRI and blank node of an asserted fact is the same as itself (eq-ref)."""
        rows = self.asserted_rows
        columns = self.store.columns
        numbers = distinct(np.concatenate([column[rows] for column in columns]))
        text = self.terms.text
        for number in numbers.tolist():
            term = text[number]
            if not is_literal(term) and self.row((term, SAME, term)) is None:
                yield term, SAME, term

    @cached_property
    def clashes(self) -> list[Clash]:
        """Every contradiction, in the order of the rule table."""
        return sorted(clashes.find(self), key=lambda clash: (clash.rule, clash.premises))

    @property
    def consistent(self) -> bool:
        """Say whether no rule concludes `false`."""
        return not self.clashes


@cache
def _axioms() -> Store:
    """Return what follows from nothing."""
    closure = Closure()
    for rule, axioms in groupby(program().axioms, key=itemgetter(0)):
        closure.state([fact for _, fact in axioms], rule)
    closure._rounds.run(0)
    return closure.store


def _pairs(pairs: list[tuple[int, int]], predicate: int) -> Columns:
    """Return the facts that join two terms each by one predicate."""
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], np.full(len(table), predicate, dtype=np.int64), table[:, 1]
