"""Proofs are found for everything, replayed by the checker, and refused where they are changed."""

import subprocess
import sys
import time

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


LONG = " ".join(f":m{number}" for number in range(1500))
IN_LONG_LISTS = {
    "eq-diff2": f"[] a owl:AllDifferent ; owl:members ( {LONG} ) . :m1498 owl:sameAs :m1499 .",
    "cax-adc": f"[] a owl:AllDisjointClasses ; owl:members ( {LONG} ) . :x a :m1498 , :m1499 .",
}


@pytest.mark.parametrize("rule", IN_LONG_LISTS)
def test_a_contradiction_at_the_end_of_a_long_list_is_soon_proved(rule: str) -> None:
    given = facts(IN_LONG_LISTS[rule])
    closure = close(given)
    (clash, *_) = (each for each in closure.clashes if each.rule == rule)
    start = time.process_time()
    found = explainer.prove_clash(closure, clash)
    assert accepted(found, set(given))
    assert time.process_time() - start < 10
    assert len(found.leaves) > 1500


def test_the_checker_needs_nothing_of_the_engine() -> None:
    code = "import sys, acquis.reasoning.checker as _; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    own = {name for name in loaded.split() if name.startswith("acquis.")}
    parts = {"checker", "proof", "rules", "facts", "datatypes", "lexical"}
    assert own == {"acquis.errors", "acquis.reasoning"} | {f"acquis.reasoning.{n}" for n in parts}
    assert "numpy" not in loaded.split()


CELLS = {
    "A": "_:l1 rdf:first :A .",
    "to B": "_:l1 rdf:rest _:l2 .",
    "B": "_:l2 rdf:first :B .",
    "end": "_:l2 rdf:rest rdf:nil .",
    "round": "_:l2 rdf:rest _:l1 .",
}
AXIOMS = {
    "union": ":C owl:unionOf _:l1 .",
    "chain": ":p owl:propertyChainAxiom _:l1 .",
    "both": ":C owl:intersectionOf _:l1 .",
    "different": "_:d a owl:AllDifferent .",
    "of": "_:d owl:members _:l1 .",
    "same": ":A owl:sameAs :B .",
}
SAID = {
    "x A": ":x a :A .",
    "x B": ":x a :B .",
    "x-A-y": ":x :A :y .",
    "y-B-z": ":y :B :z .",
    "A=A": ":A owl:sameAs :A .",
    "lt": ":x :p 1 .",
    "B is": ":B :is :C .",
}
IN_CHAIN = "chain, x-A-y, y-B-z, A, to B, B, end"
STEPS = [
    # rule, premises, conclusion ("" is a contradiction), whether it follows
    ("cls-uni", "union, x B, B, to B", ":x a :C .", True),
    ("cls-uni", "union, x B, to B, B", ":x a :C .", True),
    ("cls-uni", "x B, union, B, to B", ":x a :C .", False),
    ("cls-uni", "union, x B, B", ":x a :C .", False),
    ("cls-uni", "union, x B, to B", ":x a :C .", False),
    ("cls-uni", "union, x B, A", ":x a :C .", False),
    ("cls-uni", "union, x B, B, to B, same", ":x a :C .", False),
    ("cls-uni", "union, x B", ":x a :C .", False),
    ("cls-uni", "union", ":x a :C .", False),
    ("cls-uni", "", ":x a :C .", False),
    ("cls-uni", "union, x B, B, to B", ":y a :C .", False),
    ("prp-spo2", IN_CHAIN, ":x :p :z .", True),
    ("prp-spo2", "chain, y-B-z, x-A-y, A, to B, B, end", ":x :p :z .", False),
    ("prp-spo2", "chain, x-A-y, y-B-z, A, to B, B", ":x :p :z .", False),
    ("prp-spo2", "chain, x-A-y, y-B-z, A, to B, B, round", ":x :p :z .", False),
    ("prp-spo2", "chain, x-A-y, A, to B", ":x :p :y .", False),
    ("prp-spo2", "chain, x-A-y, y-B-z, A, to B, end", ":x :p :z .", False),
    ("prp-spo2", IN_CHAIN, ":z :p :x .", False),
    ("prp-spo2", IN_CHAIN + ", same", ":x :p :z .", False),
    ("cls-int1", "both, x A, x B, A, to B, B, end", ":x a :C .", True),
    ("cls-int1", "both, x A, A", ":x a :C .", False),
    ("cls-int1", "both", ":x a :C .", False),
    ("eq-diff2", "different, of, same, A, B, to B", "", True),
    ("eq-diff2", "different, of, A=A, A", "", False),
    ("eq-diff2", "different, of, same, A, B", "", False),
    ("eq-diff2", "different, of, same, A, B, to B", ":x a :C .", False),
    ("eq-rep-s", "same, B is", ":A :is :C .", False),
    ("eq-sym", "same", ":B owl:sameAs :A .", True),
    ("eq-rep-o", "same, x A", ":x a :B .", True),
    ("eq-rep-o", "x A, same", ":x a :B .", False),
    ("dt-type2", "", "1 a xsd:byte .", True),
    ("dt-type2", "", "300 a xsd:byte .", False),
    ("dt-type2", "", ":x a xsd:byte .", False),
    ("dt-type2", "lt", "1 a xsd:byte .", False),
    ("dt-eq", "", "1 owl:sameAs 01 .", True),
    ("dt-eq", "", "1 owl:sameAs 2 .", False),
    ("dt-eq", "", "'x'^^xsd:byte owl:sameAs 'x'^^xsd:byte .", False),
    ("dt-eq", "", ":x owl:sameAs :x .", False),
    ("dt-diff", "", "1 owl:differentFrom 2 .", True),
    ("dt-diff", "", "1 owl:differentFrom 01 .", False),
    ("dt-diff", "", "'a'^^:t owl:differentFrom 'b'^^:t .", False),
    ("dt-not-type", "lt", "", False),
    ("no-such-rule", "same", ":B owl:sameAs :A .", False),
]


def said(turtle: str) -> Fact:
    """Return a statement, which may speak of a literal, with the blank nodes' own labels."""
    subject, rest = turtle.split(" ", 1)
    terms = (f"[] <urn:p> {subject} .", f"[] {rest}")
    quads = [
        quad for each in terms for quad in ox.parse(PREFIXES + each, format=ox.RdfFormat.TURTLE)
    ]
    return str(quads[0].object), str(quads[1].predicate), str(quads[1].object)


@pytest.mark.parametrize(("rule", "names", "conclusion", "follows"), STEPS)
def test_a_step_must_be_its_rule_applied_to_its_premises(
    rule: str, names: str, conclusion: str, follows: bool
) -> None:
    known = CELLS | AXIOMS | SAID
    premises = [said(known[name]) for name in names.split(", ") if name]
    concluded = said(conclusion) if conclusion else None
    steps = [Step(premise, "") for premise in premises]
    steps.append(Step(concluded, rule, tuple(range(len(premises)))))
    assert accepted(Proof(tuple(steps)), set(premises)) == follows
    backwards = Proof((*steps[:-1], Step(concluded, rule, (len(premises),))))
    assert not accepted(backwards, set(premises))
