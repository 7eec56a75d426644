"""The pre-commit hook: `pre-commit` itself installs it from a repository and runs it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
NEEDED = (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA")
XSD = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
Command = Callable[..., subprocess.CompletedProcess[str]]

pytest.importorskip("pre_commit")
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def committed(folder: Path) -> None:
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "all")


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout as a repository that hooks are installed from."""
    folder = tmp_path_factory.mktemp("hooks")
    for name in NEEDED:
        shutil.copy(CHECKOUT / name, folder)
    for name in ("ontology", "data", "queries", "service"):
        shutil.copytree(CHECKOUT / name, folder / name)
    committed(folder)
    return folder


@pytest.fixture(scope="module")
def commit(hooks: Path, tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Command:
    """Run `pre-commit try-repo` in a repository, with what is installed beside the tests."""
    home = tmp_path_factory.mktemp("home")
    packages = [path for path in sys.path if Path(path).name == "site-packages"]
    environment = {
        **os.environ,
        "ACQUIS_CACHE": str(cache),
        "PIP_IGNORE_INSTALLED": "1",
        "PIP_NO_BUILD_ISOLATION": "off",  # pip reads it as the value of --build-isolation
        "PIP_NO_DEPS": "1",
        "PIP_NO_INDEX": "1",
        "PRE_COMMIT_HOME": str(home),
        "PYTHONPATH": os.pathsep.join(packages),
    }

    def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
        try_repo = ["-m", "pre_commit", "try-repo", str(hooks), "acquis-check", *words]
        return subprocess.run(
            [sys.executable, *try_repo],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=300,
            env={**environment, "ACQUIS_ROOT": str(folder / "tree")},
        )

    return run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with a small tree, a file beside it, and settings that name the file."""
    for part in ("tree/ontology", "tree/data/ttl"):
        (tmp_path / part).mkdir(parents=True)
    (tmp_path / "tree" / "ontology" / "o.ttl").write_text("<urn:p> a <urn:P> .\n")
    (tmp_path / "tree" / "data" / "ttl" / "d.ttl").write_text("<urn:a> <urn:p> 1 .\n")
    (tmp_path / "own.ttl").write_text(XSD + '<urn:b> <urn:p> "1"^^xsd:integer .\n')
    (tmp_path / "pyproject.toml").write_text('[tool.acquis.check]\npaths = ["own.ttl"]\n')
    (tmp_path / "notes.txt").write_text("no Turtle\n")
    committed(tmp_path)
    return tmp_path


def test_the_hook_fails_on_a_fault_and_passes_without(commit: Command, project: Path) -> None:
    sound = commit(project, "--all-files")
    assert sound.returncode == 0, sound.stdout + sound.stderr
    assert "acquis check" in sound.stdout
    assert "Passed" in sound.stdout
    (project / "own.ttl").write_text(XSD + '<urn:b> <urn:p> "one"^^xsd:integer .\n')
    git(project, "add", "own.ttl")
    broken = commit(project)
    assert broken.returncode == 1
    assert "own.ttl:2: error: " in broken.stdout


def test_the_hook_does_not_run_where_no_graph_changed(commit: Command, project: Path) -> None:
    (project / "notes.txt").write_text("changed\n")
    git(project, "add", "notes.txt")
    assert "(no files to check)Skipped" in commit(project).stdout
