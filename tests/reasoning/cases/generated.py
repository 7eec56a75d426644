"""Graphs of OWL 2 RL drawn by lot: every construct, few names, so that rules meet."""

import random
import re

AXIOMS = """
:C rdfs:subClassOf :D .
:C owl:equivalentClass :D .
:C owl:disjointWith :D .
:C owl:complementOf :D .
:C owl:intersectionOf ( :D :E ) .
:C owl:intersectionOf ( :D :E :F ) .
:C owl:unionOf ( :D :E ) .
:C owl:oneOf ( :x :y ) .
:C a owl:Class .
[] a owl:AllDisjointClasses ; owl:members ( :C :D :E ) .
:p rdfs:domain :C .
:p rdfs:range :C .
:p rdfs:subPropertyOf :q .
:p owl:equivalentProperty :q .
:p owl:inverseOf :q .
:p owl:propertyChainAxiom ( :q :r ) .
:p owl:propertyChainAxiom ( :q :r :s ) .
:p owl:propertyDisjointWith :q .
[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) .
:p a owl:ObjectProperty .
:p a owl:TransitiveProperty .
:p a owl:SymmetricProperty .
:p a owl:AsymmetricProperty .
:p a owl:IrreflexiveProperty .
:p a owl:FunctionalProperty .
:p a owl:InverseFunctionalProperty .
:C owl:someValuesFrom :D ; owl:onProperty :p .
:C owl:someValuesFrom owl:Thing ; owl:onProperty :p .
:C owl:allValuesFrom :D ; owl:onProperty :p .
:C owl:hasValue :x ; owl:onProperty :p .
:C owl:hasValue "v"@en ; owl:onProperty :p .
:C owl:maxCardinality 1 ; owl:onProperty :p .
:C owl:maxCardinality "0"^^xsd:nonNegativeInteger ; owl:onProperty :p .
:C owl:maxQualifiedCardinality 1 ; owl:onProperty :p ; owl:onClass :D .
:C owl:maxQualifiedCardinality 0 ; owl:onProperty :p ; owl:onClass :D .
:C owl:maxQualifiedCardinality 1 ; owl:onProperty :p ; owl:onClass owl:Thing .
[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetIndividual :y .
[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetValue "v"@en .
[] a owl:AllDifferent ; owl:members ( :x :y :z ) .
:x owl:differentFrom :y .
:x owl:sameAs :y .
:C rdfs:subClassOf owl:Nothing .
""".strip().splitlines()
KEY = ":C owl:hasKey ( :p :q ) ."
ASSERTIONS = [":x a :C .", ":x :p :y .", ":x :p :y .", ':x :p "v"@en .', ":x :p 1 ."]
NAMES = {"class": "CDEF", "property": "pqrs", "thing": "xyz"}
KINDS = {letter: kind for kind, letters in NAMES.items() for letter in letters}
POOL = {"class": 7, "property": 6, "thing": 8}


def generated(seed: int) -> str:
    """Return a graph of OWL 2 RL: axioms and assertions with names drawn by lot."""
    lot = random.Random(seed)

    def drawn(match: re.Match[str]) -> str:
        kind = KINDS[match[1]]
        return f":{kind}{lot.randrange(POOL[kind])}"

    def filled(line: str) -> str:
        return re.sub(r":([CDEFpqrsxyz])\b", drawn, line)

    axioms = [filled(line) for line in lot.sample(AXIOMS, 12)]
    if seed % 5 == 0:
        axioms.append(filled(KEY))
    return "\n".join(axioms + [filled(lot.choice(ASSERTIONS)) for _ in range(16)])
