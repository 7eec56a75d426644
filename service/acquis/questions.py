"""Saved queries: files of SPARQL with a `#+` header."""

import difflib
from dataclasses import dataclass
from pathlib import Path

from acquis import headers
from acquis.errors import AcquisError


@dataclass(frozen=True)
class Question:
    """A saved query: `name` to ask it by, the question in words, tags, limits of the answer."""

    name: str
    question: str
    tags: tuple[str, ...]
    note: str
    text: str
    path: Path


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
    """Read one query file; its header gives id, question, tags and, if need be, a note."""
    text = path.read_text(encoding="utf-8")
    fields = headers.read(text, ("id", "question", "tags"), str(path))
    tags = tuple(tag.strip() for tag in fields["tags"].split(",") if tag.strip())
    note = fields.get("note", "")
    return Question(fields["id"], fields["question"], tags, note, text, path)


def find(questions: list[Question], name: str) -> Question:
    """Return the question of that name; raise AcquisError, with the nearest names, if none."""
    for question in questions:
        if question.name == name:
            return question
    near = difflib.get_close_matches(name, [question.name for question in questions], n=3)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise AcquisError(f"no saved query is called {name}{hint} `acquis ask` lists them.")
