"""Saved queries as an API, over real HTTP: values bound as terms, forms, pages, errors."""

import csv
import io
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from tests.service.conftest import PREFIXES, negotiated, served

from acquis import names, questions, share
from acquis.engine.answers import Solutions
from acquis.engine.embedded import Engine
from acquis.engine.isolated.pool import Pool
from acquis.engine.ordering import ordered
from acquis.engine.tasks import Answer, Task
from acquis.errors import AcquisError
from acquis.knowledge import KnowledgeBase
from acquis.parameters import TYPES, Misfit, Parameter, Term
from acquis.questions import Question
from acquis.web.app import create_app

DECLARED = PREFIXES.replace("@prefix", "PREFIX").replace(" .\n", "\n")
PREFIX_TABLE = names.prefixes()
DEFAULTS = {
    "xsd:date": "2026-11-22",
    "xsd:gYearMonth": "2026-11",
    "xsd:gYear": "2026",
    "xsd:boolean": "true",
    "xsd:integer": "27",
    "xsd:decimal": "0.5",
    "xsd:string": "Privacy",
    "iri": "value:privacy",
}


def question(name: str, text: str, *parameters: Parameter) -> Question:
    return Question(
        name, f"What is {name}?", ("test",), "A note.", text, Path("q.rq"), 1, parameters
    )


TYPED = [
    question(
        f"typed-{number}",
        DECLARED + "SELECT ?given ?s WHERE { ?s ?p ?o FILTER(?o = ?given || ?s = ?given) }",
        Parameter("given", kind, default, "what is looked for"),
    )
    for number, (kind, default) in enumerate(DEFAULTS.items())
]
SAVED = [
    question("topics", DECLARED + "SELECT ?t ?label { ?t a qap:Topic ; skos:prefLabel ?label }"),
    question(
        "kinds",
        DECLARED + "SELECT ?kind (COUNT(?s) AS ?n) (COUNT(?s) / 2.0 AS ?half) ?none "
        '(BOUND(?kind) AS ?is) ("1"^^xsd:double / 0.0e0 AS ?endless) '
        "{ ?s a ?kind } GROUP BY ?kind ?none ORDER BY ?n",
    ),
    question("any", "ASK { ?s ?p ?o }"),
    question(
        "about",
        DECLARED + "SELECT ?thing ?p ?o WHERE { ?thing ?p ?o } ORDER BY ?p",
        Parameter("thing", "iri", "value:privacy", "what it is about"),
    ),
    *TYPED,
]


class Recording(Pool):
    """A pool that keeps what it was asked."""

    asked: list[Task]

    async def ask(self, task: Task) -> Answer:
        self.asked.append(task)
        return await super().ask(task)


@pytest.fixture(scope="module")
def pool() -> Recording:
    pool = Recording(share.root())
    pool.asked = []
    return pool


@pytest.fixture(scope="module")
def api(small: KnowledgeBase, pool: Recording) -> Iterator[httpx.Client]:
    with (
        served(create_app(small, pool, SAVED)) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def engine(small: KnowledgeBase) -> Engine:
    return Engine(small)


def test_the_list_names_each_question_with_its_parameters_and_page(
    api: httpx.Client, small: KnowledgeBase
) -> None:
    said = api.get("/api").json()
    assert said["build"] == small.manifest["hash"]
    assert [each["name"] for each in said["questions"]] == [each.name for each in SAVED]
    for each in said["questions"]:
        assert api.get(each["answer"]).status_code == 200
        assert api.get(each["page"], headers={"Accept": "text/html"}).status_code == 200
    about = next(each for each in said["questions"] if each["name"] == "about")
    assert about["parameters"] == [
        {"name": "thing", "type": "iri", "default": "value:privacy", "note": "what it is about"}
    ]


def test_rows_are_plain_objects_with_typed_values(api: httpx.Client) -> None:
    response = api.get("/api/kinds")
    assert response.headers["content-type"] == "application/json"
    rows = response.json()
    topic = next(row for row in rows if row["kind"].endswith("#Topic"))
    assert topic["n"] == 25
    assert isinstance(topic["n"], int)
    assert topic["half"] == 12.5
    assert topic["none"] is None
    assert topic["is"] is True
    assert topic["endless"] == "INF"


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("json", "application/json"),
        ("csv", "text/csv; charset=utf-8"),
        ("tsv", "text/tab-separated-values; charset=utf-8"),
        ("srj", "application/sparql-results+json"),
        ("xml", "application/sparql-results+xml"),
    ],
)
def test_each_form_by_name_and_by_accept(api: httpx.Client, form: str, media_type: str) -> None:
    named = api.get("/api/topics", params={"format": form}, headers={"Accept": "text/html"})
    accepted = api.get("/api/topics", headers={"Accept": media_type.partition(";")[0]})
    assert named.headers["content-type"] == accepted.headers["content-type"] == media_type
    assert named.content == accepted.content
    assert named.headers["etag"] == accepted.headers["etag"]
    assert negotiated(accepted) == "Accept"
    assert named.headers["acquis-rows"] == "25"


def test_all_forms_hold_the_same_rows(api: httpx.Client) -> None:
    plain = api.get("/api/topics").json()
    table = csv.DictReader(io.StringIO(api.get("/api/topics?format=csv").text))
    assert [dict(row) for row in table] == plain
    bindings = api.get("/api/topics?format=srj").json()["results"]["bindings"]
    assert [{name: cell["value"] for name, cell in row.items()} for row in bindings] == plain
    assert bindings[0]["label"]["xml:lang"] == "en"
    for form, syntax in (("xml", ox.QueryResultsFormat.XML), ("tsv", ox.QueryResultsFormat.TSV)):
        content = api.get("/api/topics", params={"format": form}).content
        parsed = ox.parse_query_results(content, format=syntax)
        assert isinstance(parsed, ox.QuerySolutions)
        assert len(list(parsed)) == 25


def test_truth_value(api: httpx.Client) -> None:
    assert api.get("/api/any").json() is True
    assert api.get("/api/any?format=srj").json()["boolean"] is True


@pytest.mark.parametrize("size", [1, 4, 7, 25, 26])
def test_pages_joined_are_the_whole_answer(api: httpx.Client, size: int) -> None:
    whole = api.get("/api/topics").json()
    pages, address = [], f"/api/topics?limit={size}"
    while address:
        response = api.get(address)
        assert response.headers["acquis-rows"] == "25"
        assert len(response.json()) <= size
        pages.append(response)
        address = response.links.get("next", {}).get("url", "")
    assert [row for page in pages for row in page.json()] == whole
    assert len(pages) == -(-25 // size)
    for before, after in pairwise(pages):
        assert api.get(after.links["prev"]["url"]).json() == before.json()
        assert api.get(after.links["first"]["url"]).json() == pages[0].json()
        assert api.get(after.links["last"]["url"]).json() == pages[-1].json()


def test_links_keep_parameters_and_form(api: httpx.Client) -> None:
    first = api.get("/api/about?thing=value:privacy&limit=2&format=csv")
    second = api.get(first.links["next"]["url"])
    assert second.headers["content-type"].startswith("text/csv")
    assert "/id/value/privacy" in second.text
    assert first.links["alternate"]["url"] == "/questions/about"
    assert api.get(first.links["service-desc"]["url"]).json()["openapi"].startswith("3.1")


def test_behind_the_last_row_there_is_nothing(api: httpx.Client) -> None:
    response = api.get("/api/topics?offset=100&limit=10")
    assert response.json() == []
    assert len(api.get(response.links["prev"]["url"]).json()) == 5


def test_order_is_total_whatever_the_query_says() -> None:
    texts = {
        "SELECT ?a (1 AS ?b) { ?a ?p ?o }": "ORDER BY ?a ?b",
        "SELECT * { ?a ?p [] } LIMIT 3": "ORDER BY ?a ?p\nLIMIT 3",
        "SELECT DISTINCT ?a { ?a ?p ?o } ORDER BY DESC(?o) # end": "ORDER BY DESC(?o) ?a\n # end",
        "SELECT ?a { { SELECT ?x { ?a ?p ?x } ORDER BY ?x LIMIT 1 } } VALUES ?a { 1 }": (
            "LIMIT 1 } } ORDER BY ?a\nVALUES"
        ),
    }
    for text, wanted in texts.items():
        assert wanted in ordered(text)
        ox.Store().query(ordered(text))
    for text in ("ASK { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }", "", "SELECT"):
        assert ordered(text) == text


def test_every_answer_names_its_build_and_can_be_kept(
    api: httpx.Client, small: KnowledgeBase
) -> None:
    for path in ("/api", "/api/topics", "/api/any", "/openapi.json"):
        assert api.get(path).headers["acquis-build"] == small.manifest["hash"]
    tag = api.get("/api/topics").headers["etag"]
    again = api.get("/api/topics", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    tags = {api.get(f"/api/topics?{more}").headers["etag"] for more in ("limit=2", "offset=1", "")}
    assert len(tags) == 3


def test_same_answer_twice_is_asked_once(api: httpx.Client, pool: Recording) -> None:
    api.get("/api/topics")
    before = len(pool.asked)
    api.get("/api/topics?format=csv&limit=3")
    assert len(pool.asked) == before


def test_head_is_get_without_its_body(api: httpx.Client) -> None:
    head, get = api.head("/api/topics?limit=3"), api.get("/api/topics?limit=3")
    assert head.content == b""
    for name in ("etag", "content-length", "link", "acquis-rows", "content-type"):
        assert head.headers[name] == get.headers[name]


def test_any_site_may_read(api: httpx.Client) -> None:
    headers = api.get("/api/topics", headers={"Origin": "https://example.org"}).headers
    assert headers["access-control-allow-origin"] == "*"
    assert "Acquis-Rows" in headers["access-control-expose-headers"]


@pytest.mark.parametrize(
    ("path", "status", "detail", "member"),
    [
        ("/api/topic", 404, "did you mean topics?", {"names": ["topics"]}),
        ("/api/about?thng=x", 400, "did you mean thing?", {"parameter": "thng"}),
        ("/api/about?thing=a%20b", 400, "an identifier (iri)", {"parameter": "thing"}),
        ("/api/typed-0?given=today", 400, "a day (xsd:date)", {"example": "2026-11-22"}),
        ("/api/typed-4?given=1e9", 400, "a whole number", {"parameter": "given"}),
        ("/api/topics?limit=0", 400, "from 1 to 10,000", {"parameter": "limit"}),
        ("/api/topics?limit=10001", 400, "from 1 to 10,000", {"parameter": "limit"}),
        ("/api/topics?limit=x", 400, "a number", {"parameter": "limit"}),
        ("/api/topics?offset=-1", 400, "a number", {"parameter": "offset"}),
        ("/api/topics?format=yaml", 400, "json, csv, tsv, srj, xml", {"parameter": "format"}),
        ("/api/topics?limit=1&limit=2", 400, "given twice", {"parameter": "limit"}),
        ("/api/about?thing=%ff", 400, "UTF-8", {}),
    ],
)
def test_request_that_does_not_fit(
    api: httpx.Client, path: str, status: int, detail: str, member: dict[str, object]
) -> None:
    response = api.get(path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    said = response.json()
    assert detail in said["detail"]
    assert member.items() <= said.items()


def test_no_form_that_the_client_takes(api: httpx.Client) -> None:
    response = api.get("/api/topics", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/csv" in response.json()["offered"]


def test_reserved_names_are_no_parameters(tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_text(
        "#+ id: q\n#+ question: Q?\n#+ tags: a\n#+ parameter: limit xsd:integer 1 how many\n"
        "SELECT ?limit {}"
    )
    with pytest.raises(AcquisError, match="no parameter can be called limit"):
        questions.read(path)


def test_page_and_api_point_to_each_other(api: httpx.Client) -> None:
    page = api.get("/questions/about?thing=value:privacy", headers={"Accept": "text/html"}).text
    assert 'href="/api/about?thing=value%3Aprivacy&amp;format=csv"' in page


# --- values are terms

HARD = st.one_of(
    st.text(max_size=40),
    st.text("\"'{}()<>#\\\n\r\t.;,@^?$:/ abcDROPunion", max_size=40),
    st.sampled_from(
        [
            '" } DROP ALL #',
            "'''",
            "}} UNION { ?s ?p ?o } #",
            '2026-11-22"^^<http://e/x> } #',
            "value:privacy> . ?s ?p ?o . <http://e/",
            "http://e/> } INSERT { <a> <b> <c> } #",
            "\\u0022 } #",
            "?o",
            "%22%7D",
            "\x00",
            "\ud800",
            "\u2028",
            "true } #",
            "1 ; DROP",
        ]
    ),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.sampled_from([*DEFAULTS.values()]),
    st.from_regex(r"(https?|urn)://?[a-z{}<>\" \\]{0,12}", fullmatch=True),
)


def algebra(text: str) -> CompValue:
    return translateQuery(parseQuery(text)).algebra


NORMALISED = {
    "xsd:integer",
    "xsd:decimal",
    "xsd:boolean",
    "xsd:date",
    "xsd:gYear",
    "xsd:gYearMonth",
}
VALUES, AT_ONCE = 10_000, 50


@settings(max_examples=VALUES // AT_ONCE, suppress_health_check=list(HealthCheck))
@given(st.lists(HARD, min_size=AT_ONCE, max_size=AT_ONCE))
def test_no_value_changes_what_is_asked(engine: Engine, values: list[str]) -> None:
    """Either no term, or the same text with one term beside it, and rows of the same columns."""
    for at, value in enumerate(values):
        question = TYPED[at % len(TYPED)]
        try:
            terms = questions.bound(question, {"given": value}, PREFIX_TABLE)
        except Misfit:
            continue
        assert_is_a_term(engine, question, terms["given"], value)


def assert_is_a_term(engine: Engine, question: Question, term: Term, value: str) -> None:
    kind = question.parameters[0].type
    if kind == "iri":
        assert isinstance(term, ox.NamedNode)
    else:
        assert isinstance(term, ox.Literal)
        assert term.value == value
        assert term.datatype.value.endswith(kind.removeprefix("xsd:"))
    bound = engine.terms({"given": str(term)})
    assert bound == {"given": term}
    answer = engine.query(ordered(question.text), bound=bound)
    assert isinstance(answer, Solutions)
    assert answer.variables == ("given", "s")
    assert all(row[0] == term for row in answer) or kind in NORMALISED


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(TYPED), HARD)
@example(TYPED[6], "Privacy")
def test_over_http_the_text_that_runs_is_the_saved_one(
    api: httpx.Client, pool: Recording, question: Question, value: str
) -> None:
    pool.asked.clear()
    encoded = urlencode({"given": value}, errors="surrogatepass")
    response = api.get(f"/api/{question.name}?{encoded}")
    assert response.status_code in {200, 400}
    if response.status_code == 200:
        assert all(set(row) == {"given", "s"} for row in response.json())
    for task in pool.asked:
        assert task.text == ordered(question.text)
        assert set(task.bound) == {"given"}


def test_order_is_all_that_is_added_to_a_query(root: Path) -> None:
    """The text that runs has the algebra of the saved one, with more conditions of order."""
    shipped = questions.load(root / "queries" / "questions")
    assert unordered(algebra(shipped[0].text)) != unordered(algebra(shipped[1].text))
    for saved in [*SAVED, *shipped[::8]]:
        if not saved.text.lstrip().startswith("ASK"):
            assert unordered(algebra(ordered(saved.text))) == unordered(algebra(saved.text))


def unordered(node: CompValue) -> str:
    """Return an algebra in words without its outermost order; variables of rdflib are renamed."""
    found = node
    while found.name not in (
        "OrderBy",
        "Join",
        "Group",
        "Extend",
        "AggregateJoin",
        "BGP",
        "Filter",
    ):
        if "p" not in found:
            break
        found = found.p
    inner = found.p if found.name == "OrderBy" else found
    return json.dumps([str(node.PV), described(inner)])


def described(value: object) -> object:
    if isinstance(value, CompValue):
        return [
            value.name,
            *([key, described(value[key])] for key in sorted(value) if key != "_vars"),
        ]
    if isinstance(value, list | tuple):
        return [described(each) for each in value]
    return str(value)


def test_types_of_the_tests_are_all_types() -> None:
    assert set(DEFAULTS) == set(TYPES)
