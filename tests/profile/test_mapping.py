"""The mapping from triples to axioms: what it accepts and what it finds left over."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.profile.graphs import DECLARED, PREFIXES, Fact, facts

from acquis import graph
from acquis.errors import AcquisError
from acquis.profile import Profile, violations
from acquis.profile.samples import Samples

LEGAL = {
    "named boolean class": ":C owl:intersectionOf ( :D :E ) ; owl:complementOf :E .",
    "boolean of one and of none": ":C owl:unionOf ( :D ) ; owl:oneOf () .",
    "typed list": ":C owl:unionOf [ a rdf:List ; rdf:first :D ; rdf:rest rdf:nil ] .",
    "shared expression": "_:x a owl:Class ; owl:complementOf :D . :C rdfs:subClassOf _:x ."
    " :E rdfs:subClassOf _:x .",
    "expression that no axiom uses": "[] a owl:Restriction ; owl:onProperty :p ;"
    " owl:allValuesFrom :D .",
    "doubly typed restriction": ":C rdfs:subClassOf [ a owl:Restriction, owl:Class, rdfs:Class ;"
    " owl:onProperty :p ; owl:allValuesFrom :D ] .",
    "redundant rdfs:Class and rdf:Property": ":C a rdfs:Class . :p a rdf:Property .",
    "transitive property of OWL 1": ":t a owl:TransitiveProperty . :a :t :b .",
    "ontology property of OWL 1": ":o a owl:OntologyProperty . <http://example.org/> :o :other .",
    "data range of OWL 1": ':u rdfs:range [ a owl:DataRange ; owl:oneOf ( "a" "b" ) ] .',
    "deprecated terms": ":C a owl:DeprecatedClass . :p a owl:DeprecatedProperty .",
    "class that is an individual": ":C a :D . :a :p :C .",
    "property that is a class": ":p a owl:Class . :a a :p .",
    "annotation of anything": ':C :n :p , "x" , [] . [] :n "2026"^^xsd:gYear .',
    "built-in annotations": ':C rdfs:label "c"@en ; owl:versionInfo "1" ; rdfs:seeAlso :D .',
    "annotation axioms": ":n rdfs:subPropertyOf rdfs:label ; rdfs:domain :C ; rdfs:range :D .",
    "data property axioms": ":u rdfs:subPropertyOf :v ; owl:equivalentProperty :v ;"
    " rdfs:domain :C ; rdfs:range xsd:string ; a owl:FunctionalProperty .",
    "key of both kinds": ":C owl:hasKey ( :p :u [ owl:inverseOf :q ] ) .",
    "inverse in a chain": ":p owl:propertyChainAxiom ( [ owl:inverseOf :q ] :r ) .",
    "typed inverse": "[ a owl:ObjectProperty ; owl:inverseOf :p ] rdfs:subPropertyOf :q .",
    "inverse properties": ":p owl:inverseOf :q .",
    "cardinality as another integer": ":C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ;"
    " owl:maxCardinality 1 ] .",
    "qualified cardinality": ":C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :u ;"
    " owl:maxQualifiedCardinality 1 ; owl:onDataRange xsd:string ] .",
    "negative assertions": "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :a ;"
    ' owl:assertionProperty :u ; owl:targetValue "x" .',
    "disjoint data properties": "[] a owl:AllDisjointProperties ; owl:members ( :u :v ) .",
    "annotated axiom": ":C rdfs:subClassOf _:x . _:x a owl:Class ; owl:complementOf :D ."
    " [] a owl:Axiom ; owl:annotatedSource :C ; owl:annotatedProperty rdfs:subClassOf ;"
    ' owl:annotatedTarget _:x ; :n "why" .',
    "annotated chain with its list": ":p owl:propertyChainAxiom _:l . _:l rdf:first :q ;"
    " rdf:rest ( :r ) . [] a owl:Axiom ; owl:annotatedSource :p ;"
    " owl:annotatedProperty owl:propertyChainAxiom ; owl:annotatedTarget _:l .",
    "annotated chain with a copy of its list": ":p owl:propertyChainAxiom ( :q :r ) ."
    " [] a owl:Axiom ; owl:annotatedSource :p ; owl:annotatedProperty owl:propertyChainAxiom ;"
    " owl:annotatedTarget ( :q :r ) .",
    "annotated declaration": ":a a :Z . :Z a owl:Class . [] a owl:Axiom ; owl:annotatedSource :Z ;"
    ' owl:annotatedProperty rdf:type ; owl:annotatedTarget owl:Class ; :n "x" .',
    "annotated annotation": ':C :n "x" . _:a a owl:Axiom ; owl:annotatedSource :C ;'
    ' owl:annotatedProperty :n ; owl:annotatedTarget "x" ; :n "y" . [] a owl:Annotation ;'
    ' owl:annotatedSource _:a ; owl:annotatedProperty :n ; owl:annotatedTarget "y" ; :n "z" .',
    "defined datatype": ":t a rdfs:Datatype ; owl:equivalentClass [ a rdfs:Datatype ;"
    " owl:datatypeComplementOf xsd:string ] . :u rdfs:range :t .",
    "header": "<http://example.org/> owl:versionIRI <http://example.org/1> ; owl:imports :other .",
    "two anonymous individuals": ":a :p _:x . _:x :q _:y . _:y :p :a , :b .",
    "individual with one link": "[] :p :a .",
}
LEFT_OVER = {
    "list with two firsts": (
        "dl-malformed-list",
        ":C owl:unionOf [ rdf:first :D , :E ; rdf:rest rdf:nil ] .",
    ),
    "list without an end": ("dl-malformed-list", ":C owl:unionOf [ rdf:first :D ] ."),
    "list in a circle": (
        "dl-malformed-list",
        ":C owl:unionOf _:l . _:l rdf:first :D ; rdf:rest _:l .",
    ),
    "list of two axioms": (
        "dl-malformed-list",
        ":C owl:unionOf _:l . :E owl:unionOf _:l . _:l rdf:first :D ; rdf:rest rdf:nil .",
    ),
    "list of no axiom": ("dl-malformed-list", "_:l rdf:first :C ; rdf:rest rdf:nil ."),
    "named list": ("dl-malformed-list", ":C owl:unionOf :l . :l rdf:first :D ; rdf:rest rdf:nil ."),
    "literal in a union": ("dl-malformed-expression", ':C owl:unionOf ( :D "x" ) .'),
    "thing in a data range": (
        "dl-malformed-expression",
        ":u rdfs:range [ a rdfs:Datatype ; owl:oneOf ( :a ) ] .",
    ),
    "data range as class": (
        "dl-malformed-expression",
        ':C rdfs:subClassOf [ a rdfs:Datatype ; owl:oneOf ( "a" ) ] .',
    ),
    "restriction of no property": (
        "dl-malformed-expression",
        ":C rdfs:subClassOf [ a owl:Restriction ; owl:someValuesFrom :D ] .",
    ),
    "qualified without a class": (
        "dl-malformed-expression",
        ":C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ;"
        " owl:maxQualifiedCardinality 1 ] .",
    ),
    "self of a data property": (
        "dl-malformed-expression",
        ":C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :u ; owl:hasSelf true ] .",
    ),
    "self that is false": (
        "dl-malformed-expression",
        ":C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:hasSelf false ] .",
    ),
    "complement of a range as of a class": (
        "dl-malformed-expression",
        ":u rdfs:range [ a rdfs:Datatype ; owl:complementOf xsd:string ] .",
    ),
    "restricted datatype without facets": (
        "dl-malformed-expression",
        ":u rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:string ] .",
    ),
    "two facets in one": (
        "dl-malformed-expression",
        ":u rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:integer ;"
        " owl:withRestrictions ( [ xsd:minInclusive 1 ; xsd:maxInclusive 2 ] ) ] .",
    ),
    "facet by itself": ("dl-malformed-expression", ":a xsd:minInclusive 1 ."),
    "data range of OWL 2 without a type": (
        "dl-untyped-expression",
        "[ owl:onDatatype xsd:string ; owl:withRestrictions () ] rdfs:comment 'x' .",
    ),
    "named restriction": ("dl-named-expression", ":C a owl:Restriction ."),
    "named difference": ("dl-named-expression", ":a a owl:AllDifferent ."),
    "blank class": ("dl-blank-entity", "[] a owl:Class ."),
    "intersection of one range": (
        "dl-too-few-members",
        ":u rdfs:range [ a rdfs:Datatype ; owl:intersectionOf ( xsd:string ) ] .",
    ),
    "enumeration of no literal": (
        "dl-too-few-members",
        ":u rdfs:range [ a rdfs:Datatype ; owl:oneOf () ] .",
    ),
    "chain of one": ("dl-too-few-members", ":p owl:propertyChainAxiom ( :q ) ."),
    "key of none": ("dl-too-few-members", ":C owl:hasKey () ."),
    "difference of one": ("dl-too-few-members", "[] a owl:AllDifferent ; owl:members ( :a ) ."),
    "difference without a list": ("dl-malformed-axiom", "[] a owl:AllDifferent ."),
    "members of nothing": ("dl-malformed-axiom", ":a owl:members :b ."),
    "two targets": (
        "dl-malformed-axiom",
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :a ;"
        " owl:assertionProperty :p ; owl:targetIndividual :b , :c .",
    ),
    "half an annotated axiom": ("dl-malformed-axiom", "[] a owl:Axiom ; owl:annotatedSource :C ."),
    "annotation range that is no IRI": ("dl-malformed-axiom", ":n rdfs:range [] ."),
    "annotated chain with another list": (
        "dl-annotation-of-nothing",
        ":p owl:propertyChainAxiom ( :q :r ) . [] a owl:Axiom ; owl:annotatedSource :p ;"
        " owl:annotatedProperty owl:propertyChainAxiom ; owl:annotatedTarget ( :r :q ) .",
    ),
    "data property in a chain": ("dl-wrong-property-kind", ":p owl:propertyChainAxiom ( :q :u ) ."),
    "annotation property above another": ("dl-wrong-property-kind", ":p rdfs:subPropertyOf :n ."),
    "symmetric data property": ("dl-punned-property", ":u a owl:SymmetricProperty ."),
    "asymmetric data property": ("dl-wrong-property-kind", ":u a owl:AsymmetricProperty ."),
    "annotation property in a restriction": (
        "dl-wrong-property-kind",
        ":C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :n ; owl:hasValue :a ] .",
    ),
    "functional property of no kind": ("dl-undeclared-property", ":z a owl:FunctionalProperty ."),
    "data property to a thing": ("dl-wrong-value-kind", ":a :u :b ."),
    "value of a data property that is a thing": (
        "dl-wrong-value-kind",
        ":C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :u ; owl:hasValue :a ] .",
    ),
    "negative assertion to a thing": (
        "dl-wrong-value-kind",
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :a ;"
        " owl:assertionProperty :u ; owl:targetValue :b .",
    ),
    "container": ("dl-reserved-vocabulary", ":a a rdf:Bag ."),
    "reification": ("dl-reserved-vocabulary", ":a rdf:subject :b ."),
    "class of OWL as individual": ("dl-reserved-vocabulary", ":a :p owl:Thing ."),
    "redeclared label": ("dl-reserved-vocabulary", "rdfs:label a owl:DatatypeProperty ."),
    "version of no ontology": ("dl-ontology-header", ":a owl:versionIRI :b ."),
    "range in XSD but not in OWL": ("dl-datatype-map", ":u rdfs:range xsd:date ."),
    "negative value outside the map": (
        "dl-datatype-map",
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :a ;"
        ' owl:assertionProperty :u ; owl:targetValue "2026"^^xsd:gYear .',
    ),
    "facet of a type of one's own": (
        "dl-facet",
        ":t a rdfs:Datatype ; owl:equivalentClass xsd:string . :u rdfs:range"
        " [ a rdfs:Datatype ; owl:onDatatype :t ; owl:withRestrictions ( [ xsd:length 1 ] ) ] .",
    ),
    "bound of another type": (
        "dl-facet",
        ":u rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:integer ;"
        ' owl:withRestrictions ( [ xsd:minInclusive "a" ] ) ] .',
    ),
    "bound of float by an integer": (
        "dl-facet",
        ":u rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:float ;"
        " owl:withRestrictions ( [ xsd:minInclusive 1 ] ) ] .",
    ),
    "definition in a circle of two": (
        "dl-cyclic-datatype",
        ":t a rdfs:Datatype ; owl:equivalentClass :s . :s a rdfs:Datatype ; owl:equivalentClass"
        " [ a rdfs:Datatype ; owl:datatypeComplementOf :t ] .",
    ),
    "anonymous in an enumeration": ("dl-anonymous-individual", ":C owl:oneOf ( [] ) ."),
    "anonymous value": (
        "dl-anonymous-individual",
        ":C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:hasValue [] ] .",
    ),
    "anonymous linked to itself": ("dl-anonymous-cycle", "_:x :p _:x ."),
    "anonymous linked twice": ("dl-anonymous-cycle", "_:x :p _:y ; :q _:y ."),
    "anonymous in a circle of three": ("dl-anonymous-cycle", "_:x :p _:y . _:y :p [ :p _:x ] ."),
    "top data property asserted": ("dl-top-data-property", ':a owl:topDataProperty "x" .'),
    "top data property restricted": (
        "dl-top-data-property",
        "[ a owl:Restriction ; owl:onProperty owl:topDataProperty ; owl:hasValue 1 ]"
        " rdfs:subClassOf :C .",
    ),
}


@pytest.mark.parametrize("turtle", LEGAL.values(), ids=LEGAL)
def test_legal_forms_are_silent(turtle: str) -> None:
    assert violations(facts(DECLARED + turtle), "DL") == []


@pytest.mark.parametrize(("rule", "turtle"), LEFT_OVER.values(), ids=LEFT_OVER)
def test_what_no_axiom_explains_is_named(rule: str, turtle: str) -> None:
    assert {found.rule for found in violations(facts(DECLARED + turtle), "DL")} == {rule}


def test_a_term_used_often_is_named_once() -> None:
    turtle = "".join(f":a{n} a :Z ; :z :b{n} ." for n in range(50))
    found = violations(facts(DECLARED + turtle), "DL")
    assert [violation.rule for violation in found] == [
        "dl-undeclared-class",
        "dl-undeclared-property",
    ]


def test_nothing_is_wrong_with_nothing() -> None:
    assert violations([], "RL") == []


def test_the_shipped_knowledge_is_in_both_profiles_but_for_dates(root: Path) -> None:
    sources, _ = graph.load(graph.tree(root), root)
    given_facts = {
        tuple(map(graph.ntriples_term, triple))
        for source in sources
        if graph.is_knowledge(source)
        for triple in source.triples
    }
    found = violations(given_facts, "RL")  # type: ignore[arg-type]
    assert {violation.rule for violation in found} == {"dl-datatype-map"}
    assert {violation.message.split(" ")[0] for violation in found} == {
        "xsd:date",
        "xsd:gYear",
        "xsd:gYearMonth",
    }


def term(prefix: str, *names: str) -> list[str]:
    return [f"<{PREFIXES[prefix]}{name}>" for name in names]


OWN = term("", "a", "b", "C", "D", "p", "u")
BLANK = ["_:x", "_:y", "_:z"]
LITERALS = ['"1"^^<http://www.w3.org/2001/XMLSchema#integer>', '"x"', '"x"@en', '"x"^^<http://t>']
OWL_TERMS = term(
    "owl",
    *"Class Restriction ObjectProperty DatatypeProperty AnnotationProperty Thing Ontology Axiom"
    " AllDifferent AllDisjointClasses NegativePropertyAssertion TransitiveProperty onProperty"
    " someValuesFrom hasValue hasSelf maxCardinality maxQualifiedCardinality onClass unionOf oneOf"
    " complementOf inverseOf members propertyChainAxiom equivalentClass sameAs hasKey onDatatype"
    " withRestrictions annotatedSource annotatedProperty annotatedTarget sourceIndividual"
    " assertionProperty targetValue topDataProperty".split(),
)
RDF_TERMS = [
    *term("rdf", "type", "first", "rest", "nil", "List", "Property"),
    *term("rdfs", "subClassOf", "subPropertyOf", "domain", "range", "Class", "Datatype", "label"),
    *term("xsd", "string", "minInclusive", "date"),
]
PREDICATES = st.sampled_from([*OWL_TERMS, *RDF_TERMS, *OWN])
GRAPHS = st.lists(
    st.tuples(
        st.sampled_from([*BLANK, *OWN]),
        st.one_of(st.sampled_from(term("rdf", "type")), PREDICATES),
        st.one_of(
            st.sampled_from([*BLANK, *OWN]),
            st.sampled_from([*OWL_TERMS, *RDF_TERMS]),
            st.sampled_from(LITERALS),
        ),
    ),
    max_size=25,
)


@given(GRAPHS)
def test_any_graph_is_judged_alike_in_any_order(triples: list[Fact]) -> None:
    found = violations(triples, "RL")
    assert found == violations(list(reversed(triples)) + triples, "RL")
    assert [v for v in found if v.profile == "DL"] == violations(triples, "DL")
    assert {violation.fact for violation in found} <= set(triples)


@given(GRAPHS)
def test_any_graph_breaks_the_rules_that_its_samples_break(triples: list[Fact]) -> None:
    halves = {"one": triples[::2], "other": triples[1::2]}
    found = violations(Samples().of(halves), "RL")
    assert {v.rule for v in found} == {v.rule for v in violations(triples, "RL")}


def test_samples_are_drawn_anew_from_what_changed() -> None:
    kept, samples = [("<u:a>", "<u:p>", '"1"')], Samples()
    assert samples.of({"a": kept, "b": [("<u:a>", "<u:q>", "<u:b>")]})
    changed = samples.of({"a": kept, "b": [("<u:a>", "<u:q>", '"x"@en'), *kept]})
    assert sorted(changed) == [*kept, ("<u:a>", "<u:q>", '"x"@en')]


def test_expressions_nested_beyond_measure_are_refused_in_words() -> None:
    depth = 5000
    nested = ":C rdfs:subClassOf " + "[ a owl:Class ; owl:complementOf " * depth
    with pytest.raises(AcquisError, match="nested too deeply"):
        violations(facts(f"{DECLARED} {nested} :D {' ]' * depth} ."), "DL")


@pytest.mark.parametrize("profile", ["DL", "RL"])
def test_a_message_stays_readable_however_long_the_axiom(profile: Profile) -> None:
    members = " ".join(f":i{number}" for number in range(2000))
    text = f"{DECLARED} :C rdfs:subClassOf [ a owl:Class ; owl:oneOf ( {members} ) ] ."
    text += f"[] a owl:AllDifferent ; owl:members ( {members} [] ) ."
    found = violations(facts(text), profile)
    assert {each.rule for each in found if each.profile == profile}
    assert max(len(each.message) for each in found) < 700


def test_many_blank_nodes_linked_from_one_take_no_long() -> None:
    links = "".join(f"_:a :p _:x{number} ." for number in range(20_000))
    began = time.process_time()
    assert violations(facts(DECLARED + links), "DL") == []
    assert time.process_time() - began < 10
