"""What is admitted does not end the process, and an answer is whole or refused."""

import subprocess
import sys

import pytest

from acquis.engine import admission
from acquis.engine.answers import AnswerTooLarge, Solutions, Triples
from acquis.engine.embedded import Engine

COUNT = admission.MAX_TERMINALS // 3 - 10
MODIFIERS = ["ORDER BY {}", "GROUP BY {}", "HAVING {}"]
PROGRAM = """
import sys
import pyoxigraph as ox
from acquis.engine.admission import admit
from acquis.engine.tokens import layout
query = admit(sys.stdin.read())
list(ox.Store().query(layout(query.tokens)))
"""


@pytest.mark.parametrize("modifier", MODIFIERS)
def test_as_many_conditions_as_are_admitted_are_survived(modifier: str) -> None:
    text = "SELECT (1 AS ?x) { ?s a ?o } " + modifier.format("(1)" * COUNT)
    words = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(words, input=text, text=True, timeout=60, capture_output=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s a ?o } ORDER BY " + "(1)" * 5_000,
        "ASK { ?s ?p ?o FILTER (?o IN (" + "1," * 5_000 + "1)) }",
        "ASK { (" + "[]" * 200 + ") ?p ?o }",
        "ASK { (" + "()" * 200 + ") ?p ?o }",
        "ASK { ?s " + "(" * 10 + "<urn:a>" + ")*" * 10 + " ?o }",
    ],
)
def test_what_would_take_too_long_is_refused(text: str) -> None:
    with pytest.raises(admission.QueryRefused):
        admission.admit(text)


def test_honest_queries_of_that_kind_are_admitted() -> None:
    admission.admit("SELECT ?x { VALUES ?x { " + "1 " * 9_000 + "} }")
    admission.admit("ASK { ?s (((<urn:a>)*/<urn:b>)+|<urn:c>)* ?o }")
    admission.admit("SELECT ((1+2)*(3+4)*(5+6)*(7+8)*(9+1)*(2+3) AS ?x) {}")


@pytest.fixture
def tight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acquis.engine.answers.MAX_BYTES", 1_000)
    monkeypatch.setattr("acquis.engine.answers.MAX_TRIPLES", 3)


@pytest.mark.usefixtures("tight")
def test_an_answer_that_is_too_large_is_refused_not_cut(engine: Engine) -> None:
    solutions = engine.query("SELECT * { ?s ?p ?o . ?a ?b ?c }")
    assert isinstance(solutions, Solutions)
    with pytest.raises(AnswerTooLarge, match="add a LIMIT"):
        solutions.serialize("text/csv")
    triples = engine.query("CONSTRUCT { ?s <urn:x> ?c } { ?s ?p ?o . ?a ?b ?c }")
    assert isinstance(triples, Triples)
    with pytest.raises(AnswerTooLarge, match="add a LIMIT"):
        triples.serialize("text/turtle")
