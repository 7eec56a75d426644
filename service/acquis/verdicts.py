"""Verdicts that are kept: the findings of a check by the content of all that it read.

Nothing here imports a library of RDF, so that an unchanged tree is answered at once.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from sys import version as python

from acquis import atomic, share
from acquis.errors import AcquisError
from acquis.findings import Finding

ENGINES = ("numpy", "pyoxigraph", "rdflib", "shacl")
KEPT = 100


def key(files: Iterable[tuple[str, Path]], options: Sequence[str]) -> str:
    """Return the hexadecimal SHA-256 over all that a verdict rests on.

    `files` are all the files that are read, each with the name it is shown by; `options` is
    whatever else decides. To these come the code of this package and the engines' versions.
    Raises OSError where a file cannot be read.
    """
    lines = [python, *(f"{engine} {version(engine)}" for engine in ENGINES), *options]
    lines += [f"{name} {_digest(path)}" for name, path in sorted(_code())]
    lines += [f"{name} {path.resolve()} {_digest(path)}" for name, path in files]
    return hashlib.sha256("\0".join(lines).encode(errors="surrogateescape")).hexdigest()


def _code() -> Iterable[tuple[str, Path]]:
    for folder, folders, names in os.walk(share.PACKAGE):
        folders[:] = [name for name in folders if name not in ("__pycache__", "_share")]
        for name in names:
            path = Path(folder, name)
            yield path.relative_to(share.PACKAGE).as_posix(), path


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read(folder: Path, name: str) -> list[Finding] | None:
    """Return the findings kept under a key, None where there are none or they are damaged."""
    try:
        kept = json.loads((folder / f"{name}.json").read_bytes())
        body = kept["findings"]
        if kept["key"] != name or kept["sha256"] != _seal(body):
            return None
        return [Finding(**{**entry, "statements": tuple(entry["statements"])}) for entry in body]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(folder: Path, name: str, findings: Iterable[Finding]) -> None:
    """Keep findings under a key, in one step; the oldest of more than KEPT are dropped.

    Where the folder cannot be written to, nothing is kept.
    """
    body = [asdict(finding) for finding in findings]
    text = json.dumps({"key": name, "sha256": _seal(body), "findings": body})
    try:
        folder.mkdir(parents=True, exist_ok=True)
        atomic.write(folder / f"{name}.json", text)
        _prune(folder)
    except (AcquisError, OSError):
        return


def _seal(body: object) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _prune(folder: Path) -> None:
    entries = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in entries[KEPT:]:
        path.unlink(missing_ok=True)
