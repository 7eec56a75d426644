"""The stages of a check, in the order in which one presupposes the other.

A `Checkup` keeps what it has read, compiled and loaded. So it can be asked again after a file
has changed, and then does only what the change calls for.
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from acquis import (
    causes,
    completeness,
    consistency,
    files,
    graph,
    imports,
    knowledge,
    names,
    ontologies,
    prefix_table,
    profile,
    questions,
    verify,
    vocabularies,
    wording,
)
from acquis.engine.live import LiveEngine
from acquis.errors import AcquisError
from acquis.findings import Finding
from acquis.graph import Source
from acquis.mappings import Mappings
from acquis.positions import Places
from acquis.profile import Profile
from acquis.profile.samples import Samples
from acquis.questions import Question
from acquis.reader import Reader
from acquis.reasoning import datatypes
from acquis.reasoning.closure import Closure, close
from acquis.reasoning.facts import TYPE, Fact, iri, is_literal
from acquis.reasoning.satisfiability import Satisfiability
from acquis.references import References
from acquis.shapes import Validation
from acquis.verify import Rule, Verification

Graphs = Mapping[str, Collection[Fact]]
Report = Callable[[str], None]
INFERRED = str(names.INFERRED)
ONTOLOGY = iri("owl:Ontology")


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
        profile: Profile | None = None,
        reason: Callable[[Graphs], Closure] = closed,
        report: Report = knowledge.silent,
    ) -> None:
        """Look after the tree at `root` and the files and folders `paths`; `alone`, the latter.

        `profile` is what everything must lie in (default: OWL 2 RL with the tree, of which dates
        are excepted, and OWL 2 DL alone, where what lies outside is no error). `reason` returns
        the closure of the facts of each file, `dl` asks HermiT too, which takes seconds, `report`
        is told what goes on.
        """
        self.root, self.alone, self.profile, self.dl = root, alone, profile, dl
        self._report = report
        self._paths, self._reason = list(paths), reason
        self._reader = Reader(root)
        self._pool = ThreadPoolExecutor(max(2, os.cpu_count() or 2))
        self._samples = Samples()
        self._validation = Validation()
        self._verification = Verification()
        self._references = References()
        self._mappings = Mappings()
        self._satisfiable = Satisfiability()
        self._engine = LiveEngine({})
        self._faults: list[Finding] = []
        self._causes: Collection[Fact] = ()
        self._rules: list[Rule] = []
        self._questions: list[Question] = []
        self.sources: list[Source] = []
        self.places = Places((), {})

    def findings(self) -> list[Finding]:
        """Read what has changed and return all findings in order of place.

        Raises AcquisError where there is nothing to read, or a file or query cannot be used.
        """
        self._read()
        if not self._faults:
            self._prepare()
        first: list[Finding] = []
        after: list[Finding] = []
        for stage in STAGES:
            new = list(stage.look(self))
            (after if stage.follows else first).extend(new)
            if new and stage.ends:
                return sorted(first)
        covers = {rule.name: rule.covers for rule in self._rules}
        if after and self._causes:
            gone = {self.places.statement(cause) for cause in self._causes}
            after = causes.independent(after, self._without(self._causes), gone)
        told = causes.told_once(_without_echoes([*first, *after]), covers)
        return wording.readable(told, self.places)

    def _without(self, gone: Collection[Fact]) -> list[Finding]:
        """Return what the stages find that see what follows, where some facts are not said."""
        sources = [_less(source, gone) for source in self.sources]
        closure = self.closure.copy()
        closure.update((), gone)
        self._begin(sources, lambda _: closure)
        return [found for stage in STAGES if stage.follows for found in stage.look(self)]

    def expect_changes(self) -> Iterator[None]:
        """Make ready for being asked again: find out which queries a change can touch, in steps."""
        self._engine.prefixes = self.places.table
        rules = [rule.text for rule in self._rules if rule.scope == "all"]
        yield from self._engine.learn([*rules, *(question.text for question in self._questions)])

    def _read(self) -> None:
        self.sources, self._faults = self._reader.read(self._files())
        if not self._faults:
            imported, self._faults = imports.beside(self.sources, self._paths, self._reader)
            self.sources += imported
        self.places.update(self.sources, names.prefixes(self.root))

    def _files(self) -> list[Path]:
        """Return the files to read, each once, by the first path that names it."""
        wanted = [] if self.alone else files.tree(self.root)
        wanted += [file for path in self._paths for file in files.rdf(path)]
        if not wanted:
            raise AcquisError("nothing to check: name files or folders")
        if not self._paths:
            return wanted
        found: dict[Path, Path] = {}
        for path in wanted:
            found.setdefault(path.resolve(), path)
        return list(found.values())

    @property
    def read_from(self) -> set[Path]:
        """Every file that the findings rest on, with those that are imported and not there."""
        return {source.path.resolve() for source in self.sources} | self.imported

    @property
    def imported(self) -> set[Path]:
        """The files that are imported by their address, there or not."""
        return imports.addressed(self.sources)

    def _prepare(self) -> None:
        applies = ("elsewhere" if self.alone else "here", "any")
        rules = verify.load(self.root / "queries" / "verify")
        self._rules = [rule for rule in rules if rule.applies in applies]
        saved = self.root / "queries" / "questions"
        self._questions = [] if self.alone else questions.load(saved)
        known = [source for source in self.sources if graph.is_knowledge(source)]
        count = sum(len(source.facts) for source in known)
        self._report(f"checking {count:,} triples of {len(known)} files")
        self.closure = self._begin(self.sources, self._reason)

    def _begin(self, sources: list[Source], reason: Callable[[Graphs], Closure]) -> Closure:
        """Validate, reason, load and ask, the first beside the others; return the closure."""
        known = [source for source in sources if graph.is_knowledge(source)]
        self.graphs: Graphs = {str(source.graph): source.facts for source in known}
        self._validated = self._pool.submit(self._validation.findings, sources, self.places)
        closure = reason(self.graphs)
        inferred = [fact for fact in closure.inferred() if knowledge.tells_something(fact)]
        self._engine.prefixes = self.places.table
        self._engine.hold({**self.graphs, INFERRED: inferred})
        queries = [rule for rule in self._rules if rule.scope != "names"]
        self._rows = self._verification.rows(self._engine, queries, self.graphs, self._pool)
        self._lost = questions.findings(self._engine, self._questions, self.root, self._pool)
        return closure

    # --- the stages

    def unreadable(self) -> list[Finding]:
        """Return what is malformed."""
        return self._faults

    def unresolved(self) -> Iterable[Finding]:
        """Return the imports that are not among the files."""
        return imports.unresolved(self.sources, self.places)

    def irregular(self) -> Iterable[Finding]:
        """Return what is wrong with the headers and the prefixes of the tree's own files."""
        if self.alone:
            return ()
        return chain(
            ontologies.findings(self.sources, self.root, self.places),
            prefix_table.findings(self.sources, names.prefixes(self.root), self.places),
        )

    def inconsistent(self) -> Iterable[Finding]:
        """Return contradictions, unwanted equalities and classes that can have no member."""
        faults = consistency.faults(self.closure, self.places, self._satisfiable)
        self._causes = {fault.cause for fault in faults}
        return [fault.finding for fault in faults]

    def impossible(self) -> list[Finding]:
        """Return what OWL 2 DL finds beyond the rules, where it is asked and they find nothing."""
        if not self.dl or self.closure.clashes:
            return []
        from acquis import dl

        self._report("asking HermiT (OWL 2 DL)")
        return dl.findings(self.sources, self.places)

    def outside(self) -> Iterator[Finding]:
        """Yield what lies outside the profile; without an ontology among it, only if asked."""
        samples = self._samples.of(self.graphs)
        if not self.profile and not any(fact[1:] == (TYPE, ONTOLOGY) for fact in samples):
            return
        if any(self._violations(samples)):
            facts = frozenset().union(*self.graphs.values())
            yield from map(self._outside, self._violations(facts))

    def _violations(self, facts: Collection[Fact]) -> Iterator[profile.Violation]:
        wanted = self.profile or ("DL" if self.alone else "RL")
        for found in profile.violations(facts, wanted):
            if self.profile or self.alone or not _is_date(found.fact[2]):
                yield found

    def _outside(self, found: profile.Violation) -> Finding:
        file, line = self.places.of(found.fact)
        tolerated = self.alone or (found.profile == "RL" and file not in self._own_files())
        return Finding(
            file,
            line,
            found.rule,
            found.message,
            self.places.name(found.fact[0]),
            "warning" if tolerated and not self.profile else "error",
            (self.places.statement(found.fact),),
        )

    def _own_files(self) -> set[str]:
        """Return the names of the tree's own files of the ontology and the data."""
        return {source.name for source in self.sources if not graph.is_foreign(source)}

    def misshapen(self) -> list[Finding]:
        """Return what the shapes find in what is asserted."""
        return self._validated.result()

    def incomplete(self) -> Iterable[Finding]:
        """Return the classes without a shape, the terms without a question and the like."""
        return completeness.findings(self.sources, self._questions, self.places)

    def unmapped(self) -> Iterator[Finding]:
        """Yield what is wrong with the mapping sets, and with the use of others' terms."""
        if not self.alone:
            lists = vocabularies.read(files.vocabularies(self.root), self.root)
            yield from self._mappings.findings(self.sources, lists, self.places)

    def unsound(self) -> Iterator[Finding]:
        """Yield what the verify queries find: hygiene, the project's conventions."""
        rows = chain(self._references.rows(self._rules, self.graphs), self._rows)
        return (verify.finding(rule, row, self.places) for rule, row in rows)

    def unanswered(self) -> Iterator[Finding]:
        """Yield the saved queries that are malformed or have lost rows."""
        return self._lost


def _less(source: Source, gone: Collection[Fact]) -> Source:
    """Return a source of knowledge without some facts, the very source where it has none."""
    if not graph.is_knowledge(source) or not any(fact in gone for fact in source.facts):
        return source
    return replace(source, facts=tuple(fact for fact in source.facts if fact not in gone))


def _without_echoes(found: list[Finding]) -> list[Finding]:
    """Leave out what the profile forbids where another stage says more of the same statement."""
    told = {line for one in found if one.rule not in profile.RULES for line in one.statements}
    return [
        one for one in found if one.rule not in profile.RULES or told.isdisjoint(one.statements)
    ]


def _is_date(term: str) -> bool:
    """Say whether a term is a literal of a datatype that OWL 2 lacks and the check reads."""
    return is_literal(term) and datatypes.split(term)[1] in datatypes.LEXICAL_ONLY


@dataclass(frozen=True)
class Stage:
    """One kind of check.

    What it finds `ends` the check where the later ones presuppose it, or `follows` from what
    contradicts, and then is told only where it does not.
    """

    name: str
    look: Callable[[Checkup], Iterable[Finding]]
    ends: bool = False
    follows: bool = False


STAGES = (
    Stage("syntax", Checkup.unreadable, ends=True),
    Stage("imports", Checkup.unresolved),
    Stage("headers", Checkup.irregular),
    Stage("profile", Checkup.outside),
    Stage("consistency", Checkup.inconsistent),
    Stage("dl", Checkup.impossible),
    Stage("shapes", Checkup.misshapen, follows=True),
    Stage("completeness", Checkup.incomplete),
    Stage("mappings", Checkup.unmapped),
    Stage("queries", Checkup.unsound, follows=True),
    Stage("saved queries", Checkup.unanswered, follows=True),
)
