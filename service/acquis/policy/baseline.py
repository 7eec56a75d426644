"""The baseline: findings that were there when the gate was set up, and do not fail it."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from acquis import atomic
from acquis.errors import AcquisError
from acquis.findings import Finding, fingerprint
from acquis.policy.rules import SYNTAX

VERSION = 1
Name = Callable[[str], str]


@dataclass(frozen=True)
class Entry:
    """Findings of one fingerprint: how many there are, and what they say."""

    fingerprint: str
    count: int
    rule: str
    file: str
    message: str

    def __str__(self) -> str:
        times = f" ({self.count} times)" if self.count > 1 else ""
        return f"{self.file}: {self.message} [{self.rule}]{times}"


@dataclass(frozen=True)
class Baseline:
    """The known findings. `file` is where they are written, empty for none."""

    entries: tuple[Entry, ...] = ()
    file: str = ""


@dataclass
class Matching:
    """A baseline held against the findings of one run; `name` gives files their stable name."""

    baseline: Baseline
    name: Name
    left: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        self.left = Counter({entry.fingerprint: entry.count for entry in self.baseline.entries})

    def takes(self, finding: Finding) -> bool:
        """Say whether a finding is a known one; each entry takes as many as it counts."""
        if not self.left:
            return False
        mark = fingerprint(finding, self.name)
        known = self.left[mark] > 0
        self.left[mark] -= known
        return known

    def stale(self, selected: Callable[[str], bool]) -> list[Entry]:
        """Return the entries of selected rules that are not found any more, or not so often."""
        return [
            Entry(e.fingerprint, self.left[e.fingerprint], e.rule, e.file, e.message)
            for e in self.baseline.entries
            if self.left[e.fingerprint] and selected(e.rule)
        ]


def of(findings: Iterable[Finding], name: Name) -> Baseline:
    """Return the baseline that knows some findings.

    Raises AcquisError where a file cannot be read: nothing else was checked then.
    """
    count: Counter[str] = Counter()
    first: dict[str, Finding] = {}
    for finding in sorted(findings):
        if finding.rule == SYNTAX:
            raise AcquisError(
                f"no baseline while a file cannot be read, for nothing else was checked: {finding}"
            )
        mark = fingerprint(finding, name)
        count[mark] += 1
        first.setdefault(mark, finding)
    entries = [
        Entry(mark, count[mark], found.rule, name(found.file), found.message)
        for mark, found in first.items()
    ]
    entries.sort(key=lambda entry: (entry.file, entry.rule, entry.message, entry.fingerprint))
    return Baseline(tuple(entries))


def write(path: Path, baseline: Baseline) -> None:
    """Write a baseline as JSON, one entry a finding, so that a diff shows what came and went."""
    content = {"version": VERSION, "findings": [vars(entry) for entry in baseline.entries]}
    atomic.write(path, json.dumps(content, indent=2) + "\n")


def read(path: Path, shown: str) -> Baseline:
    """Read a baseline; `shown` is how its path is told.

    Raises AcquisError where there is none, or it is no baseline.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise AcquisError(
            f"{path}: no such baseline; write it with `acquis check --write-baseline {shown}`"
        ) from None
    except (OSError, ValueError, RecursionError) as fault:
        raise AcquisError(f"{path}: no baseline: {fault}") from fault
    if not isinstance(content, dict) or content.get("version") != VERSION:
        raise AcquisError(f"{path}: no baseline of version {VERSION}; write it anew")
    items = content.get("findings")
    if not isinstance(items, list):
        raise AcquisError(f"{path}: findings is no list; write it anew")
    return Baseline(tuple(_entry(item, path) for item in items), shown)


def _entry(item: Any, path: Path) -> Entry:
    kinds = {"fingerprint": str, "count": int, "rule": str, "file": str, "message": str}
    if not isinstance(item, dict) or item.keys() != kinds.keys():
        raise AcquisError(f"{path}: an entry has not the fields {', '.join(kinds)}")
    for name, kind in kinds.items():
        if type(item[name]) is not kind or (kind is int and item[name] < 1):
            raise AcquisError(f"{path}: {name} of an entry is {item[name]!r}; write it anew")
    return Entry(**item)
