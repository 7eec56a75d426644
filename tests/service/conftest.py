"""The service over a small knowledge base, on a port of the loopback address."""

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from tests.builds import build_of
from tests.engines import SERVERS
from tests.service.direct import Direct

from acquis import share
from acquis.engine.isolated.pool import Pool
from acquis.engine.remote import Remote
from acquis.engine.tasks import Engine
from acquis.knowledge import KnowledgeBase
from acquis.publishing import GraphStore, access, publish
from acquis.questions import Question
from acquis.web.app import create_app
from acquis.web.serve import Http

PREFIXES = """
@prefix qap: <https://w3id.org/quantum-acquis/ns#> .
@prefix id: <https://w3id.org/quantum-acquis/id/> .
@prefix graph: <https://w3id.org/quantum-acquis/graph/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <https://schema.org/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ASSERTED = (
    PREFIXES
    + """
GRAPH <https://w3id.org/quantum-acquis/graph/ontology/qap> {
  <https://w3id.org/quantum-acquis/ns> a owl:Ontology ; dcterms:title "Whole"@en ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    owl:versionIRI <https://w3id.org/quantum-acquis/ns/0.1.0> ;
    owl:imports <https://w3id.org/quantum-acquis/ns/core> .
}
GRAPH <https://w3id.org/quantum-acquis/graph/ontology/modules/core> {
  <https://w3id.org/quantum-acquis/ns/core> a owl:Ontology ; dcterms:title "Core"@en ;
    owl:versionIRI <https://w3id.org/quantum-acquis/ns/core/0.1.0> .
  qap:Value a owl:Class ; skos:prefLabel "value"@en ; skos:definition "a good"@en ;
    rdfs:subClassOf [ a owl:Restriction ; owl:onProperty qap:locator ;
      owl:cardinality "1"^^xsd:nonNegativeInteger ] .
  qap:ConvergentValue a owl:Class ; skos:prefLabel "convergent value"@en ;
    rdfs:subClassOf qap:Value .
  qap:expressesValue a owl:ObjectProperty ; skos:prefLabel "expresses value"@en .
}
GRAPH <https://w3id.org/quantum-acquis/graph/ontology/schemes/codes> {
  <https://w3id.org/quantum-acquis/ns/schemes/codes> a owl:Ontology ; dcterms:title "Codes"@en .
  <https://w3id.org/quantum-acquis/id/evidence-code/unverified> a skos:Concept ;
    skos:prefLabel "unverified"@en .
  <https://w3id.org/quantum-acquis/id/evidence-code/our-mapping> a skos:Concept ;
    skos:prefLabel "our mapping"@en .
}
GRAPH <https://w3id.org/quantum-acquis/graph/data/ttl/law> {
  <https://w3id.org/quantum-acquis/id/jurisdiction/eu> a qap:Jurisdiction ;
    skos:prefLabel "European Union"@en , "Europäische Union"@de .
  <https://w3id.org/quantum-acquis/id/instrument/act> a qap:Instrument ;
    skos:prefLabel "The Act"@en ; dcterms:title "法"@zh-Hans ; eli:id_local "OJ 1" ;
    qap:isSupportedBy <https://w3id.org/quantum-acquis/id/evidence/seen-page> ;
    qap:originatesIn <https://w3id.org/quantum-acquis/id/jurisdiction/eu> .
  <https://w3id.org/quantum-acquis/id/provision/act-art-1> a qap:Provision ;
    skos:prefLabel "The Act, Art. 1"@en ; eli:id_local "Art. 1" ;
    qap:isProvisionOf <https://w3id.org/quantum-acquis/id/instrument/act> ;
    qap:isSupportedBy <https://w3id.org/quantum-acquis/id/evidence/seen-page> ;
    schema:version "01"^^xsd:integer .
  <https://w3id.org/quantum-acquis/id/value/privacy> a qap:Value ;
    skos:prefLabel "Privacy"@en ; skos:definition "A private sphere"@en ;
    qap:isSupportedBy <https://w3id.org/quantum-acquis/id/evidence/unverified> .
  <https://w3id.org/quantum-acquis/id/evidence/seen-page> a qap:Evidence ;
    skos:prefLabel "seen: Page"@en ; qap:citesSource
    <https://w3id.org/quantum-acquis/id/document/page> .
  <https://w3id.org/quantum-acquis/id/evidence/unverified> a qap:Evidence ;
    skos:prefLabel "unverified"@en ; qap:hasEvidenceCode
    <https://w3id.org/quantum-acquis/id/evidence-code/unverified> .
  <https://w3id.org/quantum-acquis/id/document/page> a qap:Document ;
    skos:prefLabel "Page"@en ; schema:url "https://example.org/page?a=1&b=2"^^xsd:anyURI .
  <https://w3id.org/quantum-acquis/id/topic/hostile> skos:prefLabel
    "<script>alert(1)</script>\\"'><img src=x onerror=alert(1)>"@en ;
    schema:url "javascript:alert(1)"^^xsd:anyURI ; dcterms:source <javascript:alert(1)> .
}
GRAPH <https://w3id.org/quantum-acquis/graph/data/ttl/odd> {
  <https://w3id.org/quantum-acquis/id/topic/odd> skos:prefLabel "Odd"@en ;
    <urn:number:1> "one" .
}
GRAPH <https://w3id.org/quantum-acquis/graph/data/ttl/mappings/values> {
  <https://w3id.org/quantum-acquis/id/provision/act-art-1> qap:expressesValue
    <https://w3id.org/quantum-acquis/id/value/privacy> .
  <https://w3id.org/quantum-acquis/graph/data/ttl/mappings/values> qap:isSupportedBy
    <https://w3id.org/quantum-acquis/id/evidence/mapping> .
  <https://w3id.org/quantum-acquis/id/evidence/mapping> a qap:Evidence ;
    qap:hasEvidenceCode <https://w3id.org/quantum-acquis/id/evidence-code/our-mapping> .
}
GRAPH <https://w3id.org/quantum-acquis/graph/data/ttl/claims> {
  <https://w3id.org/quantum-acquis/id/claim/c1> a qap:Claim ;
    skos:prefLabel "Privacy could lead to trust"@en ;
    qap:claimSubject <https://w3id.org/quantum-acquis/id/value/privacy> ;
    qap:claimPredicate qap:leadsTo ;
    qap:claimObject <https://w3id.org/quantum-acquis/id/goal/trust> ;
    qap:hasModality <https://w3id.org/quantum-acquis/id/modality/could> ;
    qap:isPositedBy <https://w3id.org/quantum-acquis/id/document/page> .
  <https://w3id.org/quantum-acquis/id/goal/trust> skos:prefLabel "Trust"@en .
  <https://w3id.org/quantum-acquis/id/modality/could> skos:prefLabel "could"@en .
}
"""
    + "GRAPH <https://w3id.org/quantum-acquis/graph/data/ttl/many> {"
    + "".join(
        f"<https://w3id.org/quantum-acquis/id/topic/t{number}> a qap:Topic ; "
        f'skos:prefLabel "Topic {number}"@en ; '
        "dcterms:subject <https://w3id.org/quantum-acquis/id/value/privacy> .\n"
        for number in range(25)
    )
    + "}"
)
INFERRED = (
    PREFIXES
    + """
GRAPH graph:inferred {
  <https://w3id.org/quantum-acquis/id/value/privacy> a qap:ConvergentValue ;
    qap:isExpressedIn <https://w3id.org/quantum-acquis/id/provision/act-art-1> .
}
"""
)
QUESTIONS = [
    Question(
        "convergence",
        "Which values <meet>?",
        ("law", "values"),
        "It counts what the graph holds.",
        "SELECT ?value { ?value a <https://w3id.org/quantum-acquis/ns#ConvergentValue> }",
        Path("convergence.rq"),
    ),
    Question("empty", "What is not there?", (), "", "SELECT ?x { ?x a ?x }", Path("n.rq")),
    Question("any", "Is there anything?", ("law",), "", "ASK { ?s ?p ?o }", Path("any.rq")),
]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    folder = tmp_path_factory.mktemp("small")
    manifest = {
        "hash": "ab" * 32,
        "version": "9.8.7",
        "rules": "none",
        "asserted": 12_345,
        "inferred": 678,
        "files": [
            {"path": f"{name}.ttl", "graph": graph, "sha256": "", "triples": 1}
            for graph, name in re.findall(r"GRAPH <(\S+/graph/(\S+))>", ASSERTED)
        ],
        "clashes": 0,
    }
    return build_of(folder, ASSERTED, INFERRED, manifest)


def negotiated(response: httpx.Response) -> str:
    """Return what a response varies with besides the content coding."""
    names = response.headers.get("vary", "").split(", ")
    return ", ".join(name for name in names if name != "Accept-Encoding")


@contextmanager
def served(app: FastAPI, root_path: str = "") -> Iterator[str]:
    """Run an application in a thread; give its address."""
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=0,
        log_level="error",
        root_path=root_path,
        http=Http,
        loop="asyncio",
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        deadline = time.monotonic() + 20
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        assert server.started
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def engine_of_small(
    small: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Engine]]:
    """What makes an engine: the embedded one, or that which ACQUIS_TEST_ENGINE names."""
    name = os.environ.get("ACQUIS_TEST_ENGINE")
    if not name:
        yield lambda: Pool(share.root())
        return
    with SERVERS[name](tmp_path_factory.mktemp(name)) as server:
        with GraphStore(access(server.graphs, server.user, server.password)) as store:
            publish(small, store, report=lambda message: None)
        yield lambda: Remote(access(server.queries), share.root())


@pytest.fixture(scope="session")
def http(small: KnowledgeBase, engine_of_small: Callable[[], Engine]) -> Iterator[httpx.Client]:
    """A client of the service; it follows no redirect."""
    with (
        served(create_app(small, engine_of_small(), QUESTIONS)) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        yield client


@pytest.fixture(scope="session")
def mounted(small: KnowledgeBase, engine_of_small: Callable[[], Engine]) -> Iterator[httpx.Client]:
    """A client of the service as a reverse proxy that strips /graph would reach it."""
    app = create_app(small, engine_of_small(), QUESTIONS)
    with served(app, "/graph") as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture(scope="session")
def direct(base: KnowledgeBase) -> Iterator[Direct]:
    """The service of the whole knowledge base, without an engine."""
    found = Direct(create_app(base, Pool(share.root()), []))
    yield found
    found.close()


@pytest.fixture
def browse(http: httpx.Client) -> Callable[..., httpx.Response]:
    """Get a page as a browser does."""

    def get(path: str, **options: object) -> httpx.Response:
        return http.get(path, headers={"Accept": BROWSER}, **options)

    return get
