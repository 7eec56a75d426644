"""Reading by the Graph Store HTTP Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/)."""

import httpx
import pyoxigraph as ox
import pytest
import rdflib

from acquis.engine.formats import GRAPHS, Format
from acquis.knowledge import KnowledgeBase

LAW = "https://w3id.org/quantum-acquis/graph/data/ttl/law"
STORE = "/graph-store"
NQUADS = ox.RdfFormat.N_QUADS
TURTLE = {"Accept": "text/turtle"}


def triples(response: httpx.Response) -> set[str]:
    assert response.status_code == 200, response.text
    kind = response.headers["content-type"].partition(";")[0]
    syntax = ox.RdfFormat.from_media_type(kind)
    assert syntax
    graph = ox.Dataset(ox.parse(response.content, format=syntax))
    graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad.triple) for quad in graph}


def built(*paths: object) -> set[str]:
    """Return the triples of files of a build, whatever graph they are in."""
    quads = (quad for path in paths for quad in ox.parse(path=str(path), format=NQUADS))
    graph = ox.Dataset(ox.Quad(*quad.triple) for quad in quads)
    graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad.triple) for quad in graph}


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_a_named_graph_is_what_its_iri_gives(http: httpx.Client, form: Format) -> None:
    accept = {"Accept": form.media_type}
    indirect = http.get(STORE, params={"graph": LAW}, headers=accept)
    direct = http.get("/graph/data/ttl/law", headers=accept)
    assert indirect.headers["content-type"] == form.content_type
    assert indirect.content == direct.content
    assert indirect.headers["etag"] == direct.headers["etag"]


def test_the_default_graph_is_all_of_them(small: KnowledgeBase, http: httpx.Client) -> None:
    for layer, paths in (
        ("asserted", [small.asserted_path]),
        ("inferred", [small.inferred_path]),
        ("all", [small.asserted_path, small.inferred_path]),
    ):
        answer = http.get(f"{STORE}?default&layer={layer}", headers=TURTLE)
        assert triples(answer) == built(*paths)
    assert triples(http.get(f"{STORE}?default", headers=TURTLE)) == triples(answer)


def test_what_is_said_of_the_place_of_an_answer_is_true(http: httpx.Client) -> None:
    for query in ("default", "default&layer=inferred", f"graph={LAW}"):
        answer = http.get(f"{STORE}?{query}", headers=TURTLE)
        again = http.get(answer.headers["content-location"], headers={"Accept": "text/html"})
        assert again.content == answer.content
        known = {**TURTLE, "If-None-Match": answer.headers["etag"]}
        assert http.get(f"{STORE}?{query}", headers=known).status_code == 304


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("", 400, "Name a graph"),
        ("?graph=law", 400, "law is no absolute IRI"),
        (f"?default&graph={LAW}", 400, "not both"),
        (f"?graph={LAW}&graph={LAW}", 400, "not both"),
        ("?graph=https://example.org/none", 404, "No named graph is called"),
        ("?default&layer=some", 400, "layer is one of"),
        (f"/law?graph={LAW}", 404, "the graphs are at /graph-store"),
    ],
)
def test_a_request_that_names_no_graph(
    http: httpx.Client, query: str, status: int, said: str
) -> None:
    answer = http.get(STORE + query, headers={"Accept": "application/json"})
    assert answer.status_code == status
    assert said in answer.json()["detail"]


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_nothing_is_written(http: httpx.Client, method: str) -> None:
    answer = http.request(method, f"{STORE}?graph={LAW}", content=b"<urn:a> <urn:b> <urn:c> .")
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


def test_a_browser_is_led_to_a_page(http: httpx.Client) -> None:
    page = {"Accept": "text/html"}
    assert "law" in http.get(STORE, params={"graph": LAW}, headers=page).text
    led = http.get(f"{STORE}?default", headers=page)
    assert (led.status_code, led.headers["location"]) == (303, "/void")


@pytest.mark.parametrize("query", ["default", f"graph={LAW}"])
def test_whoever_takes_anything_gets_turtle(http: httpx.Client, query: str) -> None:
    answer = http.get(f"{STORE}?{query}")
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"


def test_rdflib_reads_it(http: httpx.Client) -> None:
    graph = rdflib.Graph().parse(str(http.base_url.join(f"{STORE}?graph={LAW}")), format="turtle")
    assert len(graph) > 10
