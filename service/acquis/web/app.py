"""The routes of the service."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pyoxigraph as ox
from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from acquis.engine.formats import GRAPHS, Format, serialise
from acquis.engine.isolated.pool import Pool
from acquis.engine.tasks import Limits
from acquis.knowledge import KnowledgeBase
from acquis.questions import Question
from acquis.web import api, endpoint, explaining, openapi, protocol
from acquis.web.description import Description
from acquis.web.endpoint import PAGE, PAGE_TYPES, VARY
from acquis.web.headers import Headers
from acquis.web.negotiate import choose
from acquis.web.problems import Problem, QueryProblem, not_acceptable
from acquis.web.records import thing
from acquis.web.site import EXAMPLE, FOLDER, Site

READ = ["GET", "HEAD"]
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
EXTENSIONS = {form.extension: form for form in GRAPHS}
DUMPS = {
    "quantum-acquis.ttl": "text/turtle; charset=utf-8",
    "asserted.nq": "application/n-quads",
    "inferred.nq": "application/n-quads",
    "manifest.json": "application/json",
}
GRAPH_OFFERS: list[tuple[str, Format | str]] = [
    *PAGE_TYPES,
    *((form.media_type, form) for form in GRAPHS),
    *((alias, form) for form in GRAPHS for alias in form.aliases),
]

router = APIRouter(default_response_class=Response)


def create_app(
    knowledge: KnowledgeBase,
    engine: Pool,
    questions: Sequence[Question],
    limits: Limits | None = None,
) -> FastAPI:
    """Return the service of one build, which the engine loads when the service begins.

    Links begin with the `root_path` of the ASGI scope, the path a reverse proxy serves it under.
    `limits` are those of a query.
    """

    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        await engine.load(knowledge.folder)
        try:
            yield
        finally:
            engine.close()

    app = FastAPI(
        lifespan=living,
        title="Quantum Acquis",
        version=knowledge.manifest["version"],
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.site = Site(knowledge, engine, questions, limits or Limits())
    app.add_middleware(Headers)
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _problem)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"))
    for routes in (router, api.router, openapi.router, explaining.router):
        app.include_router(routes)
    return app


@router.api_route("/", methods=READ)
async def home(request: Request) -> Response:
    """The front page."""
    site = _site(request)
    home = await site.counted()
    questions = site.questions_by_tag()
    lead = site.questions.get("convergence")
    context = {"home": home, "example": EXAMPLE, "questions": questions, "lead": lead}
    return site.page(request, "home.html", context)


@router.api_route("/sparql", methods=[*READ, "POST"])
async def sparql(request: Request) -> Response:
    """The SPARQL endpoint; a form in a browser."""
    return await endpoint.respond(_site(request), request, await protocol.read(request))


@router.api_route("/questions/{name}", methods=READ)
async def question(request: Request, name: str) -> Response:
    """A saved query with its answer."""
    site = _site(request)
    saved = site.questions.get(name)
    if saved is None:
        raise Problem(404, f"No saved query is called {name}.")
    return await endpoint.show(site, request, saved)


@router.api_route("/id/{kind}/{slug}", methods=READ)
def identifier(request: Request, kind: str, slug: str) -> Response:
    """A thing: see the document about it (https://www.w3.org/TR/cooluris/)."""
    site = _site(request)
    _existing(site, kind, slug)
    chosen = choose(request.headers.getlist("accept"), GRAPH_OFFERS)
    if chosen is None:
        raise not_acceptable(["text/html", *(form.media_type for form in GRAPHS)])
    ending = f".{chosen.extension}" if isinstance(chosen, Format) else ""
    root = request.scope.get("root_path", "").rstrip("/")
    return RedirectResponse(f"{root}/doc/{kind}/{slug}{ending}", 303, VARY)


@router.api_route("/doc/{kind}/{name}", methods=READ)
def document(request: Request, kind: str, name: str) -> Response:
    """What is known of a thing: a page, or data where the name has an ending."""
    site = _site(request)
    slug, dot, ending = name.partition(".")
    iri = _existing(site, kind, slug)
    if not dot:
        about = Description(iri, site.records, site.terms)
        return site.page(request, "resource.html", {"it": about, "kind": kind, "slug": slug})
    if ending not in EXTENSIONS:
        raise Problem(404, f"No document ends in .{ending}; {', '.join(EXTENSIONS)} do.")
    return _graph(site, EXTENSIONS[ending], site.records.description(iri))


@router.api_route("/ns", methods=READ)
@router.api_route("/ns/{module:path}", methods=READ)
def ontology(request: Request, module: str = "") -> Response:
    """An ontology, by its IRI or its version IRI."""
    site = _site(request)
    path = f"ns/{module}".rstrip("/")
    found = site.vocabulary.find(path)
    if found is None:
        raise Problem(404, f"No ontology is called {path}; /ns lists them.")
    chosen = protocol.chosen_format(request.query_params.getlist("format")) or choose(
        request.headers.getlist("accept"), GRAPH_OFFERS
    )
    if chosen == PAGE:
        entries = site.vocabulary.entries(found)
        context = {"it": found, "entries": entries, "others": site.vocabulary.ontologies}
        return site.page(request, "ontology.html", context, headers=VARY)
    if not isinstance(chosen, Format) or chosen not in GRAPHS:
        raise not_acceptable(["text/html", *(form.media_type for form in GRAPHS)])
    return _graph(site, chosen, site.vocabulary.triples(found), VARY)


@router.api_route("/data/{name}", methods=READ)
def dump(request: Request, name: str) -> Response:
    """A file of the build, as it is."""
    if name not in DUMPS:
        raise Problem(404, f"No file is called {name}; these are: {', '.join(DUMPS)}.")
    return FileResponse(_site(request).knowledge.folder / name, media_type=DUMPS[name])


@router.api_route("/healthz", methods=READ)
async def health(request: Request) -> Response:
    """Whether the service answers, and from which build."""
    manifest = _site(request).knowledge.manifest
    return JSONResponse({"status": "ok", "version": manifest["version"], "build": manifest["hash"]})


def _site(request: Request) -> Site:
    site = request.app.state.site
    assert isinstance(site, Site)
    return site


def _existing(site: Site, kind: str, slug: str) -> str:
    iri = thing(kind, slug)
    named = NAME.fullmatch(kind) and NAME.fullmatch(slug)
    if not named or not site.records.holds(iri):
        near = site.near(iri) if named else []
        raise Problem(404, f"The graph holds no {kind} called {slug}.", near=near)
    return iri


def _graph(
    site: Site, form: Format, triples: set[ox.Triple], headers: dict[str, str] | None = None
) -> Response:
    content = serialise(triples, form, site.engine.prefixes)
    return Response(content, headers={**(headers or {}), "Content-Type": form.content_type})


def _problem(request: Request, error: Exception) -> Response:
    """Return an error as a page to a browser, as application/problem+json to a program."""
    if isinstance(error, HTTPException):
        error = Problem(error.status_code, error.detail, headers=error.headers)
    assert isinstance(error, Problem)
    site = _site(request)
    headers = {**error.headers, **VARY}
    offers = [("application/problem+json", ""), ("application/json", ""), *PAGE_TYPES]
    if choose(request.headers.getlist("accept"), offers) != PAGE:
        kind = "application/problem+json"
        return JSONResponse(error.body(), error.status, headers, kind)
    if isinstance(error, QueryProblem):
        context = endpoint.fault(error)
        return site.page(request, "sparql.html", context, status=error.status, headers=headers)
    near = [site.terms.iri(iri) for iri in error.near]
    context = {"problem": error, "near": near}
    return site.page(request, "problem.html", context, status=error.status, headers=headers)
