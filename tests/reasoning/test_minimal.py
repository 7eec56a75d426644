"""No leaf of a proof can be left out, whatever the rules that lead to it."""

import random
import time

import pytest
from bench.reasoning.explain import is_minimal
from hypothesis import given, settings
from hypothesis import strategies as st

from acquis.knowledge import KnowledgeBase
from acquis.reasoning import checker, explainer
from acquis.reasoning.closure import Closure, close
from acquis.reasoning.facts import FIRST, NIL, REST, SAME, TYPE, Fact, holds_of_every_graph, iri

CONVERGENT = "<https://w3id.org/quantum-acquis/ns#ConvergentValue>"


def name(text: str) -> str:
    return f"<http://e/{text}>"


CLASSES = st.sampled_from([name(f"C{n}") for n in range(4)])
PROPERTIES = st.sampled_from([name(f"p{n}") for n in range(3)])
THINGS = st.sampled_from([name(f"x{n}") for n in range(4)])
VALUES = THINGS | st.sampled_from(
    ['"1"', f'"1"^^{iri("xsd:integer")}', f'"01"^^{iri("xsd:integer")}', '"1"@en']
)
KINDS = [
    *("FunctionalProperty", "InverseFunctionalProperty", "SymmetricProperty"),
    *("TransitiveProperty", "ObjectProperty"),
]


def statement(subject: st.SearchStrategy[str], predicate: str, value: st.SearchStrategy[str]):
    return st.tuples(subject, st.just(predicate), value).map(lambda fact: [fact])


@st.composite
def axiom_with_a_list(draw: st.DrawFn) -> list[Fact]:
    """An axiom that points to a list: all of it counts, or any one of its members."""
    head, predicate = draw(
        st.tuples(
            CLASSES,
            st.sampled_from([iri(f"owl:{n}") for n in ("intersectionOf", "unionOf", "hasKey")]),
        )
        | st.tuples(PROPERTIES, st.just(iri("owl:propertyChainAxiom")))
        | st.tuples(CLASSES, st.just(iri("owl:oneOf")))
    )
    of = {"oneOf": THINGS, "hasKey": PROPERTIES, "propertyChainAxiom": PROPERTIES}
    member = next((kind for end, kind in of.items() if predicate.endswith(end + ">")), CLASSES)
    members = draw(st.lists(member, min_size=1, max_size=3))
    mark = draw(st.integers(0, 99))
    nodes = [*(f"_:n{mark}x{at}" for at in range(len(members))), NIL]
    cells = [(nodes[at], FIRST, each) for at, each in enumerate(members)]
    cells += [(nodes[at], REST, nodes[at + 1]) for at in range(len(members))]
    return [(head, predicate, nodes[0]), *cells]


@st.composite
def restriction(draw: st.DrawFn) -> list[Fact]:
    """A restriction on a property, by one of the ways that OWL 2 RL knows."""
    node = draw(CLASSES)
    on = (node, iri("owl:onProperty"), draw(PROPERTIES))
    one = f'"1"^^{iri("xsd:nonNegativeInteger")}'
    kind, value = draw(
        st.tuples(st.just("hasValue"), VALUES)
        | st.tuples(st.sampled_from(["someValuesFrom", "allValuesFrom"]), CLASSES)
        | st.just(("maxCardinality", one))
    )
    return [(node, iri(f"owl:{kind}"), value), on]


STATEMENTS = st.one_of(
    statement(THINGS, TYPE, CLASSES),
    st.tuples(THINGS, PROPERTIES, VALUES).map(lambda fact: [fact]),
    statement(CLASSES, iri("rdfs:subClassOf"), CLASSES),
    statement(CLASSES, iri("owl:equivalentClass"), CLASSES),
    statement(PROPERTIES, iri("rdfs:subPropertyOf"), PROPERTIES),
    statement(PROPERTIES, iri("owl:inverseOf"), PROPERTIES),
    statement(PROPERTIES, iri("rdfs:domain"), CLASSES),
    statement(PROPERTIES, iri("rdfs:range"), CLASSES),
    statement(PROPERTIES, TYPE, st.sampled_from([iri(f"owl:{kind}") for kind in KINDS])),
    statement(CLASSES, TYPE, st.just(iri("owl:Class"))),
    statement(THINGS, SAME, THINGS),
    statement(CLASSES, iri("owl:disjointWith"), CLASSES),
    statement(THINGS, iri("owl:differentFrom"), THINGS),
    axiom_with_a_list(),
    restriction(),
)


@settings(max_examples=250, deadline=None)
@given(st.lists(STATEMENTS, min_size=3, max_size=14), st.randoms(use_true_random=False))
def test_no_leaf_can_be_left_out(groups: list[list[Fact]], choice: random.Random) -> None:
    asserted = {fact for group in groups for fact in group}
    closure = close(sorted(asserted))
    inferred = list(closure.inferred())
    for fact in choice.sample(inferred, min(8, len(inferred))):
        proof = explainer.prove(closure, fact)
        assert proof
        assert proof.conclusion == fact
        assert not checker.faults(proof, asserted)
        assert is_minimal(proof, closure), fact
    for clash in closure.clashes[:2]:
        proof = explainer.prove_clash(closure, clash)
        assert proof.conclusion is None
        assert not checker.faults(proof, asserted)
        for leaf in proof.leaves:
            if leaf[1] not in (FIRST, REST):
                assert close(set(proof.leaves) - {leaf}).consistent, leaf


@pytest.fixture(scope="module")
def closure(base: KnowledgeBase) -> Closure:
    return base.closure()


def test_of_a_thousand_triples_of_the_knowledge_base_each_has_a_least_proof(
    closure: Closure,
) -> None:
    inferred = [fact for fact in closure.inferred() if not holds_of_every_graph(fact)]
    wanted = random.Random(2026).sample(inferred, 1000)
    asserted = set(closure.asserted())
    proofs, times = [], []
    for fact in wanted:
        start = time.perf_counter()
        proof = explainer.prove(closure, fact)
        times.append(time.perf_counter() - start)
        assert proof
        assert proof.conclusion == fact
        assert not checker.faults(proof, asserted)
        proofs.append(proof)
    assert sorted(times)[500] < 0.001
    assert sorted(times)[950] < 0.050
    assert sum(is_minimal(proof, closure) for proof in proofs[:150]) >= 143, "95 in 100"


def test_a_convergent_value_is_explained_at_once(closure: Closure) -> None:
    values = [fact for fact in closure.inferred() if fact[1:] == (TYPE, CONVERGENT)]
    assert len(values) > 10
    times = []
    for value in values:
        start = time.perf_counter()
        proof = explainer.prove(closure, value)
        times.append(time.perf_counter() - start)
        assert proof
        assert is_minimal(proof, closure)
    assert sorted(times)[len(times) // 2] < 0.050
