"""The routes of linked data: things, ontologies and named graphs by their IRIs."""

import re
from urllib.parse import quote

import pyoxigraph as ox
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from acquis.engine.formats import Format
from acquis.names import BASE, GRAPH, INFERRED, file_name
from acquis.web import protocol, schema_org, signposts
from acquis.web.description import Description
from acquis.web.endpoint import VARY
from acquis.web.problems import Problem
from acquis.web.records import thing
from acquis.web.representations import Document, Filled, respond, split, wanted
from acquis.web.signposts import Link
from acquis.web.site import Site, site_of
from acquis.web.terms import Terms
from acquis.web.vocabulary import Ontology

READ = ["GET", "HEAD"]
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
INFERENCES: dict[str, bool | None] = {"all": None, "asserted": False, "inferred": True}
MAX_SUBJECTS = 500

router = APIRouter(default_response_class=Response)


@router.api_route("/id/{kind}/{name}", methods=READ)
def identifier(request: Request, kind: str, name: str) -> Response:
    """A thing: see the document about it (https://www.w3.org/TR/cooluris/)."""
    site = site_of(request)
    slug, ending = split(name)
    _existing(site, kind, slug)
    form = wanted(request, ending)
    root = request.scope.get("root_path", "").rstrip("/")
    path = f"{root}/doc/{kind}/{slug}"
    query = f"?{request.url.query}" if request.url.query else ""
    page = ".html" if ending else ""
    found = f".{form.extension}" if isinstance(form, Format) else page
    headers = signposts.header(signposts.described_by(path))
    return RedirectResponse(path + found + query, 303, headers if ending else VARY | headers)


@router.api_route("/doc/{kind}/{name}", methods=READ)
def document(request: Request, kind: str, name: str) -> Response:
    """What is known of a thing: a page, or data."""
    site = site_of(request)
    slug, ending = split(name)
    iri = _existing(site, kind, slug)
    layer = protocol.layer(request.query_params.getlist("layer"))

    def page(terms: Terms) -> Filled:
        about = Description(iri, site.records, terms)
        said = schema_org.thing(about.node, site.records, terms)
        return "resource.html", {"it": about, "kind": kind, "slug": slug, "schema": said}

    types = schema_org.types(ox.NamedNode(iri), site.records)
    links = [Link(iri, "cite-as"), *(Link(schema_org.SCHEMA + kind, "type") for kind in types)]
    found = Document(
        f"/doc/{kind}/{slug}",
        lambda: site.records.description(iri, inferred=INFERENCES[layer]),
        page,
        links,
        f"?layer={layer}" if "layer" in request.query_params else "",
    )
    return respond(site, request, found, ending)


@router.api_route("/ns", methods=READ)
@router.api_route("/ns{path:path}", methods=READ)
def ontology(request: Request, path: str = "") -> Response:
    """An ontology, by its IRI or its version IRI."""
    site = site_of(request)
    stem, ending = split(f"ns{path}".rstrip("/"))
    found = site.vocabulary.find(stem)
    if found is None:
        raise Problem(404, f"No ontology is called {stem}; /ns lists them.")
    return respond(site, request, _ontology(site, found, stem), ending)


@router.api_route("/graph/{path:path}", methods=READ)
def named_graph(request: Request, path: str) -> Response:
    """A named graph, which its IRI names as it is: what one source file states."""
    site = site_of(request)
    graphs = site.graphs
    ending, iri = "", str(GRAPH) + quote(path)
    if iri not in graphs:
        stem, ending = split(path)
        iri = str(GRAPH) + quote(stem)
    if iri not in graphs:
        raise Problem(404, f"No named graph is called {iri}; /data/manifest.json lists them.")
    return respond(site, request, of_graph(site, iri), ending)


def _ontology(site: Site, found: Ontology, path: str) -> Document:
    def page(terms: Terms) -> Filled:
        entries = site.vocabulary.entries(found, terms)
        others = site.vocabulary.ontologies
        return "ontology.html", {"it": found, "entries": entries, "others": others, "path": path}

    links = [Link(found.version or found.iri, "cite-as")]
    return Document(f"/{path}", lambda: site.vocabulary.triples(found), page, links)


def of_graph(site: Site, iri: str) -> Document:
    """Return the document of a named graph that the build has."""
    node, triples = ox.NamedNode(iri), site.records.graph(iri)
    entry = next((e for e in site.knowledge.manifest["files"] if e["graph"] == iri), None)

    def page(terms: Terms) -> Filled:
        named = {t.subject.value for t in triples if isinstance(t.subject, ox.NamedNode)}
        shown = sorted((terms.iri(name) for name in named), key=lambda one: one.text)
        about = Description(iri, site.records, terms)
        name = "What is inferred" if iri == str(INFERRED) else file_name(iri)
        return "graph.html", {
            "it": about,
            "name": name,
            "count": len(triples),
            "file": entry,
            "total": len(shown),
            "subjects": shown[:MAX_SUBJECTS],
        }

    path = "/" + node.value.removeprefix(BASE)
    return Document(path, lambda: triples, page, [Link(iri, "cite-as")])


def _existing(site: Site, kind: str, slug: str) -> str:
    iri = thing(kind, slug)
    named = NAME.fullmatch(kind) and NAME.fullmatch(slug)
    if not named or not site.records.holds(iri):
        near = site.near(iri) if named else []
        raise Problem(404, f"The graph holds no {kind} called {slug}.", near=near)
    return iri
