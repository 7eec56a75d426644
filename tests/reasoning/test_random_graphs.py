"""Random graphs, closed by the reasoner and by a plain evaluator of the same table: no difference.

The graphs are small and dense, so that rules meet: a few classes, properties, individuals and
literals, expressions and lists over them, and equalities between all.
"""

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reasoning import naive

from acquis.reasoning import datatypes
from acquis.reasoning.closure import close
from acquis.reasoning.facts import FIRST, NIL, REST, SAME, TYPE, Fact, iri, is_iri, is_literal

EXPRESSIONS = ("_:x0", "_:x1", "_:x2")
INDIVIDUALS = tuple(f"<http://x/{name}>" for name in ("a", "b", "c", "d"))
LITERALS = (
    '"1"^^' + iri("xsd:integer"),
    '"1.0"^^' + iri("xsd:decimal"),
    '"2"^^' + iri("xsd:integer"),
    '"1"',
    '"x"@en',
    '"x"@EN',
    '"y"^^' + iri("xsd:integer"),
)
CLASSES = (*(f"<http://x/{name}>" for name in "CDE"), iri("owl:Thing"))
KINDS: dict[str, tuple[str, ...]] = {
    "C": (*CLASSES * 2, *EXPRESSIONS * 2, iri("owl:Nothing")),
    "N": EXPRESSIONS,
    "P": tuple(f"<http://x/{name}>" for name in "pqr"),
    "I": INDIVIDUALS,
    "V": (*INDIVIDUALS * 3, *LITERALS),
    "L": LITERALS,
    "D": (iri("xsd:integer"), iri("xsd:decimal"), iri("xsd:string"), iri("rdfs:Literal")),
    "M": tuple(f'"{n}"^^{iri(d)}' for n in (0, 1) for d in ("xsd:nonNegativeInteger", "xsd:int")),
    "A": ("_:all0", "_:all1"),
}
DATA = """
I rdf:type C
I rdf:type N
I P V
I P I
"""
AXIOMS = """
I owl:sameAs I
I owl:differentFrom I
P owl:sameAs P
C owl:sameAs C
P rdfs:domain C
P rdfs:range C
P rdfs:range D
P rdf:type owl:FunctionalProperty
P rdf:type owl:InverseFunctionalProperty
P rdf:type owl:IrreflexiveProperty
P rdf:type owl:SymmetricProperty
P rdf:type owl:AsymmetricProperty
P rdf:type owl:TransitiveProperty
P rdf:type owl:ObjectProperty
P rdf:type owl:DatatypeProperty
P rdfs:subPropertyOf P
P owl:equivalentProperty P
P owl:propertyDisjointWith P
P owl:inverseOf P
P owl:propertyChainAxiom (P)
C owl:hasKey (P)
A owl:sourceIndividual I ; A owl:assertionProperty P ; A owl:targetIndividual I
A owl:sourceIndividual I ; A owl:assertionProperty P ; A owl:targetValue L
A rdf:type owl:AllDifferent ; A owl:members (I)
A rdf:type owl:AllDifferent ; A owl:distinctMembers (I)
A rdf:type owl:AllDisjointProperties ; A owl:members (P)
A rdf:type owl:AllDisjointClasses ; A owl:members (C)
C rdf:type owl:Class
C rdfs:subClassOf C
C owl:equivalentClass C
C owl:disjointWith C
C owl:complementOf C
D rdfs:subClassOf C
C owl:intersectionOf (C)
C owl:unionOf (C)
C owl:oneOf (V)
N owl:onProperty P ; N owl:someValuesFrom C
N owl:onProperty P ; N owl:someValuesFrom D
N owl:onProperty P ; N owl:allValuesFrom C
N owl:onProperty P ; N owl:allValuesFrom D
N owl:onProperty P ; N owl:hasValue V
N owl:onProperty P ; N owl:maxCardinality M
N owl:onProperty P ; N owl:maxQualifiedCardinality M ; N owl:onClass C
"""
Statement = tuple[tuple[str, ...], ...]


def statements(text: str) -> list[Statement]:
    return [
        tuple(tuple(part.split()) for part in line.split(" ; "))
        for line in text.strip().split("\n")
    ]


@st.composite
def graphs(draw: Callable[[st.SearchStrategy[object]], object]) -> frozenset[Fact]:
    """Return the facts of some axioms and some data; lists have a cell for each member."""
    found: set[Fact] = set()
    axioms = draw(st.lists(st.sampled_from(statements(AXIOMS)), min_size=1, max_size=8))
    data = draw(st.lists(st.sampled_from(statements(DATA)), min_size=1, max_size=8))

    def one(kind: str) -> str:
        return draw(st.sampled_from(KINDS[kind])) if kind in KINDS else iri(kind)  # type: ignore[return-value]

    def several(kind: str) -> str:
        members = draw(st.lists(st.sampled_from(KINDS[kind]), min_size=1, max_size=3))
        node = NIL
        for member in reversed(members):  # type: ignore[call-overload]
            cell = f"_:cell{len(found)}"
            found.update({(cell, FIRST, member), (cell, REST, node)})
            node = cell
        return node

    for statement in (*axioms, *data):  # type: ignore[misc]
        subject = one(statement[0][0])
        for _, predicate, value in statement:
            term = several(value[1:-1]) if value.startswith("(") else one(value)
            found.add((subject, one(predicate), term))
    return frozenset(found)


def triples(facts: set[Fact], asserted: frozenset[Fact]) -> set[Fact]:
    """Return what the reasoner would tell of some facts.

    That is without x same as x, without what is no triple, without the numbers that rules alone
    name, and without the datatypes of literals, which are told where an axiom asks for them.
    """
    unasked = set(naive.CONSTANTS) - {value for _, _, value in asserted}
    return {
        (s, p, o)
        for s, p, o in facts
        if not (p == SAME and s == o)
        and not (p == TYPE and o in datatypes.SUPPORTED)
        and not is_literal(s)
        and is_iri(p)
        and o not in unasked
    }


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(graphs())
def test_the_same_follows_as_by_plain_evaluation(asserted: frozenset[Fact]) -> None:
    closure = close(asserted)
    facts, faults = naive.closed(asserted)
    assert triples(asserted | set(closure.inferred()), asserted) == triples(facts, asserted)
    assert {clash.rule for clash in closure.clashes} == faults
