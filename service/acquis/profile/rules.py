"""The rules that a triple can break, each with its reason and a legal way to say it."""

from dataclasses import dataclass
from typing import Literal

from acquis.reasoning.facts import Fact

Profile = Literal["RL", "DL"]
LONGEST = 400


@dataclass(frozen=True, order=True)
class Violation:
    """A triple outside a profile.

    `profile` is the profile that the rule belongs to, `rule` its stable id, `message` says what
    is wrong, why, and how to say it legally, and `fact` is the triple.
    """

    profile: Profile
    rule: str
    message: str
    fact: Fact


@dataclass(frozen=True)
class Rule:
    """Why a profile forbids something, and how to say it legally."""

    reason: str
    remedy: str


class Report:
    """Violations as they are found; the same fault of several triples is one violation."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Fact] = {}

    def add(self, rule: str, what: str, fact: Fact) -> None:
        """Note that `fact` breaks a rule; `what` names the axiom or the term, in words."""
        known = self._found.get((rule, what))
        if known is None or fact < known:
            self._found[rule, what] = fact

    def violations(self) -> list[Violation]:
        """Return the violations in the order of profile, rule and message."""
        return sorted(
            Violation(
                "RL" if rule.startswith("rl-") else "DL",
                rule,
                f"{_cut(what)}: {RULES[rule].reason}; {RULES[rule].remedy}",
                fact,
            )
            for (rule, what), fact in self._found.items()
        )


def _cut(what: str) -> str:
    return what if len(what) <= LONGEST else f"{what[: LONGEST - 1]}…"


_SPLIT = "write SubClassOf in place of equivalentClass, in the one direction that is legal"

RULES = {
    # Declarations: Structural Specification, sections 5.8.1 and 5.8.2.
    "dl-undeclared-class": Rule(
        "OWL 2 DL wants every class declared",
        "add `a owl:Class` to it, or import the ontology that declares it",
    ),
    "dl-undeclared-datatype": Rule(
        "OWL 2 DL wants every datatype declared",
        "add `a rdfs:Datatype` and a definition to it, or use a datatype of XSD",
    ),
    "dl-undeclared-property": Rule(
        "OWL 2 DL wants every property declared as object, data or annotation property",
        "add its type, or import the ontology that declares it",
    ),
    "dl-punned-property": Rule(
        "OWL 2 DL allows a property one kind only",
        "keep one of the types and make a second property for the other use",
    ),
    "dl-punned-class": Rule(
        "OWL 2 DL keeps classes of things and datatypes of values apart",
        "keep one of the types and give the other a name of its own",
    ),
    "dl-blank-entity": Rule(
        "only an IRI can be declared",
        "give it an IRI, or leave its type out",
    ),
    "dl-rdfs-term": Rule(
        "RDFS alone does not say what kind of class or property it is",
        "type it owl:Class, owl:ObjectProperty, owl:DatatypeProperty or owl:AnnotationProperty",
    ),
    "dl-reserved-vocabulary": Rule(
        "OWL 2 DL keeps the names of RDF, RDFS, OWL and XSD for their own use",
        "use a term of your own, or owl:Thing for rdfs:Resource",
    ),
    "dl-ontology-header": Rule(
        "what OWL 2 DL reads is an ontology with a header",
        "add `<IRI of the ontology> a owl:Ontology`",
    ),
    # Form: Mapping to RDF Graphs, section 3.
    "dl-malformed-list": Rule(
        "a list is blank nodes with one rdf:first and one rdf:rest each, belongs to one axiom,"
        " and ends in rdf:nil",
        "write it as ( a b c ) in Turtle, once for each axiom",
    ),
    "dl-too-few-members": Rule(
        "OWL 2 wants two members or more, of a key or an enumeration one",
        "add the others, or use the one member without the list",
    ),
    "dl-malformed-expression": Rule(
        "an expression is a blank node with one operator, or one property and one condition",
        "write one blank node for each, and join them by owl:intersectionOf",
    ),
    "dl-untyped-expression": Rule(
        "OWL 2 DL wants the type of an expression stated",
        "add `a owl:Restriction` to a restriction, `a owl:Class` to another class expression,"
        " `a rdfs:Datatype` to a data range",
    ),
    "dl-cyclic-expression": Rule(
        "an expression of OWL 2 DL is finite",
        "give one class on the way a name and define it by owl:equivalentClass",
    ),
    "dl-named-expression": Rule(
        "only a blank node can be a restriction, a data range or an axiom",
        "put it in a blank node and link that by rdfs:subClassOf or owl:equivalentClass",
    ),
    "dl-malformed-inverse": Rule(
        "a blank node is a property only as `[ owl:inverseOf P ]` of one declared object property",
        "write it so, or name the property",
    ),
    "dl-malformed-cardinality": Rule(
        "a cardinality is a whole number from 0 on",
        'write it as "1"^^xsd:nonNegativeInteger',
    ),
    "dl-malformed-axiom": Rule(
        "the triples do not make one axiom of OWL 2",
        "give it each of its parts once, in the form of the OWL 2 Mapping to RDF Graphs",
    ),
    "dl-annotation-of-nothing": Rule(
        "an annotation of an axiom needs the axiom",
        "add the triple that it describes, or remove the description",
    ),
    "dl-swrl-rule": Rule(
        "the rules of SWRL are no part of OWL 2",
        "say it by a property chain or a class axiom, or keep rules out of the ontology",
    ),
    "dl-wrong-property-kind": Rule(
        "object, data and annotation properties each have axioms of their own",
        "use a property of the kind that is wanted there",
    ),
    "dl-wrong-value-kind": Rule(
        "an object property leads to things and a data property to literals",
        "mend the value, or declare the property as of the other kind",
    ),
    "dl-literal-as-individual": Rule(
        "only a thing can stand there",
        "name the thing by an IRI and keep the text as its label",
    ),
    "dl-data-arity": Rule(
        "OWL 2 has data ranges of one value only",
        "restrict one property at a time",
    ),
    # Datatypes: Structural Specification, sections 4, 7.5, 9.4 and 11.2.
    "dl-datatype-map": Rule(
        "the datatype is not in the datatype map of OWL 2, so a reasoner refuses it",
        "use a datatype of the map, such as xsd:dateTime, or declare the property as an"
        " owl:AnnotationProperty",
    ),
    "dl-undefined-datatype": Rule(
        "nothing says which values it has",
        "define it by owl:equivalentClass and a data range, or use a datatype of XSD",
    ),
    "dl-literal-datatype": Rule(
        "a datatype of one's own has no lexical forms in OWL 2, so no literal can have it",
        "give the literal the datatype of XSD that it restricts",
    ),
    "dl-cyclic-datatype": Rule(
        "the definition of a datatype may not lead back to itself",
        "define it by other datatypes alone",
    ),
    "dl-facet": Rule(
        "OWL 2 fixes which facets a datatype takes, and of what values",
        "use bounds for numbers and times, lengths and patterns for texts",
    ),
    # Global restrictions: Structural Specification, section 11.
    "dl-non-simple-property": Rule(
        "OWL 2 DL wants a simple property there: neither transitive nor implied by a chain, nor"
        " above such a one",
        "drop the characteristic or the cardinality, or state the transitivity or the chain on a"
        " superproperty of its own",
    ),
    "dl-irregular-chain": Rule(
        "chains may not make properties depend on one another in a circle",
        "let the implied property stand first or last in its chain only, and let no chain below"
        " use it",
    ),
    "dl-top-data-property": Rule(
        "owl:topDataProperty may only be the upper part of rdfs:subPropertyOf",
        "use a property of your own",
    ),
    "dl-anonymous-individual": Rule(
        "OWL 2 DL allows no blank node there",
        "give the individual an IRI",
    ),
    "dl-anonymous-cycle": Rule(
        "links between blank nodes may not form a circle, nor join the same two twice",
        "give one of them an IRI",
    ),
    "dl-anonymous-links": Rule(
        "each group of linked blank nodes needs one with at most one link to a named individual",
        "give one of them an IRI",
    ),
    # OWL 2 RL: Profiles, section 4.2.
    "rl-superclass-thing": Rule(
        "everything is in owl:Thing, so that this says nothing, and OWL 2 RL leaves it out",
        "remove it, or declare an individual by owl:NamedIndividual",
    ),
    "rl-superclass-union": Rule(
        "no rule can conclude that something is in one of several classes",
        "name a common superclass and make each of the classes a subclass of it",
    ),
    "rl-superclass-one-of": Rule(
        "no rule can conclude which of several individuals something is",
        "state the class of each individual, or turn the axiom round",
    ),
    "rl-superclass-some-values": Rule(
        "no rule makes the individual that must exist",
        "use owl:hasValue with a named individual, or ask for it by a SHACL shape (sh:minCount 1)",
    ),
    "rl-superclass-has-self": Rule(
        "OWL 2 RL has no owl:hasSelf",
        "state the links of the individuals to themselves",
    ),
    "rl-superclass-min-cardinality": Rule(
        "no rule makes the individuals that must exist",
        "ask for them by a SHACL shape (sh:minCount)",
    ),
    "rl-superclass-max-cardinality": Rule(
        "OWL 2 RL counts to 1 only",
        "use 0 or 1, or limit it by a SHACL shape (sh:maxCount)",
    ),
    "rl-superclass-exact-cardinality": Rule(
        "no rule makes the individuals that must exist",
        "write owl:maxCardinality 0 or 1, and ask for the rest by a SHACL shape (sh:minCount)",
    ),
    "rl-subclass-thing": Rule(
        "OWL 2 RL has no axiom about everything",
        "name the class that is meant, or use rdfs:domain or rdfs:range",
    ),
    "rl-subclass-complement": Rule(
        "that something is not stated does not make it false, so that no rule can start from it",
        "turn the axiom round: SubClassOf(C ObjectComplementOf(D)) and owl:disjointWith are legal",
    ),
    "rl-subclass-all-values": Rule(
        "values that are not stated may exist, so that no rule can start from all of them",
        "turn the axiom round, or use owl:someValuesFrom",
    ),
    "rl-subclass-has-self": Rule(
        "OWL 2 RL has no owl:hasSelf",
        "name the class of what is linked to itself and state its members",
    ),
    "rl-subclass-min-cardinality": Rule(
        "OWL 2 RL does not count on the left of an axiom",
        "for at least 1 write owl:someValuesFrom, which says the same",
    ),
    "rl-subclass-max-cardinality": Rule(
        "values that are not stated may exist, so that no rule can start from a maximum",
        "turn the axiom round: a maximum of 0 or 1 is legal on the right",
    ),
    "rl-subclass-exact-cardinality": Rule(
        "values that are not stated may exist, so that no rule can start from a number",
        "turn the axiom round and write owl:maxCardinality 0 or 1",
    ),
    "rl-equivalent-thing": Rule(
        "OWL 2 RL has no axiom about everything",
        "use owl:Thing itself, or name the class that is meant",
    ),
    "rl-equivalent-union": Rule(
        "no rule can conclude that something is in one of several classes",
        f"{_SPLIT}: SubClassOf(ObjectUnionOf(D E) C)",
    ),
    "rl-equivalent-complement": Rule(
        "that something is not stated does not make it false",
        f"{_SPLIT}: SubClassOf(C ObjectComplementOf(D))",
    ),
    "rl-equivalent-one-of": Rule(
        "no rule can conclude which of several individuals something is",
        f"{_SPLIT}: SubClassOf(ObjectOneOf(a b) C)",
    ),
    "rl-equivalent-some-values": Rule(
        "no rule makes the individual that must exist",
        f"{_SPLIT}: SubClassOf(ObjectSomeValuesFrom(P D) C)",
    ),
    "rl-equivalent-all-values": Rule(
        "values that are not stated may exist",
        f"{_SPLIT}: SubClassOf(C ObjectAllValuesFrom(P D))",
    ),
    "rl-equivalent-has-self": Rule(
        "OWL 2 RL has no owl:hasSelf",
        "state the members of the class and their links to themselves",
    ),
    "rl-equivalent-min-cardinality": Rule(
        "no rule makes the individuals that must exist",
        f"{_SPLIT}: for at least 1, SubClassOf(ObjectSomeValuesFrom(P D) C)",
    ),
    "rl-equivalent-max-cardinality": Rule(
        "values that are not stated may exist",
        f"{_SPLIT}: SubClassOf(C ObjectMaxCardinality(1 P D))",
    ),
    "rl-equivalent-exact-cardinality": Rule(
        "no rule makes the individuals that must exist, and others may exist unstated",
        f"{_SPLIT}: SubClassOf(C ObjectMaxCardinality(1 P D))",
    ),
    "rl-disjoint-union": Rule(
        "no rule can conclude that something is in one of several classes",
        "make each part a subclass and state owl:AllDisjointClasses",
    ),
    "rl-reflexive-property": Rule(
        "OWL 2 RL has no axiom about everything",
        "state the links of the individuals to themselves, where they matter",
    ),
    "rl-predefined-property": Rule(
        "OWL 2 RL leaves out the properties that link everything or nothing",
        "use a property of your own",
    ),
    "rl-data-range": Rule(
        "the only data ranges of OWL 2 RL are datatypes and their intersections",
        "use the datatype alone and check its values by a SHACL shape (sh:in, sh:minInclusive)",
    ),
    "rl-datatype": Rule(
        "OWL 2 RL leaves out owl:real and owl:rational",
        "use xsd:decimal",
    ),
    "rl-datatype-definition": Rule(
        "OWL 2 RL defines no datatypes",
        "use the datatype of XSD and check its values by a SHACL shape",
    ),
}
