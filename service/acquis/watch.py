"""The check again and again: after each change of a file, the verdict on the whole."""

import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from acquis import files
from acquis.errors import AcquisError
from acquis.findings import Finding
from acquis.profile import Profile
from acquis.reasoning.closure import Closure
from acquis.reasoning.facts import Fact
from acquis.stages import Checkup

PAUSE = 0.05
Stamps = dict[Path, tuple[int, int]]


class Reasoner:
    """Keeps one closure up to date with the facts of some files."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        """Begin anew: a closure that was broken off lacks some of what follows."""
        self._closure = Closure()
        self._files: dict[str, Collection[Fact]] = {}
        self._times: Counter[Fact] = Counter()

    def __call__(self, graphs: Mapping[str, Collection[Fact]]) -> Closure:
        """Return the closure of the facts of each file; a collection given before is as it was.

        Raises AcquisError where it is larger than a closure may be.
        """
        change: Counter[Fact] = Counter()
        for name in self._files.keys() | graphs.keys():
            old, new = self._files.get(name, ()), graphs.get(name, ())
            if old is not new:
                change.update(set(new))
                change.subtract(set(old))
        self._files = dict(graphs)
        times = self._times
        added = [fact for fact, by in change.items() if times[fact] == 0 < by]
        removed = [fact for fact, by in change.items() if times[fact] + by == 0 > by]
        times.update(change)
        try:
            if not self._closure.store.size:
                self._closure.assert_facts(added)
            elif added or removed:
                self._closure.update(sorted(added), sorted(removed))
        except AcquisError:
            self._forget()
            raise
        return self._closure


class Watch:
    """A tree, further files beside it, or those files alone, looked after while they change."""

    def __init__(
        self,
        root: Path,
        paths: Iterable[Path] = (),
        *,
        alone: bool = False,
        profile: Profile | None = None,
    ) -> None:
        """Look after what `check.check` takes by the same names."""
        self.root, self.paths, self.alone = root, list(paths), alone
        self._checkup = Checkup(root, self.paths, alone=alone, profile=profile, reason=Reasoner())
        self._imported: Collection[Path] = ()

    def findings(self) -> list[Finding]:
        """Return the findings of now. Raises AcquisError where the check cannot run."""
        found = self._checkup.findings()
        self._imported = self._checkup.imported
        return found

    def make_ready(self) -> Iterator[None]:
        """Find out, step by step, which queries a change can touch: verdicts then come sooner."""
        return self._checkup.expect_changes()

    def changes(self) -> Iterator[float]:
        """Yield the time, by `time.monotonic`, at which a change was seen; the first at once.

        While nobody waits for a verdict, the next ones are made ready.
        """
        seen: Stamps | None = None
        while True:
            stamps = self._stamps()
            if stamps == seen:
                time.sleep(PAUSE)
                continue
            seen = stamps
            yield time.monotonic()
            for _ in self.make_ready():
                if self._stamps() != seen:
                    break

    def _stamps(self) -> Stamps:
        found = {}
        for path in self._watched():
            try:
                state = path.stat()
            except OSError:
                continue
            found[path] = (state.st_mtime_ns, state.st_size)
        return found

    def _watched(self) -> Iterator[Path]:
        """Yield the files that a verdict rests on; what is missing shows by its absence."""
        yield from self._imported
        with suppress(AcquisError, OSError):
            yield from files.inputs(self.root, self.paths, self.alone)
