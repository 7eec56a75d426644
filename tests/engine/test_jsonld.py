"""JSON-LD, read back by two parsers that are not ours."""

import json

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from acquis.engine.jsonld import Context, Definition, serialise

NS = "urn:ns:"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
CONTEXT = Context(
    {"ns": "http://e.org/ns#", "e": "http://e.org/", "urn": "http://e.org/urn/", "id": "http://x/"},
    {
        "http://e.org/ns#link": Definition("link", "@id"),
        "http://e.org/ns#date": Definition("date", XSD + "date"),
        "http://e.org/ns#said": Definition("said"),
        "http://e.org/ns#e": Definition("e"),
    },
)
IRIS = [f"http://e.org/ns#{name}" for name in ("link", "date", "said", "e", "other", "a.b", "1")]
IRIS += ["http://e.org/a/b", "http://e.org/", "urn:a:b", "mailto:a@e.org", "e:x", RDF + "type"]
iris = st.sampled_from(IRIS).map(ox.NamedNode)
blanks = st.sampled_from("abcdef").map(ox.BlankNode)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
literals = st.one_of(
    words.map(ox.Literal),
    st.builds(
        lambda text, tag: ox.Literal(text, language=tag), words, st.sampled_from(["en", "zh-hans"])
    ),
    st.builds(
        lambda text, kind: ox.Literal(text, datatype=ox.NamedNode(kind)),
        words,
        st.sampled_from([XSD + "date", XSD + "integer", XSD + "boolean", "urn:kind", RDF + "JSON"]),
    ),
)
lists = st.just(ox.NamedNode(RDF + "nil"))
predicates = st.one_of(iris, st.sampled_from([RDF + "first", RDF + "rest"]).map(ox.NamedNode))
triples = st.builds(
    ox.Triple, st.one_of(iris, blanks), predicates, st.one_of(iris, blanks, literals, lists)
)


def canonical(quads: object) -> set[str]:
    dataset = ox.Dataset(quads)  # type: ignore[arg-type]
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {f"{q.subject} {q.predicate} {q.object}" for q in dataset}


@given(st.sets(triples, max_size=12))
def test_any_triples_come_back(found: set[ox.Triple]) -> None:
    wanted = canonical(ox.Quad(t.subject, t.predicate, t.object) for t in found)
    content = serialise(found, CONTEXT)
    assert canonical(ox.parse(content, format=ox.RdfFormat.JSON_LD)) == wanted
    assert serialise(list(found)[::-1], CONTEXT) == content


def read(turtle: str) -> dict[str, object]:
    quads = ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)
    found = json.loads(serialise([quad.triple for quad in quads], CONTEXT))
    assert isinstance(found, dict)
    return found


PREFIX = "@prefix ns: <http://e.org/ns#> . @prefix e: <http://e.org/> .\n"


def test_one_thing_is_one_object() -> None:
    found = read(PREFIX + 'e:a a ns:C ; ns:link e:b ; ns:said "x"@zh-Hans , "y" .')
    assert found == {
        "@context": {
            "@version": 1.1,
            "id": "@id",
            "type": "@type",
            "e": "http://e.org/",
            "ns": "http://e.org/ns#",
            "link": {"@id": "http://e.org/ns#link", "@type": "@id"},
            "said": "http://e.org/ns#said",
        },
        "id": "e:a",
        "type": "ns:C",
        "link": "e:b",
        "said": [{"@language": "zh-Hans", "@value": "x"}, "y"],
    }


def test_blank_nodes_and_lists_stand_where_they_are_used() -> None:
    found = read(PREFIX + "e:a ns:other [ ns:other ( e:b [ ns:link e:c ] ) ] ; ns:link ( e:d ) .")
    assert found["ns:other"] == {"ns:other": {"@list": [{"id": "e:b"}, {"link": "e:c"}]}}
    assert found["link"] == {"@list": ["e:d"]}


def test_shared_and_cyclic_blank_nodes_have_names() -> None:
    found = read(PREFIX + "e:a ns:link _:x . e:b ns:link _:x . _:x ns:link _:y . _:y ns:link _:x .")
    assert isinstance(found["@graph"], list)
    assert len(found["@graph"]) == 3


def test_deep_nesting_is_no_stack() -> None:
    chain = [
        ox.Triple(ox.BlankNode(f"b{at}"), ox.NamedNode("urn:p:x"), ox.BlankNode(f"b{at + 1}"))
        for at in range(3_000)
    ]
    content = serialise(chain, CONTEXT)
    assert len(list(ox.parse(content, format=ox.RdfFormat.JSON_LD))) == 3_000


def test_rdflib_reads_it_too() -> None:
    turtle = PREFIX + 'e:a a ns:C ; ns:link e:b ; ns:date "2024"^^<urn:k> ; ns:other ( 1 "b" ) .'
    quads = ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)
    content = serialise([quad.triple for quad in quads], CONTEXT)
    assert Graph().parse(data=turtle).isomorphic(Graph().parse(data=content, format="json-ld"))
