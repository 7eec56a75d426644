"""`acquis reason`: what was said and what follows, in two formats that other tools read."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import Run

from acquis import documents
from acquis.errors import AcquisError

HEAD = """
@prefix : <http://e/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "sound.ttl"
    path.write_text(HEAD + ':a a :A ; :p "color"@en-US , "01" . :A rdfs:subClassOf :B .')
    return path


def test_triples_come_out_as_ntriples(acquis: Run, sound: Path) -> None:
    done = acquis("reason", sound, "--format", "nt")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert f"<http://e/a> {TYPE} <http://e/B> ." in lines
    assert '<http://e/a> <http://e/p> "color"@en-US .' in lines
    assert "<http://e/a> <http://www.w3.org/2002/07/owl#sameAs> <http://e/a> ." in lines
    assert len(list(ox.parse(done.stdout, format=ox.RdfFormat.N_TRIPLES))) == len(lines)
    assert len(set(lines)) == len(lines)


def test_what_is_the_same_as_itself_can_be_left_out(acquis: Run, sound: Path) -> None:
    done = acquis("reason", sound, "--no-reflexive")
    assert "sameAs" not in done.stdout


def test_consistent_json(acquis: Run, sound: Path) -> None:
    done = acquis("reason", sound, "--format", "json")
    printed = acquis("reason", sound).stdout.splitlines()
    assert done.returncode == 0
    assert json.loads(done.stdout) == {
        "consistent": True,
        "clashes": [],
        "inferred": len(printed) - 4,
    }


def test_inconsistent_files_exit_1_with_rule_and_premises(
    acquis: Run, sound: Path, tmp_path: Path
) -> None:
    axioms = tmp_path / "axioms.nt"
    axioms.write_text(
        "<http://e/B> <http://www.w3.org/2002/07/owl#disjointWith> <http://e/C> .\n"
        f"<http://e/a> {TYPE} <http://e/C> .\n"
    )
    done = acquis("reason", sound, axioms, "--format", "json")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert answer["consistent"] is False
    assert answer["clashes"] == [
        {
            "rule": "cax-dw",
            "premises": [
                "<http://e/B> <http://www.w3.org/2002/07/owl#disjointWith> <http://e/C> .",
                f"<http://e/a> {TYPE} <http://e/B> .",
                f"<http://e/a> {TYPE} <http://e/C> .",
            ],
        }
    ]
    assert "inconsistent: cax-dw (1)" in done.stderr


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("x.ttl", "@prefix : <http://e/> .\n:a :b", "x.ttl:2: "),
        ("x.csv", "a,b", "no syntax of RDF"),
        ("x.rdf", "<rdf:RDF", "x.rdf:1: unclosed token"),
        ("x.nt", "\n<u:a> <u:b> <<( <u:a> <u:b> <u:c> )>> .", "x.nt:2: a triple term"),
        ("x.nt", '<http://e/a> <http://e/b> "x"@ar--rtl .', "x.nt:1: a base direction"),
        ("x.ttl", '<http://e/a> <http://e/b> "caf\udce9" .', "x.ttl:1: not UTF-8"),
        ("x.owl", "Prefix(:=<http://e/>)", "functional-style syntax"),
    ],
)
def test_what_cannot_be_read_exits_2(
    acquis: Run, tmp_path: Path, name: str, text: str, told: str
) -> None:
    path = tmp_path / name
    path.write_text(text, errors="surrogateescape")
    done = acquis("reason", path)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_bound_that_is_passed_exits_2(acquis: Run, sound: Path) -> None:
    done = acquis("reason", sound, "--max-facts", "10")
    assert done.returncode == 2
    assert "the closure passes 10 facts" in done.stderr


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".ttl", '<http://e/a> <http://e/p> "x"@en-GB .'),
        (".nt", '<http://e/a> <http://e/p> "x"@en-GB .'),
        (
            ".rdf",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
            '<rdf:Description rdf:about="http://e/a"><e:p xml:lang="en-GB">x</e:p>'
            "</rdf:Description></rdf:RDF>",
        ),
        (".owl", '<http://e/a> <http://e/p> "x"@en-GB .'),
        (
            ".jsonld",
            '{"@id": "http://e/a", "http://e/p": {"@value": "x", "@language": "en-GB"}}',
        ),
    ],
)
def test_every_syntax_gives_the_same_facts(tmp_path: Path, suffix: str, text: str) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_text(text)
    assert list(documents.facts(path)) == [("<http://e/a>", "<http://e/p>", '"x"@en-GB')]


def test_blank_nodes_of_two_documents_stay_apart(acquis: Run, tmp_path: Path) -> None:
    for name in "xy":
        (tmp_path / f"{name}.nt").write_text(f"_:b <http://e/p> <http://e/{name}> .\n")
    done = acquis("reason", tmp_path / "x.nt", tmp_path / "y.nt", "--no-reflexive")
    told = [line.split()[0] for line in done.stdout.splitlines() if "<http://e/p>" in line]
    assert len(set(told)) == 2


@settings(max_examples=200, deadline=None)
@given(st.text(), st.sampled_from(["", "@en", "@zh-Hans", "^^<http://e/t>"]))
def test_any_literal_is_kept(
    tmp_path_factory: pytest.TempPathFactory, text: str, kind: str
) -> None:
    try:
        term = f"{ox.Literal(text)}{kind}"
    except ValueError:
        return
    path = tmp_path_factory.mktemp("literal") / "x.nt"
    path.write_text(f"<http://e/a> <http://e/p> {term} .\n", encoding="utf-8", newline="")
    try:
        found = list(documents.facts(path))
    except AcquisError:
        return
    assert found == [("<http://e/a>", "<http://e/p>", term)]
