"""Traces reach a collector where the environment names one, and cost nothing where it does not."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from tests.conftest import Run, serving

from acquis.knowledge import KnowledgeBase

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
BARE = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
QUERY = "SELECT * { ?business a ?c } LIMIT 7"


class Collector(ThreadingHTTPServer):
    """Keeps what is sent to it by OTLP over HTTP."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiver)
        self.received: list[bytes] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def requests(self) -> list[ExportTraceServiceRequest]:
        return [ExportTraceServiceRequest.FromString(body) for body in self.received]

    def spans(self) -> list[Span]:
        return [
            span
            for request in self.requests()
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]


class Receiver(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.path == "/v1/traces"
        self.server.received.append(body)
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *words: object) -> None:
        """Say nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def told(values: list[KeyValue]) -> dict[str, object]:
    return {one.key: getattr(one.value, str(one.value.WhichOneof("value"))) for one in values}


def test_a_request_and_its_query_are_spans_of_the_trace_of_the_client(
    root: Path, cache: Path, base: KnowledgeBase, collector: Collector, tmp_path: Path
) -> None:
    log = tmp_path / "access.log"
    env = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.address}
    with serving(root, cache, log=log, **env) as (_, address):
        headers = {"traceparent": f"00-{TRACE}-{PARENT}-01"}
        httpx.get(f"{address}/sparql", params={"query": QUERY}, headers=headers)
        httpx.get(f"{address}/sparql", params={"query": "ASK {"})
        httpx.get(f"{address}/metrics")
    spans = {span.name: span for span in collector.spans() if span.trace_id.hex() == TRACE}
    assert set(spans) == {"GET /sparql", "engine"}
    request, engine = spans["GET /sparql"], spans["engine"]
    assert (request.parent_span_id.hex(), request.kind) == (PARENT, Span.SPAN_KIND_SERVER)
    assert engine.parent_span_id == request.span_id
    assert request.start_time_unix_nano < engine.start_time_unix_nano
    assert engine.end_time_unix_nano <= request.end_time_unix_nano
    about = told(list(request.attributes))
    assert about["http.response.status_code"] == 200
    assert (about["http.route"], about["url.query"]) == ("/sparql", "")
    assert told(list(engine.attributes))["acquis.rows"] == 7
    assert len(collector.spans()) == 4
    bad = [span for span in collector.spans() if "error.type" in told(list(span.attributes))]
    assert [span.name for span in bad] == ["engine"]
    for sent in collector.requests():
        about_service = told(list(sent.resource_spans[0].resource.attributes))
        assert about_service["service.name"] == "acquis"
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    [line] = [line for line in lines if line.get("trace") == TRACE]
    assert line["query"] == told(list(engine.attributes))["acquis.query"]
    assert not any(b"business" in body for body in collector.received)


def test_a_collector_that_is_not_there_keeps_nobody_waiting(
    root: Path, cache: Path, base: KnowledgeBase
) -> None:
    env = {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:9/v1/traces"}
    with serving(root, cache, **env) as (process, address):
        assert httpx.get(f"{address}/sparql", params={"query": QUERY}).status_code == 200
        process.terminate()
        assert process.wait(timeout=20) == 0


def test_nothing_of_it_is_imported_where_it_is_not_wanted() -> None:
    code = (
        "import sys; from acquis.web import app, serve, telemetry\n"
        "assert telemetry.tracing() is None\n"
        "print([name for name in sys.modules if name.startswith('opentelemetry.sdk')])"
    )
    for env in ({}, {"OTEL_SDK_DISABLED": "true", "OTEL_TRACES_EXPORTER": "otlp"}):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env={**BARE, **env}
        )
        assert done.stdout == "[]\n", done.stderr


def test_what_is_not_installed_is_told() -> None:
    code = (
        "import sys; sys.modules['opentelemetry.sdk'] = None\n"
        "from acquis.cli import main; main(['serve', '--port', '0'])"
    )
    env = {**BARE, "OTEL_TRACES_EXPORTER": "otlp"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env)
    assert done.returncode == 2
    assert "pip install 'quantum-acquis[otel]'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("env", "message"),
    [
        ({"OTEL_TRACES_EXPORTER": "zipkin"}, "OTEL_TRACES_EXPORTER: 'zipkin' is not known"),
        (
            {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://h:4317", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"},
            "OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' is not known; http/protobuf is",
        ),
    ],
)
def test_what_is_not_known_is_told(acquis: Run, env: dict[str, str], message: str) -> None:
    done = acquis("serve", "--port", "0", **env)
    assert done.returncode == 2
    assert message in done.stderr
