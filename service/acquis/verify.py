"""Verify queries: one fault a file, and every row is a finding."""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from acquis import headers
from acquis.engine.answers import Solutions
from acquis.engine.embedded import Engine
from acquis.engine.live import LiveEngine
from acquis.errors import AcquisError, QueryError
from acquis.findings import Finding, Severity
from acquis.graph import language_tag
from acquis.positions import Places
from acquis.reasoning.facts import Fact

Row = dict[str, str]
Graphs = Mapping[str, Collection[Fact]]
FIELDS = {
    "severity": get_args(Severity),
    "scope": ("all", "file", "names"),
    "applies": ("here", "elsewhere", "any"),
}


@dataclass(frozen=True)
class Rule:
    """A verify query: its id, how grave a row is, what a row means, and the SPARQL text.

    The scope `file` says that each row follows from the statements of one file alone, which the
    row names by ?graph; `names`, that `acquis.references` answers it; otherwise it is `all`. A rule
    applies `here`, to this project's ontology and what builds on it, `elsewhere` or to `any`.
    `covers` names the rules, with * for any ending, that find the same of a statement or a subject
    and are then left untold.
    """

    name: str
    severity: Severity
    message: str
    text: str
    scope: str = "all"
    applies: str = "here"
    covers: tuple[str, ...] = ()


def load(folder: Path) -> list[Rule]:
    """Return the rules in `folder`, in the order of their file names."""
    return [read(path) for path in sorted(folder.glob("*.rq"))]


def read(path: Path) -> Rule:
    """Read one verify query; its header gives id, severity, message, and maybe more.

    That is the scope (`all` by default), what it applies to (`here` by default), and the rules
    that it covers, with commas between them.
    """
    text = headers.text(path)
    fields = {"scope": "all", "applies": "here"}
    fields |= headers.read(text, ("id", "severity", "message"), str(path))
    for name, allowed in FIELDS.items():
        if fields[name] not in allowed:
            raise AcquisError(f"{path}: {name} is one of {', '.join(allowed)}, not {fields[name]}")
    severity = cast(Severity, fields["severity"])
    covers = tuple(fields.get("covers", "").replace(",", " ").split())
    named = fields["id"], severity, fields["message"]
    return Rule(*named, text, fields["scope"], fields["applies"], covers)


class Verification:
    """Rules over a graph that changes: what one file alone decides is asked again of it alone."""

    def __init__(self) -> None:
        self._kept: dict[Rule, dict[str, tuple[Collection[Fact], list[Row]]]] = {}
        self._took: dict[Rule, float] = {}

    def rows(
        self, engine: LiveEngine, rules: Iterable[Rule], graphs: Graphs, executor: Executor
    ) -> Iterator[tuple[Rule, Row]]:
        """Begin to run rules, several at a time, and return an iterator over their rows.

        `graphs` are the facts of each source file by the IRI of its named graph, as the engine
        holds them; a collection that was given before is taken to be as it was.

        The iterator raises AcquisError where a query is malformed or lacks a variable.
        """
        rules = list(rules)
        self._kept = {rule: self._kept.get(rule, {}) for rule in rules}
        slowest_first = sorted(rules, key=lambda rule: self._took.get(rule, 0), reverse=True)
        begun = {rule: executor.submit(self._timed, engine, rule, graphs) for rule in slowest_first}
        return ((rule, row) for rule in rules for row in begun[rule].result())

    def _timed(self, engine: LiveEngine, rule: Rule, graphs: Graphs) -> list[Row]:
        began = time.perf_counter()
        found = self._rows(engine, rule, graphs)
        self._took[rule] = time.perf_counter() - began
        return found

    def _rows(self, engine: LiveEngine, rule: Rule, graphs: Graphs) -> list[Row]:
        if rule.scope == "all":
            return engine.remembered(rule.text, lambda: rows(engine, rule))
        kept = self._kept[rule]
        changed = [
            name for name, facts in graphs.items() if name not in kept or kept[name][0] is not facts
        ]
        new: dict[str, list[Row]] = {name: [] for name in changed}
        for row in rows(engine, rule, changed) if changed else ():
            new[row["graph"][1:-1]].append(row)
        self._kept[rule] = {
            name: (facts, new[name]) if name in new else kept[name]
            for name, facts in graphs.items()
        }
        return [row for _, found in self._kept[rule].values() for row in found]


def rows(engine: Engine, rule: Rule, graphs: Iterable[str] = ()) -> list[Row]:
    """Return the rows of a rule, each as {variable: term of N-Triples}.

    `graphs` are the named graphs to look in, all where none is given.

    Raises AcquisError where the query is malformed or has no variable ?subject.
    """
    needed = {"subject", "graph"} if rule.scope == "file" else {"subject"}
    try:
        found = _table(engine, rule.text, graphs, needed)
    except QueryError as error:
        raise AcquisError(f"the rule {rule.name}: line {error.line}: {error}") from error
    if found is None:
        names = " and ".join(f"?{name}" for name in sorted(needed))
        raise AcquisError(f"the rule {rule.name} is no SELECT query with {names}")
    return found


def _table(engine: Engine, text: str, graphs: Iterable[str], needed: set[str]) -> list[Row] | None:
    """Return the rows of a query, None where it is no SELECT query with the variables needed.

    An answer of pyoxigraph must not leave its thread, not even in the traceback of an error.
    """
    answer = engine.query(text, named_graphs=graphs)
    if not isinstance(answer, Solutions) or not needed.issubset(answer.variables):
        return None
    names = answer.variables
    return [
        {name: _term(value) for name, value in zip(names, row, strict=True) if value is not None}
        for row in answer
    ]


def finding(rule: Rule, row: Row, places: Places) -> Finding:
    """Return the finding for a row: on the statement that it names, else on its subject."""
    subject = row["subject"]
    name = places.name(subject)
    behind = places.only_use(subject)
    if "predicate" in row and "object" in row:
        behind = places.as_written((subject, row["predicate"], row["object"]))
    file, line = places.of(behind) if behind else places.subject(subject)
    statements = (places.statement(behind),) if behind else ()
    message = f"{name}: {rule.message}"
    return Finding(file, line, rule.name, message, name, rule.severity, statements)


def _term(value: object) -> str:
    """Return a term of the engine as it stands in our facts."""
    text = str(value)
    if text.startswith('"') and not text.endswith(('"', ">")):
        literal, _, tag = text.rpartition("@")
        return f"{literal}@{language_tag(tag)}"
    return text
