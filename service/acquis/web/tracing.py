"""Traces of requests, which FastAPI makes, and of the queries in them, sent by OTLP over HTTP.

A query stands in a trace as in the access log, by the hash of its text.
"""

import threading
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from fastapi.telemetry import TelemetryConfig
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import Span as SdkSpan
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, Status, StatusCode, Tracer

from acquis import __version__
from acquis.engine.tasks import Answer, Engine, Task, Told
from acquis.errors import AcquisError
from acquis.web.observation import PROBES, hashed, inside
from acquis.web.telemetry import SILENT

NAME, QUERY_STRING = "acquis", "url.query"
END_SECONDS = 3


class Tracing:
    """Makes spans of a service and sends them where the environment says (OTEL_…)."""

    def __init__(self) -> None:
        resource = Resource.create({SERVICE_VERSION: __version__})
        if str(resource.attributes[SERVICE_NAME]).startswith("unknown_service"):
            resource = resource.merge(Resource({SERVICE_NAME: NAME}))
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(_Discreet())
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer(NAME, __version__)

    @property
    def config(self) -> TelemetryConfig:
        """What FastAPI is told, which makes the spans of requests; probes have none."""
        return {
            **SILENT,
            "tracing": True,
            "tracer_provider": self._provider,
            "exclude": lambda scope: inside(scope) in PROBES,
        }

    def engine(self, engine: Engine) -> Engine:
        """Return an engine whose tasks are traced."""
        return _Engine(engine, self._tracer)

    def end(self) -> None:
        """Send what was not sent yet, for END_SECONDS at most."""
        sending = threading.Thread(target=self._provider.shutdown, daemon=True)
        sending.start()
        sending.join(END_SECONDS)


class _Discreet(SpanProcessor):
    """Takes the query string out of spans: it holds what people ask."""

    def on_start(self, span: SdkSpan, parent_context: Context | None = None) -> None:
        if QUERY_STRING in (span.attributes or {}):
            span.set_attribute(QUERY_STRING, "")


class _Engine:
    """An engine that makes a span of each task, from the asking to the end of the answer."""

    def __init__(self, engine: Engine, tracer: Tracer) -> None:
        self._engine, self._tracer = engine, tracer

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that it writes with and offers."""
        return self._engine.prefixes

    async def load(self, folder: Path) -> None:
        """Answer from the build in a folder from now on."""
        await self._engine.load(folder)

    async def ask(self, task: Task) -> Answer:
        """Begin to answer a task."""
        attributes = {"acquis.query": hashed(task.text), "acquis.layer": task.layer}
        span = self._tracer.start_span("engine", attributes=attributes)
        try:
            return _Answer(await self._engine.ask(task), span)
        except BaseException as fault:
            _end(span, fault)
            raise

    async def close(self) -> None:
        """End what is under way."""
        await self._engine.close()


class _Answer:
    """An answer that ends a span when it ends."""

    def __init__(self, answer: Answer, span: Span) -> None:
        self._answer, self._span = answer, span

    @property
    def media_type(self) -> str:
        return self._answer.media_type

    @property
    def told(self) -> Told | None:
        return self._answer.told

    @property
    def whole(self) -> bytes | None:
        return self._answer.whole

    async def begun(self) -> None:
        try:
            await self._answer.begun()
        except BaseException as fault:
            _end(self._span, fault)
            raise

    async def pieces(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._answer.pieces():
                yield piece
        except BaseException as fault:
            _end(self._span, fault)
            raise
        if self.told:
            self._span.set_attribute("acquis.rows", self.told.rows)
        _end(self._span)

    def close(self) -> None:
        self._answer.close()
        _end(self._span)


def _end(span: Span, fault: BaseException | None = None) -> None:
    """End a span that has not ended yet."""
    if not span.is_recording():
        return
    if fault:
        words = str(fault) if isinstance(fault, AcquisError) else ""
        span.set_attribute("error.type", type(fault).__name__)
        span.set_status(Status(StatusCode.ERROR, words))
    span.end()
