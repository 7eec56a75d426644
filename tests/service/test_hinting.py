"""What is told beside an answer, and how errors of queries teach, over real HTTP."""

from collections.abc import Callable

import httpx
import pytest

QAP = "PREFIX qap: <https://w3id.org/quantum-acquis/ns#>\n"
TYPO = QAP + "SELECT ?x { ?x a qap:Provison }"
PRODUCT = QAP + "SELECT ?x ?y { ?x a qap:Topic . ?y a qap:Topic }"
Browse = Callable[..., httpx.Response]


def test_hint_stands_beside_the_answer_and_changes_nothing(http: httpx.Client) -> None:
    response = http.get("/sparql", params={"query": TYPO})
    assert response.status_code == 200
    assert response.json()["results"]["bindings"] == []
    assert "did you mean qap:Provision" in response.headers["acquis-hint"]
    product = http.get("/sparql", params={"query": PRODUCT})
    assert len(product.json()["results"]["bindings"]) == 625
    assert "share no variable" in product.headers["acquis-hint"]
    assert "acquis-hint" not in http.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).headers


def test_hint_is_a_header_whatever_the_query_holds(http: httpx.Client) -> None:
    query = "SELECT ?é { ?é <http://e/日本> ?ü . ?a <http://e/\u2028x> ?b }"
    response = http.get("/sparql", params={"query": query})
    assert response.status_code in {200, 400}
    response = http.get("/sparql", params={"query": "SELECT ?x { ?x <http://e/日本> ?y }"})
    assert "\\u65e5" in response.headers["acquis-hint"]


def test_hints_on_the_page(browse: Browse) -> None:
    assert "did you mean qap:Provision" in browse("/sparql", params={"query": TYPO}).text
    assert "Hint" not in browse("/sparql", params={"query": "ASK { ?s ?p ?o }"}).text


@pytest.mark.parametrize(
    ("query", "suggestion", "place"),
    [
        ("SELCT * { ?s ?p ?o }", "write SELECT in place of SELCT", "SELCT * { ?s ?p ?o }\n^"),
        ("SELECT *\n{ ?s ?p ?o", "add } at the end", "{ ?s ?p ?o\n          ^"),
        ("SELECT * { ?s skos:note ?o }", "add PREFIX skos:", "SELECT * { ?s skos:note ?o }\n"),
    ],
)
def test_malformed_query_is_told_how_to_mend_it(
    http: httpx.Client, browse: Browse, query: str, suggestion: str, place: str
) -> None:
    response = http.get("/sparql", params={"query": query})
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["suggestions"][0].startswith(suggestion)
    assert problem["place"].startswith(place)
    assert problem["line"]
    page = browse("/sparql", params={"query": query}).text
    assert suggestion in page
