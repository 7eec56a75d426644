"""The parts of the OpenAPI document that are the same for every build."""

from typing import Any

from acquis.engine.formats import GRAPHS
from acquis.names import BASE
from acquis.web import api
from acquis.web.headers import BUILD, HINT, ROWS

Node = dict[str, Any]
PROBLEM = "application/problem+json"
FAULTS = {
    "400": "A parameter that is none, or a value that does not fit it",
    "404": "Nothing has this name",
    "406": "None of the media types asked for is on offer",
    "429": "Too many requests of one client; Retry-After says how long to wait",
    "503": "Too many queries are under way; Retry-After says how long to wait",
    "504": "The query took longer than one may",
}
PROBLEM_SCHEMA: Node = {
    "type": "object",
    "description": "What went wrong (RFC 9457)",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence that says how to mend it"},
        "parameter": {"type": "string", "description": "The parameter that does not fit"},
        "expected": {"type": "string", "description": "What could have stood there"},
        "line": {"type": "integer", "description": "Of the query, from 1"},
        "column": {"type": "integer", "description": "In the line, from 1"},
        "place": {"type": "string", "description": "The line, with a caret below the column"},
        "suggestions": {
            "type": "array",
            "items": {"type": "string"},
            "description": "What would mend the query, the likeliest first",
        },
        "near": {"type": "array", "items": {"type": "string"}, "description": "IRIs that are near"},
        "hints": {"type": "array", "items": {"type": "string"}},
    },
}


def faults(*statuses: str) -> Node:
    """Return the responses for some statuses."""
    return {status: {"$ref": f"#/components/responses/fault{status}"} for status in statuses}


def components() -> Node:
    """Return what operations refer to."""
    example = {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "in-force-on: the parameter date is a day (xsd:date), such as 2026-11-22, and "
        "not 'today'.",
        "parameter": "date",
        "expected": "a day (xsd:date)",
        "example": "2026-11-22",
    }
    responses: Node = {
        f"fault{status}": {
            "description": words,
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, words in FAULTS.items()
    }
    responses["fault400"]["content"][PROBLEM]["example"] = example
    return {
        "schemas": {"Problem": PROBLEM_SCHEMA, "SparqlResults": _RESULTS},
        "responses": responses,
        "headers": _HEADERS,
        "parameters": _PAGING,
    }


_HEADERS: Node = {
    BUILD: {"description": "The build that answers", "schema": {"type": "string"}},
    ROWS: {"description": "The rows of the whole answer", "schema": {"type": "integer"}},
    HINT: {
        "description": "What may be wrong with the query; it changes nothing of the answer",
        "schema": {"type": "string"},
    },
    "Link": {
        "description": "first, prev, next and last page, and the page for people (RFC 8288)",
        "schema": {"type": "string"},
    },
    "ETag": {"description": "For If-None-Match", "schema": {"type": "string"}},
}
_PAGING: Node = {
    "limit": {
        "name": "limit",
        "in": "query",
        "description": "At most so many rows; Link says where the next ones are",
        "schema": {
            "type": "integer",
            "minimum": 1,
            "maximum": api.MOST_ROWS,
            "default": api.MOST_ROWS,
        },
        "example": 100,
    },
    "offset": {
        "name": "offset",
        "in": "query",
        "description": "Leave off so many rows; the order of the rows is the same each time",
        "schema": {"type": "integer", "minimum": 0, "maximum": 10**9 - 1, "default": 0},
        "example": 0,
    },
    "format": {
        "name": "format",
        "in": "query",
        "description": "The form of the answer, in place of the header Accept: json is a plain "
        "array of objects, srj is SPARQL JSON, which tells datatypes and languages",
        "schema": {"type": "string", "enum": [*api.FORMATS]},
        "example": "json",
    },
}
_RESULTS: Node = {
    "type": "object",
    "description": "https://www.w3.org/TR/sparql11-results-json/",
    "required": ["head"],
    "properties": {
        "head": {"type": "object"},
        "results": {"type": "object"},
        "boolean": {"type": "boolean"},
    },
}
INDEX: Node = {
    "get": {
        "operationId": "index",
        "summary": "All saved queries with their parameters",
        "responses": {
            "200": {
                "description": "The list",
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "required": ["build", "version", "openapi", "questions"],
                        }
                    }
                },
            },
            **faults("429"),
        },
    }
}
SPARQL: Node = {
    "get": {
        "operationId": "sparql",
        "summary": "Ask a query of your own in SPARQL 1.1",
        "externalDocs": {"url": "https://www.w3.org/TR/sparql11-protocol/"},
        "parameters": [
            {
                "name": "query",
                "in": "query",
                "required": True,
                "description": "SELECT, ASK, CONSTRUCT or DESCRIBE; SERVICE is not run",
                "schema": {"type": "string"},
                "example": "SELECT ?class (COUNT(?x) AS ?n) WHERE { ?x a ?class } GROUP BY ?class",
            }
        ],
        "responses": {
            "200": {
                "description": "The answer: rows, a truth value or triples",
                "headers": {HINT: {"$ref": f"#/components/headers/{HINT}"}},
                "content": {
                    api.JSON: {"schema": {"$ref": "#/components/schemas/SparqlResults"}},
                    "text/csv": {"schema": {"type": "string"}},
                    "text/turtle": {"schema": {"type": "string"}},
                },
            },
            "403": {
                "description": "An update, or SERVICE",
                "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
            "413": {
                "description": "A query that is too long",
                "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
            **faults("400", "406", "429", "503", "504"),
        },
    }
}
EXPLAIN: Node = {
    "get": {
        "operationId": "explain",
        "summary": "Why a triple holds: its proof from what the sources assert",
        "parameters": [
            *(
                {
                    "name": name,
                    "in": "query",
                    "required": True,
                    "description": f"{words}, in N-Triples or as a prefixed name",
                    "schema": {"type": "string"},
                    "example": example,
                }
                for name, words, example in (
                    ("s", "The subject", "value:transparency"),
                    ("p", "The predicate", "rdf:type"),
                    ("o", "The object", "qap:ConvergentValue"),
                )
            ),
            {
                "name": "format",
                "in": "query",
                "description": "The form of the proof, in place of the header Accept",
                "schema": {"type": "string", "enum": ["html", "json", "turtle", "svg", "text"]},
                "example": "json",
            },
        ],
        "responses": {
            "200": {
                "description": "The proof; an asserted triple with file, line and evidence",
                "headers": {BUILD: {"$ref": f"#/components/headers/{BUILD}"}},
                "content": {
                    "application/json": {"schema": {"type": "object"}},
                    "text/turtle": {"schema": {"type": "string"}},
                    "text/html": {"schema": {"type": "string"}},
                    "image/svg+xml": {"schema": {"type": "string"}},
                    "text/plain": {"schema": {"type": "string"}},
                },
            },
            **faults("400", "404", "406", "429", "503"),
        },
    }
}
SEARCH: Node = {
    "get": {
        "operationId": "search",
        "summary": "Find things by name, word or official number",
        "parameters": [
            {
                "name": "q",
                "in": "query",
                "required": True,
                "description": "The words to look for",
                "schema": {"type": "string", "minLength": 1, "maxLength": 200},
                "example": "2024/1689",
            },
            {
                "name": "format",
                "in": "query",
                "description": "The form of the answer, in place of the header Accept",
                "schema": {"type": "string", "enum": ["json"]},
                "example": "json",
            },
        ],
        "responses": {
            "200": {
                "description": "What was found, the best first, with its IRI and its page",
                "content": {
                    "application/json": {
                        "schema": {"type": "object", "required": ["query", "total", "results"]}
                    },
                    "text/html": {"schema": {"type": "string"}},
                },
            },
            **faults("400", "406", "429"),
        },
    }
}
GRAPH_STORE: Node = {
    "get": {
        "operationId": "graph",
        "summary": "A named graph, or all of them together",
        "externalDocs": {"url": "https://www.w3.org/TR/sparql11-http-rdf-update/"},
        "parameters": [
            {
                "name": "graph",
                "in": "query",
                "description": "The IRI of a named graph; without it, default is sent",
                "schema": {"type": "string", "format": "uri"},
                "example": f"{BASE}graph/data/ttl/values",
            },
            {
                "name": "default",
                "in": "query",
                "description": "Sent without a value for the union of the named graphs",
                "allowEmptyValue": True,
                "schema": {"type": "string", "maxLength": 0},
            },
            {
                "name": "format",
                "in": "query",
                "description": "The form of the answer, in place of the header Accept",
                "schema": {"type": "string", "enum": [form.name for form in GRAPHS]},
                "example": "turtle",
            },
        ],
        "responses": {
            "200": {
                "description": "The triples",
                "content": {
                    "text/html": {"schema": {"type": "string"}},
                    **{
                        form.media_type: {
                            "schema": {"type": "object" if form.name == "jsonld" else "string"}
                        }
                        for form in GRAPHS
                    },
                },
            },
            "303": {"description": "The description of the dataset, for a browser"},
            **faults("400", "404", "406", "429"),
        },
    }
}
COMMON: Node = {
    "/sparql": SPARQL,
    "/graph-store": GRAPH_STORE,
    "/search": SEARCH,
    "/explain": EXPLAIN,
}
