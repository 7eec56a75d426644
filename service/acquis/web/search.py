"""The routes of search: a page, JSON, and suggestions as one types."""

from dataclasses import dataclass
from urllib.parse import urlencode
from xml.sax.saxutils import escape

import pyoxigraph as ox
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from acquis.names import BASE
from acquis.web.address import address_of
from acquis.web.caching import validated
from acquis.web.endpoint import PAGE, PAGE_TYPES
from acquis.web.index import NUMBERS, TEXTS
from acquis.web.negotiate import choose
from acquis.web.problems import Problem, not_acceptable
from acquis.web.records import TYPE
from acquis.web.site import Site, site_of
from acquis.web.terms import Shown, Terms

READ = ["GET", "HEAD"]
JSON = "application/json"
SUGGESTIONS = "application/x-suggestions+json"
VARY = {"Vary": "Accept, Accept-Language"}
LONGEST = 200
PAGE_SIZE, MOST, SUGGESTED = 20, 100, 8
OPEN_SEARCH = """<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>Quantum Acquis</ShortName>
<Description>Law, values and technology in the graph of Quantum Acquis</Description>
<InputEncoding>UTF-8</InputEncoding>
<Url type="text/html" template="{0}/search?q={{searchTerms}}"/>
<Url type="application/json" template="{0}/search?q={{searchTerms}}&amp;format=json"/>
<Url type="application/x-suggestions+json" template="{0}/search/suggest?q={{searchTerms}}"/>
<Url type="application/opensearchdescription+xml" rel="self" template="{0}/opensearch.xml"/>
</OpenSearchDescription>
"""

router = APIRouter(default_response_class=Response)


@dataclass(frozen=True)
class Hit:
    """One thing that was found, as it is shown."""

    iri: str
    shown: Shown
    types: tuple[Shown, ...]
    number: str
    text: Shown | None


@dataclass(frozen=True)
class Asked:
    """A search: the text, how many results one wants and from which on."""

    text: str
    limit: int = PAGE_SIZE
    offset: int = 0

    def at(self, offset: int) -> str:
        """Return the query string of the same search from another result on."""
        limit = {} if self.limit == PAGE_SIZE else {"limit": self.limit}
        return urlencode({"q": self.text, **limit, **({"offset": offset} if offset else {})})


@router.api_route("/search", methods=READ)
def search(request: Request) -> Response:
    """What the words of the parameter `q` find, best first."""
    site, asked = site_of(request), _asked(request)
    terms = site.terms_for(request)
    found = site.index.find(asked.text, asked.limit, asked.offset)
    hits = [_hit(site, terms, iri) for iri in found.iris]
    following = asked.offset + len(hits)
    after = asked.at(following) if hits and following < found.total else ""
    before = asked.at(max(0, asked.offset - asked.limit)) if asked.offset else ""
    if _wanted(request) == PAGE:
        context = {"asked": asked, "found": found, "hits": hits, "after": after, "before": before}
        return validated(request, site.page(request, "search.html", context, headers=VARY))
    if not asked.text:
        raise Problem(400, "Send the words to look for in the parameter q.", headers=VARY)
    body = {
        "query": asked.text,
        "build": site.build,
        "total": found.total,
        "partly": found.partly,
        "offset": asked.offset,
        "results": [_told(hit, address_of(request)) for hit in hits],
        "next": f"{address_of(request)}/search?{after}&format=json" if after else None,
    }
    return validated(request, JSONResponse(body, headers=VARY))


@router.api_route("/search/suggest", methods=READ)
def suggest(request: Request) -> Response:
    """Names that continue what is typed, in the form of OpenSearch suggestions."""
    site, asked = site_of(request), _asked(request)
    terms, address = site.terms_for(request), address_of(request)
    hits = [_hit(site, terms, iri) for iri in site.index.find(asked.text, SUGGESTED).iris]
    names = [hit.shown.text for hit in hits]
    kinds = [", ".join(kind.text for kind in hit.types) for hit in hits]
    addresses = [address + hit.shown.href for hit in hits]
    said = [asked.text, names, kinds, addresses]
    headers = {"Vary": "Accept-Language"}
    return validated(request, JSONResponse(said, 200, headers, SUGGESTIONS))


@router.api_route("/opensearch.xml", methods=READ)
def open_search(request: Request) -> Response:
    """The description of the search for browsers (https://github.com/dewitt/opensearch)."""
    text = OPEN_SEARCH.format(escape(address_of(request)))
    return Response(text, media_type="application/opensearchdescription+xml")


def _wanted(request: Request) -> str | None:
    named = request.query_params.getlist("format")
    if named:
        if named != ["json"]:
            raise Problem(400, "The parameter format is json, or left out.", headers=VARY)
        return JSON
    offers = [(JSON, JSON), *PAGE_TYPES]
    found = choose(request.headers.getlist("accept"), offers)
    if found is None:
        raise not_acceptable([JSON, "text/html"])
    return found


def _asked(request: Request) -> Asked:
    texts = request.query_params.getlist("q")
    if len(texts) > 1:
        raise Problem(400, f"The parameter q stands {len(texts)} times; send it once.")
    text = texts[0].strip() if texts else ""
    if len(text) > LONGEST:
        raise Problem(400, f"A search has at most {LONGEST} characters; this has {len(text)}.")
    return Asked(
        text,
        _number(request, "limit", PAGE_SIZE, 1, MOST),
        _number(request, "offset", 0, 0, 1_000_000),
    )


def _number(request: Request, name: str, default: int, least: int, most: int) -> int:
    values = request.query_params.getlist(name) or [str(default)]
    given = values[0]
    plain = given.isascii() and given.isdigit() and len(given) <= len(str(most))
    if len(values) == 1 and plain and least <= int(given) <= most:
        return int(given)
    raise Problem(400, f"The parameter {name} is one number from {least} to {most}.")


def _hit(site: Site, terms: Terms, iri: str) -> Hit:
    node = ox.NamedNode(iri)

    def first(predicates: tuple[str, ...]) -> Shown | None:
        values = (
            value
            for predicate in predicates
            for value in site.records.values(node, predicate, inferred=False)
        )
        return next((terms.show(value) for value in values), None)

    types = site.records.values(node, TYPE.value, inferred=False)
    number = first(NUMBERS)
    return Hit(
        iri,
        terms.iri(iri),
        tuple(terms.show(kind) for kind in types),
        number.text if number else "",
        first(TEXTS),
    )


def _told(hit: Hit, address: str) -> dict[str, object]:
    return {
        "iri": hit.iri,
        "label": hit.shown.text,
        "language": hit.shown.language or None,
        "page": f"{address}/{hit.iri.removeprefix(BASE)}",
        "types": [kind.text for kind in hit.types],
        "number": hit.number or None,
        "text": hit.text.text if hit.text else None,
    }
