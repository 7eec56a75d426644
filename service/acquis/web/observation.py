"""What an operator sees of each request: a line in the access log, and metrics.

The log is one JSON object a line on the logger `acquis.access`. A query stands in it by the hash
of its text, so that equal ones can be counted and nobody's questions are kept. The metrics are
those of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/).
"""

import hashlib
import json
import logging
import time
from datetime import UTC, datetime

from opentelemetry.trace import format_trace_id, get_current_span
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from acquis import __version__
from acquis.web.headers import BUILD

LOG = logging.getLogger("acquis.access")
SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
AREAS = ("api", "sparql", "id", "doc", "ns", "data", "questions", "static", "explain", "search")
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})


class Metrics:
    """The metrics of one service."""

    def __init__(self) -> None:
        self._registry = own = CollectorRegistry()
        self.requests = Counter(
            "acquis_requests", "Responses sent.", ["area", "status"], registry=own
        )
        self.seconds = Histogram(
            "acquis_request_seconds",
            "Time to the end of a response.",
            ["area"],
            buckets=SECONDS,
            registry=own,
        )
        self.bytes = Counter(
            "acquis_response_bytes", "Bytes of bodies sent.", ["area"], registry=own
        )
        self.under_way = Gauge(
            "acquis_requests_under_way", "Requests being answered.", registry=own
        )
        self._build = Info("acquis_build", "The build that is served.", registry=own)
        ProcessCollector(registry=own)

    def text(self, build: str) -> bytes:
        """Return the metrics as Prometheus reads them, with the build that is served now."""
        self._build.info({"build": build, "version": __version__})
        return generate_latest(self._registry)


class Observation:
    """ASGI middleware that writes the access log and counts."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and tell of it when its response has ended."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        since, seen = time.perf_counter(), _Seen()

        async def watched(message: Message) -> None:
            seen.take(message)
            await send(message)

        self.metrics.under_way.inc()
        try:
            await self.app(scope, receive, watched)
        finally:
            self.metrics.under_way.dec()
            self._tell(scope, seen, time.perf_counter() - since)

    def _tell(self, scope: Scope, seen: "_Seen", seconds: float) -> None:
        place = area(scope)
        self.metrics.requests.labels(place, str(seen.status)).inc()
        self.metrics.seconds.labels(place).observe(seconds)
        self.metrics.bytes.labels(place).inc(seen.size)
        if LOG.isEnabledFor(logging.INFO):
            LOG.info(json.dumps(_line(scope, seen, seconds), ensure_ascii=True))


class _Seen:
    """What was seen of a response."""

    def __init__(self) -> None:
        self.status, self.size, self.whole = 0, 0, False
        self.headers = Headers()

    def take(self, message: Message) -> None:
        """Take note of a part of the response."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = Headers(raw=message["headers"])
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
            self.whole = not message.get("more_body", False)


def _line(scope: Scope, seen: _Seen, seconds: float) -> dict[str, object]:
    client = scope.get("client")
    text = scope.get("state", {}).get("query")
    trace = get_current_span().get_span_context()
    return {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "client": client[0] if client else None,
        "method": scope["method"],
        "path": scope["path"],
        "query": hashed(text) if text else None,
        "status": seen.status,
        "bytes": seen.size,
        "whole": seen.whole,
        "ms": round(seconds * 1000, 2),
        "build": seen.headers.get(BUILD),
        **({"trace": format_trace_id(trace.trace_id)} if trace.is_valid else {}),
    }


def hashed(text: str) -> str:
    """Return the hash that a query is known by to an operator."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def inside(scope: Scope) -> str:
    """Return the path of a request below that of the service."""
    return str(scope["path"]).removeprefix(scope.get("root_path", ""))


def area(scope: Scope) -> str:
    """Return the first part of the path where it is one of ours: metrics have few labels."""
    first = inside(scope).strip("/").partition("/")[0]
    return first if first in AREAS else "other"
