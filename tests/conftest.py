"""One built knowledge base a session; the command line as a person would call it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from acquis import knowledge, share
from acquis.engine.embedded import Engine
from acquis.knowledge import KnowledgeBase

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def root() -> Path:
    return share.root()


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def base(root: Path, cache: Path) -> KnowledgeBase:
    return knowledge.build(root, cache)


@pytest.fixture(scope="session")
def engine(base: KnowledgeBase) -> Engine:
    return Engine(base)


@pytest.fixture(scope="session")
def acquis(cache: Path, base: KnowledgeBase) -> Run:
    """Run `python -m acquis …` as a process of its own, with the session's builds at hand."""

    def run(*words: str | Path, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "acquis", *map(str, words)],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=300,
            env={**os.environ, "ACQUIS_CACHE": str(cache), "NO_COLOR": "1", **env},
        )

    return run


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A copy of the tree that a test may change."""
    for part in ("ontology", "data", "queries"):
        shutil.copytree(root / part, tmp_path / "copy" / part)
    return tmp_path / "copy"
