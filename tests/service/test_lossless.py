"""What went in as Turtle comes out the same: by RDFC-1.0, language tags in their own case.

See https://www.w3.org/TR/rdf-canon/. rdflib keeps terms as they are written, but for plain numbers
in Turtle, and pyoxigraph but for the case of tags: Turtle is read by the one, with the tags that
stand in the text, and all else by the other.
"""

import hashlib
import random
import re
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node
from tests.service.direct import Direct

from acquis import graph
from acquis.knowledge import KnowledgeBase
from acquis.names import BASE

FORMATS = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
CASED = "urn:x-language:"
Triples = set[tuple[Node, Node, Node]]


@pytest.fixture(autouse=True, scope="module")
def as_written() -> None:
    """Keep lexical forms: rdflib would make `1` of `01`."""
    kept = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    yield
    rdflib.NORMALIZE_LITERALS = kept


@pytest.fixture(scope="module")
def sources(base: KnowledgeBase, root: Path, as_written: None) -> dict[str, Triples]:
    """The triples of each named graph, read from its file."""
    found = {}
    for entry in base.manifest["files"]:
        path = root / entry["path"]
        if path.suffix == ".ttl":
            found[entry["graph"]] = turtle(path.read_bytes())
        else:
            found[entry["graph"]] = set(graph.read(path, root).triples)
    return found


def canonical_hash(triples: Triples) -> str:
    """Return the hash of the RDFC-1.0 form; a language tag counts in its case."""
    dataset = ox.Dataset(ox.Quad(*(_term(part) for part in triple)) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(f"{q.subject} {q.predicate} {q.object} .\n" for q in dataset)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _term(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, BNode):
        return ox.BlankNode(str(node))
    assert isinstance(node, Literal)
    if node.language:
        return ox.Literal(str(node), datatype=ox.NamedNode(CASED + node.language))
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype or rdflib.XSD.string)))


def served(direct: Direct, path: str, ending: str, query: str = "") -> Triples:
    reply = direct.get(f"{path}.{ending}{query}")
    assert reply.status == 200, reply.text
    if ending == "ttl":
        return turtle(reply.content)
    return set(Graph().parse(data=reply.content, format=FORMATS[ending]))


def turtle(content: bytes) -> Triples:
    """Read Turtle, with lexical forms and language tags as they stand in the text."""
    tags = {tag.lower(): tag for tag in re.findall(r'"@([A-Za-z0-9-]+)', content.decode())}

    def node(term: object) -> Node:
        if isinstance(term, ox.Literal) and term.language:
            return Literal(term.value, lang=tags[term.language])
        if isinstance(term, ox.Literal):
            plain = term.datatype.value == str(rdflib.XSD.string)
            kind = None if plain else URIRef(term.datatype.value)
            return Literal(term.value, datatype=kind, normalize=False)
        kind_of_node = URIRef if isinstance(term, ox.NamedNode) else BNode
        return kind_of_node(term.value)  # type: ignore[attr-defined]

    quads = ox.parse(content, format=ox.RdfFormat.TURTLE)
    return {(node(q.subject), node(q.predicate), node(q.object)) for q in quads}


def test_hash_sees_what_it_must() -> None:
    node, name = URIRef("urn:a"), URIRef("urn:b")

    def of(value: Literal) -> str:
        return canonical_hash({(node, name, value)})

    assert of(Literal("x", lang="zh-Hans")) != of(Literal("x", lang="zh-hans"))
    one, other = (Literal(text, datatype=rdflib.XSD.integer) for text in ("1", "01"))
    assert of(one) != of(other)
    blanks = [canonical_hash({(BNode(), name, node)}) for _ in range(2)]
    assert blanks[0] == blanks[1]


def test_a_named_graph_is_its_file(
    direct: Direct, base: KnowledgeBase, root: Path, sources: dict[str, Triples]
) -> None:
    """Byte for byte where the file is Turtle, which is kept in canonical form."""
    for entry in base.manifest["files"]:
        path = entry["graph"].removeprefix(BASE.rstrip("/"))
        text = direct.get(path + ".ttl").content
        if entry["path"].endswith(".ttl"):
            assert text == (root / entry["path"]).read_bytes(), entry["path"]
        found = turtle(text)
        assert canonical_hash(found) == canonical_hash(sources[entry["graph"]]), entry["path"]


@pytest.mark.parametrize("ending", FORMATS)
def test_all_of_the_ontology(direct: Direct, sources: dict[str, Triples], ending: str) -> None:
    """Each ontology is its file, and the whole is that of the files it imports."""
    ontology, imports = rdflib.OWL.Ontology, rdflib.OWL.imports
    stated = {
        str(subject): triples
        for triples in sources.values()
        for subject, _, value in triples
        if value == ontology
    }
    assert len(stated) == 20
    for iri, triples in stated.items():
        parts = [stated[str(value)] for _, name, value in triples if name == imports]
        wanted = triples.union(*parts) if iri == BASE + "ns" else triples
        found = served(direct, "/" + iri.removeprefix(BASE), ending)
        assert canonical_hash(found) == canonical_hash(wanted), iri


@pytest.mark.parametrize("ending", FORMATS)
def test_things_of_each_kind(direct: Direct, sources: dict[str, Triples], ending: str) -> None:
    """What is asserted of a thing is what the sources say; no tag or form is changed."""
    stated: dict[str, Triples] = defaultdict(set)
    for triples in sources.values():
        for triple in triples:
            stated[str(triple[0])].add(triple)
    kinds: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(stated):
        if iri.startswith(BASE + "id/"):
            kinds[iri.split("/")[-2]].append(iri)
    assert len(kinds) > 30
    chosen = [random.Random(kind).choice(found) for kind, found in sorted(kinds.items())]
    tagged = [iri for iri in stated if any("-" in (_tag(value)) for *_, value in stated[iri])]
    assert len(tagged) > 20
    for iri in [*chosen, *tagged]:
        path = "/doc/" + iri.removeprefix(BASE + "id/")
        asserted = served(direct, path, ending, "?layer=asserted")
        assert canonical_hash(asserted) == canonical_hash(stated[iri]), iri
        inferred = served(direct, path, ending, "?layer=inferred")
        assert not inferred & asserted
        assert served(direct, path, ending) == asserted | inferred


def test_dumps(direct: Direct, base: KnowledgeBase, sources: dict[str, Triples]) -> None:
    lines: dict[str, list[str]] = defaultdict(list)
    for line in direct.get("/data/asserted.nq").text.splitlines(keepends=True):
        lines[line.rsplit(" <", 1)[1].partition(">")[0]].append(line)
    found = {
        name: set(Graph().parse(data=_plain("".join(said)), format="nt"))
        for name, said in lines.items()
    }
    assert found.keys() == sources.keys()
    for name, triples in sources.items():
        assert canonical_hash(found[name]) == canonical_hash(triples), name
    inferred = set(Graph().parse(data=_plain(direct.get("/data/inferred.nq").text), format="nt"))
    whole = direct.get("/data/quantum-acquis.ttl").content
    everything = set[tuple[Node, Node, Node]]().union(*sources.values()) | inferred
    assert canonical_hash(turtle(whole)) == canonical_hash(everything)


@pytest.mark.parametrize("ending", FORMATS)
def test_the_default_graph_is_all_that_the_files_state(
    direct: Direct, sources: dict[str, Triples], ending: str
) -> None:
    stated = set[tuple[Node, Node, Node]]().union(*sources.values())
    found = served(direct, "/graph-store", ending, "?default&layer=asserted")
    assert canonical_hash(found) == canonical_hash(stated)


def _tag(node: Node) -> str:
    return (isinstance(node, Literal) and node.language) or ""


def _plain(quads: str) -> str:
    """Return N-Quads of one graph as N-Triples."""
    return "".join(line.rsplit(" <", 1)[0] + " .\n" for line in quads.splitlines())
