"""The W3C tests of the SPARQL 1.1 Protocol, sent as they stand to one running service.

All queries have the status, the kind and the truth value that the tests want. All updates are
refused with a 4xx, as the service only reads: those that a test wants refused, and the others.
"""

import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Namespace
from rdflib.term import Node, URIRef
from tests.builds import MANIFEST, build_of
from tests.conformance.sparql11 import MF, manifest
from tests.service.conftest import served

from acquis import share
from acquis.engine.isolated.pool import Pool
from acquis.web.app import create_app

HT = Namespace("http://www.w3.org/2011/http#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOCABULARY = {
    SD[name]
    for name in (
        "Service Dataset Graph NamedGraph endpoint supportedLanguage feature resultFormat "
        "defaultDataset defaultGraph namedGraph name graph SPARQL11Query UnionDefaultGraph"
    ).split()
}
CNT = Namespace("http://www.w3.org/2011/content#")
DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"},
}


@dataclass
class Exchange:
    """One request of a test and what the response is to be."""

    method: str
    path: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    statuses: set[str] = field(default_factory=set)
    format: str = ""
    boolean: bool | None = None


@cache
def protocol_tests() -> dict[str, list[Exchange]]:
    graph, _ = manifest("protocol")
    entries = graph.items(next(graph.objects(None, MF.entries)))
    return {str(entry).rpartition("#")[2]: list(_exchanges(graph, entry)) for entry in entries}


def _exchanges(graph: Graph, entry: Node) -> Iterator[Exchange]:
    action = graph.value(entry, MF.action)
    for request in graph.items(graph.value(action, HT.requests)):
        response = graph.value(request, HT.resp)
        boolean = graph.value(response, MF.expectedBoolean)
        yield Exchange(
            str(graph.value(request, HT.methodName)),
            str(graph.value(request, HT.absolutePath)).replace("/sparql/", "/sparql", 1),
            [
                (str(graph.value(one, HT.fieldName)), str(graph.value(one, HT.fieldValue)))
                for one in graph.items(graph.value(request, HT.headers) or RDF.nil)
            ],
            _body(graph, graph.value(request, HT.body)),
            {str(one)[-3:] for one in graph.objects(response, MF.expectedStatus)},
            str(graph.value(response, MF.expectedFormat) or ""),
            None if boolean is None else str(boolean) == "true",
        )


def _body(graph: Graph, body: Node | None) -> bytes:
    if body is None:
        return b""
    charset = str(graph.value(body, CNT.characterEncoding) or "utf-8")
    return str(graph.value(body, CNT.chars)).strip().encode(charset)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    _, folder = manifest("protocol")
    trig = "".join(
        f"GRAPH <{DATA.format(at)}> {{ {(folder / f'data{at}.nt').read_text()} }}\n"
        for at in (1, 2, 3)
    )
    base = build_of(tmp_path_factory.mktemp("protocol"), trig, "", MANIFEST)
    with served(create_app(base, Pool(share.root()), ())) as address:
        yield address


def said(address: str, exchange: Exchange) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    try:
        connection.request(
            exchange.method, exchange.path, exchange.body or None, dict(exchange.headers)
        )
        response = connection.getresponse()
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        return response.status, kind, response.read()
    finally:
        connection.close()


def test_there_are_twenty_tests_of_queries_and_fourteen_of_updates() -> None:
    names = list(protocol_tests())
    assert len(names) == 34
    assert sum("update" in name for name in names) == 14


def test_the_query_tests(address: str) -> None:
    wrong = {}
    for name, exchanges in protocol_tests().items():
        if "update" in name:
            continue
        for exchange in exchanges:
            status, kind, content = said(address, exchange)
            fits = f"{status // 100}xx" in exchange.statuses
            if fits and exchange.format:
                fits = kind in FORMATS[exchange.format]
            if fits and exchange.boolean is not None:
                fits = json.loads(content)["boolean"] is exchange.boolean
            if not fits:
                wrong[name] = (status, kind, content[:200])
    assert wrong == {}


def test_the_update_tests_are_refused_and_change_nothing(address: str) -> None:
    everything = Exchange("GET", "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D")
    before = said(address, everything)
    for name, exchanges in protocol_tests().items():
        for exchange in exchanges:
            if "update" not in name or exchange.path.startswith("/sparql?query="):
                continue
            status, kind, content = said(address, exchange)
            is_query = exchange.boolean is not None
            assert 400 <= status < 500 or is_query, (name, status, content)
            assert is_query or kind == "application/problem+json", (name, kind)
    assert said(address, everything) == before
    parsed = ox.parse_query_results(before[2], format=ox.QueryResultsFormat.JSON)
    assert isinstance(parsed, ox.QuerySolutions)
    assert len(list(parsed)) == 3


@pytest.mark.parametrize("accept", ["*/*", "text/turtle", "application/rdf+xml"])
def test_the_service_description(address: str, accept: str) -> None:
    """The three tests of the folder service-description, which are in prose."""
    status, kind, content = said(
        address, Exchange("GET", "/sparql", [("Accept", accept), ("Host", "graph.example:8000")])
    )
    assert status == 200
    assert kind in FORMATS["RDF"]
    graph = Graph().parse(data=content, format=kind)
    service = URIRef("http://graph.example:8000/sparql")
    assert list(graph.subject_objects(SD.endpoint)) == [(service, service)]
    assert (service, RDF.type, SD.Service) in graph
    used = {term for triple in graph for term in triple if str(term).startswith(str(SD))}
    assert used <= VOCABULARY
    for graph_node in graph.objects(None, SD.graph):
        assert (graph_node, RDF.type, SD.Graph) in graph
    names = {str(name) for name in graph.objects(None, SD.name)}
    assert names == {DATA.format(at) for at in (1, 2, 3)}
