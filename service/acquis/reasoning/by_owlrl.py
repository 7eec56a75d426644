"""The OWL 2 RL closure of a set of triples, behind one function.

The engine is owlrl for now. It is given no `owl:hasKey` and no floating-point numbers, of which
it draws wrong conclusions; the verify queries has-key and datatype-float keep them out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version

import owlrl
from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from acquis.graph import Triple

ENGINE = f"owlrl {version('owlrl')}"
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
REFLEXIVE = {RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty}
VOCABULARY = tuple(str(space) for space in (RDF, RDFS, OWL, XSD))
MESSAGES = (
    ("cax-dw", re.compile(r"Disjoint classes (\S+) and (\S+) have a common individual (\S+)")),
    ("eq-diff", re.compile(r"'sameAs' and .* cannot be used .*pair: \((\S+), (\S+)\)")),
    ("prp-irp", re.compile(r"Irreflexive property used on (\S+) with (\S+)")),
    ("prp-asyp", re.compile(r"Erroneous usage of asymmetric property (\S+) on (\S+) and (\S+)")),
    ("prp-pdw", re.compile(r"disjoint properties (\S+) and (\S+) on (\S+) and (\S+)")),
    ("prp-adp", re.compile(r"Disjoint properties in .* \((\S+), (\S+),(\S+)\) and \(.*\)")),
    ("prp-npa", re.compile(r"Negative .* assertion violated for: \((\S+), (\S+), (\S+)\)")),
    ("cls-nothing2", re.compile(r"(\S+) is defined of type 'Nothing'")),
    ("cls-com", re.compile(r"complementarity for classes (\S+) and (\S+) on element (\S+)")),
    (
        "cls-maxc",
        re.compile(r"maximum (?:qualified )?cardinality with (\S+)(?:, (\S+))? and (\S+)"),
    ),
    ("dt-not-type", re.compile(r"literal '(.*)' does not match its datatype \((\S+)\)")),
)


@dataclass(frozen=True, order=True)
class Clash:
    """A contradiction: the OWL 2 RL rule that found it, in words, and the IRIs it is about."""

    rule: str
    message: str
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Closure:
    """The triples that follow and were not asserted, and the contradictions met on the way."""

    inferred: frozenset[Triple]
    clashes: tuple[Clash, ...]


def closure(asserted: Iterable[Triple]) -> Closure:
    """Return the closure of `asserted` under OWL 2 RL/RDF.

    Left out of `inferred`: triples with a blank node or with a literal as subject, which name
    nothing that a reader could look up, and those that hold of every graph (x same as x, a
    class below itself or below owl:Thing, the axioms of the RDF, RDFS, OWL and XSD vocabularies).

    See https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules.
    """
    given = set(asserted)
    graph = Graph(bind_namespaces="none")
    for triple in _with_consequences(given):
        graph.add(triple)
    engine = owlrl.DeductiveClosure(
        owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
    )
    engine.expand(graph)
    found = frozenset(t for t in graph if t not in given and _tells_something(t))
    messages = {str(text) for text in graph.objects(None, ERROR)}
    return Closure(found, tuple(sorted(clash(message) for message in messages)))


def clash(message: str) -> Clash:
    """Return the clash that a message of owlrl reports."""
    for rule, pattern in MESSAGES:
        match = pattern.search(message)
        if match:
            return Clash(rule, message, tuple(part for part in match.groups() if part))
    return Clash("inconsistent", message, ())


def _with_consequences(given: set[Triple]) -> Iterator[Triple]:
    """Leave out texts in a natural language on annotation properties that no axiom mentions.

    Nothing follows from them, and they are a third of the triples.
    """
    mentioned = {
        node
        for subject, predicate, value in given
        if _is_vocabulary(predicate) and value != OWL.AnnotationProperty
        for node in (subject, value)
    }
    declared = {s for s, p, o in given if p == RDF.type and o == OWL.AnnotationProperty}
    mute = declared - mentioned
    for triple in given:
        value = triple[2]
        if not (isinstance(value, Literal) and value.language and triple[1] in mute):
            yield triple


def _tells_something(triple: Triple) -> bool:
    subject, predicate, value = triple
    if not isinstance(subject, URIRef) or isinstance(value, BNode):
        return False
    if subject == value and predicate in {*REFLEXIVE, OWL.sameAs}:
        return False
    if OWL.Thing in (subject, value) or OWL.Nothing == subject:
        return False
    return not _is_vocabulary(subject)


def _is_vocabulary(node: Node) -> bool:
    return not isinstance(node, Literal) and str(node).startswith(VOCABULARY)
