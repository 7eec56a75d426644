"""Proofs: a fact, the rule that gives it, and its premises, down to what was asserted."""

from dataclasses import dataclass

from acquis.reasoning.facts import Fact

ASSERTED = ""


@dataclass(frozen=True)
class Step:
    """One line of a proof.

    `fact` is what it says (None: a contradiction), `rule` the rule of OWL 2 RL that gives it
    ("" where it was asserted), `premises` the numbers of the earlier steps that the rule needs,
    in the order of the rule; cells of a list come last.
    """

    fact: Fact | None
    rule: str
    premises: tuple[int, ...] = ()


@dataclass(frozen=True)
class Proof:
    """Steps, each after its premises; the last is what is proved."""

    steps: tuple[Step, ...]

    @property
    def conclusion(self) -> Fact | None:
        """What is proved; None for a contradiction."""
        return self.steps[-1].fact

    @property
    def leaves(self) -> tuple[Fact, ...]:
        """The asserted facts that it rests on, in the order of the steps."""
        return tuple(step.fact for step in self.steps if step.rule == ASSERTED and step.fact)
