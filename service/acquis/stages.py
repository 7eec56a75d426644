"""The stages of a check, in the order in which one presupposes the other.

A `Checkup` keeps what it has read, compiled and loaded. So it can be asked again after a file
has changed, and then does only what the change calls for.
"""

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from acquis import (
    consistency,
    files,
    graph,
    imports,
    knowledge,
    names,
    profiles,
    questions,
    verify,
)
from acquis.engine.live import LiveEngine
from acquis.errors import AcquisError
from acquis.findings import Finding
from acquis.graph import Source
from acquis.positions import Places
from acquis.reader import Reader
from acquis.reasoning.closure import Closure, close
from acquis.reasoning.facts import Fact
from acquis.shapes import Validation
from acquis.verify import Verification

Graphs = Mapping[str, Collection[Fact]]
Report = Callable[[str], None]
INFERRED = str(names.INFERRED)


def closed(graphs: Graphs) -> Closure:
    """Return the closure of the facts of each file, computed from the start."""
    return close(fact for facts in graphs.values() for fact in facts)


class Checkup:
    """A tree, further files beside it, or those files alone, and what is known of them."""

    def __init__(
        self,
        root: Path,
        paths: Iterable[Path] = (),
        *,
        alone: bool = False,
        dl: bool = False,
        reason: Callable[[Graphs], Closure] = closed,
        report: Report = knowledge.silent,
    ) -> None:
        """Look after the tree at `root` and the files and folders `paths`; `alone`, the latter.

        `dl` asks HermiT too, which takes seconds.
        `reason` returns the closure of the facts of each file, `report` is told what goes on.
        """
        self.root, self.alone, self.dl, self._report = root, alone, dl, report
        self._paths, self._reason = list(paths), reason
        self._reader = Reader(root)
        self._pool = ThreadPoolExecutor(max(2, os.cpu_count() or 2))
        self._validation = Validation()
        self._verification = Verification()
        self._engine = LiveEngine({})
        self._faults: list[Finding] = []
        self.sources: list[Source] = []
        self.places = Places((), {})

    def findings(self) -> list[Finding]:
        """Read what has changed and return all findings in order of place.

        Raises AcquisError where there is nothing to read, or a file or query cannot be used.
        """
        self._read()
        if not self._faults:
            self._prepare()
        found: list[Finding] = []
        for stage in STAGES:
            new = list(stage.look(self))
            found += new
            if new and stage.ends:
                break
        return sorted(found)

    def _read(self) -> None:
        self.sources, self._faults = self._reader.read(self._files())
        self.sources += imports.beside(self.sources, self._paths, self._reader)
        self.places.update(self.sources, names.prefixes(self.root))

    def _files(self) -> list[Path]:
        """Return the files to read, each once, by the first path that names it."""
        wanted = [] if self.alone else files.tree(self.root)
        wanted += [file for path in self._paths for file in files.rdf(path)]
        if not wanted:
            raise AcquisError("nothing to check: name files or folders")
        found: dict[Path, Path] = {}
        for path in wanted:
            found.setdefault(path.resolve(), path)
        return list(found.values())

    @property
    def read_from(self) -> set[Path]:
        """Every file that the findings rest on, with those that are imported and not there."""
        read = {source.path.resolve() for source in self.sources}
        return read | imports.addressed(self.sources)

    def _prepare(self) -> None:
        """Validate, reason and load, the first beside the others."""
        known = [source for source in self.sources if graph.is_knowledge(source)]
        self.graphs: Graphs = {str(source.graph): source.facts for source in known}
        count = sum(map(len, self.graphs.values()))
        self._report(f"checking {count:,} triples of {len(known)} files")
        self.validated: Future[list[Finding]] = self._pool.submit(
            self._validation.findings, self.sources, self.places
        )
        self.closure = self._reason(self.graphs)
        inferred = [fact for fact in self.closure.inferred() if knowledge.tells_something(fact)]
        self._engine.prefixes = self.places.table
        self._engine.hold({**self.graphs, INFERRED: inferred})

    # --- the stages

    def unreadable(self) -> list[Finding]:
        """Return what is malformed."""
        return self._faults

    def unresolved(self) -> Iterable[Finding]:
        """Return the imports that are not among the files."""
        return imports.unresolved(self.sources, self.places)

    def outside_profile(self) -> Iterable[Finding]:
        """Return what is outside OWL 2 DL or OWL 2 RL."""
        facts = [fact for held in self.graphs.values() for fact in held]
        return profiles.findings(facts, self.places)

    def inconsistent(self) -> Iterable[Finding]:
        """Return contradictions, unwanted equalities and classes that can have no member."""
        return consistency.findings(self.closure, self.places)

    def impossible(self) -> list[Finding]:
        """Return what OWL 2 DL finds beyond the rules, where it is asked and they find nothing."""
        if not self.dl or self.closure.clashes:
            return []
        from acquis import dl

        self._report("asking HermiT (OWL 2 DL)")
        return dl.findings(self.sources, self.places)

    def misshapen(self) -> list[Finding]:
        """Return what the shapes find in what is asserted."""
        return self.validated.result()

    def unsound(self) -> list[Finding]:
        """Return what the verify queries find: hygiene, mappings, the project's conventions."""
        rules = verify.load(self.root / "queries" / "verify")
        if self.alone:
            rules = [rule for rule in rules if rule.applies == "any"]
        rows = self._verification.rows(self._engine, rules, self.graphs, self._pool)
        return [verify.finding(rule, row, self.places) for rule, row in rows]

    def unanswered(self) -> list[Finding]:
        """Return the saved queries that are malformed or have lost rows."""
        if self.alone:
            return []
        saved = questions.load(self.root / "queries" / "questions")
        return questions.findings(self._engine, saved, self.root, self._pool)


@dataclass(frozen=True)
class Stage:
    """One kind of check; what it finds `ends` the check where the later ones presuppose it."""

    name: str
    look: Callable[[Checkup], Iterable[Finding]]
    ends: bool = False


STAGES = (
    Stage("syntax", Checkup.unreadable, ends=True),
    Stage("imports", Checkup.unresolved),
    Stage("profile", Checkup.outside_profile),
    Stage("consistency", Checkup.inconsistent),
    Stage("dl", Checkup.impossible),
    Stage("shapes", Checkup.misshapen),
    Stage("queries", Checkup.unsound),
    Stage("saved queries", Checkup.unanswered),
)
