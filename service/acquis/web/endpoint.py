"""Answers of the SPARQL endpoint: a page for a browser, a serialisation for a program."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from itertools import islice
from traceback import clear_frames
from typing import ParamSpec

from starlette.requests import Request
from starlette.responses import Response

from acquis import questions
from acquis.engine.answers import Answer, Boolean, Solutions, Triples
from acquis.engine.diagnosis import caret
from acquis.engine.formats import GRAPHS, RESULTS, Format, serialise
from acquis.errors import AcquisError, QueryError
from acquis.questions import Question
from acquis.web.negotiate import choose
from acquis.web.problems import Problem, QueryProblem, not_acceptable
from acquis.web.protocol import QueryRequest
from acquis.web.site import EXAMPLE, Site
from acquis.web.terms import Shown

Parameters = ParamSpec("Parameters")

PAGE = "page"
PAGE_TYPES = (("text/html", PAGE), ("application/xhtml+xml", PAGE))
VARY = {"Vary": "Accept"}
MAX_ROWS = 500
MAX_TRIPLES = 1_000


@dataclass(frozen=True)
class Table:
    """The rows of a result that fit on a page; `cut` says that there are more."""

    columns: tuple[str, ...]
    rows: list[list[Shown]]
    cut: bool


def contained(
    respond: Callable[Parameters, Response],
) -> Callable[Parameters, Response]:
    """Let no answer of pyoxigraph outlive its thread by hanging on to an exception.

    It may only be dropped in the thread that made it; the frames of a traceback would carry it
    to the event loop.
    """

    @wraps(respond)
    def guarded(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Response:
        try:
            return respond(*args, **kwargs)
        except Exception as error:
            clear_frames(error.__traceback__)
            raise

    return guarded


@contained
def respond(site: Site, request: Request, asked: QueryRequest) -> Response:
    """Return the response to a query request.

    Raises Problem for a query that is missing, refused or malformed, and where none of the
    media types asked for can hold the answer.
    """
    accept = request.headers.getlist("accept")
    if asked.text is None:
        if choose(accept, [("application/problem+json", ""), *PAGE_TYPES]) == PAGE:
            return site.page(request, "sparql.html", blank(EXAMPLE), headers=VARY)
        raise Problem(400, "Send a SPARQL query in the parameter query.", headers=VARY)
    try:
        answer = site.engine.query(
            asked.text, default_graphs=asked.default_graphs, named_graphs=asked.named_graphs
        )
        form = _form(asked, answer, accept)
        if form == PAGE:
            return _page(site, request, asked.text, answer)
        assert isinstance(form, Format)
        content = answer.serialize(form.media_type)
    except QueryError as error:
        raise QueryProblem(error, asked.text) from error
    headers = {**VARY, "Content-Type": form.content_type}
    if asked.form:
        headers["Content-Disposition"] = f'inline; filename="result.{form.extension}"'
    return Response(content, headers=headers)


@contained
def show(site: Site, request: Request, saved: Question) -> Response:
    """Return the page of a saved query with its answer.

    The parameters of the query are those of the address. Raises Problem 400 for one that does
    not fit.
    """
    try:
        terms = questions.bound(saved, request.query_params, site.engine.prefixes)
    except AcquisError as error:
        raise Problem(400, f"{error}.") from error
    answer = site.engine.query(saved.text, bound=terms)
    text = questions.written_out(saved, terms)
    if not isinstance(answer, Solutions):
        return _page(site, request, text, answer)
    shown = table(site, answer)
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


def blank(query: str) -> dict[str, object]:
    """Return what the query page shows where there is no answer."""
    return {"query": query, "kind": None, "formats": (), "problem": None, "place": ""}


def fault(problem: QueryProblem) -> dict[str, object]:
    """Return what the query page shows for a query that is refused or malformed."""
    place = caret(problem.query, problem.error.line, problem.error.column)
    return {**blank(problem.query), "problem": problem, "place": place}


def table(site: Site, answer: Solutions, limit: int = MAX_ROWS) -> Table:
    """Return the first rows of a result as a page shows them."""
    rows = [[site.terms.show(term) for term in row] for row in islice(answer, limit + 1)]
    return Table(answer.variables, rows[:limit], len(rows) > limit)


def _form(asked: QueryRequest, answer: Answer, accept: list[str]) -> Format | str:
    if asked.form:
        if asked.form not in answer.formats:
            raise not_acceptable([form.media_type for form in answer.formats])
        return asked.form
    offers: list[tuple[str, Format | str]] = [(form.media_type, form) for form in answer.formats]
    offers += PAGE_TYPES
    offers += [(alias, form) for form in answer.formats for alias in form.aliases]
    chosen = choose(accept, offers)
    if chosen is None:
        raise not_acceptable([form.media_type for form in answer.formats] + ["text/html"])
    return chosen


def _page(site: Site, request: Request, query: str, answer: Answer) -> Response:
    context = blank(query)
    if isinstance(answer, Solutions):
        context |= {"kind": "table", "table": table(site, answer), "formats": RESULTS}
    elif isinstance(answer, Boolean):
        context |= {"kind": "boolean", "answer": bool(answer), "formats": RESULTS}
    else:
        context |= {"kind": "triples", "formats": GRAPHS, **_turtle(site, answer)}
    return site.page(request, "sparql.html", context, headers=VARY)


def _turtle(site: Site, answer: Triples) -> dict[str, object]:
    triples = list(islice(answer, MAX_TRIPLES + 1))
    text = serialise(triples[:MAX_TRIPLES], GRAPHS[0], site.engine.prefixes).decode()
    return {"turtle": text, "cut": len(triples) > MAX_TRIPLES, "limit": MAX_TRIPLES}
