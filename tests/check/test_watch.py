"""The watch says what a check from the start says, after each edit; the command goes on.

`ACQUIS_EDITS` says how many lines are deleted, and how many added, one after the other.
"""

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

from acquis.errors import AcquisError
from acquis.reasoning.closure import Closure, Limits
from acquis.reasoning.facts import Fact
from acquis.stages import Checkup, closed
from acquis.watch import Reasoner, Watch

EDITS = int(os.environ.get("ACQUIS_EDITS", "8"))
PATIENCE = 60.0
VALUES = "data/ttl/values.ttl"
EVIDENCE = "evidence:seen-udhr-english-text ."


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


OWL = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"


@pytest.mark.parametrize(("name", "place"), [("<urn:b>", "b.ttl"), ("<sub/b.ttl>", "sub/b.ttl")])
def test_a_change_of_what_is_imported_is_seen(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, place: str
) -> None:
    def unseen(seconds: float) -> None:
        raise AssertionError("no change was seen")

    monkeypatch.setattr("acquis.watch.time.sleep", unseen)
    (tmp_path / "a.ttl").write_text(OWL + f"<urn:a> a owl:Ontology ; owl:imports {name} .")
    imported = tmp_path / place
    imported.parent.mkdir(exist_ok=True)
    watch = Watch(tree, [tmp_path / "a.ttl"], alone=True)
    changes = watch.changes()
    next(changes)
    assert [finding.rule for finding in watch.findings()] == ["unresolved-import"]
    imported.write_text(OWL + "<urn:b> a owl:Ontology .")
    next(changes)
    assert watch.findings() == []
    imported.write_text(OWL + "<urn:b> a owl:Ontology . <urn:x> a owl:Nothing .")
    next(changes)
    assert [finding.rule for finding in watch.findings()] == ["cls-nothing2"]


def test_after_a_closure_that_was_broken_off_the_next_is_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    below = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
    facts: list[Fact] = [(f"<urn:{at}>", below, f"<urn:{at + 1}>") for at in range(30)]
    reasoner = Reasoner()
    size = reasoner({"urn:g": facts[:5]}).store.size
    with monkeypatch.context() as patched:
        patched.setattr(reasoner._closure._meter, "limits", Limits(facts=size + 100))
        with pytest.raises(AcquisError, match="the closure passes"):
            reasoner({"urn:g": facts})
    again: Closure = reasoner({"urn:g": facts})
    assert set(again.inferred()) == set(closed({"urn:g": facts}).inferred())


def heed_interrupts() -> None:
    """Undo that whoever started the tests in the background had them ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Session:
    """The command at work on a tree, with the lines that it prints as they come."""

    def __init__(self, tree: Path, cache: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "acquis", "--root", str(tree), "check", "--watch"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "ACQUIS_CACHE": str(cache), "NO_COLOR": "1"},
            preexec_fn=heed_interrupts,
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
        assert EVIDENCE in text
        path.write_text(text.replace(EVIDENCE, "evidence:unseen .", 1))
        assert "[undeclared-reference]" in session.verdict()[0]
        path.write_text(text.replace(" .\n", "\n"))
        assert "[syntax]" in session.verdict()[0]
    finally:
        path.write_text(text, encoding="utf-8")
    assert session.verdict()[-1].startswith("acquis: clean")
    session.process.send_signal(signal.SIGINT)
    assert session.process.wait(timeout=PATIENCE) == 0
