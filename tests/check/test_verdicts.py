"""What was checked before and has not changed is answered from the cache, and only that."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from acquis import verdicts
from acquis.check import check
from acquis.findings import Finding

UNCHANGED = "nothing has changed since the last check"
HEAVY = {"numpy", "pyoxigraph", "rdflib", "shacl", "pyshacl"}
TWO_LABELS = "<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> ' a' ."
ASK = "#+ id: q\n#+ question: ?\n#+ tags: t\n#+ rows: 0\nSELECT ?s WHERE { ?s <urn:none> ?o }"
RULE = """#+ id: r
#+ severity: error
#+ message: found
SELECT ?subject WHERE { ?subject <urn:bad> ?o }
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "tree"
    for part in ("ontology/shapes", "data/ttl", "queries/verify", "queries/questions"):
        (folder / part).mkdir(parents=True)
    (folder / "ontology" / "prefixes.ttl").write_text("")
    (folder / "ontology" / "o.ttl").write_text("<urn:p> a <urn:P> .\n")
    (folder / "data" / "ttl" / "d.ttl").write_text("<urn:a> <urn:bad> <urn:b> .\n")
    (folder / "queries" / "verify" / "r.rq").write_text(RULE)
    (folder / "queries" / "questions" / "q.rq").write_text(ASK)
    return folder


class Runs:
    """Checks of one tree that tell whether the answer came from the cache."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.root, self.cache = root, cache

    def __call__(self, *paths: Path, **options: bool) -> tuple[list[Finding], bool]:
        told: list[str] = []
        found = check(self.root, paths, self.cache, report=told.append, **options)
        return found, UNCHANGED in told

    def entries(self) -> Iterator[Path]:
        return (self.cache / "verdicts").glob("*.json")


@pytest.fixture
def run(root: Path, tmp_path: Path) -> Runs:
    return Runs(root, tmp_path / "cache")


def test_the_second_answer_is_the_same_and_from_the_cache(run: Runs) -> None:
    first, kept = run()
    assert not kept
    assert [finding.rule for finding in first] == ["r"]
    assert run() == (first, True)


def test_without_the_cache_nothing_is_read_or_kept(run: Runs) -> None:
    assert run(use_cache=False)[1] is False
    assert list(run.entries()) == []


@pytest.mark.parametrize(
    "part",
    [
        "ontology/o.ttl",
        "ontology/prefixes.ttl",
        "ontology/shapes/new.ttl",
        "data/ttl/d.ttl",
        "data/ttl/new.ttl",
        "queries/verify/r.rq",
        "queries/questions/q.rq",
        "queries/questions/new.rq",
    ],
)
def test_a_change_anywhere_is_seen(run: Runs, root: Path, part: str) -> None:
    run()
    path = root / part
    text = path.read_text() if path.exists() else ASK.replace("id: q", "id: n")
    path.write_text(text + "\n# changed\n" if path.suffix == ".rq" else "<urn:c> <urn:bad> 1 .\n")
    found, kept = run()
    assert not kept
    assert found == check(root, use_cache=False)


def test_a_change_that_leaves_size_and_time_alone_is_seen(run: Runs, root: Path) -> None:
    path = root / "data" / "ttl" / "d.ttl"
    run()
    before = path.stat()
    path.write_text(path.read_text().replace("bad", "fit"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert run() == ([], False)


def test_options_and_paths_are_part_of_the_key(run: Runs, tmp_path: Path) -> None:
    more = tmp_path / "more.ttl"
    more.write_text(TWO_LABELS)
    run()
    assert run(more)[1] is False
    assert run(more, alone=True)[1] is False
    assert run(more, alone=True)[1] is True
    assert run()[1] is True


def test_what_a_foreign_file_imports_from_beside_it_is_part_of_the_key(
    run: Runs, tmp_path: Path
) -> None:
    owl = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    folder = tmp_path / "foreign"
    folder.mkdir()
    path = folder / "m.ttl"
    path.write_text(owl + "<urn:m> a owl:Ontology ; owl:imports <urn:n> .")
    assert [finding.rule for finding in run(path, alone=True)[0]] == ["unresolved-import"]
    (folder / "n.ttl").write_text(owl + "<urn:n> a owl:Ontology .")
    assert run(path, alone=True) == ([], False)
    far = tmp_path / "far" / "f.ttl"
    path.write_text(owl + f"<urn:m> a owl:Ontology ; owl:imports <{far.as_uri()}> .")
    assert run(path, alone=True)[1] is False
    assert run(path, alone=True)[1] is False


@pytest.mark.parametrize("damage", ["", "{", "{}", "[1]", '{"key": 1}', "cut", "changed"])
def test_a_damaged_entry_is_replaced(run: Runs, damage: str) -> None:
    first, _ = run()
    [entry] = run.entries()
    text = entry.read_text()
    ways = {"cut": text[:-20], "changed": text.replace("found", "fount")}
    entry.write_text(ways.get(damage, damage))
    assert run() == (first, False)
    assert entry.read_text() == text
    assert run() == (first, True)


def test_a_folder_that_cannot_be_written_to_is_no_error(root: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    assert len(check(root, out=blocked)) == 1


def test_an_entry_that_cannot_be_put_in_its_place_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "k.json").mkdir()
    verdicts.write(tmp_path, "k", [])
    assert [path.name for path in tmp_path.iterdir()] == ["k.json"]


def test_a_file_whose_name_is_no_utf_8_is_checked_and_kept(run: Runs, root: Path) -> None:
    name = os.fsdecode(b"\xff.ttl")
    (root / "data" / "ttl" / "d.ttl").rename(root / "data" / "ttl" / name)
    first, kept = run()
    assert ([finding.file for finding in first], kept) == ([f"data/ttl/{name}"], False)
    assert run() == (first, True)


def test_a_check_that_cannot_run_is_not_kept(run: Runs, root: Path) -> None:
    (root / "queries" / "verify" / "r.rq").write_text(RULE.replace("?subject", "?other"))
    for _ in range(2):
        with pytest.raises(Exception, match="no SELECT query with"):
            run()
    assert list(run.entries()) == []


def test_old_entries_are_dropped(tmp_path: Path) -> None:
    for number in range(verdicts.KEPT + 5):
        verdicts.write(tmp_path, f"{number:04}", [])
        os.utime(tmp_path / f"{number:04}.json", (number, number))
    verdicts.write(tmp_path, "last", [])
    names = sorted(path.stem for path in tmp_path.glob("*.json"))
    assert len(names) == verdicts.KEPT
    assert "last" in names
    assert "0000" not in names
    assert len(list(tmp_path.iterdir())) == len(names)


def test_an_answer_from_the_cache_needs_no_library_of_rdf(cache: Path) -> None:
    """The whole shipped tree, unchanged, in a process of its own."""
    script = f"""
import sys, time
begin = time.perf_counter()
from pathlib import Path
from acquis import share
from acquis.check import check
told = []
check(share.root(), out=Path({str(cache)!r}), report=told.append)
print(told[0], "|", *sorted({HEAVY!r} & sys.modules.keys()), "|", time.perf_counter() - begin)
"""
    words = [sys.executable, "-c", script]
    subprocess.run(words, check=True, capture_output=True)
    began = time.monotonic()
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    told, heavy, seconds = done.stdout.split("|")
    assert told.strip() == UNCHANGED
    assert heavy.strip() == ""
    assert float(seconds) < 1
    assert time.monotonic() - began < 1


def test_a_finding_comes_back_as_it_was(tmp_path: Path) -> None:
    findings = [Finding("é.ttl", 3, "r", "m\n\u2028", "s", "warning", ("a", "b"))]
    verdicts.write(tmp_path, "k", findings)
    assert verdicts.read(tmp_path, "k") == findings
    assert json.loads((tmp_path / "k.json").read_text())["key"] == "k"
    assert verdicts.read(tmp_path, "other") is None
