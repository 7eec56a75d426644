"""One built knowledge base a session; the command line as a person would call it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import settings

from acquis import knowledge, share
from acquis.engine.embedded import Engine
from acquis.knowledge import KnowledgeBase

pytest_plugins = ["pytester"]
settings.register_profile("acquis", deadline=None)
settings.load_profile("acquis")

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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Where ACQUIS_NO_SKIP is set, as in CI, a test that would be skipped has failed."""
    report = yield
    if report.skipped and os.environ.get("ACQUIS_NO_SKIP"):
        report.outcome = "failed"
    return report


@contextmanager
def serving(
    tree: Path, cache: Path, *options: str, log: Path | None = None, **env: str
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Run `acquis serve` over a tree as a process of its own; give it and its address.

    What it writes to standard output goes to `log`.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["-m", "acquis", "--root", str(tree), "serve", "--port", str(port), *options]
    environment = {**os.environ, "ACQUIS_CACHE": str(cache), **env}
    with (log or Path(os.devnull)).open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, *words], stdout=out, stderr=subprocess.DEVNULL, env=environment
        )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            if process.poll() is not None:
                raise RuntimeError("acquis serve ended by itself")
            try:
                httpx.get(address + "/healthz")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield process, address
    finally:
        process.terminate()
        assert process.wait(timeout=20) == 0


@pytest.fixture(scope="session")
def server(root: Path, cache: Path, base: KnowledgeBase) -> Iterator[str]:
    """The address of `acquis serve` over the whole knowledge base."""
    with serving(root, cache) as (_, address):
        yield address
