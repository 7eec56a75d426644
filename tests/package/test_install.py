"""The same command from a checkout, an editable install, and a wheel in a fresh environment."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
BASE = "https://w3id.org/quantum-acquis/"
ASK = f"ASK {{ <{BASE}id/value/privacy> a <{BASE}ns#ConvergentValue> }}"


def run(*words: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "ACQUIS_ROOT")}
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=600,
        env={**clean, **env},
    )


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    words = ["-m", "build", "--no-isolation", "--outdir", str(folder), str(CHECKOUT)]
    done = run(sys.executable, *words, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def shipped(folder: str) -> set[str]:
    return {
        p.relative_to(CHECKOUT).as_posix() for p in (CHECKOUT / folder).rglob("*") if p.is_file()
    }


def test_the_wheel_holds_ontology_data_and_queries(dist: Path) -> None:
    with zipfile.ZipFile(next(dist.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    for file in shipped("ontology") | shipped("data/ttl") | shipped("queries"):
        assert f"acquis/_share/{file}" in names
    assert not any(name.startswith(("tests", "bench")) for name in names)


def test_the_source_distribution_holds_tests_and_documents(dist: Path) -> None:
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"Makefile", "constraints.txt", "CHANGELOG.md", "tests/conftest.py"} <= names
    assert {"action.yml", ".pre-commit-hooks.yaml"} <= names
    assert shipped("ontology") <= names


def environment(folder: Path, *words: str | Path) -> Path:
    """Make a virtual environment with the running one's packages below it; install into it."""
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    site = next(folder.glob("lib/python*/site-packages"))
    here = next(path for path in map(Path, sys.path) if path.name == "site-packages")
    (site / "below.pth").write_text(f"{here}\n")
    done = run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        folder / "bin" / "python",
        "install",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--ignore-installed",
        "--disable-pip-version-check",
        *words,
        cwd=folder.parent,
    )
    assert done.returncode == 0, done.stderr
    return folder / "bin" / "acquis"


def answers(command: list[str | Path], cwd: Path, **env: str) -> None:
    (cwd / "q.rq").write_text(ASK)
    done = run(*command, "query", "q.rq", "--format", "json", cwd=cwd, **env)
    assert done.returncode == 0, done.stderr
    assert '"boolean":true' in done.stdout.replace(" ", "")


def root(python: str | Path, cwd: Path, **env: str) -> str:
    done = run(python, "-c", "from acquis import share; print(share.root())", cwd=cwd, **env)
    return done.stdout.strip()


@pytest.mark.usefixtures("base")
def test_a_checkout_answers_without_being_installed(tmp_path: Path, cache: Path) -> None:
    for part in ("service", "ontology", "data", "queries"):
        shutil.copytree(CHECKOUT / part, tmp_path / "repo" / part)
    env = {"PYTHONPATH": str(tmp_path / "repo" / "service"), "ACQUIS_CACHE": str(cache)}
    assert root(sys.executable, tmp_path, **env) == str(tmp_path / "repo")
    answers([sys.executable, "-m", "acquis"], tmp_path, **env)


@pytest.mark.usefixtures("base")
def test_an_editable_install_answers_from_the_checkout(tmp_path: Path, cache: Path) -> None:
    command = environment(tmp_path / "env", "-e", CHECKOUT)
    assert root(command.with_name("python"), tmp_path) == str(CHECKOUT)
    answers([command], tmp_path, ACQUIS_CACHE=str(cache))


@pytest.mark.usefixtures("base")
def test_a_wheel_answers_from_another_folder(tmp_path: Path, cache: Path, dist: Path) -> None:
    command = environment(tmp_path / "env", next(dist.glob("*.whl")))
    assert root(command.with_name("python"), tmp_path).endswith("site-packages/acquis/_share")
    answers([command], tmp_path, ACQUIS_CACHE=str(cache))
