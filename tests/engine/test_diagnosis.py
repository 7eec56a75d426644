"""A malformed query is answered with the place of the fault and what could stand there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.engine import Engine
from acquis.engine.diagnosis import caret
from acquis.errors import QueryError

FAULTS = [
    ("SELECT * WHERE { ?s ?p", 1, 23, "ends too early", "a variable"),
    ("", 1, 1, "ends too early", "SELECT"),
    ("SELCT * { ?s ?p ?o }", 1, 1, "did you mean SELECT?", "SELECT"),
    ("SELECT * WHERE { ?s ?p ?o . } }", 1, 31, "} cannot stand here", "LIMIT"),
    ("SELECT ?x\nWHERE {\n ?s ?p ?o FILTER(?x > )\n}", 3, 23, ") cannot stand", "a number"),
    ("SELECT * { ?s ?p ?o . ?s ?p }", 1, 29, "} cannot stand here", "an IRI"),
    ("SELECT * { ?s ?p ?o ORDER BY ?s", 1, 21, "ORDER cannot stand here", "}"),
    ("SELECT * { ?s ?p ?o } ODER BY ?s", 1, 23, "did you mean ORDER?", "ORDER"),
    ("SELECT * { ?s ?p ?o FILTR(?o > 1) }", 1, 21, "did you mean FILTER?", "FILTER"),
    ("SELECT * { ?s ?p ?o } LIMIT x", 1, 29, "x cannot stand here", "a number"),
    ("SELECT * { ?s ?p 'x }", 1, 18, "is not closed", "a literal"),
    ("SELECT * { <x> ?p ?o }", 1, 12, "not an absolute IRI", "an absolute IRI"),
    ("SELECT * { BIND(1 AS ?x) BIND(2 AS ?x) }", 1, 40, "breaks a rule", ""),
    ("SELECT (COUNT(?x) AS ?n) ?y { ?x ?p ?y }", 1, 41, "unbound", ""),
    ("SELECT * { } GROUP BY ?x", 1, 25, "GROUP BY", ""),
    ("SELECT * { ?s ?p '''a\nb''' ?x }", 2, 6, "?x cannot stand here", "}"),
    ("SELECT * # ?x }\n{ ?s ?p ?o ?x }", 2, 12, "?x cannot stand here", "."),
]


@pytest.mark.parametrize(("text", "line", "column", "message", "expected"), FAULTS)
def test_fault(
    engine: Engine, text: str, line: int, column: int, message: str, expected: str
) -> None:
    with pytest.raises(QueryError) as caught:
        engine.query(text)
    error = caught.value
    assert (error.line, error.column) == (line, column)
    assert message in str(error)
    assert expected in error.expected
    assert not {"[_]", "SERVICE", "LATERAL"} & set(error.expected.replace(",", "").split())


def test_known_prefix_that_is_not_declared(engine: Engine) -> None:
    with pytest.raises(QueryError) as caught:
        engine.query("SELECT * {\n  ?s skos:prefLabel ?o }")
    assert (caught.value.line, caught.value.column) == (2, 6)
    assert "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>" in caught.value.expected


def test_unknown_prefix(engine: Engine) -> None:
    with pytest.raises(QueryError, match="the prefix zzz: is not declared") as caught:
        engine.query("SELECT * { ?s zzz:p ?o }")
    assert "PREFIX zzz: <...>" in caught.value.expected


@pytest.mark.parametrize("name", ["CONCAT", "COALESCE"])
def test_blank_behind_a_function_is_no_fault(engine: Engine, name: str) -> None:
    engine.query(f"SELECT ({name} ('a') AS ?x) {{}}")


def test_caret() -> None:
    assert caret("a\n\tb c", 2, 4) == "\tb c\n\t  ^"
    assert caret("a", None, None) == ""
    assert caret("a", 5, 1) == ""


@given(st.data())
def test_every_cut_of_a_query_has_a_place_within_it(engine: Engine, data: st.DataObject) -> None:
    text = "SELECT ?s (COUNT(?o) AS ?n)\n{ ?s <http://e/p> ?o ; a 'x'@en . } GROUP BY ?s"
    cut = text[: data.draw(st.integers(0, len(text) - len(" } GROUP BY ?s")))]
    with pytest.raises(QueryError) as caught:
        engine.query(cut)
    lines = cut.split("\n")
    assert caught.value.line
    assert caught.value.column
    assert caught.value.line <= len(lines)
    assert caught.value.column <= len(lines[caught.value.line - 1]) + 1
