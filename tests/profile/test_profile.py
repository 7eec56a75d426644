"""Every rule of the profiles: one graph that breaks it, one that says the same legally."""

import re
from dataclasses import dataclass

import pytest
from tests.profile.graphs import DECLARED, facts, profile_of

from acquis.profile import RULES, violations

UNION = "[ a owl:Class ; owl:unionOf ( :D :E ) ]"
SOME = "[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :D ]"
ALL = "[ a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom :D ]"
SELF = "[ a owl:Restriction ; owl:onProperty :p ; owl:hasSelf true ]"
NOT = "[ a owl:Class ; owl:complementOf :D ]"
ONE_OF = "[ a owl:Class ; owl:oneOf ( :a :b ) ]"


def number(predicate: str, value: int) -> str:
    literal = f'"{value}"^^xsd:nonNegativeInteger'
    return f"[ a owl:Restriction ; owl:onProperty :p ; owl:{predicate} {literal} ]"


@dataclass(frozen=True)
class Case:
    """`at` is the triple that must be named, `_` for any blank node; `good` must be silent."""

    rule: str
    bad: str
    at: str
    good: str
    declared: str = DECLARED

    def __str__(self) -> str:
        return self.rule


CASES = [
    # Declarations
    Case("dl-undeclared-class", ":a a :Z .", ":a a :Z", ":a a :Z . :Z a owl:Class ."),
    Case(
        "dl-undeclared-datatype",
        ":u rdfs:range :t .",
        ":u rdfs:range :t",
        ":u rdfs:range :t . :t a rdfs:Datatype ; owl:equivalentClass [ a rdfs:Datatype ;"
        " owl:intersectionOf ( xsd:decimal xsd:integer ) ] .",
    ),
    Case(
        "dl-undeclared-property",
        ":a :z :b .",
        ":a :z :b",
        ":a :z :b . :z a owl:ObjectProperty .",
    ),
    Case(
        "dl-punned-property",
        ":p a owl:DatatypeProperty .",
        ":p a owl:ObjectProperty",
        ":p2 a owl:DatatypeProperty .",
    ),
    Case("dl-punned-class", ":C a rdfs:Datatype .", ":C a owl:Class", ":T a rdfs:Datatype ."),
    Case("dl-blank-entity", "[] a owl:NamedIndividual .", "_ a owl:NamedIndividual", "[] a :C ."),
    Case("dl-rdfs-term", ":Z a rdfs:Class .", ":Z a rdfs:Class", ":Z a rdfs:Class, owl:Class ."),
    Case(
        "dl-reserved-vocabulary",
        ":C rdfs:subClassOf rdfs:Resource .",
        ":C rdfs:subClassOf rdfs:Resource",
        ":C rdfs:subClassOf owl:Thing .",
    ),
    Case(
        "dl-ontology-header",
        ":C a owl:Class .",
        ":C a owl:Class",
        ":C a owl:Class . :o a owl:Ontology .",
        declared="",
    ),
    # Form
    Case(
        "dl-malformed-list",
        "[] a owl:AllDifferent ; owl:distinctMembers _:l . _:l rdf:first :a ; rdf:rest :rest .",
        "_ owl:distinctMembers _",
        "[] a owl:AllDifferent ; owl:distinctMembers ( :a :b ) .",
    ),
    Case(
        "dl-too-few-members",
        "[] a owl:AllDisjointClasses ; owl:members ( :C ) .",
        "_ a owl:AllDisjointClasses",
        "[] a owl:AllDisjointClasses ; owl:members ( :C :D ) .",
    ),
    Case(
        "dl-malformed-expression",
        ":C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :D ;"
        " owl:allValuesFrom :D ] .",
        "_ owl:someValuesFrom :D",
        f":C rdfs:subClassOf [ a owl:Class ; owl:intersectionOf ( {SOME} {ALL} ) ] .",
    ),
    Case(
        "dl-untyped-expression",
        "[ owl:unionOf ( :C :D ) ] rdfs:subClassOf :E .",
        "_ owl:unionOf _",
        "[ a owl:Class ; owl:unionOf ( :C :D ) ] rdfs:subClassOf :E .",
    ),
    Case(
        "dl-cyclic-expression",
        "_:x a owl:Class ; owl:complementOf _:x . :C rdfs:subClassOf _:x .",
        "_ owl:complementOf _",
        ":X a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:complementOf :X ] .",
    ),
    Case(
        "dl-named-expression",
        ":X a owl:Class ; owl:onProperty :p .",
        ":X owl:onProperty :p",
        f":X a owl:Class ; rdfs:subClassOf {SOME} .",
    ),
    Case(
        "dl-malformed-inverse",
        "[ a owl:Restriction ; owl:onProperty [] ; owl:someValuesFrom :D ] rdfs:subClassOf :C .",
        "_ owl:onProperty _",
        "[ a owl:Restriction ; owl:onProperty [ owl:inverseOf :p ] ; owl:someValuesFrom :D ]"
        " rdfs:subClassOf :C .",
    ),
    Case(
        "dl-malformed-cardinality",
        ":C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:maxCardinality -1 ] .",
        "_ owl:maxCardinality -1",
        f":C rdfs:subClassOf {number('maxCardinality', 1)} .",
    ),
    Case(
        "dl-malformed-axiom",
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :a ; owl:targetIndividual :b .",
        "_ a owl:NegativePropertyAssertion",
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :a ; owl:targetIndividual :b ;"
        " owl:assertionProperty :p .",
    ),
    Case(
        "dl-annotation-of-nothing",
        "[] a owl:Axiom ; owl:annotatedSource :C ; owl:annotatedProperty rdfs:subClassOf ;"
        ' owl:annotatedTarget :D ; rdfs:comment "why" .',
        "_ a owl:Axiom",
        ":C rdfs:subClassOf :D . [] a owl:Axiom ; owl:annotatedSource :C ;"
        ' owl:annotatedProperty rdfs:subClassOf ; owl:annotatedTarget :D ; rdfs:comment "why" .',
    ),
    Case(
        "dl-swrl-rule",
        ":rule a swrl:Imp ; swrl:body [ a swrl:AtomList ; rdf:first [ a swrl:ClassAtom ;"
        " swrl:classPredicate :C ; swrl:argument1 :x ] ; rdf:rest rdf:nil ] .",
        ":rule a swrl:Imp",
        ":C rdfs:subClassOf :D .",
    ),
    Case(
        "dl-wrong-property-kind",
        ":u rdfs:subPropertyOf :p .",
        ":u rdfs:subPropertyOf :p",
        ":u rdfs:subPropertyOf :v .",
    ),
    Case("dl-wrong-value-kind", ':a :p "b" .', ':a :p "b"', ':a :p :b ; :u "b" .'),
    Case(
        "dl-literal-as-individual",
        ':a owl:sameAs "b" .',
        ':a owl:sameAs "b"',
        ':a owl:sameAs :b . :b rdfs:label "b" .',
    ),
    Case(
        "dl-data-arity",
        "[ a owl:Restriction ; owl:onProperties ( :u :v ) ; owl:someValuesFrom xsd:string ]"
        " rdfs:subClassOf :C .",
        "_ owl:onProperties _",
        "[ a owl:Restriction ; owl:onProperties ( :u ) ; owl:someValuesFrom xsd:string ]"
        " rdfs:subClassOf :C .",
    ),
    # Datatypes
    Case(
        "dl-datatype-map",
        ':a :u "2026-11-22"^^xsd:date .',
        ':a :u "2026-11-22"^^xsd:date',
        ':a :u "2026-11-22T00:00:00Z"^^xsd:dateTime ; :n "2026-11-22"^^xsd:date .',
    ),
    Case(
        "dl-undefined-datatype",
        ":t a rdfs:Datatype . :u rdfs:range :t .",
        ":u rdfs:range :t",
        ":t a rdfs:Datatype . :u rdfs:range xsd:string .",
    ),
    Case(
        "dl-literal-datatype",
        ':a :u "x"^^:t .',
        ':a :u "x"^^:t',
        ':a :u "x" .',
    ),
    Case(
        "dl-cyclic-datatype",
        ":t a rdfs:Datatype ; owl:equivalentClass [ a rdfs:Datatype ; owl:unionOf"
        " ( :t xsd:integer ) ] .",
        ":t owl:equivalentClass _",
        ":t a rdfs:Datatype ; owl:equivalentClass [ a rdfs:Datatype ; owl:unionOf"
        " ( xsd:string xsd:integer ) ] .",
    ),
    Case(
        "dl-facet",
        ":u rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:integer ; owl:withRestrictions"
        ' ( [ xsd:pattern "1+" ] ) ] .',
        "_ owl:onDatatype xsd:integer",
        ":u rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:integer ; owl:withRestrictions"
        " ( [ xsd:minInclusive 1 ] ) ] .",
    ),
    # Global restrictions
    Case(
        "dl-non-simple-property",
        ":p a owl:TransitiveProperty, owl:AsymmetricProperty .",
        ":p a owl:AsymmetricProperty",
        ":p a owl:AsymmetricProperty ; rdfs:subPropertyOf :q . :q a owl:TransitiveProperty .",
    ),
    Case(
        "dl-irregular-chain",
        ":p owl:propertyChainAxiom ( :q :p :q ) .",
        ":p owl:propertyChainAxiom _",
        ":p owl:propertyChainAxiom ( :q :q :p ) .",
    ),
    Case(
        "dl-top-data-property",
        "owl:topDataProperty a owl:FunctionalProperty .",
        "owl:topDataProperty a owl:FunctionalProperty",
        ":u rdfs:subPropertyOf owl:topDataProperty .",
    ),
    Case(
        "dl-anonymous-individual",
        ":a owl:differentFrom [] .",
        ":a owl:differentFrom _",
        ":a owl:differentFrom :b .",
    ),
    Case(
        "dl-anonymous-cycle",
        "_:x :p _:y . _:y :q _:x .",
        "_ :q _",
        "_:x :p _:y . _:y :q :a .",
    ),
    Case("dl-anonymous-links", ":a :p _:x . :b :q _:x .", ":b :q _", ":a :p _:x . :b :q :a ."),
    # OWL 2 RL
    Case(
        "rl-superclass-thing",
        ":C rdfs:subClassOf owl:Thing .",
        ":C rdfs:subClassOf owl:Thing",
        ":C rdfs:subClassOf :D .",
    ),
    Case(
        "rl-superclass-union",
        f":C rdfs:subClassOf {UNION} .",
        "_ owl:unionOf _",
        ":U a owl:Class . :D rdfs:subClassOf :U . :E rdfs:subClassOf :U . :C rdfs:subClassOf :U .",
    ),
    Case("rl-superclass-one-of", f":C rdfs:subClassOf {ONE_OF} .", "_ owl:oneOf _", ":a a :C ."),
    Case(
        "rl-superclass-some-values",
        f":C rdfs:subClassOf {SOME} .",
        "_ owl:someValuesFrom :D",
        ":C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:hasValue :a ] .",
    ),
    Case(
        "rl-superclass-has-self", f":C rdfs:subClassOf {SELF} .", "_ owl:hasSelf true", ":a :p :a ."
    ),
    Case(
        "rl-superclass-min-cardinality",
        f":C rdfs:subClassOf {number('minCardinality', 1)} .",
        '_ owl:minCardinality "1"^^xsd:nonNegativeInteger',
        ":C rdfs:subClassOf :D .",
    ),
    Case(
        "rl-superclass-max-cardinality",
        f":C rdfs:subClassOf {number('maxCardinality', 2)} .",
        '_ owl:maxCardinality "2"^^xsd:nonNegativeInteger',
        f":C rdfs:subClassOf {number('maxCardinality', 1)} .",
    ),
    Case(
        "rl-superclass-exact-cardinality",
        f":C rdfs:subClassOf {number('cardinality', 1)} .",
        '_ owl:cardinality "1"^^xsd:nonNegativeInteger',
        f":C rdfs:subClassOf {number('maxCardinality', 0)} .",
    ),
    Case(
        "rl-subclass-thing",
        "owl:Thing rdfs:subClassOf :C .",
        "owl:Thing rdfs:subClassOf :C",
        ":p rdfs:domain :C ; rdfs:range :C .",
    ),
    Case(
        "rl-subclass-complement",
        f"{NOT} rdfs:subClassOf :C .",
        "_ owl:complementOf :D",
        f":C rdfs:subClassOf {NOT} .",
    ),
    Case(
        "rl-subclass-all-values",
        f"{ALL} rdfs:subClassOf :C .",
        "_ owl:allValuesFrom :D",
        f":C rdfs:subClassOf {ALL} . {SOME} rdfs:subClassOf :C .",
    ),
    Case("rl-subclass-has-self", f"{SELF} rdfs:subClassOf :C .", "_ owl:hasSelf true", ":a a :C ."),
    Case(
        "rl-subclass-min-cardinality",
        f"{number('minCardinality', 1)} rdfs:subClassOf :C .",
        '_ owl:minCardinality "1"^^xsd:nonNegativeInteger',
        "[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom owl:Thing ]"
        " rdfs:subClassOf :C .",
    ),
    Case(
        "rl-subclass-max-cardinality",
        f"{number('maxCardinality', 1)} rdfs:subClassOf :C .",
        '_ owl:maxCardinality "1"^^xsd:nonNegativeInteger',
        f":C rdfs:subClassOf {number('maxCardinality', 1)} .",
    ),
    Case(
        "rl-subclass-exact-cardinality",
        f"{number('cardinality', 1)} rdfs:subClassOf :C .",
        '_ owl:cardinality "1"^^xsd:nonNegativeInteger',
        f":C rdfs:subClassOf {number('maxCardinality', 1)} .",
    ),
    Case(
        "rl-equivalent-thing",
        ":C owl:equivalentClass owl:Thing .",
        ":C owl:equivalentClass owl:Thing",
        ":C owl:equivalentClass :D .",
    ),
    Case(
        "rl-equivalent-union",
        f":C owl:equivalentClass {UNION} .",
        "_ owl:unionOf _",
        f"{UNION} rdfs:subClassOf :C .",
    ),
    Case(
        "rl-equivalent-complement",
        f":C owl:equivalentClass {NOT} .",
        "_ owl:complementOf :D",
        f":C rdfs:subClassOf {NOT} .",
    ),
    Case(
        "rl-equivalent-one-of",
        f":C owl:equivalentClass {ONE_OF} .",
        "_ owl:oneOf _",
        f"{ONE_OF} rdfs:subClassOf :C .",
    ),
    Case(
        "rl-equivalent-some-values",
        f":C owl:equivalentClass {SOME} .",
        "_ owl:someValuesFrom :D",
        f"{SOME} rdfs:subClassOf :C .",
    ),
    Case(
        "rl-equivalent-all-values",
        f":C owl:equivalentClass {ALL} .",
        "_ owl:allValuesFrom :D",
        f":C rdfs:subClassOf {ALL} .",
    ),
    Case(
        "rl-equivalent-has-self",
        f":C owl:equivalentClass {SELF} .",
        "_ owl:hasSelf true",
        ":a a :C ; :p :a .",
    ),
    Case(
        "rl-equivalent-min-cardinality",
        f":C owl:equivalentClass {number('minCardinality', 1)} .",
        '_ owl:minCardinality "1"^^xsd:nonNegativeInteger',
        f"{SOME} rdfs:subClassOf :C .",
    ),
    Case(
        "rl-equivalent-max-cardinality",
        f":C owl:equivalentClass {number('maxCardinality', 1)} .",
        '_ owl:maxCardinality "1"^^xsd:nonNegativeInteger',
        f":C rdfs:subClassOf {number('maxCardinality', 1)} .",
    ),
    Case(
        "rl-equivalent-exact-cardinality",
        f":C owl:equivalentClass {number('cardinality', 1)} .",
        '_ owl:cardinality "1"^^xsd:nonNegativeInteger',
        f":C rdfs:subClassOf {number('maxCardinality', 1)} .",
    ),
    Case(
        "rl-disjoint-union",
        ":C owl:disjointUnionOf ( :D :E ) .",
        ":C owl:disjointUnionOf _",
        ":D rdfs:subClassOf :C ; owl:disjointWith :E . :E rdfs:subClassOf :C .",
    ),
    Case(
        "rl-reflexive-property",
        ":p a owl:ReflexiveProperty .",
        ":p a owl:ReflexiveProperty",
        ":p a owl:SymmetricProperty . :a :p :a .",
    ),
    Case(
        "rl-predefined-property",
        ":p rdfs:subPropertyOf owl:topObjectProperty .",
        ":p rdfs:subPropertyOf owl:topObjectProperty",
        ":p rdfs:subPropertyOf :q .",
    ),
    Case(
        "rl-data-range",
        ':u rdfs:range [ a rdfs:Datatype ; owl:oneOf ( "a" "b" ) ] .',
        "_ owl:oneOf _",
        ":u rdfs:range xsd:string .",
    ),
    Case(
        "rl-datatype",
        ":u rdfs:range owl:rational .",
        ":u rdfs:range owl:rational",
        ":u rdfs:range xsd:decimal .",
    ),
    Case(
        "rl-datatype-definition",
        ":t a rdfs:Datatype ; owl:equivalentClass xsd:string .",
        ":t owl:equivalentClass xsd:string",
        ":u rdfs:range xsd:string .",
    ),
]


def pattern(at: str) -> str:
    """Return a regular expression for the one triple that Turtle describes."""
    blank = re.sub(r"(?<!\S)_(?!\S)", "[]", at) + " ."
    if at.startswith("_ "):
        blank = blank.replace("[]", "_:s", 1)
    (fact,) = facts(blank)
    return " ".join(r"_:\S+" if term.startswith("_:") else re.escape(term) for term in fact)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_bad_is_named_at_its_triple(case: Case) -> None:
    given_facts = facts(case.declared + case.bad)
    found = violations(given_facts, profile_of(case.rule))
    assert [violation.rule for violation in found] == [case.rule]
    assert found[0].profile == profile_of(case.rule)
    assert found[0].fact in given_facts
    assert re.fullmatch(pattern(case.at), " ".join(found[0].fact))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_message_says_what_why_and_how(case: Case) -> None:
    (found,) = violations(facts(case.declared + case.bad), profile_of(case.rule))
    rule = RULES[case.rule]
    assert found.message.endswith(f": {rule.reason}; {rule.remedy}")
    assert len(found.message.split(": ")[0]) > 3


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_legal_form_is_silent(case: Case) -> None:
    assert violations(facts(case.declared + case.good), profile_of(case.rule)) == []


def test_every_rule_has_a_case() -> None:
    assert {case.rule for case in CASES} == set(RULES)
