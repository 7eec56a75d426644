"""The W3C tests of SPARQL 1.1 query evaluation, asked over HTTP of one service.

The data of all tests are in one build, a named graph for each file; a request names those of its
test as the dataset (SPARQL 1.1 Protocol, section 2.1.4). Which tests fail, and how, is held
against docs/sparql-tests.md.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from tests.builds import MANIFEST, build_of
from tests.conformance.sparql11 import QueryTest, quads, query_tests
from tests.documents import rows_of
from tests.service.conftest import served

from acquis import share
from acquis.engine.isolated.pool import Pool
from acquis.reasoning import datatypes
from acquis.web.app import create_app

DOCUMENT = Path(__file__).parents[2] / "docs" / "sparql-tests.md"
FORMS = {".srx": "xml", ".srj": "json", ".csv": "csv", ".tsv": "tsv", ".ttl": "ntriples"}
RESULTS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
NOTHING = "urn:acquis:nothing"
Row = frozenset[tuple[str, str]]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    files = {path for test in query_tests() for path in (*test.default, *test.named, *test.chosen)}
    folder = tmp_path_factory.mktemp("w3c")
    text = ox.serialize(
        (quad for path in sorted(files) for quad in quads(path)), format=ox.RdfFormat.TRIG
    )
    assert text
    base = build_of(folder, text.decode(), "", MANIFEST)
    with (
        served(create_app(base, Pool(share.root()), ())) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client


def asked(client: httpx.Client, test: QueryTest) -> httpx.Response:
    query = f"BASE <{test.query.as_uri()}>\n{test.query.read_text(encoding='utf-8')}"
    given = [("query", query), ("format", FORMS[test.result.suffix])]
    given += [("default-graph-uri", path.as_uri()) for path in test.default]
    given += [("named-graph-uri", path.as_uri()) for path in test.named]
    if test.chosen:
        given = given[:2]
    elif not test.default:
        given.append(("default-graph-uri", NOTHING))
    return client.get("/sparql", params=given)


def verdict(client: httpx.Client, test: QueryTest) -> str:
    """Return `right`, `refused`, or what an answer has too much and too little."""
    response = asked(client, test)
    if response.status_code != 200:
        return f"refused ({response.status_code}): {response.json()['detail']}"
    found, expected = read(response.content, test), read(test.result.read_bytes(), test)
    if isinstance(found, bool) or isinstance(expected, bool):
        return "right" if found is expected else f"{found} for {expected}".lower()
    if canonical(found) == canonical(expected):
        return "right"
    missing, extra = (expected - found).total(), (found - expected).total()
    return f"{missing} missing, {extra} extra"


def read(content: bytes, test: QueryTest) -> bool | Counter[Row]:
    """Return the rows, the triples or the truth value that a result has, by value."""
    suffix = test.result.suffix
    if suffix == ".ttl":
        form = ox.RdfFormat.TURTLE
        triples = ox.parse(content, format=form, base_iri=test.result.as_uri())
        return Counter(row("spo", (t.subject, t.predicate, t.object)) for t in triples)
    if suffix == ".csv":
        names, *lines = csv.reader(io.StringIO(content.decode(), newline=""))
        rows = [frozenset(zip(names, map(number, line), strict=True)) for line in lines]
        return Counter(rows)
    parsed = ox.parse_query_results(content, format=RESULTS[suffix])
    if isinstance(parsed, ox.QueryBoolean):
        return bool(parsed)
    assert isinstance(parsed, ox.QuerySolutions)
    names = [variable.value for variable in parsed.variables]
    return Counter(row(names, tuple(solution)) for solution in parsed)


def number(cell: str) -> str:
    try:
        return str(float(cell))
    except ValueError:
        return "_:b" if cell.startswith("_:") else cell


def row(names: Iterable[str], terms: Iterable[object]) -> Row:
    pairs = zip(names, terms, strict=True)
    return frozenset((name, by_value(term)) for name, term in pairs if term is not None)


def by_value(term: object) -> str:
    text = str(term)
    return repr(datatypes.value(text)) if isinstance(term, ox.Literal) else text


def canonical(result: Counter[Row]) -> object:
    """Return rows so that two results are equal but for the labels of blank nodes."""
    dataset = ox.Dataset()
    for at, row in enumerate(result.elements()):
        line = ox.BlankNode(f"row{at}")
        dataset.add(ox.Quad(line, ox.NamedNode("urn:a"), ox.NamedNode("urn:row")))
        for name, value in row:
            node = ox.BlankNode(value[2:]) if value.startswith("_:") else ox.Literal(value)
            dataset.add(ox.Quad(line, ox.NamedNode(f"urn:variable:{name}"), node))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def test_the_answers_are_right_but_for_those_that_are_documented(client: httpx.Client) -> None:
    documented = {line[0]: line[1] for line in rows_of(DOCUMENT, "test")}
    found = {test.name: verdict(client, test) for test in query_tests()}
    wrong = {name: said for name, said in found.items() if said != "right"}
    assert wrong == documented
    assert len(found) == 235
    assert len(wrong) <= 0.03 * len(found)
