"""Why a triple holds, over real HTTP and the whole knowledge base."""

import json
import re
from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest
from tests.conftest import Run
from tests.service.conftest import BROWSER
from tests.service.test_pages import said, tree

from acquis.knowledge import KnowledgeBase
from acquis.web.explaining import FORMS, link, proof_of

CONVERGES = {"s": "value:transparency", "p": "rdf:type", "o": "qap:ConvergentValue"}
STATED = {"s": "value:transparency", "p": "a", "o": "qap:Value"}
BASE = "https://w3id.org/quantum-acquis/"


@pytest.fixture(scope="module")
def whole(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=60) as client:
        yield client


def test_inferred_triple_as_a_page(whole: httpx.Client) -> None:
    response = whole.get("/explain", params=CONVERGES, headers={"Accept": BROWSER})
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    page = tree(response.text)
    words = said(page)
    assert "Transparency and explainability is a convergent value." in words
    assert "cax-eqc2" in words
    assert re.search(r"a source says · data/ttl/values\.ttl:\d+", words)
    assert "our reading" in words
    assert not [node for node in page.iter() if "style" in node.attrib or node.tag == "style"]
    for node in page.iter("a"):
        address = node.get("href", "")
        if address.startswith("/explain"):
            assert whole.get(address).status_code == 200


@pytest.mark.parametrize("form", FORMS)
def test_each_form_by_name_and_by_accept(whole: httpx.Client, form: str) -> None:
    named = whole.get("/explain", params={**CONVERGES, "format": form})
    accepted = whole.get("/explain", params=CONVERGES, headers={"Accept": FORMS[form]})
    assert named.status_code == accepted.status_code == 200
    assert named.headers["content-type"].startswith(FORMS[form])
    assert anywhere(named) == anywhere(accepted)
    assert named.headers["acquis-build"]


def anywhere(response: httpx.Response) -> str:
    """Return what is answered, but for the address that a page has."""
    return re.sub('href="[^"]*" rel="bookmark"', "", response.text)


@pytest.mark.parametrize("form", ["json", "turtle"])
def test_proof_is_that_of_the_command_and_is_accepted(
    whole: httpx.Client, acquis: Run, form: str
) -> None:
    proof = whole.get("/explain", params={**CONVERGES, "format": form}).text
    words = (CONVERGES["s"], CONVERGES["p"], CONVERGES["o"])
    assert acquis("explain", *words, "--format", form).stdout == proof
    done = acquis("verify-proof", "-", stdin=proof)
    assert (done.returncode, done.stdout.split(":")[0]) == (0, "holds")


def test_any_inferred_triple_has_its_proof(whole: httpx.Client, base: KnowledgeBase) -> None:
    quads = list(ox.parse(path=str(base.inferred_path), format=ox.RdfFormat.N_QUADS))
    for quad in quads[:: len(quads) // 40]:
        address = proof_of(*quad.triple)
        response = whole.get(address, headers={"Accept": "application/json"})
        assert response.status_code == 200, address
        [explanation] = response.json()["explanations"]
        last = explanation["statements"][-1]
        assert last["kind"] == "inferred"
        assert [last[name] for name in ("subject", "predicate", "object")] == [
            str(term) for term in (quad.subject, quad.predicate, quad.object)
        ]


def test_asserted_triple_has_its_file_and_line(whole: httpx.Client) -> None:
    response = whole.get("/explain", params={**STATED, "format": "json"})
    [explanation] = response.json()["explanations"]
    [statement] = explanation["statements"]
    [place] = statement["places"]
    assert place["file"] == "data/ttl/values.ttl"
    assert place["line"] > 1
    assert statement["evidence"]
    page = whole.get("/explain", params=STATED, headers={"Accept": BROWSER}).text
    assert f"data/ttl/values.ttl:{place['line']}" in page
    assert "Asserted" in page


def test_terms_in_each_notation_are_one_triple(whole: httpx.Client) -> None:
    forms = [
        {"s": f"<{BASE}id/value/transparency>", "p": "a", "o": f"<{BASE}ns#ConvergentValue>"},
        {"s": f"{BASE}id/value/transparency", "p": "rdf:type", "o": f"{BASE}ns#ConvergentValue"},
        CONVERGES,
    ]
    assert len({whole.get("/explain", params=form).content for form in forms}) == 1
    literal = {"s": "value:transparency", "p": "skos:prefLabel", "o": "?"}
    label = whole.get(
        "/sparql",
        params={
            "query": f"SELECT ?l {{ <{BASE}id/value/transparency> "
            "<http://www.w3.org/2004/02/skos/core#prefLabel> ?l FILTER(LANG(?l) = 'en') }",
            "format": "tsv",
        },
    ).text.split("\n")[1]
    assert whole.get("/explain", params={**literal, "o": label}).status_code == 200


def test_triple_that_does_not_hold_is_told_what_is_near(whole: httpx.Client) -> None:
    response = whole.get("/explain", params={**CONVERGES, "s": "value:transparancy"})
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert "The subject" in problem["detail"]
    assert f"{BASE}id/value/transparency" in problem["near"]
    other = whole.get("/explain", params={**CONVERGES, "o": "qap:Provision"})
    assert other.status_code == 404
    assert "value:transparency a qap:ConvergentValue" in other.json()["known"]
    page = whole.get(
        "/explain", params={**CONVERGES, "s": "value:transparancy"}, headers={"Accept": BROWSER}
    )
    assert page.status_code == 404
    assert 'href="/id/value/transparency"' in page.text


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("", "Send s, p and o once each"),
        ("s=a&p=b", "Send s, p and o once each"),
        ("s=value:privacy&s=value:privacy&p=a&o=qap:Value", "given twice"),
        ("s=value:privacy&p=a&o=qap:Value&q=1", "once each"),
        ("s=?x&p=a&o=qap:Value", "Name one triple"),
        ("s=_:b&p=a&o=qap:Value", "Name one triple"),
        ("s=valu:privacy&p=a&o=qap:Value", "did you mean value:"),
        ("s=value:privacy&p=%22a%22&o=qap:Value", "a predicate must be an IRI"),
        ("s=value:privacy&p=a&o=qap:Value&format=pdf", "html, json, turtle, svg, text"),
        ("s=%3Cx%20y%3E&p=a&o=qap:Value", "cannot be read"),
        ("s=" + "a" * 5000 + "&p=a&o=qap:Value", "more than 4,096 characters"),
        ("s=%ff&p=a&o=qap:Value", "UTF-8"),
    ],
)
def test_request_that_names_no_triple(whole: httpx.Client, query: str, detail: str) -> None:
    response = whole.get(f"/explain?{query}")
    assert response.status_code == 400
    assert detail in response.json()["detail"]


def test_drawing_may_have_its_own_style_and_nothing_else(whole: httpx.Client) -> None:
    drawing = whole.get("/explain", params={**CONVERGES, "format": "svg"})
    assert drawing.headers["content-security-policy"].startswith("default-src 'none'; style-src")
    page = whole.get("/explain", params={**CONVERGES, "format": "html"})
    assert "unsafe-inline" not in page.headers["content-security-policy"]


def test_build_without_proofs_says_so(http: httpx.Client) -> None:
    response = http.get("/explain", params=CONVERGES)
    assert response.status_code == 503
    assert json.loads(response.text)["detail"] == "The proofs of this build cannot be read."


def test_link_of_a_triple() -> None:
    node, text = ox.NamedNode("http://e/x#y"), ox.Literal('a "b" & c', language="en")
    assert proof_of(node, node, ox.BlankNode("b")) == ""
    parsed = httpx.URL(proof_of(node, node, text)).params
    assert dict(parsed) == {"s": "<http://e/x#y>", "p": "<http://e/x#y>", "o": '"a \\"b\\" & c"@en'}
    assert link("a", "b", "c", form="svg") == "/explain?s=a&p=b&o=c&format=svg"
