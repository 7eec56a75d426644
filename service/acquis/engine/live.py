"""An engine over named graphs in memory that can be changed while it lives."""

from collections.abc import Collection, Iterable, Iterator, Mapping

import pyoxigraph as ox

from acquis.engine.embedded import Engine
from acquis.reasoning.facts import Fact

NQUADS = ox.RdfFormat.N_QUADS


class LiveEngine(Engine):
    """Answers queries over named graphs; the default graph is the union of them all."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        """Hold nothing yet; `prefixes` are those to write with and to offer."""
        self.prefixes = prefixes
        self._store = ox.Store()
        self._empty = ox.Store()
        self._held: dict[str, Collection[Fact]] = {}

    def hold(self, graphs: Mapping[str, Collection[Fact]]) -> None:
        """Hold these graphs and no others, by changing only what differs.

        A collection that was given before under its name is taken to be as it was.
        """
        gone, new = [], []
        for name in self._held.keys() | graphs.keys():
            before, after = self._held.get(name, ()), graphs.get(name, ())
            if before is after:
                continue
            old, now = frozenset(before), frozenset(after)
            lost = old - now
            gone += [(fact, name) for fact in lost]
            new += [(fact, name) for fact in (now - old) | _alike(lost, now)]
        self._remove(gone)
        self._store.bulk_load(_lines(new), format=NQUADS)
        self._held = dict(graphs)

    def _remove(self, gone: Iterable[tuple[Fact, str]]) -> None:
        quads = list(ox.parse("".join(_named(gone)).encode(), format=NQUADS))
        for quad in quads:
            self._store.remove(quad)
        for quad in quads:
            said = self._store.quads_for_pattern(quad.subject, quad.predicate, quad.object)
            if all(other.graph_name == ox.DefaultGraph() for other in said):
                self._store.remove(ox.Quad(quad.subject, quad.predicate, quad.object))


def _alike(lost: frozenset[Fact], now: frozenset[Fact]) -> frozenset[Fact]:
    """Return the facts that a store may take for a lost one: it holds values, not their forms."""
    arrows = {fact[:2] for fact in lost if "^^" in fact[2]}
    return frozenset(fact for fact in now if fact[:2] in arrows) if arrows else frozenset()


def _named(quads: Iterable[tuple[Fact, str]]) -> Iterator[str]:
    for (subject, predicate, value), name in quads:
        yield f"{subject} {predicate} {value} <{name}> .\n"


def _lines(quads: Collection[tuple[Fact, str]]) -> bytes:
    """Return N-Quads that say each fact in its graph and in the default graph."""
    union = (f"{s} {p} {o} .\n" for (s, p, o), _ in quads)
    return "".join([*_named(quads), *union]).encode()
