"""RDF lists as facts that rules can join on.

Lists are read from the asserted cells only: equality would rewrite a cell and change the list.
Each well-formed list gives a fact for each member, and one for each place where a rule reads
it as a whole. Such a fact stands for the cells that it was read from.
"""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from acquis.errors import AcquisError
from acquis.reasoning.facts import FIRST, NIL, REST, iri
from acquis.reasoning.program import AGAIN, LONGEST, MEMBER, nth
from acquis.reasoning.store import Column, Columns, Store, Terms

WHOLE_LISTS = tuple(
    iri(f"owl:{name}") for name in ("intersectionOf", "hasKey", "propertyChainAxiom")
)
LISTS = tuple(iri(f"owl:{name}") for name in ("unionOf", "oneOf", "members", "distinctMembers"))


class Lists:
    """The lists among the asserted rows of a store: for each head, the rows of its cells.

    `cells[head]` holds, for each member in order, the row of its rdf:first and that of its
    rdf:rest. Lists that branch, run in a circle or lack a part are left out.
    """

    def __init__(self, store: Store, terms: Terms, asserted: Column) -> None:
        self.store, self.terms = store, terms
        self._asserted = asserted
        self._predicates = store.predicates[asserted]
        self._first = self._single(FIRST)
        self._rest = self._single(REST)
        self._whole = self._pointed_to(WHOLE_LISTS)
        inner = {int(store.objects[row]) for row in self._rest.values()}
        heads = (self._first.keys() - inner) | self._pointed_to(LISTS) | self._whole
        found = ((head, self._read(head)) for head in sorted(heads))
        self.cells = {head: cells for head, cells in found if cells}

    def _rows(self, predicate: str) -> Column:
        number = self.terms.number.get(predicate, -1)
        found: Column = self._asserted[self._predicates == number]
        return found

    def _single(self, predicate: str) -> dict[int, int]:
        found: dict[int, int] = {}
        twice = set()
        for row in self._rows(predicate).tolist():
            node = int(self.store.subjects[row])
            if node in found:
                twice.add(node)
            found[node] = row
        return {node: row for node, row in found.items() if node not in twice}

    def _pointed_to(self, predicates: Iterable[str]) -> set[int]:
        found: set[int] = set()
        for predicate in predicates:
            found.update(self.store.objects[self._rows(predicate)].tolist())
        return found & self._first.keys()

    def _read(self, head: int) -> list[tuple[int, int]]:
        nil = self.terms.number.get(NIL)
        cells, node, visited = [], head, set()
        while node != nil:
            if node in visited or node not in self._first or node not in self._rest:
                return []
            visited.add(node)
            cells.append((self._first[node], self._rest[node]))
            node = int(self.store.objects[self._rest[node]])
        return cells

    def members(self, head: int) -> list[int]:
        """Return the members of a list in order."""
        return [int(self.store.objects[first]) for first, _ in self.cells[head]]

    def is_read_whole(self, head: int) -> bool:
        """Say whether a rule reads a list as a whole."""
        return head in self._whole

    def lengths(self) -> set[int]:
        """Return the lengths of the lists that a rule reads as a whole."""
        return {len(self.cells[head]) for head in self._whole if head in self.cells}

    def facts(self) -> Columns:
        """Return the facts that the lists stand for, in order of list and member.

        Raises AcquisError where a list that a rule reads as a whole is too long.
        """
        found: list[tuple[int, int, int]] = []
        for head in self.cells:
            members = self.members(head)
            found += [(head, MEMBER, each) for each in dict.fromkeys(members)]
            twice = (each for each, times in Counter(members).items() if times > 1)
            found += [(head, AGAIN, each) for each in twice]
            if head in self._whole:
                self._must_be_short(head, len(members))
                found += [(head, nth(k, len(members)), m) for k, m in enumerate(members, 1)]
        table = np.array(found, dtype=np.int64).reshape(-1, 3)
        return table[:, 0], table[:, 1], table[:, 2]

    def _must_be_short(self, head: int, length: int) -> None:
        if length > LONGEST:
            raise AcquisError(
                f"{self.terms.text[head]}: a list of {length:,} members in owl:intersectionOf, "
                f"owl:hasKey or owl:propertyChainAxiom; the reasoner reads up to {LONGEST:,}"
            )

    def behind(self, row: int) -> list[int]:
        """Return the rows of the cells that a fact about a list stands for."""
        head = int(self.store.subjects[row])
        cells = self.cells[head]
        predicate, member = int(self.store.predicates[row]), int(self.store.objects[row])
        if predicate not in (MEMBER, AGAIN):
            return [part for cell in cells for part in cell]
        places = [at for at, each in enumerate(self.members(head)) if each == member]
        shown = places[: 2 if predicate == AGAIN else 1]
        return [rest for _, rest in cells[: shown[-1]]] + [cells[at][0] for at in shown]
