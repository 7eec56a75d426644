"""Random edits of one triple in a copy of the shipped tree."""

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from acquis import files, graph
from acquis.reasoning.facts import Fact

PARTS = ("ontology", "data/ttl", "queries")
KINDS = (
    "data/ttl/law/",
    "data/ttl/mappings/",
    "data/ttl/claims/",
    "data/ttl/",
    "ontology/modules/",
    "ontology/schemes/",
    "ontology/shapes/",
    "ontology/qap.ttl",
)


def copied(root: Path, folder: Path) -> Path:
    """Copy what a check of the tree at `root` reads into a folder, and return the folder."""
    for part in PARTS:
        shutil.copytree(root / part, folder / part)
    return folder


class Edits:
    """Random edits of files of all kinds; each is made for as long as its context lasts."""

    def __init__(self, tree: Path, seed: int) -> None:
        self._tree, self._random = tree, random.Random(seed)
        self._sources = [graph.read(path, tree) for path in files.tree(tree)]

    def deleted(self, count: int) -> Iterator["Edit"]:
        """Yield edits that take one triple away."""
        for number in range(count):
            source = self._source(number)
            gone = self._random.choice(source.facts)
            left = [fact for fact in source.facts if fact != gone]
            yield Edit(source.path, as_text(left), f"{source.name} - {as_text([gone])}")

    def added(self, count: int) -> Iterator["Edit"]:
        """Yield edits that add one triple: of a subject, with a value that another one has."""
        for number in range(count):
            source = self._source(number)
            named = [fact for fact in source.facts if not is_blank(fact)]
            subject, predicate, _ = self._random.choice(named)
            of_all = [fact for other in self._sources for fact in other.facts]
            values = [value for _, p, value in of_all if p == predicate and value[0] != "_"]
            line = as_text([(subject, predicate, self._random.choice(values))])
            text = source.path.read_text(encoding="utf-8")
            yield Edit(source.path, text + line, f"{source.name} + {line}")

    def _source(self, number: int) -> graph.Source:
        kind = KINDS[number % len(KINDS)]
        return self._random.choice([one for one in self._sources if one.name.startswith(kind)])


class Edit:
    """A text to stand in a file for a while; `what` says which triple it adds or lacks."""

    def __init__(self, path: Path, text: str, what: str) -> None:
        self._path, self._text, self.what = path, text, what.strip()

    @contextmanager
    def made(self) -> Iterator[None]:
        """Make the edit, and take it back at the end."""
        before = self._path.read_bytes()
        self._path.write_text(self._text, encoding="utf-8")
        try:
            yield
        finally:
            self._path.write_bytes(before)


def as_text(facts: list[Fact]) -> str:
    """Return facts as N-Triples, which is Turtle too."""
    return "".join(f"{s} {p} {o} .\n" for s, p, o in facts)


def is_blank(fact: Fact) -> bool:
    """Say whether a fact is about, or points to, a blank node."""
    return fact[0].startswith("_:") or fact[2].startswith("_:")
