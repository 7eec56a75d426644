"""Proofs are found for everything, replayed by the checker, and refused where they are changed."""

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acquis.knowledge import KnowledgeBase
from acquis.reasoning import checker, explainer, rules
from acquis.reasoning.closure import Closure, close
from acquis.reasoning.facts import Fact
from acquis.reasoning.proof import Proof, Step

PREFIXES = """
@prefix : <http://e/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def facts(turtle: str) -> list[Fact]:
    quads = ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)
    return [(str(q.subject), str(q.predicate), str(q.object)) for q in quads]


def fact(turtle: str) -> Fact:
    (only,) = facts(turtle)
    return only


def accepted(found: Proof, given: set[Fact]) -> bool:
    return not checker.faults(found, given)


@pytest.fixture(scope="module")
def given_facts(base: KnowledgeBase) -> set[Fact]:
    quads = ox.parse(path=str(base.asserted_path), format=ox.RdfFormat.N_QUADS)
    return {(str(q.subject), str(q.predicate), str(q.object)) for q in quads}


@pytest.fixture(scope="module")
def closure(given_facts: set[Fact]) -> Closure:
    return close(sorted(given_facts))


def test_every_inferred_triple_of_the_knowledge_base_has_a_proof_that_holds(
    closure: Closure, given_facts: set[Fact]
) -> None:
    count = 0
    for inferred in closure.inferred():
        found = explainer.prove(closure, inferred)
        assert found is not None
        assert found.conclusion == inferred
        assert accepted(found, given_facts), inferred
        assert inferred not in found.leaves
        count += 1
    assert count > 3000


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_changed_proof_is_refused(
    data: st.DataObject, closure: Closure, given_facts: set[Fact]
) -> None:
    row = data.draw(st.sampled_from(closure.inferred_rows().tolist()))
    sound = explainer.recorded(closure, row)
    steps = list(sound.steps)
    at = data.draw(st.sampled_from([n for n, step in enumerate(steps) if step.rule]))
    step = steps[at]
    kind = data.draw(st.sampled_from(["rule", "conclusion", "premise", "fewer", "order"]))
    if kind == "rule":
        names = sorted({rule.name for rule in rules.table()} - {step.rule})
        steps[at] = Step(step.fact, data.draw(st.sampled_from(names)), step.premises)
    elif kind == "conclusion":
        assert step.fact
        place = data.draw(st.integers(0, 2))
        changed = list(step.fact)
        changed[place] = "<http://e/another>"
        steps[at] = Step((changed[0], changed[1], changed[2]), step.rule, step.premises)
    elif kind == "premise" and step.premises:
        place = data.draw(st.integers(0, len(step.premises) - 1))
        steps.insert(0, Step(("<http://e/a>", "<http://e/b>", "<http://e/c>"), ""))
        steps = [Step(s.fact, s.rule, tuple(p + 1 for p in s.premises)) for s in steps]
        premises = list(steps[at + 1].premises)
        premises[place] = 0
        steps[at + 1] = Step(step.fact, step.rule, tuple(premises))
        given_facts = {*given_facts, ("<http://e/a>", "<http://e/b>", "<http://e/c>")}
    elif kind == "fewer" and step.premises:
        place = data.draw(st.integers(0, len(step.premises) - 1))
        fewer = step.premises[:place] + step.premises[place + 1 :]
        steps[at] = Step(step.fact, step.rule, fewer)
    elif kind == "order" and step.premises:
        steps[at] = Step(step.fact, step.rule, (*step.premises[:-1], len(steps) - 1))
    else:
        return
    assert checker.faults(Proof(tuple(steps)), given_facts), (kind, sound.steps[at], steps)


def test_a_proof_from_something_never_said_is_refused() -> None:
    given = facts(":a a :A . :A rdfs:subClassOf :B .")
    found = explainer.prove(close(given), fact(":a a :B ."))
    assert found
    assert accepted(found, set(given))
    for leaf in given:
        assert not accepted(found, set(given) - {leaf})


def test_equality_is_shown() -> None:
    given = facts(":a :p 1 . :b :p 01 . :p a owl:InverseFunctionalProperty . :a :q :c .")
    found = explainer.prove(close(given), fact(":b :q :c ."))
    assert found
    assert {"prp-ifp", "eq-rep-o", "dt-eq"} <= {step.rule for step in found.steps}
    assert accepted(found, set(given))


def test_a_term_is_the_same_as_itself() -> None:
    given = facts(":a :p :b .")
    found = explainer.prove(close(given), fact(":b owl:sameAs :b ."))
    assert found
    assert found.steps[-1].rule == "eq-ref"
    assert accepted(found, set(given))


def test_there_is_no_proof_of_what_does_not_follow() -> None:
    assert explainer.prove(close(facts(":a a :A .")), fact(":a a :B .")) is None


def test_a_premise_that_the_others_make_superfluous_is_left_out() -> None:
    given = facts(
        ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :A owl:equivalentClass :C . :x a :A ."
    )
    closure = close(given)
    for inferred in closure.inferred():
        found = explainer.prove(closure, inferred)
        assert found
        for leaf in found.leaves:
            rest = [other for other in found.leaves if other != leaf]
            assert close(rest).row(inferred) is None, (inferred, leaf)


CLASHES = {
    "eq-diff2": "[] a owl:AllDifferent ; owl:members ( :b :a :a ) . :a :p :b .",
    "cax-dw": ":A owl:disjointWith :B . :C rdfs:subClassOf :A . :x a :C , :B .",
    "cax-adc": "[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) . :x a :B , :C .",
    "prp-irp": ":p a owl:IrreflexiveProperty . :a :p :a .",
    "prp-asyp": ":p a owl:AsymmetricProperty . :a :p :b . :b :p :a .",
    "eq-diff1": ":p a owl:FunctionalProperty . :a :p :b , :c . :b owl:differentFrom :c .",
    "dt-not-type": ":p rdfs:range xsd:integer . :a :p 'x' .",
}


@pytest.mark.parametrize("rule", CLASHES)
def test_a_contradiction_is_proved_from_no_more_than_it_needs(rule: str) -> None:
    noise = facts(":x :likes :y . :y a :D . :D rdfs:subClassOf :E . :x a :E .")
    given = [*facts(CLASHES[rule]), *noise]
    closure = close(given)
    assert {clash.rule for clash in closure.clashes} == {rule}
    for clash in closure.clashes:
        found = explainer.prove_clash(closure, clash)
        assert found.conclusion is None
        assert accepted(found, set(given))
        assert not set(found.leaves) & set(noise)
        for leaf in found.leaves:
            assert close([other for other in found.leaves if other != leaf]).consistent
