"""`acquis query`: tables for people, formats for programs, errors with a place."""

import csv
import io
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

import pytest
from rdflib import Graph
from tests.conftest import Run

from acquis.knowledge import KnowledgeBase

SELECT = "SELECT ?v { ?v a <https://w3id.org/quantum-acquis/ns#ConvergentValue> } ORDER BY ?v"
CONSTRUCT = "CONSTRUCT WHERE { ?v a <https://w3id.org/quantum-acquis/ns#ConvergentValue> }"


def test_a_table_for_people(acquis: Run) -> None:
    done = acquis("query", "-", stdin=SELECT)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].strip() == "v"
    assert lines[1].strip() == "value:accountability"
    assert lines[-1].endswith(" rows")


def test_results_for_programs(acquis: Run, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(SELECT)
    parse = {
        "csv": lambda text: len(list(csv.reader(io.StringIO(text)))) - 1,
        "tsv": lambda text: len(text.splitlines()) - 1,
        "json": lambda text: len(json.loads(text)["results"]["bindings"]),
        "xml": lambda text: len(xml.fromstring(text).findall(".//{*}result")),
    }
    counts = {
        form: count(acquis("query", tmp_path / "q.rq", "--format", form).stdout)
        for form, count in parse.items()
    }
    assert set(counts.values()) == {counts["csv"]}
    assert counts["csv"] >= 5


@pytest.mark.parametrize(
    ("form", "parser"),
    [("turtle", "turtle"), ("ntriples", "nt"), ("rdfxml", "xml"), ("jsonld", "json-ld")],
)
def test_graphs_for_programs(acquis: Run, form: str, parser: str) -> None:
    done = acquis("query", "-", "--format", form, stdin=CONSTRUCT)
    assert done.returncode == 0
    assert len(Graph().parse(data=done.stdout, format=parser)) >= 5


def test_a_format_that_does_not_fit_is_told(acquis: Run) -> None:
    done = acquis("query", "-", "--format", "turtle", stdin=SELECT)
    assert (done.returncode, done.stdout) == (2, "")
    assert "choose one of: table, json, xml, csv, tsv" in done.stderr


def test_a_malformed_query_is_told_by_line_and_column(acquis: Run) -> None:
    done = acquis("query", "-", stdin="SELECT ?v\nWHERE { ?v a }")
    assert done.returncode == 2
    assert "line 2, column 14" in done.stderr
    assert "WHERE { ?v a }\n             ^\nexpected: " in done.stderr
    assert "to mend it, perhaps: add a term, such as ?x, behind a" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_hint_stands_beside_the_answer(acquis: Run) -> None:
    text = "PREFIX qap: <https://w3id.org/quantum-acquis/ns#> ASK { ?x a qap:Provison }"
    done = acquis("query", "-", "--format", "csv", stdin=text)
    assert (done.returncode, done.stdout.strip()) == (0, "false")
    assert (
        "hint: line 1: the data do not have qap:Provison; did you mean qap:Provision" in done.stderr
    )


@pytest.mark.parametrize(
    "text", ["INSERT DATA { <urn:a> <urn:b> <urn:c> }", "SELECT * { SERVICE <http://[::1]/> {} }"]
)
def test_what_is_not_run_is_refused(acquis: Run, text: str) -> None:
    assert acquis("query", "-", stdin=text).returncode == 2


def test_a_missing_file_is_a_usage_error(acquis: Run) -> None:
    done = acquis("query", "/no/such.rq")
    assert done.returncode == 2
    assert "No such file" in done.stderr


def test_a_query_in_another_encoding_is_told(acquis: Run, tmp_path: Path) -> None:
    (tmp_path / "latin.rq").write_bytes(b"ASK { ?s ?p 'caf\xe9' }")
    done = acquis("query", tmp_path / "latin.rq")
    assert done.returncode == 2
    assert "not UTF-8" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_answer_may_be_cut_by_the_reader(base: KnowledgeBase) -> None:
    words = [sys.executable, "-m", "acquis", "query", "-", "--format", "csv"]
    process = subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "ACQUIS_CACHE": str(base.folder.parent)},
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdin.write(b"SELECT * { ?s ?p ?o }")
    process.stdin.close()
    process.stdout.read(10)
    process.stdout.close()
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
    process.wait(timeout=60)
