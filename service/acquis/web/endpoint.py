"""Answers of the SPARQL endpoint: a page for a browser, a serialisation for a program."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from acquis import questions
from acquis.engine.answers import NotAcceptable, Solutions, solutions
from acquis.engine.diagnosis import caret
from acquis.engine.formats import GRAPHS, RESULTS, Format, of_media_type, serialise
from acquis.engine.tasks import Answer, Overloaded, Task
from acquis.errors import AcquisError, QueryError
from acquis.names import BASE
from acquis.questions import Question
from acquis.web.caching import Kept, Memory, entity_tag, matches, validators
from acquis.web.negotiate import choose
from acquis.web.problems import Problem, QueryProblem, not_acceptable
from acquis.web.protocol import QueryRequest
from acquis.web.service import described
from acquis.web.site import EXAMPLE, Site
from acquis.web.terms import Shown

PAGE = "page"
PAGE_TYPES = (("text/html", PAGE), ("application/xhtml+xml", PAGE))
VARY = {"Vary": "Accept"}
JSON, TURTLE = RESULTS[0], GRAPHS[0]
ENDPOINT = f"{BASE}sparql"
USUAL = 300
MAX_ROWS = 500
MAX_TRIPLES = 1_000
LOOK_OUT = 0.01


class Cut(Exception):
    """An answer that ended before its end: the connection is closed, so that it looks it."""


@dataclass(frozen=True)
class Table:
    """The rows of a result that fit on a page; `cut` says that there are more."""

    columns: tuple[str, ...]
    rows: list[list[Shown]]
    cut: bool


@dataclass(frozen=True)
class Wanted:
    """What a client takes: a format, PAGE or nothing, for rows and for triples."""

    results: Format | str | None
    graphs: Format | str | None

    @property
    def page(self) -> bool:
        """Whether it is a browser, that wants a page whatever the answer is."""
        return self.results == self.graphs == PAGE


async def respond(site: Site, request: Request, asked: QueryRequest) -> Response:
    """Return the response to a query request.

    Raises Problem for a query that is missing, refused, malformed or ended, and where none of the
    media types asked for can hold the answer.
    """
    accept = request.headers.getlist("accept")
    if asked.text is None:
        return _without_query(site, request, accept)
    wanted = _wanted(asked.form, accept)
    limits = replace(site.limits, rows=MAX_TRIPLES, cut=True) if wanted.page else site.limits
    task = Task(
        asked.text,
        _media_type(wanted.results, JSON),
        _media_type(wanted.graphs, TURTLE),
        layer=asked.layer,
        base_iri=ENDPOINT,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        limits=limits,
    )
    request.state.query = asked.text
    tag = entity_tag(site.build, task, str(wanted))
    headers = {**VARY, **validators(tag)}
    if matches(request, tag):
        return Response(status_code=304, headers=headers)
    kept = site.memory.get(tag)
    if kept:
        return Response(kept.content, headers={**headers, **_described(kept.media_type, asked)})
    answer = await begun(site, request, task)
    if (wanted.graphs if of_media_type(answer.media_type) in GRAPHS else wanted.results) == PAGE:
        shown = await _shown(site, task, answer)
        return site.page(request, "sparql.html", shown, headers=headers)
    headers |= await site.hints.headers(asked.text)
    headers |= _described(answer.media_type, asked)
    return await _sent(request, answer, headers, _Keeping(site.memory, tag, answer))


def _described(media_type: str, asked: QueryRequest) -> dict[str, str]:
    """Return the headers that say what an answer is."""
    form = of_media_type(media_type)
    named = {"Content-Disposition": f'inline; filename="result.{form.extension}"'}
    return {"Content-Type": form.content_type, **(named if asked.form else {})}


def _without_query(site: Site, request: Request, accept: list[str]) -> Response:
    """Return the form of the endpoint to a browser, its description to a program."""
    chosen = _chosen(accept, GRAPHS) if request.method != "POST" else None
    if chosen == PAGE:
        return site.page(request, "sparql.html", blank(EXAMPLE), headers=VARY)
    if not isinstance(chosen, Format):
        raise Problem(400, "Send a SPARQL query in the parameter query.", headers=VARY)
    address = str(request.url.replace(query="", fragment=""))
    content = serialise(described(site.records, address), chosen, site.engine.prefixes)
    return Response(content, headers={**VARY, "Content-Type": chosen.content_type})


async def show(site: Site, request: Request, saved: Question) -> Response:
    """Return the page of a saved query with its answer.

    The parameters of the query are those of the address. Raises Problem 400 for one that does
    not fit.
    """
    try:
        terms = questions.bound(saved, request.query_params, site.engine.prefixes)
    except AcquisError as error:
        raise Problem(400, f"{error}.") from error
    task = Task(
        saved.text,
        JSON.media_type,
        TURTLE.media_type,
        bound={name: str(term) for name, term in terms.items()},
        limits=replace(site.limits, rows=MAX_TRIPLES, cut=True),
    )
    text = questions.written_out(saved, terms)
    answer = await begun(site, request, task)
    context = await _shown(site, replace(task, text=text), answer)
    shown = context.get("table")
    if not isinstance(shown, Table):
        return site.page(request, "sparql.html", context, headers=VARY)
    columns = tuple(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower() for name in shown.columns)
    given = {
        each.name: request.query_params.get(each.name, each.default) for each in saved.parameters
    }
    context = {
        "saved": saved,
        "text": text,
        "given": given,
        "table": replace(shown, columns=columns),
    }
    return site.page(request, "question.html", context)


async def begun(site: Site, request: Request, task: Task) -> Answer:
    """Ask a task and wait until its answer begins, or until the client has left.

    Raises Problem where there is none.
    """
    try:
        answer = await site.engine.ask(task)
    except Overloaded as error:
        headers = {"Retry-After": str(error.after)}
        raise Problem(503, f"{str(error).capitalize()}.", headers=headers) from error
    try:
        await _unless_left(request, answer)
    except NotAcceptable as error:
        raise not_acceptable([*str(error).split(", "), "text/html"]) from error
    except QueryError as error:
        hints = await site.hints.of_ended(error, task.text)
        raise QueryProblem(error, task.text, hints) from error
    return answer


async def _unless_left(request: Request, answer: Answer) -> None:
    """Wait for the beginning of an answer; end it if the client leaves.

    Most answers begin before it is worth the while to look out for that.
    """
    lookouts: list[asyncio.Task[None]] = []
    loop = asyncio.get_running_loop()
    later = loop.call_later(
        LOOK_OUT, lambda: lookouts.append(loop.create_task(_left(request, answer)))
    )
    try:
        await answer.begun()
    finally:
        later.cancel()
        for lookout in lookouts:
            lookout.cancel()


async def _left(request: Request, answer: Answer) -> None:
    """Wait until the client leaves, and end the answer then."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    answer.close()


class _Keeping:
    """Keeps an answer in memory once all of its pieces went by, unless it is too large."""

    def __init__(self, memory: Memory, tag: str, answer: Answer) -> None:
        self._memory, self._tag, self._answer = memory, tag, answer
        self._pieces: list[bytes] = []
        self._size = 0

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the pieces of the answer."""
        async for piece in self._answer.pieces():
            self._size += len(piece)
            if self._tag and self._memory.fits(self._size):
                self._pieces.append(piece)
            else:
                self._pieces.clear()
            yield piece
        if self._pieces:
            kept = Kept(self._answer.media_type, b"".join(self._pieces))
            self._memory.keep(self._tag, kept)


async def _sent(
    request: Request, answer: Answer, headers: dict[str, str], keeping: _Keeping
) -> Response:
    """Return an answer as a whole where it is there already, else as it comes."""
    old = request.scope["http_version"] == "1.0"
    if request.method == "HEAD" or old or answer.whole is not None:
        try:
            content = b"".join([piece async for piece in keeping.pieces()])
        except QueryError as error:
            raise Problem(503, f"{error}.") from error
        return Response(content, headers=headers)
    return StreamingResponse(_stream(answer, keeping), headers=headers)


async def _stream(answer: Answer, keeping: _Keeping) -> AsyncIterator[bytes]:
    try:
        async for piece in keeping.pieces():
            yield piece
    except QueryError as error:
        raise Cut(str(error)) from None
    finally:
        answer.close()


def blank(query: str) -> dict[str, object]:
    """Return what the query page shows where there is no answer."""
    return {
        "query": query,
        "kind": None,
        "formats": (),
        "problem": None,
        "place": "",
        "hints": (),
    }


def fault(problem: QueryProblem) -> dict[str, object]:
    """Return what the query page shows for a query that is refused or malformed."""
    place = caret(problem.query, problem.error.line, problem.error.column)
    return {**blank(problem.query), "problem": problem, "place": place, "hints": problem.hints}


def table(site: Site, answer: Solutions) -> Table:
    """Return the first rows of a result as a page shows them."""
    rows = [[site.terms.show(term) for term in row] for row in islice(answer, MAX_ROWS + 1)]
    return Table(answer.variables, rows[:MAX_ROWS], len(rows) > MAX_ROWS)


def _wanted(form: Format | None, accept: list[str]) -> Wanted:
    """Return what a client takes."""
    if form:
        return Wanted(form if form in RESULTS else None, form if form in GRAPHS else None)
    said = ",".join(accept)
    return _taken(said) if len(said) <= USUAL else _taken.__wrapped__(said)


@lru_cache(maxsize=512)
def _taken(accept: str) -> Wanted:
    return Wanted(_chosen([accept], RESULTS), _chosen([accept], GRAPHS))


def _chosen(accept: list[str], forms: tuple[Format, ...]) -> Format | str | None:
    offers: list[tuple[str, Format | str]] = [(form.media_type, form) for form in forms]
    offers += PAGE_TYPES
    offers += [(alias, form) for form in forms for alias in form.aliases]
    return choose(accept, offers)


def _media_type(wanted: Format | str | None, for_page: Format) -> str:
    if isinstance(wanted, Format):
        return wanted.media_type
    return for_page.media_type if wanted == PAGE else ""


async def _shown(site: Site, task: Task, answer: Answer) -> dict[str, object]:
    """Return what the query page shows for an answer."""
    try:
        content = b"".join([piece async for piece in answer.pieces()])
    except QueryError as error:
        raise QueryProblem(error, task.text) from error
    assert answer.told
    context = blank(task.text) | {"hints": await site.hints.of(task.text)}
    if answer.media_type == TURTLE.media_type:
        told = {"turtle": content.decode(), "cut": answer.told.cut, "limit": task.limits.rows}
        return context | {"kind": "triples", "formats": GRAPHS, **told}
    parsed = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
    if isinstance(parsed, ox.QueryBoolean):
        return context | {"kind": "boolean", "answer": bool(parsed), "formats": RESULTS}
    assert isinstance(parsed, ox.QuerySolutions)
    shown = table(site, solutions(parsed))
    return context | {"kind": "table", "table": shown, "formats": RESULTS}
