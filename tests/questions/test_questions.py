"""Every saved query: the rows that are expected, the same from two engines."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.util import from_n3
from tests.conftest import Run
from tests.questions.expect import DATED, EARLIER, EXPECTED, takes_a_day

from acquis import names, questions, share
from acquis.engine.answers import Solutions
from acquis.engine.embedded import Engine
from acquis.errors import AcquisError
from acquis.knowledge import KnowledgeBase
from acquis.questions import Question

PREFIXES = names.prefixes()
SAVED = questions.load(share.root() / "queries" / "questions")
Rows = list[tuple[str, ...]]


@pytest.fixture(scope="module")
def whole(base: KnowledgeBase) -> Graph:
    """The knowledge base as one rdflib graph."""
    return Graph(bind_namespaces="none").parse(base.turtle_path)


def by_pyoxigraph(
    engine: Engine, question: Question, values: Mapping[str, str] | None = None
) -> Rows:
    answer = questions.ask(engine, question, values)
    assert isinstance(answer, Solutions)
    text = answer.serialize("text/csv").decode()
    return [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))]


def by_rdflib(graph: Graph, question: Question, values: Mapping[str, str] | None = None) -> Rows:
    terms = questions.bound(question, values or {}, PREFIXES)
    given = {name: from_n3(str(term)) for name, term in terms.items()}
    result = graph.query(question.text, initBindings=given)  # type: ignore[arg-type]
    names = [str(name) for name in result.vars or []]
    rows = [tuple("" if cell is None else str(cell) for cell in row) for row in result]  # type: ignore[union-attr]
    return [tuple(names), *rows]


@pytest.mark.parametrize("question", SAVED, ids=lambda question: question.name)
def test_the_rows_are_the_expected_ones_in_two_engines(
    engine: Engine, whole: Graph, question: Question
) -> None:
    path = EXPECTED / f"{question.name}.csv"
    assert path.is_file(), f"write it with: python -m tests.questions.expect {question.name}"
    with path.open(encoding="utf-8", newline="") as file:
        expected = [tuple(row) for row in csv.reader(file)]
    assert len(expected) > 1 or question.rows == 0, "a question without an answer"
    rows = by_pyoxigraph(engine, question)
    assert rows == expected
    other = by_rdflib(whole, question)
    assert other[0] == rows[0]
    assert sorted(other) == sorted(rows)


DATED_QUESTIONS = [question for question in SAVED if takes_a_day(question)]


@pytest.mark.parametrize("question", DATED_QUESTIONS, ids=lambda question: question.name)
def test_the_rows_on_6_may_2025_are_the_expected_ones_in_two_engines(
    engine: Engine, whole: Graph, question: Question
) -> None:
    path = DATED / f"{question.name}.csv"
    assert path.is_file(), f"write it with: python -m tests.questions.expect {question.name}"
    with path.open(encoding="utf-8", newline="") as file:
        expected = [tuple(row) for row in csv.reader(file)]
    rows = by_pyoxigraph(engine, question, EARLIER)
    assert rows == expected
    assert sorted(by_rdflib(whole, question, EARLIER)) == sorted(rows)


def test_no_expected_file_is_left_over() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == {question.name for question in SAVED}
    assert {path.stem for path in DATED.iterdir()} == {q.name for q in DATED_QUESTIONS}


def test_there_are_ten_questions_of_the_essay() -> None:
    assert len([question for question in SAVED if "essay" in question.tags]) >= 10


def test_the_command_lists_and_asks(acquis: Run) -> None:
    listed = acquis("ask")
    assert listed.returncode == 0
    for question in SAVED:
        assert any(
            line.split(maxsplit=1) == [question.name, question.question]
            for line in listed.stdout.splitlines()
        )
        for parameter in question.parameters:
            assert f"--param {parameter.name}={parameter.default}" in listed.stdout
    asked = acquis("ask", "agency-tasks")
    assert asked.returncode == 0
    assert "Enforcement of the acquis" in asked.stdout


def test_a_name_that_is_near_is_offered(acquis: Run) -> None:
    done = acquis("ask", "convergense")
    assert done.returncode == 2
    assert "did you mean convergence" in done.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT * {}", "'#+ id: …'"),
        ("#+ id: a\n#+ question: b\nSELECT * {}", "'#+ tags: …'"),
        ("#+ id: a\n#+ id: b\nSELECT * {}", "x.rq:2: not a header line of its own"),
        ("#+ nonsense\nSELECT * {}", "x.rq:1: not a header line"),
    ],
)
def test_a_bad_header_is_told_by_file_and_line(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "x.rq").write_text(text)
    with pytest.raises(AcquisError) as caught:
        questions.load(tmp_path)
    assert says in str(caught.value)


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.rq").write_text("#+ id: x\n#+ question: y\n#+ tags: z\nASK {}")
    with pytest.raises(AcquisError, match="more than one file"):
        questions.load(tmp_path)
