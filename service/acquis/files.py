"""Which files are read, and in which syntax, without reading them."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NoReturn

from acquis.errors import AcquisError

Syntax = Literal["turtle", "n-triples", "n-quads", "trig", "rdf-xml", "json-ld", "sssom"]
SUFFIXES: dict[str, Syntax] = {
    ".ttl": "turtle",
    ".nt": "n-triples",
    ".nq": "n-quads",
    ".trig": "trig",
    ".rdf": "rdf-xml",
    ".owl": "rdf-xml",
    ".xml": "rdf-xml",
    ".jsonld": "json-ld",
    ".json": "json-ld",
    ".sssom.tsv": "sssom",
}
RDF_NAMESPACE = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
JSON_LD_KEYWORD = re.compile(rb'"@(?:context|graph|id)"\s*:')
MARKUP = re.compile(
    rb"\xff\xfe|\xfe\xff|(?:\xef\xbb\xbf)?\s*<(?:[?!]|[\w.-]+(?::[\w.-]+)?\s+[\w:.-]+\s*=)"
)
HEAD = 65536
PROJECT = re.compile(r'^name\s*=\s*"quantum-acquis"', re.MULTILINE)


def turtle(path: Path) -> list[Path]:
    """Return the Turtle files at `path`: itself, or all below it in the order of their names.

    Hidden files and folders, whose names begin with a dot, are left out.

    Raises AcquisError where there is nothing to read.
    """
    if path.is_dir():
        found = [file for file in _below(path) if file.suffix == ".ttl" and file.is_file()]
        if not found:
            raise AcquisError(f"{path}: no .ttl file in this folder")
        return found
    _exists(path)
    if path.suffix != ".ttl":
        raise AcquisError(f"{path}: not a Turtle file; its name must end in .ttl")
    return [path]


def rdf(path: Path) -> list[Path]:
    """Return the files of RDF at `path`: itself, or all below it in the order of their names.

    A file is known by the end of its name. Of the .xml and .json files in a folder only those
    that look like RDF/XML and JSON-LD are taken; hidden files and folders are left out.

    Raises AcquisError where there is nothing to read.
    """
    if path.is_dir():
        found = [file for file in _below(path) if _looks_like_rdf(file)]
        if not found:
            raise AcquisError(f"{path}: no file of RDF in this folder ({', '.join(SUFFIXES)})")
        return found
    _exists(path)
    if suffix(path) not in SUFFIXES:
        raise _no_syntax(path)
    return [path]


def beside(path: Path) -> list[Path]:
    """Return the files of RDF in the folder of a file, in the order of their names.

    Nobody named them, so that those that cannot be read are left out.
    """
    found = sorted(path.resolve().parent.iterdir())
    shown = (file for file in found if not file.name.startswith("."))
    return [file for file in shown if _can_be_read(file) and _looks_like_rdf(file)]


def tree(root: Path) -> list[Path]:
    """Return every file of the knowledge base and of its checks below `root`."""
    return [*tree_turtle(root), *mapping_sets(root)]


def tree_turtle(root: Path) -> list[Path]:
    """Return every Turtle file of the ontology and the data below `root`."""
    return [*turtle(root / "ontology"), *turtle(root / "data" / "ttl")]


def mapping_sets(root: Path) -> list[Path]:
    """Return the files that map terms of the project to those of others, in SSSOM."""
    return sorted((root / "ontology" / "mappings").glob("*.sssom.tsv"))


def vocabularies(root: Path) -> list[Path]:
    """Return the lists of the terms of others that the project uses."""
    return sorted((root / "ontology" / "external").glob("*.tsv"))


def queries(root: Path) -> list[Path]:
    """Return every query file below `root`, in the order of their names."""
    return sorted((root / "queries").rglob("*.rq"))


def versioned(root: Path) -> list[Path]:
    """Return the files beside the tree that carry the version of this project, if it is that."""
    named = [root / name for name in ("pyproject.toml", "CITATION.cff", "CHANGELOG.md")]
    found = [path for path in named if path.is_file()]
    is_ours = named[0] in found and PROJECT.search(named[0].read_text(encoding="utf-8"))
    return found if is_ours else []


def inputs(root: Path, paths: Iterable[Path], alone: bool) -> Iterator[Path]:
    """Yield every file that a check may rest on, in order, but what is imported from elsewhere.

    Raises AcquisError where a path holds nothing to read.
    """
    yield from queries(root)
    prefixes = root / "ontology" / "prefixes.ttl"
    if prefixes.is_file():
        yield prefixes
    if not alone:
        yield from versioned(root)
        yield from tree(root)
        yield from vocabularies(root)
    for path in paths:
        yield from rdf(path)
        if path.is_file():
            yield from beside(path)


def syntax(path: Path, content: bytes) -> Syntax:
    """Return the syntax of a file by the end of its name; an .owl file may hold Turtle.

    Raises AcquisError where the name says none.
    """
    found = SUFFIXES.get(suffix(path))
    if found is None:
        raise _no_syntax(path)
    is_owl = suffix(path) == ".owl"
    return "turtle" if is_owl and not MARKUP.match(content) else found


def suffix(path: Path) -> str:
    """Return the end of a name that tells the syntax, in lower case."""
    name = path.name.lower()
    return ".sssom.tsv" if name.endswith(".sssom.tsv") else path.suffix.lower()


def _below(folder: Path) -> list[Path]:
    """Return what lies below a folder and is not hidden, in the order of the paths.

    Raises AcquisError where a folder may not be read, for what is in it would go unchecked.
    """

    def refuse(fault: OSError) -> NoReturn:
        raise AcquisError(f"{fault.filename}: cannot be read: {fault.strerror}") from fault

    found = []
    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(place, name) for name in names if not name.startswith(".")]
    return sorted(found)


def _exists(path: Path) -> None:
    if not path.is_file():
        raise AcquisError(f"{path}: no such file or folder")


def _can_be_read(path: Path) -> bool:
    """Say whether a file of a name for RDF can be opened and read."""
    if suffix(path) not in SUFFIXES or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError:
        return False
    return True


def _no_syntax(path: Path) -> AcquisError:
    known = ", ".join(SUFFIXES)
    return AcquisError(
        f"{path}: the end of its name says no syntax of RDF; it must be one of {known}"
    )


def _looks_like_rdf(path: Path) -> bool:
    end = suffix(path)
    if end not in SUFFIXES or not path.is_file():
        return False
    if end not in (".xml", ".json"):
        return True
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as fault:
        raise AcquisError(f"{path}: cannot be read: {fault.strerror}") from fault
    return RDF_NAMESPACE in head if end == ".xml" else bool(JSON_LD_KEYWORD.search(head))
