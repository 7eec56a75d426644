"""Why a triple holds: its proof for people and programs, at an address of its own."""

import asyncio
from collections.abc import Sequence
from urllib.parse import urlencode

import pyoxigraph as ox
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from acquis.engine.formats import Term
from acquis.engine.tasks import Overloaded
from acquis.errors import AcquisError
from acquis.explain import pattern
from acquis.reasoning.facts import Fact
from acquis.web.caching import FRESH
from acquis.web.fields import once
from acquis.web.negotiate import choose
from acquis.web.problems import Problem, not_acceptable
from acquis.web.proofs import PAGE, Unproved, iris
from acquis.web.site import Site, site_of

PLACES = {"s": "subject", "p": "predicate", "o": "object"}
FORMS = {
    "html": "text/html",
    "json": "application/json",
    "turtle": "text/turtle",
    "svg": "image/svg+xml",
    "text": "text/plain",
}
DRAWING = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
MOST = 4_096

router = APIRouter(default_response_class=Response)


@router.api_route("/explain", methods=["GET", "HEAD"])
async def explain(request: Request) -> Response:
    """The proof of a triple, or its places and evidence where it is asserted."""
    site = site_of(request)
    fields = _fields(request.scope["query_string"])
    form = _form(fields.pop("format"), request.headers.getlist("accept"))
    fact = _fact(site, fields)
    try:
        proved = await site.proofs.prove(fact, PAGE if form == "html" else form)
    except Overloaded as error:
        headers = {"Retry-After": str(error.after)}
        raise Problem(503, f"{str(error).capitalize()}.", headers=headers) from error
    except AcquisError as error:
        raise Problem(503, "The proofs of this build cannot be read.") from error
    if isinstance(proved, Unproved):
        raise await asyncio.to_thread(_missing, site, proved)
    headers = {"Cache-Control": FRESH, "Vary": "Accept"}
    if form == "html":
        forms = [(name, link(*fields.values(), form=name)) for name in FORMS if name != "html"]
        return site.page(request, "explain.html", {"it": proved, "forms": forms}, headers=headers)
    textual = FORMS[form].startswith("text/")
    headers["Content-Type"] = FORMS[form] + ("; charset=utf-8" if textual else "")
    if form == "svg":
        headers["Content-Security-Policy"] = DRAWING
    return Response(proved.content.encode("utf-8", "replace"), headers=headers)


def link(subject: object, predicate: object, value: object, *, form: str = "") -> str:
    """Return the path of the proof of a triple, below the root.

    The terms are those of pyoxigraph, or texts as `/explain` reads them.
    """
    words = {"s": str(subject), "p": str(predicate), "o": str(value)}
    return "/explain?" + urlencode({**words, **({"format": form} if form else {})})


def proof_of(*triple: Term) -> str:
    """Return the path of the proof of a triple, empty where it has a blank node.

    The label of a blank node means nothing outside its document.
    """
    return "" if any(isinstance(term, ox.BlankNode) for term in triple) else link(*triple)


def _fields(encoded: bytes) -> dict[str, str]:
    found = once(encoded)
    unknown = sorted(found.keys() - {*PLACES, "format"})
    missing = [name for name in PLACES if not found.get(name)]
    if unknown or missing:
        which = [*unknown, *missing]
        raise Problem(
            400,
            "Send s, p and o once each: subject, predicate and object of a triple, such as "
            "/explain?s=value:transparency&p=rdf:type&o=qap:ConvergentValue.",
            members={"parameter": which[0][:200]},
        )
    return {**{name: found[name] for name in PLACES}, "format": found.get("format", "")}


def _form(wanted: str, accept: Sequence[str]) -> str:
    if wanted:
        if wanted not in FORMS:
            known = ", ".join(FORMS)
            raise Problem(
                400,
                f"No form of a proof is called {wanted[:200]!a}; these are: {known}.",
                members={"parameter": "format", "expected": known},
            )
        return wanted
    offers = [(media_type, name) for name, media_type in FORMS.items()]
    chosen = choose(accept, [*offers[1:], offers[0], ("application/xhtml+xml", "html")])
    if chosen is None:
        raise not_acceptable([*FORMS.values()])
    return chosen


def _fact(site: Site, fields: dict[str, str]) -> Fact:
    for name, text in fields.items():
        if len(text) > MOST:
            raise Problem(400, f"The parameter {name} has more than {MOST:,} characters.")
    try:
        found = pattern.parse(fields.values(), site.proofs.table)
    except AcquisError as error:
        told = " ".join(str(error).split("\n"))
        raise Problem(400, f"{told}.") from error
    if found.fact is None or found.names_a_blank_node:
        raise Problem(400, "Name one triple: a variable or a blank node stands for many things.")
    return found.fact


def _missing(site: Site, unproved: Unproved) -> Problem:
    near = [one for iri in iris(unproved) for one in site.hints.known.near(iri)]
    said = [f"{unproved.statement} does not follow from what this build holds."]
    said += [f"The {place} {term[:200]} occurs nowhere." for place, term in unproved.unknown]
    return Problem(
        404,
        " ".join(said),
        members={"known": list(unproved.known)} if unproved.known else None,
        near=near,
    )
