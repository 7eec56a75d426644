"""The statements of a knowledge base by subject and object, with their terms as written.

A pyoxigraph `Store` rewrites literals, so what is served as data comes from here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias, TypeGuard

import pyoxigraph as ox

from acquis.engine.formats import Term
from acquis.knowledge import KnowledgeBase
from acquis.names import BASE, INFERRED
from acquis.web.languages import choose

Node: TypeAlias = ox.NamedNode | ox.BlankNode

PREF_LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
TITLE = ox.NamedNode("http://purl.org/dc/terms/title")
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


class Records:
    """Asserted and inferred statements, kept apart."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.asserted = _dataset(knowledge.asserted_path)
        self.inferred = _dataset(knowledge.inferred_path)
        self._labels = self._read_labels()

    def label(self, iri: str, languages: Sequence[str] = ()) -> ox.Literal | None:
        """Return the label of an IRI that suits language ranges best, else the English one.

        Where it has none in English, it is any; where it has none at all, None.
        """
        offered = self._labels.get(iri)
        if not offered:
            return None
        if len(offered) == 1:
            return next(iter(offered.values()))
        return offered[choose(offered, languages)]

    def labelled(self) -> Iterable[str]:
        """Return the IRIs that have a label."""
        return self._labels.keys()

    def holds(self, iri: str) -> bool:
        """Say whether anything is stated about an IRI."""
        return any(self.about(ox.NamedNode(iri)))

    def about(self, node: Node, *, inferred: bool | None = None) -> Iterator[ox.Quad]:
        """Yield the statements about a node: all of them, or the asserted or inferred ones."""
        for dataset in self._layers(inferred):
            yield from dataset.quads_for_subject(node)

    def citing(self, node: Node, *, inferred: bool | None = None) -> Iterator[ox.Quad]:
        """Yield the statements whose object is a node."""
        for dataset in self._layers(inferred):
            yield from dataset.quads_for_object(node)

    def values(self, node: Node, predicate: str, *, inferred: bool | None = None) -> list[Term]:
        """Return the values of a property, sorted and each once."""
        about = self.about(node, inferred=inferred)
        found = {quad.object for quad in about if quad.predicate.value == predicate}
        return sorted(found, key=str)

    def description(self, iri: str, *, inferred: bool | None = None) -> set[ox.Triple]:
        """Return the triples about an IRI, and those about the blank nodes they lead to.

        They are all of them, or the asserted or inferred ones.
        """
        return set(self._closed([ox.NamedNode(iri)], inferred))

    def graph(self, iri: str) -> set[ox.Triple]:
        """Return the triples of a named graph: of a source file, or of what is inferred."""
        dataset = self.inferred if iri == str(INFERRED) else self.asserted
        return {quad.triple for quad in dataset.quads_for_graph_name(ox.NamedNode(iri))}

    def union(self, *, inferred: bool | None = None) -> set[ox.Triple]:
        """Return the triples of all graphs: all of them, or the asserted or inferred ones."""
        return {quad.triple for dataset in self._layers(inferred) for quad in dataset}

    def subjects(self) -> set[str]:
        """Return the IRIs that something is asserted of."""
        return {quad.subject.value for quad in self.asserted if _is_named(quad.subject)}

    def graphs(self) -> set[str]:
        """Return the IRIs of the named graphs, that of what is inferred among them."""
        quads = (quad for dataset in (self.asserted, self.inferred) for quad in dataset)
        return {quad.graph_name.value for quad in quads if _is_named(quad.graph_name)}

    def _closed(self, nodes: list[Node], inferred: bool | None) -> Iterator[ox.Triple]:
        seen = set(nodes)
        while nodes:
            for quad in self.about(nodes.pop(), inferred=inferred):
                yield quad.triple
                if isinstance(quad.object, ox.BlankNode) and quad.object not in seen:
                    seen.add(quad.object)
                    nodes.append(quad.object)

    def _layers(self, inferred: bool | None) -> Iterable[ox.Dataset]:
        return {None: (self.asserted, self.inferred), False: (self.asserted,)}.get(
            inferred, (self.inferred,)
        )

    def _read_labels(self) -> dict[str, dict[str, ox.Literal]]:
        found: dict[str, dict[str, ox.Literal]] = defaultdict(dict)
        for predicate in (PREF_LABEL, TITLE):
            for quad in sorted(self.asserted.quads_for_predicate(predicate), key=str):
                if _is_named(quad.subject) and isinstance(quad.object, ox.Literal):
                    found[quad.subject.value].setdefault(quad.object.language or "", quad.object)
        return dict(found)


def thing(kind: str, slug: str) -> str:
    """Return the IRI of a thing."""
    return f"{BASE}id/{kind}/{slug}"


def _dataset(path: Path) -> ox.Dataset:
    return ox.Dataset(ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))


def _is_named(node: object) -> TypeGuard[ox.NamedNode]:
    return isinstance(node, ox.NamedNode)
