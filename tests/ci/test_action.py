"""The GitHub Action: its own steps, run with bash as the runner runs them."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

CHECKOUT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((CHECKOUT / "action.yml").read_text())
INSTALL, CHECK = ACTION["runs"]["steps"]
XSD = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")


@dataclass
class Step:
    """What a step did: its exit code, its log, and what the runner made of it."""

    code: int
    log: str
    summary: str
    outputs: dict[str, str]
    annotations: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.annotations = list(annotations(self.log))


def annotations(log: str) -> Iterator[tuple[str, str]]:
    """Yield the commands in a log as the runner reads them, with their properties and text."""
    stopped = ""
    for line in log.splitlines():
        if stopped:
            stopped = "" if line == f"::{stopped}::" else stopped
        elif match := re.match(r"::stop-commands::(.+)", line):
            stopped = match[1]
        elif match := re.match(r"::(\w[\w-]*)( .*?)?::(.*)", line):
            yield f"{match[1]}{match[2] or ''}", match[3]


class Runner:
    """A runner with a workspace and a folder for temporary files."""

    def __init__(self, temporary: Path, workspace: Path, **environment: str) -> None:
        self.temporary, self.workspace = temporary, workspace
        packages = [path for path in sys.path if Path(path).name == "site-packages"]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ACQUIS")}
        self.environment = {**kept, "PYTHONPATH": os.pathsep.join(packages), **environment}

    def run(self, step: dict[str, Any], **inputs: str) -> Step:
        """Run one step of the action with some inputs, the others by default."""
        given = {name: entry["default"] for name, entry in ACTION["inputs"].items()}
        contexts = {
            "github.action_path": str(CHECKOUT),
            **{f"inputs.{name}": value for name, value in {**given, **inputs}.items()},
        }
        script = self.temporary / "step.sh"
        script.write_text(step["run"])
        files = {name: self.temporary / name for name in ("summary", "outputs")}
        for file in files.values():
            file.write_text("")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.workspace,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            env={
                **self.environment,
                **{
                    name: EXPRESSION.sub(lambda match: contexts[match[1]], value)
                    for name, value in step["env"].items()
                },
                "RUNNER_TEMP": str(self.temporary),
                "GITHUB_STEP_SUMMARY": str(files["summary"]),
                "GITHUB_OUTPUT": str(files["outputs"]),
            },
        )
        lines = files["outputs"].read_text().splitlines()
        outputs = dict(line.split("=", 1) for line in lines)
        return Step(done.returncode, done.stdout, files["summary"].read_text(), outputs)


def without_network(**more: str) -> dict[str, str]:
    """Settings by which pip takes what is installed beside the tests, and asks no index."""
    return {
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "off",  # pip reads it as the value of --build-isolation
        "PIP_IGNORE_INSTALLED": "1",
        "PIP_NO_INDEX": "1",
        **more,
    }


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The runner's folder for temporary files after the action has installed its checkout."""
    temporary = tmp_path_factory.mktemp("runner")
    runner = Runner(temporary, temporary, **without_network())
    step = runner.run(INSTALL, python=sys.executable)
    assert step.code == 0, step.log
    return temporary


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A repository with a sound tree of its own and files beside it."""
    for part in (".git", "tree/ontology", "tree/data/ttl", "own files"):
        (tmp_path / part).mkdir(parents=True)
    (tmp_path / "tree" / "ontology" / "o.ttl").write_text("<urn:p> a <urn:P> .\n")
    (tmp_path / "tree" / "data" / "ttl" / "d.ttl").write_text("<urn:a> <urn:p> 1 .\n")
    (tmp_path / "own files" / "a.ttl").write_text(XSD + '<urn:b> <urn:p> "one"^^xsd:integer .\n')
    (tmp_path / "b.ttl").write_text("<urn:c> <urn:p> 2 .\n")
    return tmp_path


@pytest.fixture
def check(installed: Path, workspace: Path, cache: Path) -> Callable[..., Step]:
    """Run the action's check with some inputs."""

    def run(**inputs: str) -> Step:
        runner = Runner(installed, workspace, ACQUIS_CACHE=str(cache))
        return runner.run(CHECK, **{"root": "tree", **inputs})

    return run


def test_a_finding_fails_the_step_on_its_line(check: Callable[..., Step]) -> None:
    step = check(paths="own files\n\nb.ttl\n")
    assert step.code == 1
    ((head, message),) = step.annotations
    assert head == "error file=own files/a.ttl,line=2,title=acquis%3A dt-not-type"
    assert "one" in message
    assert "own files/a.ttl:2: error: " in step.log
    assert "1 error" in step.summary
    assert "<code>own files/a.ttl:2</code>" in step.summary
    assert step.outputs["exit-code"] == "1"
    (finding,) = json.loads(Path(step.outputs["report"]).read_text())
    assert finding["rule"] == "dt-not-type"


def test_a_sound_tree_passes(check: Callable[..., Step]) -> None:
    step = check(paths="b.ttl")
    assert (step.code, step.annotations, step.outputs["exit-code"]) == (0, [], "0")
    assert "clean" in step.summary


def test_options_and_settings_count(check: Callable[..., Step], workspace: Path) -> None:
    step = check(paths="own files", args="--ignore dt-*\n--report sarif=out.sarif", format="json")
    assert step.code == 0
    assert json.loads((workspace / "out.sarif").read_text())["version"] == "2.1.0"
    (workspace / "pyproject.toml").write_text('[tool.acquis.check]\npaths = ["own files"]\n')
    assert check().code == 1


def test_a_check_that_cannot_run_says_so(check: Callable[..., Step]) -> None:
    step = check(paths="missing.ttl")
    assert step.code == 2
    assert "missing.ttl: no such file or folder" in step.log
    ((head, message),) = step.annotations
    assert head == "error title=acquis"
    assert message == "The check could not run; the log says why"
    assert step.outputs == {"exit-code": "2"}


def test_inputs_are_never_read_as_shell(check: Callable[..., Step], workspace: Path) -> None:
    for text in ("$(touch pwned)", '"; touch pwned; "', "*.ttl"):
        for name in ("paths", "root", "args", "format"):
            step = check(**{"paths": "b.ttl", name: text})
            assert step.code == 2, (name, text, step.log)
    assert not (workspace / "pwned").exists()


def test_what_a_file_says_is_never_read_as_a_command(
    check: Callable[..., Step], workspace: Path
) -> None:
    evil = "x\n::error title=evil::y.ttl"
    (workspace / "own files" / evil).write_text("<urn:a")
    step = check(paths="own files")
    assert step.code == 1
    assert "\n::error title=evil::y.ttl:1: " in step.log
    ((head, _),) = step.annotations
    evil = evil.replace("\n", "%0A").replace(":", "%3A")
    assert head == f"error file=own files/{evil},line=1,title=acquis%3A syntax"


def test_a_version_is_taken_from_the_index(tmp_path: Path) -> None:
    words = ["-m", "pip", "wheel", "--quiet", "--wheel-dir", str(tmp_path / "index"), str(CHECKOUT)]
    built = subprocess.run(
        [sys.executable, *words], env={**os.environ, **without_network()}, capture_output=True
    )
    assert built.returncode == 0, built.stderr
    version = next((tmp_path / "index").glob("*.whl")).name.split("-")[1]
    runner = Runner(tmp_path, tmp_path, **without_network(PIP_FIND_LINKS=str(tmp_path / "index")))
    step = runner.run(INSTALL, python=sys.executable, version=version)
    assert step.code == 0, step.log
    assert (tmp_path / "acquis" / "bin" / "acquis").is_file()


def test_a_python_that_is_too_old_is_told(tmp_path: Path) -> None:
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    step = Runner(tmp_path, tmp_path).run(INSTALL, python=str(old))
    assert step.code == 2
    ((_, message),) = step.annotations
    assert message.startswith("Python 3.11 or later is needed")


def test_no_expression_stands_in_a_script() -> None:
    for step in ACTION["runs"]["steps"]:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], "an input in a script is a way to inject one"
