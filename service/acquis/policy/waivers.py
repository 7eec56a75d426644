"""Waivers: findings that a project lets pass, with a reason and until a day."""

from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from acquis.findings import Finding
from acquis.policy.folders import Folders
from acquis.policy.selection import matches


@dataclass(frozen=True)
class Waiver:
    """One waiver of a project.

    `rule` is an id or the beginning of one and a star; `files` a pattern for the file (a star
    stands for any text, slashes too); `subject` what the finding is about, as it is printed;
    None where any will do. It holds up to and with the day `until`. `file` and `line` say where
    it is written (line 0 where that is not known).
    """

    rule: str
    reason: str
    until: date
    files: str | None = None
    subject: str | None = None
    file: str = ""
    line: int = 0

    def holds(self, today: date) -> bool:
        """Say whether its end date has not passed."""
        return today <= self.until

    def covers(self, finding: Finding, folders: Folders) -> bool:
        """Say whether a finding is what it is about."""
        if not matches(self.rule, finding.rule):
            return False
        if self.subject is not None and self.subject != finding.subject:
            return False
        return self.files is None or any(
            fnmatchcase(name, self.files)
            for name in (finding.file, folders.shown(finding.file), folders.stable(finding.file))
        )

    def __str__(self) -> str:
        parts = (self.rule, self.files, self.subject)
        return " ".join(part for part in parts if part)

    def expired(self, used: bool) -> Finding:
        """Return the finding that its end date has passed."""
        what = "renew it or mend what it covers" if used else "it covers nothing; remove it"
        return self._finding("waiver-expired", f"the waiver ended on {self.until}: {what}")

    def unused(self) -> Finding:
        """Return the finding that it covers nothing."""
        return self._finding("waiver-unused", "the waiver covers no finding; remove it")

    def _finding(self, rule: str, message: str) -> Finding:
        text = f"{message} ({self})"
        return Finding(self.file, self.line, rule, text, str(self), "warning")
