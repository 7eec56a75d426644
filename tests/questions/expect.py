"""Write what the saved questions are expected to answer: `python -m tests.questions.expect [id …]`.

For each question, or for those named, the rows go to `tests/questions/expected/`, their number
into the header of the query, and the list of all questions to `docs/questions.md`; the rows of a
question that takes a day go for 6 May 2025 to `tests/questions/dated/`. A question on what is
missing has the tag `gap`: its answer shrinks as the graph grows, so one row is all it has to have.
Read the difference with `git diff` before you commit it: a row that is gone is a fact lost.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from acquis import knowledge, names, questions, share
from acquis.engine.answers import Solutions
from acquis.engine.embedded import Engine
from acquis.questions import Question

EXPECTED = Path(__file__).parent / "expected"
DATED = Path(__file__).parent / "dated"
GAP = "gap"
EARLIER = {"date": "2025-05-06"}
ASKERS = {
    "ministry": "A ministry",
    "export-control-lawyer": "An export-control lawyer",
    "standards-body": "A standards body",
    "critic": "A critic of the essay, or of this graph",
    "analyst": "An analyst",
    "essay": "A reader of the essay",
}
HEAD = """# Questions that the graph answers

Each question is a file in `queries/questions/`. `acquis ask ID` prints its answer and, below it, \
what the answer counts and where its limits are; `acquis ask ID --format csv` gives the rows for a \
table. A question that several kinds of reader would ask stands under each of them. The numbers \
are rows of the answer; a question on what is missing has none, for its answer shrinks as the \
graph grows. `python -m tests.questions.expect` writes this page.
"""


def expected(engine: Engine, question: Question, values: Mapping[str, str] | None = None) -> bytes:
    """Return the answer to a question as the CSV that its test compares with."""
    answer = questions.ask(engine, question, values)
    assert isinstance(answer, Solutions)
    return answer.serialize("text/csv")


def takes_a_day(question: Question) -> bool:
    """Say whether the answer depends on a day."""
    return any(parameter.name == "date" for parameter in question.parameters)


def page(saved: list[Question]) -> str:
    """Return `docs/questions.md`: all questions by who asks them."""
    parts = [HEAD]
    for asker, title in [*ASKERS.items(), ("", "Others")]:
        asked = [question for question in saved if _asks(asker, question)]
        if asked:
            rows = "".join(_line(question) for question in asked)
            parts.append(f"## {title}\n\n| id | question | rows |\n| --- | --- | ---: |\n{rows}")
    return "\n".join(parts)


def _asks(asker: str, question: Question) -> bool:
    return asker in question.tags if asker else not ASKERS.keys() & set(question.tags)


def _line(question: Question) -> str:
    link = f"[{question.name}](../queries/questions/{question.path.name})"
    rows = "" if GAP in question.tags else f"{question.rows or 0:,}"
    return f"| {link} | {question.question} | {rows} |\n"


def main(wanted: list[str]) -> None:
    """Write the rows of the questions of these ids, or of all, and the page."""
    root = share.root()
    folder = root / "queries" / "questions"
    saved = questions.load(folder)
    chosen = [questions.find(saved, name) for name in wanted] or saved
    engine = Engine(knowledge.build(root), names.prefixes(root))
    for question in chosen:
        (EXPECTED / f"{question.name}.csv").write_bytes(expected(engine, question))
        if takes_a_day(question):
            (DATED / f"{question.name}.csv").write_bytes(expected(engine, question, EARLIER))
        if GAP not in question.tags:
            questions.record(question, questions.count(engine, question))
    if not wanted:
        for path in set(EXPECTED.iterdir()) - {EXPECTED / f"{q.name}.csv" for q in saved}:
            path.unlink()
    text = page(questions.load(folder))
    (root / "docs" / "questions.md").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
