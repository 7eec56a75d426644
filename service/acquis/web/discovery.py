"""The routes by which machines find what is here: VoID, the JSON-LD context, robots, sitemaps."""

import json
from collections.abc import Iterator
from xml.sax.saxutils import escape

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from acquis.names import BASE
from acquis.web import schema_org, signposts
from acquis.web.address import address_of
from acquis.web.caching import validated
from acquis.web.dataset import ASSERTED, INFERRED, NAME, WHOLE
from acquis.web.problems import Problem
from acquis.web.representations import Document, Filled, respond, split
from acquis.web.signposts import Link
from acquis.web.site import Site, site_of
from acquis.web.terms import Terms

READ = ["GET", "HEAD"]
MOST_ADDRESSES = 50_000
XML = "application/xml"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
ROBOTS = """User-agent: *
Disallow: /sparql
Disallow: /search
Disallow: /explain
Disallow: /build/
Disallow: /*?layer=
Sitemap: {}/sitemap.xml
"""

router = APIRouter(default_response_class=Response)


@router.api_route("/.well-known/void", methods=READ)
@router.api_route("/void{ending:path}", methods=READ)
def void(request: Request, ending: str = "") -> Response:
    """The description of the dataset (https://www.w3.org/TR/void/#well-known)."""
    site, address = site_of(request), address_of(request)
    stem, form = split(f"void{ending}")
    if stem != "void":
        raise Problem(404, f"Nothing is at /{stem}; the description of the dataset is at /void.")

    def page(terms: Terms) -> Filled:
        about = site.dataset
        counted = {"All statements": about.all, **_layers(site)}
        schema = describe(site, address)
        return "dataset.html", {"it": about, "counted": counted, "terms": terms, "schema": schema}

    links = [Link(WHOLE, "cite-as"), Link(schema_org.SCHEMA + "Dataset", "type")]
    links += site.dataset.items(address)
    found = Document("/void", lambda: site.dataset.triples(address), page, links, key=address)
    return respond(site, request, found, form)


@router.api_route("/context.jsonld", methods=READ)
def context(request: Request) -> Response:
    """The JSON-LD context, of which each document carries the part that it uses."""
    text = json.dumps({"@context": site_of(request).context.document()}, indent=2)
    return validated(request, Response(text + "\n", media_type="application/ld+json"))


@router.api_route("/robots.txt", methods=READ)
def robots(request: Request) -> Response:
    """What crawlers may ask for (https://www.rfc-editor.org/rfc/rfc9309)."""
    return Response(ROBOTS.format(address_of(request)), media_type="text/plain")


@router.api_route("/sitemap.xml", methods=READ)
def sitemap(request: Request) -> Response:
    """The pages, or where they are more than one file may list, the files that list them."""
    addresses = _pages(site_of(request), address_of(request))
    parts = -(-len(addresses) // MOST_ADDRESSES)
    if parts == 1:
        return validated(request, _listed("urlset", "url", addresses))
    maps = [f"{address_of(request)}/sitemap-{at + 1}.xml" for at in range(parts)]
    return validated(request, _listed("sitemapindex", "sitemap", maps))


@router.api_route("/sitemap-{part}.xml", methods=READ)
def part_of_sitemap(request: Request, part: str) -> Response:
    """One part of the sitemap."""
    addresses = _pages(site_of(request), address_of(request))
    at = int(part) if part.isascii() and part.isdigit() and len(part) < 6 else 0
    found = addresses[(at - 1) * MOST_ADDRESSES : at * MOST_ADDRESSES] if at else []
    if not found:
        raise Problem(404, f"There is no part {part} of the sitemap; /sitemap.xml lists them.")
    return validated(request, _listed("urlset", "url", found))


def signs(site: Site, address: str) -> list[Link]:
    """Return the links of the front page, which is that of the dataset."""
    licence = site.dataset.license
    return [
        Link(WHOLE, "cite-as"),
        Link(schema_org.SCHEMA + "Dataset", "type"),
        *signposts.described_by(address + "/void"),
        *site.dataset.items(address),
        *([Link(licence, "license")] if licence else []),
    ]


def describe(site: Site, address: str) -> dict[str, object]:
    """Return the JSON-LD of the dataset for search engines."""
    about = site.dataset
    facts = [
        ("@id", WHOLE),
        ("name", NAME),
        ("description", about.description),
        ("url", address + "/"),
        ("version", site.knowledge.manifest["version"]),
        ("identifier", site.build),
        ("license", about.license),
    ]
    for name in ("publisher", "creator"):
        known = [schema_org.named(term, site.terms) for term in about.header[name]]
        facts.append((name, known))  # type: ignore[arg-type]
    downloads = [(f"{address}/data/{d.name}", d.media_type, d.size) for d in about.dumps]
    return schema_org.dataset(facts, downloads)


def _layers(site: Site) -> dict[str, object]:
    names = {ASSERTED: "Asserted", INFERRED: "Inferred"}
    return {names[iri]: census for iri, census in site.dataset.layers.items()}


def _pages(site: Site, address: str) -> list[str]:
    return [address + path for path in _paths(site)]


def _paths(site: Site) -> Iterator[str]:
    yield from ("/", "/void")
    yield from (f"/questions/{name}" for name in sorted(site.questions))
    yield from ("/" + one.iri.removeprefix(BASE) for one in site.vocabulary.ontologies)
    things = sorted(iri for iri in site.records.subjects() if iri.startswith(BASE + "id/"))
    yield from ("/doc/" + iri.removeprefix(BASE + "id/") for iri in things)
    yield from ("/" + iri.removeprefix(BASE) for iri in sorted(site.graphs) if iri.startswith(BASE))


def _listed(root: str, element: str, addresses: list[str]) -> Response:
    lines = [f"<{element}><loc>{escape(address)}</loc></{element}>" for address in addresses]
    text = "\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{SITEMAP}">', *lines]
    )
    return Response(f"{text}\n</{root}>\n", media_type=XML)
