"""`acquis serve` over the whole knowledge base, as a person with curl meets it."""

import csv
import io
import json
import re
import socket
import time
import xml.etree.ElementTree as xml
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

import httpx
import pytest
from rdflib import Graph
from tests.conftest import Run

from acquis.web.serve import listen

PRIVACY = "https://w3id.org/quantum-acquis/id/value/privacy"
SELECT = "SELECT ?v { ?v a <https://w3id.org/quantum-acquis/ns#ConvergentValue> }"
ASK = f"ASK {{ <{PRIVACY}> a <https://w3id.org/quantum-acquis/ns#ConvergentValue> }}"


def get(server: str, path: str, accept: str, **params: str) -> httpx.Response:
    return httpx.get(
        server + path, headers={"Accept": accept}, params=params or None, follow_redirects=True
    )


def test_the_front_page_is_html_with_counts_and_questions(server: str) -> None:
    answer = get(server, "/", "text/html")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    HTMLParser().feed(answer.text)
    assert "/questions/convergence" in answer.text
    assert "<form" in answer.text
    scripts = re.findall(r"<script[^>]*>", answer.text)
    assert all("application/ld+json" in one or 'src="/static/' in one for one in scripts)


@pytest.mark.parametrize(
    ("accept", "parser"),
    [
        ("text/turtle", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/n-triples", "nt"),
    ],
)
def test_one_iri_in_three_formats(server: str, accept: str, parser: str) -> None:
    first = httpx.get(server + "/id/value/privacy", headers={"Accept": accept})
    assert first.status_code == 303
    answer = get(server, "/id/value/privacy", accept)
    assert answer.headers["content-type"].split(";")[0] == accept
    graph = Graph().parse(data=answer.text, format=parser)
    query = f"ASK {{ <{PRIVACY}> a ?type ; ?label 'Privacy and data protection'@en }}"
    assert graph.query(query).askAnswer


def test_the_same_iri_is_a_page_for_a_browser(server: str) -> None:
    answer = get(server, "/id/value/privacy", "text/html,*/*;q=0.8")
    assert answer.headers["content-type"].startswith("text/html")
    assert "Privacy and data protection" in answer.text


RESULTS = {
    "application/sparql-results+json": lambda text: json.loads(text),
    "application/sparql-results+xml": xml.fromstring,
    "text/csv": lambda text: list(csv.reader(io.StringIO(text))),
    "text/tab-separated-values": lambda text: text.splitlines()[0],
}


@pytest.mark.parametrize("media", RESULTS)
@pytest.mark.parametrize("query", [SELECT, ASK], ids=["SELECT", "ASK"])
def test_results_in_every_format(server: str, media: str, query: str) -> None:
    answer = get(server, "/sparql", media, query=query)
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == media
    RESULTS[media](answer.text)


@pytest.mark.parametrize(
    ("media", "parser"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
@pytest.mark.parametrize(
    "query", [f"DESCRIBE <{PRIVACY}>", f"CONSTRUCT WHERE {{ <{PRIVACY}> ?p ?o }}"]
)
def test_graphs_in_every_format(server: str, media: str, parser: str, query: str) -> None:
    answer = get(server, "/sparql", media, query=query)
    assert answer.headers["content-type"].split(";")[0] == media
    assert len(Graph().parse(data=answer.text, format=parser)) > 3


def test_asserted_and_inferred_have_their_own_graphs(server: str) -> None:
    base = "https://w3id.org/quantum-acquis/graph/"
    kind = f"<{PRIVACY}> a <https://w3id.org/quantum-acquis/ns#ConvergentValue>"
    for graph, holds in [("inferred", True), ("data/ttl/values", False)]:
        query = f"ASK {{ GRAPH <{base}{graph}> {{ {kind} }} }}"
        answer = get(server, "/sparql", "application/sparql-results+json", query=query)
        assert answer.json()["boolean"] is holds


@pytest.mark.parametrize("path", ["/ns", "/ns/values", "/ns/0.1.0", "/ns/schemes/modalities"])
def test_the_ontology_is_served(server: str, path: str) -> None:
    answer = get(server, path, "text/turtle")
    assert answer.status_code == 200
    assert len(Graph().parse(data=answer.text, format="turtle")) > 10


def test_every_saved_query_has_a_page_with_rows(server: str) -> None:
    front = get(server, "/", "text/html").text
    names = {part.split('"')[0] for part in front.split('href="/questions/')[1:]}
    assert len(names) >= 10
    for name in names:
        page = get(server, f"/questions/{name}", "text/html")
        assert page.status_code == 200
        assert ("<tbody>" in page.text) == (name != "records-without-evidence")


def test_a_question_takes_its_parameters_from_the_address(server: str) -> None:
    page = get(server, "/questions/in-force-on", "text/html", date="2025-05-06")
    assert page.status_code == 200
    assert 'value="2025-05-06"' in page.text
    assert "AI Diffusion Rule" in page.text
    assert "AI Diffusion Rule" not in get(server, "/questions/in-force-on", "text/html").text
    refused = get(server, "/questions/in-force-on", "application/json", date="yesterday")
    assert refused.status_code == 400
    assert "the parameter date is a day" in refused.json()["detail"]


def test_an_update_is_refused(server: str) -> None:
    answer = httpx.post(
        server + "/sparql",
        content="INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        headers={"Content-Type": "application/sparql-update"},
    )
    assert 400 <= answer.status_code < 500


def test_a_malformed_query_is_told_by_line_and_column(server: str) -> None:
    answer = get(server, "/sparql", "*/*", query="SELECT ?v\nWHERE { ?v a }")
    assert answer.status_code == 400
    problem = answer.json()
    assert (problem["line"], problem["column"]) == (2, 14)
    assert problem["expected"]


def test_a_port_that_is_taken_is_told(server: str, acquis: Run) -> None:
    port = server.rpartition(":")[2]
    done = acquis("serve", "--port", port)
    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1 port {port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_format_that_cannot_hold_an_answer_is_told(server: str) -> None:
    query = "CONSTRUCT { <urn:a> <urn:b> <<( <urn:a> <urn:b> 1 )>> } {}"
    answer = get(server, "/sparql", "application/ld+json", query=query)
    assert answer.status_code == 400
    assert "jsonld cannot hold the answer" in answer.json()["detail"]


def test_pages_do_not_wait_for_queries(server: str) -> None:
    """More slow queries than may run at a time; the pages answer all the same."""
    slow = (
        "PREFIX qap: <https://w3id.org/quantum-acquis/ns#> SELECT (COUNT(*) AS ?n) "
        "{ ?a a qap:AcquisLayer . ?b a qap:Prohibition . ?c a qap:Provision "
        "FILTER (STR(?a) > STR(?c)) } LIMIT 1"
    )
    with ThreadPoolExecutor(12) as pool:
        waiting = [
            pool.submit(httpx.get, server + "/sparql", params={"query": slow}, timeout=None)
            for _ in range(12)
        ]
        time.sleep(0.5)
        assert httpx.get(server + "/healthz").status_code == 200
        assert get(server, "/doc/value/privacy", "text/html").status_code == 200
        assert not all(answer.done() for answer in waiting), "the queries were not slow enough"
        assert all(answer.result().status_code == 200 for answer in waiting)


def test_what_a_connection_sends_does_not_wait_for_the_client() -> None:
    with (
        listen("127.0.0.1", 0) as listening,
        socket.create_connection(listening.getsockname()),
        listening.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
