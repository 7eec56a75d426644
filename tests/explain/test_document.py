"""docs/explaining.md shows what the commands print."""

import re
import shlex
from pathlib import Path

import pytest
from tests.conftest import Run

from acquis.explain.explanation import Kind

PAGE = Path(__file__).parents[2] / "docs" / "explaining.md"
TEXT = PAGE.read_text(encoding="utf-8")
ELLIPSIS = "…"


def sessions() -> list[tuple[str, str]]:
    """Return the commands of the page in order, each with what the page shows of its output."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def fits(shown: str, printed: str) -> bool:
    """Say whether a text is what is shown, where a line with an ellipsis stands for any lines."""
    parts = re.split(rf"^{ELLIPSIS}\n", shown, flags=re.MULTILINE)
    return bool(re.fullmatch("(?:.*\n)*".join(map(re.escape, parts)), printed))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    blocks = re.findall(r"`(\S+)`:\n\n```turtle\n(.*?)```", TEXT, re.DOTALL)
    assert blocks
    for name, content in blocks:
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_the_page_shows_what_the_commands_print(
    acquis: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    commands = sessions()
    assert len(commands) >= 10
    for command, shown in commands:
        name, *words = shlex.split(command)
        assert name == "acquis"
        done = acquis(*words)
        refused = shown.startswith(("refused", "acquis: value:"))
        assert done.returncode == int(refused), (command, done.stderr)
        outputs = (done.stdout, done.stdout + done.stderr)
        assert any(fits(shown, output) for output in outputs), (command, outputs)


def test_what_is_shown_is_compared() -> None:
    assert fits("a\n…\nb\n", "a\nx\ny\nb\n")
    assert fits("…\n", "")
    assert not fits("a\n…\nb\n", "a\nx\n")
    assert not fits("a\nb\n", "a\nx\nb\n")


def test_every_kind_has_a_row() -> None:
    for kind in Kind.__args__:
        assert f"| `{kind}` |" in TEXT


def test_every_field_of_the_json_has_a_row(acquis: Run) -> None:
    import json

    words = ("value:privacy", "a", "qap:ConvergentValue", "--format", "json")
    document = json.loads(acquis("explain", *words).stdout)
    (explanation,) = document["explanations"]
    (article, *_) = document["articles"].values()
    records = [
        *(document, explanation, *explanation["statements"], article, article["act"]),
        *(*document["evidence"].values(), *document["documents"].values()),
        *(place for each in explanation["statements"] for place in each["places"]),
    ]
    assert len(records) > 50
    fields = {field for record in records for field in record if not field.startswith("<")}
    section = TEXT.partition("### JSON")[2].partition("### Turtle")[0]
    assert {field for field in fields if not re.search(rf"`{field}(?:\[\])?`", section)} == set()


def test_the_drawing_is_one_of_ours() -> None:
    text = (PAGE.parent / "convergence-proof.svg").read_text(encoding="utf-8")
    assert '<title id="title">Privacy and data protection is a convergent value.</title>' in text
    assert "(convergence-proof.svg)" in TEXT
