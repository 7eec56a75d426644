"""Mapping sets in SSSOM/TSV, and other tables whose head says what they are.

A table begins with lines of `#key: value`; an indented line belongs to the key above it. Then come
the names of the columns and one row a line (https://mapping-commons.github.io/sssom/). Read is the
part of YAML that such heads need: texts, one level of keys, one level of items.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from acquis.names import GRAPH, ID, QAP
from acquis.reasoning.facts import SUBCLASS, SUBPROPERTY, TYPE, Fact

SKOS = "http://www.w3.org/2004/02/skos/core#"
NO_TERM = "https://w3id.org/sssom/NoTermFound"
RELATIONS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
MATCHES = tuple(f"<{SKOS}{name}>" for name in RELATIONS)
BROADER = f"<{SKOS}broadMatch>"
AXIOMS = {SUBCLASS: "class", SUBPROPERTY: "object property"}
EVIDENCE = f"<{ID}evidence/project-term-mapping>"
NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
BUILT_IN = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": SKOS,
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
KEY = re.compile(r"\s*([A-Za-z][\w-]*):(?:\s+(.*?))?\s*")
ITEM = re.compile(r"\s+-\s+(.*?)\s*")
CURIE = re.compile(r"([A-Za-z][\w.-]*):([^/\s][^\s]*)?")

Value = str | dict[str, str] | list[str]


@dataclass(frozen=True)
class Row:
    """One row of a table: its 1-based line and its cells by the name of their column."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell without outer blanks; an empty text where there is none."""
        return self.cells.get(column, "").strip()


@dataclass(frozen=True)
class Table:
    """A table: what its head says, the line of its columns, their names, and its rows."""

    head: Mapping[str, Value]
    line: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def text(self, key: str) -> str:
        """Return what the head says under a key; an empty text where that is nothing or a list."""
        value = self.head.get(key, "")
        return value if isinstance(value, str) else ""

    @property
    def declared(self) -> dict[str, str]:
        """The prefixes that the head declares."""
        found = self.head.get("curie_map")
        return found if isinstance(found, dict) else {}

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that the head declares, with those that SSSOM has built in."""
        return BUILT_IN | self.declared


@dataclass(frozen=True)
class Match:
    """One mapping, its terms as N-Triples writes them; `row` is what it was read from."""

    row: Row
    subject: str
    predicate: str
    object: str

    @property
    def found(self) -> bool:
        """Whether the mapping has an object, and is no record that none was found."""
        return self.object != f"<{NO_TERM}>"

    @property
    def stated(self) -> Fact:
        """The mapping as a statement about terms, which no reasoner draws anything from."""
        return self.subject, BROADER if self.predicate in AXIOMS else self.predicate, self.object


def is_table(name: str) -> bool:
    """Say whether a file name is that of a mapping set."""
    return name.lower().endswith(".sssom.tsv")


def table(text: str) -> Table:
    """Read a table. Raises SyntaxError with the line where it is malformed."""
    lines = text.split("\n")
    start = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    head = _head(lines[:start])
    body = csv.reader(lines[start:], delimiter="\t", strict=True)
    columns: tuple[str, ...] = ()
    rows = []
    try:
        for cells in body:
            if not cells:
                continue
            line = start + body.line_num
            if not columns:
                columns = tuple(cell.strip() for cell in cells)
                first = line
            elif len(cells) != len(columns):
                raise _at(line, f"{len(cells)} cells where there are {len(columns)} columns")
            else:
                rows.append(Row(line, dict(zip(columns, cells, strict=True))))
    except csv.Error as fault:
        raise _at(start + body.line_num, str(fault)) from fault
    if not columns:
        raise _at(len(lines), "no line with the names of the columns")
    return Table(head, first, columns, tuple(rows))


def _head(lines: list[str]) -> dict[str, Value]:
    head: dict[str, Value] = {}
    key = ""
    for number, line in enumerate(lines, 1):
        content = line[1:].rstrip()
        item, entry = ITEM.fullmatch(content), KEY.fullmatch(content)
        indented = content.startswith("  ")
        if not content.strip():
            continue
        if indented and key and isinstance(text := head[key], str) and text:
            head[key] = f"{text} {content.strip()}"
        elif item and key:
            _under(head, key, number, list).append(_unquoted(item[1]))
        elif entry and not indented and entry[1] not in head:
            key = entry[1]
            head[key] = _unquoted(entry[2] or "")
        elif entry and indented and key:
            _under(head, key, number, dict)[entry[1]] = _unquoted(entry[2] or "")
        else:
            raise _at(number, "not `#key: value`, or a key that was there before")
    return head


def _under(head: dict[str, Value], key: str, line: int, kind: type) -> Any:
    """Return what stands below a key, made where it is the first."""
    if head[key] == "":
        head[key] = kind()
    if not isinstance(head[key], kind):
        raise _at(line, f"does not belong under {key}, which has a value of another kind")
    return head[key]


def _unquoted(text: str) -> str:
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return text[1:-1] if quoted else text


def matches(found: Table) -> Iterator[Match]:
    """Yield the mappings of a mapping set.

    Raises SyntaxError with the line where a column that SSSOM asks for is missing, or a term is
    neither an IRI nor a name with a prefix that the head declares.
    """
    for column in NEEDED:
        if column not in found.columns:
            raise _at(found.line, f"no column {column}")
    prefixes = found.prefixes
    for row in found.rows:
        terms = (_term(row, column, prefixes) for column in NEEDED[:3])
        yield Match(row, *terms)


def expanded(name: str, prefixes: Mapping[str, str]) -> str | None:
    """Return the IRI for a name with a prefix, or the IRI itself; None for anything else."""
    curie = CURIE.fullmatch(name)
    if curie and curie[1] in prefixes:
        return prefixes[curie[1]] + (curie[2] or "")
    try:
        return ox.NamedNode(name).value if "://" in name else None
    except ValueError:
        return None


def _term(row: Row, column: str, prefixes: Mapping[str, str]) -> str:
    found = expanded(row[column], prefixes)
    if found is None:
        said = row[column] or "nothing"
        raise _at(row.line, f"{column}: {said} is no IRI, and no name with a declared prefix")
    return str(ox.NamedNode(found))


def _at(line: int, message: str) -> SyntaxError:
    return SyntaxError(message, (None, line, 0, None))


def facts(text: str) -> list[tuple[Fact, int]]:
    """Return what a mapping set states, each with its line: a record of itself, and SKOS mappings.

    A row that no term was found for states nothing. One that says that one term is a kind of
    another states a broader match here; the axiom belongs in the bridge. Raises SyntaxError where
    the set is malformed.
    """
    found = table(text)
    stated = [(match.stated, match.row.line) for match in matches(found) if match.found]
    return [(fact, 1) for fact in _record(found)] + [
        (fact, line) for fact, line in stated if fact[1] in MATCHES
    ]


def _record(found: Table) -> Iterator[Fact]:
    """Yield what a set of the project says of itself, as the record of its named graph."""
    name = found.text("mapping_set_id")
    if not name.startswith(str(GRAPH)):
        return
    subject, terms = str(ox.NamedNode(name)), "http://purl.org/dc/terms/"
    yield subject, TYPE, "<http://rdfs.org/ns/void#Dataset>"
    yield subject, f"<{QAP}isSupportedBy>", EVIDENCE
    if title := found.text("mapping_set_title"):
        yield subject, f"<{terms}title>", f"{ox.Literal(title)}@en"
    if "://" in (licence := found.text("license")):
        yield subject, f"<{terms}license>", str(ox.NamedNode(licence))


def axioms(text: str) -> Iterator[Fact]:
    """Yield the axioms of a mapping set: which terms of ours are kinds of terms of others."""
    for match in matches(table(text)):
        if match.found and match.predicate in AXIOMS:
            yield match.subject, match.predicate, match.object
