"""Content codings of answers, with an entity tag for each."""

import httpx
import pytest
from tests.service.conftest import QUESTIONS, served

from acquis import share
from acquis.engine.isolated.pool import Pool
from acquis.knowledge import KnowledgeBase
from acquis.web.app import create_app
from acquis.web.settings import Settings

CODINGS = ("zstd", "br", "gzip")
MANY = "SELECT * { ?s ?p ?o . ?a ?b ?c }"
SOME = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
JSON = "application/sparql-results+json"


def ask(http: httpx.Client, query: str, coding: str, **headers: str) -> httpx.Response:
    sent = {"Accept": JSON, "Accept-Encoding": coding, **headers}
    return http.get("/sparql", params={"query": query}, headers=sent)


@pytest.mark.parametrize("coding", CODINGS)
def test_each_coding_holds_the_same_answer_under_a_tag_of_its_own(
    http: httpx.Client, coding: str
) -> None:
    plain, coded = ask(http, SOME, "identity"), ask(http, SOME, coding)
    assert "content-encoding" not in plain.headers
    assert coded.headers["content-encoding"] == coding
    assert coded.content == plain.content
    assert int(coded.headers["content-length"]) < len(plain.content) / 3
    for response in (plain, coded):
        assert {"Accept", "Accept-Encoding"} <= set(response.headers["vary"].split(", "))
    assert coded.headers["etag"] != plain.headers["etag"]
    again = ask(http, SOME, coding, **{"If-None-Match": coded.headers["etag"]})
    assert again.status_code == 304
    assert not again.content
    assert again.headers["etag"] == coded.headers["etag"]


def test_the_best_coding_that_is_taken_is_chosen(http: httpx.Client) -> None:
    assert ask(http, SOME, "gzip, br, zstd").headers["content-encoding"] == "zstd"
    assert ask(http, SOME, "gzip, br, zstd;q=0").headers["content-encoding"] == "br"
    assert "content-encoding" not in ask(http, SOME, "zstd;q=0, compress").headers


def test_a_small_answer_is_sent_as_it_is(http: httpx.Client) -> None:
    answer = ask(http, "ASK { ?s ?p ?o }", "gzip")
    assert answer.json()["boolean"] is True
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("coding", CODINGS)
def test_a_large_answer_is_coded_as_it_comes(http: httpx.Client, coding: str) -> None:
    asked_once = f"{MANY} # {coding}"
    coded = ask(http, asked_once, coding)
    assert "content-length" not in coded.headers
    assert coded.headers["content-encoding"] == coding
    assert coded.content == ask(http, asked_once, "identity").content


def test_a_cut_answer_is_no_whole_one_when_it_is_coded(small: KnowledgeBase) -> None:
    app = create_app(small, Pool(share.root()), QUESTIONS, Settings(rows=20_000))
    with served(app) as address, httpx.Client(base_url=address, timeout=30) as client:
        assert ask(client, MANY + " LIMIT 20000", "zstd").status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            ask(client, MANY, "zstd")


@pytest.mark.parametrize("path", ["/", "/doc/value/privacy.ttl", "/data/asserted.nq"])
def test_pages_documents_and_files_are_coded_too(http: httpx.Client, path: str) -> None:
    plain = http.get(path, headers={"Accept-Encoding": "identity"})
    coded = http.get(path, headers={"Accept-Encoding": "zstd"})
    assert coded.content == plain.content
    assert coded.headers["content-encoding"] == "zstd"


def test_a_file_of_the_build_has_a_tag(http: httpx.Client) -> None:
    first = http.get("/data/asserted.nq", headers={"Accept-Encoding": "identity"})
    tag = {"If-None-Match": first.headers["etag"], "Accept-Encoding": "identity"}
    assert http.get("/data/asserted.nq", headers=tag).status_code == 304
