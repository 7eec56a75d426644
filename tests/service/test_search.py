"""Search: by label, other names, words and official numbers, the best first."""

from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.service.direct import Direct

from acquis.knowledge import KnowledgeBase
from acquis.names import BASE
from acquis.web.index import Index, fold
from acquis.web.records import Records


@pytest.fixture(scope="module")
def index(base: KnowledgeBase) -> Iterator[Index]:
    found = Index(Records(base))
    yield found
    found.close()


def first(index: Index, text: str, count: int = 1) -> list[str]:
    return [iri.removeprefix(BASE) for iri in index.find(text, count).iris]


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("2024/1689", "id/instrument/eu-ai-act"),
        ("Regulation (EU) 2024/1689", "id/instrument/eu-ai-act"),
        ("CELEX:32024R1689", "id/instrument/eu-ai-act"),
        ("32024r1689", "id/instrument/eu-ai-act"),
        ("AI Act", "id/instrument/eu-ai-act"),
        ("ai act", "id/instrument/eu-ai-act"),
        ("FIPS 203", "id/standard/fips-203"),
        ("fips203", "id/standard/fips-203"),
        ("ISO/IEC 42001", "id/standard/iso-iec-42001-2023"),
        ("iso iec 42001:2023", "id/standard/iso-iec-42001-2023"),
        ("4A906.b", "id/control-entry/us-4a906-b"),
        ("ConvergentValue", "ns#ConvergentValue"),
        ("中华人民共和国个人信息保护法", "id/instrument/cn-pipl"),
        ("privacy", "id/value/privacy"),
        ("eu-ai-act", "id/instrument/eu-ai-act"),
    ],
)
def test_the_thing_meant_comes_first(index: Index, text: str, iri: str) -> None:
    assert first(index, text) == [iri]


def test_part_of_a_name_without_spaces(index: Index) -> None:
    """Chinese has no spaces between words, and is found from the middle of a title."""
    assert "id/instrument/cn-pipl" in first(index, "个人信息保护法", 3)


def test_number_of_a_list_finds_its_entries(index: Index) -> None:
    found = index.find("4A906", 100)
    kinds = [iri.split("/")[-2] for iri in found.iris]
    assert kinds[0] == "control-entry"
    assert kinds.count("control-entry") >= 10
    assert found.total >= 10


@pytest.mark.parametrize("text", ["Strategie nationale", "STRATÉGIE NATIONALE", "stratégie natio"])
def test_case_and_accents_do_not_count(index: Index, text: str) -> None:
    assert "id/instrument/fr-quantum-plan-2021" in first(index, text, 5)


def test_words_of_a_definition(index: Index) -> None:
    found = index.find("quantum-resistant method for agreeing on keys", 5)
    assert BASE + "id/standard/fips-203" in found.iris
    assert not found.partly


def test_where_nothing_has_all_words_some_have(index: Index) -> None:
    found = index.find("privacy xyzzy", 5)
    assert found.partly
    assert found.total > 5
    assert index.find("xyzzy", 5).total == 0


def test_pages_of_results_join_up(index: Index) -> None:
    whole = index.find("quantum", 100)
    parts = [iri for at in range(0, 100, 7) for iri in index.find("quantum", 7, at).iris]
    assert tuple(parts[:100]) == whole.iris
    assert len(set(whole.iris)) == 100


def test_evidence_and_status_come_after_what_they_are_about(index: Index) -> None:
    kinds = [iri.split("/")[-2] for iri in index.find("FIPS 203", 20).iris]
    assert kinds[0] == "standard"


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_any_text_may_be_searched(index: Index, text: str) -> None:
    found = index.find(text, 3)
    assert len(found.iris) == min(3, found.total)
    assert fold(fold(text)) == fold(text)


def test_page_json_and_suggestions(direct: Direct) -> None:
    page = direct.get("/search?q=2024%2F1689", "text/html")
    assert "AI Act" in page.text
    assert 'value="2024/1689"' in page.text
    said = httpx.Response(200, content=direct.get("/search?q=2024/1689&format=json").content)
    assert said.json()["results"][0]["iri"] == BASE + "id/instrument/eu-ai-act"
    typed = httpx.Response(200, content=direct.get("/search/suggest?q=artific").content).json()
    assert typed[0] == "artific"
    assert len(typed) == 4
    assert len(typed[1]) == len(typed[2]) == len(typed[3]) == 8
    assert direct.get(typed[3][0].removeprefix("http://direct"), "text/html").status == 303


def test_next_page_of_json(http: httpx.Client) -> None:
    seen = []
    address = "/search?q=topic&limit=10"
    while address:
        answer = http.get(address).json()
        seen += [hit["iri"] for hit in answer["results"]]
        address = answer["next"]
    assert len(seen) == len(set(seen)) == answer["total"] == 25


@pytest.mark.parametrize(
    "query",
    [
        "q=a&q=b",
        "q=" + "a" * 201,
        "q=a&limit=0",
        "q=a&limit=101",
        "q=a&limit=x",
        "q=a&limit=%C2%B2",
        "q=a&offset=-1",
        "q=a&offset=" + "9" * 40,
        "q=a&format=xml",
        "",
        "q=%20",
    ],
)
def test_bad_requests_are_told(http: httpx.Client, query: str) -> None:
    response = http.get("/search?" + query, headers={"Accept": "application/json"})
    assert response.status_code == 400
    assert response.json()["detail"].endswith(".")


def test_form_without_words(http: httpx.Client) -> None:
    assert http.get("/search", headers={"Accept": "text/html"}).status_code == 200
    assert http.get("/search", headers={"Accept": "image/png"}).status_code == 406


def test_browsers_can_add_the_search(http: httpx.Client) -> None:
    response = http.get("/opensearch.xml")
    assert response.headers["content-type"] == "application/opensearchdescription+xml"
    address = f"{http.base_url}".rstrip("/") + "/search?q={searchTerms}"
    assert f'template="{address}"' in response.text
    front = http.get("/", headers={"Accept": "text/html"}).text
    assert 'href="/opensearch.xml"' in front
