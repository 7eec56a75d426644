"""Hints: true of the data, never raised by a well-joined query, never in the way."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis import names, questions
from acquis.engine.embedded import Engine
from acquis.engine.hints import hints
from acquis.engine.occurrence import Known
from acquis.errors import QueryError
from acquis.knowledge import KnowledgeBase

QAP, VALUE = "https://w3id.org/quantum-acquis/ns#", "https://w3id.org/quantum-acquis/id/value/"
DECLARED = f"PREFIX qap: <{QAP}> PREFIX value: <{VALUE}> PREFIX e: <http://e/>\n"
IRIS = [
    *(QAP + name for name in ("Value", "Provision", "expressesValue", "isProvisionOf")),
    *(VALUE + name for name in ("privacy", "transparency", "human-dignity")),
    *(f"http://e/{name}" for name in "abcpqrstxyz"),
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
]
KNOWN = Known(IRIS)
PREFIXES = {"qap": QAP, "value": VALUE}


@pytest.fixture(scope="module")
def whole(base: KnowledgeBase) -> Engine:
    return Engine(base)


def said(text: str) -> list[str]:
    return hints(DECLARED + text, KNOWN, PREFIXES)


@pytest.mark.parametrize(
    ("text", "unknown", "near"),
    [
        ("SELECT * { ?x a qap:Provison }", "qap:Provison", "qap:Provision"),
        ("SELECT * { ?x qap:expressValue ?y }", "qap:expressValue", "qap:expressesValue"),
        ("SELECT * { value:privcy ?p ?y }", "value:privcy", "value:privacy"),
        ("SELECT * { ?x ?p value:Transparency }", "value:Transparency", "value:transparency"),
        (f"SELECT * {{ ?x <{QAP}Valu> ?y }}", "qap:Valu", "qap:Value"),
        ("SELECT * { ?x e:p/qap:isProvision ?y }", "qap:isProvision", "qap:isProvisionOf"),
        ("SELECT * { VALUES ?x { value:privatcy } ?x ?p ?o }", "value:privatcy", "value:privacy"),
        (
            "SELECT * { ?x <http://w3id.org/quantum-acquis/ns#isProvisionOf> ?y }",
            "<http://w3id.org/quantum-acquis/ns#isProvisionOf>",
            "qap:isProvisionOf",
        ),
        (
            "SELECT * { ?x <https://w3id.org/quantum-acquis/ns/Value> ?y }",
            "<https://w3id.org/quantum-acquis/ns/Value>",
            "qap:Value",
        ),
    ],
)
def test_iri_that_the_data_do_not_have(text: str, unknown: str, near: str) -> None:
    [hint] = said(text)
    assert hint.startswith(f"line 2: the data do not have {unknown}; did you mean {near}")


def test_nothing_near_is_made_up() -> None:
    assert said("SELECT * { ?x qap:zzzzzzzz ?y }") == ["line 2: the data do not have qap:zzzzzzzz"]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?x e:p '1'^^<http://www.w3.org/2001/XMLSchema#integer> }",
        "SELECT * { ?x e:p ?o FILTER(e:unknown(?o)) BIND(e:other(?o) AS ?y) }",
        "SELECT * FROM <http://none/> FROM NAMED <http://no/> { ?x e:p ?o }",
        "BASE <http://none/> SELECT * { ?x e:p ?o }",
        "SELECT * { ?x e:p ?o FILTER(STRSTARTS(STR(?x), STR(value:))) }",
        "SELECT * { ?x e:p '<http://none/x> e:none' } # e:none",
    ],
)
def test_what_stands_for_no_thing_is_not_looked_up(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?a e:p e:x . ?b e:q e:y }",
        "SELECT * { ?a e:p ?c ; e:q ?d . ?b e:q ?e }",
        "SELECT * { ?a e:p ?c . { ?b e:q ?d } UNION { ?b e:r ?d } }",
        "SELECT * { ?a e:p ?c . ?b e:q ?d OPTIONAL { ?a e:r ?x } }",
        "SELECT * { ?a e:p [ e:q ?c ] . ?b e:q ( ?d ?e ) }",
        "ASK { ?a e:p e:x . ?b e:q e:y }",
        "CONSTRUCT { ?a e:p ?b } WHERE { ?a e:p e:x . ?b e:q e:y }",
        "SELECT * { { SELECT ?a ?b { ?a e:p e:x . ?b e:q e:y } } }",
        "SELECT * { ?a e:p ?x FILTER NOT EXISTS { ?c e:p e:x . ?d e:q e:y } }",
    ],
)
def test_patterns_that_share_no_variable(text: str) -> None:
    [hint] = said(text)
    assert "share no variable" in hint


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?a e:p ?b . ?b e:q ?c . ?d e:r ?c }",
        "SELECT * { ?a e:p e:x . ?b e:q e:y FILTER(?a = ?b) }",
        "SELECT * { ?a e:p ?x . ?b e:q ?y BIND(?x + ?y AS ?z) }",
        "SELECT * { ?a e:p ?x . ?b e:q ?y VALUES (?a ?b) { (e:x e:y) } }",
        "SELECT * { ?a e:p ?x . ?b e:q ?y } VALUES (?a ?b) { (e:x e:y) }",
        "SELECT * { ?a e:p ?x . ?b e:q ?y FILTER EXISTS { ?a e:r ?b } }",
        "SELECT * { ?a e:p ?x . ?b e:q ?y OPTIONAL { ?a e:r ?b } }",
        "SELECT * { ?a e:p $c . ?b e:q ?c }",
        "SELECT * { ?a e:p _:n . ?b e:q _:n }",
        "SELECT * { ?a e:p ?x { SELECT (COUNT(*) AS ?n) { ?b e:q ?y } } }",
        "SELECT * { e:x e:p e:y . ?a e:p ?x }",
        "SELECT * { VALUES ?a { e:x } VALUES ?b { e:y } ?a e:p ?b }",
        "SELECT * { GRAPH ?g { ?a e:p e:x . ?b e:q e:y } }",
        "SELECT * { ?a e:p ?b OPTIONAL { ?a e:q ?x . ?b e:q ?y } }",
        "SELECT * { ?a e:p ?b FILTER NOT EXISTS { ?a e:q ?x . ?b e:q ?y FILTER(?x = ?y) } }",
        "SELECT * { ?a ^e:p/e:q+ ?b . ?b (e:r|e:s)* ?c }",
        "SELECT * { { ?a e:p ?b } { ?b e:q ?c } }",
        "SELECT * { ?a e:p ?b MINUS { ?c e:p ?d } }",
    ],
)
def test_query_that_is_well_joined(text: str) -> None:
    ox.Store().query(DECLARED + text)
    assert said(text) == []


def test_no_shipped_query_raises_a_false_alarm(whole: Engine, root: Path) -> None:
    """Saved questions raise no hint; checks look for what the data must not have."""
    known, table = Known(whole.iris(), whole.has), names.prefixes(root)
    saved = questions.load(root / "queries" / "questions")
    assert len(saved) > 100
    for question in saved:
        assert hints(question.text, known, table) == [], question.name
    texts = [path.read_text() for path in (root / "queries").rglob("*.rq")]
    found = [hint for text in texts for hint in hints(text, known, table)]
    assert not [hint for hint in found if "share no variable" in hint]


def test_every_shipped_iri_is_known(whole: Engine) -> None:
    iris = set(whole.iris())
    assert len(iris) > 1_000
    assert all(whole.has(iri) for iri in sorted(iris)[::50])
    assert not whole.has("http://nowhere/")
    assert not whole.has("no iri at all")


@given(st.text("{}()[]?ab:.;'\" \nSELECTVALUESUNIONGRAPHFILTER<>/e", max_size=60))
def test_any_text_gets_few_hints_and_no_fault(text: str) -> None:
    try:
        found = said(text)
    except QueryError:
        return
    assert len(found) <= 3
