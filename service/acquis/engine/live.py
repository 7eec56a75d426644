"""An engine over named graphs in memory that can be changed while it lives."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pyoxigraph as ox

from acquis.engine.admission import Query
from acquis.engine.embedded import Engine
from acquis.engine.forms import Forms
from acquis.engine.jsonld import Context
from acquis.reasoning.facts import Fact

if TYPE_CHECKING:
    from acquis.engine.footprint import Footprint, Holds, Lookup

Result = TypeVar("Result")
NQUADS = ox.RdfFormat.N_QUADS
MANY = 500


class LiveEngine(Engine):
    """Answers queries over named graphs; the default graph is the union of them all."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        """Hold nothing yet; `prefixes` are those to write with and to offer."""
        self.prefixes = prefixes
        self.context = Context(prefixes)
        self._store = ox.Store()
        self._stores = self._unions = {"all": self._store}
        self._forms = Forms()
        self._empty = ox.Store()
        self._held: dict[str, Collection[Fact]] = {}
        self._version = 0
        self._looks_for: dict[str, Footprint | None] = {}
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
        self._remove(gone)
        self._add(new)
        self._held = dict(graphs)
        self._forget({fact for fact, _ in (*gone, *new)})

    def _forget(self, changed: Collection[Fact]) -> None:
        """Keep what was remembered of the version before where the change cannot touch it.

        What came of a question that was still being asked is of an older version, and not kept.
        """
        before, self._version = self._version, self._version + 1
        holds = self._said_with(changed)
        self._remembered = {
            text: (self._version, result)
            for text, (version, result) in list(self._remembered.items())
            if version == before and not self._is_touched(text, changed, holds)
        }

    def _is_touched(self, text: str, changed: Collection[Fact], holds: "Holds") -> bool:
        looks_for = self._looks_for.get(text)
        return looks_for is None or len(changed) > MANY or looks_for.is_touched(changed, holds)

    def _said_with(self, changed: Collection[Fact]) -> "Holds":
        """Return what says whether a triple is there, or was before some facts have changed."""
        ends = {(s, p, None) for s, p, _ in changed} | {(None, p, o) for _, p, o in changed}

        @cache
        def holds(wanted: "Lookup") -> bool:
            return wanted in changed or wanted in ends or self._says(wanted)

        return holds

    def _says(self, wanted: "Lookup") -> bool:
        subject, predicate, value = map(_node, wanted)
        found = self._store.quads_for_pattern(subject, predicate, value, ox.DefaultGraph())
        return next(found, None) is not None

    def learn(self, texts: Iterable[str]) -> Iterator[None]:
        """Find out what queries look for, so that `remembered` can answer them later.

        Yields after each: whoever has something better to do goes on another time.
        """
        from acquis.engine.footprint import footprint

        for text in texts:
            if text not in self._looks_for:
                self._looks_for[text] = footprint(text, self.prefixes)
                yield

    def remembered(self, text: str, ask: Callable[[], Result]) -> Result:
        """Return what `ask` makes of a query's answer, or what it made before.

        It is not asked again where nothing that the query looks for has been touched since.
        """
        version, result = self._remembered.get(text, (None, None))
        if version == self._version and self._looks_for.get(text) is not None:
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


def _node(term: str | None) -> Any:
    """Return a node of the store, None where any will do."""
    if term is None:
        return None
    return ox.BlankNode(term[2:]) if term.startswith("_:") else ox.NamedNode(term[1:-1])


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
