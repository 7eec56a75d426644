"""`[tool.acquis.check]`: read whole or refused, with file and key."""

from datetime import date
from pathlib import Path

import pytest

from acquis.errors import AcquisError
from acquis.policy import config
from acquis.policy.waivers import Waiver

FULL = """
[tool.other]
check = 1

[tool.acquis.check]
paths = ["ontology", "x/y.ttl"]
select = ["prp-*"]
ignore = ["duplicate-label"]
fail-on = "warning"
baseline = "known.json"

[tool.acquis.check.severity]
prp-irp = "info"

[[tool.acquis.check.waivers]]
rule = "prp-asyp"
file = "ontology/*"
subject = "ex:a"
reason = "agreed"
until = 2027-01-31

[[tool.acquis.check.waivers]]
rule = "prp-irp"
reason = "agreed"
until = 2027-02-28
"""
HEAD = "[tool.acquis.check]\n"
WAIVER = '[[tool.acquis.check.waivers]]\nrule = "prp-irp"\nreason = "r"\nuntil = 2027-01-31\n'


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "pyproject.toml"
    path.write_text(text)
    return path


def test_every_key_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, FULL)
    found = config.read(path)
    assert found.file == path
    assert found.paths == (tmp_path / "ontology", tmp_path / "x" / "y.ttl")
    assert (found.select, found.ignore) == (("prp-*",), ("duplicate-label",))
    assert (found.fail_on, found.baseline) == ("warning", tmp_path / "known.json")
    assert found.severity == {"prp-irp": "info"}
    day = date(2027, 1, 31)
    first = Waiver("prp-asyp", "agreed", day, "ontology/*", "ex:a", str(path), 15)
    second = Waiver("prp-irp", "agreed", date(2027, 2, 28), file=str(path), line=22)
    assert found.waivers == (first, second)


def test_waivers_in_one_line_are_read_without_a_line_number(tmp_path: Path) -> None:
    text = HEAD + 'waivers = [{rule = "prp-irp", reason = "r", until = 2027-01-31}]\n'
    (waiver,) = config.read(write(tmp_path, text)).waivers
    assert (waiver.rule, waiver.line) == ("prp-irp", 0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + "selct = []", "tool.acquis.check.selct: no such key; did you mean select?"),
        (HEAD + "zzz = 1", "tool.acquis.check.zzz: no such key; known: baseline, fail-on, "),
        (HEAD + 'select = "prp-irp"', 'select: "prp-irp" is not a list of texts'),
        (HEAD + "ignore = [1]", "ignore: [1] is not a list of texts"),
        (HEAD + "baseline = 1", "baseline: 1 is not a text in quotes"),
        (HEAD + 'fail-on = "info"', 'fail-on: "info" is not one of error, warning'),
        (HEAD + "severity = 1", "tool.acquis.check.severity is no table"),
        (
            HEAD + 'severity = {prp-irp = "fatal"}',
            'severity.prp-irp: "fatal" is not one of info, warning, error',
        ),
        (HEAD + "waivers = 1", "waivers: 1 is not an array of tables"),
        (HEAD + "waivers = [1]", "tool.acquis.check.waivers[1] is no table"),
        (WAIVER.replace("reason", "#"), "waivers[1].reason: is missing"),
        (WAIVER.replace('"r"', '" "'), 'waivers[1].reason: " " is not a text in quotes'),
        (WAIVER.replace("until", "#"), "waivers[1].until: is missing"),
        (WAIVER.replace("rule", "#"), "waivers[1].rule: is missing"),
        (WAIVER.replace("2027-01-31", '"2027-01-31"'), 'until: "2027-01-31" is not a date, '),
        (WAIVER.replace("2027-01-31", "2027-01-31T00:00:00"), "is not a date, "),
        (WAIVER + "file = 1", "waivers[1].file: 1 is not a text in quotes"),
        (WAIVER + 'files = "x"', "waivers[1].files: no such key; did you mean file?"),
        ("[tool.acquis]\ncheck = 1", "tool.acquis.check is no table"),
        ("= 1", "(at line 1"),
        pytest.param("a = " + "[" * 100_000, "recursion", id="nested too deep"),
        ("", "no table [tool.acquis.check]"),
    ],
)
def test_what_is_not_understood_is_told_with_file_and_key(
    tmp_path: Path, text: str, told: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(AcquisError) as caught:
        config.read(path)
    assert told in str(caught.value)
    assert str(caught.value).startswith(f"{path}: ")


def test_the_nearest_file_with_the_table_is_taken(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    outer = write(tmp_path, HEAD)
    write(tmp_path / "a", "[project]\nname = 'other'\n")
    inner = write(tmp_path / "a" / "b", HEAD)
    (tmp_path / "a" / "b" / "c").mkdir()
    (tmp_path / "a" / "d").mkdir()
    assert config.find(tmp_path / "a" / "b" / "c").file == inner
    assert config.find(tmp_path / "a" / "d").file == outer


def test_the_search_ends_at_the_top_of_the_repository(tmp_path: Path) -> None:
    write(tmp_path, HEAD)
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    (repository / "sub").mkdir()
    assert config.find(repository / "sub") == config.Config()


def test_the_second_folder_is_asked_where_the_first_has_nothing(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / ".git").mkdir(parents=True)
    two = write(tmp_path / "two", HEAD)
    assert config.find(tmp_path / "one", tmp_path / "two").file == two
    one = write(tmp_path / "one", HEAD)
    assert config.find(tmp_path / "one", tmp_path / "two").file == one
