"""The part of a graph that an OWL 2 DL reasoner can read, as axioms.

See https://www.w3.org/TR/owl2-mapping-to-rdf/ for how axioms are written as triples.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from acquis.graph import Triple

LITERALS = {
    *(OWL.real, OWL.rational, RDF.PlainLiteral, RDF.XMLLiteral, RDFS.Literal),
    *(XSD.decimal, XSD.integer, XSD.nonNegativeInteger, XSD.nonPositiveInteger),
    *(XSD.positiveInteger, XSD.negativeInteger, XSD.long, XSD.int, XSD.short, XSD.byte),
    *(XSD.unsignedLong, XSD.unsignedInt, XSD.unsignedShort, XSD.unsignedByte),
    *(XSD.double, XSD.float, XSD.string, XSD.normalizedString, XSD.token, XSD.language),
    *(XSD.Name, XSD.NCName, XSD.NMTOKEN, XSD.boolean, XSD.hexBinary, XSD.base64Binary),
    *(XSD.anyURI, XSD.dateTime, XSD.dateTimeStamp),
}
"""The OWL 2 datatype map (https://www.w3.org/TR/owl2-syntax/#Datatype_Maps)."""

LANG_RANGE = URIRef(f"{RDF}langRange")
KINDS = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
OBJECT_ONLY = {
    *(OWL.TransitiveProperty, OWL.SymmetricProperty, OWL.AsymmetricProperty),
    *(OWL.ReflexiveProperty, OWL.IrreflexiveProperty, OWL.InverseFunctionalProperty),
}
DECLARATIONS = {*KINDS, OWL.Class, RDFS.Class, RDFS.Datatype, OWL.NamedIndividual}
LOGICAL = {
    *(RDF.type, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range),
    *(OWL.equivalentClass, OWL.disjointWith, OWL.disjointUnionOf, OWL.hasKey),
    *(OWL.oneOf, OWL.unionOf, OWL.intersectionOf, OWL.complementOf),
    *(OWL.equivalentProperty, OWL.propertyDisjointWith, OWL.inverseOf),
    *(OWL.propertyChainAxiom, OWL.sameAs, OWL.differentFrom),
}
WHOLE = {
    *(OWL.AllDisjointClasses, OWL.AllDisjointProperties, OWL.AllDifferent),
    OWL.NegativePropertyAssertion,
}
FACTS = {
    *(OWL.sameAs, OWL.differentFrom, OWL.AllDifferent, OWL.NegativePropertyAssertion),
    *(OWL.Thing, OWL.Nothing),
}
SYNTAX = {
    *(RDF.first, RDF.rest, LANG_RANGE, OWL.onProperty, OWL.onProperties, OWL.onDatatype),
    *(OWL.withRestrictions, OWL.unionOf, OWL.intersectionOf, OWL.complementOf, OWL.oneOf),
    *(OWL.datatypeComplementOf, OWL.inverseOf, OWL.members, OWL.distinctMembers),
    *(OWL.sourceIndividual, OWL.annotatedSource),
}
INDIVIDUALS = {OWL.Thing, OWL.Nothing, OWL.NamedIndividual}


@dataclass(frozen=True)
class Axiom:
    """One axiom: its main statement, and those about the blank nodes that only write it out."""

    triples: tuple[Triple, ...]

    @property
    def statement(self) -> Triple:
        """The statement that begins the axiom."""
        return self.triples[0]

    @property
    def is_fact(self) -> bool:
        """Whether the axiom is about single things, and not about classes and properties."""
        _, predicate, value = self.statement
        if predicate == RDF.type:
            return not _in(value, OWL) or value in FACTS
        return predicate not in LOGICAL or predicate in FACTS

    def terms(self) -> set[Node]:
        """Return the names and blank nodes of the axiom, without those of RDF and OWL."""
        return {node for triple in self.triples for node in triple if not _reserved(node)}

    def individuals(self) -> set[Node]:
        """Return the things that a fact is about."""
        _, predicate, value = self.statement
        return self.terms() - {predicate} - ({value} if predicate == RDF.type else set())


@dataclass(frozen=True)
class Projection:
    """The declarations of terms, which say nothing themselves, and the axioms."""

    declarations: tuple[Triple, ...]
    axioms: tuple[Axiom, ...]


def projection(triples: Iterable[Triple]) -> Projection:
    """Return the axioms among `triples` that OWL 2 DL has a meaning for.

    Left out are axioms that mention a datatype outside the OWL 2 datatype map (xsd:date,
    xsd:gYear, xsd:gYearMonth, xsd:duration and the like, for which no reasoner has a meaning),
    annotations, ontology headers with their imports, and statements with a property that is not
    declared, or not declared for that kind of value.

    An axiom is kept or left out whole, never in part: OWL 2 DL is monotone, so that whatever is
    inconsistent or unsatisfiable in the projection is so in the whole. The reverse need not
    hold: a contradiction that rests on a date is not found here. OWL 2 RL compares dates.
    """
    return _Reader(triples).projection()


class _Reader:
    def __init__(self, triples: Iterable[Triple]) -> None:
        self.about: dict[Node, list[Triple]] = defaultdict(list)
        self.types: dict[Node, set[Node]] = defaultdict(set)
        used: set[Node] = set()
        for triple in triples:
            self.about[triple[0]].append(triple)
            if triple[1] == RDF.type:
                self.types[triple[0]].add(triple[2])
            used.add(triple[2])
        self.syntax = {node for node in self.about if self._is_syntax(node)}
        self.tops = [node for node in self.about if node not in self.syntax or node not in used]

    def _is_syntax(self, node: Node) -> bool:
        """Say whether a blank node stands for a part of an axiom, and not for an individual."""
        return isinstance(node, BNode) and (
            any(p in SYNTAX or _in(p, XSD) for _, p, _ in self.about[node])
            or any(_in(kind, OWL) and kind not in INDIVIDUALS for kind in self.types[node])
            or bool(self.types[node] & {RDF.List, RDFS.Datatype})
        )

    def projection(self) -> Projection:
        declarations = [
            (s, p, o)
            for s in self.about
            for _, p, o in self.about[s]
            if p == RDF.type and o in DECLARATIONS and isinstance(s, URIRef)
        ]
        axioms = [
            axiom
            for node in self.tops
            if OWL.Ontology not in self.types[node]
            for axiom in self._axioms(node)
            if all(self._has_meaning(part) for triple in axiom.triples for part in triple)
        ]
        return Projection(tuple(declarations), tuple(axioms))

    def _axioms(self, node: Node) -> Iterator[Axiom]:
        if node not in self.syntax:
            for triple in self.about[node]:
                if self._is_axiom(triple):
                    yield Axiom((triple, *self._written_out(triple[2], {node})))
        elif self.types[node] & WHOLE or any(
            p in LOGICAL - SYNTAX - {RDF.type} for _, p, _ in self.about[node]
        ):
            yield Axiom(tuple(self._written_out(node, set())))

    def _is_axiom(self, triple: Triple) -> bool:
        subject, predicate, value = triple
        if predicate == RDF.type and value in DECLARATIONS:
            return False
        if predicate in LOGICAL:
            return self.types[subject] & KINDS != {OWL.AnnotationProperty}
        kinds = self.types[predicate]
        if isinstance(value, Literal):
            return OWL.DatatypeProperty in kinds
        return bool(kinds & {OWL.ObjectProperty, *OBJECT_ONLY})

    def _written_out(self, node: Node, seen: set[Node]) -> Iterator[Triple]:
        if node not in self.syntax or node in seen:
            return
        seen.add(node)
        for triple in self.about[node]:
            yield triple
            yield from self._written_out(triple[2], seen)

    def _has_meaning(self, node: Node) -> bool:
        if isinstance(node, Literal):
            return node.language is not None or (node.datatype or XSD.string) in LITERALS
        if node in LITERALS:
            return True
        if RDFS.Datatype in self.types[node] and isinstance(node, URIRef):
            return any(p == OWL.equivalentClass for _, p, _ in self.about[node])
        return not _in(node, XSD) or _is_facet(node)


def _is_facet(node: Node) -> bool:
    return node in {
        *(XSD.minInclusive, XSD.maxInclusive, XSD.minExclusive, XSD.maxExclusive),
        *(XSD.length, XSD.minLength, XSD.maxLength, XSD.pattern),
    }


def _in(node: Node, namespace: object) -> bool:
    return isinstance(node, URIRef) and node.startswith(str(namespace))


def _reserved(node: Node) -> bool:
    return isinstance(node, Literal) or any(_in(node, space) for space in (RDF, RDFS, OWL, XSD))
