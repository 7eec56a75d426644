"""The name of a file in a finding, as one person, another machine or another run knows it."""

import os.path
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Folders:
    """Where a check was run: the `root` that was checked and the `current` folder."""

    root: Path
    current: Path

    @property
    def top(self) -> Path:
        """The top of the repository that holds the current folder; else that folder."""
        return repository(self.current) or self.current

    def absolute(self, file: str) -> Path:
        """Return the path of a file named in a finding.

        Below the root it is named from the root, else from the current folder, or in full; the
        policy's own files are named from the top of the repository.
        """
        places = [folder / file for folder in (self.root, self.current, self.top)]
        found = next((path for path in places if path.exists()), self.current / file)
        return Path(os.path.normpath(found))

    def shown(self, file: str) -> str:
        """Return the path from the top of the repository, or in full where it is outside."""
        return _below(self.absolute(file), self.top) if file else ""

    def stable(self, file: str) -> str:
        """Return a name that stays the same wherever the repository is checked out.

        That is the path from the root that was checked, for what is below it, else from the
        top of the repository.
        """
        if not file:
            return ""
        path = self.absolute(file)
        return _below(path, self.root) if path.is_relative_to(self.root) else self.shown(file)


def repository(folder: Path) -> Path | None:
    """Return the nearest folder upward that holds `.git`, or None."""
    for candidate in (folder, *folder.parents):
        if (candidate / ".git").exists():
            return candidate
    return None


def _below(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
