"""The name of a file in a finding, as one person, another machine or another run knows it."""

import os.path
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple


class Names(NamedTuple):
    """A file's path from the top of the repository, and its stable name."""

    shown: str
    stable: str


@dataclass(frozen=True)
class Folders:
    """Where a check was run: the `root` that was checked and the `current` folder."""

    root: Path
    current: Path
    _known: dict[str, Names] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def top(self) -> Path:
        """The top of the repository that holds the current folder; else that folder."""
        return repository(self.current) or self.current

    def shown(self, file: str) -> str:
        """Return the path from the top of the repository, or in full where it is outside."""
        return self._names(file).shown if file else ""

    def stable(self, file: str) -> str:
        """Return a name that stays the same wherever the repository is checked out.

        That is the path from the root that was checked, for what is below it, else from the
        top of the repository.
        """
        return self._names(file).stable if file else ""

    def _names(self, file: str) -> Names:
        if file not in self._known:
            path = self._absolute(file)
            shown = _below(path, self.top)
            stable = _below(path, self.root) if path.is_relative_to(self.root) else shown
            self._known[file] = Names(shown, stable)
        return self._known[file]

    def _absolute(self, file: str) -> Path:
        """Return the path of a file named in a finding.

        Below the root it is named from the root, else from the current folder, or in full; the
        policy's own files are named from the top of the repository.
        """
        places = [folder / file for folder in (self.root, self.current, self.top)]
        found = next((path for path in places if path.exists()), self.current / file)
        return Path(os.path.normpath(found))


def repository(folder: Path) -> Path | None:
    """Return the nearest folder upward that holds `.git`, or None."""
    for candidate in (folder, *folder.parents):
        if (candidate / ".git").exists():
            return candidate
    return None


def _below(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
