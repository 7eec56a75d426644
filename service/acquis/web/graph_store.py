"""The Graph Store HTTP Protocol, for reading (https://www.w3.org/TR/sparql11-http-rdf-update/)."""

import pyoxigraph as ox
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from acquis.web import protocol
from acquis.web.endpoint import PAGE, VARY
from acquis.web.problems import Problem
from acquis.web.representations import DATA_FIRST, Document, respond, split, wanted
from acquis.web.resources import INFERENCES, of_graph
from acquis.web.site import Site, site_of

PATH = "/graph-store"
CHOICE = "Name a graph by its IRI in the parameter graph, or ask for default, and not both."

router = APIRouter(default_response_class=Response)


@router.api_route(PATH + "{rest:path}", methods=["GET", "HEAD"])
def graph(request: Request, rest: str = "") -> Response:
    """A named graph (`graph=IRI`), or what all of them hold together (`default`)."""
    site = site_of(request)
    nothing, ending = split(rest)
    names, default = request.query_params.getlist("graph"), "default" in request.query_params
    if nothing:
        raise Problem(404, f"Nothing is at {PATH}{rest}; the graphs are at {PATH}.")
    if len(names) + default != 1:
        raise Problem(400, CHOICE)
    if not default:
        return respond(site, request, _named(site, names[0]), ending, DATA_FIRST)
    layer = protocol.layer(request.query_params.getlist("layer"))
    if wanted(request, ending, DATA_FIRST) == PAGE:
        root = request.scope.get("root_path", "").rstrip("/")
        return RedirectResponse(f"{root}/void", 303, VARY)
    with site.writing_all:
        return respond(site, request, _default(site, layer), ending, DATA_FIRST)


def _named(site: Site, iri: str) -> Document:
    try:
        ox.NamedNode(iri)
    except ValueError:
        raise Problem(400, f"{iri} is no absolute IRI. {CHOICE}") from None
    if iri not in site.graphs:
        raise Problem(404, f"No named graph is called {iri}; /data/manifest.json lists them.")
    return of_graph(site, iri)


def _default(site: Site, layer: str) -> Document:
    return Document(
        PATH,
        lambda: site.records.union(inferred=INFERENCES[layer]),
        query=f"?default&layer={layer}",
    )
