"""The engine inside this process: pyoxigraph over a knowledge base."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox

from acquis import names
from acquis.engine import nowhere, occurrence
from acquis.engine.admission import Query, admit
from acquis.engine.answers import Answer, Boolean, Solutions, Triples
from acquis.engine.context import of_ontology
from acquis.engine.deviations import columns, repaired
from acquis.engine.diagnosis import diagnose
from acquis.engine.formats import Term
from acquis.engine.forms import Forms
from acquis.engine.nowhere import absent
from acquis.engine.tokens import Token, layout
from acquis.errors import AcquisError, QueryError
from acquis.knowledge import KnowledgeBase


class Engine:
    """Answers SPARQL 1.1 queries (https://www.w3.org/TR/sparql11-query/) over a knowledge base.

    Each source file has its named graph, and so have the inferred triples. What a query finds in
    the default graph is the union of a layer: what is asserted, what is inferred, or all of it.
    There is no deadline here: a query that is admitted runs until it ends. Most queries ask the
    default graph only; they get a store without the named graphs, in which joins are half the work.
    """

    def __init__(
        self,
        knowledge: KnowledgeBase,
        prefixes: Mapping[str, str] | None = None,
        layers: Iterable[str] = ("all",),
    ) -> None:
        """Load some layers of a build; `prefixes` are those to write with and to offer.

        Raises AcquisError where a file of the build is damaged.
        """
        self.prefixes = names.prefixes() if prefixes is None else prefixes
        self._empty = ox.Store()
        self._forms = Forms()
        self._stores = {layer: ox.Store() for layer in layers}
        self._unions = {layer: ox.Store() for layer in self._stores}
        for path, layer in (
            (knowledge.asserted_path, "asserted"),
            (knowledge.inferred_path, "inferred"),
        ):
            quads = _quads(path, knowledge.folder)
            self._forms.learn(quads)
            if layer == "asserted":
                self.context = of_ontology(quads, self.prefixes)
            for name in {layer, "all"} & self._stores.keys():
                self._stores[name].bulk_extend(quads)
                self._stores[name].bulk_extend(_in_default_graph(quads))
                self._unions[name].bulk_extend(_in_default_graph(quads))
        for store in (*self._stores.values(), *self._unions.values()):
            store.optimize()

    def query(
        self,
        text: str,
        *,
        base_iri: str | None = None,
        default_graphs: Iterable[str] = (),
        named_graphs: Iterable[str] = (),
        bound: Mapping[str, Term] | None = None,
        layer: str = "all",
    ) -> Answer:
        """Return the answer to a query.

        `base_iri` resolves relative IRIs. `default_graphs` and `named_graphs` are the IRIs of a
        dataset that takes the place of the query's own; with neither, the whole graph is asked.
        `bound` gives variables of the query, by their names without `?`, a term beforehand.
        `layer` is one of those that were loaded.

        Raises QueryRefused for what is not run at all, QueryError with the place of the fault
        for a query that is malformed, or for an IRI that is none.
        """
        query = self._admitted(text)
        default, named = nodes(default_graphs), nodes(named_graphs)
        chosen = bool(default or named)
        store = (self._stores if chosen or _asks_graphs(query) else self._unions)[layer]
        added = nowhere.quads(absent(query, _knower(store, default), base_iri), default)
        store.extend(added)
        try:
            raw = store.query(
                layout(repaired(query).tokens),
                base_iri=base_iri,
                default_graph=[*default] if chosen else None,
                named_graphs=[*named] if chosen else None,
                substitutions={ox.Variable(name): term for name, term in (bound or {}).items()},
            )
        except SyntaxError:
            raise self._diagnosed(query, base_iri) from None
        except ValueError as fault:
            raise QueryError(f"the base is not an absolute IRI: {fault}") from fault
        except RuntimeError as fault:
            raise QueryError(str(fault)) from fault
        finally:
            for quad in added:
                store.remove(quad)
        if isinstance(raw, ox.QuerySolutions):
            names = columns(query.tokens, [variable.value for variable in raw.variables])
            return Solutions(raw, names, self._forms.of_all, computed(query.tokens))
        if isinstance(raw, ox.QueryBoolean):
            return Boolean(raw)
        return Triples(raw, self.context, self._forms.of)

    def terms(self, bound: Mapping[str, str]) -> dict[str, Term]:
        """Return terms of N-Triples by the names of their variables."""
        return {name: _term(text) for name, text in bound.items()}

    def has(self, iri: str) -> bool:
        """Say whether an IRI stands anywhere in the data, a graph's name included."""
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            return False
        return any(
            next(quads, None) is not None
            for store in self._stores.values()
            for quads in (
                store.quads_for_pattern(node, None, None),
                store.quads_for_pattern(None, node, None),
                store.quads_for_pattern(None, None, node),
                store.quads_for_pattern(None, None, None, node),
            )
        )

    def iris(self) -> Iterator[str]:
        """Yield the IRIs of the data."""
        for store in self._stores.values():
            yield from occurrence.iris(store)

    def _admitted(self, text: str) -> Query:
        return admit(text)

    def _diagnosed(self, query: Query, base_iri: str | None) -> QueryError:
        def parse(text: str) -> object:
            return self._empty.query(text, base_iri=base_iri)

        return diagnose(query, parse, self.prefixes)


def _quads(path: Path, folder: Path) -> list[ox.Quad]:
    try:
        return list(ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))
    except (OSError, SyntaxError) as fault:
        raise AcquisError(f"{path} is damaged: {fault}; delete {folder} and build again") from fault


def _in_default_graph(quads: Iterable[ox.Quad]) -> Iterable[ox.Quad]:
    return (ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)


def _asks_graphs(query: Query) -> bool:
    """Say whether a query looks into named graphs."""
    return any(token.text.upper() in ("GRAPH", "FROM") for token in query.tokens)


def _knower(store: ox.Store, graphs: Sequence[ox.NamedNode]) -> Callable[[Term], bool]:
    """Return what says whether a term stands in a triple of some graphs, or of any."""

    def knows(term: Term) -> bool:
        for graph in graphs or (None,):
            ends = ((term, None, None, graph), (None, None, term, graph))
            if any(next(store.quads_for_pattern(*end), None) for end in ends):
                return True
        return False

    return knows


def computed(tokens: Iterable[Token]) -> frozenset[str]:
    """Return the variables of a query that get their value from an expression."""
    return frozenset(
        after.text[1:]
        for token, after in pairwise(tokens)
        if token.text.upper() == "AS" and after.kind == "variable"
    )


def nodes(iris: Iterable[str]) -> list[ox.NamedNode]:
    """Return the names of graphs; raises QueryError for one that is no absolute IRI."""
    try:
        return [ox.NamedNode(iri) for iri in iris]
    except ValueError as fault:
        raise QueryError(f"the name of a graph is not an absolute IRI: {fault}") from fault


def _term(text: str) -> Term:
    [quad] = ox.parse(f"<urn:x> <urn:x> {text} .", format=ox.RdfFormat.N_TRIPLES)
    found: Term = quad.object
    return found
