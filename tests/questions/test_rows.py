"""Saved queries whose answer lost rows are findings at the line of their header."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.conftest import Run

from acquis import questions
from acquis.engine.live import LiveEngine
from acquis.errors import AcquisError
from acquis.findings import Finding

HEAD = "#+ id: q\n#+ question: Who?\n#+ tags: t\n"
FACTS = [("<u:a>", "<u:p>", '"1"'), ("<u:a>", "<u:p>", '"2"')]
SELECT = "SELECT ?o { <u:a> <u:p> ?o }"


def found(folder: Path, text: str) -> list[Finding]:
    (folder / "q.rq").write_text(text)
    engine = LiveEngine({})
    engine.hold({"u:g": FACTS})
    with ThreadPoolExecutor(2) as pool:
        return list(questions.findings(engine, questions.load(folder), folder, pool))


@pytest.mark.parametrize(
    ("rows", "query"),
    [
        ("", SELECT),
        ("#+ rows: 2\n", SELECT),
        ("#+ rows: 1\n", SELECT),
        ("#+ rows: 0\n", "SELECT ?o { <u:a> <u:none> ?o }"),
        ("", "ASK { <u:a> ?p ?o }"),
        ("#+ rows: 2\n", "CONSTRUCT { <u:b> <u:p> ?o } WHERE { <u:a> <u:p> ?o }"),
    ],
)
def test_an_answer_with_its_rows_is_no_finding(tmp_path: Path, rows: str, query: str) -> None:
    assert found(tmp_path, HEAD + rows + query) == []


def test_fewer_rows_than_recorded_are_a_finding_at_the_header_line(tmp_path: Path) -> None:
    [finding] = found(tmp_path, HEAD + "#+ rows: 3\n" + SELECT)
    assert (finding.file, finding.line, finding.rule) == ("q.rq", 4, "saved-query-rows")
    assert "has 2 rows and had 3" in finding.message


def test_no_rows_are_a_finding_without_a_record_too(tmp_path: Path) -> None:
    [finding] = found(tmp_path, HEAD + "SELECT ?o { <u:a> <u:none> ?o }")
    assert (finding.line, finding.rule) == (1, "saved-query-rows")


def test_a_number_of_rows_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(AcquisError, match="holds a number, not 'many'"):
        found(tmp_path, HEAD + "#+ rows: many\n" + SELECT)


@pytest.mark.parametrize("before", ["", "#+ rows: 9\n"])
def test_rows_are_recorded_in_the_header(tmp_path: Path, before: str) -> None:
    path = tmp_path / "q.rq"
    path.write_text(HEAD + before + SELECT)
    questions.record(questions.read(path), 2)
    assert path.read_text() == HEAD + "#+ rows: 2\n" + SELECT
    assert found(tmp_path, path.read_text()) == []


def test_the_shipped_questions_have_their_rows_recorded(root: Path) -> None:
    assert all(q.rows is not None for q in questions.load(root / "queries" / "questions"))


LABEL = 'skos:prefLabel "Freedom and autonomy"@en'


def test_the_check_finds_rows_that_were_lost(acquis: Run, copy: Path) -> None:
    shutil.rmtree(copy / "data" / "ttl" / "mappings")
    done = acquis("--root", copy, "check")
    assert "queries/questions/law-convergence.rq:6: error: convergence: " in done.stdout
    assert "[saved-query-rows]" in done.stdout


def test_rows_that_another_error_may_have_lost_are_not_told(acquis: Run, copy: Path) -> None:
    shutil.rmtree(copy / "data" / "ttl" / "mappings")
    path = copy / "data" / "ttl" / "values.ttl"
    path.write_text(path.read_text().replace(LABEL, LABEL.replace("@en", "")))
    done = acquis("--root", copy, "check")
    assert "[text-without-language]" in done.stdout
    assert "[saved-query-rows]" not in done.stdout
