"""The description of the endpoint (https://www.w3.org/TR/sparql11-service-description/)."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

import pyoxigraph as ox

from acquis.engine.formats import GRAPHS, RESULTS
from acquis.names import INFERRED
from acquis.web.records import Records

Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
FORMATS = "http://www.w3.org/ns/formats/"
NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD",
}
REGIME = "http://www.w3.org/ns/entailment/OWL-RDF-Based"
PROFILE = "http://www.w3.org/ns/owl-profile/RL"


def described(records: Records, endpoint: str) -> set[ox.Triple]:
    """Return the description of the service over some records, at the address it is reached by."""
    counts = Counter(quad.graph_name for quad in (*records.asserted, *records.inferred))
    triples = {quad.triple for quad in (*records.asserted, *records.inferred)}
    return set(_service(endpoint, len(triples), counts))


def _service(endpoint: str, size: int, counts: Counter[Graph]) -> Iterator[ox.Triple]:
    service, dataset = ox.NamedNode(endpoint), ox.NamedNode(f"{endpoint}#dataset")
    default = ox.NamedNode(f"{endpoint}#default-graph")
    yield ox.Triple(service, RDF_TYPE, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), service)
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for form in (*RESULTS, *GRAPHS):
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(FORMATS + NAMES[form.name]))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, RDF_TYPE, _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield from _graph(default, size)
    for name, count in counts.items():
        assert isinstance(name, ox.NamedNode)
        named = ox.NamedNode(f"{endpoint}#{quote(name.value, safe='')}")
        graph = ox.NamedNode(f"{named.value}-graph")
        yield ox.Triple(dataset, _sd("namedGraph"), named)
        yield ox.Triple(named, RDF_TYPE, _sd("NamedGraph"))
        yield ox.Triple(named, _sd("name"), name)
        yield ox.Triple(named, _sd("graph"), graph)
        yield from _graph(graph, count)
        if name.value == str(INFERRED):
            yield ox.Triple(named, _sd("entailmentRegime"), ox.NamedNode(REGIME))
            yield ox.Triple(named, _sd("supportedEntailmentProfile"), ox.NamedNode(PROFILE))


def _graph(graph: ox.NamedNode, count: int) -> Iterator[ox.Triple]:
    yield ox.Triple(graph, RDF_TYPE, _sd("Graph"))
    yield ox.Triple(graph, ox.NamedNode(f"{VOID}triples"), ox.Literal(count))


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)
