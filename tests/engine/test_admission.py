"""What is refused before the engine sees it, and what must not be."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.engine import Engine, QueryRefused
from acquis.engine.admission import (
    MAX_BYTES,
    MAX_NESTING,
    FederationRefused,
    QueryTooLarge,
    UpdateRefused,
    admit,
)
from acquis.engine.tokens import decode, layout, tokens
from acquis.errors import QueryError

HARMLESS = [
    'SELECT * { ?s ?p "SERVICE <http://x> {}" }',
    "SELECT * { ?s ?p '''SERVICE\n<http://x> {}''' }",
    "SELECT * { ?s ?p <http://example.org/SERVICE> }",
    "SELECT ?SERVICE $service { ?SERVICE ?p ?o }",
    "PREFIX ex: <http://example.org/> SELECT * { ex:SERVICE ex:service-of ?o }",
    "PREFIX service: <http://example.org/> SELECT * { service:a ?p service:b }",
    "SELECT * { ?s ?p ?o } # SERVICE <http://x> {}",
    "SELECT * { ?s ?p 'x'@service }",
    "SELECT * { _:SERVICE ?p ?o }",
    "SELECT * { ?s ?p ?o FILTER(REGEX(?o, '[\\\\u4e00-\\\\u9fff]')) }",
    "SELECT * { ?s ?p 'INSERT DATA' } # DELETE",
    "PREFIX insert: <http://example.org/> SELECT * { insert:a ?p ?o }",
]
CALLS = [
    "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { service silent <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICE<%s>{?s ?p ?o} }",
    "SELECT * { VALUES ?e { <%s> } SERVICE ?e { ?s ?p ?o } }",
    "SELECT * { VALUES ?e { <%s> } SERVICESILENT?e{?s ?p ?o} }",
    "PREFIX a: <%s> SELECT * { SERVICE a: { ?s ?p ?o } }",
    "PREFIX a: <%s> SELECT * { SERVICEa:{ ?s ?p ?o } }",
    "PREFIX : <%s> SELECT * { service:{ ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE<%s>{?s ?p ?o} }",
    "SELECT * { SER\\u0056ICE <%s> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE <%s> { ?s ?p ?o } }",
    "PREFIX : <http://e/> SELECT * { FILTER(1<:b#>'''\n) SERVICE <%s> {?s ?p ?o} #'''\n}",
    "SELECT * { FILTER('a'<'''>''') SERVICE <%s> {?s ?p ?o} FILTER('''a''') }",
    "SELECT * { VALUES ?v {'''x'} SERVICE <%s> {?s ?p ?o} #\\q'''\n}",
    "SELECT * { ?s ?p '\\u0027 } # SERVICE \n' . SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { FILTER EXISTS { SERVICE <%s> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE <%s> { ?s ?p ?o } } } }",
]
BOMBS = {
    "parentheses": "ASK { FILTER(" + "(" * 12_000 + "1" + ")" * 12_000 + ") }",
    "groups": "ASK " + "{" * 12_000 + "}" * 12_000,
    "square": "ASK { ?s ?p " + "[?p" * 8_000 + "]" * 8_000 + " }",
    "optional": "ASK {" + "OPTIONAL{" * 2_500 + "}" * 2_500 + "}",
    "exists": "ASK { FILTER(" + "NOT EXISTS{FILTER(" * 1_200 + "1" + ")}" * 1_200 + ") }",
    "or": "ASK { FILTER(" + "1||" * 10_000 + "1) }",
    "plus": "ASK { FILTER(" + "1+" * 15_000 + "1) }",
    "not": "ASK { FILTER(" + "!" * 32_000 + "1) }",
    "minus": "ASK {" + "MINUS{}" * 4_600 + "}",
    "alternatives": "ASK { ?s a" + "|a" * 15_000 + " ?o }",
    "sequence": "ASK { ?s a" + "/a" * 600 + " ?o }",
    "collection": "ASK { ?s ?p (" + "?x " * 200 + ") }",
    "objects": "ASK { ?s ?p ?o" + ",?o" * 200 + " }",
    "graphs": "ASK {" + "GRAPH?g{}" * 3_600 + "}",
    "values": "ASK {" + "VALUES ?x{1}" * 2_500 + "}",
    "annotations": "ASK { ?s ?p ?o" + "{|?p ?o|}" * 3_000 + " }",
    "reifiers": "ASK { ?s ?p ?o" + "~ " * 10_000 + " }",
}
LARGE_BUT_HONEST = {
    "nested": "ASK { FILTER(" + "(" * 90 + "1" + ")" * 90 + ") }",
    "rows": "ASK { VALUES (?x ?y) {" + "(1 2)" * 4_000 + "} }",
    "in": "ASK { FILTER(1 IN (" + "1," * 1_900 + "1)) }",
    "branches": "ASK {" + "{ ?s a ?c } UNION " * 80 + "{} }",
    "or": "ASK { FILTER(" + "1=2||" * 200 + "1) }",
}
PIECES = st.sampled_from(
    "SERVICE <http://x> < > ' ''' \" \\u0027 \\ # { } ?x a:b : true 1 ( ) || @en SELECT * .".split()
)


class Canary(BaseHTTPRequestHandler):
    calls = 0

    def do_POST(self) -> None:
        Canary.calls += 1
        self.send_response(200)
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def canary() -> Iterator[str]:
    """The address of a server that no query may ever reach."""
    server = HTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("text", HARMLESS)
def test_keyword_that_is_none_is_admitted_and_run(engine: Engine, text: str) -> None:
    engine.query(text)


@pytest.mark.parametrize("text", CALLS)
def test_no_request_leaves(engine: Engine, canary: str, text: str) -> None:
    Canary.calls = 0
    with pytest.raises(QueryError):
        list(engine.query(text % canary))
    assert Canary.calls == 0


def test_canary_hears_an_engine_without_admission(canary: str) -> None:
    Canary.calls = 0
    with pytest.raises(OSError, match="Content-Type"):
        list(ox.Store().query(CALLS[0] % canary))
    assert Canary.calls == 1


def test_service_is_refused_with_its_place() -> None:
    with pytest.raises(FederationRefused) as caught:
        admit("SELECT *\n{ SERVICE <http://x> {} }")
    assert (caught.value.line, caught.value.column) == (2, 3)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:b> 1 }",
        "PREFIX select: <http://e/> delete where { ?s ?p ?o }",
        "# SELECT\nDROP ALL",
        "BASE <http://e/> LOAD <x>",
        "WITH <http://e/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_update_is_refused(text: str) -> None:
    with pytest.raises(UpdateRefused, match="only reads"):
        admit(text)


def test_length_is_counted_in_bytes() -> None:
    admit("SELECT * {} #" + "x" * (MAX_BYTES - 13))
    with pytest.raises(QueryTooLarge):
        admit("SELECT * {} #" + "x" * (MAX_BYTES - 12))
    with pytest.raises(QueryTooLarge):
        admit("SELECT * {} #" + "é" * (MAX_BYTES // 2))


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_bomb_is_refused(text: str) -> None:
    with pytest.raises(QueryRefused):
        admit(text)


@pytest.mark.parametrize("text", LARGE_BUT_HONEST.values(), ids=LARGE_BUT_HONEST)
def test_large_query_is_answered(engine: Engine, text: str) -> None:
    engine.query(text)


def test_bomb_would_have_killed_the_process() -> None:
    script = f"import pyoxigraph; pyoxigraph.Store().query({BOMBS['or']!r})"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode < 0


@pytest.mark.parametrize("escape", ["\\uD800", "\\uDFFF", "\\U00110000", "\\UFFFFFFFF"])
def test_escape_that_names_no_character(escape: str) -> None:
    with pytest.raises(QueryError, match="names no character") as caught:
        admit("SELECT *\n{ ?s ?p '" + escape + "' }")
    assert (caught.value.line, caught.value.column) == (2, 10)


def test_escapes_are_decoded_before_parsing(engine: Engine) -> None:
    engine.query("\\u0053ELECT \\u003Fs { \\u003Fs ?p '\\u0027' }")


@pytest.mark.parametrize(
    "unit",
    ['"\\', "'\\", '"', "'", "<", "<a", "a.", "a:b.", "a-", "\\u0041", ":", "_", "'''\"\"\""],
)
def test_reading_takes_linear_time(unit: str) -> None:
    """The slowest unit is read in a fifth of a second; quadratic time would be over ten."""
    start = time.process_time()
    tokens(decode(unit * (MAX_BYTES // len(unit))))
    assert time.process_time() - start < 3


@given(st.lists(st.sampled_from("([{"), max_size=300))
def test_nesting_is_limited_and_only_nesting(brackets: list[str]) -> None:
    closing = {"(": ")", "[": "]", "{": "}"}
    nested = "".join(brackets) + "".join(closing[b] for b in reversed(brackets))
    flat = "".join(f"{b} {closing[b]}" for b in brackets[:MAX_NESTING])
    admit(flat)
    if len(brackets) > MAX_NESTING:
        with pytest.raises(QueryRefused):
            admit(nested)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\\'\n\r"), max_size=60))
def test_text_of_a_literal_is_never_a_keyword(text: str) -> None:
    admit(f"SELECT * {{ ?s ?p 'SERVICE {text}' }}")


@given(st.text(max_size=200))
def test_any_text_is_admitted_or_refused_with_a_query_error(text: str) -> None:
    try:
        query = admit(text)
    except QueryError:
        return
    for token in query.tokens:
        assert query.text.startswith(token.text, token.start)


@given(st.lists(PIECES | st.sampled_from(" \n"), max_size=25).map("".join))
def test_layout_is_read_as_the_terminals_that_were_admitted(text: str) -> None:
    try:
        found = admit(text).tokens
    except QueryError:
        return
    again = tokens(layout(found).replace("<\\U", "<"))
    if not any(token.kind in {"iri", "other"} for token in found):
        assert [token.text for token in again] == [token.text for token in found]


@given(st.lists(PIECES | st.sampled_from(" \n"), max_size=25).map("".join))
def test_what_is_admitted_never_calls_out(text: str) -> None:
    """Read by the engine's own parser, an admitted text holds no SERVICE."""
    try:
        query = admit("SELECT * { " + text + " }")
    except QueryError:
        return
    try:
        for _ in ox.Store().query(layout(query.tokens)):
            pass
    except (SyntaxError, RuntimeError):
        pass
