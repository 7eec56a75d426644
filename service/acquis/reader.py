"""Files read once, and read again only where they have changed."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from acquis import graph
from acquis.errors import AcquisError
from acquis.findings import Finding
from acquis.graph import Source

SETTLED = 1_000_000_000
Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class _Reading:
    """What a file held: a source, or the finding that says why it is none.

    `stamp` tells the file's state by time, size and place on disk; None where it was written so
    shortly before it was read that a later change might not show in them.
    """

    outcome: Source | Finding
    stamp: Stamp | None


class Reader:
    """The files of one check. A file whose bytes are the same gives the same `Source` again."""

    def __init__(self, root: Path) -> None:
        """Read files that are shown with their path below `root` where they lie there."""
        self.root = root
        self._readings: dict[Path, _Reading] = {}

    def read(self, paths: Iterable[Path]) -> tuple[list[Source], list[Finding]]:
        """Return the sources of files, and a finding for each that is malformed.

        Raises AcquisError where a file cannot be opened.
        """
        outcomes = [self._outcome(path) for path in paths]
        sources = [outcome for outcome in outcomes if isinstance(outcome, Source)]
        return sources, [outcome for outcome in outcomes if isinstance(outcome, Finding)]

    def _outcome(self, path: Path) -> Source | Finding:
        known = self._readings.get(path)
        began = time.time_ns()
        stamp = _stamp(path)
        if known and known.stamp == stamp:
            return known.outcome
        outcome = self._read(path)
        if known and isinstance(outcome, Source) and outcome == known.outcome:
            outcome = known.outcome
        settled = began - stamp[0] > SETTLED
        self._readings[path] = _Reading(outcome, stamp if settled else None)
        return outcome

    def _read(self, path: Path) -> Source | Finding:
        sources, findings = graph.load([path], self.root)
        return sources[0] if sources else findings[0]


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError as fault:
        raise AcquisError(f"{path}: cannot be read: {fault.strerror}") from fault
    return found.st_mtime_ns, found.st_size, found.st_ino
