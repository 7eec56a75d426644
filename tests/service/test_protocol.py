"""The SPARQL 1.1 Protocol, for a service that only reads."""

import json
import threading
import time
from http.client import HTTPConnection
from urllib.parse import quote

import httpx
import pytest

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
ASK = "ASK { ?s ?p ?o }"
LAW = "https://w3id.org/quantum-acquis/graph/data/ttl/law"
MAPPINGS = "https://w3id.org/quantum-acquis/graph/data/ttl/mappings/values"


def values(response: httpx.Response, name: str) -> list[str]:
    assert response.status_code == 200, response.text
    return [row[name]["value"] for row in response.json()["results"]["bindings"] if name in row]


def post(
    http: httpx.Client, content: bytes | str, kind: str, path: str = "/sparql"
) -> httpx.Response:
    return http.post(path, content=content, headers={"Content-Type": kind})


@pytest.mark.parametrize("kind", [QUERY, QUERY + "; charset=utf-8", QUERY + ';charset="UTF-8"'])
def test_three_ways_to_ask(http: httpx.Client, kind: str) -> None:
    answers = [
        http.get("/sparql", params={"query": ASK}),
        http.post("/sparql", data={"query": ASK}),
        post(http, ASK, kind),
    ]
    assert [answer.json()["boolean"] for answer in answers] == [True, True, True]


def test_head(http: httpx.Client) -> None:
    response = http.head("/sparql", params={"query": ASK})
    assert response.status_code == 200
    assert response.content == b""
    assert http.head("/").status_code == 200


@pytest.mark.parametrize(
    ("kind", "body", "path", "status"),
    [
        (FORM, "", "/sparql", 400),
        (FORM, "query=ASK%7B%7D&query=ASK%7B%7D", "/sparql", 400),
        (FORM, "query=ASK%7B%7D", "/sparql?query=ASK%7B%7D", 400),
        (QUERY, "ASK {}", "/sparql?query=ASK%7B%7D", 400),
        (FORM, "query=%FF", "/sparql", 400),
        (FORM, b"query=\xff", "/sparql", 400),
        (QUERY, b"ASK { ?s ?p '\xff' }", "/sparql", 400),
        (FORM, "&".join(["a=b"] * 200), "/sparql", 400),
        ("text/plain", "ASK {}", "/sparql", 415),
        ("application/json", "{}", "/sparql", 415),
        ("multipart/form-data; boundary=x", "--x--", "/sparql", 415),
        (QUERY + "; charset=utf-16", "ASK {}", "/sparql", 415),
        (FORM, "update=DROP%20ALL", "/sparql", 403),
        ("application/sparql-update", "DROP ALL", "/sparql", 403),
        (QUERY, "DROP ALL", "/sparql", 403),
        (QUERY, "ASK { SERVICE <http://127.0.0.1:9/> {} }", "/sparql", 403),
        (QUERY, "ASK { ?s ?p", "/sparql", 400),
        (QUERY, "ASK {" + "{" * 200 + "}" * 200 + "}", "/sparql", 400),
        (QUERY, "ASK {} #" + "x" * 40_000, "/sparql", 413),
        (QUERY, "ASK {} #" + "x" * 200_000, "/sparql", 413),
        (FORM, "query=" + "x" * 200_000, "/sparql", 413),
        (QUERY, "ASK {}", "/sparql?default-graph-uri=nonsense", 400),
    ],
)
def test_bad_request(
    http: httpx.Client, kind: str, body: bytes | str, path: str, status: int
) -> None:
    response = post(http, body, kind, path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sparql?query=", 400),
        ("/sparql?query=%FF", 400),
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", 400),
        ("/sparql?update=DROP%20ALL", 403),
    ],
)
def test_bad_get(http: httpx.Client, path: str, status: int) -> None:
    assert http.get(path).status_code == status


def test_body_without_a_content_type(http: httpx.Client) -> None:
    assert http.post("/sparql", content=b"ASK {}").status_code == 415


def test_form_is_decoded_once(http: httpx.Client) -> None:
    text = 'SELECT ("a%41+b é" AS ?x) {}'
    for response in (
        http.post("/sparql", data={"query": text}),
        http.get("/sparql", params={"query": text}),
    ):
        assert values(response, "x") == ["a%41+b é"]


def test_dataset(http: httpx.Client) -> None:
    text = "SELECT DISTINCT ?p ?g { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?q ?o } } }"
    everything = values(http.get("/sparql", params={"query": text}), "g")
    assert LAW in everything
    expresses = "https://w3id.org/quantum-acquis/ns#expressesValue"
    by_default = http.get("/sparql", params={"query": text, "default-graph-uri": MAPPINGS})
    assert expresses in values(by_default, "p")
    assert values(by_default, "g") == []
    by_name = http.post("/sparql", data={"query": text, "named-graph-uri": [LAW, MAPPINGS]})
    assert sorted(values(by_name, "g")) == [LAW, MAPPINGS]
    assert values(by_name, "p") == []
    direct = post(http, text, QUERY, f"/sparql?default-graph-uri={quote(MAPPINGS, safe='')}")
    assert values(direct, "g") == []


def test_dataset_of_the_request_wins(http: httpx.Client) -> None:
    text = f"SELECT (COUNT(*) AS ?n) FROM <{LAW}> {{ ?s ?p ?o }}"
    response = http.get("/sparql", params={"query": text, "default-graph-uri": MAPPINGS})
    assert values(response, "n") == ["4"]


def test_largest_query_fits_into_a_url(http: httpx.Client) -> None:
    """httpx writes no address of this length, so this goes by http.client."""
    text = quote("ASK {} #" + "é" * 16_000)
    connection = HTTPConnection(http.base_url.host, http.base_url.port)
    connection.request("GET", "/sparql?query=" + text)
    assert connection.getresponse().status == 200
    connection.close()


def test_place_of_a_fault(http: httpx.Client) -> None:
    text = "SELECT *\nWHERE { ?s skos:prefLabel ?o }"
    problem = http.get("/sparql", params={"query": text}).json()
    assert (problem["line"], problem["column"]) == (2, 12)
    assert problem["title"] == "The query is malformed"
    assert "PREFIX skos:" in problem["expected"]


def test_other_methods(http: httpx.Client) -> None:
    assert http.put("/sparql").status_code == 405
    assert http.delete("/id/value/privacy").status_code == 405


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/id/value/privacy", "/ns"])
def test_any_site_may_read(http: httpx.Client, path: str) -> None:
    response = http.get(path, headers={"Origin": "https://example.org", "Accept": "*/*"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers
    preflight = http.options(path, headers={"Access-Control-Request-Method": "POST"})
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]


def test_requests_are_served_beside_a_slow_query(http: httpx.Client) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(?a != ?f) ?g ?h ?i }"
    ended: list[float] = []

    def ask() -> None:
        with httpx.Client(base_url=http.base_url, timeout=120) as client:
            client.get("/sparql", params={"query": slow})
        ended.append(time.monotonic())

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.1)
    assert http.get("/healthz").json()["status"] == "ok"
    answered = time.monotonic()
    thread.join()
    assert ended
    assert answered < ended[0]


def test_health(http: httpx.Client) -> None:
    assert json.loads(http.get("/healthz").text) == {
        "status": "ok",
        "version": "9.8.7",
        "build": "ab" * 32,
    }
