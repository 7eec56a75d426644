"""One document in all its forms: a page, or data in four formats, by Accept or by ending."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from acquis import __version__
from acquis.engine import serialiser
from acquis.engine.formats import GRAPHS, Format
from acquis.engine.serialiser import NoSuchForm
from acquis.web import protocol, signposts
from acquis.web.caching import Kept, matches, validated, validators
from acquis.web.endpoint import PAGE, PAGE_TYPES
from acquis.web.negotiate import choose
from acquis.web.problems import Problem, not_acceptable
from acquis.web.signposts import Link
from acquis.web.site import Site
from acquis.web.terms import Terms

HTML = "html"
ENDINGS: dict[str, Format | str] = {HTML: PAGE, **{form.extension: form for form in GRAPHS}}
Offers = Sequence[tuple[str, Format | str]]
OF_DATA: Offers = [(form.media_type, form) for form in GRAPHS]
ALIASES: Offers = [(alias, form) for form in GRAPHS for alias in form.aliases]
PAGE_FIRST: Offers = [*PAGE_TYPES, *OF_DATA, *ALIASES]
DATA_FIRST: Offers = [*OF_DATA, *PAGE_TYPES, *ALIASES]
Filled = tuple[str, Mapping[str, object]]


@dataclass(frozen=True)
class Document:
    """What can be served as a page or as data.

    `path` is where it is, without an ending, and `query` what of a query string is part of its
    address; `page` gives the template and what fills it, for terms in the reader's language;
    `links` are those of the page, which not every document has. `key` names what the triples
    depend on besides the build and the address.
    """

    path: str
    triples: Callable[[], Iterable[ox.Triple]]
    page: Callable[[Terms], Filled] | None = None
    links: Sequence[Link] = ()
    query: str = ""
    key: str = ""


def split(name: str) -> tuple[str, str]:
    """Return a name and its ending, empty where it is none of ours."""
    stem, dot, ending = name.rpartition(".")
    return (stem, ending) if dot and ending in ENDINGS else (name, "")


def wanted(request: Request, ending: str = "", offers: Offers = PAGE_FIRST) -> Format | str:
    """Return the form that is asked for: by ending, by the parameter `format` or by Accept.

    Raises Problem 406 where there is none such.
    """
    named = protocol.chosen_format(request.query_params.getlist("format"))
    found = ENDINGS[ending] if ending else named
    found = found or choose(request.headers.getlist("accept"), offers)
    if found is None or (isinstance(found, Format) and found not in GRAPHS):
        raise not_acceptable(["text/html", *(form.media_type for form in GRAPHS)])
    return found


def respond(
    site: Site,
    request: Request,
    document: Document,
    ending: str = "",
    offers: Offers = PAGE_FIRST,
) -> Response:
    """Return a document in the form that is asked for, the first of the offers if any will do.

    Raises Problem 406 where there is no such form, or where it cannot hold the triples.
    """
    form = wanted(request, ending, offers)
    root = request.scope.get("root_path", "").rstrip("/")
    extension = form.extension if isinstance(form, Format) else HTML
    negotiated = not ending and "format" not in request.query_params
    address = f"{root}{document.path}.{extension}{document.query}"
    headers = {} if ending else {"Content-Location": address}
    varying = ["Accept"] if negotiated else []
    if isinstance(form, Format):
        links = [Link(root + document.path, "describes", "text/html"), *site.signs(root)]
        headers |= {**_vary(varying), **signposts.header(links)}
        return _data(site, request, document, form, headers)
    links = [*document.links, *signposts.described_by(root + document.path), *site.signs(root)]
    headers |= {**_vary([*varying, "Accept-Language"]), **signposts.header(links)}
    assert document.page, "what has no page is not to be shown as one"
    template, context = document.page(site.terms_for(request))
    page = site.page(request, template, context, headers=headers)
    return validated(request, page)


def _data(
    site: Site, request: Request, document: Document, form: Format, headers: dict[str, str]
) -> Response:
    said = json.dumps(
        [site.build, __version__, document.path, document.query, document.key, form.name]
    )
    tag = f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'
    headers = {**headers, **validators(tag), "Content-Type": form.content_type}
    if matches(request, tag):
        return Response(status_code=304, headers=headers)
    with site.reading:
        kept = site.memory.get(tag)
    if kept is None:
        try:
            content = serialiser.document(document.triples(), form, site.context)
        except NoSuchForm as error:
            raise Problem(406, f"{error}.", headers={"Vary": "Accept"}) from error
        kept = Kept(form.media_type, content)
        with site.reading:
            site.memory.keep(tag, kept)
    return Response(kept.content, headers=headers)


def _vary(names: Sequence[str]) -> dict[str, str]:
    return {"Vary": ", ".join(names)} if names else {}
