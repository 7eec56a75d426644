"""A small build in real engines: what is asked, what is refused, and how an answer ends."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from tests.builds import build_of
from tests.engines import Server
from tests.service.conftest import served

from acquis import share
from acquis.engine.admission import FederationRefused, QueryRefused, UpdateRefused
from acquis.engine.answers import AnswerTooLarge, NotAcceptable
from acquis.engine.embedded import Engine
from acquis.engine.output import CHUNK
from acquis.engine.remote import Remote
from acquis.engine.tasks import DeadlinePassed, Limits, Overloaded, Task, WorkerLost, whole
from acquis.errors import AcquisError, QueryError
from acquis.knowledge import KnowledgeBase
from acquis.publishing import GraphStore, access, publish
from acquis.web.app import create_app

ONE = "https://w3id.org/quantum-acquis/graph/data/one"
TWO = "https://w3id.org/quantum-acquis/graph/data/two"
INFERRED = "https://w3id.org/quantum-acquis/graph/inferred"
MANY = " ".join(f"ex:n{number} ex:in ex:m ." for number in range(60))
ASSERTED = f"""
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<{ONE}> {{
  ex:a ex:p ex:b ; ex:label "one"@en , "法"@zh-Hans , "two \\"x\\"\\t\\n" ;
    ex:count "007"^^xsd:integer ; ex:is true ; ex:no false ; ex:at "2026"^^xsd:gYear ;
    ex:cardinality "1"^^xsd:nonNegativeInteger ; ex:has [ ex:q "nodeID://b1" ] .
}}
<{TWO}> {{ ex:a ex:p ex:b . ex:c ex:p ex:d . {MANY} }}
"""
OF_RULES = (
    f"<{INFERRED}> {{ <http://example.org/b> <http://example.org/q> <http://example.org/a> }}"
)
EX = "PREFIX ex: <http://example.org/> "
MANIFEST = {
    "hash": "c" * 64,
    "version": "1",
    "rules": "none",
    "asserted": 1,
    "inferred": 1,
    "files": [{"path": g, "graph": g, "sha256": "", "triples": 1} for g in (ONE, TWO)],
    "clashes": 0,
}
SLOW = EX + (
    "SELECT (COUNT(*) AS ?n) { ?a ex:in ?x . ?b ex:in ?x . ?c ex:in ?x . ?d ex:in ?x . ?e ex:in ?x "
    "FILTER (STRLEN(CONCAT(STR(?a), STR(?b), STR(?c), STR(?d), STR(?e))) > 1000) }"
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return build_of(tmp_path_factory.mktemp("small"), ASSERTED, OF_RULES, MANIFEST)


@pytest.fixture(scope="module")
def holding(server: Server, small: KnowledgeBase) -> Server:
    with GraphStore(access(server.graphs, server.user, server.password)) as store:
        store.put("http://example.org/secret", b"<urn:secret> <urn:of> <urn:others> .")
        publish(small, store, report=lambda message: None)
    return server


@asynccontextmanager
async def connected(server: Server, small: KnowledgeBase, **sizes: int) -> AsyncIterator[Remote]:
    remote = Remote(access(server.queries), share.root(), **sizes)
    try:
        await remote.load(small.folder)
        yield remote
    finally:
        await remote.close()


Ask = Callable[..., bytes]


@pytest.fixture
def ask(holding: Server, small: KnowledgeBase) -> Ask:
    """Return all of the answer to a task, given as that takes its parts."""

    def answer(text: str, **parts: object) -> bytes:
        async def asked() -> bytes:
            async with connected(holding, small) as remote:
                content, _ = await whole(remote, Task(text, **parts))
                return content

        return asyncio.run(asked())

    return answer


def rows(content: bytes) -> list[dict[str, str]]:
    found = json.loads(content)["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in found]


ALIKE = {
    "rows": "SELECT ?x { ?x ex:p ex:b }",
    "a triple in two files counts once": "SELECT (COUNT(*) AS ?n) { ?x ex:p ?y }",
    "graphs": "SELECT ?g ?x { GRAPH ?g { ?x ex:p ex:b } } ORDER BY ?g ?x",
    "one graph": f"SELECT ?x {{ GRAPH <{TWO}> {{ ?x ex:p ?y }} }} ORDER BY ?x",
    "what is inferred": "SELECT ?x { ?x ex:q ex:a }",
    "the forms of literals": "SELECT ?p ?o { ex:a ?p ?o FILTER isLiteral(?o) } ORDER BY ?p STR(?o)",
    "yes": "ASK { ex:a ex:p ex:b }",
    "no": "ASK { ex:a ex:p ex:a }",
    "a dataset of the query": f"SELECT ?x FROM <{ONE}> {{ ?x ex:p ?y }}",
    "named graphs of the query": f"SELECT ?g FROM NAMED <{ONE}> {{ GRAPH ?g {{ ?x ex:p ?y }} }}",
    "nothing by default": f"SELECT ?x FROM NAMED <{ONE}> {{ ?x ex:p ?y }}",
    "no named graph": f"SELECT ?x FROM <{ONE}> {{ GRAPH ?g {{ ?x ex:p ?y }} }}",
    "nothing found": "SELECT ?x { ?x ex:p ex:nothing }",
    "left open": "SELECT ?x ?z { ?x ex:p ?y OPTIONAL { ?x ex:count ?z } } ORDER BY ?x",
    "one node": 'SELECT ?q { ex:a ex:has ?n . ?n ex:q ?q FILTER isBlank(?n) FILTER (?q != "") }',
}


@pytest.mark.parametrize("text", ALIKE.values(), ids=ALIKE)
@pytest.mark.parametrize("kind", ["application/sparql-results+json", "text/csv"])
def test_it_answers_as_the_embedded_engine_does(
    ask: Ask, small: KnowledgeBase, text: str, kind: str
) -> None:
    want = Engine(small).query(EX + text).serialize(kind)
    assert ask(EX + text, results=kind) == want


@pytest.mark.parametrize("layer", ["all", "asserted", "inferred"])
def test_a_layer_is_all_that_is_asked(ask: Ask, small: KnowledgeBase, layer: str) -> None:
    embedded = Engine(small, layers=[layer])
    for text in (
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g",
    ):
        want = embedded.query(text, layer=layer).serialize("text/csv")
        assert ask(text, layer=layer, results="text/csv") == want


@pytest.mark.parametrize(
    "kind", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_triples_come_in_every_format_with_the_forms_of_the_build(
    ask: Ask, small: KnowledgeBase, kind: str
) -> None:
    text = EX + "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER (!isBlank(?o) && !isBlank(?s)) }"
    got = ask(text, graphs=kind)
    assert got == Engine(small).query(text).serialize(kind)
    assert b"007" in got


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <http://example.org/secret> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://example.org/secret> { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { GRAPH <http://example.org/secret> { ?s ?p ?o } }",
        "SELECT * { GRAPH ?g { <urn:secret> ?p ?o } }",
        "SELECT * { <urn:secret> ?p ?o }",
        "BASE <http://example.org/> SELECT * FROM <secret> { ?s ?p ?o }",
        "PREFIX e: <http://example.org/> SELECT * FROM e:secret { ?s ?p ?o }",
        "SELECT * FROM <https://w3id.org/quantum-acquis/publication> { ?s ?p ?o }",
    ],
)
def test_graphs_of_others_are_as_if_they_were_not(ask: Ask, text: str) -> None:
    assert rows(ask(text)) == []


def test_a_dataset_of_the_request_takes_the_place_of_the_querys(ask: Ask) -> None:
    text = EX + f"SELECT ?x FROM <{ONE}> {{ ?x ex:p ?y }} ORDER BY ?x"
    assert len(rows(ask(text))) == 1
    assert len(rows(ask(text, default_graphs=(TWO,)))) == 2
    assert rows(ask(text, default_graphs=("http://example.org/secret",))) == []
    assert rows(ask(text, named_graphs=(TWO,))) == []


REFUSED = {
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }": UpdateRefused,
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }": FederationRefused,
    'SELECT (<bif:file_to_string>("/etc/passwd") AS ?x) {}': QueryRefused,
    'PREFIX b: <BIF:> SELECT (b:http_get("http://127.0.0.1:9/") AS ?x) {}': QueryRefused,
    'PREFIX b: <\\u0062if:> SELECT (b:http_get("http://127.0.0.1:9/") AS ?x) {}': QueryRefused,
    "SELECT (<sql:rdf_audit_metadata>() AS ?x) { }": QueryRefused,
    'define get:soft "soft" SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }': QueryError,
    "SELECT * { ?s bif:contains 'x' }": QueryError,
    "SELECT * { ?s ?p ?o OPTION (TRANSITIVE) }": QueryError,
    "sparql clear graph <urn:a>": QueryError,
    "SELECT ?s { ?s ?p }": QueryError,
    "": QueryError,
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_query_never_gets_there(ask: Ask, text: str) -> None:
    with pytest.raises(REFUSED[text]) as told:
        ask(text)
    assert "the engine" not in str(told.value)


def test_a_malformed_query_is_told_by_line_and_column(ask: Ask) -> None:
    with pytest.raises(QueryError) as told:
        ask("SELECT ?v\nWHERE { ?v a }")
    assert (told.value.line, told.value.column) == (2, 14)
    assert told.value.expected


def test_bound_terms_can_become_nothing_else(ask: Ask) -> None:
    text = EX + "SELECT ?x ?given { ?x ex:label ?l FILTER (STR(?l) = STR(?given)) }"
    for given in ('one"@en . } #', 'two "x"\t\n', "one", "}"):
        written = json.dumps(given, ensure_ascii=False)
        found = rows(ask(text, bound={"given": written}))
        known = given in ('two "x"\t\n', "one")
        assert found == ([{"x": "http://example.org/a", "given": given}] if known else [])
    found = rows(ask(EX + "SELECT ?x { ?x ex:p ?y }", bound={"y": "<http://example.org/d>"}))
    assert found == [{"x": "http://example.org/c"}]


def test_rows_and_bytes_have_limits(ask: Ask) -> None:
    text = EX + "SELECT ?x { ?x ex:in ?y }"
    with pytest.raises(AnswerTooLarge, match="more than 10 rows"):
        ask(text, limits=Limits(rows=10))
    assert len(rows(ask(text, limits=Limits(rows=10, cut=True)))) == 10
    big = EX + "SELECT ?a ?b ?c { ?a ex:in ?m . ?b ex:in ?m . ?c ex:in ?m } LIMIT 20000"
    with pytest.raises(AnswerTooLarge, match="MB"):
        ask(big, limits=Limits(size=2**20))


def test_a_format_that_nobody_takes_is_told(ask: Ask) -> None:
    with pytest.raises(NotAcceptable, match="text/csv"):
        ask("SELECT * { ?s ?p ?o } LIMIT 1", results="")


def test_a_query_ends_at_its_deadline(ask: Ask) -> None:
    with pytest.raises(DeadlinePassed, match=r"more than 1\.5 seconds"):
        ask(SLOW, limits=Limits(seconds=1.5))


def run(server: Server, small: KnowledgeBase, use: Callable[[Remote], Awaitable[None]]) -> None:
    async def using() -> None:
        async with connected(server, small, connections=2, waiting=1) as remote:
            await use(remote)

    asyncio.run(using())


def test_more_queries_than_may_wait_are_refused_and_closing_one_makes_room(
    holding: Server, small: KnowledgeBase
) -> None:
    async def crowd(remote: Remote) -> None:
        answers = [await remote.ask(Task(SLOW, limits=Limits(seconds=5))) for _ in range(3)]
        await asyncio.sleep(0.5)
        with pytest.raises(Overloaded):
            await remote.ask(Task("ASK {}"))
        for answer in answers:
            answer.close()
        for answer in answers:
            await answer.ended()
        content, _ = await whole(remote, Task("ASK {}", limits=Limits(seconds=20)))
        assert json.loads(content)["boolean"] is True

    run(holding, small, crowd)


def test_a_large_answer_comes_in_pieces_and_can_be_left(
    holding: Server, small: KnowledgeBase
) -> None:
    text = EX + "SELECT ?a ?b ?c { ?a ex:in ?m . ?b ex:in ?m . ?c ex:in ?m } LIMIT 30000"

    async def leave(remote: Remote) -> None:
        answer = await remote.ask(Task(text))
        await answer.begun()
        assert answer.whole is None
        pieces = answer.pieces()
        assert len(await anext(pieces)) < 2 * CHUNK
        answer.close()
        await answer.ended()
        with pytest.raises(WorkerLost):
            async for _ in pieces:
                pass
        _, told = await whole(remote, Task(text))
        assert told.rows == 30_000

    run(holding, small, leave)


def test_another_build_is_not_answered_from(
    holding: Server, small: KnowledgeBase, tmp_path: Path
) -> None:
    other = build_of(tmp_path, ASSERTED, OF_RULES, {**MANIFEST, "hash": "d" * 64})
    with pytest.raises(AcquisError, match=r"holds build cccccccccccc, and not dddddddddddd"):
        run(holding, other, lambda remote: asyncio.sleep(0))


def test_a_build_that_is_replaced_meanwhile_is_seen(
    holding: Server, small: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("acquis.engine.remote.endpoint.FRESH", 0.0)
    other = build_of(tmp_path, ASSERTED, OF_RULES, {**MANIFEST, "hash": "d" * 64})

    def put(base: KnowledgeBase) -> None:
        with GraphStore(access(holding.graphs, holding.user, holding.password)) as store:
            publish(base, store, report=lambda message: None)

    async def replaced(remote: Remote) -> None:
        await whole(remote, Task("ASK {}"))
        await asyncio.to_thread(put, other)
        with pytest.raises(WorkerLost, match="holds build dddddddddddd, and not cccccccccccc"):
            await whole(remote, Task("ASK {}"))
        await asyncio.to_thread(put, small)
        await whole(remote, Task("ASK {}"))

    run(holding, small, replaced)


def test_an_engine_that_is_gone_is_told(small: KnowledgeBase) -> None:
    gone = Server("gone", "http://127.0.0.1:9/query", "")
    with pytest.raises(AcquisError, match="the engine does not answer"):
        run(gone, small, lambda remote: asyncio.sleep(0))


@pytest.fixture
def http(holding: Server, small: KnowledgeBase) -> Iterator[httpx.Client]:
    app = create_app(small, Remote(access(holding.queries), share.root()), [])
    with served(app) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


def test_the_service_before_it_answers_over_http(http: httpx.Client) -> None:
    text = EX + "SELECT ?x { ?x ex:p ex:b }"
    answer = http.get("/sparql", params={"query": text}, headers={"Accept": "text/csv"})
    assert answer.text == "x\r\nhttp://example.org/a\r\n"
    refused = http.get("/sparql", params={"query": "SELECT ?x {"})
    assert refused.status_code == 400
    assert http.get("/healthz").status_code == 200
