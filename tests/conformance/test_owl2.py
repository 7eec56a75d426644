"""The reader of the W3C test cases: what it must find, and that both syntaxes agree."""

from collections.abc import Iterable

import pyoxigraph as ox
import pytest
from tests.conformance import functional
from tests.conformance.owl2 import Fact, Role, from_rdfxml, load

# One rdf:RDF inside another, which no parser reads.
MALFORMED = {"FS2RDF-literals-ar"}
# The file gives two versions of the ontology that differ, by a slip.
SLIPS: dict[tuple[str, Role], str] = {
    ("New-Feature-Keys-007", "premise"): "one subClassOf is in the functional syntax alone",
    ("New-Feature-Keys-007", "nonconclusion"): "one declaration is in RDF/XML alone",
    ("New-Feature-ObjectPropertyChain-001", "conclusion"): "a declaration is in one alone",
    ("New-Feature-ObjectQCR-001", "premise"): "one differentFrom the other way round",
    ("New-Feature-Rational-002", "premise"): "RDF/XML ends the list with rdf: and not rdf:nil",
    ("New-Feature-Rational-003", "premise"): "RDF/XML ends the list with rdf: and not rdf:nil",
}


def test_counts() -> None:
    tests = load()
    assert len(tests) == 492
    profile = [
        test
        for test in tests
        if test.status == "Approved" and "ProfileIdentificationTest" in test.types
    ]
    assert len(profile) == 355
    assert sum("DL" in test.species for test in profile) == 266
    assert sum("RL" in test.profiles for test in profile) == 70
    assert sum("RL" in test.profiles for test in tests) == 94


def test_every_profile_is_either_stated_or_denied() -> None:
    for test in load():
        if "ProfileIdentificationTest" in test.types and test.status == "Approved":
            assert ("RL" in test.profiles) != ("RL" in test.not_profiles)
            assert ("DL" in test.species) != ("DL" in test.not_species)


def test_every_ontology_is_read() -> None:
    unread = set()
    for test in load():
        for role in test.roles():
            try:
                test.facts(role)
            except SyntaxError:
                unread.add(test.name)
    assert unread == MALFORMED


def test_both_syntaxes_give_the_same_triples() -> None:
    differing, compared = set(), 0
    for test in load():
        for role in test.roles():
            texts = test.documents.get((role, "FUNCTIONAL")), test.documents.get((role, "RDFXML"))
            if test.name in MALFORMED or texts[0] is None or texts[1] is None:
                continue
            compared += 1
            by_functional = functional.parse(texts[0])
            by_rdfxml = from_rdfxml(texts[1], test.iri)
            if canonical(by_functional) != canonical(by_rdfxml):
                differing.add((test.name, role))
    assert compared > 50
    assert differing == set(SLIPS)


def test_imports_are_followed() -> None:
    (test,) = (test for test in load() if test.name == "WebOnt-imports-011")
    assert any("support011-A" in subject for subject, _, _ in test.facts("premise"))


def test_blank_nodes_of_two_ontologies_are_apart() -> None:
    (test,) = (test for test in load() if test.name == "bnode2somevaluesfrom")
    nodes = [
        {term for fact in test.facts(role) for term in fact if term.startswith("_:")}
        for role in test.roles()
    ]
    assert nodes[0]
    assert nodes[1]
    assert not nodes[0] & nodes[1]


@pytest.mark.parametrize(
    "text",
    ["", "Ontology(", "Ontology() )", "Ontology( Class(<a>) )", "Ontology( SubClassOf(a:B c:D) )"],
)
def test_malformed_functional_syntax_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        functional.parse(text)


def canonical(facts: Iterable[Fact]) -> set[str]:
    text = "\n".join(" ".join(fact) + " ." for fact in facts)
    dataset = ox.Dataset(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}
