"""Facts that are asserted later: the closure is that of all of them at once."""

import random

import pytest
from tests.reasoning.cases import Case, Control
from tests.reasoning.cases.controls import CONTROLS
from tests.reasoning.cases.generated import generated
from tests.reasoning.cases.reading import facts
from tests.reasoning.test_rules import CASES, named

from acquis.reasoning.closure import Closure, close
from acquis.reasoning.facts import Fact


def outcome(closure: Closure) -> tuple[set[Fact], set[str]]:
    return set(closure.inferred()), {clash.rule for clash in closure.clashes}


def in_parts(parts: list[list[Fact]]) -> Closure:
    closure = Closure()
    for part in parts:
        closure.assert_facts(part)
    return closure


@pytest.mark.parametrize("case", [*CASES, *CONTROLS][::3], ids=named)
def test_premises_may_come_one_by_one(case: Case | Control) -> None:
    premises = facts(case.premises)
    assert outcome(in_parts([[fact] for fact in premises])) == outcome(close(premises))


@pytest.mark.parametrize("seed", range(20))
def test_generated_graphs_may_come_in_parts(seed: int) -> None:
    premises = list(facts(generated(seed)))
    random.Random(seed).shuffle(premises)
    third = len(premises) // 3
    parts = [premises[:third], premises[third : 2 * third], premises[2 * third :]]
    assert outcome(in_parts(parts)) == outcome(close(premises))
