"""The watch says what a check from the start says, after each edit; the command goes on."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.check.edits import Edits, copied

from acquis.stages import Checkup
from acquis.watch import Watch

EDITS = 15
PATIENCE = 60.0
VALUES = "data/ttl/values.ttl"


@pytest.fixture(scope="module")
def tree(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped tree, to edit and to restore."""
    return copied(root, tmp_path_factory.mktemp("tree"))


@pytest.mark.parametrize("kind", ["deleted", "added"])
def test_a_verdict_after_an_edit_is_that_of_a_full_run(kind: str, tree: Path) -> None:
    watch, edits = Watch(tree), Edits(tree, seed=7)
    assert watch.findings() == []
    for edit in edits.deleted(EDITS) if kind == "deleted" else edits.added(EDITS):
        with edit.made():
            assert watch.findings() == Checkup(tree).findings(), edit.what
    assert watch.findings() == []


class Session:
    """The command at work on a tree, with the lines that it prints as they come."""

    def __init__(self, tree: Path, cache: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "acquis", "--root", str(tree), "check", "--watch"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "ACQUIS_CACHE": str(cache), "NO_COLOR": "1"},
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
            for line in lines:
                self._lines.put(line)

    def end(self) -> None:
        """End the command, whatever it does."""
        self.process.kill()
        self.process.wait()
        self._reader.join()

    def verdict(self) -> list[str]:
        """Return the lines up to the next that ends a verdict."""
        lines = [self._lines.get(timeout=PATIENCE)]
        while not lines[-1].rstrip().endswith("watching"):
            lines.append(self._lines.get(timeout=PATIENCE))
        return lines


@pytest.fixture
def session(tree: Path, cache: Path) -> Iterator[Session]:
    session = Session(tree, cache)
    yield session
    session.end()


def test_the_command_tells_a_verdict_after_each_change(session: Session, tree: Path) -> None:
    assert session.verdict()[-1].startswith("acquis: clean")
    path = tree / VALUES
    text = path.read_text(encoding="utf-8")
    try:
        path.write_text(text.replace("evidence:seen-unlinked .", "evidence:unseen .", 1))
        assert "[undeclared-reference]" in session.verdict()[0]
        path.write_text(text.replace(" .\n", "\n"))
        assert "[syntax]" in session.verdict()[0]
    finally:
        path.write_text(text, encoding="utf-8")
    assert session.verdict()[-1].startswith("acquis: clean")
    session.process.send_signal(signal.SIGINT)
    assert session.process.wait(timeout=PATIENCE) == 0
