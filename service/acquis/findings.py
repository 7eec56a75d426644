"""The one record that every check returns, the ways to print it, and what it is known by."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")
PLACE = re.compile(r"(.*?):(\d+): (.*)", re.DOTALL)
BLANK_NODE = re.compile(r"_:\w(?:[\w.-]*[\w-])?")


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
        return self.shown(self.severity)

    def shown(self, word: str) -> str:
        """Return the finding as lines of text, with a word for how grave it is."""
        head = f"{self.place}: {word}: {self.message} [{self.rule}]"
        return "\n".join([head, *(f"    {statement}" for statement in self.statements)])

    @property
    def place(self) -> str:
        """Where it stands, as `file:line`."""
        return f"{self.file}:{self.line}" if self.line else self.file


def as_text(findings: Iterable[Finding]) -> str:
    """Return findings as text for people, one block a finding, in order of place."""
    return "\n".join(str(finding) for finding in sorted(findings))


def as_json(findings: Iterable[Finding]) -> str:
    """Return findings as a JSON array of objects with the fields of `Finding`."""
    return json.dumps([asdict(finding) for finding in sorted(findings)], indent=2)


def placed(statement: str) -> tuple[str, int, str]:
    """Return file, line and text of one of a finding's statements; ("", 0, text) without one."""
    match = PLACE.fullmatch(statement)
    return (match[1], int(match[2]), match[3]) if match else ("", 0, statement)


def fingerprint(finding: Finding, name: Callable[[str], str] = str) -> str:
    """Return what a finding is known by when its lines have moved: a hexadecimal SHA-256.

    Rule, file, subject, message and statements count; line numbers, severity and the labels of
    blank nodes do not, for an edit elsewhere in the file changes them. `name` makes the name of
    a file independent of the folder that the check was started in.
    """
    statements = [placed(statement) for statement in finding.statements]
    parts = [
        finding.rule,
        name(finding.file),
        finding.subject,
        finding.message,
        sorted([name(file), text] for file, _, text in statements),
    ]
    text = BLANK_NODE.sub("_:", json.dumps(parts))
    return hashlib.sha256(text.encode()).hexdigest()
