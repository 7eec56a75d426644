"""The terms of others that the project uses, as `ontology/external/` lists them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from acquis import sssom
from acquis.errors import AcquisError
from acquis.findings import Finding
from acquis.sssom import Row, Table

COLUMNS = ("iri", "kind", "label")
HEAD = ("vocabulary", "title", "namespace", "version", "copied", "source")
KINDS = (
    "class",
    "object property",
    "datatype property",
    "annotation property",
    "property",
    "concept",
    "individual",
)
RULE = "external-list"


@dataclass(frozen=True)
class Term:
    """A term that somebody else defines; `line` is where its list has it."""

    iri: str
    kind: str
    label: str
    line: int

    @property
    def is_property(self) -> bool:
        """Whether it is a property of any kind."""
        return self.kind.endswith("property")


@dataclass(frozen=True)
class Vocabulary:
    """One list: the IRI of the vocabulary, the version that was read, and the terms of it used."""

    file: str
    iri: str
    version: str
    terms: Mapping[str, Term]


class Vocabularies:
    """The lists of a tree, and what is wrong with them."""

    def __init__(self, found: Iterable[Vocabulary] = (), faults: Iterable[Finding] = ()) -> None:
        self.lists: dict[str | None, Vocabulary] = {each.iri: each for each in found}
        self.faults = list(faults)
        self._home = {iri: each for each in self.lists.values() for iri in each.terms}

    def __contains__(self, iri: object) -> bool:
        """Say whether any list has a term."""
        return iri in self._home

    def home(self, iri: str) -> Vocabulary | None:
        """Return the vocabulary that a term belongs to."""
        return self._home.get(iri)

    def term(self, iri: str) -> Term:
        """Return a term that is listed. Raises KeyError where it is not."""
        return self._home[iri].terms[iri]


def read(paths: Iterable[Path], root: Path) -> Vocabularies:
    """Read the lists in some files below `root`. Raises AcquisError where one cannot be opened."""
    contents = []
    for path in paths:
        try:
            contents.append((path.relative_to(root).as_posix(), path.read_bytes()))
        except OSError as fault:
            raise AcquisError(f"{path}: cannot be read: {fault.strerror}") from fault
    return _parsed(tuple(contents))


@lru_cache(maxsize=1)
def _parsed(contents: tuple[tuple[str, bytes], ...]) -> Vocabularies:
    """Return the lists in files of some names and contents, the same ones for the same files."""
    found: list[Vocabulary] = []
    faults: list[Finding] = []
    for name, content in contents:
        try:
            table = sssom.table(content.decode("utf-8"))
        except (SyntaxError, UnicodeDecodeError) as fault:
            line = fault.lineno or 0 if isinstance(fault, SyntaxError) else 0
            message = fault.msg if isinstance(fault, SyntaxError) else str(fault)
            faults.append(Finding(name, line, RULE, message))
            continue
        faults += (Finding(name, line, RULE, message) for line, message in _faults(table))
        terms = {row["iri"]: _term(row) for row in table.rows}
        found.append(Vocabulary(name, table.text("vocabulary"), table.text("version"), terms))
    return Vocabularies(found, faults)


def _term(row: Row) -> Term:
    return Term(row["iri"], row["kind"], row["label"], row.line)


def _faults(table: Table) -> Iterator[tuple[int, str]]:
    if table.columns != COLUMNS:
        yield table.line, f"the columns are {', '.join(COLUMNS)}; name them so, in this order"
        return
    for key in HEAD:
        if not table.head.get(key):
            yield 1, f"its head lacks {key}; say what was read, which version, and when"
    try:
        date.fromisoformat(table.text("copied"))
    except ValueError:
        yield 1, "`copied` is no date such as 2026-11-23"
    spaces = table.head.get("namespace")
    known: set[str] = set()
    for row in table.rows:
        yield from _row_faults(row, tuple(spaces) if isinstance(spaces, list) else (spaces,), known)
        known.add(row["iri"])


def _row_faults(row: Row, spaces: tuple[object, ...], known: set[str]) -> Iterator[tuple[int, str]]:
    iri = row["iri"]
    if not any(iri.startswith(str(space)) for space in spaces):
        yield row.line, f"{iri or 'nothing'} lies in no namespace that the head names"
    if iri in known:
        yield row.line, f"{iri} is listed twice"
    if row["kind"] not in KINDS:
        yield row.line, f"{row['kind'] or 'nothing'} is no kind; it is one of {', '.join(KINDS)}"
