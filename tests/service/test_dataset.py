"""VoID and DCAT: each figure is counted again, by a query or from the lines of the files."""

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.service.direct import Direct

from acquis.knowledge import KnowledgeBase
from acquis.names import BASE

PREFIXES = """PREFIX void: <http://rdfs.org/ns/void#>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX about: <https://w3id.org/quantum-acquis/void#>
"""
KEPT = {
    "dataset": "true",
    "asserted": f"?g != <{BASE}graph/inferred>",
    "inferred": f"?g = <{BASE}graph/inferred>",
}


@pytest.fixture(scope="module")
def void(direct: Direct) -> ox.Store:
    reply = direct.get("/.well-known/void", "application/n-triples")
    assert reply.status == 200
    store = ox.Store()
    store.load(reply.content, format=ox.RdfFormat.N_TRIPLES)
    return store


@pytest.fixture(scope="module")
def data(base: KnowledgeBase) -> ox.Store:
    store = ox.Store()
    for path in (base.asserted_path, base.inferred_path):
        store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
    return store


def rows(store: ox.Store, text: str) -> list[tuple[str, ...]]:
    found = store.query(PREFIXES + text)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(term.value for term in row) for row in found]  # type: ignore[union-attr]


def figure(void: ox.Store, subject: str, name: str) -> int:
    ((value,),) = rows(void, f"SELECT ?n {{ about:{subject} void:{name} ?n }}")
    return int(value)


@pytest.mark.parametrize("layer", KEPT)
@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("triples", "SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT ?s ?p ?o {{ {0} }} }}"),
        ("classes", "SELECT (COUNT(DISTINCT ?o) AS ?n) {{ {0} FILTER(?p = rdf:type) }}"),
        ("properties", "SELECT (COUNT(DISTINCT ?p) AS ?n) {{ {0} }}"),
        ("distinctSubjects", "SELECT (COUNT(DISTINCT ?s) AS ?n) {{ {0} }}"),
        (
            "entities",
            "SELECT (COUNT(DISTINCT ?s) AS ?n) {{ {0} FILTER(isIRI(?s)) "
            'FILTER(REGEX(STR(?s), "^https://w3id.org/quantum-acquis/(id/|ns)")) }}',
        ),
    ],
)
def test_figures(void: ox.Store, data: ox.Store, layer: str, name: str, query: str) -> None:
    pattern = f"GRAPH ?g {{ ?s ?p ?o }} FILTER({KEPT[layer]})"
    prefix = "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
    ((count,),) = rows(data, prefix + query.format(pattern))
    assert figure(void, layer, name) == int(count) > 0


def test_objects_are_counted_as_they_are_written(void: ox.Store, base: KnowledgeBase) -> None:
    texts = [path.read_text() for path in (base.asserted_path, base.inferred_path)]
    lines = [line.rsplit(" <", 1)[0] for text in texts for line in text.splitlines()]
    objects = {line.split(" ", 2)[2] for line in lines}
    assert figure(void, "dataset", "distinctObjects") == len(objects)
    assert figure(void, "dataset", "triples") == len(set(lines))


@pytest.mark.parametrize(
    ("link", "name", "count", "query"),
    [
        ("classPartition", "class", "entities", "SELECT DISTINCT ?s ?c {{ ?s a ?c }}"),
        ("propertyPartition", "property", "triples", "SELECT DISTINCT ?s ?p ?o {{ ?s ?p ?o }}"),
    ],
)
def test_partitions(
    void: ox.Store, data: ox.Store, link: str, name: str, count: str, query: str
) -> None:
    found = data.query(query.format(), use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    counted = Counter(row[1].value for row in found)  # type: ignore[union-attr]
    said = rows(
        void, f"SELECT ?c ?n {{ about:dataset void:{link} [ void:{name} ?c ; void:{count} ?n ] }}"
    )
    assert {iri: int(number) for iri, number in said} == counted


def test_linksets(void: ox.Store, data: ox.Store) -> None:
    said = rows(
        void,
        "SELECT ?p ?space ?n { about:dataset void:subset ?l . ?l a void:Linkset ; "
        "void:subjectsTarget about:dataset ; void:objectsTarget [ void:uriSpace ?space ] ; "
        "void:linkPredicate ?p ; void:triples ?n }",
    )
    assert len(said) > 5
    spaces = {space for _, space, _ in said}
    for predicate, space, number in said:
        deeper = [one for one in spaces if one.startswith(space) and one != space]
        apart = " ".join(f'FILTER(!STRSTARTS(STR(?o), "{one}"))' for one in deeper)
        found = data.query(
            f"SELECT DISTINCT ?s ?o {{ ?s <{predicate}> ?o "
            f'FILTER(STRSTARTS(STR(?s), "{BASE}") && STRSTARTS(STR(?o), "{space}")) {apart} }}',
            use_default_graph_as_union=True,
        )
        assert len(list(found)) == int(number), (predicate, space)  # type: ignore[arg-type]
    matches = data.query(
        "SELECT DISTINCT ?s ?p ?o { VALUES ?p { "
        + " ".join(f"<{predicate}>" for predicate in {predicate for predicate, _, _ in said})
        + f' }} ?s ?p ?o FILTER(isIRI(?o) && STRSTARTS(STR(?s), "{BASE}") '
        f'&& !STRSTARTS(STR(?o), "{BASE}")) }}',
        use_default_graph_as_union=True,
    )
    assert len(list(matches)) == sum(int(number) for *_, number in said)  # type: ignore[arg-type]


def test_files(void: ox.Store, base: KnowledgeBase, direct: Direct) -> None:
    said = rows(
        void,
        "SELECT ?url ?n ?kind { about:dataset void:dataDump ?url ; dcat:distribution ?d . "
        "?d dcat:downloadURL ?url ; dcat:byteSize ?n ; dcat:mediaType ?kind }",
    )
    assert len(said) == 3
    for url, size, kind in said:
        reply = direct.get(url.removeprefix("http://direct"))
        assert len(reply.content) == int(size) == (base.folder / Path(url).name).stat().st_size
        assert kind.endswith(reply.headers["content-type"].split(";")[0])


def test_what_it_is_and_where(void: ox.Store, base: KnowledgeBase) -> None:
    ((version, build, licence, endpoint),) = rows(
        void,
        "SELECT ?v ?b ?l ?e { about:dataset dcat:version ?v ; dct:identifier ?b ; "
        "dct:license ?l ; void:sparqlEndpoint ?e }",
    )
    assert (version, build) == (base.manifest["version"], base.manifest["hash"])
    assert licence == "https://creativecommons.org/licenses/by/4.0/"
    assert endpoint == "http://direct/sparql"
    assert rows(void, "SELECT ?p { about:dataset dct:publisher ?p }")
    assert not rows(void, "SELECT ?m { about:dataset dct:modified|dct:issued ?m }")


def test_page_shows_the_same_figures(void: ox.Store, direct: Direct) -> None:
    text = direct.get("/void", "text/html").text
    for layer in KEPT:
        assert f"<td>{figure(void, layer, 'triples'):,}</td>" in text
