"""An engine over named graphs in memory that can be changed while it lives."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, TypeVar, cast

import pyoxigraph as ox

from acquis.engine.admission import Query
from acquis.engine.embedded import Engine
from acquis.reasoning.facts import Fact

Result = TypeVar("Result")
NQUADS = ox.RdfFormat.N_QUADS


class LiveEngine(Engine):
    """Answers queries over named graphs; the default graph is the union of them all."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        """Hold nothing yet; `prefixes` are those to write with and to offer."""
        self.prefixes = prefixes
        self._store = ox.Store()
        self._empty = ox.Store()
        self._held: dict[str, Collection[Fact]] = {}
        self._version = 0
        self._touched: dict[str, int] = {}
        self._looks_for: dict[str, frozenset[str] | None] = {}
        self._remembered: dict[str, tuple[int, Any]] = {}
        self._known: dict[str, Query] = {}

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
        self._version += 1
        self._touched.update({fact[1]: self._version for fact, _ in (*gone, *new)})
        self._remove(gone)
        self._add(new)
        self._held = dict(graphs)

    def learn(self, texts: Iterable[str]) -> None:
        """Find out what queries look for, so that `remembered` can answer them later."""
        from acquis.engine.footprint import predicates

        for text in texts:
            if text not in self._looks_for:
                self._looks_for[text] = predicates(text, self.prefixes)

    def remembered(self, text: str, ask: Callable[[], Result]) -> Result:
        """Return what `ask` makes of a query's answer, or what it made before.

        It is not asked again where nothing that the query looks for has been touched since.
        """
        looks_for = self._looks_for.get(text)
        if looks_for is not None and text in self._remembered:
            version, result = self._remembered[text]
            if all(self._touched.get(predicate, 0) <= version for predicate in looks_for):
                return cast(Result, result)
        version, result = self._version, ask()
        self._remembered[text] = version, result
        return result

    def _admitted(self, text: str) -> Query:
        if text not in self._known:
            self._known[text] = super()._admitted(text)
        return self._known[text]

    def _add(self, new: Collection[tuple[Fact, str]]) -> None:
        """Load facts; those with blank nodes one by one, since a bulk load gives them new labels.

        Under another label a fact could not be taken back, and no file would be found to hold it.
        """
        named = [quad for quad in new if not _has_blank(quad[0])]
        self._store.bulk_load(_lines(named), format=NQUADS)
        if len(named) < len(new):
            blank = [quad for quad in new if _has_blank(quad[0])]
            self._store.extend(ox.parse(_lines(blank), format=NQUADS))

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


def _has_blank(fact: Fact) -> bool:
    return fact[0].startswith("_:") or fact[2].startswith("_:")


def _named(quads: Iterable[tuple[Fact, str]]) -> Iterator[str]:
    for (subject, predicate, value), name in quads:
        yield f"{subject} {predicate} {value} <{name}> .\n"


def _lines(quads: Collection[tuple[Fact, str]]) -> bytes:
    """Return N-Quads that say each fact in its graph and in the default graph."""
    union = (f"{s} {p} {o} .\n" for (s, p, o), _ in quads)
    return "".join([*_named(quads), *union]).encode()
