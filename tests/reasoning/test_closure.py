"""The closure: what follows, what is left out, and contradictions by rule."""

import owlrl
import pyoxigraph as ox
from rdflib import RDF, Graph, URIRef

from acquis.graph import parse, term
from acquis.knowledge import KnowledgeBase
from acquis.reasoning.by_owlrl import _tells_something, closure

HEAD = """
@prefix x: <http://x/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def rules(text: str) -> set[str]:
    return {clash.rule for clash in closure(parse((HEAD + text).encode())).clashes}


def test_a_chain_with_an_inverse_leads_from_value_to_jurisdiction() -> None:
    found = closure(
        parse(
            (
                HEAD
                + "x:in owl:inverseOf x:expresses . x:in a owl:ObjectProperty ."
                + "x:upheld owl:propertyChainAxiom ( x:in x:of x:from ) ."
                + "x:art x:expresses x:v ; x:of x:act . x:act x:from x:eu ."
            ).encode()
        )
    ).inferred
    assert (URIRef("http://x/v"), URIRef("http://x/upheld"), URIRef("http://x/eu")) in found


def test_a_defined_class_needs_every_part() -> None:
    axioms = """x:C owl:equivalentClass [ a owl:Class ; owl:intersectionOf (
        [ a owl:Restriction ; owl:onProperty x:p ; owl:hasValue x:a ]
        [ a owl:Restriction ; owl:onProperty x:p ; owl:hasValue x:b ] ) ] . """

    def is_c(text: str) -> bool:
        found = closure(parse((HEAD + axioms + text).encode())).inferred
        return (URIRef("http://x/v"), RDF.type, URIRef("http://x/C")) in found

    assert is_c("x:v x:p x:a , x:b .")
    assert not is_c("x:v x:p x:a .")


def test_what_holds_of_every_graph_is_left_out() -> None:
    found = closure(parse((HEAD + "x:a a x:C . x:C a owl:Class .").encode())).inferred
    assert found == frozenset()


def test_asserted_triples_are_not_inferred() -> None:
    text = "x:a a x:B . x:B rdfs:subClassOf x:C . x:a a x:C ."
    assert closure(parse((HEAD + text).encode())).inferred == frozenset()


def test_contradictions_carry_the_name_of_their_rule() -> None:
    assert rules("x:A owl:disjointWith x:B . x:i a x:A , x:B .") == {"cax-dw"}
    assert rules("x:i owl:sameAs x:j ; owl:differentFrom x:j .") == {"eq-diff"}
    assert rules("x:p a owl:IrreflexiveProperty . x:i x:p x:i .") == {"prp-irp"}
    assert rules("x:p a owl:AsymmetricProperty . x:i x:p x:j . x:j x:p x:i .") == {"prp-asyp"}
    assert rules('x:i x:p "eleven"^^xsd:integer .') == {"dt-not-type"}


def test_dates_of_any_precision_stay_apart() -> None:
    text = 'x:a x:p "2024"^^xsd:gYear . x:b x:p "2024-01-01"^^xsd:date .'
    assert closure(parse((HEAD + text).encode())).inferred == frozenset()


def test_a_text_counts_where_an_axiom_mentions_its_property() -> None:
    """Texts are left out for speed only where nothing can follow from them."""
    declared = "x:note a owl:AnnotationProperty ; x:label 'note'@en . "
    text = declared + "x:a x:note 'text'@en ."
    assert closure(parse((HEAD + text).encode())).inferred == frozenset()
    for axiom in (
        "x:note rdfs:domain x:C .",
        "x:note rdfs:subPropertyOf x:p . x:p rdfs:domain x:C .",
    ):
        found = closure(parse((HEAD + text + axiom).encode())).inferred
        assert (URIRef("http://x/a"), RDF.type, URIRef("http://x/C")) in found


def test_the_closure_of_our_own_graph_is_the_whole_one(base: KnowledgeBase) -> None:
    """Nothing is lost by what is left out: owlrl over every triple finds the same."""
    asserted = ox.parse(path=str(base.asserted_path), format=ox.RdfFormat.N_QUADS)
    graph = Graph()
    for quad in asserted:
        graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    given = set(graph)
    owlrl.DeductiveClosure(
        owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
    ).expand(graph)
    wanted = {t for t in graph if t not in given and _tells_something(t)}
    assert set(base.inferred()) == wanted
