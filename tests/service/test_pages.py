"""Pages in a browser: what they say, and that nothing on them runs or comes from elsewhere."""

import warnings
from collections.abc import Callable
from urllib.parse import quote
from xml.etree.ElementTree import Element

import html5rdf
import httpx
import pytest

Browse = Callable[..., httpx.Response]
SELECT = "SELECT ?s ?label { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }"
HOSTILE = "</textarea><script>alert(1)</script>\"'<img src=x onerror=alert(1)>"
PAGES = [
    "/",
    "/sparql",
    "/sparql?query=" + quote(SELECT),
    "/sparql?query=" + quote("ASK {}"),
    "/sparql?query=" + quote("CONSTRUCT WHERE { ?s ?p ?o }"),
    "/sparql?query=" + quote("SELECT * { ?s a ?s }"),
    "/sparql?query=" + quote("SELECT * { ?s ?p"),
    "/sparql?query=" + quote("SELECT * { " + HOSTILE + " }"),
    "/sparql?query=" + quote("SELECT ('" + HOSTILE.replace("'", "") + "' AS ?x) {}"),
    "/sparql?query=" + quote("DROP ALL"),
    "/sparql?query=a&query=b",
    "/doc/value/privacy",
    "/doc/provision/act-art-1",
    "/doc/claim/c1",
    "/doc/topic/hostile",
    "/doc/document/page",
    "/ns",
    "/ns/core",
    "/ns/schemes/codes",
    "/graph/data/ttl/law",
    "/graph/data/ttl/mappings/values",
    "/graph/inferred",
    "/void",
    "/search",
    "/search?q=privacy",
    "/search?q=topic&limit=3&offset=3",
    "/search?q=" + quote(HOSTILE),
    "/questions/convergence",
    "/questions/empty",
    "/questions/any",
    "/nothing/" + quote(HOSTILE, safe=""),
    "/id/value/" + quote(HOSTILE, safe=""),
    "/questions/" + quote(HOSTILE, safe=""),
]


def tree(text: str) -> Element:
    """Parse a page strictly: an error of HTML syntax fails the test."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parser = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False)
        return parser.parse(text)


def said(node: Element) -> str:
    return " ".join(" ".join(node.itertext()).split())


@pytest.mark.parametrize("path", PAGES)
def test_page_is_well_formed_and_runs_nothing(browse: Browse, path: str) -> None:
    response = browse(path)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    page = tree(response.text)
    programs = [node for node in page.iter("script") if node.get("type") != "application/ld+json"]
    assert [node.get("src") for node in programs] == ["/static/search.js"]
    assert not any("".join(node.itertext()).strip() for node in programs)
    assert not list(page.iter("img"))
    assert not list(page.iter("style"))
    for node in page.iter():
        assert not [name for name in node.attrib if str(name).startswith("on")]
        assert "style" not in node.attrib
        for name in ("href", "src", "action"):
            address = node.get(name)
            if address is not None:
                assert address.startswith(("/", "#", "?", "http://", "https://"))
                assert not address.startswith("//")
    sheets = [node.get("href") for node in page.iter("link") if node.get("rel") == "stylesheet"]
    assert sheets == ["/static/style.css"]


@pytest.mark.parametrize("path", PAGES)
def test_page_can_be_read_by_everyone(browse: Browse, path: str) -> None:
    page = tree(browse(path).text)
    assert page.get("lang") == "en"
    assert len(list(page.iter("h1"))) == 1
    assert len(list(page.iter("main"))) == 1
    assert said(next(page.iter("title")))
    names = [node.get("id") for node in page.iter() if node.get("id")]
    assert len(names) == len(set(names))
    labelled = {node.get("for") for node in page.iter("label")}
    fields = {node.get("id") for name in ("textarea", "input") for node in page.iter(name)}
    assert fields <= labelled
    first = next(node for node in page.iter("a"))
    assert first.get("href", "").removeprefix("#") in names
    for node in page.iter():
        reference = node.get("aria-labelledby")
        assert reference is None or reference in names


@pytest.mark.parametrize("path", [*PAGES, "/static/style.css", "/healthz", "/ns?format=turtle"])
def test_security_headers(browse: Browse, path: str) -> None:
    headers = browse(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == policy["style-src"] == "'self'"
    assert "set-cookie" not in headers


def test_style_sheet_loads_nothing(http: httpx.Client) -> None:
    text = http.get("/static/style.css").text
    assert "prefers-color-scheme: dark" in text
    assert "url(" not in text
    assert "@import" not in text


def test_front_page(browse: Browse) -> None:
    page = said(tree(browse("/").text))
    for words in ("12,345", "678", "9.8.7", "abababababab", "European Union", "Privacy"):
        assert words in page
    assert "Counts reflect what was selected" in page
    assert "Which values <meet>?" in page


def test_query_stays_in_the_form(browse: Browse) -> None:
    for query in (SELECT, HOSTILE, "\n\n leading", "SELECT * { ?s ?p"):
        page = tree(browse("/sparql", params={"query": query}).text)
        area = next(page.iter("textarea"))
        assert "".join(area.itertext()) == query


def test_result_table(browse: Browse) -> None:
    text = browse("/sparql", params={"query": SELECT}).text
    assert 'href="/id/value/privacy"' in text
    assert "value:privacy" in text
    names = [node.get("value") for node in tree(text).iter("button") if node.get("name")]
    assert names == ["json", "xml", "csv", "tsv"]


def test_download_button_gives_the_format(browse: Browse) -> None:
    response = browse("/sparql", params={"query": SELECT, "format": "csv"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.text.startswith("s,label\r\n")


def test_long_result_says_that_it_is_cut(browse: Browse) -> None:
    query = "SELECT * { ?a ?b ?c . ?d a ?e }"
    page = said(tree(browse("/sparql", params={"query": query}).text))
    assert "The first 500 rows are shown" in page


def test_large_graph_says_that_it_is_cut(browse: Browse) -> None:
    query = "CONSTRUCT { ?a ?b [] } { ?a ?b ?c . ?d a ?e }"
    page = said(tree(browse("/sparql", params={"query": query}).text))
    assert "The first 1,000 triples are shown" in page


def test_boolean(browse: Browse) -> None:
    assert "Yes" in said(tree(browse("/sparql", params={"query": "ASK {}"}).text))


def test_fault_page(browse: Browse) -> None:
    query = "SELECT *\nWHERE { ?s skos:prefLabel ?o }"
    response = browse("/sparql", params={"query": query})
    assert response.status_code == 400
    page = tree(response.text)
    assert "Line 2, column 12: the prefix skos: is not declared" in said(page)
    marked = "WHERE { ?s skos:prefLabel ?o }\n           ^"
    assert marked in ["".join(node.itertext()) for node in page.iter("pre")]


def test_value_page(browse: Browse) -> None:
    text = browse("/doc/value/privacy").text
    page = said(tree(text))
    stated, derived = page.index("Stated"), page.index("These follow from statements")
    assert stated < derived < page.index("is expressed in") < page.index("The Act, Art. 1")
    assert "Unverified." in page
    assert "A private sphere" in page
    assert "could Privacy leads to Trust" in page
    assert "All 25" in page
    assert "data/ttl/law.ttl" in page


def test_all_that_points_here_is_one_query_away(http: httpx.Client, browse: Browse) -> None:
    page = tree(browse("/doc/value/privacy").text)
    link = next(node for node in page.iter("a") if said(node) == "All 25")
    rows = http.get(link.get("href", "")).json()["results"]["bindings"]
    assert len(rows) == 25


def test_evidence_of_a_record_and_of_a_mapping(browse: Browse) -> None:
    text = browse("/doc/provision/act-art-1").text
    page = said(tree(text))
    assert "Privacy our mapping" in page
    assert "Page , Art. 1" in page
    assert 'href="https://example.org/page?a=1&amp;b=2"' in text


def test_only_a_provision_is_its_own_locator(browse: Browse) -> None:
    page = said(tree(browse("/doc/instrument/act").text))
    assert ", OJ 1" not in page


def test_classes_show_what_was_stated_of_them(browse: Browse) -> None:
    page = said(tree(browse("/ns/core").text))
    assert "Kind of value" in page


def test_claim_page(browse: Browse) -> None:
    page = said(tree(browse("/doc/claim/c1").text))
    assert "A claim, not a fact of this graph" in page
    assert "It is made by Page" in page


def test_texts_in_other_languages_say_so(browse: Browse) -> None:
    text = browse("/doc/instrument/act").text
    assert '<span lang="zh-Hans">法</span>' in text


def test_question_page(browse: Browse) -> None:
    page = said(tree(browse("/questions/convergence").text))
    for words in ("Which values <meet>?", "law · values", "It counts what the graph holds."):
        assert words in page
    assert "Privacy" in page
    assert "SELECT ?value" in page
