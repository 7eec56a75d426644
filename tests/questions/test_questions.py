"""Every saved query: the rows that are expected, the same from two engines."""

import csv
import io
from pathlib import Path

import pytest
from rdflib import Graph
from tests.conftest import Run

from acquis import questions, share
from acquis.engine.answers import Solutions
from acquis.engine.embedded import Engine
from acquis.errors import AcquisError
from acquis.knowledge import KnowledgeBase
from acquis.questions import Question

EXPECTED = Path(__file__).parent / "expected"
SAVED = questions.load(share.root() / "queries" / "questions")
Rows = list[tuple[str, ...]]


@pytest.fixture(scope="module")
def whole(base: KnowledgeBase) -> Graph:
    """The knowledge base as one rdflib graph."""
    return Graph(bind_namespaces="none").parse(base.turtle_path)


def by_pyoxigraph(engine: Engine, question: Question) -> Rows:
    answer = engine.query(question.text)
    assert isinstance(answer, Solutions)
    text = answer.serialize("text/csv").decode()
    return [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))]


def by_rdflib(graph: Graph, question: Question) -> Rows:
    result = graph.query(question.text)
    names = [str(name) for name in result.vars or []]
    rows = [tuple("" if cell is None else str(cell) for cell in row) for row in result]  # type: ignore[union-attr]
    return [tuple(names), *rows]


@pytest.mark.parametrize("question", SAVED, ids=lambda question: question.name)
def test_the_rows_are_the_expected_ones_in_two_engines(
    engine: Engine, whole: Graph, question: Question
) -> None:
    path = EXPECTED / f"{question.name}.csv"
    assert path.is_file(), f"write it with: acquis ask {question.name} --format csv > {path}"
    with path.open(encoding="utf-8", newline="") as file:
        expected = [tuple(row) for row in csv.reader(file)]
    assert len(expected) > 1 or question.rows == 0, "a question without an answer"
    rows = by_pyoxigraph(engine, question)
    assert rows == expected
    other = by_rdflib(whole, question)
    assert other[0] == rows[0]
    assert sorted(other) == sorted(rows)


def test_no_expected_file_is_left_over() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == {question.name for question in SAVED}


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
