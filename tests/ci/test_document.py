"""`docs/checking.md`: what it shows is what the command, the Action and the plugin take."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from acquis import cli
from acquis.policy import config
from acquis.policy.rules import known_rules
from acquis.policy.selection import names_any
from acquis.reports import FORMATS

CHECKOUT = Path(__file__).parents[2]
TEXT = (CHECKOUT / "docs" / "checking.md").read_text(encoding="utf-8")
TABLE_ROW = re.compile(r"^\| `([^`]+)`", re.MULTILINE)


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


def section(title: str) -> str:
    return TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]


COMMANDS = [line for block in blocks("sh") for line in block.splitlines()]
SCRIPTS = [
    line
    for block in blocks("yaml")
    for line in yaml.safe_load(block).get("acquis", {}).get("script", [])
    if line.startswith("acquis ")
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A sound project with the files that the document names."""
    for part in ("tree/ontology", "tree/data/ttl", "more", ".git"):
        (tmp_path / part).mkdir(parents=True)
    (tmp_path / "tree" / "ontology" / "o.ttl").write_text("<urn:p> a <urn:P> .\n")
    for name in ("tree/data/ttl/d.ttl", "own.ttl", "more/a.ttl"):
        (tmp_path / name).write_text("<urn:a> <urn:p> 1 .\n")
    (tmp_path / "test_nothing.py").write_text("")
    return tmp_path


def run(project: Path, line: str, cache: Path) -> subprocess.CompletedProcess[str]:
    program, *words = shlex.split(line)
    modules = {"acquis": ["acquis"], "pytest": ["pytest", "-p", "acquis.pytest_plugin"]}
    return subprocess.run(
        [sys.executable, "-m", *modules[program], *words],
        cwd=project,
        capture_output=True,
        text=True,
        timeout=120,
        env={
            **os.environ,
            "ACQUIS_CACHE": str(cache),
            "ACQUIS_ROOT": str(project / "tree"),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
    )


def test_every_command_runs(project: Path, cache: Path) -> None:
    lines = [*COMMANDS, *SCRIPTS]
    assert len(lines) >= 8
    for line in lines:
        done = run(project, line, cache)
        assert done.returncode == 0, (line, done.stdout, done.stderr)
    assert (project / "acquis.xml").is_file()


def test_every_option_is_told_and_no_other() -> None:
    told = {
        word
        for row in TABLE_ROW.findall(section("Run it"))
        for word in re.findall(r"--[a-z-]+", row)
    }
    command = cli.main.commands["check"]  # type: ignore[attr-defined]
    options = {name for parameter in command.params for name in parameter.opts}
    assert told == {name for name in options if name.startswith("--")}


def test_every_format_is_told() -> None:
    told = set(TABLE_ROW.findall(section("Run it")))
    assert set(FORMATS) <= told


def test_the_settings_are_understood(tmp_path: Path, root: Path) -> None:
    settings, for_pytest = blocks("toml")
    path = tmp_path / "pyproject.toml"
    path.write_text(settings)
    found = config.read(path)
    named = [*(found.select or ()), *found.ignore, *found.severity, found.waivers[0].rule]
    assert all(names_any(name, known_rules(root)) for name in named)
    keys = tomllib.loads(settings)["tool"]["acquis"]["check"].keys()
    assert {key.replace("-", "_") for key in keys} == set(vars(found)) - {"file"}
    assert tomllib.loads(for_pytest)["tool"]["pytest"]["ini_options"].keys() == {"acquis_paths"}


def test_the_action_is_described_as_it_is() -> None:
    action = yaml.safe_load((CHECKOUT / "action.yml").read_text())
    assert TABLE_ROW.findall(section("GitHub Actions")) == list(action["inputs"])
    for name in action["outputs"]:
        assert f"`{name}`" in section("GitHub Actions")
    (workflow,) = (yaml.safe_load(block) for block in blocks("yaml") if "jobs:" in block)
    steps = workflow["jobs"]["acquis"]["steps"]
    (step,) = (step for step in steps if "quantum-acquis" in step["uses"])
    assert step["with"].keys() <= action["inputs"].keys()


def test_the_hook_is_described_as_it_is() -> None:
    (hook,) = yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text())
    (settings,) = (yaml.safe_load(block) for block in blocks("yaml") if "repos:" in block)
    ((named,),) = (repo["hooks"] for repo in settings["repos"])
    assert named["id"] == hook["id"]
    assert hook["pass_filenames"] is False
