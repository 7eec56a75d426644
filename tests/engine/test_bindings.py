"""Rows as pyoxigraph writes them and as they are written one by one are the same."""

import gc
import json
import weakref
from collections.abc import Iterable

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acquis.engine.answers import AnswerTooLarge, Solutions
from acquis.engine.bindings import Bindings
from acquis.engine.embedded import computed
from acquis.engine.forms import Forms
from acquis.engine.jsonld import Context
from acquis.engine.output import Output
from acquis.engine.tasks import Limits, Task
from acquis.engine.tokens import tokens

XSD = "http://www.w3.org/2001/XMLSchema#"
AWKWARD = st.sampled_from(
    ['"}},{"', ',{"', ",{},", "{}", '\\"', '"type":"', '{"type":"literal","value":"', "\\", '"']
)
TEXTS = st.lists(AWKWARD | st.text(max_size=4), max_size=4).map("".join)
LITERALS = st.one_of(
    TEXTS.map(ox.Literal),
    st.builds(
        lambda text, tag: ox.Literal(text, language=tag),
        TEXTS,
        st.sampled_from(["en", "EN", "zh-Hans", "de-ch"]),
    ),
    st.sampled_from(["01", "1", "+1", "1.0", "x"]).map(
        lambda text: ox.Literal(text, datatype=ox.NamedNode(f"{XSD}nonNegativeInteger"))
    ),
    TEXTS.map(lambda text: ox.Literal(text, datatype=ox.NamedNode("urn:x:type"))),
)
IRIS = st.sampled_from(["urn:a", "urn:b", "http://x/é"]).map(ox.NamedNode)
ROWS = st.lists(st.tuples(*[st.none() | IRIS | LITERALS] * 3), max_size=12)
FORMS = Forms()
FORMS.learn(
    ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), literal)
    for literal in (
        ox.Literal("1", datatype=ox.NamedNode(f"{XSD}nonNegativeInteger")),
        ox.Literal("2.50", datatype=ox.NamedNode(f"{XSD}decimal")),
    )
)


def solutions(query: str, variables: Iterable[str]) -> Solutions:
    raw = ox.Store().query(query)
    assert isinstance(raw, ox.QuerySolutions)
    return Solutions(raw, tuple(variables), FORMS.of_all, computed(tokens(query)))


def query(rows: Iterable[tuple[ox.NamedNode | ox.Literal | None, ...]]) -> str:
    written = (" ".join("UNDEF" if term is None else str(term) for term in row) for row in rows)
    values = " ".join(f"({row})" for row in written)
    return (
        f"SELECT ?type ?subject ?c ?d {{ VALUES (?type ?subject ?c) {{ {values} }} BIND(1 AS ?d) }}"
    )


@given(ROWS, st.integers(1, 200))
def test_pieces_make_what_a_writer_of_rows_makes(
    rows: list[tuple[ox.NamedNode | ox.Literal | None, ...]], size: int
) -> None:
    text = query(rows)
    columns = ("d", "c", "type", "subject")
    pieces: list[bytes] = []
    counts: list[int] = []

    def take(piece: bytes, number: int) -> None:
        pieces.append(piece)
        counts.append(number)

    Bindings(solutions(text, columns), size, take).fill()
    expected = solutions(text, columns).serialize("application/sparql-results+json")
    assert json.loads(b"".join(pieces)) == json.loads(expected)
    assert sum(counts) == len(rows)


@given(st.integers(0, 20_000), st.booleans())
@settings(max_examples=20, deadline=None)
def test_rows_without_any_value_count_and_come_in_pieces(number: int, after_one: bool) -> None:
    first = '("x")' if after_one else ""
    text = f"SELECT ?x {{ VALUES (?x) {{ {first} {'(UNDEF)' * number} }} }}"
    seen: list[tuple[int, int]] = []
    Bindings(
        solutions(text, ["x"]), 10_000, lambda piece, rows: seen.append((len(piece), rows))
    ).fill()
    assert sum(rows for _, rows in seen) == number + after_one
    assert max(size for size, _ in seen) < 30_000


def test_literals_are_as_the_data_write_them_save_those_that_are_computed() -> None:
    text = "SELECT ?a ?b { VALUES ?a { 2.5 } BIND(2.5 AS ?b) }"
    output = Output(solutions(text, "ab"), Task(text), Context({}))
    pieces: list[bytes] = []
    output.write(pieces.append)
    [row] = json.loads(b"".join(pieces))["results"]["bindings"]
    assert [row["a"]["value"], row["b"]["value"]] == ["2.50", "2.5"]
    assert output.told.rows == 1


@pytest.mark.parametrize("limit", [2, 3])
def test_an_answer_with_more_rows_than_may_be_is_refused(limit: int) -> None:
    text = 'SELECT ?a { VALUES (?a) { (",{}") (UNDEF) ("{}") } }'
    output = Output(solutions(text, "a"), Task(text, limits=Limits(rows=limit)), Context({}))
    if limit == 3:
        output.write(lambda piece: None)
        assert output.told.rows == 3
    else:
        with pytest.raises(AnswerTooLarge, match="more than 2 rows"):
            output.write(lambda piece: None)


def test_an_answer_that_was_written_is_gone_without_a_collection_of_garbage() -> None:
    """In a worker none is collected while queries run, and rows must not outlive their thread."""

    def answered() -> weakref.ref[Output]:
        output = Output(solutions("SELECT (1 AS ?a) {}", "a"), Task(""), Context({}))
        seen: list[bool] = []
        output.write(lambda piece: seen.append(output.is_last))
        assert seen == [True]
        return weakref.ref(output)

    gc.disable()
    try:
        assert answered()() is None
    finally:
        gc.enable()
