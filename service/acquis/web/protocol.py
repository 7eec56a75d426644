"""Query requests of the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/)."""

import asyncio
from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qsl

from starlette.requests import Request

from acquis.engine import formats
from acquis.engine.formats import Format
from acquis.web.problems import Problem

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
MAX_BODY = 131_072
MAX_FIELDS = 100
BODY_SECONDS = 10.0
LAYERS = ("all", "asserted", "inferred")
READ_ONLY = (
    "This graph only reads. It is changed by a pull request to the repository that it is built "
    "from, where every change is checked."
)

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class QueryRequest:
    """What a client asks: the query text (None for the bare endpoint), dataset and format.

    `layer` says which statements the default graph holds.
    """

    text: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    form: Format | None = None
    layer: str = "all"


async def read(request: Request) -> QueryRequest:
    """Return the query that a GET, HEAD or POST request carries.

    Raises Problem: 400 for a malformed request, 403 for an update, 413 for a body over MAX_BODY,
    415 for a content type that carries no query.
    """
    fields = _fields(request.scope["query_string"])
    if request.method == "POST":
        content_type, charset = _content_type(request.headers.get("content-type", ""))
        if content_type == UPDATE:
            raise Problem(403, READ_ONLY)
        if content_type not in {FORM, QUERY}:
            raise Problem(
                415,
                f"Send a query as {QUERY} or in a form as {FORM}.",
                headers={"Accept-Post": f"{QUERY}, {FORM}"},
            )
        if charset not in {"utf-8", "utf8"}:
            raise Problem(415, "Send text in UTF-8.")
        body = await _in_time(request)
        fields += _fields(body) if content_type == FORM else [("query", _utf8(body))]
    return _request(fields)


def _request(fields: Fields) -> QueryRequest:
    if any(name == "update" for name, _ in fields):
        raise Problem(403, READ_ONLY)
    queries = [value for name, value in fields if name == "query"]
    if len(queries) > 1:
        raise Problem(400, "Send the parameter query once; this request holds it more than once.")
    return QueryRequest(
        queries[0] if queries else None,
        tuple(value for name, value in fields if name == "default-graph-uri"),
        tuple(value for name, value in fields if name == "named-graph-uri"),
        chosen_format([value for name, value in fields if name == "format"]),
        layer([value for name, value in fields if name == "layer"]),
    )


def layer(values: list[str]) -> str:
    """Return the layer that a parameter `layer` names, all where it is absent.

    Raises Problem 400 for one that is none.
    """
    if not values:
        return LAYERS[0]
    if len(values) > 1 or values[0] not in LAYERS:
        raise Problem(400, f"The parameter layer is one of {', '.join(LAYERS)}, and stands once.")
    return values[0]


def chosen_format(values: list[str]) -> Format | None:
    """Return the format that a parameter `format` names, or None where it is absent or empty.

    Raises Problem 400 for a name that is none.
    """
    wanted = [value for value in values if value]
    if not wanted:
        return None
    form = formats.named(wanted[-1])
    if form is None:
        known = ", ".join(form.name for form in (*formats.RESULTS, *formats.GRAPHS))
        raise Problem(400, f"No format is called {wanted[-1]}; these are: {known}.")
    return form


def _fields(encoded: bytes) -> Fields:
    try:
        return parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except UnicodeDecodeError:
        raise Problem(400, "The parameters are not percent-encoded UTF-8.") from None
    except ValueError:
        raise Problem(400, f"At most {MAX_FIELDS} parameters are read.") from None


def _content_type(header: str) -> tuple[str, str]:
    message = Message()
    message["Content-Type"] = header or "text/plain"
    charset = message.get_param("charset", "utf-8")
    return message.get_content_type(), str(charset).lower()


async def _in_time(request: Request) -> bytes:
    try:
        return await asyncio.wait_for(_body(request), BODY_SECONDS)
    except TimeoutError:
        raise Problem(
            408,
            f"The body did not come within {BODY_SECONDS:g} seconds.",
            headers={"Connection": "close"},
        ) from None


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise Problem(413, f"The body has more than {MAX_BODY:,} bytes.")
    return body


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem(400, "The body is not UTF-8.") from None
