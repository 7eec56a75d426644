"""Linked data as HTTP has it: forms by Accept and ending, typed links, languages, layers."""

import json
import re
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest
from tests.service.conftest import negotiated

from acquis import share
from acquis.engine import GRAPHS
from acquis.engine.isolated.pool import Pool
from acquis.knowledge import KnowledgeBase
from acquis.names import BASE
from acquis.web import discovery
from acquis.web.app import create_app

PAGE = "text/html"
DOCUMENTS = ["/doc/value/privacy", "/ns", "/ns/core", "/ns/core/0.1.0", "/graph/data/ttl/law"]
DOCUMENTS += ["/graph/inferred", "/void"]
LINK = re.compile(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?')


def links(response: httpx.Response) -> set[tuple[str, str]]:
    return {(relation, target) for target, relation, _ in LINK.findall(response.headers["link"])}


def page(http: httpx.Client, path: str, language: str = "") -> httpx.Response:
    headers = {"Accept": PAGE} | ({"Accept-Language": language} if language else {})
    return http.get(path, headers=headers)


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_accept_and_ending_give_the_same(http: httpx.Client, path: str, form: object) -> None:
    assert hasattr(form, "media_type")
    by_accept = http.get(path, headers={"Accept": form.media_type})
    by_ending = http.get(f"{path}.{form.extension}", headers={"Accept": PAGE})
    assert by_accept.status_code == by_ending.status_code == 200
    assert by_accept.content == by_ending.content != b""
    assert by_accept.headers["content-location"] == f"{path}.{form.extension}"
    assert "Accept" in by_accept.headers["vary"]
    assert "content-location" not in by_ending.headers
    assert not negotiated(by_ending)
    assert by_ending.headers["content-type"].split(";")[0] == form.media_type


@pytest.mark.parametrize("path", DOCUMENTS)
def test_page_by_accept_and_by_ending(http: httpx.Client, path: str) -> None:
    by_accept, by_ending = page(http, path), http.get(path + ".html", headers={"Accept": "a/b"})
    assert by_accept.content == by_ending.content
    assert by_accept.headers["content-location"] == path + ".html"
    assert negotiated(by_accept) == "Accept, Accept-Language"
    assert negotiated(by_ending) == "Accept-Language"
    assert page(http, path).headers["etag"] == by_ending.headers["etag"]


def test_thing_by_ending(http: httpx.Client) -> None:
    for ending in ("ttl", "nt", "rdf", "jsonld", "html"):
        response = http.get(f"/id/value/privacy.{ending}", headers={"Accept": "a/b"})
        assert response.status_code == 303
        assert response.headers["location"] == f"/doc/value/privacy.{ending}"
    assert http.get("/id/value/privacy.pdf").status_code == 404


def test_what_cannot_be_given_is_406(http: httpx.Client) -> None:
    for path in [*DOCUMENTS, "/id/value/privacy"]:
        response = http.get(path, headers={"Accept": "image/png"})
        assert response.status_code == 406
        assert "text/turtle" in response.json()["offered"]


@pytest.mark.parametrize("path", [*(path + ".ttl" for path in DOCUMENTS), *DOCUMENTS])
def test_entity_tags(http: httpx.Client, path: str) -> None:
    first = page(http, path)
    again = http.get(path, headers={"Accept": PAGE, "If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]
    assert negotiated(again) == negotiated(first)
    assert first.headers["acquis-build"] == "ab" * 32


def test_layers(http: httpx.Client) -> None:
    def lines(query: str) -> set[str]:
        return set(http.get("/doc/value/privacy.nt" + query).text.splitlines())

    asserted, inferred = lines("?layer=asserted"), lines("?layer=inferred")
    assert lines("") == lines("?layer=all") == asserted | inferred
    assert not asserted & inferred
    assert any("isExpressedIn" in line for line in inferred)
    assert http.get("/doc/value/privacy.nt?layer=some").status_code == 400
    tags = {http.get("/doc/value/privacy.nt" + q).headers["etag"] for q in ("", "?layer=asserted")}
    assert len(tags) == 2


def test_every_inferred_statement_links_to_its_proof(http: httpx.Client) -> None:
    text = page(http, "/doc/value/privacy").text
    found = re.findall(r'href="(/explain\?[^"]*)"', text)
    asked = [parse_qs(urlsplit(address.replace("&amp;", "&")).query) for address in found]
    said = {(one["s"][0], one["p"][0], one["o"][0]) for one in asked}
    inferred = http.get("/doc/value/privacy.nt?layer=inferred").text.splitlines()
    assert {tuple(line[:-2].split(" ", 2)) for line in inferred} <= said
    other = page(http, "/doc/provision/act-art-1").text
    assert "/explain?" not in other.split("What points here")[0]


def test_labels_in_the_language_of_the_reader(http: httpx.Client) -> None:
    def heading(language: str) -> str:
        found = re.search(r"<h1[^>]*>[^<]*</h1>", page(http, "/doc/jurisdiction/eu", language).text)
        assert found
        return found[0]

    german, english = '<h1 lang="de">Europäische Union</h1>', "<h1>European Union</h1>"
    assert heading("de") == heading("de-AT,de;q=0.8,en;q=0.5") == heading("fr;q=0.9,de") == german
    assert heading("") == heading("fr") == heading("en;q=0.9,de;q=0.1") == english
    assert heading("de;q=0") == heading("*") == heading(";;q=x,,") == english
    link = page(http, "/doc/instrument/act", "de").text
    assert 'lang="de">Europäische Union</a>' in link


def test_signposts_of_a_page(http: httpx.Client) -> None:
    found = links(page(http, "/doc/provision/act-art-1"))
    assert ("cite-as", BASE + "id/provision/act-art-1") in found
    assert ("describedby", "/doc/provision/act-art-1.ttl") in found
    assert ("type", "https://schema.org/Legislation") in found
    assert ("collection", "/") in found
    assert ("license", "https://creativecommons.org/licenses/by/4.0/") in found
    data = links(http.get("/doc/provision/act-art-1.ttl"))
    assert ("describes", "/doc/provision/act-art-1") in data
    front = links(page(http, "/"))
    assert {relation for relation, _ in front} >= {"cite-as", "item", "describedby", "license"}
    for relation, target in front:
        if relation in {"item", "describedby"}:
            assert http.get(target).status_code == 200


def test_search_engines_read_what_the_graph_says(http: httpx.Client) -> None:
    def said(path: str) -> dict[str, object]:
        text = page(http, path).text
        block = text.split('<script type="application/ld+json">')[1].split("</script>")[0]
        read = json.loads(block)
        assert isinstance(read, dict)
        return read

    part = said("/doc/provision/act-art-1")
    assert part["@type"] == "Legislation"
    assert part["legislationIdentifier"] == "Art. 1"
    assert part["isPartOf"] == {"@id": BASE + "id/instrument/act", "name": "The Act"}
    assert said("/doc/value/privacy")["@type"] == "DefinedTerm"
    assert said("/doc/topic/hostile")["name"].startswith("<script>")  # type: ignore[attr-defined]
    front = said("/")
    assert front["@type"] == "Dataset"
    assert front["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "publisher" not in front
    assert [part["@type"] for part in front["distribution"]] == ["DataDownload"] * 2  # type: ignore[attr-defined]


def test_rdfxml_is_told_where_it_has_no_name(http: httpx.Client) -> None:
    for headers, path in [({}, "/doc/topic/odd.rdf"), ({"Accept": "application/rdf+xml"}, "")]:
        response = http.get(path or "/doc/topic/odd", headers=headers)
        assert response.status_code == 406
        assert "urn:number:1" in response.json()["detail"]
        assert "Turtle" in response.json()["detail"]
    assert b"urn:number:1" in http.get("/doc/topic/odd.ttl").content


def test_context_covers_each_document(http: httpx.Client) -> None:
    whole = http.get("/context.jsonld")
    assert whole.headers["content-type"] == "application/ld+json"
    known = whole.json()["@context"]
    assert known["expressesValue"] == {"@id": BASE + "ns#expressesValue", "@type": "@id"}
    document = http.get("/doc/provision/act-art-1.jsonld").json()
    assert document["@context"].items() <= known.items()
    assert document["id"] == "provision:act-art-1"
    assert document["expressesValue"] == "value:privacy"
    assert document["schema:version"] == {"@type": "xsd:integer", "@value": "01"}


def test_documents_of_the_web_of_data_may_be_read_by_any_site(http: httpx.Client) -> None:
    for path in [*DOCUMENTS, "/.well-known/void", "/context.jsonld", "/search?q=a"]:
        assert http.get(path).headers["access-control-allow-origin"] == "*"


def test_robots_and_sitemap(http: httpx.Client) -> None:
    robots = http.get("/robots.txt")
    assert robots.headers["content-type"].startswith("text/plain")
    sitemap = next(line for line in robots.text.splitlines() if line.startswith("Sitemap: "))
    listed = _addresses(http.get(sitemap.removeprefix("Sitemap: ")))
    assert len(listed) == len(set(listed)) > 30
    for address in listed:
        assert page(http, address).status_code == 200, address
    assert f"{http.base_url}/doc/value/privacy".replace("//doc", "/doc") in listed


def test_long_sitemap_is_split(http: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _addresses(http.get("/sitemap.xml"))
    monkeypatch.setattr(discovery, "MOST_ADDRESSES", 10)
    parts = _addresses(http.get("/sitemap.xml"))
    assert len(parts) == -(-len(whole) // 10)
    assert [one for part in parts for one in _addresses(http.get(part))] == whole
    for part in ("0", str(len(parts) + 1), "x", "-1", "9" * 30):
        assert http.get(f"/sitemap-{part}.xml").status_code == 404


def test_hostile_host(http: httpx.Client) -> None:
    for path in ("/void", "/robots.txt", "/sitemap.xml", "/opensearch.xml", "/"):
        for host in ('a"><script>', "a b", "a/b", "a\\b"):
            response = http.get(path, headers={"Host": host})
            assert response.status_code == 400
            assert "script" not in response.headers["content-type"]


def test_build_without_a_licence(small: KnowledgeBase) -> None:
    """What no source states is not said."""
    app = create_app(small, Pool(share.root()), [])
    app.state.site.dataset.header = {name: [] for name in app.state.site.dataset.header}
    triples = app.state.site.dataset.triples("http://here")
    licences = [t for t in triples if t.predicate.value.endswith("/license")]
    assert not licences
    assert ox.NamedNode("http://here/sparql") in {t.object for t in triples}


def _addresses(response: httpx.Response) -> list[str]:
    assert response.status_code == 200
    tree = ElementTree.fromstring(response.content)
    return [str(node.text) for node in tree.iter() if node.tag.endswith("}loc")]
