"""Files to graphs: names, exact terms, and what is said of a bad file."""

from pathlib import Path

import pytest
from rdflib import BNode

from acquis import graph
from acquis.errors import AcquisError


def test_a_named_graph_for_each_file(tmp_path: Path) -> None:
    path = tmp_path / "data" / "ttl" / "law" / "a b.ttl"
    path.parent.mkdir(parents=True)
    path.write_text("<urn:a> <urn:b> <urn:c> .")
    source = graph.read(path, tmp_path)
    assert str(source.graph) == "https://w3id.org/quantum-acquis/graph/data/ttl/law/a%20b"
    assert source.name == "data/ttl/law/a b.ttl"


def test_terms_come_out_as_they_went_in() -> None:
    text = b'<urn:a> <urn:b> 01 , 1.50 , "1"^^<urn:t> , "x"@en , "2024"^^<urn:y> .'
    assert [graph.n3(triple).split(" ", 2)[2] for triple in graph.parse(text)] == [
        '"01"^^<http://www.w3.org/2001/XMLSchema#integer> .',
        '"1"^^<urn:t> .',
        '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .',
        '"2024"^^<urn:y> .',
        '"x"@en .',
    ]


def test_two_files_never_share_a_blank_node(tmp_path: Path) -> None:
    nodes = []
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_text("[] <urn:b> <urn:c> .")
        nodes.append(graph.read(tmp_path / name, tmp_path).triples[0][0])
        assert graph.read(tmp_path / name, tmp_path).triples[0][0] == nodes[-1]
    assert all(isinstance(node, BNode) for node in nodes)
    assert nodes[0] != nodes[1]


def test_a_syntax_fault_has_file_line_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text("<urn:a> <urn:b>\n  nope:c .\n")
    sources, findings = graph.load([path], tmp_path)
    assert sources == []
    assert (findings[0].file, findings[0].line, findings[0].rule) == ("bad.ttl", 2, "syntax")
    assert "nope:" in findings[0].message


def test_a_file_in_another_encoding_is_told_by_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.ttl"
    path.write_bytes(b'<urn:a> <urn:b> "fine" .\n<urn:a> <urn:b> "caf\xe9" .\n')
    _, findings = graph.load([path], tmp_path)
    assert (findings[0].line, findings[0].rule) == (2, "syntax")
    assert "UTF-8" in findings[0].message


@pytest.mark.parametrize(
    ("name", "says"), [("gone", "no such file"), ("a.txt", "must end in .ttl"), (".", "no .ttl")]
)
def test_a_path_with_nothing_to_read_says_so(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "a.txt").touch()
    with pytest.raises(AcquisError, match=says):
        graph.files(tmp_path / name)
