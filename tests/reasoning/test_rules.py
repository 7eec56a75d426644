"""Each of the 78 rules of OWL 2 RL/RDF by itself, and premises from which nothing may follow."""

from collections.abc import Iterable

import pytest
from tests.reasoning.cases import (
    Case,
    Control,
    table_4_equality,
    table_5_properties,
    table_6_classes,
    table_7_class_axioms,
    table_8_datatypes,
    table_9_schema,
)
from tests.reasoning.cases.controls import CONTROLS
from tests.reasoning.cases.reading import facts, telling

from acquis.reasoning import checker, explainer
from acquis.reasoning.closure import close
from acquis.reasoning.facts import FIRST, REST, Fact

TABLES = {
    table_4_equality: """eq-ref eq-sym eq-trans eq-rep-s eq-rep-p eq-rep-o eq-diff1 eq-diff2
        eq-diff3""",
    table_5_properties: """prp-ap prp-dom prp-rng prp-fp prp-ifp prp-irp prp-symp prp-asyp prp-trp
        prp-spo1 prp-spo2 prp-eqp1 prp-eqp2 prp-pdw prp-adp prp-inv1 prp-inv2 prp-key prp-npa1
        prp-npa2""",
    table_6_classes: """cls-thing cls-nothing1 cls-nothing2 cls-int1 cls-int2 cls-uni cls-com
        cls-svf1 cls-svf2 cls-avf cls-hv1 cls-hv2 cls-maxc1 cls-maxc2 cls-maxqc1 cls-maxqc2
        cls-maxqc3 cls-maxqc4 cls-oo""",
    table_7_class_axioms: "cax-sco cax-eqc1 cax-eqc2 cax-dw cax-adc",
    table_8_datatypes: "dt-type1 dt-type2 dt-eq dt-diff dt-not-type",
    table_9_schema: """scm-cls scm-sco scm-eqc1 scm-eqc2 scm-op scm-dp scm-spo scm-eqp1 scm-eqp2
        scm-dom1 scm-dom2 scm-rng1 scm-rng2 scm-hv scm-svf1 scm-svf2 scm-avf1 scm-avf2 scm-int
        scm-uni""",
}
RULES = [name for names in TABLES.values() for name in names.split()]
CASES = [case for table in TABLES for case in table.CASES]
ENTAILMENTS = [case for case in CASES if not case.clashes]
CONTRADICTIONS = [case for case in CASES if case.clashes]


def named(case: Case | Control) -> str:
    return f"{case.rule}: {case.about}"


def without_each(premises: tuple[Fact, ...]) -> list[tuple[Fact, ...]]:
    """Return the premises with one left out, for each of them."""
    return [premises[:at] + premises[at + 1 :] for at in range(len(premises))]


def without_cells(found: Iterable[Fact]) -> set[Fact]:
    """Leave out the cells of lists: a proof shows those that lead to the members it is about."""
    return {fact for fact in found if fact[1] not in (FIRST, REST)}


def test_all_78_rules_have_a_case() -> None:
    assert len(RULES) == len(set(RULES)) == 78
    for table, names in TABLES.items():
        assert {case.rule for case in table.CASES} == set(names.split())
    assert {control.rule for control in CONTROLS} <= set(RULES)
    assert len({control.premises for control in CONTROLS}) == len(CONTROLS) >= 80


@pytest.mark.parametrize("case", ENTAILMENTS, ids=named)
def test_what_must_follow_follows_and_nothing_else(case: Case) -> None:
    premises = facts(case.premises)
    must = set(facts(case.infers)) | set(facts(case.also))
    assert facts(case.infers)
    for order in premises, premises[::-1]:
        closure = close(order)
        found = set(closure.inferred())
        assert must <= found
        assert telling(found) - must <= set(facts(case.maybe))
        assert closure.consistent


@pytest.mark.parametrize("case", ENTAILMENTS, ids=named)
def test_every_premise_is_needed(case: Case) -> None:
    conclusions = set(facts(case.infers))
    for premises in without_each(facts(case.premises)):
        assert not conclusions & set(close(premises).inferred())


@pytest.mark.parametrize("case", CONTRADICTIONS, ids=named)
def test_a_contradiction_is_reported_by_its_rule(case: Case) -> None:
    premises = facts(case.premises)
    closure = close(premises)
    assert not closure.consistent
    assert {clash.rule for clash in closure.clashes} <= case.clashes
    for clash in closure.clashes:
        assert clash.premises


@pytest.mark.parametrize("case", CONTRADICTIONS, ids=named)
def test_no_contradiction_without_every_premise(case: Case) -> None:
    for premises in without_each(facts(case.premises)):
        closure = close(premises)
        assert closure.consistent, closure.clashes


@pytest.mark.parametrize("case", CASES, ids=named)
def test_the_proof_rests_on_every_premise_and_uses_the_rule(case: Case) -> None:
    premises = set(facts(case.premises))
    closure = close(premises)
    proofs = [explainer.prove(closure, fact) for fact in facts(case.infers)]
    if case.clashes:
        proofs = [explainer.prove_clash(closure, clash) for clash in closure.clashes]
    assert proofs
    for proof in proofs:
        assert proof
        assert checker.faults(proof, premises) == []
        assert set(proof.leaves) <= premises
        assert without_cells(proof.leaves) == without_cells(premises)
        assert case.rule in {step.rule for step in proof.steps}


@pytest.mark.parametrize("control", CONTROLS, ids=named)
def test_nothing_follows_that_should_not(control: Control) -> None:
    closure = close(facts(control.premises))
    assert closure.consistent, closure.clashes
    assert telling(closure.inferred()) == set(facts(control.infers))
