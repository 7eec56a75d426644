"""One query and its answer, from the request to the last piece."""

import asyncio
import concurrent.futures
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import httpx

from acquis.engine.admission import QueryRefused
from acquis.engine.forms import Restored
from acquis.engine.jsonld import Context
from acquis.engine.output import Output
from acquis.engine.remote import reading
from acquis.engine.remote.text import Prepared
from acquis.engine.tasks import DeadlinePassed, Limits, Task, Told, WorkerLost
from acquis.errors import AcquisError, QueryError

Result = TypeVar("Result")
BUFFERED = 2**20
SAID = 4_096
SHOWN = 300


class EngineLost(WorkerLost):
    """A query that was not answered because the engine elsewhere is not there, or failed."""


class EngineRefused(QueryRefused):
    """A well-formed query that the engine elsewhere does not run."""


@dataclass(frozen=True)
class Link:
    """The way to an engine, which several answers share."""

    url: str
    client: httpx.AsyncClient
    places: asyncio.Semaphore
    threads: ThreadPoolExecutor
    live: set["Answer"] = field(default_factory=set)


@dataclass(frozen=True)
class Request:
    """What is sent for a task, and how the answer is to be read."""

    prepared: Prepared
    fields: Mapping[str, str | list[str]]
    forms: Restored
    context: Context


class Answer:
    """The answer of an engine elsewhere, as it comes (`tasks.Answer`).

    A thread reads it and writes it anew, a piece at a time and not far ahead of what is taken: a
    slow reader here is a slow reader there.
    """

    def __init__(self, link: Link, task: Task, request: Callable[[], Awaitable[Request]]) -> None:
        """`request` finds out what is to be sent."""
        self.media_type = ""
        self.told: Told | None = None
        self.server = ""
        self._link, self._task, self._request = link, task, request
        self._loop = asyncio.get_running_loop()
        self._deadline = self._loop.time() + task.limits.seconds
        self._pieces: deque[bytes] = deque()
        self._size = 0
        self._error: QueryError | None = None
        self._news, self._room = asyncio.Event(), asyncio.Event()
        self._chunks: AsyncIterator[bytes] | None = None
        self._waits_for: concurrent.futures.Future[Any] | None = None
        self._closed = False
        link.live.add(self)
        self._life = self._loop.create_task(self._live())

    @property
    def whole(self) -> bytes | None:
        """All that is still to be read, None where more is to come."""
        return b"".join(self._pieces) if self.told else None

    async def begun(self) -> None:
        """Wait until the first piece is there."""
        while not self._pieces and not self.told:
            await self._more()

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the answer piece by piece."""
        while True:
            while self._pieces:
                piece = self._pieces.popleft()
                self._size -= len(piece)
                self._room.set()
                yield piece
            if self.told:
                return
            await self._more()

    def close(self) -> None:
        """End the request if it is still under way."""
        self._life.cancel()

    async def ended(self) -> None:
        """Wait until nothing is under way any more."""
        await asyncio.wait([self._life])

    async def _more(self) -> None:
        if self._error:
            raise self._error
        self._news.clear()
        await self._news.wait()

    # --- the life of a request

    async def _live(self) -> None:
        try:
            async with asyncio.timeout_at(self._deadline), self._link.places:
                request = await self._request()
                async with self._link.client.stream(
                    "POST",
                    self._link.url,
                    data=request.fields,
                    headers={"Accept": _accepted(request.prepared)},
                ) as response:
                    await self._taken(request, response)
        except TimeoutError:
            self._error = _late(self._task.limits)
        except asyncio.CancelledError:
            self._error = EngineLost("the query was ended")
        except QueryError as error:
            self._error = error
        except (httpx.HTTPError, httpx.StreamError, OSError, SyntaxError, ValueError) as fault:
            self._error = EngineLost(
                f"the engine does not answer: {str(fault) or type(fault).__name__}"
            )
        finally:
            self._link.live.discard(self)
            self._news.set()

    async def _taken(self, request: Request, response: httpx.Response) -> None:
        """Read a response and write it anew."""
        self.server = response.headers.get("server", "")
        if response.status_code != 200:
            raise await _failure(response, self._task.limits)
        if response.headers.get("x-sql-state"):
            raise _late(self._task.limits)
        self._chunks = response.aiter_bytes()
        task = self._task
        if response.headers.get("x-sparql-maxrows", "").isdigit():
            most = int(response.headers["x-sparql-maxrows"]) - 1
            task = replace(task, limits=replace(task.limits, rows=min(task.limits.rows, most)))
        kind = response.headers.get("content-type", "")
        fault = await self._in_thread(lambda: self._write(task, request, kind))
        if fault:
            raise fault

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        """Return what a thread makes; if that is no longer wanted, wait until it has stopped."""
        future = self._loop.run_in_executor(self._link.threads, work)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            self._closed = True
            if self._waits_for:
                self._waits_for.cancel()
            await future
            raise

    # --- what the thread does: it makes, reads and leaves all objects of pyoxigraph, which end
    # --- the process where another thread touches them

    def _write(self, task: Task, request: Request, kind: str) -> Exception | None:
        """Write an answer anew; return what went wrong."""
        try:
            body = reading.Body(self._chunk)
            answer = reading.answer(body, kind, request.prepared, request.forms)
            output = Output(answer, task, request.context)

            def take(piece: bytes) -> None:
                told = output.told if output.is_last else None
                self._wait_for(self._take(output.media_type, piece, told))

            output.write(take)
        except concurrent.futures.CancelledError:
            return EngineLost("the query was ended")
        except (
            AcquisError,
            httpx.HTTPError,
            httpx.StreamError,
            OSError,
            SyntaxError,
            ValueError,
        ) as fault:
            fault.__context__ = fault.__cause__ = None
            return fault.with_traceback(None)
        return None

    def _chunk(self) -> bytes:
        """Return the next bytes of the body."""
        return self._wait_for(self._next())

    def _wait_for(self, coming: Coroutine[None, None, Result]) -> Result:
        """Return what comes of a coroutine in the loop; raises CancelledError at the end."""
        future = asyncio.run_coroutine_threadsafe(coming, self._loop)
        self._waits_for = future
        if self._closed:
            future.cancel()
        return future.result()

    async def _next(self) -> bytes:
        assert self._chunks
        return await anext(self._chunks, b"")

    async def _take(self, media_type: str, piece: bytes, told: Told | None) -> None:
        """Take a piece, and wait until there is room for more."""
        self.media_type, self.told = media_type, told
        self._pieces.append(piece)
        self._size += len(piece)
        self._news.set()
        while self._size >= BUFFERED and not self.told:
            self._room.clear()
            await self._room.wait()


def _accepted(prepared: Prepared) -> str:
    of_graph = prepared.form in {"CONSTRUCT", "DESCRIBE"}
    return reading.GRAPHS if of_graph else reading.RESULTS


def _late(limits: Limits) -> DeadlinePassed:
    return DeadlinePassed(f"the query was ended: it took more than {limits.seconds:.3g} seconds")


async def _failure(response: httpx.Response, limits: Limits) -> QueryError:
    """Return the error that a response tells of.

    What Virtuoso has found in its time is no answer: it comes as the text of an error, or with a
    state of SQL.
    """
    content = b""
    async for chunk in response.aiter_bytes():
        content += chunk
        if len(content) >= SAID:
            break
    status, text = response.status_code, content.decode("utf-8", "replace").lstrip()
    if (status == 500 and text.startswith(("{", "<", "S1T"))) or "Virtuoso S1T" in text:
        return _late(limits)
    said = " ".join(text.partition("SPARQL query:")[0].split())[:SHOWN]
    if status == 400 or (status == 500 and text.startswith("Virtuoso 4")):
        return EngineRefused(f"the engine does not run this query: {said}")
    if status in {401, 403}:
        return EngineLost(f"the engine does not let this service in ({status})")
    return EngineLost(f"the engine failed ({status}): {said}")
