"""docs/law-in-time.md shows what the commands print and names every question that takes a day."""

import shlex
from pathlib import Path

from tests.conftest import Run
from tests.documents import fits, rows_of, sessions_of

from acquis import questions, share

PAGE = Path(__file__).parents[2] / "docs" / "law-in-time.md"


def test_the_page_shows_what_the_commands_print(acquis: Run) -> None:
    commands = sessions_of(PAGE)
    assert len(commands) >= 5
    for command, shown in commands:
        name, *words = shlex.split(command)
        assert name == "acquis"
        done = acquis(*words)
        refused = shown.startswith("acquis: error")
        assert done.returncode == (2 if refused else 0), (command, done.stderr)
        printed = done.stderr if refused else done.stdout.replace("\r\n", "\n")
        assert fits(shown, printed), (command, printed)


def test_the_page_names_every_question_with_a_parameter() -> None:
    named = {row[0].strip("`") for row in rows_of(PAGE, "question")}
    saved = questions.load(share.root() / "queries" / "questions")
    assert named == {q.name for q in saved if q.parameters}


def test_a_line_that_is_not_printed_is_found() -> None:
    assert fits("a\n…\nb\n", "a\nx\nb\n")
    assert not fits("a\nb\n", "a\nx\nb\n")
