"""The benchmark of services: its client, what counts as the same answer, and its tables."""

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest
from bench.service import __main__ as bench
from bench.service import answers, graphs, plot, table
from bench.service.client import Connection, request, run
from bench.service.results import Measured, Over, Results, faster, more

ROWS = {"head": {"vars": ["a", "b"]}, "results": {"bindings": []}}
XSD = "http://www.w3.org/2001/XMLSchema#"


class Handler(BaseHTTPRequestHandler):
    """Answers by path: with a length, in chunks, with an error, or not at all."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/gone":
            self.close_connection = True
            return
        self.send_response(503 if self.path == "/busy" else 200)
        if self.path == "/chunks":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for piece in (b"a" * 300_000, b"b"):
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.send_header("Content-Length", "5")
            self.end_headers()
            self.wfile.write(b"hello")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_the_client_reads_answers_to_their_end_on_one_connection(port: int) -> None:
    connection = Connection(port, 5)
    asked = [request(path, "*/*").encode() for path in ("/", "/chunks", "/")]
    assert [connection.ask(one) for one in asked] == [
        (200, b"hello"),
        (200, b"a" * 300_000 + b"b"),
        (200, b"hello"),
    ]
    connection.close()


def test_what_is_no_answer_is_counted_apart(port: int) -> None:
    paths = ("/", "/busy", "/gone")
    seen = run(port, {path: request(path, "*/*") for path in paths}, 2, 0.0, passes=3)
    assert {path: len(times) for path, times in seen.latencies.items()} == {"/": 6}
    assert seen.failed == {"/busy": 6, "/gone": 6}
    assert seen.rate == pytest.approx(6 / seen.seconds)


def test_clients_in_a_process_of_their_own_tell_what_they_saw(port: int) -> None:
    seen = bench.load(port, {"one": request("/", "*/*")}, 2, 0.2)
    assert seen.answers > 2
    assert seen.cpu > 0


def test_a_server_that_does_not_answer_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        seen = run(port, {"one": request("/", "*/*")}, 1, 0.2, patience=0.1)
    assert not seen.answers
    assert seen.failed["one"] > 0
    assert seen.seconds < 2


def rows(*bindings: dict[str, object]) -> bytes:
    return json.dumps({**ROWS, "results": {"bindings": bindings}}).encode()


def literal(value: str, **more: str) -> dict[str, str]:
    return {"type": "literal", "value": value, **more}


def told(content: bytes) -> str:
    return answers.digest(content, "application/sparql-results+json")


def test_equal_answers_have_one_digest() -> None:
    one, two = {"a": literal("x")}, {"b": literal("1", datatype=f"{XSD}integer")}
    assert told(rows(one, two)) == told(rows(two, one))
    assert told(rows(one)) != told(rows(one, one))
    assert told(rows(two)) == told(rows({"b": literal("1.0", datatype=f"{XSD}decimal")}))
    assert told(rows(two)) != told(rows({"b": literal("1")}))
    assert told(rows({"a": literal("x", **{"xml:lang": "en-GB"})})) == told(
        rows({"a": literal("x", **{"xml:lang": "en-gb"})})
    )
    assert told(b'{"head":{},"boolean":true}') == "true"
    with pytest.raises((ValueError, SyntaxError)):
        told(b"no answer")


def test_triples_are_compared_as_a_set() -> None:
    one, two = b'<urn:a> <urn:b> "c" .\n', b"<urn:a> <urn:b> <urn:d> .\n"
    kind = "application/n-triples"
    assert answers.digest(one + two + one, kind) == answers.digest(two + one, kind)
    assert answers.digest(one, kind) != answers.digest(two, kind)


def test_right_is_what_most_engines_say_and_an_engine_has_one_voice() -> None:
    engines = {"ours": "oxigraph", "oxigraph": "oxigraph", "rdflib": "rdflib", "virtuoso": "v"}
    said = {"ours": "1", "oxigraph": "1", "rdflib": "1", "virtuoso": "2"}
    assert answers.right(said, engines) == "1"
    assert answers.right({**said, "rdflib": "2"}, engines) == "2"
    assert answers.right({**said, "rdflib": "3"}, engines) is None
    assert answers.right({"ours": "1", "oxigraph": "1"}, engines) is None


@pytest.mark.parametrize("mix", ["law", "brick"])
def test_each_mix_has_fifteen_queries_or_more_that_can_be_read(mix: str) -> None:
    found = graphs.queries(mix)
    assert len(found) >= 15
    for query in found:
        assert query.title
        ox.Store().query(query.text)


@pytest.fixture
def results() -> Results:
    def seen(ms: float, rate: float) -> Measured:
        rates = {"1": rate, "4": 2 * rate, "16": 2 * rate}
        return Measured(1.0, [100, 120], {"one": (ms, 2 * ms, 9)}, {}, rates, 200, 190)

    peer = seen(30.0, 10.0)
    peer.wrong = {"two": "status 500"}
    first = Over("law", 9, {"one": "One", "two": "Two"}, ["one"], [], {"acquis": seen(2, 100)})
    first.servers["rdflib-endpoint"] = peer
    second = Over("Brick", 9, {"one": "One"}, ["one"], [], {"acquis": seen(1, 100)})
    second.servers["rdflib-endpoint"] = seen(60, 10)
    return Results({"processor": "a processor"}, [first, second])


def test_ratios_are_geometric_means_over_what_both_answer_right(results: Results) -> None:
    assert faster(results.graphs, "rdflib-endpoint") == pytest.approx((15 * 60) ** 0.5)
    assert more(results.graphs, "rdflib-endpoint", "4") == pytest.approx(10)
    assert faster(results.graphs, "Virtuoso 7") is None
    assert results.graphs[0].servers["acquis"].drop == pytest.approx(5)


def test_tables_name_what_is_wrong_and_are_the_same_again(results: Results, tmp_path: Path) -> None:
    text = table.report(results)
    assert "| rdflib-endpoint | 30 | 15 | 60 | 10 | 10 | 10 |" in text
    assert "| one: One | 2 (4) | 30 (60) |" in text
    assert "| two: Two |  | wrong |" in text
    assert "rdflib-endpoint answers two otherwise than the others: status 500" in text
    assert "200 → 190 (-5 %)" in text
    results.save(tmp_path / "results.json")
    assert table.report(Results.load(tmp_path / "results.json")) == text


def test_the_same_results_give_the_same_picture(results: Results, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the picture wants matplotlib, of the extra bench")
    pictures = [tmp_path / "one.svg", tmp_path / "two.svg"]
    for picture in pictures:
        plot.draw(results, picture)
    one, two = (picture.read_bytes() for picture in pictures)
    assert one == two
    assert b"<svg" in one


def test_a_server_that_is_not_known_is_told() -> None:
    asked = bench.argparse.Namespace(servers="acquis,fuseki")
    with pytest.raises(SystemExit, match="no such server: fuseki; there are acquis"):
        bench.measured(asked)
