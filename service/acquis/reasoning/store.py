"""Facts as columns of integers, and the sorted indexes that joins look them up in.

A fact is a row: three term numbers, appended once and never moved. A number has 21 bits, so the
three make one 64-bit key; an index is the sorted keys with the row of each.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from acquis.errors import AcquisError
from acquis.reasoning.facts import Fact

Column = NDArray[np.int64]
Columns = tuple[Column, Column, Column]
BITS = 21
TERMS = 1 << BITS
EMPTY: Column = np.empty(0, dtype=np.int64)


class Terms:
    """The dictionary of terms: a number for each, in the order in which they were met."""

    def __init__(self, first: dict[str, int], most: int) -> None:
        self.number = dict(first)
        self.most = most
        self._text: list[str] = []

    def __len__(self) -> int:
        return len(self.number)

    @property
    def text(self) -> list[str]:
        """The term of each number."""
        if len(self._text) != len(self.number):
            self._text = list(self.number)
        return self._text

    def columns(self, facts: Iterable[Fact]) -> Columns:
        """Return subjects, predicates and objects of some facts as numbers, new ones if need be.

        Raises AcquisError where there are more terms than numbers.
        """
        put, size = self.number.setdefault, self.number.__len__
        flat = [put(term, size()) for fact in facts for term in fact]
        if len(self.number) > self.most:
            raise AcquisError(
                f"more than {self.most:,} different terms, which is all that the reasoner can "
                "number; reason over the files in parts"
            )
        table = np.array(flat, dtype=np.int64).reshape(-1, 3)
        return table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy()


def key(first: Column, second: Column, third: Column) -> Column:
    """Return the sort keys of three columns of term numbers."""
    packed: Column = (first << (2 * BITS)) | (second << BITS) | third
    return packed


def distinct(keys: Column) -> Column:
    """Return the different keys in their order; a sort, which beats NumPy's hashing by far."""
    ordered = np.sort(keys)
    found: Column = ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])[: len(ordered)]]
    return found


def among(keys: Column, wanted: ArrayLike) -> NDArray[np.bool_]:
    """Say of each key whether it is one of those wanted."""
    ordered = np.sort(np.asarray(wanted, dtype=np.int64))
    if not len(ordered):
        return np.zeros(len(keys), dtype=bool)
    at = np.searchsorted(ordered, keys)
    at[at == len(ordered)] = 0
    found: NDArray[np.bool_] = ordered[at] == keys
    return found


@dataclass
class Index:
    """Rows in the order of a key."""

    keys: Column = field(default_factory=lambda: EMPTY)
    rows: Column = field(default_factory=lambda: EMPTY)

    @classmethod
    def of(cls, keys: Column, rows: Column) -> "Index":
        """Return the index of some rows by keys in any order."""
        order = np.argsort(keys)
        return cls(keys[order], rows[order])

    def merge(self, other: "Index") -> None:
        """Take in the entries of another index."""
        if not len(self.keys):
            self.keys, self.rows = other.keys, other.rows
            return
        at = np.searchsorted(self.keys, other.keys)
        self.keys = np.insert(self.keys, at, other.keys)
        self.rows = np.insert(self.rows, at, other.rows)

    def find(self, keys: Column) -> Column:
        """Return the row of each key, -1 where there is none."""
        if not len(self.keys):
            return np.full(len(keys), -1, dtype=np.int64)
        at = np.searchsorted(self.keys, keys)
        at[at == len(self.keys)] = 0
        return np.where(self.keys[at] == keys, self.rows[at], -1)

    def spans(self, low: Column, width: int) -> tuple[Column, Column]:
        """Return where the keys from `low` to `low + width`, exclusive, begin and end."""
        return np.searchsorted(self.keys, low), np.searchsorted(self.keys, low + width)


@dataclass(frozen=True)
class Batch:
    """Rows that one rule added at once: the first of them, and the premises of each.

    `premises` has a line for each row and a column for each premise, in the order of the rule;
    it holds row numbers.
    """

    start: int
    rule: str
    premises: NDArray[np.int32]


class Store:
    """All facts met so far with their first derivations.

    `by_subject` is sorted by predicate, subject, object, `by_object` by predicate, object,
    subject. Rows are appended by `append` and seen by look-ups after `settle`.
    """

    def __init__(self) -> None:
        self.size = 0
        self.seen = 0
        self._columns = np.empty((3, 1024), dtype=np.int64)
        self.by_subject = Index()
        self.by_object = Index()
        self.batches: list[Batch] = []

    def take(self, other: "Store") -> None:
        """Begin with the rows of another store, which must be settled."""
        self.size = self.seen = other.size
        self._columns = other._columns.copy()
        self.by_subject = Index(other.by_subject.keys, other.by_subject.rows)
        self.by_object = Index(other.by_object.keys, other.by_object.rows)
        self.batches = list(other.batches)

    def load(self, columns: Column, batches: list[Batch]) -> None:
        """Begin with some rows: their subjects, predicates and objects, and their batches."""
        self._columns = columns
        self.size = columns.shape[1]
        self.batches = batches
        self.settle()

    @property
    def columns(self) -> Columns:
        """Subjects, predicates and objects of the rows."""
        return self.subjects, self.predicates, self.objects

    @property
    def subjects(self) -> Column:
        """The subject of each row."""
        return self._columns[0, : self.size]

    @property
    def predicates(self) -> Column:
        """The predicate of each row."""
        return self._columns[1, : self.size]

    @property
    def objects(self) -> Column:
        """The object of each row."""
        return self._columns[2, : self.size]

    def append(
        self,
        subjects: Column,
        predicates: Column,
        objects: Column,
        rule: str,
        premises: NDArray[np.int32],
    ) -> None:
        """Add new rows, all different and none known, with what they were derived from."""
        count = len(subjects)
        self._reserve(count)
        end = self.size + count
        self._columns[0, self.size : end] = subjects
        self._columns[1, self.size : end] = predicates
        self._columns[2, self.size : end] = objects
        self.batches.append(Batch(self.size, rule, premises))
        self.size = end

    def _reserve(self, count: int) -> None:
        room = self._columns.shape[1]
        if self.size + count > room:
            grown = np.empty((3, max(2 * room, self.size + count)), dtype=np.int64)
            grown[:, : self.size] = self._columns[:, : self.size]
            self._columns = grown

    def settle(self) -> None:
        """Put the rows appended since the last call into the indexes."""
        by_subject, by_object = self.sorted_from(self.seen)
        self.by_subject.merge(by_subject)
        self.by_object.merge(by_object)
        self.seen = self.size

    def without(self, rows: Column) -> NDArray[np.bool_]:
        """Say of each row whether it stands without some rows and all derived from them."""
        stands = np.ones(self.size, dtype=bool)
        stands[rows] = False
        for batch, end in self.spans():
            if batch.premises.shape[1]:
                stands[batch.start : end] &= stands[batch.premises].all(axis=1)
        return stands

    def spans(self) -> Iterator[tuple[Batch, int]]:
        """Yield each batch with the row after its last."""
        ends = [batch.start for batch in self.batches[1:]] + [self.size]
        return zip(self.batches, ends, strict=True)

    def keep(self, stands: NDArray[np.bool_]) -> None:
        """Drop the rows that don't stand and number the others anew, in the same order."""
        number = np.cumsum(stands) - 1
        batches = []
        for batch, end in self.spans():
            kept = stands[batch.start : end]
            if kept.any():
                start = int(number[batch.start + int(np.argmax(kept))])
                premises = number[batch.premises[kept]].astype(np.int32)
                batches.append(Batch(start, batch.rule, premises))
        self.batches = batches
        self._columns = self._columns[:, : self.size][:, stands]
        self.size = self.seen = self._columns.shape[1]
        for index in (self.by_subject, self.by_object):
            kept = stands[index.rows]
            index.keys, index.rows = index.keys[kept], number[index.rows[kept]]

    def sorted_from(self, since: int) -> tuple[Index, Index]:
        """Return the two indexes of the rows from `since` on."""
        rows = np.arange(since, self.size, dtype=np.int64)
        s, p, o = self.subjects[since:], self.predicates[since:], self.objects[since:]
        return Index.of(key(p, s, o), rows), Index.of(key(p, o, s), rows)

    def find(self, subject: int, predicate: int, value: int) -> int:
        """Return the row of a fact, -1 where there is none."""
        wanted = np.array([(predicate << 2 * BITS) | (subject << BITS) | value], dtype=np.int64)
        return int(self.by_subject.find(wanted)[0])
