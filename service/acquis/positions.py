"""In which file and on which line each statement stands."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, MutableSequence
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import rdflib
from rdflib import RDF, BNode, Graph, URIRef
from rdflib.plugins.parsers.notation3 import BadSyntax, RDFSink, SinkParser
from rdflib.term import Node

from acquis.graph import Source, Triple, ntriples_term
from acquis.names import compress

BLANK = re.compile(r"(?:\s|#[^\r\n]*)*")


class _Parser(SinkParser):
    """rdflib's Turtle parser, made to note the line on which each object begins.

    The parser reads a whole object list before it makes the statements, so the lines of one
    list are kept in a frame and given out in the same order.
    """

    def __init__(self, text: str, base: str) -> None:
        super().__init__(RDFSink(Graph()), baseURI=base, turtle=True)
        self.lines_of: dict[Triple, int] = {}
        self._ends = [match.start() for match in re.finditer("\n", text)]
        self._frames: list[list[int]] = [[1]]
        self._pending: Iterator[int] = iter(())

    def objectList(self, argstr: str, i: int, res: MutableSequence[Any]) -> int:
        frame: list[int] = []
        self._frames.append(frame)
        end = super().objectList(argstr, i, res)
        self._frames.pop()
        self._pending = iter(frame)
        return end

    def object(self, argstr: str, i: int, res: MutableSequence[Any]) -> int:
        blank = BLANK.match(argstr, i)
        start = blank.end() if blank else i
        self._frames[-1].append(bisect_right(self._ends, start - 1) + 1)
        return super().object(argstr, i, res)

    def makeStatement(self, quadruple: Any) -> None:
        formula, *parts = quadruple
        predicate, subject, value = (self._store.normalise(formula, part) for part in parts)
        line = next(self._pending, self._frames[-1][-1])
        self.lines_of.setdefault((subject, predicate, value), line)


def lines(path: Path) -> dict[Triple, int]:
    """Return the 1-based line on which the object of each statement begins.

    Statements about blank nodes are left out: their labels are the parser's own. The file
    must be well-formed Turtle; past a construct that only RDF 1.2 knows nothing is found.
    """
    text = path.read_text(encoding="utf-8")
    parser = _Parser(text, path.resolve().as_uri())
    with patch.object(rdflib, "NORMALIZE_LITERALS", False), suppress(BadSyntax):
        parser.loadStream(StringIO(text))
    return {t: line for t, line in parser.lines_of.items() if not isinstance(t[0], BNode)}


class Places:
    """Where the statements of some sources stand, read from the files when first asked."""

    def __init__(self, sources: Iterable[Source], table: Mapping[str, str]) -> None:
        self.table = table
        self._source: dict[Triple, Source] = {}
        self._about: dict[Node, Source] = {}
        self._use: dict[Node, Triple] = {}
        self._lines: dict[Path, dict[Triple, int]] = {}
        for source in sources:
            for triple in source.triples:
                self._source.setdefault(triple, source)
                self._about.setdefault(triple[0], source)
                self._use.setdefault(triple[2], triple)

    def of(self, triple: Triple) -> tuple[str, int]:
        """Return file and line of a statement; failing that, those of its subject."""
        source = self._source.get(triple)
        if source is None:
            return self.subject(triple[0])
        line = self._lines_of(source).get(triple)
        return (source.name, line) if line else self.subject(triple[0])

    def subject(self, node: Node) -> tuple[str, int]:
        """Return file and first line of the statements about `node`.

        Where nothing is said of it, that is the place where it is pointed to; ("", 0) where it
        does not occur.
        """
        source = self._about.get(node)
        if source is None:
            use = self.only_use(node)
            return self.of(use) if use else ("", 0)
        found = (line for triple, line in self._lines_of(source).items() if triple[0] == node)
        return source.name, min(found, default=0)

    def only_use(self, node: Node) -> Triple | None:
        """Return a statement that points to `node` where none is about it, else None."""
        return None if node in self._about else self._use.get(node)

    def _lines_of(self, source: Source) -> dict[Triple, int]:
        if source.path not in self._lines:
            self._lines[source.path] = lines(source.path)
        return self._lines[source.path]

    def statement(self, triple: Triple) -> str:
        """Return a statement as a line of Turtle behind its file and line."""
        file, line = self.of(triple)
        return f"{file}:{line}: {self.text(triple)}"

    def text(self, triple: Triple) -> str:
        """Return a statement as a line of Turtle."""
        return " ".join("a" if part == RDF.type else self.name(part) for part in triple)

    def name(self, node: Node) -> str:
        """Return a term as a prefixed name where it has one, else in full."""
        return compress(node, self.table) if isinstance(node, URIRef) else ntriples_term(node)
