"""Permanent addresses: what a build answered, it answers again while it is kept."""

import httpx
import pytest

PRIVACY = "/doc/value/privacy.nt"


def bookmark(response: httpx.Response) -> str:
    return str(response.links["bookmark"]["url"])


def test_each_answer_names_its_build_and_a_permanent_address(http: httpx.Client) -> None:
    pages = ["/", "/sparql", "/search?q=privacy", "/void", "/explain", "/api", "/ns.ttl"]
    for path in [*pages, "/doc/value/privacy", "/graph-store?default", "/questions/any"]:
        first = http.get(path)
        assert first.headers["acquis-build"] == "ab" * 32, path
        if first.status_code == 200:
            again = http.get(bookmark(first))
            assert again.headers["acquis-build"] == "ab" * 32
            assert again.links["latest-version"]["url"] == path
            assert "bookmark" not in again.links


def test_what_is_at_a_permanent_address_may_be_kept_for_ever(http: httpx.Client) -> None:
    first = http.get("/sparql", params={"query": "ASK { ?s ?p ?o }"})
    assert first.headers["cache-control"] == "public, max-age=300"
    again = http.get(bookmark(first))
    assert again.content == first.content
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert again.headers["access-control-allow-origin"] == "*"
    changing = http.get("/sparql", params={"query": "SELECT (NOW() AS ?now) {}"})
    assert http.get(bookmark(changing)).headers["cache-control"] == "no-store"


def test_a_page_links_to_its_permanent_address_and_back(http: httpx.Client) -> None:
    accept = {"Accept": "text/html"}
    page = http.get("/doc/value/privacy", headers=accept).text
    assert 'href="/build/abababababababab/doc/value/privacy" rel="bookmark"' in page
    kept = http.get("/build/abababababababab/doc/value/privacy", headers=accept).text
    assert 'href="/doc/value/privacy" rel="latest-version"' in kept
    assert 'href="/build/abababababababab/sparql"' in kept


def test_a_mounted_service_has_permanent_addresses_below_its_own(mounted: httpx.Client) -> None:
    first = mounted.get(PRIVACY)
    assert bookmark(first) == f"/graph/build/abababababababab{PRIVACY}"
    again = mounted.get(bookmark(first).removeprefix("/graph"))
    assert again.content == first.content
    assert again.links["latest-version"]["url"] == f"/graph{PRIVACY}"


def test_only_what_was_asked_by_an_address_has_one(http: httpx.Client) -> None:
    posted = http.post("/sparql", data={"query": "ASK { ?s ?p ?o }"})
    assert posted.headers["acquis-build"] == "ab" * 32
    assert "bookmark" not in posted.links
    long = http.get("/sparql", params={"query": "ASK { ?s ?p ?o } #" + "x" * 5_000})
    assert long.status_code == 200
    assert "bookmark" not in long.links


@pytest.mark.parametrize("name", ["cd" * 8, "abab", "%2e%2e", "ab" * 33, "%00", "x" * 300])
def test_a_build_that_is_not_kept(http: httpx.Client, name: str) -> None:
    answer = http.get(f"/build/{name}/sparql", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json()["detail"]


def test_addresses_are_not_nested(http: httpx.Client) -> None:
    answer = http.get("/build/abababab" * 50 + "/sparql")
    assert answer.status_code == 404
