"""What the axioms entail and what they forbid, on the ontology alone."""

from collections.abc import Iterable

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from acquis import graph, share
from acquis.graph import Triple
from acquis.names import ID, QAP
from acquis.reasoning.closure import Closure, close

ROOT = share.root()
MODULES = {
    "core": set(),
    "agents": set(),
    "values": set(),
    "technology": set(),
    "risks": set(),
    "instruments": {"core", "agents", "technology"},
    "standards": {"core", "agents", "instruments"},
    "controls": {"core", "agents", "technology", "instruments"},
    "claims": {"core", "agents"},
    "proposals": {"core", "agents", "instruments"},
}


def thing(name: str) -> URIRef:
    return URIRef(f"urn:test:{name}")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    sources, findings = graph.load(graph.files(ROOT / "ontology"), ROOT)
    assert findings == []
    return graph.merged(source for source in sources if graph.is_knowledge(source))


SOUND: list[Triple] = [
    (thing("fips"), RDF.type, QAP.Standard),
    (thing("fips"), RDF.type, QAP.ExecutiveAct),
    (thing("annex"), RDF.type, QAP.Provision),
    (thing("annex"), RDF.type, QAP.ControlList),
    (thing("annex"), QAP.isProvisionOf, thing("act")),
    (thing("rule"), RDF.type, QAP.ExecutiveAct),
    (thing("rule"), QAP.isSupportedBy, thing("evidence")),
    (thing("evidence"), QAP.citesSource, thing("rule")),
    (thing("norm"), QAP.isStatedIn, thing("annex")),
    (thing("hybrid"), RDF.type, QAP.Technology),
    (thing("hybrid"), QAP.hasConstituent, ID["technology/quantum-technology"]),
    (thing("hybrid"), QAP.hasConstituent, ID["technology/artificial-intelligence"]),
    (thing("entry"), RDF.type, QAP.ControlEntry),
    (thing("entry"), QAP.controlsTechnology, thing("qubit")),
    (thing("state"), QAP.isPartOfJurisdiction, thing("union")),
    (thing("union"), QAP.isPartOfJurisdiction, thing("world")),
    (thing("one"), QAP.isHomonymOf, thing("other")),
]
for order in ("us", "eu", "cn"):
    SOUND += [
        (thing(f"article-{order}"), QAP.expressesValue, thing("good")),
        (thing(f"article-{order}"), QAP.isProvisionOf, thing(f"act-{order}")),
        (thing(f"act-{order}"), QAP.originatesIn, ID[f"jurisdiction/{order}"]),
        (thing(f"draft-{order}"), QAP.expressesValue, thing("hope")),
        (thing(f"draft-{order}"), QAP.originatesIn, ID[f"jurisdiction/{order}"]),
    ]


@pytest.fixture(scope="module")
def sound(ontology: Graph) -> Closure:
    return closure([*ontology, *SOUND])


def closure(triples: Iterable[Triple]) -> Closure:
    return close(map(graph.fact, triples))


def holds(closed: Closure, triple: Triple) -> bool:
    return closed.row(graph.fact(triple)) is not None


def test_overlaps_that_the_law_knows_are_no_contradiction(sound: Closure) -> None:
    assert sound.clashes == []


@pytest.mark.parametrize(
    "triple",
    [
        (thing("norm"), QAP.isNormOf, thing("act")),
        (thing("act"), RDF.type, QAP.Instrument),
        (thing("hybrid"), RDF.type, QAP.QuantumAITechnology),
        (thing("qubit"), RDF.type, QAP.DualUseTechnology),
        (thing("state"), QAP.isPartOfJurisdiction, thing("world")),
        (thing("other"), QAP.isHomonymOf, thing("one")),
        (thing("good"), QAP.isUpheldIn, ID["jurisdiction/eu"]),
        (thing("good"), RDF.type, QAP.ConvergentValue),
    ],
    ids=lambda triple: f"{triple[0]} {triple[1].partition('#')[2]}",
)
def test_what_follows(sound: Closure, triple: Triple) -> None:
    assert holds(sound, triple)


def test_what_does_not_follow(sound: Closure) -> None:
    """A value that only drafts express is upheld nowhere: no provision, no law."""
    assert holds(sound, (thing("hope"), RDF.type, QAP.Value))
    upheld = [
        f
        for f in sound.inferred()
        if f[:2] == graph.fact((thing("hope"), QAP.isUpheldIn, thing("hope")))[:2]
    ]
    assert upheld == []
    assert not holds(sound, (thing("hope"), RDF.type, QAP.ConvergentValue))


def test_modules_import_what_the_map_says(ontology: Graph) -> None:
    base = "https://w3id.org/quantum-acquis/ns"
    for name, wanted in MODULES.items():
        imports = set(ontology.objects(URIRef(f"{base}/{name}"), OWL.imports))
        assert imports == {URIRef(f"{base}/{other}") for other in wanted}, name
    assert {URIRef(f"{base}/{name}") for name in MODULES} <= set(
        ontology.objects(URIRef(base), OWL.imports)
    )


def test_the_map_is_complete(ontology: Graph) -> None:
    def own(kind: URIRef) -> set[str]:
        found = ontology.subjects(RDF.type, kind)
        return {str(term).partition("#")[2] for term in found if str(term).startswith(QAP)}

    assert len(own(OWL.Class)) == 41
    relations = {
        str(term).partition("#")[2]
        for term in ontology.subjects(RDFS.subPropertyOf, QAP.claimRelation)
    }
    general = own(OWL.ObjectProperty) - relations - {"claimRelation"}
    mapped = general | own(OWL.DatatypeProperty) | own(OWL.AnnotationProperty)
    assert len(mapped) == 71, "57, four for goods and mechanisms, ten for controls"


def test_no_construct_outside_owl_2_rl_is_used(ontology: Graph) -> None:
    for construct in (OWL.unionOf, OWL.complementOf, OWL.hasKey, OWL.minCardinality, OWL.hasSelf):
        assert not list(ontology.triples((None, construct, None)))
    for kind in ontology.subjects(RDF.type, OWL.TransitiveProperty):
        others = set(ontology.objects(kind, RDF.type))
        assert others == {OWL.ObjectProperty, OWL.TransitiveProperty}
