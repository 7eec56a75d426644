"""The W3C tests of the RL profile: consistency, inconsistency and entailment.

They are the 94 tests that state `test:profile` RL, whatever their status: 79 consistent, 14
inconsistent, 32 entailments and 7 non-entailments; one, an import, states nothing of these.
"""

import pytest
from tests.conformance.owl2 import OwlTest, load

from acquis.reasoning.closure import close
from acquis.reasoning.entailment import Semantics, entails

COUNTS = {
    "ConsistencyTest": 79,
    "InconsistencyTest": 14,
    "PositiveEntailmentTest": 32,
    "NegativeEntailmentTest": 7,
}


def rl_tests(type_: str) -> list[OwlTest]:
    return [test for test in load() if "RL" in test.profiles and type_ in test.types]


def semantics(test: OwlTest) -> Semantics:
    return "RDF-BASED" if "RDF-BASED" in test.semantics else "DIRECT"


@pytest.mark.parametrize("type_", COUNTS)
def test_counts(type_: str) -> None:
    assert len(rl_tests(type_)) == COUNTS[type_]


def test_consistent() -> None:
    wrong = [
        t.name for t in rl_tests("ConsistencyTest") if not close(t.facts("premise")).consistent
    ]
    assert wrong == []


def test_inconsistent() -> None:
    wrong = [t.name for t in rl_tests("InconsistencyTest") if close(t.facts("premise")).consistent]
    assert wrong == []


def test_positive_entailments() -> None:
    missed = [
        test.name
        for test in rl_tests("PositiveEntailmentTest")
        if not entails(test.facts("premise"), test.facts("conclusion"), semantics=semantics(test))
    ]
    assert missed == []


def test_negative_entailments() -> None:
    wrong = [
        test.name
        for test in rl_tests("NegativeEntailmentTest")
        if entails(test.facts("premise"), test.facts("nonconclusion"), semantics=semantics(test))
    ]
    assert wrong == []


def test_no_test_outside_the_profile_is_answered_wrongly() -> None:
    wrong = [
        test.name
        for test in load()
        if "NegativeEntailmentTest" in test.types
        and entails(test.facts("premise"), test.facts("nonconclusion"), semantics=semantics(test))
    ]
    assert wrong == []
