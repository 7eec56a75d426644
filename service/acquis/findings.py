"""The one record that every check returns, and the ways to print it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, order=True)
class Finding:
    """One fault found in the sources.

    `rule` is a stable id, `subject` the IRI or prefixed name it is about, `file` and `line`
    (1-based; 0 where none is known) where it stands, `statements` the lines of Turtle that
    make it so, each with its place.
    """

    file: str
    line: int
    rule: str
    message: str
    subject: str = ""
    severity: Severity = "error"
    statements: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        head = f"{place}: {self.severity}: {self.message} [{self.rule}]"
        return "\n".join([head, *(f"    {statement}" for statement in self.statements)])


def as_text(findings: Iterable[Finding]) -> str:
    """Return findings as text for people, one block a finding, in order of place."""
    return "\n".join(str(finding) for finding in sorted(findings))


def as_json(findings: Iterable[Finding]) -> str:
    """Return findings as a JSON array of objects with the fields of `Finding`."""
    return json.dumps([asdict(finding) for finding in sorted(findings)], indent=2)
