"""The ontology and its modules under /ns, by ontology IRI and by version IRI."""

from dataclasses import dataclass

import pyoxigraph as ox

from acquis.names import BASE, QAP
from acquis.web.records import TITLE, TYPE, Records
from acquis.web.terms import Shown, Terms

OWL = "http://www.w3.org/2002/07/owl#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
KINDS = {
    "Classes": OWL + "Class",
    "Object properties": OWL + "ObjectProperty",
    "Data properties": OWL + "DatatypeProperty",
    "Annotation properties": OWL + "AnnotationProperty",
    "Concepts": SKOS + "Concept",
}
ABOUT = {
    "Kind of": RDFS + "subClassOf",
    "Narrower than": RDFS + "subPropertyOf",
    "Inverse of": OWL + "inverseOf",
    "Domain": RDFS + "domain",
    "Range": RDFS + "range",
    "Equivalent to": OWL + "equivalentClass",
    "Scope": SKOS + "scopeNote",
    "Example": SKOS + "example",
}


@dataclass(frozen=True)
class Ontology:
    """One ontology document: where it is served, and the named graphs it consists of."""

    iri: str
    version: str
    title: str
    graphs: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One term on the page of an ontology; `anchor` is its local name."""

    anchor: str
    shown: Shown
    definitions: tuple[Shown, ...]
    about: tuple[tuple[str, tuple[Shown, ...]], ...]


class Vocabulary:
    """The ontologies of a knowledge base."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self._graph_of = {
            quad.subject.value: quad.graph_name.value
            for quad in records.asserted.quads_for_object(ox.NamedNode(OWL + "Ontology"))
            if isinstance(quad.subject, ox.NamedNode)
            and isinstance(quad.graph_name, ox.NamedNode)
            and quad.predicate == TYPE
        }
        self.ontologies = [self._ontology(iri) for iri in sorted(self._graph_of)]

    def find(self, path: str) -> Ontology | None:
        """Return the ontology at a path such as `ns`, `ns/core` or `ns/core/0.1.0`, or None."""
        wanted = BASE + path
        return next((o for o in self.ontologies if wanted in {o.iri, o.version}), None)

    def triples(self, ontology: Ontology) -> set[ox.Triple]:
        """Return the triples of an ontology and, as it imports them, of its modules."""
        found: set[ox.Triple] = set()
        return found.union(*(self.records.graph(graph) for graph in ontology.graphs))

    def entries(self, ontology: Ontology, terms: Terms) -> dict[str, list[Entry]]:
        """Return the terms that an ontology defines, by kind, as `terms` shows them."""
        found: dict[str, set[ox.NamedNode]] = {heading: set() for heading in KINDS}
        for triple in self.triples(ontology):
            for heading, kind in KINDS.items():
                if triple.predicate == TYPE and triple.object == ox.NamedNode(kind):
                    subject = triple.subject
                    if isinstance(subject, ox.NamedNode) and subject.value.startswith(BASE):
                        found[heading].add(subject)
        return {
            heading: [self._entry(node, terms) for node in sorted(nodes, key=str)]
            for heading, nodes in found.items()
            if nodes
        }

    def _ontology(self, iri: str) -> Ontology:
        node = ox.NamedNode(iri)
        versions = self.records.values(node, OWL + "versionIRI")
        titles = self.records.values(node, TITLE.value)
        return Ontology(
            iri,
            next((term.value for term in versions if isinstance(term, ox.NamedNode)), ""),
            next((term.value for term in titles if isinstance(term, ox.Literal)), iri),
            tuple(self._graph_of[part] for part in self._imported(iri)),
        )

    def _imported(self, iri: str) -> list[str]:
        reached, waiting = [iri], [iri]
        while waiting:
            for term in self.records.values(ox.NamedNode(waiting.pop()), OWL + "imports"):
                if (
                    isinstance(term, ox.NamedNode)
                    and term.value in self._graph_of
                    and term.value not in reached
                ):
                    reached.append(term.value)
                    waiting.append(term.value)
        return reached if iri == str(QAP).rstrip("#") else [iri]

    def _entry(self, node: ox.NamedNode, terms: Terms) -> Entry:
        about = [
            (
                heading,
                tuple(
                    terms.show(term)
                    for term in self.records.values(node, predicate, inferred=False)
                    if not isinstance(term, ox.BlankNode)
                ),
            )
            for heading, predicate in ABOUT.items()
        ]
        definitions = self.records.values(node, SKOS + "definition")
        return Entry(
            node.value.replace("/", "#").rpartition("#")[2],
            terms.show(node),
            tuple(terms.show(term) for term in definitions),
            tuple((heading, values) for heading, values in about if values),
        )
