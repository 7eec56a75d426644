"""Queries over a dataset, and every form an answer can take."""

import csv
import io
import json
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from rdflib import Graph

from acquis.engine import GRAPHS, RESULTS, Boolean, Engine, Format, Solutions, Triples
from acquis.engine.formats import named, serialise
from acquis.errors import QueryError

SELECT = "SELECT ?s ?o { ?s <http://example.org/p> ?o } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT { ?s <http://example.org/p> ?o } { ?s <http://example.org/p> ?o }"
RESULT = "http://www.w3.org/2005/sparql-results#"


def rows(engine: Engine, text: str, **dataset: object) -> list[tuple[str, ...]]:
    answer = engine.query(text, **dataset)
    assert isinstance(answer, Solutions)
    return [tuple("" if term is None else term.value for term in row) for row in answer]


def test_default_graph_is_the_union_without_duplicates(engine: Engine) -> None:
    assert rows(engine, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == [("7",)]


def test_each_file_and_the_inferred_triples_have_a_graph(engine: Engine) -> None:
    text = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    assert rows(engine, text) == [
        ("http://example.org/g1", "5"),
        ("http://example.org/g2", "2"),
        ("https://w3id.org/quantum-acquis/graph/inferred", "2"),
    ]


def test_dataset_of_the_request(engine: Engine) -> None:
    text = "SELECT ?s ?g { { ?s <http://example.org/p> ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    default = ["http://example.org/g2"]
    found = rows(engine, text, default_graphs=default)
    assert sorted(found) == [("http://example.org/a", ""), ("http://example.org/c", "")]
    found = rows(engine, text, named_graphs=default)
    assert {graph for _, graph in found} == {"http://example.org/g2"}


def test_dataset_of_the_request_replaces_that_of_the_query(engine: Engine) -> None:
    text = "SELECT ?s FROM <http://example.org/g1> { ?s <http://example.org/p> ?o }"
    assert len(rows(engine, text)) == 1
    assert len(rows(engine, text, default_graphs=["http://example.org/g2"])) == 2


def test_name_of_a_graph_must_be_an_iri(engine: Engine) -> None:
    with pytest.raises(QueryError, match="absolute IRI"):
        engine.query("ASK {}", default_graphs=["not an iri"])


def test_base_resolves_relative_iris(engine: Engine) -> None:
    answer = engine.query("ASK { <a> <p> <b> }", base_iri="http://example.org/")
    assert isinstance(answer, Boolean)
    assert answer
    with pytest.raises(QueryError, match="base"):
        engine.query("ASK {}", base_iri="nonsense")


def test_unknown_function_is_an_error_of_the_query(engine: Engine) -> None:
    with pytest.raises(QueryError, match="not supported"):
        engine.query("SELECT (<http://example.org/f>(1) AS ?x) {}")


@pytest.mark.parametrize("form", RESULTS, ids=lambda form: form.name)
def test_select_in_each_form(engine: Engine, form: Format) -> None:
    answer = engine.query(SELECT)
    assert isinstance(answer, Solutions)
    assert answer.variables == ("s", "o")
    content = answer.serialize(form.media_type).decode()
    subjects = {"http://example.org/a", "http://example.org/c"}
    if form.name == "json":
        found = {row["s"]["value"] for row in json.loads(content)["results"]["bindings"]}
    elif form.name == "xml":
        tree = ElementTree.fromstring(content)
        found = {node.text for node in tree.iterfind(f".//*[@name='s']/{{{RESULT}}}uri")}
    elif form.name == "csv":
        found = {row["s"] for row in csv.DictReader(io.StringIO(content))}
    else:
        found = {line.split("\t")[0].strip("<>") for line in content.splitlines()[1:]}
    assert found == subjects


@pytest.mark.parametrize("form", RESULTS, ids=lambda form: form.name)
@pytest.mark.parametrize("truth", [True, False])
def test_ask_in_each_form(engine: Engine, form: Format, truth: bool) -> None:
    text = "ASK {}" if truth else "ASK { FILTER(false) }"
    content = engine.query(text).serialize(form.media_type).decode()
    word = "true" if truth else "false"
    if form.name == "json":
        assert json.loads(content)["boolean"] is truth
    elif form.name == "xml":
        assert ElementTree.fromstring(content).findtext(f"{{{RESULT}}}boolean") == word
    else:
        assert content.strip() == word


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_construct_in_each_form(engine: Engine, form: Format) -> None:
    answer = engine.query(CONSTRUCT)
    assert isinstance(answer, Triples)
    content = answer.serialize(form.media_type)
    names = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}
    assert len(Graph().parse(data=content, format=names[form.name])) == 2


def test_triples_can_be_read_one_by_one(engine: Engine) -> None:
    answer = engine.query(CONSTRUCT)
    assert isinstance(answer, Triples)
    assert {triple.predicate.value for triple in answer} == {"http://example.org/p"}


def test_turtle_uses_the_prefixes_that_occur_and_no_others(engine: Engine) -> None:
    text = 'CONSTRUCT { <http://www.w3.org/2004/02/skos/core#a> a "x"^^<http://e.org/t> } {}'
    content = engine.query(text).serialize("text/turtle").decode()
    assert content.count("@prefix") == 2
    assert "skos:a" in content


@pytest.mark.parametrize(("text", "media_type"), [(SELECT, "text/turtle"), (CONSTRUCT, "text/csv")])
def test_form_that_cannot_hold_the_answer(engine: Engine, text: str, media_type: str) -> None:
    with pytest.raises(ValueError, match="is a format for"):
        engine.query(text).serialize(media_type)


def test_unknown_media_type(engine: Engine) -> None:
    with pytest.raises(ValueError, match="no format"):
        engine.query(SELECT).serialize("application/pdf")


def test_formats_by_name() -> None:
    assert [form.name for form in (*RESULTS, *GRAPHS) if named(form.name) is not form] == []
    assert named("pdf") is None


def test_serialise_sorts_and_drops_duplicates() -> None:
    one = ox.Triple(ox.NamedNode("http://e/a"), ox.NamedNode("http://e/p"), ox.Literal("1"))
    two = ox.Triple(ox.NamedNode("http://e/b"), ox.NamedNode("http://e/p"), ox.Literal("1"))
    form = named("ntriples")
    assert form
    assert serialise([two, one, two], form, {}) == serialise([one, two], form, {})
