"""Accept headers, as RFC 9110 section 12.5.1 reads them."""

import httpx
import pytest
from tests.service.conftest import negotiated

from acquis.engine import GRAPHS, RESULTS, Format
from acquis.web.negotiate import choose

OFFERS = [("text/turtle", "ttl"), ("application/ld+json", "json"), ("text/html", "html")]
JSON = "application/sparql-results+json"
SELECT = "SELECT * { ?s ?p ?o } LIMIT 2"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 2"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ([], "ttl"),
        ([""], "ttl"),
        (["*/*"], "ttl"),
        (["text/html"], "html"),
        (["TEXT/HTML"], "html"),
        (["text/*"], "ttl"),
        (["application/*"], "json"),
        (["text/html, text/turtle"], "ttl"),
        (["text/html, text/turtle;q=0.9"], "html"),
        (["text/html;q=0.5, text/turtle;q=0.50"], "ttl"),
        (["text/turtle;q=0, */*"], "json"),
        (["text/*;q=0, */*;q=0.1"], "json"),
        (["text/*;q=0.3, text/html;q=0.7, */*;q=0.5"], "html"),
        (["text/turtle;q=0"], None),
        (["application/pdf"], None),
        (["application/pdf, */*;q=0.01"], "ttl"),
        (["text/turtle;charset=utf-8"], "ttl"),
        (['application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"'], "json"),
        (["application/pdf", "text/html"], "html"),
        (["text/turtle;q=2, text/html"], "html"),
        (["text/turtle;q=abc, text/html"], "html"),
        (["nonsense"], None),
        (["*/turtle"], None),
        (["text/html;q=1.000;level=1"], "html"),
        (["text/turtle ; q = 0.2 , text/html ; q=0.3"], "html"),
    ],
)
def test_choice(accept: list[str], chosen: str | None) -> None:
    assert choose(accept, OFFERS) == chosen


@pytest.mark.parametrize("form", RESULTS, ids=lambda form: form.name)
def test_results_by_media_type_and_by_name(http: httpx.Client, form: Format) -> None:
    by_type = http.get("/sparql", params={"query": SELECT}, headers={"Accept": form.media_type})
    by_name = http.get("/sparql", params={"query": SELECT, "format": form.name})
    assert by_type.status_code == by_name.status_code == 200
    assert by_type.headers["content-type"].startswith(form.media_type)
    assert negotiated(by_type) == "Accept"
    assert by_type.content == by_name.content


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_graphs_by_media_type_and_by_name(http: httpx.Client, form: Format) -> None:
    by_type = http.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": form.media_type})
    by_name = http.get("/sparql", params={"query": CONSTRUCT, "format": form.name})
    assert by_type.status_code == by_name.status_code == 200
    assert by_type.headers["content-type"].startswith(form.media_type)
    assert by_type.content == by_name.content


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (SELECT, "*/*", JSON),
        (SELECT, "application/json", JSON),
        (SELECT, "application/xml", "application/sparql-results+xml"),
        ("ASK {}", "*/*", JSON),
        (CONSTRUCT, "*/*", "text/turtle"),
        (CONSTRUCT, "application/json", "application/ld+json"),
        (CONSTRUCT, "application/xml", "application/rdf+xml"),
        (SELECT, "text/html, */*;q=0.1", "text/html"),
        (SELECT, "text/turtle, */*;q=0.1", JSON),
    ],
)
def test_default_and_alias(http: httpx.Client, query: str, accept: str, media_type: str) -> None:
    response = http.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert response.headers["content-type"].split(";")[0] == media_type


def test_nothing_acceptable(http: httpx.Client) -> None:
    response = http.get("/sparql", params={"query": SELECT}, headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert JSON in response.json()["offered"]
    assert "text/turtle" not in response.json()["offered"]
    response = http.get("/id/value/privacy", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/turtle" in response.json()["offered"]


def test_format_that_cannot_hold_the_answer(http: httpx.Client) -> None:
    response = http.get("/sparql", params={"query": SELECT, "format": "turtle"})
    assert response.status_code == 406
    response = http.get("/sparql", params={"query": SELECT, "format": "pdf"})
    assert response.status_code == 400
    assert "csv" in response.json()["detail"]
