"""A malformed query is answered with what would mend it, the right thing first."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builds import build_of

from acquis.engine.embedded import Engine
from acquis.errors import QueryError

QAP = "PREFIX qap: <https://w3id.org/quantum-acquis/ns#>\n"
WRONG = [
    # words
    ("SELCT ?s { ?s ?p ?o }", "write SELECT in place of SELCT"),
    ("SELECT ?s WERE { ?s ?p ?o }", "write WHERE in place of WERE"),
    ("SELECT DISTINT ?s { ?s ?p ?o }", "write DISTINCT in place of DISTINT"),
    ("PREFX q: <http://e/> SELECT * { ?s q:p ?o }", "write PREFIX in place of PREFX"),
    ("SELECT * { ?s ?p ?o OPTIONL { ?s a ?c } }", "write OPTIONAL in place of OPTIONL"),
    ("SELECT * { ?s ?p ?o FILTR(?o > 1) }", "write FILTER in place of FILTR"),
    ("SELECT * { ?s ?p ?o BNID(1 AS ?x) }", "write BIND in place of BNID"),
    ("SELECT * { { ?s ?p ?o } UNIN { ?o ?p ?s } }", "write UNION in place of UNIN"),
    ("SELECT * { ?s ?p ?o } ODER BY ?s", "write ORDER in place of ODER"),
    ("SELECT * { ?s ?p ?o } LIMT 5", "write LIMIT in place of LIMT"),
    ("SELECT * { ?s ?p ?o } LIMIT 5 OFSET 5", "write OFFSET in place of OFSET"),
    ("SELECT * { ?s ?p ?o FILTER NOT EXIST { ?s a ?c } }", "write EXISTS in place of EXIST"),
    ("SELECT * { ?s ?p ?o FILTER(STRSTART(?o, 'a')) }", "write STRSTARTS in place of STRSTART"),
    ("SELECT * { ?s ?p ?o FILTER(CONTAIN(?o, 'a')) }", "write CONTAINS in place of CONTAIN"),
    ("SELECT * { ?s ?p ?o FILTER(REGX(?o, 'a')) }", "write REGEX in place of REGX"),
    ("SELECT (CONT(?s) AS ?n) { ?s ?p ?o }", "write COUNT in place of CONT"),
    ("ASKS { ?s ?p ?o }", "write ASK in place of ASKS"),
    ("DESCRIB <http://e/x>", "write DESCRIBE in place of DESCRIB"),
    ("CONSTRUT { ?s ?p ?o } WHERE { ?s ?p ?o }", "write CONSTRUCT in place of CONSTRUT"),
    ("SELECT * { ?s A ?c }", "write a in lower case"),
    ("SELECT * { ?s ?p ?o } ORDER ?s", "add BY"),
    ("SELECT ?s { ?s ?p ?o } GROUP ?s", "add BY"),
    ("SELECT * { VALUE ?s { 1 } ?s ?p ?o }", "write VALUES in place of VALUE"),
    # prefixes and IRIs
    (
        "SELECT * { ?s skos:prefLabel ?o }",
        "add PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
    ),
    (QAP + "SELECT * { ?s qpa:expressesValue ?o }", "write qap: in place of qpa:"),
    ("SELECT * { ?s zzzz:p ?o }", "add a line PREFIX zzzz:"),
    ("PREFIX q <http://e/> SELECT * { ?s q:p ?o }", "write q: with a colon"),
    ("PREFIX q: http://e/ SELECT * { ?s q:p ?o }", "put the IRI into < and >"),
    ("@prefix q: <http://e/> . SELECT * { ?s q:p ?o }", "write PREFIX without @"),
    ("PREFIX q: <http://e/>; SELECT * { ?s q:p ?o }", "leave off ;"),
    ("PREFIX q: <http://e/> . SELECT * { ?s q:p ?o }", r"leave off \."),
    ("SELECT * { ?s <http://e/p ?o }", "close the IRI with >"),
    ("SELECT * { ?s http://e/p ?o }", "add < and > around the IRI"),
    # brackets
    ("SELECT * { ?s ?p ?o", "add } at the end"),
    ("SELECT * { { ?s ?p ?o ", "add } } at the end"),
    ("SELECT * { ?s ?p ?o . } }", "leave off }"),
    ("SELECT * { ?s ?p ?o FILTER(?o > 1 }", r"add \) before }"),
    ("SELECT * { ?s ?p ?o FILTER((?o > 1) }", r"add \) before }"),
    ("SELECT * { ?s ?p ?o FILTER(?o > 1)) }", r"leave off \)"),
    ("SELECT * { ?s ?p ?o FILTER ?o > 1 }", "put what follows FILTER into round brackets"),
    ("SELECT * { ?s ?p ?o BIND ?o AS ?x }", "put what follows BIND into round brackets"),
    ("SELECT * WHERE ?s ?p ?o }", "add { before"),
    ("SELECT * { ?s ?p ?o OPTIONAL ?s a ?c }", "put what follows OPTIONAL into { and }"),
    ("SELECT * { ?s ?p ?o OPTIONAL { ?s a ?c }", "add } at the end"),
    ("SELECT * { VALUES ?s (1 2) ?s ?p ?o }", "put the values into { and }"),
    ("SELECT * { ?s ?p ?o FILTER(?o IN [1, 2]) }", r"put the members of IN into \( and \)"),
    ("SELECT COUNT(?s) { ?s ?p ?o }", r"write \(COUNT\(\?s\) AS \?name\)"),
    ("SELECT COUNT(?s) AS ?n { ?s ?p ?o }", r"write \(COUNT\(\?s\) AS \?n\)"),
    ("SELECT ?p (COUNT(?s)) { ?s ?p ?o } GROUP BY ?p", r"write \(COUNT\(\?s\) AS \?name\)"),
    ("SELECT * { [ ?p ?o }", "add ] before }"),
    # signs
    ("SELECT ?s, ?p { ?s ?p ?o }", "leave off ,"),
    ("SELECT * { ?s ?p ?o, }", "leave off ,|add a term"),
    ("SELECT * { ?s ?p ?o ?s a ?c }", r"add \. before \?s"),
    ("SELECT * { ?s ?p ?o . a ?c }", r"write ; in place of \.|add a term"),
    ("SELECT * { ?s ?p }", "add a term, such as .x, behind .p"),
    ("SELECT * { ?s }", "add a predicate and an object behind .s"),
    ("SELECT * { ?s ?p ?o FILTER(?o == 1) }", "write = in place of =="),
    ("SELECT * { ?s ?p ?o FILTER(?o <> 1) }", "write != in place of <>"),
    ("SELECT * { ?s ?p ?o FILTER(?o > 1 AND ?o < 3) }", "write && in place of AND"),
    ("SELECT * { ?s ?p ?o FILTER(?o > 1 or ?o < 3) }", r"write \|\| in place of or"),
    ("SELECT * { ?s ?p ?o FILTER(?o > 1 & ?o < 3) }", "write && in place of &"),
    ("SELECT * { ?s ?p ?o FILTER(not bound(?o)) }", "write ! in place of not"),
    ("SELECT * { ?s ?p ?o FILTER(?o > ) }", "add a term, such as .x, behind >"),
    ("SELECT * { ?s ?p 'x }", "close the literal with '"),
    ('SELECT * { ?s ?p "x . }', 'close the literal with "'),
    ("SELECT * { BIND(1 ?x) }", r"add AS before \?x"),
    ("SELECT * { ?s ?p ?o } ORDER BY ?s DESC", r"write DESC\(\?s\)"),
    ("SELECT * { ?s ?p ?o } LIMIT 5 ORDER BY ?s", "bring these into this order: ORDER, LIMIT"),
    ("SELECT * { ?s ?p ?o FILTER(regex(?o 'a')) }", "add , before 'a'"),
    ("SELECT * { ?s ?p hello }", 'write .hello for a variable|write "hello" for a text'),
    ("SELECT s { ?s ?p ?o }", "write .s for a variable"),
    # groups and names
    ("SELECT ?p (COUNT(?s) AS ?n) { ?s ?p ?o }", "add GROUP BY .p behind the pattern"),
    ("SELECT ?p ?o (COUNT(?s) AS ?n) { ?s ?p ?o } GROUP BY ?p", "add .o to GROUP BY"),
    ("SELECT * { ?s ?p ?o } GROUP BY ?p", r"name the columns in place of \*"),
    ("SELECT * { BIND(1 AS ?x) BIND(2 AS ?x) }", "write another variable behind AS than .x"),
]
LEAST = 0.8


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("repair")
    return Engine(build_of(folder, "<urn:a> <urn:b> <urn:c> .", "", {}))  # type: ignore[typeddict-item]


def fault(engine: Engine, text: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        engine.query(text)
    return caught.value


def test_the_first_suggestion_is_the_right_one_nearly_always(engine: Engine) -> None:
    assert len(WRONG) >= 60
    wrong = [
        (text, wanted, found)
        for text, wanted in WRONG
        for found in [fault(engine, text).suggestions]
        if not found or not re.match(wanted, found[0])
    ]
    assert len(wrong) <= (1 - LEAST) * len(WRONG), "\n".join(map(str, wrong))


@pytest.mark.parametrize(("text", "wanted"), WRONG)
def test_every_fault_has_its_place_and_something_to_do(
    engine: Engine, text: str, wanted: str
) -> None:
    error = fault(engine, text)
    assert error.line
    assert error.column
    assert len(error.suggestions) in {1, 2, 3}


@given(st.data())
def test_whatever_is_broken_the_answer_is_an_error_of_the_query(
    engine: Engine, data: st.DataObject
) -> None:
    text = (
        QAP + "SELECT ?s (COUNT(?o) AS ?n)\n{ ?s qap:p ?o , 'x'@en . FILTER(?o > 1) } GROUP BY ?s"
    )
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 12)))
    put = data.draw(st.text("{}()[]<>?:;.,'\"\\#ab \n=|&", max_size=3))
    broken = text[:start] + put + text[end:]
    with suppress(QueryError):
        engine.query(broken)
