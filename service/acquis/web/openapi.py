"""The OpenAPI document of the service, written from the saved queries and their answers.

See https://spec.openapis.org/oas/v3.1.1.html. Examples and types of columns are taken from the
answers to the queries with the default values of their parameters.
"""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import pyoxigraph as ox
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from acquis import __version__, questions
from acquis.engine import plain
from acquis.engine.answers import solutions
from acquis.engine.tasks import whole
from acquis.engine.writers import Row
from acquis.errors import AcquisError
from acquis.parameters import IRI, TYPES, Parameter
from acquis.questions import Question
from acquis.web import api
from acquis.web.caching import Kept, entity_tag, matches, validators
from acquis.web.headers import BUILD, ROWS
from acquis.web.operations import COMMON, INDEX, Node, components, faults
from acquis.web.site import Site, site_of

VERSION = "3.1.1"
SHOWN = 2
AT_ONCE = 2
LARGEST = 10**18 - 1
SCHEMAS: dict[str, Node] = {
    "xsd:date": {"type": "string", "format": "date"},
    "xsd:gYearMonth": {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
    "xsd:gYear": {"type": "string", "pattern": "^[0-9]{4}$"},
    "xsd:boolean": {"type": "boolean"},
    "xsd:integer": {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST},
    "xsd:decimal": {"type": "string", "pattern": r"^[+-]?[0-9]{1,12}(\.[0-9]{1,12})?$"},
    "xsd:string": {"type": "string"},
    IRI: {"type": "string"},
}
ABOUT = (
    "A knowledge graph of quantum and AI governance. Each saved query has an address here, and is "
    "asked with values of its own parameters; SPARQL is at /sparql. Every answer names the build "
    f"that it comes from in the header {BUILD}: the same build gives the same answer. What is "
    "counted is what this graph holds, a selection; nothing here is legal advice."
)
_DOCUMENTS: "WeakKeyDictionary[Site, Document]" = WeakKeyDictionary()
router = APIRouter(default_response_class=Response)


@dataclass(frozen=True)
class Sample:
    """What the answer to a saved query looks like: its columns and rows, or a truth value."""

    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    truth: bool | None = None


class Document:
    """The document of one site, which is written when it is first asked for."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._writing = asyncio.Lock()
        self._written: dict[str, bytes] = {}

    async def content(self, root: str) -> bytes:
        """Return the document; addresses begin with `root`.

        It is kept where no example is missing, because a query could not be answered just then.
        """
        async with self._writing:
            if root in self._written:
                return self._written[root]
            paths, complete = await self._paths()
            content = self._document(paths, root)
            if complete:
                self._written = {root: content}
        return content

    def _document(self, paths: Node, root: str) -> bytes:
        manifest = self._site.knowledge.manifest
        document = {
            "openapi": VERSION,
            "info": {
                "title": "Quantum Acquis",
                "summary": "Questions to a knowledge graph of quantum and AI law",
                "description": ABOUT,
                "version": f"{manifest['version']}+{manifest['hash'][:12]}",
                "license": {"name": "CC BY 4.0 (data)", "identifier": "CC-BY-4.0"},
            },
            "servers": [{"url": root or "/"}],
            "paths": paths,
            "components": components(),
        }
        return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()

    async def _paths(self) -> tuple[Node, bool]:
        room = asyncio.Semaphore(AT_ONCE)

        async def sampled(question: Question) -> Sample | None:
            async with room:
                return await _sample(self._site, question)

        saved = list(self._site.questions.values())
        samples = await asyncio.gather(*map(sampled, saved))
        paths = {
            f"/api/{question.name}": _path(question, sample)
            for question, sample in zip(saved, samples, strict=True)
        }
        return {"/api": INDEX, **paths, **COMMON}, all(samples)


@router.api_route("/openapi.json", methods=["GET", "HEAD"])
async def document(request: Request) -> Response:
    """What this service offers to programs."""
    site = site_of(request)
    kept = _DOCUMENTS.setdefault(site, Document(site))
    content = await kept.content(request.scope.get("root_path", ""))
    tag = f'"{hashlib.sha256(content + __version__.encode()).hexdigest()[:32]}"'
    headers = {"Content-Type": "application/json", **validators(tag)}
    if matches(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers)


async def _sample(site: Site, question: Question) -> Sample | None:
    """Return what the default answer to a query looks like, None where there is none now."""
    wanted = api.task(site, question, questions.bound(question, {}, site.engine.prefixes))
    try:
        content, _ = await whole(site.engine, wanted)
    except AcquisError:
        return None
    site.memory.keep(entity_tag(site.knowledge.manifest["hash"], wanted), Kept(api.JSON, content))
    parsed = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
    if isinstance(parsed, ox.QueryBoolean):
        return Sample(truth=bool(parsed))
    assert isinstance(parsed, ox.QuerySolutions)
    table = solutions(parsed)
    return Sample(table.variables, tuple(table))


def _path(question: Question, sample: Sample | None) -> Node:
    operation: Node = {
        "operationId": question.name,
        "summary": question.question,
        "tags": list(question.tags),
        "parameters": [
            *map(_parameter, question.parameters),
            *({"$ref": f"#/components/parameters/{name}"} for name in ("limit", "offset")),
            {"$ref": "#/components/parameters/format"},
        ],
        "responses": {
            "200": _answer(sample),
            "304": {"description": "The client has this answer already"},
            **faults("400", "406", "429", "503", "504"),
        },
    }
    page = f"For people: `/questions/{question.name}`."
    operation["description"] = f"{question.note}\n\n{page}" if question.note else page
    return {"get": operation}


def _parameter(parameter: Parameter) -> Node:
    kind = TYPES[parameter.type]
    prefixed = " as a prefixed name or an absolute IRI" if parameter.type == IRI else ""
    default = _typed(parameter.type, parameter.default)
    return {
        "name": parameter.name,
        "in": "query",
        "description": f"{parameter.note} ({kind.words}{prefixed}, {parameter.type})",
        "schema": {**SCHEMAS[parameter.type], "default": default},
        "example": default,
    }


def _typed(kind: str, text: str) -> str | int | bool:
    if kind == "xsd:integer":
        return int(text)
    return text == "true" if kind == "xsd:boolean" else text


def _answer(sample: Sample | None) -> Node:
    answer: Node = {
        "description": "The answer, or the page of it that was asked for",
        "headers": {
            name: {"$ref": f"#/components/headers/{name}"} for name in (BUILD, ROWS, "Link", "ETag")
        },
    }
    content: Node = {}
    for media_type in api.FORMATS.values():
        schema: Node = {"type": "string"}
        if media_type == plain.MEDIA_TYPE:
            schema = _schema(sample)
        elif media_type == api.JSON:
            schema = {"$ref": "#/components/schemas/SparqlResults"}
        content[media_type] = {"schema": schema}
        if sample:
            content[media_type]["example"] = _example(media_type, sample)
    return {**answer, "content": content}


def _schema(sample: Sample | None) -> Node:
    if sample is None:
        return {}
    if sample.truth is not None:
        return {"type": "boolean"}
    columns = {
        name: _column([row[at] for row in sample.rows]) for at, name in enumerate(sample.columns)
    }
    return {
        "type": "array",
        "items": {"type": "object", "required": [*sample.columns], "properties": columns},
    }


def _column(cells: Sequence[object]) -> Node:
    """Return the schema of a column: what its values are, and null where it has none."""
    values = [plain.value(cell) for cell in cells if isinstance(cell, TERMS)]
    if not values:
        return {}
    kinds = {type(value) for value in values}
    names = {bool: "boolean", int: "integer", float: "number", str: "string"}
    types = sorted({names[kind] for kind in kinds} - ({"integer"} if float in kinds else set()))
    column: Node = {"type": [*types, "null"]}
    if all(isinstance(cell, ox.NamedNode) for cell in cells if cell is not None):
        column["format"] = "iri"
    return column


TERMS = (ox.NamedNode, ox.BlankNode, ox.Literal, ox.Triple)


def _example(media_type: str, sample: Sample) -> object:
    if sample.truth is not None:
        word = str(sample.truth).lower()
        made = api.VERDICTS[media_type](word)
    else:
        writer = api.MAKERS[media_type](sample.columns)
        shown = sample.rows[:SHOWN]
        made = "".join([writer.head(), *map(writer.row, shown), writer.end()])
    return json.loads(made) if media_type in (plain.MEDIA_TYPE, api.JSON) else made
