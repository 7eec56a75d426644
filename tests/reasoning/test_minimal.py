"""No leaf of a proof can be left out, whatever the rules that lead to it."""

import random
import time

import pytest
from bench.reasoning.explain import is_minimal
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.axioms import GRAPHS

from acquis.knowledge import KnowledgeBase
from acquis.reasoning import checker, explainer
from acquis.reasoning.closure import Closure, close
from acquis.reasoning.facts import (
    DIFFERENT,
    FIRST,
    REST,
    SAME,
    TYPE,
    Fact,
    holds_of_every_graph,
    iri,
)

ALL_DIFFERENT = iri("owl:AllDifferent")
CONVERGENT = "<https://w3id.org/quantum-acquis/ns#ConvergentValue>"


@settings(max_examples=250, deadline=None)
@given(GRAPHS, st.randoms(use_true_random=False))
def test_no_leaf_can_be_left_out(graph: list[Fact], choice: random.Random) -> None:
    asserted = set(graph)
    closure = close(graph)
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


@pytest.mark.parametrize(
    "values",
    [
        [("x", DIFFERENT, "x"), ("x", TYPE, "A")],
        [("d", TYPE, ALL_DIFFERENT), ("x", TYPE, "A"), ("x", SAME, "y"), ("x", DIFFERENT, "y")],
    ],
)
def test_that_a_thing_is_itself_needs_no_further_leaf(values: list[Fact]) -> None:
    facts = [tuple(t if t[0] == "<" else f"<http://e/{t}>" for t in fact) for fact in values]
    closure = close(facts)
    assert closure.clashes
    for clash in closure.clashes:
        proof = explainer.prove_clash(closure, clash)
        assert not checker.faults(proof, set(facts))
        assert {leaf[1] for leaf in proof.leaves} <= {DIFFERENT, SAME}


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
