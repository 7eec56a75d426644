"""Canonical Turtle: one text for one graph, and nothing lost."""

import random

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, XSD, BNode, Literal, URIRef

from acquis.graph import Triple, parse
from acquis.turtle import Unwritable, canonical, comment_lines, serialise

TABLE = {"ex": "http://example.org/", "xsd": str(XSD)}
HEAD = "@prefix ex: <http://example.org/> .\n"

iris = st.sampled_from(
    [f"http://example.org/{name}" for name in ("a", "b", "B.2", "3-c", "x/y", "é", "-", "d.")]
    + ["urn:x:1", "http://other.example/#z"]
).map(URIRef)
texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
literals = st.one_of(
    texts.map(Literal),
    st.builds(lambda text, tag: Literal(text, lang=tag), texts, st.sampled_from(["en", "zh-Hans"])),
    st.builds(
        lambda text, kind: Literal(text, datatype=kind, normalize=False),
        st.sampled_from(["1", "01", "1.50", "-2", "true", "1e3", "2024", "not a number", "+.5"]),
        st.sampled_from([XSD.integer, XSD.decimal, XSD.boolean, XSD.double, XSD.gYear]),
    ),
)


@st.composite
def graphs(draw: st.DrawFn) -> list[Triple]:
    """Graphs whose blank nodes are trees."""
    triples = draw(st.lists(st.tuples(iris, iris, st.one_of(iris, literals)), max_size=8))
    nodes: list[URIRef | BNode] = draw(st.lists(iris, min_size=1, max_size=3))
    for number in range(draw(st.integers(0, 5))):
        blank = BNode(f"n{number}")
        parent = draw(st.sampled_from(nodes))
        triples.append((parent, draw(iris), blank))
        for _ in range(draw(st.integers(0, 2))):
            triples.append((blank, draw(iris), draw(st.one_of(iris, literals))))
        nodes.append(blank)
    return triples


def same(one: str, other: str) -> bool:
    def hashed(text: str) -> ox.Dataset:
        dataset = ox.Dataset(ox.parse(text, format=ox.RdfFormat.TURTLE))
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        return dataset

    return hashed(one) == hashed(other)


@given(graphs(), st.randoms())
def test_one_text_for_one_graph(triples: list[Triple], shuffle: random.Random) -> None:
    text = serialise(triples, TABLE)
    shuffle.shuffle(triples)
    renamed = {
        node: BNode(f"m{number}")
        for number, node in enumerate({part for t in triples for part in t})
        if isinstance(node, BNode)
    }
    again = [tuple(renamed.get(part, part) for part in t) for t in triples]
    assert serialise(again, TABLE) == text  # type: ignore[arg-type]


@given(graphs())
def test_nothing_is_lost_and_a_second_pass_changes_nothing(triples: list[Triple]) -> None:
    text = serialise(triples, TABLE)
    assert len(parse(text.encode())) == len(set(triples))
    assert canonical(text.encode(), TABLE) == text
    written = "".join(f"{' '.join(map(_nt, t))} .\n" for t in triples)
    assert same(text, written)


def _nt(part: object) -> str:
    from acquis.graph import ntriples_term

    return ntriples_term(part)  # type: ignore[arg-type]


def test_reads_well() -> None:
    source = HEAD + 'ex:b ex:p ( 1 "two"@en ) , [ ex:q ex:r ] ; a ex:C . ex:a a ex:C .'
    assert canonical(source.encode(), TABLE) == (
        "@prefix ex: <http://example.org/> .\n"
        "\n"
        "ex:a a ex:C .\n"
        "\n"
        "ex:b a ex:C ;\n"
        '    ex:p ( 1 "two"@en ) ,\n'
        "        [\n"
        "        ex:q ex:r\n"
        "    ] .\n"
    )


def test_adding_one_statement_adds_one_line() -> None:
    before = canonical((HEAD + "ex:a ex:p ex:b , ex:d ; ex:q 1 .").encode(), TABLE)
    after = canonical((HEAD + "ex:a ex:p ex:b , ex:c , ex:d ; ex:q 1 .").encode(), TABLE)
    assert len(set(after.splitlines()) - set(before.splitlines())) == 1


def test_prefixes_that_only_the_file_declares_are_kept() -> None:
    text = canonical(b"@prefix own: <http://own.example/> . own:a own:b own:c .", TABLE)
    assert text.startswith("@prefix own: <http://own.example/> .\n")


def test_a_comment_is_not_lost_in_silence() -> None:
    with pytest.raises(Unwritable, match="line 2: a comment"):
        canonical((HEAD + "ex:a ex:b ex:c . # why").encode(), TABLE)


@pytest.mark.parametrize(
    "text",
    [
        "<http://example.org/#a> <http://b#c> <http://d#> .",
        'ex:a ex:b "no # comment", "a \\" # still none" .',
        'ex:a ex:b """long " # none\n# none""" .',
        "ex:a ex:b '''long ' # none''' , '#' .",
        "ex:a\\#b ex:c ex:d .",
        "<http://example.org/\\u0061#b> ex:c ex:d .",
    ],
)
def test_a_number_sign_inside_a_term_is_no_comment(text: str) -> None:
    assert comment_lines(text) == []


def test_a_shared_blank_node_is_refused() -> None:
    node = BNode()
    triples = [(URIRef(f"urn:{name}"), RDF.value, node) for name in "ab"]
    with pytest.raises(Unwritable, match="used in two places"):
        serialise(triples, {})


def test_a_cycle_of_blank_nodes_is_refused() -> None:
    one, two = BNode(), BNode()
    with pytest.raises(Unwritable, match="cycle"):
        serialise([(one, RDF.value, two), (two, RDF.value, one)], {})


def test_language_tags_take_the_case_of_rfc_5646() -> None:
    text = canonical((HEAD + 'ex:a ex:b "x"@ZH-hans , "y"@en-gb , "z"@x-abcd .').encode(), TABLE)
    assert "@zh-Hans" in text
    assert "@en-GB" in text
    assert "@x-abcd" in text


def test_a_base_direction_is_not_lost_in_silence() -> None:
    with pytest.raises(SyntaxError, match="base direction"):
        canonical((HEAD + 'ex:a ex:b "x"@en--ltr .').encode(), TABLE)


def test_a_nest_that_is_too_deep_is_refused() -> None:
    deep = "ex:a ex:b " + "[ ex:c " * 250 + "1" + " ]" * 250 + " ."
    with pytest.raises(Unwritable, match="nested too deeply"):
        canonical((HEAD + deep).encode(), TABLE)
