"""`pytest --acquis PATH`: each rule is a test; without the option nothing happens."""

import tomllib
import xml.etree.ElementTree as xml
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
ENTRY = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["entry-points"]
XSD = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
ILL_TYPED = '<urn:a> <urn:p> "{}"^^xsd:integer .\n'
HEAVY = ("acquis.gate", "click", "pyoxigraph", "rdflib", "rich")


@pytest.fixture
def project(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, cache: Path
) -> pytest.Pytester:
    """A project with a small tree, in which pytest loads no plugin but the one named."""
    tree = pytester.path / "tree"
    for part in ("ontology", "data/ttl"):
        (tree / part).mkdir(parents=True)
    (tree / "ontology" / "o.ttl").write_text("<urn:p> a <urn:P> .\n")
    (tree / "data" / "ttl" / "d.ttl").write_text("<urn:a> <urn:p> 1 .\n")
    (pytester.path / "own.ttl").write_text(XSD + ILL_TYPED.format("one") + ILL_TYPED.format("two"))
    (pytester.path / ".git").mkdir()
    monkeypatch.setenv("ACQUIS_ROOT", str(tree))
    monkeypatch.setenv("ACQUIS_CACHE", str(cache))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeini("[pytest]\nfilterwarnings = error\nxfail_strict = true\n")
    pytester.makepyfile(test_own="def test_own(): pass")
    return pytester


def run(project: pytest.Pytester, *words: str) -> pytest.RunResult:
    return project.runpytest_subprocess("-p", "acquis.pytest_plugin", *words)


def test_each_rule_is_a_test_and_a_broken_one_names_file_and_line(
    project: pytest.Pytester,
) -> None:
    done = run(project, "--acquis", "own.ttl", "--junit-xml", "out.xml")
    outcomes = done.parseoutcomes()
    assert outcomes["failed"] == 1
    assert outcomes["passed"] > 50
    done.stdout.fnmatch_lines(
        [
            "*own.ttl:2: error: * [[]dt-not-type[]]",
            "*own.ttl:3: error: * [[]dt-not-type[]]",
            "FAILED acquis::dt-not-type - own.ttl:2: *",
        ]
    )
    assert "Traceback" not in done.stdout.str()
    (failure,) = xml.parse(project.path / "out.xml").iter("failure")
    message = str(failure.get("message"))
    assert message.startswith("own.ttl:2: ")
    assert message.endswith(" (and 1 more)")


def test_a_sound_file_passes_and_tests_can_be_chosen(project: pytest.Pytester) -> None:
    (project.path / "own.ttl").write_text("<urn:b> <urn:p> 2 .\n")
    done = run(project, "--acquis", "own.ttl", "-k", "dt-not-type or cax-dw or other")
    done.assert_outcomes(passed=3, deselected=done.parseoutcomes()["deselected"])


def test_paths_may_stand_in_the_settings_of_pytest(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\nacquis_paths = own.ttl\n")
    assert run(project).parseoutcomes()["failed"] == 1


def test_the_settings_of_the_project_count(project: pytest.Pytester) -> None:
    project.makepyprojecttoml(
        """
        [tool.acquis.check]
        select = ["dt-*", "cax-dw"]
        [[tool.acquis.check.waivers]]
        rule = "dt-not-type"
        reason = "the source writes it so"
        until = 9999-12-31
        """
    )
    done = run(project, "--acquis", "own.ttl", "-rs", "test_own.py")
    done.assert_outcomes(passed=4, skipped=1)
    done.stdout.fnmatch_lines(["SKIPPED * 2 let pass: the source writes it so"])


def test_wrong_settings_end_the_run(project: pytest.Pytester) -> None:
    project.makepyprojecttoml('[tool.acquis.check]\nselect = ["no-such-rule"]')
    done = run(project, "--acquis", "own.ttl")
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    done.stderr.fnmatch_lines(["ERROR: acquis: *pyproject.toml: *no rule is called no-such-rule*"])


def test_rules_that_cannot_be_read_end_the_run(project: pytest.Pytester) -> None:
    path = project.path / "tree" / "queries" / "verify" / "r.rq"
    path.parent.mkdir(parents=True)
    path.write_text("#+ id: r\nSELECT * {}")
    done = run(project, "--acquis", "own.ttl")
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    done.stderr.fnmatch_lines([f"ERROR: acquis: {path}: the header has no line *"])


def test_a_check_that_cannot_run_fails_once(project: pytest.Pytester) -> None:
    done = run(project, "--acquis", "missing.ttl")
    assert done.parseoutcomes()["failed"] == 1
    done.stdout.fnmatch_lines(["acquis: error: missing.ttl: no such file or folder"])


def test_a_file_that_cannot_be_read_fails_and_the_rest_is_skipped(
    project: pytest.Pytester,
) -> None:
    (project.path / "own.ttl").write_text("<urn:a")
    done = run(project, "--acquis", "own.ttl")
    assert done.parseoutcomes()["failed"] == 1
    assert done.parseoutcomes()["passed"] == 1
    done.stdout.fnmatch_lines(["FAILED acquis::syntax - *own.ttl:1: *"])


def test_without_the_option_nothing_is_added_nor_imported(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_own=f"""
        import sys
        def test_own():
            assert "acquis.pytest_plugin" in sys.modules
            assert not set({HEAVY!r}) & set(sys.modules)
        """
    )
    run(project).assert_outcomes(passed=1)


def test_pytest_finds_the_plugin_of_an_installed_package(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an installer writes for the entry point of `pyproject.toml`, pytest reads."""
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    about = project.path / "site" / "acquis_entry_point-0.dist-info"
    about.mkdir(parents=True)
    about.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: x\nVersion: 0\n")
    lines = [f"{name} = {target}" for name, target in ENTRY["pytest11"].items()]
    about.joinpath("entry_points.txt").write_text("\n".join(["[pytest11]", *lines, ""]))
    monkeypatch.setenv("PYTHONPATH", str(about.parent), prepend=":")
    done = project.runpytest_subprocess("--acquis", "own.ttl", "-k", "dt-not-type")
    assert done.parseoutcomes()["failed"] == 1
