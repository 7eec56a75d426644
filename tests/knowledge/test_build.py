"""A build: named graphs, determinism, reuse, and nothing half-written."""

import json
import os
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.conftest import Run

from acquis import graph, knowledge
from acquis.errors import AcquisError
from acquis.knowledge import KnowledgeBase


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A tree small enough to be built many times."""
    (tmp_path / "ontology").mkdir()
    (tmp_path / "data" / "ttl").mkdir(parents=True)
    (tmp_path / "ontology" / "o.ttl").write_text(
        "<urn:B> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <urn:C> ."
    )
    (tmp_path / "data" / "ttl" / "d.ttl").write_text('<urn:i> a <urn:B> ; <urn:p> 01 , "x"@en-GB .')
    return tmp_path


def test_same_sources_same_bytes(small: Path) -> None:
    one, two = (knowledge.build(small, small / name) for name in ("one", "two"))
    assert one.folder.name == two.folder.name
    for name in ("manifest.json", "asserted.nq", "inferred.nq", "quantum-acquis.ttl"):
        assert (one.folder / name).read_bytes() == (two.folder / name).read_bytes()


def test_unchanged_sources_are_not_built_again(small: Path) -> None:
    said: list[str] = []
    first = knowledge.build(small, small / "out", report=said.append)
    assert len(said) == 2
    before = os.stat(first.folder / "manifest.json").st_mtime_ns
    second = knowledge.build(small, small / "out", report=said.append)
    assert (second, len(said)) == (first, 2)
    assert os.stat(first.folder / "manifest.json").st_mtime_ns == before


def test_a_change_gives_another_folder(small: Path) -> None:
    first = knowledge.build(small, small / "out")
    (small / "data" / "ttl" / "d.ttl").write_text("<urn:j> a <urn:B> .")
    second = knowledge.build(small, small / "out")
    assert first.folder != second.folder
    assert first.folder.is_dir()


def test_one_named_graph_a_file_and_one_for_what_follows(small: Path) -> None:
    built = knowledge.build(small, small / "out")
    assert (built.folder / "asserted.nq").read_text() == (
        "<urn:B> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <urn:C> "
        "<https://w3id.org/quantum-acquis/graph/ontology/o> .\n"
        "<urn:i> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:B> "
        "<https://w3id.org/quantum-acquis/graph/data/ttl/d> .\n"
        '<urn:i> <urn:p> "01"^^<http://www.w3.org/2001/XMLSchema#integer> '
        "<https://w3id.org/quantum-acquis/graph/data/ttl/d> .\n"
        '<urn:i> <urn:p> "x"@en-GB <https://w3id.org/quantum-acquis/graph/data/ttl/d> .\n'
    )
    assert (built.folder / "inferred.nq").read_text() == (
        "<urn:i> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:C> "
        "<https://w3id.org/quantum-acquis/graph/inferred> .\n"
    )


def test_the_manifest_tells_the_truth(base: KnowledgeBase, root: Path) -> None:
    quads = list(ox.parse(path=str(base.asserted_path), format=ox.RdfFormat.N_QUADS))
    assert base.manifest["asserted"] == len(quads)
    assert base.manifest["inferred"] == len(base.inferred())
    assert {entry["graph"] for entry in base.manifest["files"]} == {
        quad.graph_name.value for quad in quads
    }
    assert base.manifest["hash"] == base.folder.name
    assert base.clashes == 0


def test_the_sources_come_out_as_they_went_in(base: KnowledgeBase, root: Path) -> None:
    asserted = set(base.asserted_path.read_text(encoding="utf-8").splitlines())
    for path in graph.tree(root):
        source = graph.read(path, root)
        if graph.is_knowledge(source):
            lines = {f"{graph.n3(t)[:-2]} <{source.graph}> ." for t in source.triples}
            assert lines <= asserted


def test_a_folder_that_cannot_be_written_is_an_error_for_people(small: Path) -> None:
    (small / "file").touch()
    with pytest.raises(AcquisError, match="cannot be written"):
        knowledge.build(small, small / "file" / "below")


def test_a_damaged_build_is_named(small: Path) -> None:
    built = knowledge.build(small, small / "out")
    (built.folder / "manifest.json").write_text("{")
    with pytest.raises(AcquisError, match=r"is no build.*delete it"):
        knowledge.build(small, small / "out")


def test_no_draft_is_left_behind(small: Path) -> None:
    built = knowledge.build(small, small / "out")
    assert [path.name for path in (small / "out").iterdir()] == [built.folder.name]


def test_the_command_prints_the_folder(acquis: Run, base: KnowledgeBase) -> None:
    done = acquis("build")
    assert (done.returncode, done.stdout.strip()) == (0, str(base.folder))
    assert json.loads((base.folder / "manifest.json").read_text())["inferred"] > 0


def test_malformed_sources_are_told_and_nothing_is_built(acquis: Run, small: Path) -> None:
    (small / "data" / "ttl" / "d.ttl").write_text("<urn:i> a")
    done = acquis("--root", small, "build", "--out", small / "out")
    assert done.returncode == 2
    assert "data/ttl/d.ttl:1: error: " in done.stderr
    assert not (small / "out").exists()


def test_an_inconsistent_build_is_not_queried(acquis: Run, small: Path) -> None:
    (small / "data" / "ttl" / "d.ttl").write_text(
        "<urn:B> <http://www.w3.org/2002/07/owl#disjointWith> <urn:C> . <urn:i> a <urn:B> ."
    )
    done = acquis("--root", small, "query", "-", stdin="ASK {}")
    assert (done.returncode, done.stdout) == (1, "")
    assert "inconsistent" in done.stderr


def test_a_change_of_prefixes_gives_another_build(small: Path) -> None:
    line = (
        "<urn:x> <http://www.w3.org/ns/shacl#prefix> '%s' ; "
        "<http://www.w3.org/ns/shacl#namespace> 'urn:' ."
    )
    folders = set()
    for prefix in ("one", "two"):
        (small / "ontology" / "prefixes.ttl").write_text(line % prefix)
        built = knowledge.build(small, small / "out")
        assert f"@prefix {prefix}: <urn:> ." in built.turtle_path.read_text()
        folders.add(built.folder)
    assert len(folders) == 2


def test_a_shared_blank_node_does_not_stop_the_build(small: Path) -> None:
    (small / "data" / "ttl" / "d.ttl").write_text("<urn:a> <urn:p> _:x . <urn:b> <urn:p> _:x .")
    built = knowledge.build(small, small / "out")
    assert len(list(ox.parse(path=str(built.turtle_path), format=ox.RdfFormat.TURTLE))) == 3


def test_a_half_deleted_build_is_built_again(small: Path) -> None:
    built = knowledge.build(small, small / "out")
    (built.folder / "manifest.json").unlink()
    assert knowledge.build(small, small / "out").manifest == built.manifest


def test_a_damaged_file_of_a_build_is_named(acquis: Run, small: Path) -> None:
    cache = small / "cache"
    built = knowledge.build(small, cache)
    built.asserted_path.write_text("nonsense")
    done = acquis("--root", small, "query", "-", stdin="ASK {}", ACQUIS_CACHE=str(cache))
    assert done.returncode == 2
    assert "asserted.nq is damaged" in done.stderr
    assert "Traceback" not in done.stderr
