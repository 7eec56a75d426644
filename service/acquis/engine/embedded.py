"""The engine inside this process: pyoxigraph over a knowledge base."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from acquis import names
from acquis.engine.admission import Query, admit
from acquis.engine.answers import Answer, Boolean, Solutions, Term, Triples
from acquis.engine.diagnosis import diagnose
from acquis.engine.tokens import layout
from acquis.errors import AcquisError, QueryError
from acquis.knowledge import KnowledgeBase


class Engine:
    """Answers SPARQL 1.1 queries (https://www.w3.org/TR/sparql11-query/) over a knowledge base.

    The default graph is the union of what is asserted and what is inferred. Each source file
    has its named graph, and so have the inferred triples. There is no deadline yet: a query
    that is admitted runs until it ends.
    """

    def __init__(self, knowledge: KnowledgeBase, prefixes: Mapping[str, str] | None = None) -> None:
        """Load a build; `prefixes` are those to write with and to offer (default: our own).

        Raises AcquisError where a file of the build is damaged.
        """
        self.prefixes = names.prefixes() if prefixes is None else prefixes
        self._store = ox.Store()
        self._empty = ox.Store()
        for path in (knowledge.asserted_path, knowledge.inferred_path):
            try:
                self._store.bulk_extend(_quads(path))
            except (OSError, SyntaxError) as fault:
                raise AcquisError(
                    f"{path} is damaged: {fault}; delete {knowledge.folder} and build again"
                ) from fault
        self._store.optimize()

    def query(
        self,
        text: str,
        *,
        base_iri: str | None = None,
        default_graphs: Iterable[str] = (),
        named_graphs: Iterable[str] = (),
        bound: Mapping[str, Term] | None = None,
    ) -> Answer:
        """Return the answer to a query.

        `base_iri` resolves relative IRIs. `default_graphs` and `named_graphs` are the IRIs of a
        dataset that takes the place of the query's own; with neither, the whole graph is asked.
        `bound` gives variables of the query, by their names without `?`, a term beforehand.

        Raises QueryRefused for what is not run at all, QueryError with the place of the fault
        for a query that is malformed, or for an IRI that is none.
        """
        query = self._admitted(text)
        default, named = _nodes(default_graphs), _nodes(named_graphs)
        chosen = bool(default or named)
        try:
            raw = self._store.query(
                layout(query.tokens),
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
        if isinstance(raw, ox.QuerySolutions):
            return Solutions(raw)
        if isinstance(raw, ox.QueryBoolean):
            return Boolean(raw)
        return Triples(raw, self.prefixes)

    def _admitted(self, text: str) -> Query:
        return admit(text)

    def _diagnosed(self, query: Query, base_iri: str | None) -> QueryError:
        def parse(text: str) -> object:
            return self._empty.query(text, base_iri=base_iri)

        return diagnose(query, parse, self.prefixes)


def _quads(path: Path) -> Iterator[ox.Quad]:
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS):
        yield quad
        yield ox.Quad(quad.subject, quad.predicate, quad.object)


def _nodes(iris: Iterable[str]) -> list[ox.NamedNode]:
    try:
        return [ox.NamedNode(iri) for iri in iris]
    except ValueError as fault:
        raise QueryError(f"the name of a graph is not an absolute IRI: {fault}") from fault
