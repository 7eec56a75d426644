"""Documents: what pyoxigraph reads is written with tags and forms as they were."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.engine import GRAPHS, Format
from acquis.engine.jsonld import Context
from acquis.engine.serialiser import NoSuchForm, document

CONTEXT = Context({"e": "http://e.org/", "xsd": "http://www.w3.org/2001/XMLSchema#"})
TURTLE, RDFXML = GRAPHS[0], GRAPHS[2]
SHARED = "@prefix e: <http://e.org/> .\ne:a e:p _:x . e:b e:p _:x . _:x e:q "
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def read(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)]


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
@pytest.mark.parametrize("text", ["x", '"@zh-hans', ' xml:lang="zh-hans"', "\\", "\r\n", "<&>"])
def test_tags_have_their_case_and_texts_are_left(form: Format, text: str) -> None:
    node, name = ox.NamedNode("http://e.org/a"), ox.NamedNode("http://e.org/p")
    blank = ox.BlankNode("x")
    literals = [ox.Literal(text, language="zh-hans"), ox.Literal(text), ox.Literal("de-at")]
    triples = [ox.Triple(node, name, literal) for literal in literals]
    triples += [ox.Triple(node, name, blank), ox.Triple(blank, name, blank)]
    content = document(triples, form, CONTEXT)
    assert content.decode().count("zh-Hans") == 1
    found = {quad.object for quad in ox.parse(content, format=form.syntax)}  # type: ignore[arg-type]
    assert set(literals) <= found


def test_turtle_is_canonical_where_it_can_be() -> None:
    text = document(
        read("<http://e.org/a> <http://e.org/p> [ <http://e.org/q> 1 ] ."), TURTLE, CONTEXT
    )
    assert text.decode() == ("@prefix e: <http://e.org/> .\n\ne:a e:p [\n        e:q 1\n    ] .\n")
    assert b"_:" in document(read(SHARED + '"x"@en-GB .'), TURTLE, CONTEXT)


@pytest.mark.parametrize("iri", ["urn:x:1", "http://e.org/", "http://e.org/a-", "http://e.org/%20"])
def test_predicate_without_a_name(iri: str) -> None:
    triple = ox.Triple(ox.NamedNode("urn:a:a"), ox.NamedNode(iri), ox.Literal("x"))
    for form in GRAPHS:
        if form is not RDFXML:
            assert document([triple], form, CONTEXT)
    if iri.endswith("-"):
        assert document([triple], RDFXML, CONTEXT)
        return
    with pytest.raises(NoSuchForm, match="no name for the property"):
        document([triple], RDFXML, CONTEXT)


def test_character_that_xml_cannot_hold() -> None:
    triple = ox.Triple(ox.NamedNode("urn:a:a"), ox.NamedNode("urn:b:b"), ox.Literal("a\x01b"))
    with pytest.raises(NoSuchForm, match="XML cannot hold"):
        document([triple], RDFXML, CONTEXT)


@given(st.sets(st.tuples(texts, st.sampled_from(["", "en-gb", "zh-hans"])), max_size=5))
@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_any_text_comes_back(form: Format, said: set[tuple[str, str]]) -> None:
    node, name = ox.NamedNode("http://e.org/a"), ox.NamedNode("http://e.org/p")
    literals = {ox.Literal(text, language=tag) if tag else ox.Literal(text) for text, tag in said}
    try:
        content = document([ox.Triple(node, name, each) for each in literals], form, CONTEXT)
    except NoSuchForm:
        assert form is RDFXML
        return
    assert {quad.object for quad in ox.parse(content, format=form.syntax)} == literals  # type: ignore[arg-type]
