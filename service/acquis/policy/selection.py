"""Rules named by their id, or by the beginning of it and a star: `cax-dw`, `prp-*`."""

from collections.abc import Iterable
from dataclasses import dataclass

from acquis.errors import AcquisError
from acquis.policy.rules import SYNTAX


def matches(pattern: str, rule: str) -> bool:
    """Say whether a rule is the one that `pattern` names, or one of those."""
    return rule.startswith(pattern[:-1]) if pattern.endswith("*") else rule == pattern


@dataclass(frozen=True)
class Selection:
    """Which rules count: those that `select` names (without it, all), less those of `ignore`.

    A file that cannot be read always counts, because nothing else is checked then.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()

    def __contains__(self, rule: object) -> bool:
        name = str(rule)
        chosen = self.select is None or any(matches(p, name) for p in self.select)
        ignored = any(matches(p, name) for p in self.ignore)
        return name == SYNTAX or (chosen and not ignored)


def names_any(pattern: str, rules: Iterable[str]) -> bool:
    """Say whether `pattern` names at least one of `rules`."""
    return any(matches(pattern, rule) for rule in rules)


def refuse_syntax(patterns: Iterable[str], where: str) -> None:
    """Raise AcquisError where the rule that every other rests on is to be let pass."""
    if SYNTAX in patterns:
        raise AcquisError(
            f"{where}: {SYNTAX} cannot be let pass, because nothing else is checked while a file "
            "cannot be read; mend the file, or leave it out of the paths"
        )
