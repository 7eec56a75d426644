"""What explanations rest on: a closure, the files it was made from, and what they record."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

import numpy as np
from rdflib import URIRef

from acquis import files, graph, knowledge, names, positions, share
from acquis.errors import AcquisError
from acquis.explain.evidence import Records
from acquis.explain.notation import Notation
from acquis.explain.pattern import Pattern
from acquis.findings import as_text
from acquis.graph import Source
from acquis.knowledge import KnowledgeBase, Report, silent, tells_something
from acquis.positions import Lines
from acquis.reasoning.closure import Closure, close
from acquis.reasoning.facts import SAME, Fact, is_iri


@dataclass(frozen=True)
class Place:
    """Where a statement stands: `line` counts from 1, 0 where it is not known."""

    file: str
    line: int
    graph: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Basis:
    """Sources with the closure of what they assert.

    `table` are the prefixes that terms are named by, `lines` the line of each fact of each
    source, where they are known beforehand. `records` is what the sources say of evidence and
    law, `notation` how terms are written.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        table: Mapping[str, str],
        closure: Callable[[], Closure],
        lines: Mapping[str, Sequence[int]] | None = None,
    ) -> None:
        """`closure` is asked when the closure is first needed."""
        self._close = closure
        self.sources = sources
        self.table = table
        self._lines = lines or {}
        self._read: dict[str, Lines] = {}
        self._sources: dict[Fact, list[Source]] = {}
        for source in sources:
            for fact in source.facts:
                self._sources.setdefault(fact, []).append(source)
        self.records = Records(self._sources)
        self.notation = Notation(table, self._sources, self.records.label)

    @classmethod
    def of_tree(cls, root: Path, *, report: Report = silent) -> "Basis":
        """Return the basis of the tree at `root`, built where it is not.

        Raises AcquisError where a file is malformed.
        """
        sources = [each for each in read(graph.tree(root), root) if graph.is_knowledge(each)]
        table = names.prefixes(root)
        base = knowledge.build_sources(sources, share.cache(), table, report=report)
        if base.clashes:
            report(f"inconsistent ({base.clashes} contradictions); `acquis check` names them")
        return cls(sources, table, base.closure, base.lines())

    @classmethod
    def of_build(cls, base: KnowledgeBase, table: Mapping[str, str]) -> "Basis":
        """Return the basis of a build, without the tree that it was made from.

        Raises AcquisError where a file of the build is lost or damaged.
        """
        facts: dict[str, list[Fact]] = {}
        try:
            for line in base.asserted_path.read_text(encoding="utf-8").split("\n")[:-1]:
                fact, name = _quad(line)
                facts.setdefault(name, []).append(fact)
        except (OSError, ValueError) as fault:
            raise AcquisError(
                f"{base.asserted_path}: {fault}; delete its folder and build again"
            ) from fault
        sources = [
            Source(
                Path(entry["path"]),
                entry["path"],
                URIRef(entry["graph"]),
                entry["sha256"],
                tuple(sorted(facts.get(entry["graph"], ()))),
            )
            for entry in base.manifest["files"]
        ]
        return cls(sources, table, base.closure, base.lines())

    @classmethod
    def of_files(cls, paths: Iterable[Path], root: Path, *, report: Report = silent) -> "Basis":
        """Return the basis of some files or folders of RDF alone; `root` gives prefixes.

        A file that is named twice is read once.

        Raises AcquisError where there is nothing to read or a file is malformed.
        """
        once: dict[Path, Path] = {}
        for path in paths:
            for file in files.rdf(path):
                once.setdefault(file.resolve(), file)
        sources = read(once.values(), root)
        facts = [fact for source in sources for fact in source.facts]
        table = prefixes(sources, names.prefixes(root))
        return cls(sources, table, lambda: close(facts, report=report))

    @cached_property
    def closure(self) -> Closure:
        """What follows from the sources."""
        return self._close()

    def asserts(self, fact: Fact) -> bool:
        """Say whether a source asserts a fact."""
        return fact in self._sources

    @property
    def facts(self) -> Collection[Fact]:
        """The facts that the sources assert, each once."""
        return self._sources.keys()

    def places(self, fact: Fact) -> tuple[Place, ...]:
        """Return every place where a fact is asserted."""
        return tuple(
            Place(source.name, self._line(source, fact), f"<{source.graph}>")
            for source in self._sources.get(fact, ())
        )

    def _line(self, source: Source, fact: Fact) -> int:
        known = self._lines.get(source.name)
        if known:
            return known[bisect_left(source.facts, fact)]
        if source.name not in self._read:
            self._read[source.name] = positions.lines(source)
        return self._read[source.name].of(fact)

    def holds(self, fact: Fact) -> bool:
        """Say whether a fact is asserted or follows."""
        subject, predicate, value = fact
        reflexive = predicate == SAME and subject == value and self.occurs(subject)
        return reflexive or self.closure.row(fact) is not None

    def occurs(self, term: str) -> bool:
        """Say whether a term occurs in the closure."""
        return self.closure.first_about(term) is not None

    def near(self, name: str) -> list[str]:
        """Return the names that occur and look like one, or have it behind their prefix."""
        closure = self.closure
        rows = np.concatenate([closure.asserted_rows, closure.inferred_rows()])
        numbers = np.unique([column[rows] for column in closure.store.columns])
        terms = (closure.terms.text[number] for number in numbers.tolist())
        known = sorted({self.notation.term(term) for term in terms if is_iri(term)})
        same = [each for each in known if each.partition(":")[2] == name]
        return same[:3] or get_close_matches(name, known, n=3, cutoff=0.75)

    def matching(self, pattern: Pattern) -> tuple[list[Fact], list[Fact]]:
        """Return the asserted and the inferred triples that fit a pattern, each in order.

        Of the inferred, those are left out that hold of every graph or speak of a blank node,
        unless the pattern names the blank node.
        """
        number = self.closure.terms.number
        fits = np.ones(self.closure.store.size, dtype=bool)
        for column, term in zip(self.closure.store.columns, pattern.terms, strict=True):
            if term is not None:
                fits &= column == number.get(term, -1)
        asserted = np.zeros_like(fits)
        asserted[self.closure.asserted_rows] = True
        inferred = np.zeros_like(fits)
        inferred[self.closure.inferred_rows()] = True
        named = pattern.names_a_blank_node
        return (
            sorted(map(self.closure.fact, np.flatnonzero(fits & asserted).tolist())),
            sorted(
                fact
                for fact in map(self.closure.fact, np.flatnonzero(fits & inferred).tolist())
                if named or tells_something(fact)
            ),
        )


def _quad(line: str) -> tuple[Fact, str]:
    """Return the fact and the graph of a line of N-Quads as a build writes it."""
    subject, predicate, rest = line.split(" ", 2)
    value, name = rest.removesuffix(" .").rsplit(" ", 1)
    return (subject, predicate, value), name[1:-1]


def read(paths: Iterable[Path], root: Path) -> list[Source]:
    """Read files. Raises AcquisError that names each that is malformed, with its line."""
    sources, findings = graph.load(paths, root)
    if findings:
        raise AcquisError("the sources cannot be read:\n" + as_text(findings))
    return sources


def prefixes(sources: Iterable[Source], own: Mapping[str, str]) -> dict[str, str]:
    """Return our prefixes with those that files declare themselves for other namespaces."""
    known = set(own.values())
    found = {
        prefix: space
        for source in sources
        for prefix, space in source.prefixes.items()
        if space not in known
    }
    return found | dict(own)
