"""`acquis check` with settings, waivers, a baseline and reports, as a project's CI calls it."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as xml
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Run

Check = Callable[..., subprocess.CompletedProcess[str]]
XSD = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
ILL_TYPED = '<urn:a> <urn:p> "one"^^xsd:integer .\n'
BLANK_END = '<urn:b> <http://www.w3.org/2004/02/skos/core#prefLabel> "B " .\n'
LABEL_RULE = """#+ id: blank-end
#+ severity: warning
#+ message: A label ends with a blank.
SELECT ?subject ?predicate ?object WHERE {
  VALUES ?predicate { <http://www.w3.org/2004/02/skos/core#prefLabel> }
  ?subject ?predicate ?object FILTER(STRENDS(?object, " "))
}
"""
WAIVER = """
[[tool.acquis.check.waivers]]
rule = "dt-not-type"
file = "data/ttl/*"
reason = "the source writes it so"
until = {until}
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository whose data hold one error and one warning."""
    folder = tmp_path / "tree"
    for part in ("ontology", "data/ttl", "queries/verify", ".git"):
        (folder / part).mkdir(parents=True)
    (folder / "ontology" / "o.ttl").write_text("<urn:p> a <urn:P> .\n")
    (folder / "data" / "ttl" / "d.ttl").write_text(XSD + ILL_TYPED + BLANK_END)
    (folder / "queries" / "verify" / "blank-end.rq").write_text(LABEL_RULE)
    return folder


@pytest.fixture
def check(tree: Path, cache: Path) -> Check:
    """Run `acquis --root . check …` in the repository."""

    def run(*words: str | Path, cwd: Path = tree) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "acquis", "--root", str(tree), "check", *map(str, words)],
            cwd=cwd,
            capture_output=True,
            text=True,
            timeout=120,
            env={**os.environ, "ACQUIS_CACHE": str(cache), "NO_COLOR": "1"},
        )

    return run


def settings(tree: Path, text: str) -> None:
    (tree / "pyproject.toml").write_text("[tool.acquis.check]\n" + text)


def rules(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [item["rule"] for item in json.loads(done.stdout) if "suppressed" not in item]


def test_the_tree_has_one_error_and_one_warning(check: Check) -> None:
    done = check("--format", "json")
    assert (done.returncode, rules(done)) == (1, ["dt-not-type", "blank-end"])
    assert done.stderr.rstrip().endswith("acquis: 1 error, 1 warning")


def test_rules_are_selected_and_ignored(check: Check) -> None:
    only = check("--select", "dt-*,prp-irp", "--format", "json")
    assert (only.returncode, rules(only)) == (1, ["dt-not-type"])
    rest = check("--ignore", "dt-*", "--format", "json")
    assert (rest.returncode, rules(rest)) == (0, ["blank-end"])
    assert check("--ignore", "dt-*", "--fail-on", "warning").returncode == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--select", ""), "--select: names no rule"),
        (("--select", "blank-ends"), "--select: no rule is called blank-ends; did you mean blank-"),
        (("--ignore", "zz-*"), "--ignore: no rule is called zz-*; "),
        (("--ignore", "syntax"), "--ignore: syntax cannot be let pass"),
        (("--baseline", "none.json"), "none.json: no such baseline; write it with "),
        (("--config", "none.toml"), "none.toml: no such file"),
        (("--report", "json=no/such/folder.json"), "no/such/folder.json: cannot be written"),
        (("--report", "yaml=x"), "yaml=x is not FORMAT=FILE"),
    ],
)
def test_what_is_asked_wrongly_ends_with_2(check: Check, words: tuple[str, ...], told: str) -> None:
    done = check(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("folder", ["verify", "questions"])
def test_a_query_that_is_not_utf_8_is_named_with_its_line(
    check: Check, tree: Path, folder: str
) -> None:
    path = tree / "queries" / folder / "bad.rq"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"#+ id: q\n# caf\xe9\n")
    done = check()
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(f"acquis: error: {path}:2: not UTF-8")


def test_a_file_elsewhere_with_a_path_of_the_root_keeps_its_place(
    check: Check, tmp_path: Path
) -> None:
    here = tmp_path / "here"
    (here / "ontology").mkdir(parents=True)
    (here / "ontology" / "o.ttl").write_text(XSD + ILL_TYPED)
    done = check("ontology/o.ttl", "--alone", "--format", "github", cwd=here)
    assert done.stdout.startswith("::error file=ontology/o.ttl,line=2,")


def test_files_of_one_stem_below_the_root_are_all_checked(check: Check, tree: Path) -> None:
    (tree / "more").mkdir()
    (tree / "more" / "a.nt").write_text(
        '<urn:a> <urn:p> "x"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    )
    (tree / "more" / "a.ttl").write_text("<urn:q> a <urn:p> .\n")
    done = check("more", "--alone", "--format", "json")
    assert rules(done) == ["dt-not-type"]


def test_settings_are_found_from_a_folder_below(check: Check, tree: Path) -> None:
    settings(tree, 'ignore = ["dt-not-type"]\nfail-on = "warning"\nseverity = {blank-end = "info"}')
    done = check("--format", "json", cwd=tree / "data")
    assert (done.returncode, rules(done)) == (0, ["blank-end"])
    assert f"acquis: settings from {tree / 'pyproject.toml'}" in done.stderr
    assert check("--ignore", "blank-end", "--format", "json").returncode == 1


def test_settings_of_the_tree_count_where_the_current_folder_has_none(
    check: Check, tree: Path, tmp_path: Path
) -> None:
    settings(tree, 'select = ["blank-end"]')
    (tmp_path / "elsewhere").mkdir()
    assert check(cwd=tmp_path / "elsewhere").returncode == 0


def test_settings_may_stand_in_another_file(check: Check, tree: Path) -> None:
    settings(tree, 'select = ["blank-end"]')
    (tree / "other.toml").write_text('[tool.acquis.check]\nselect = ["dt-*"]\n')
    done = check("--config", "other.toml", "--format", "json")
    assert (done.returncode, rules(done)) == (1, ["dt-not-type"])


def test_settings_that_name_no_rule_end_with_2(check: Check, tree: Path) -> None:
    settings(tree, 'severity = {blank-nd = "info"}')
    done = check()
    assert done.returncode == 2
    told = f"{tree / 'pyproject.toml'}: tool.acquis.check.severity: no rule is called blank-nd; "
    assert told + "did you mean blank-" in done.stderr


def test_settings_that_select_nothing_end_with_2(check: Check, tree: Path) -> None:
    settings(tree, "select = []")
    done = check()
    assert done.returncode == 2
    assert f"{tree / 'pyproject.toml'}: tool.acquis.check.select: names no rule" in done.stderr
    assert check("--select", "blank-end").returncode == 0


def test_a_waived_finding_passes_until_the_day(check: Check, tree: Path) -> None:
    settings(tree, WAIVER.format(until="9999-12-31"))
    done = check("-v")
    assert done.returncode == 0
    assert "data/ttl/d.ttl:2: waived: " in done.stdout
    assert "waived until 9999-12-31: the source writes it so" in done.stdout
    assert "1 warning; 1 waived" in done.stderr
    settings(tree, WAIVER.format(until="2020-01-01"))
    late = check("--format", "json")
    assert (late.returncode, rules(late)) == (1, ["dt-not-type", "blank-end", "waiver-expired"])
    note = json.loads(late.stdout)[-1]
    assert (note["file"], note["line"]) == ("pyproject.toml", 3)


def test_a_waiver_that_matches_nothing_is_a_warning(check: Check, tree: Path) -> None:
    settings(tree, WAIVER.format(until="9999-12-31").replace("data/ttl/*", "data/x/*"))
    done = check("--format", "json", "--select", "dt-not-type,waiver-*")
    assert rules(done) == ["dt-not-type", "waiver-unused"]


def test_a_baseline_lets_pass_what_is_known(check: Check, tree: Path) -> None:
    written = check("--write-baseline", "known.json")
    assert written.returncode == 0, written.stderr
    settings(tree, 'baseline = "known.json"\nfail-on = "warning"')
    assert check().returncode == 0
    data = tree / "data" / "ttl" / "d.ttl"
    data.write_text("\n\n" + data.read_text() + ILL_TYPED.replace("one", "two"))
    done = check("--format", "json")
    assert (done.returncode, rules(done)) == (1, ["dt-not-type"])
    data.write_text(XSD + BLANK_END)
    gone = check()
    assert gone.returncode == 0
    assert "known.json: info: 1 entry of the baseline is no longer found" in gone.stdout


def test_a_file_that_cannot_be_read_has_no_baseline(check: Check, tree: Path) -> None:
    (tree / "data" / "ttl" / "broken.ttl").write_text("<urn:a")
    done = check("--write-baseline", "known.json")
    assert done.returncode == 2
    assert "nothing else was checked" in done.stderr
    assert not (tree / "known.json").exists()


def test_one_run_writes_every_report(check: Check, tree: Path) -> None:
    forms = ("text", "json", "github", "sarif", "junit", "markdown")
    words = [word for form in forms for word in ("--report", f"{form}=out.{form}")]
    done = check(*words, "--format", "github")
    assert done.returncode == 1
    texts = {form: (tree / f"out.{form}").read_text() for form in forms}
    assert done.stdout == texts["github"]
    assert done.stdout.startswith("::error file=data/ttl/d.ttl,line=2,title=acquis%3A dt-not-type")
    assert [item["rule"] for item in json.loads(texts["json"])] == ["dt-not-type", "blank-end"]
    (run,) = json.loads(texts["sarif"])["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["dt-not-type", "blank-end"]
    failed = [
        case.get("name")
        for case in xml.fromstring(texts["junit"]).iter("testcase")
        if case.find("failure") is not None
    ]
    assert failed == ["dt-not-type"]
    assert "data/ttl/d.ttl:2: error: " in texts["text"]
    assert "<code>dt-not-type</code>" in texts["markdown"]


def test_rules_are_listed(acquis: Run, check: Check) -> None:
    done = check("--list-rules")
    assert done.returncode == 0
    assert "\nblank-end " in done.stdout
    listed = json.loads(check("--list-rules", "--format", "json").stdout)
    assert listed["blank-end"] == "A label ends with a blank."


def test_a_rule_of_a_shape_elsewhere_can_be_selected(check: Check, tmp_path: Path) -> None:
    shape = "<urn:x#Own> a <http://www.w3.org/ns/shacl#NodeShape> .\n"
    (tmp_path / "shapes.ttl").write_text(shape)
    assert check("--select", "Own").returncode == 2
    assert check("--select", "Own", tmp_path / "shapes.ttl").returncode == 0
