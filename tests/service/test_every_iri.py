"""Every IRI of ours in the shipped knowledge base answers, as a page and as data."""

import re
from collections import defaultdict

import pyoxigraph as ox
import pytest
from tests.service.direct import Direct, Reply

from acquis.knowledge import KnowledgeBase
from acquis.names import BASE

IRI = re.compile(rf"<({re.escape(BASE)}[^>]*)>")
BATCH = 100
SYNTAX = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
}


@pytest.fixture(scope="module")
def iris(base: KnowledgeBase) -> list[str]:
    text = base.asserted_path.read_text() + base.inferred_path.read_text()
    return sorted(set(IRI.findall(text)))


def data(direct: Direct, path: str, media_type: str) -> set[tuple[str, str, str]]:
    return read(direct.get(path, media_type), path, media_type)


def read(reply: Reply, path: str, media_type: str) -> set[tuple[str, str, str]]:
    assert reply.status == 200, f"{path}: {reply.text}"
    assert reply.headers["content-type"].split(";")[0] == media_type, path
    quads = ox.parse(reply.content, format=SYNTAX[media_type])
    return {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads}


def without_blank(triples: set[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    return {triple for triple in triples if not any(part.startswith("_:") for part in triple)}


def test_every_thing(direct: Direct, base: KnowledgeBase, iris: list[str]) -> None:
    known: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for path in (base.asserted_path, base.inferred_path):
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS):
            triple = (str(quad.subject), str(quad.predicate), str(quad.object))
            known[triple[0]].add(triple)
    things = [iri for iri in iris if iri.startswith(BASE + "id/")]
    assert len(things) > 7_000
    for at in range(0, len(things), BATCH):
        paths = [iri.removeprefix(BASE.rstrip("/")) for iri in things[at : at + BATCH]]
        asked = [(path, kind) for path in paths for kind in ("text/html", *SYNTAX)]
        replies = direct.get_all(asked, follow=True)
        for (path, kind), reply in zip(asked, replies, strict=True):
            iri = BASE.rstrip("/") + path
            if kind in SYNTAX:
                assert read(reply, path, kind) == known[f"<{iri}>"], f"{iri} as {kind}"
                continue
            assert reply.status == 200, iri
            assert reply.headers["content-type"] == "text/html; charset=utf-8"
            assert f"<code>{iri}</code>" in reply.text


def test_every_document(direct: Direct, iris: list[str]) -> None:
    """The ontologies, by their own IRI and that of their version, and the named graphs."""
    documents = [iri for iri in iris if not iri.startswith(BASE + "id/") and "#" not in iri]
    assert sum(iri.startswith(BASE + "graph/") for iri in documents) > 400
    assert BASE + "ns" in documents
    for iri in documents:
        path = iri.removeprefix(BASE.rstrip("/"))
        page = direct.get(path, "text/html")
        assert page.status == 200, iri
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        found = [without_blank(data(direct, path, media_type)) for media_type in SYNTAX]
        assert found[0] == found[1] == found[2] != set(), iri


def test_every_term_of_the_ontology(direct: Direct, iris: list[str]) -> None:
    """A hash IRI is in the document before its hash, and at its anchor in the page."""
    terms = [iri for iri in iris if "#" in iri]
    assert len(terms) > 130
    for place in sorted({iri.partition("#")[0] for iri in terms}):
        path = place.removeprefix(BASE.rstrip("/"))
        page = direct.get(path, "text/html").text
        found = [{triple[0] for triple in data(direct, path, kind)} for kind in SYNTAX]
        for iri in terms:
            if iri.startswith(place + "#"):
                assert f'id="{iri.partition("#")[2]}"' in page, iri
                assert all(f"<{iri}>" in subjects for subjects in found), iri
