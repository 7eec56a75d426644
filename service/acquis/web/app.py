"""The routes of the service."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from acquis.engine.tasks import Engine, Limits, Task, whole
from acquis.errors import AcquisError
from acquis.knowledge import KnowledgeBase
from acquis.questions import Question
from acquis.web import (
    api,
    discovery,
    endpoint,
    explaining,
    graph_store,
    openapi,
    protocol,
    resources,
    search,
    signposts,
)
from acquis.web.address import address_of
from acquis.web.builds import Builds, Permalinks
from acquis.web.caching import matches, validated, validators
from acquis.web.citation import PREFIX, Citation
from acquis.web.compression import Compression
from acquis.web.endpoint import PAGE, PAGE_TYPES, VARY
from acquis.web.headers import Headers
from acquis.web.negotiate import choose
from acquis.web.observation import CONTENT_TYPE as METRICS
from acquis.web.observation import Metrics, Observation
from acquis.web.problems import Problem, QueryProblem
from acquis.web.rates import Rates
from acquis.web.renewal import Renewal
from acquis.web.settings import Settings
from acquis.web.site import EXAMPLE, FOLDER, Site, site_of
from acquis.web.stopping import Stopping
from acquis.web.telemetry import SILENT

if TYPE_CHECKING:
    from acquis.web.tracing import Tracing

READ = ["GET", "HEAD"]
READY_SECONDS = 2.0
DUMPS = {
    "quantum-acquis.ttl": "text/turtle; charset=utf-8",
    "asserted.nq": "application/n-quads",
    "inferred.nq": "application/n-quads",
    "manifest.json": "application/json",
}
router = APIRouter(default_response_class=Response)


def create_app(
    knowledge: KnowledgeBase,
    engine: Engine,
    questions: Sequence[Question],
    settings: Settings | None = None,
    renewal: Renewal | None = None,
    builds: Builds | None = None,
    traces: "Tracing | None" = None,
) -> FastAPI:
    """Return the service of one build, which the engine loads when the service begins.

    Links begin with the `root_path` of the ASGI scope, the path a reverse proxy serves it under.
    `renewal` puts later builds in the place of this one, `builds` are those before it that are
    kept, and `traces` are made of requests.
    """

    kept = builds or Builds(knowledge.folder, lambda: engine, 0)

    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        await engine.load(knowledge.folder)
        if renewal:
            renewal.begin(app)
        prepared = asyncio.create_task(asyncio.to_thread(app.state.site.prepare))
        try:
            yield
        finally:
            await prepared
            if renewal:
                await renewal.end()
            await kept.close()
            await app.state.site.engine.close()

    app = FastAPI(
        lifespan=living,
        title="Quantum Acquis",
        version=knowledge.manifest["version"],
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        telemetry=traces.config if traces else SILENT,
    )
    settings = settings or Settings()
    app.state.site = Site(knowledge, engine, questions, settings)
    app.state.metrics = Metrics()
    app.add_middleware(Compression)
    app.add_middleware(Citation)
    app.add_middleware(Stopping, refuse=_problem)
    if settings.rate:
        app.add_middleware(Rates, rate=settings.rate, burst=settings.burst, refuse=_problem)
    app.add_middleware(Headers)
    app.add_middleware(Observation, metrics=app.state.metrics)
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _problem)
    app.add_route("/sparql", sparql, methods=[*READ, "POST"])
    app.mount("/static", StaticFiles(directory=FOLDER / "static"))
    parts = (resources, search, discovery, api, openapi, explaining, graph_store)
    for routes in (router, *(part.router for part in parts)):
        app.include_router(routes)
    app.mount(f"{PREFIX}{{name}}", Permalinks(app.router, kept))
    return app


@router.api_route("/", methods=READ)
async def home(request: Request) -> Response:
    """The front page."""
    site = site_of(request)
    address = address_of(request)
    context = {
        "home": await site.counted(),
        "example": EXAMPLE,
        "questions": site.questions_by_tag(),
        "lead": site.questions.get("convergence"),
        "schema": discovery.describe(site, address),
    }
    headers = signposts.header(discovery.signs(site, address))
    return validated(request, site.page(request, "home.html", context, headers=headers))


async def sparql(request: Request) -> Response:
    """The SPARQL endpoint; a form in a browser."""
    return await endpoint.respond(site_of(request), request, await protocol.read(request))


@router.api_route("/questions/{name}", methods=READ)
async def question(request: Request, name: str) -> Response:
    """A saved query with its answer."""
    site = site_of(request)
    saved = site.questions.get(name)
    if saved is None:
        raise Problem(404, f"No saved query is called {name}.")
    return await endpoint.show(site, request, saved)


@router.api_route("/data/{name}", methods=READ)
def dump(request: Request, name: str) -> Response:
    """A file of the build, as it is."""
    if name not in DUMPS:
        raise Problem(404, f"No file is called {name}; these are: {', '.join(DUMPS)}.")
    site = site_of(request)
    headers = validators(f'"{site.build[:32]}"')
    if matches(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    path = site.knowledge.folder / name
    return FileResponse(path, headers=headers, media_type=DUMPS[name])


@router.api_route("/healthz", methods=READ)
async def health(request: Request) -> Response:
    """Whether the service answers, and from which build."""
    manifest = site_of(request).knowledge.manifest
    return JSONResponse({"status": "ok", "version": manifest["version"], "build": manifest["hash"]})


@router.api_route("/readyz", methods=READ)
async def ready(request: Request) -> Response:
    """Whether a query is answered now."""
    site = site_of(request)
    try:
        await whole(site.engine, Task("ASK {}", limits=Limits(seconds=READY_SECONDS)))
    except AcquisError as error:
        raise Problem(503, f"{error}.", headers={"Retry-After": "1"}) from error
    return JSONResponse({"status": "ready", "build": site.build})


@router.api_route("/metrics", methods=READ)
async def metrics(request: Request) -> Response:
    """The metrics of the service, as Prometheus reads them."""
    text = request.app.state.metrics.text(site_of(request).build)
    return Response(text, media_type=METRICS)


def _problem(request: Request, error: Exception) -> Response:
    """Return an error as a page to a browser, as application/problem+json to a program."""
    if isinstance(error, HTTPException):
        error = Problem(error.status_code, error.detail, headers=error.headers)
    assert isinstance(error, Problem)
    site = site_of(request)
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
