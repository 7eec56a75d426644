"""A proof as somebody gives it: nothing of it is believed yet."""

from dataclasses import dataclass

from acquis.reasoning.facts import Fact
from acquis.reasoning.proof import Proof, Step


@dataclass(frozen=True)
class Given:
    """One statement of a proof as a file gives it.

    `kind`, `evidence` and `article` are what it says of the statement as an assertion: "inferred"
    and nothing where it calls it none.
    """

    id: str
    fact: Fact
    kind: str
    rule: str
    premises: tuple[str, ...]
    evidence: tuple[str, ...]
    article: str


@dataclass(frozen=True)
class Written:
    """A proof as a file gives it: statements, the last of them what is proved."""

    statements: tuple[Given, ...]

    def proof(self) -> Proof:
        """Return it as the checker takes it."""
        number = {each.id: at for at, each in enumerate(self.statements)}
        return Proof(
            tuple(
                Step(each.fact, each.rule, tuple(number[premise] for premise in each.premises))
                for each in self.statements
            )
        )
