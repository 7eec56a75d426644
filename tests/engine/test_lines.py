"""Triples as pyoxigraph writes them and as they are written one by one are the same."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.engine import serialiser
from acquis.engine.answers import AnswerTooLarge, Triples
from acquis.engine.formats import of_media_type
from acquis.engine.forms import Forms
from acquis.engine.jsonld import Context
from acquis.engine.output import Output
from acquis.engine.tasks import Limits, Task

NTRIPLES = "application/n-triples"
INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
TEXTS = st.lists(st.sampled_from(['"^^<', "\n", "\\", '"@EN-us']) | st.text(max_size=4)).map(
    "".join
)
TERMS = st.one_of(
    TEXTS.map(ox.Literal),
    TEXTS.map(lambda text: ox.Literal(text, language="zh-hans")),
    st.sampled_from(["1", "01", "+1"]).map(lambda text: ox.Literal(text, datatype=INTEGER)),
    st.sampled_from("ab").map(ox.BlankNode),
    st.sampled_from("ab").map(lambda name: ox.NamedNode(f"urn:{name}")),
)
NODES = st.sampled_from([ox.NamedNode("urn:s"), ox.BlankNode("s")])
QUADS = st.lists(st.builds(ox.Quad, NODES, st.just(ox.NamedNode("urn:p")), TERMS), max_size=20)


def answer(quads: list[ox.Quad]) -> Triples:
    store, forms = ox.Store(), Forms()
    forms.learn(quads)
    store.extend(quads)
    raw = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(raw, ox.QueryTriples)
    return Triples(raw, Context({}), forms.of)


def sent(output: Output) -> bytes:
    pieces: list[bytes] = []
    output.write(pieces.append)
    return b"".join(pieces)


@given(QUADS)
def test_lines_are_those_of_the_triples(quads: list[ox.Quad]) -> None:
    output = Output(answer(quads), Task("", graphs=NTRIPLES), Context({}))
    expected = serialiser.answer(answer(quads), of_media_type(NTRIPLES), Context({}))
    assert sent(output) == expected
    assert output.told.rows == len(expected.splitlines())


@pytest.mark.parametrize("cut", [False, True])
def test_triples_over_the_limit_are_refused_or_left_off(cut: bool) -> None:
    quads = [
        ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(f"{at} é" * 100))
        for at in range(500)
    ]
    task = Task("", graphs=NTRIPLES, limits=Limits(rows=100, cut=cut))
    output = Output(answer(quads), task, Context({}))
    if cut:
        assert sent(output).count(b"\n") == 100
        assert output.told.cut
    else:
        with pytest.raises(AnswerTooLarge, match="more than 100 triples"):
            sent(output)
