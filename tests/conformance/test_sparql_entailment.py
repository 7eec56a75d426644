"""The W3C tests of SPARQL 1.1 entailment regimes, answered over what OWL 2 RL/RDF infers.

Of https://www.w3.org/2009/sparql/docs/tests/data-sparql11/entailment/ all but the tests of RIF.
Each query is put to the project's engine over the data and their closure. Which answers are right
and which are not is held against docs/entailment-tests.md, line by line.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
import pytest
from rdflib import RDF, BNode, Graph, Namespace, Variable
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node
from tests.builds import build_of
from tests.conformance.owl2 import folder
from tests.documents import rows_of

from acquis.engine import Boolean, Engine, Solutions
from acquis.engine.answers import solutions
from acquis.graph import ntriples_term
from acquis.reasoning.closure import close
from acquis.reasoning.facts import TYPE, VOCABULARY, Fact, is_literal

DOCUMENT = Path(__file__).parents[2] / "docs" / "entailment-tests.md"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
GROUPS = ("OWL 2 RL", "RDF or RDFS", "others")
MANIFEST = {
    "hash": "0" * 64,
    "version": "0",
    "rules": "none",
    "asserted": 0,
    "inferred": 0,
    "files": [],
    "clashes": 0,
}
Row = frozenset[tuple[str, str]]
Result = bool | Counter[Row]


@dataclass(frozen=True)
class EntailmentTest:
    """One test: its files, and the regimes and profiles under which its result holds."""

    name: str
    query: Path
    data: Path
    result: Path
    regimes: frozenset[str]
    profiles: frozenset[str]

    @property
    def group(self) -> str:
        """Say whether OWL 2 RL is to answer the test, else RDF or RDFS, or none of these."""
        if "RL" in self.profiles:
            return GROUPS[0]
        return GROUPS[1] if self.regimes & {"RDF", "RDFS"} else GROUPS[2]

    def facts(self) -> set[Fact]:
        """Return the data of the test."""
        triples = ox.parse(
            path=str(self.data), format=ox.RdfFormat.TURTLE, base_iri=self.data.as_uri()
        )
        return {(str(t.subject), str(t.predicate), str(t.object)) for t in triples}

    def expected(self) -> Result:
        """Return the result that the test states."""
        return _read(
            ox.parse_query_results(path=str(self.result), format=ox.QueryResultsFormat.XML)
        )


@cache
def load() -> tuple[EntailmentTest, ...]:
    """Return the tests in the order of the manifest, without those of RIF."""
    manifest = folder() / "sparql11" / "entailment" / "manifest.ttl"
    if not manifest.is_file():
        pytest.skip(f"no W3C test data at {manifest}; set ACQUIS_W3C to their folder")
    graph = Graph().parse(manifest)
    entries = graph.items(next(graph.objects(None, MF.entries)))
    tests = (_test(graph, entry) for entry in entries)
    return tuple(test for test in tests if test.regimes != {"RIF"})


def _test(graph: Graph, entry: Node) -> EntailmentTest:
    action = graph.value(entry, MF.action)
    return EntailmentTest(
        name=str(entry).rpartition("#")[2],
        query=_path(graph.value(action, QT.query)),
        data=_path(graph.value(action, QT.data)),
        result=_path(graph.value(entry, MF.result)),
        regimes=_names(graph, graph.value(action, SD.entailmentRegime)),
        profiles=_names(graph, graph.value(action, SD.EntailmentProfile)),
    )


def _path(iri: Node | None) -> Path:
    return Path(unquote(urlsplit(str(iri)).path))


def _names(graph: Graph, node: Node | None) -> frozenset[str]:
    """Return the local names of a list, or of the one thing that stands in its place."""
    nodes = graph.items(node) if (node, RDF.first, None) in graph else [node]
    return frozenset(str(each).rpartition("/")[2] for each in nodes if each is not None)


def _read(answer: object) -> Result:
    if isinstance(answer, (ox.QueryBoolean, Boolean)):
        return bool(answer)
    found = answer if isinstance(answer, Solutions) else solutions(answer)  # type: ignore[arg-type]
    return Counter(
        frozenset(
            (name, str(value))
            for name, value in zip(found.variables, row, strict=True)
            if value is not None
        )
        for row in found
    )


def ask(test: EntailmentTest, asserted: Iterable[Fact], inferred: Iterable[Fact]) -> Result:
    """Return the answer of the engine; what has a literal as its subject is no triple."""
    texts = [
        "\n".join(f"{' '.join(fact)} ." for fact in facts if not is_literal(fact[0]))
        for facts in (asserted, inferred)
    ]
    with TemporaryDirectory() as place:
        engine = Engine(build_of(Path(place), texts[0], texts[1], MANIFEST))  # type: ignore[arg-type]
        return _read(engine.query(test.query.read_text(encoding="utf-8")))


def entailed(test: EntailmentTest, more: Iterable[Fact] = (), *, reflexive: bool = True) -> Result:
    """Return the answer over the data, and `more`, with all that follows."""
    asserted = test.facts() | set(more)
    closure = close(asserted)
    inferred = [*closure.inferred(), *(closure.reflexive() if reflexive else ())]
    return ask(test, asserted, inferred)


def equal(one: Result, other: Result) -> bool:
    """Say whether two results are the same but for the labels of blank nodes."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return _canonical(one) == _canonical(other)


def _canonical(result: Counter[Row]) -> set[str]:
    text = "".join(
        f"_:row{at} <urn:variable:{name}> {value} .\n"
        for at, row in enumerate(result.elements())
        for name, value in [*row, ("", '"a row"')]
    )
    dataset = ox.Dataset(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def difference(found: Result, expected: Result) -> str:
    """Say how an answer differs from the one expected."""
    if isinstance(found, bool) or isinstance(expected, bool):
        return f"{found} for {expected}".lower()
    missing, extra = (expected - found).total(), (found - expected).total()
    return ", ".join(
        f"{number} {what}" for number, what in ((missing, "missing"), (extra, "extra")) if number
    )


def described(test: EntailmentTest) -> set[Fact]:
    """Return the class expressions that the query writes with blank nodes, as facts."""
    query = prepareQuery(test.query.read_text(encoding="utf-8"))
    triples = {
        (ntriples_term(s), ntriples_term(p), ntriples_term(o))
        for s, p, o in _patterns(query.algebra)
        if isinstance(s, BNode) and not isinstance(o, Variable)
    }
    return {
        (s, p, o)
        for s, p, o in triples
        if p.startswith(VOCABULARY) and not (p == TYPE and not o.startswith(VOCABULARY))
    }


def _patterns(part: object) -> Iterator[tuple[Node, Node, Node]]:
    if isinstance(part, CompValue):
        if part.name == "BGP":
            yield from part.triples
        for inner in part.values():
            yield from _patterns(inner)


@cache
def right() -> dict[str, bool]:
    """Say of each test whether the answer is the one that it states."""
    return {test.name: equal(entailed(test), test.expected()) for test in load()}


def failing() -> list[EntailmentTest]:
    return [test for test in load() if not right()[test.name]]


def test_counts() -> None:
    documented = {row[0]: [int(cell) for cell in row[1:]] for row in rows_of(DOCUMENT, "tests of")}
    found = {}
    for group in GROUPS:
        tests = [test for test in load() if test.group == group]
        good = [test for test in tests if right()[test.name]]
        inferring = [t for t in good if not equal(ask(t, t.facts(), ()), t.expected())]
        found[group] = [len(good), len(tests), len(inferring)]
    found["all"] = [sum(column) for column in zip(*found.values(), strict=True)]
    assert found == documented
    assert found["all"][1] == 66


def test_every_failure_is_documented() -> None:
    documented = [row[:4] for row in rows_of(DOCUMENT, "test")]
    found = [
        [
            test.name,
            test.group,
            difference(entailed(test), test.expected()),
            _with_the_class(test),
        ]
        for test in failing()
    ]
    assert found == documented


def _with_the_class(test: EntailmentTest) -> str:
    """Say whether the answer is right where the data hold the class that the query describes."""
    more = described(test)
    if not more:
        return "none"
    return "right" if equal(entailed(test, more), test.expected()) else "wrong"


def test_every_failure_has_a_reason_that_the_page_explains() -> None:
    reasons = {row[0] for row in rows_of(DOCUMENT, "reason")}
    given = {row[4] for row in rows_of(DOCUMENT, "test")}
    assert given == reasons


def test_that_a_thing_is_the_same_as_itself_is_asked_for_twice() -> None:
    needed = [
        test.name
        for test in load()
        if right()[test.name] and not equal(entailed(test, reflexive=False), test.expected())
    ]
    assert needed == ["sparqldl-10", "sparqldl-13"]
    text = DOCUMENT.read_text(encoding="utf-8")
    assert all(name in text for name in needed)


def test_results_are_compared_with_blank_nodes_matched() -> None:
    def result(*rows: str) -> Result:
        return Counter(frozenset({("x", value)}) for value in rows)

    assert equal(result("_:a", "_:b"), result("_:c", "_:d"))
    assert not equal(result("_:a", "_:b"), result("_:a", "_:a"))
    assert not equal(result("<http://a>"), result("<http://a>", "<http://a>"))
    assert not equal(result(), result("_:a"))
    assert not equal(True, False)
