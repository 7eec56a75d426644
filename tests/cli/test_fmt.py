"""`acquis fmt`: our own files are canonical; a file is replaced whole or not at all."""

from pathlib import Path

from tests.conftest import Run

UNTIDY = "@prefix ex: <http://example.org/> .\nex:b ex:c ex:d.  ex:a ex:b 1,\n 2 .\n"
TIDY = """@prefix ex: <http://example.org/> .

ex:a ex:b 1 ,
        2 .

ex:b ex:c ex:d .
"""


def test_our_own_files_are_canonical(acquis: Run) -> None:
    done = acquis("fmt", "--check")
    assert (done.returncode, done.stdout) == (0, "")


def test_check_changes_nothing_and_fails(acquis: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(UNTIDY)
    done = acquis("fmt", "--check", tmp_path)
    assert done.returncode == 1
    assert "not in canonical form" in done.stdout
    assert path.read_text() == UNTIDY


def test_a_file_is_rewritten_once(acquis: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(UNTIDY)
    assert acquis("fmt", tmp_path).returncode == 0
    assert path.read_text() == TIDY
    assert acquis("fmt", "--check", tmp_path).returncode == 0
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.ttl"]


def test_a_malformed_file_and_one_with_comments_are_left_alone(acquis: Run, tmp_path: Path) -> None:
    texts = {"bad.ttl": "ex:a ex:b .", "comment.ttl": UNTIDY + "# why\n"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    done = acquis("fmt", tmp_path)
    assert done.returncode == 1
    assert f"{tmp_path}/bad.ttl:1: error: " in done.stdout
    assert "line 4: a comment" in done.stdout
    for name, text in texts.items():
        assert (tmp_path / name).read_text() == text
