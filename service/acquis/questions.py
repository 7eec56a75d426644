"""Saved queries: files of SPARQL with a `#+` header."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from acquis import headers, parameters
from acquis.engine.answers import Answer, Boolean, Solutions
from acquis.engine.embedded import Engine
from acquis.engine.live import LiveEngine
from acquis.errors import AcquisError, QueryError
from acquis.findings import Finding
from acquis.parameters import Parameter, Term

RESERVED = frozenset({"format", "limit", "offset"})
ROWS = re.compile(r"^#\+[ \t]*rows:.*$", re.MULTILINE)


@dataclass(frozen=True)
class Question:
    """A saved query: `name` to ask it by, the question in words, tags, limits of the answer.

    `rows` is how many rows the answer had when that was last recorded, None where it never was.
    `parameters` are the variables of the text that are given a value before it is asked.
    """

    name: str
    question: str
    tags: tuple[str, ...]
    note: str
    text: str
    path: Path
    rows: int | None = None
    parameters: tuple[Parameter, ...] = ()


def load(folder: Path) -> list[Question]:
    """Return the questions below `folder` in the order of their file names.

    Raises AcquisError where a header is incomplete or two files share an id.
    """
    questions = [read(path) for path in sorted(folder.rglob("*.rq"))]
    names = [question.name for question in questions]
    for name in names:
        if names.count(name) > 1:
            files = ", ".join(str(q.path) for q in questions if q.name == name)
            raise AcquisError(f"the id {name} stands in more than one file: {files}")
    return questions


def read(path: Path) -> Question:
    """Read one query file.

    Its header gives id, question and tags and, if need be, note, rows and a line for each
    parameter. Raises AcquisError where it does not, where the text never names a parameter, or
    where that has a name of RESERVED, which a request for an answer uses.
    """
    text = headers.text(path)
    fields = headers.read(text, ("id", "question", "tags"), str(path), repeated=("parameter",))
    tags = tuple(tag.strip() for tag in fields["tags"].split(",") if tag.strip())
    rows = fields.get("rows")
    if rows is not None and not re.fullmatch("[0-9]+", rows):
        raise AcquisError(f"{path}: the header line '#+ rows: …' holds a number, not {rows!r}")
    return Question(
        fields["id"],
        fields["question"],
        tags,
        fields.get("note", ""),
        text,
        path,
        None if rows is None else int(rows),
        _parameters(fields.get("parameter", ""), text, path),
    )


def _parameters(lines: str, text: str, path: Path) -> tuple[Parameter, ...]:
    found = tuple(parameters.read(line, str(path)) for line in lines.splitlines())
    names = [parameter.name for parameter in found]
    for name in names:
        if names.count(name) > 1:
            raise AcquisError(f"{path}: the parameter {name} stands in more than one header line")
        if name in RESERVED:
            raise AcquisError(f"{path}: no parameter can be called {name}: it chooses rows or form")
        if not re.search(rf"[?$]{name}\b", text):
            raise AcquisError(f"{path}: the query has no variable ?{name} for the parameter {name}")
    return found


def find(questions: list[Question], name: str) -> Question:
    """Return the question of that name; raise AcquisError, with the nearest names, if none."""
    for question in questions:
        if question.name == name:
            return question
    near = difflib.get_close_matches(name, [question.name for question in questions], n=3)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise AcquisError(f"no saved query is called {name}{hint} `acquis ask` lists them.")


def bound(
    question: Question, values: Mapping[str, str], prefixes: Mapping[str, str]
) -> dict[str, Term]:
    """Return the terms that the parameters of a question stand for, by name.

    A parameter without a value has its default; `prefixes` expand an identifier. Raises
    AcquisError where a value is not of the type of its parameter, or has no parameter.
    """
    names = [parameter.name for parameter in question.parameters]
    for name in values:
        if name not in names:
            known = f"it has: {', '.join(names)}" if names else "it has none"
            raise AcquisError(f"{question.name} has no parameter {name}; {known}")
    return {
        parameter.name: parameter.term(
            values.get(parameter.name, parameter.default), prefixes, question.name
        )
        for parameter in question.parameters
    }


def ask(engine: Engine, question: Question, values: Mapping[str, str] | None = None) -> Answer:
    """Return the answer to a question, with `values` for its parameters.

    Raises AcquisError where a value does not fit, QueryError where the query is malformed.
    """
    terms = bound(question, values or {}, engine.prefixes)
    return engine.query(question.text, bound=terms)


def written_out(question: Question, terms: Mapping[str, Term]) -> str:
    """Return the text of a question with the values of its parameters, to run it elsewhere.

    Each SELECT, outermost and nested, gets them as VALUES at the beginning of its pattern.
    """
    values = "".join(f" VALUES ?{name} {{ {term} }}" for name, term in terms.items())
    return re.sub(r"\bWHERE \{", lambda match: match[0] + values, question.text)


def count(engine: Engine, question: Question) -> int:
    """Return how many rows, or triples, a question's answer has; 1 for an ASK that is true.

    Its parameters have their defaults. Raises QueryError where the query is malformed.
    """
    answer = ask(engine, question)
    if isinstance(answer, Boolean):
        return int(bool(answer))
    return sum(1 for _ in (answer.raw if isinstance(answer, Solutions) else answer))


def findings(
    engine: LiveEngine, questions: Iterable[Question], root: Path, executor: Executor
) -> Iterator[Finding]:
    """Begin to ask questions, several at a time, and return an iterator over what is wrong.

    That is a question that is malformed, or whose answer lost rows: it has none, or fewer than
    the header says.
    """
    found = executor.map(lambda question: _finding(engine, question, root), questions)
    return (finding for finding in found if finding)


def _finding(engine: LiveEngine, question: Question, root: Path) -> Finding | None:
    file = question.path.relative_to(root).as_posix()
    try:
        rows = engine.remembered(question.text, lambda: count(engine, question))
    except AcquisError as error:
        line = error.line if isinstance(error, QueryError) else None
        return Finding(file, line or 0, "saved-query", str(error), question.name)
    wanted = 1 if question.rows is None else question.rows
    if rows >= wanted:
        return None
    match = ROWS.search(question.text)
    line = question.text.count("\n", 0, match.start()) + 1 if match else 1
    was = f"and had {wanted:,}" if match else "which no saved query should have"
    message = (
        f"{question.name}: the answer has {rows:,} rows {was}; mend the query or the data, or put "
        "the new number into the header line '#+ rows: …'"
    )
    return Finding(file, line, "saved-query-rows", message, question.name)


def record(question: Question, rows: int) -> None:
    """Write the number of rows into the header of a question's file, where it has changed."""
    line = f"#+ rows: {rows}"
    if ROWS.search(question.text):
        text = ROWS.sub(line, question.text, count=1)
    else:
        lines = question.text.split("\n")
        end = next(at for at, text in enumerate(lines) if not text.startswith("#+"))
        text = "\n".join([*lines[:end], line, *lines[end:]])
    if text != question.text:
        question.path.write_text(text, encoding="utf-8", newline="\n")
