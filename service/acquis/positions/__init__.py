"""In which file and on which line each statement stands."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox
from rdflib.term import Node

from acquis import blanks, sssom
from acquis.graph import Source, Triple, is_foreign, ntriples_term
from acquis.names import compress
from acquis.positions import json_ld, markup, turtle
from acquis.reasoning.facts import TYPE, Fact

Arrow = tuple[str, str]
LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True)
class Lines:
    """The 1-based lines of one file.

    `statements` holds those on which the object of each statement begins, more than one where
    it is said more than once; `subjects` that on which each subject stands first; `arrows` that
    of the first statement with a subject and a predicate.
    """

    statements: Mapping[Fact, tuple[int, ...]]
    subjects: Mapping[str, int]
    arrows: Mapping[Arrow, int]

    def of(self, statement: Fact) -> int:
        """Return the line of a statement, of its like, or of its subject; 0 where none is known."""
        found = self.statements.get(statement)
        if found:
            return found[0]
        return self.arrows.get(statement[:2]) or self.subjects.get(statement[0], 0)


def lines(source: Source) -> Lines:
    """Return the lines of a source, from the bytes it was read from.

    They are exact in Turtle, TriG, N-Triples, N-Quads, and in RDF/XML as far as elements go;
    in JSON-LD as far as the text shows what a key means.
    """
    if source.syntax == "rdf-xml":
        xml = markup.Reader(source.content, source.base or "")
        return _lines(source.name, xml.facts, xml.subjects, xml.arrows)
    text = source.content.decode("utf-8")
    if source.syntax == "sssom":
        return _lines(source.name, sssom.facts(text), {}, {})
    if source.syntax == "json-ld":
        json = json_ld.Reader(text, source.base or "")
        return _lines(source.name, [], json.subjects, json.arrows)
    reader = turtle.Reader(text, source.base)
    ends = [match.start() for match in LINE_END.finditer(text)]

    def line(offset: int) -> int:
        return bisect_right(ends, offset - 1) + 1

    facts = [(statement, line(at)) for statement, at in reader.facts]
    subjects = {subject: line(at) for subject, at in reader.subjects.items()}
    return _lines(source.name, facts, subjects, {})


def _lines(
    mark: str,
    facts: list[tuple[Fact, int]],
    subjects: Mapping[str, int],
    arrows: Mapping[Arrow, int],
) -> Lines:
    """Give places the labels of blank nodes that the facts of the source have."""
    labels = blanks.labels_of(dict.fromkeys(statement for statement, _ in facts), mark)

    def name(term: str) -> str:
        return labels.get(term, term)

    statements: dict[Fact, tuple[int, ...]] = {}
    about = {name(term): line for term, line in subjects.items()}
    found = {(name(s), p): line for (s, p), line in arrows.items()}
    for (s, p, o), line in facts:
        statement = name(s), p, name(o)
        statements[statement] = (*statements.get(statement, ()), line)
        found.setdefault(statement[:2], line)
        about.setdefault(statement[0], line)
    return Lines(statements, about, found)


class _File:
    """One source with what is needed to find statements in it, made when first asked for."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @cached_property
    def facts(self) -> frozenset[Fact]:
        return frozenset(self.source.facts)

    @cached_property
    def subjects(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = {}
        for statement in self.source.facts:
            found.setdefault(statement[0], []).append(statement)
        return found

    def says_what_is(self, term: str) -> bool:
        return any(predicate == TYPE for _, predicate, _ in self.subjects.get(term, ()))

    @cached_property
    def uses(self) -> dict[str, Fact]:
        return {statement[2]: statement for statement in reversed(self.source.facts)}

    @cached_property
    def lines(self) -> Lines:
        return lines(self.source)


class Places:
    """Where the statements of some sources stand, found out when first asked.

    Statements and terms are given as facts or as rdflib terms.
    """

    def __init__(self, sources: Iterable[Source], table: Mapping[str, str]) -> None:
        """Look in `sources`; `table` are the prefixes to name terms by, before the files' own."""
        self._files: list[_File] = []
        self.update(sources, table)

    def update(self, sources: Iterable[Source], table: Mapping[str, str]) -> None:
        """Take other sources; what is known of those that were there before is kept."""
        known = {id(file.source): file for file in self._files}
        self._files = [known.get(id(source)) or _File(source) for source in sources]
        self._own = table
        self._all: Mapping[str, str] | None = None

    @property
    def table(self) -> Mapping[str, str]:
        """The prefixes, with those that foreign files declare for themselves."""
        if self._all is None:
            foreign = [file.source.prefixes for file in self._files if is_foreign(file.source)]
            known = set(self._own.values())
            self._all = {
                prefix: space
                for table in foreign
                for prefix, space in table.items()
                if space not in known
            } | dict(self._own)
        return self._all

    def of(self, statement: Triple | Fact) -> tuple[str, int]:
        """Return file and line of a statement; failing that, those of its subject."""
        wanted = _fact(statement)
        for file in self._files:
            if wanted in file.facts:
                return file.source.name, file.lines.of(wanted)
        return self.subject(wanted[0])

    def all_of(self, statement: Triple | Fact) -> list[tuple[str, int]]:
        """Return every file and line at which a statement is made."""
        wanted = _fact(statement)
        return [
            (file.source.name, line)
            for file in self._files
            if wanted in file.facts
            for line in file.lines.statements.get(wanted) or (file.lines.of(wanted),)
        ]

    def subject(self, term: Node | str) -> tuple[str, int]:
        """Return file and line where `term` first stands as the subject of a statement.

        Of several files that is the one that says what it is. Where nothing is said of it, that is
        the place where it is pointed to; ("", 0) where it does not occur.
        """
        wanted = _term(term)
        saying = [file for file in self._files if wanted in file.subjects]
        if saying:
            file = next((one for one in saying if one.says_what_is(wanted)), saying[0])
            return file.source.name, file.lines.subjects.get(wanted, 0)
        use = self.only_use(wanted)
        return self.of(use) if use else ("", 0)

    def about(self, term: Node | str) -> list[Fact]:
        """Return the different statements about `term`, in order."""
        wanted = _term(term)
        return sorted({fact for file in self._files for fact in file.subjects.get(wanted, ())})

    def as_written(self, statement: Fact) -> Fact:
        """Return a statement with its literal as a file has it: a store keeps the value only."""
        said = [fact for fact in self.about(statement[0]) if fact[1] == statement[1]]
        if statement in said or not statement[2].endswith(">"):
            return statement
        return next((fact for fact in said if same_value(fact[2], statement[2])), statement)

    def only_use(self, term: Node | str) -> Fact | None:
        """Return a statement that points to `term` where none is about it, else None."""
        wanted = _term(term)
        if any(wanted in file.subjects for file in self._files):
            return None
        uses = (file.uses.get(wanted) for file in self._files)
        return next((use for use in uses if use), None)

    def statement(self, statement: Triple | Fact) -> str:
        """Return a statement as a line of Turtle behind its file and line."""
        file, line = self.of(statement)
        return f"{file}:{line}: {self.text(statement)}"

    def text(self, statement: Triple | Fact) -> str:
        """Return a statement as a line of Turtle."""
        return " ".join(
            "a" if part == turtle.TYPE else self.name(part) for part in _fact(statement)
        )

    def name(self, term: Node | str) -> str:
        """Return a term as a prefixed name where it has one, else in full."""
        text = _term(term)
        return compress(text[1:-1], self.table) if text.startswith("<") else text


def same_value(one: str, other: str) -> bool:
    """Say whether two terms are one to a store: `01` and `1`, for example."""
    lines = f"<x:> <x:> {one} .\n<x:> <x:> {other} .".encode()
    store = ox.Store()
    store.extend(ox.parse(lines, format=ox.RdfFormat.N_QUADS))
    return len(store) == 1


def _term(term: Node | str) -> str:
    return ntriples_term(term) if isinstance(term, Node) else term


def _fact(statement: Triple | Fact) -> Fact:
    first, second, third = statement
    return _term(first), _term(second), _term(third)
