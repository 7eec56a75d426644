"""The saved queries as an API: each has an address, its parameters are those of the address.

The text of a query is the same for every request. Values are read by the types of their
parameters and bound to variables as terms; no value becomes part of a query.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from acquis import questions
from acquis.engine import plain
from acquis.engine.answers import solutions
from acquis.engine.ordering import ordered
from acquis.engine.tasks import Task
from acquis.engine.writers import BOOLEANS, WRITERS, Writer
from acquis.errors import AcquisError, QueryError
from acquis.parameters import TYPES, Misfit, Parameter, Term
from acquis.questions import Question
from acquis.web import endpoint
from acquis.web.caching import FRESH, Kept, entity_tag, matches, validators
from acquis.web.fields import once
from acquis.web.headers import ROWS
from acquis.web.negotiate import choose
from acquis.web.problems import Problem, QueryProblem, not_acceptable
from acquis.web.site import Site, site_of

READ = ["GET", "HEAD"]
MOST_ROWS = 10_000
NUMBER = re.compile("[0-9]{1,9}")
JSON = "application/sparql-results+json"
FORMATS = {
    "json": plain.MEDIA_TYPE,
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "srj": JSON,
    "xml": "application/sparql-results+xml",
}
ALIASES = {"application/xml": "xml", "text/xml": "xml"}
MAKERS: dict[str, type[Writer]] = {**WRITERS, plain.MEDIA_TYPE: plain.Objects}
VERDICTS: dict[str, Callable[[str], str]] = {**BOOLEANS, plain.MEDIA_TYPE: str}

router = APIRouter(default_response_class=Response)


@dataclass(frozen=True)
class Call:
    """One request for the answer to a saved query: terms by name, the form and the rows wanted."""

    question: Question
    given: dict[str, str]
    terms: dict[str, Term]
    media_type: str
    limit: int
    offset: int


@dataclass(frozen=True)
class Page(Kept):
    """A page of an answer as it is sent; `rows` are those of the whole, None of a truth value."""

    rows: int | None


@router.api_route("/api", methods=READ)
async def index(request: Request) -> Response:
    """All saved queries with their parameters, for programs."""
    site = site_of(request)
    root = _root(request)
    manifest = site.knowledge.manifest
    content = {
        "build": manifest["hash"],
        "version": manifest["version"],
        "openapi": f"{root}/openapi.json",
        "questions": [_entry(question, root) for question in site.questions.values()],
    }
    return JSONResponse(content, headers={"Cache-Control": FRESH})


@router.api_route("/api/{name}", methods=READ)
async def answer(request: Request, name: str) -> Response:
    """The answer to a saved query, or a page of it."""
    site = site_of(request)
    call = _call(site, request, _question(site, name))
    wanted = task(site, call.question, call.terms)
    tag = entity_tag(site.build, wanted, f"api {call.media_type} {call.limit} {call.offset}")
    textual = call.media_type.startswith("text/")
    headers = {
        "Content-Type": call.media_type + ("; charset=utf-8" if textual else ""),
        "Vary": "Accept",
        **validators(tag),
    }
    if matches(request, tag):
        return Response(status_code=304, headers=headers)
    page = site.memory.get(tag)
    if not isinstance(page, Page):
        page = _page(call, await _content(site, request, wanted))
        site.memory.keep(tag, page)
    if page.rows is not None:
        headers[ROWS] = str(page.rows)
    headers["Link"] = ", ".join(_links(call, page.rows or 0, request))
    return Response(page.content, headers=headers)


def task(site: Site, question: Question, terms: dict[str, Term]) -> Task:
    """Return what the engine is asked: the text of the query, and the terms beside it."""
    return Task(
        ordered(question.text),
        JSON,
        "",
        bound={name: str(term) for name, term in terms.items()},
        limits=replace(site.limits, cut=False),
    )


def address(question: Question, given: dict[str, str], form: str = "") -> str:
    """Return the path of an answer below the root, with the values of its parameters."""
    query = urlencode({**given, **({"format": form} if form else {})})
    return f"/api/{quote(question.name)}" + (f"?{query}" if query else "")


def _question(site: Site, name: str) -> Question:
    found = site.questions.get(name)
    if found is not None:
        return found
    near = get_close_matches(name[:200], site.questions, n=3)
    meant = f"; did you mean {' or '.join(near)}?" if near else "."
    raise Problem(
        404,
        f"No saved query is called {name[:200]}{meant} /api lists them.",
        members={"names": near} if near else None,
    )


def _call(site: Site, request: Request, question: Question) -> Call:
    fields = once(request.scope["query_string"])
    media_type = _media_type(fields.pop("format", ""), request.headers.getlist("accept"))
    limit = _number(fields, "limit", 1, MOST_ROWS, MOST_ROWS)
    offset = _number(fields, "offset", 0, 10**9 - 1, 0)
    known = [parameter.name for parameter in question.parameters]
    for name in fields:
        if name not in known:
            raise _unknown(name, [*known, *sorted(questions.RESERVED)])
    try:
        terms = questions.bound(question, fields, site.engine.prefixes)
    except Misfit as error:
        raise Problem(400, f"{error}.", members=_told(error.parameter)) from error
    except AcquisError as error:
        raise Problem(400, f"{error}.") from error
    return Call(question, fields, terms, media_type, limit, offset)


def _number(fields: dict[str, str], name: str, least: int, most: int, absent: int) -> int:
    text = fields.pop(name, "")
    if not text:
        return absent
    if not NUMBER.fullmatch(text) or not least <= int(text) <= most:
        raise Problem(
            400,
            f"The parameter {name} is a number from {least:,} to {most:,}, and not {text!a}.",
            members={"parameter": name, "expected": f"a number from {least} to {most}"},
        )
    return int(text)


def _media_type(form: str, accept: list[str]) -> str:
    if form:
        if form not in FORMATS:
            known = ", ".join(FORMATS)
            raise Problem(
                400,
                f"No format is called {form!a}; these are: {known}.",
                members={"parameter": "format", "expected": known},
            )
        return FORMATS[form]
    offers = [(media_type, media_type) for media_type in FORMATS.values()]
    offers += [(alias, FORMATS[name]) for alias, name in ALIASES.items()]
    chosen = choose(accept, offers)
    if chosen is None:
        raise not_acceptable([*FORMATS.values()])
    return chosen


def _unknown(name: str, known: Sequence[str]) -> Problem:
    near = get_close_matches(name[:200], known, n=1)
    meant = f"did you mean {near[0]}?" if near else f"these are: {', '.join(known)}."
    return Problem(
        400,
        f"No parameter is called {name[:200]!a}; {meant}",
        members={"parameter": name[:200], "expected": ", ".join(known)},
    )


def _told(parameter: Parameter) -> dict[str, object]:
    kind = TYPES[parameter.type]
    return {
        "parameter": parameter.name,
        "expected": f"{kind.words} ({parameter.type})",
        "example": kind.example,
    }


async def _content(site: Site, request: Request, wanted: Task) -> bytes:
    """Return the whole answer in SPARQL JSON, from memory where it was given before."""
    tag = entity_tag(site.knowledge.manifest["hash"], wanted)
    kept = site.memory.get(tag)
    if kept:
        return kept.content
    begun = await endpoint.begun(site, request, wanted)
    try:
        content = b"".join([piece async for piece in begun.pieces()])
    except QueryError as error:
        raise QueryProblem(error, wanted.text) from error
    finally:
        begun.close()
    site.memory.keep(tag, Kept(JSON, content))
    return content


def _page(call: Call, content: bytes) -> Page:
    """Return the rows that are wanted of an answer in SPARQL JSON, in the form that is wanted."""
    parsed = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
    if isinstance(parsed, ox.QueryBoolean):
        word = str(bool(parsed)).lower()
        return Page(call.media_type, VERDICTS[call.media_type](word).encode(), None)
    assert isinstance(parsed, ox.QuerySolutions)
    table = solutions(parsed)
    rows = list(table)
    chosen = rows[call.offset : call.offset + call.limit]
    writer = MAKERS[call.media_type](table.variables)
    text = "".join([writer.head(), *map(writer.row, chosen), writer.end()])
    return Page(call.media_type, text.encode("utf-8", "replace"), len(rows))


def _links(call: Call, total: int, request: Request) -> list[str]:
    """Return the links of a page of an answer (RFC 8288)."""
    root = _root(request)
    form = request.query_params.get("format", "")
    last = max(0, (total - 1) // call.limit * call.limit)
    places = {"first": 0, "last": last}
    if call.offset + call.limit < total:
        places["next"] = call.offset + call.limit
    if call.offset > 0:
        places["prev"] = max(0, min(call.offset - call.limit, last))
    paged = call.limit < total or call.offset > 0
    links = []
    for relation, offset in places.items() if paged else ():
        page = {**call.given, "limit": str(call.limit), "offset": str(offset)}
        links.append(f'<{root}{address(call.question, page, form)}>; rel="{relation}"')
    return [*links, *_about(call.question, root)]


def _about(question: Question, root: str) -> list[str]:
    page = f"{root}/questions/{quote(question.name)}"
    return [
        f'<{page}>; rel="alternate"; type="text/html"',
        f'<{root}/openapi.json>; rel="service-desc"',
    ]


def _entry(question: Question, root: str) -> dict[str, object]:
    return {
        "name": question.name,
        "question": question.question,
        "note": question.note,
        "tags": list(question.tags),
        "rows": question.rows,
        "answer": f"{root}{address(question, {})}",
        "page": f"{root}/questions/{quote(question.name)}",
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type,
                "default": parameter.default,
                "note": parameter.note,
            }
            for parameter in question.parameters
        ],
    }


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/")
