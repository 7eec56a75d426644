"""A build sent to a server, graph by graph."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import uuid4

import pyoxigraph as ox

from acquis.errors import AcquisError
from acquis.knowledge import KnowledgeBase
from acquis.publishing import record
from acquis.publishing.comparison import compare
from acquis.publishing.graphs import RECORD, Graph, graphs
from acquis.publishing.record import COMPLETE, Record
from acquis.publishing.store import GraphStore

Report = Callable[[str], None]
EVERY = 2.0


@dataclass(frozen=True)
class Published:
    """What was done: how many graphs there are, were sent and were removed.

    `rewritten` counts the triples that the server gives back in another form of the same value.
    """

    graphs: int
    triples: int
    sent: int
    removed: int
    rewritten: int


def publish(base: KnowledgeBase, store: GraphStore, *, report: Report) -> Published:
    """Let a server hold a build: all of it, as it is, and nothing else that was published before.

    Each graph is looked at first and sent only where it differs, then looked at again, so that a
    run that was broken off goes on where it ended. The record in the server says `complete` only
    before the first change and after the last.

    Raises AcquisError where the server refuses, or does not hold what it was sent.
    """
    return _Run(base, store, report).done()


class _Run:
    """One run of `publish`."""

    def __init__(self, base: KnowledgeBase, store: GraphStore, report: Report) -> None:
        self._store, self._report = store, report
        self._graphs = list(graphs(base))
        self._wanted = Record(
            base.manifest["hash"],
            base.manifest["version"],
            COMPLETE,
            frozenset(graph.name for graph in self._graphs),
        )
        self._mark = f"being sent by {uuid4()}"
        self._marked = False
        self._before = record.read(store.get(RECORD))
        self._triples = self._sent = self._rewritten = 0
        self._told = time.monotonic()

    def done(self) -> Published:
        """Send what is to be sent; return what was done."""
        if self._before and not self._before.complete:
            self._report(f"{self._store.url} holds a build in part; going on with it")
        for at, graph in enumerate(self._graphs, 1):
            self._settle(graph)
            self._progress(at)
        old = self._before.graphs - self._wanted.graphs if self._before else frozenset()
        for name in sorted(old):
            self._remove(name)
        if self._marked or self._before != self._wanted:
            self._conclude()
        return Published(len(self._graphs), self._triples, self._sent, len(old), self._rewritten)

    def _settle(self, graph: Graph) -> None:
        """Let the server hold a graph."""
        self._triples += len(graph.lines)
        triples = [quad.triple for quad in ox.parse(graph.content, format=ox.RdfFormat.N_TRIPLES)]
        difference = compare(triples, self._store.get(graph.name))
        if difference:
            self._begin()
            self._store.put(graph.name, graph.content)
            self._sent += 1
            difference = compare(triples, self._store.get(graph.name))
        if difference:
            raise AcquisError(
                f"{self._store.url} does not hold the graph {graph.name} as it was sent: "
                f"{difference.words()}"
            )
        self._rewritten += difference.rewritten

    def _remove(self, name: str) -> None:
        self._begin()
        self._store.delete(name)
        if left := self._store.get(name):
            raise AcquisError(
                f"{self._store.url} still holds {len(left):,} triples of the graph {name}, which "
                "was to be deleted"
            )

    def _begin(self) -> None:
        """Say in the server that it changes, before the first change.

        The graphs of the build before stay named until they are gone.
        """
        if self._marked:
            return
        graphs = self._wanted.graphs | (self._before.graphs if self._before else frozenset())
        self._write(replace(self._wanted, status=self._mark, graphs=graphs))
        self._marked = True

    def _conclude(self) -> None:
        """Say that all is there, if nobody else has begun to send meanwhile."""
        now = record.read(self._store.get(RECORD))
        if self._marked and (now is None or now.status != self._mark):
            raise AcquisError(
                f"another run has changed {self._store.url} meanwhile; publish again when it ends"
            )
        self._write(self._wanted)
        if record.read(self._store.get(RECORD)) != self._wanted:
            raise AcquisError(f"{self._store.url} does not hold the record {RECORD} as it was sent")

    def _write(self, told: Record) -> None:
        lines = sorted(f"{triple} .\n" for triple in told.triples())
        self._store.put(RECORD, "".join(lines).encode())

    def _progress(self, at: int) -> None:
        if time.monotonic() - self._told >= EVERY or at == len(self._graphs):
            self._told = time.monotonic()
            self._report(
                f"{at:,} of {len(self._graphs):,} graphs are there ({self._triples:,} triples), "
                f"{self._sent:,} of them sent now"
            )
