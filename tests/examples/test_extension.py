"""docs/extending.md: each command on the page does what the page says."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PAGE = REPOSITORY / "docs" / "extending.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Place:
    """A folder with the examples in it, where `acquis` is a command."""

    folder: Path
    cache: Path

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            words,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=300,
            env={**os.environ, "PATH": path, "ACQUIS_CACHE": str(self.cache), "NO_COLOR": "1"},
        )


@pytest.fixture(scope="module")
def place(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("extension")
    shutil.copytree(REPOSITORY / "examples", folder / "examples")
    command = folder / "bin" / "acquis"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m acquis "$@"\n')
    command.chmod(0o755)
    return Place(folder, cache)


def blocks(kind: str) -> list[str]:
    return [text for name, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if name == kind]


def test_the_page_has_the_blocks_that_are_tested_here() -> None:
    kinds = [name for name, _ in BLOCK.findall(PAGE.read_text(encoding="utf-8"))]
    assert kinds == ["sh", "sh", "text", "python", "csv"]


def test_the_example_is_clean_together_with_the_tree(place: Place) -> None:
    done = place.run("sh", "-e", "-c", blocks("sh")[0])
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_the_mistake_is_found_where_it_was_made_and_nothing_else_is(place: Place) -> None:
    done = place.run("sh", "-e", "-c", blocks("sh")[1])
    assert done.returncode == 1, done.stderr
    mistake = (place.folder / "draft" / "act.ttl").read_text(encoding="utf-8").splitlines()[37]
    assert "rq:requiresLicenceFor ruritania:quantum-office" in mistake
    shown = blocks("text")[0].splitlines()
    told = iter(done.stdout.splitlines())
    assert all(line in told for line in shown if line.strip() != "…")
    assert [line for line in done.stdout.splitlines() if line[0] != " "] == shown[:1]


def test_what_follows_reaches_the_example(place: Place) -> None:
    done = place.run(sys.executable, "-c", blocks("python")[0])
    assert done.stdout.splitlines() == blocks("csv")[0].splitlines(), done.stderr


def test_the_page_names_every_file_of_the_example() -> None:
    files = {path.name for path in (REPOSITORY / "examples" / "national-quantum-act").iterdir()}
    assert files == set(re.findall(r"^\| `(\w+\.ttl)`", PAGE.read_text(), re.MULTILINE))


def test_every_link_of_the_page_leads_somewhere() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", PAGE.read_text(encoding="utf-8")):
        assert (PAGE.parent / target).exists(), target
