"""Things and ontologies by their IRIs: redirects, data and pages."""

from collections.abc import Callable

import httpx
import pyoxigraph as ox
import pytest
from tests.service.conftest import negotiated

from acquis.engine import GRAPHS, Format
from acquis.names import BASE

Browse = Callable[..., httpx.Response]
NS = BASE + "ns#"
SYNTAX = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES} | {
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def triples(response: httpx.Response, form: Format) -> set[tuple[str, str, str]]:
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].split(";")[0] == form.media_type
    quads = ox.parse(response.content, format=SYNTAX[form.name])
    return {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads}


def test_thing_redirects_a_browser_to_its_page(browse: Browse) -> None:
    response = browse("/id/value/privacy")
    assert response.status_code == 303
    assert response.headers["location"] == "/doc/value/privacy"
    assert response.headers["vary"] == "Accept"


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_thing_redirects_a_program_to_data(http: httpx.Client, form: Format) -> None:
    response = http.get("/id/provision/act-art-1", headers={"Accept": form.media_type})
    assert response.status_code == 303
    assert response.headers["location"] == f"/doc/provision/act-art-1.{form.extension}"
    found = triples(http.get(response.headers["location"]), form)
    value = f"<{BASE}id/value/privacy>"
    assert (f"<{BASE}id/provision/act-art-1>", f"<{NS}expressesValue>", value) in found


def test_data_hold_what_is_asserted_and_what_is_inferred(http: httpx.Client) -> None:
    found = triples(http.get("/doc/value/privacy.ttl"), GRAPHS[0])
    classes = {value for _, predicate, value in found if predicate.endswith("#type>")}
    assert classes == {f"<{NS}Value>", f"<{NS}ConvergentValue>"}


def test_literals_are_served_as_they_were_written(http: httpx.Client) -> None:
    text = http.get("/doc/provision/act-art-1.nt").text
    assert '"01"^^<http://www.w3.org/2001/XMLSchema#integer>' in text
    text = http.get("/ns", headers={"Accept": "application/n-triples"}).text
    assert '"1"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>' in text


def test_turtle_uses_our_prefixes(http: httpx.Client) -> None:
    text = http.get("/doc/value/privacy.ttl").text
    assert "value:privacy" in text
    assert f"@prefix value: <{BASE}id/value/> ." in text


@pytest.mark.parametrize(
    "path",
    [
        "/id/value/privcy",
        "/doc/value/privcy",
        "/doc/value/privcy.ttl",
        "/doc/value/privacy.pdf",
        "/doc/value/privacy.",
        "/id/Value/privacy",
        "/id/value/a%20b",
        "/id/value/%3Cscript%3E",
        "/id/value/x%22",
        "/id/value",
        "/ns/nothing",
        "/ns/core/7.7.7",
        "/questions/nothing",
        "/data/secret",
        "/data/..%2Fmanifest.json",
        "/static/nothing.css",
        "/nothing",
    ],
)
def test_nothing_there(http: httpx.Client, browse: Browse, path: str) -> None:
    response = http.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    page = browse(path)
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")


def test_near_names_are_offered(http: httpx.Client, browse: Browse) -> None:
    assert http.get("/id/value/privcy").json()["near"] == [BASE + "id/value/privacy"]
    assert 'href="/id/value/privacy"' in browse("/id/value/privcy").text


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
@pytest.mark.parametrize("path", ["/ns", "/ns/0.1.0"])
def test_whole_ontology(http: httpx.Client, form: Format, path: str) -> None:
    by_type = http.get(path, headers={"Accept": form.media_type})
    assert negotiated(by_type) == "Accept"
    subjects = {subject for subject, _, _ in triples(by_type, form)}
    assert {f"<{BASE}ns>", f"<{BASE}ns/core>", f"<{NS}Value>"} <= subjects
    assert by_type.content == http.get(path, params={"format": form.name}).content


def test_modules_are_served_alone(http: httpx.Client) -> None:
    for path in ("/ns/core", "/ns/core/0.1.0"):
        found = triples(http.get(path, headers={"Accept": "text/turtle"}), GRAPHS[0])
        subjects = {subject for subject, _, _ in found}
        assert f"<{NS}Value>" in subjects
        assert f"<{BASE}ns>" not in subjects
    found = triples(http.get("/ns/schemes/codes?format=turtle"), GRAPHS[0])
    assert any("evidence-code/unverified" in subject for subject, _, _ in found)


def test_anchors_of_the_ontology_page_are_local_names(browse: Browse) -> None:
    text = browse("/ns").text
    for name in ("Value", "ConvergentValue", "expressesValue"):
        assert f'id="{name}"' in text
    assert "a good" in text
    assert 'id="unverified"' in browse("/ns/schemes/codes").text


def test_results_are_no_form_of_an_ontology(http: httpx.Client) -> None:
    assert http.get("/ns?format=csv").status_code == 406


@pytest.mark.parametrize("name", ["asserted.nq", "inferred.nq"])
def test_files_of_the_build(http: httpx.Client, name: str) -> None:
    response = http.get("/data/" + name)
    assert response.headers["content-type"] == "application/n-quads"
    assert list(ox.parse(response.content, format=ox.RdfFormat.N_QUADS))


def test_links_begin_with_the_path_of_the_proxy(mounted: httpx.Client) -> None:
    response = mounted.get("/id/value/privacy", headers={"Accept": "text/turtle"})
    assert response.headers["location"] == "/graph/doc/value/privacy.ttl"
    page = mounted.get("/doc/value/privacy", headers={"Accept": "text/html"}).text
    assert 'href="/graph/static/style.css"' in page
    assert 'href="/graph/id/provision/act-art-1"' in page
    assert 'href="/id/' not in page
    assert mounted.get("/sparql?query=ASK%7B%7D").headers["access-control-allow-origin"] == "*"
    assert mounted.get("/static/style.css").status_code == 200
