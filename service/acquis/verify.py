"""Verify queries: one fault a file, and every row is a finding."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from rdflib.term import Node

from acquis import headers
from acquis.engine.answers import Solutions
from acquis.engine.embedded import Engine
from acquis.errors import AcquisError, QueryError
from acquis.findings import Finding, Severity
from acquis.graph import term
from acquis.positions import Places


@dataclass(frozen=True)
class Rule:
    """A verify query: its id, how grave a row is, what a row means, and the SPARQL text."""

    name: str
    severity: Severity
    message: str
    text: str


def load(folder: Path) -> list[Rule]:
    """Return the rules in `folder`, in the order of their file names."""
    return [read(path) for path in sorted(folder.glob("*.rq"))]


def read(path: Path) -> Rule:
    """Read one verify query; its header gives id, severity and message."""
    text = path.read_text(encoding="utf-8")
    fields = headers.read(text, ("id", "severity", "message"), str(path))
    if fields["severity"] not in get_args(Severity):
        raise AcquisError(f"{path}: severity is one of {', '.join(get_args(Severity))}")
    return Rule(fields["id"], cast(Severity, fields["severity"]), fields["message"], text)


def findings(engine: Engine, folder: Path, places: Places) -> list[Finding]:
    """Run every rule in `folder` over a knowledge base; each row is a finding."""
    return sorted(found for rule in load(folder) for found in _rows(engine, rule, places))


def _rows(engine: Engine, rule: Rule, places: Places) -> Iterator[Finding]:
    try:
        answer = engine.query(rule.text)
    except QueryError as error:
        raise AcquisError(f"the rule {rule.name}: line {error.line}: {error}") from error
    if not isinstance(answer, Solutions) or "subject" not in answer.variables:
        raise AcquisError(f"the rule {rule.name} is no SELECT query with a variable ?subject")
    for row in answer:
        cells = {
            name: term(value)
            for name, value in zip(answer.variables, row, strict=True)
            if value is not None
        }
        yield _finding(rule, cells, places)


def _finding(rule: Rule, cells: dict[str, Node], places: Places) -> Finding:
    subject = cells["subject"]
    name = places.name(subject)
    triple = places.only_use(subject)
    if "predicate" in cells and "object" in cells:
        triple = (subject, cells["predicate"], cells["object"])
    file, line = places.of(triple) if triple else places.subject(subject)
    statements = (places.statement(triple),) if triple else ()
    message = f"{name}: {rule.message}"
    return Finding(file, line, rule.name, message, name, rule.severity, statements)
