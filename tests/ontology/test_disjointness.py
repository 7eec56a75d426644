"""Every disjointness provokes an error: what is of both sides is found.

The axioms are read from the ontology, so that a new one is tested by itself.
"""

import re
from itertools import combinations

import pytest
from rdflib import OWL, RDF, RDFS, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from acquis import graph, names, share
from acquis.names import QAP
from acquis.reasoning.closure import Closure, close
from acquis.reasoning.facts import TYPE, Fact

Pair = tuple[str, str]
ROOT = share.root()
SOURCES, FAULTS = graph.load(graph.files(ROOT / "ontology"), ROOT)
ONTOLOGY = graph.merged(source for source in SOURCES if graph.is_knowledge(source))
ONE, OTHER = "<urn:test:one>", "<urn:test:other>"
LISTS = """
Document Evidence StatusRecord Jurisdiction Institution Norm Principle Value Disvalue Technology \
Risk Benefit Goal Claim Effect Proposal AcquisLayer InstitutionalFunction
ControlMeasure Document Jurisdiction Institution Technology Risk Goal Claim Proposal
Instrument Provision
BindingInstrument SoftLawInstrument
Treaty LegislativeAct ExecutiveAct
Obligation Prohibition Permission
ProposedAcquis ProposedInstrument ProposedInstitution
"""
"""What the map of the ontology keeps apart, pairwise within each line."""


def members(kind: URIRef) -> list[list[Node]]:
    heads = [ONTOLOGY.value(axiom, OWL.members) for axiom in ONTOLOGY.subjects(RDF.type, kind)]
    return [list(Collection(ONTOLOGY, head)) for head in heads if head is not None]


def pairs(listed: URIRef, said: URIRef) -> list[Pair]:
    """Return the pairs that axioms of two forms keep apart, each in the order of its names."""
    found = {frozenset(pair) for several in members(listed) for pair in combinations(several, 2)}
    found |= {frozenset(pair) for pair in ONTOLOGY.subject_objects(said)}
    return sorted(tuple(sorted(f"<{term}>" for term in pair)) for pair in found)  # type: ignore[misc]


CLASSES = pairs(OWL.AllDisjointClasses, OWL.disjointWith)
PROPERTIES = pairs(OWL.AllDisjointProperties, OWL.propertyDisjointWith)
TABLE = names.prefixes(ROOT)


def called(term: str) -> str:
    return names.compress(term[1:-1], TABLE)


@pytest.fixture(scope="module")
def closed() -> Closure:
    assert FAULTS == []
    closure = close(map(graph.fact, ONTOLOGY))
    assert closure.clashes == []
    return closure


def contradicts(closed: Closure, said: list[Fact], *rules: str) -> bool:
    """Say whether some facts together contradict the ontology, by one of some rules."""
    provoked = closed.copy()
    provoked.update(said)
    return any(
        clash.rule in rules and set(said) <= set(clash.premises) for clash in provoked.clashes
    )


@pytest.mark.parametrize("pair", CLASSES, ids=lambda pair: " ".join(map(called, pair)))
def test_nothing_is_of_two_disjoint_classes(pair: Pair, closed: Closure) -> None:
    assert contradicts(closed, [(ONE, TYPE, kind) for kind in pair], "cax-dw", "cax-adc")


def test_no_two_things_stand_in_two_disjoint_properties(closed: Closure) -> None:
    for pair in PROPERTIES:
        said = [(ONE, predicate, OTHER) for predicate in pair]
        assert contradicts(closed, said, "prp-pdw", "prp-adp"), pair


@pytest.mark.parametrize("line", LISTS.strip().splitlines())
def test_what_the_map_keeps_apart_is_apart(line: str) -> None:
    wanted = {tuple(sorted(f"<{QAP[name]}>" for name in pair)) for pair in pairs_of(line)}
    assert wanted <= set(CLASSES)


def pairs_of(line: str) -> list[tuple[str, ...]]:
    return list(combinations(line.split(), 2))


def test_the_top_classes_are_those_without_a_parent_and_each_is_kept_apart() -> None:
    def has_parent(term: Node) -> bool:
        return any(isinstance(above, URIRef) for above in ONTOLOGY.objects(term, RDFS.subClassOf))

    own = [term for term in ONTOLOGY.subjects(RDF.type, OWL.Class) if str(term).startswith(QAP)]
    tops = {str(term).removeprefix(QAP) for term in own if not has_parent(term)}
    query = (ROOT / "queries" / "verify" / "class-without-top.rq").read_text(encoding="utf-8")
    listed = re.search(r"VALUES \?top \{([^}]*)\}", query)
    assert listed
    assert {name.removeprefix("qap:") for name in listed[1].split()} == tops
    apart = {term for pair in CLASSES for term in pair}
    assert {f"<{QAP[name]}>" for name in tops} <= apart
