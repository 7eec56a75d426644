"""The statements of a knowledge base by subject and object, with their terms as written.

A pyoxigraph `Store` rewrites literals, so what is served as data comes from here.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from acquis.engine.formats import Term
from acquis.knowledge import KnowledgeBase
from acquis.names import BASE

Node: TypeAlias = ox.NamedNode | ox.BlankNode

PREF_LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
TITLE = ox.NamedNode("http://purl.org/dc/terms/title")
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


class Records:
    """Asserted and inferred statements, kept apart."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.asserted = _dataset(knowledge.asserted_path)
        self.inferred = _dataset(knowledge.inferred_path)
        self._labels = dict(self._read_labels())

    def label(self, iri: str) -> str | None:
        """Return the English label of an IRI, or any label, or None."""
        return self._labels.get(iri)

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

    def description(self, iri: str) -> set[ox.Triple]:
        """Return the triples about an IRI, and those about the blank nodes they lead to."""
        return set(self._closed([ox.NamedNode(iri)]))

    def graph(self, iri: str) -> set[ox.Triple]:
        """Return the triples of a named graph of a source file."""
        return {quad.triple for quad in self.asserted.quads_for_graph_name(ox.NamedNode(iri))}

    def _closed(self, nodes: list[Node]) -> Iterator[ox.Triple]:
        seen = set(nodes)
        while nodes:
            for quad in self.about(nodes.pop()):
                yield quad.triple
                if isinstance(quad.object, ox.BlankNode) and quad.object not in seen:
                    seen.add(quad.object)
                    nodes.append(quad.object)

    def _layers(self, inferred: bool | None) -> Iterable[ox.Dataset]:
        return {None: (self.asserted, self.inferred), False: (self.asserted,)}.get(
            inferred, (self.inferred,)
        )

    def _read_labels(self) -> Iterator[tuple[str, str]]:
        for predicate in (TITLE, PREF_LABEL):
            found = [
                (quad.subject.value, quad.object)
                for quad in self.asserted.quads_for_predicate(predicate)
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal)
            ]
            for iri, label in sorted(found, key=lambda pair: pair[1].language == "en"):
                yield iri, label.value


def thing(kind: str, slug: str) -> str:
    """Return the IRI of a thing."""
    return f"{BASE}id/{kind}/{slug}"


def _dataset(path: Path) -> ox.Dataset:
    return ox.Dataset(ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))
