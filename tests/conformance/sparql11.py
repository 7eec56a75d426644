"""The W3C tests of SPARQL 1.1 queries: their queries, datasets and results."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Namespace
from rdflib.term import Node
from tests.conformance.owl2 import folder

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
SYNTAX = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}
FROM = re.compile(r"\bFROM\s+<([^>]+)>")
FOLDERS = (
    "aggregates",
    "bind",
    "bindings",
    "cast",
    "construct",
    "csv-tsv-res",
    "exists",
    "functions",
    "grouping",
    "json-res",
    "negation",
    "project-expression",
    "property-path",
    "subquery",
)


@dataclass(frozen=True)
class QueryTest:
    """One test: its name, query and result, and the files of its dataset.

    These are its default and named graphs, and those that the query has `chosen` by FROM.
    """

    name: str
    query: Path
    default: tuple[Path, ...]
    named: tuple[Path, ...]
    chosen: tuple[Path, ...]
    result: Path


def manifest(part: str) -> tuple[Graph, Path]:
    """Return a manifest of the W3C tests; skips where they are not there."""
    path = folder() / "sparql11" / part / "manifest.ttl"
    if not path.is_file():
        pytest.skip(f"no W3C test data at {path}; set ACQUIS_W3C to their folder")
    return Graph().parse(path), path.parent


@cache
def query_tests() -> tuple[QueryTest, ...]:
    """Return the query evaluation tests in the order of the manifests."""
    return tuple(test for part in FOLDERS for test in _tests(part))


def _tests(part: str) -> Iterator[QueryTest]:
    graph, _ = manifest(part)
    for entry in graph.items(next(graph.objects(None, MF.entries))):
        kinds = set(graph.objects(entry, RDF.type))
        if not kinds & {MF.QueryEvaluationTest, MF.CSVResultFormatTest}:
            continue
        action = graph.value(entry, MF.action)
        query = _path(graph.value(action, QT.query))
        yield QueryTest(
            f"{part}/{str(entry).rpartition('#')[2]}",
            query,
            tuple(sorted(map(_path, graph.objects(action, QT.data)))),
            tuple(sorted(map(_path, graph.objects(action, QT.graphData)))),
            tuple(query.parent / name for name in FROM.findall(query.read_text(encoding="utf-8"))),
            _path(graph.value(entry, MF.result)),
        )


def _path(iri: Node | None) -> Path:
    return Path(unquote(urlsplit(str(iri)).path))


def quads(path: Path) -> Iterator[ox.Quad]:
    """Yield what a file says, in a named graph called by the address of the file."""
    name = ox.NamedNode(path.as_uri())
    blanks: dict[str, ox.BlankNode] = {}

    def own(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> object:
        return (
            blanks.setdefault(term.value, ox.BlankNode())
            if isinstance(term, ox.BlankNode)
            else term
        )

    for triple in ox.parse(path=str(path), format=SYNTAX[path.suffix], base_iri=path.as_uri()):
        yield ox.Quad(own(triple.subject), triple.predicate, own(triple.object), name)  # type: ignore[arg-type]
