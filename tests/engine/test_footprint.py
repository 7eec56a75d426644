"""What a query looks for: never less than what its answer can rest on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acquis import names, questions, share, verify
from acquis.engine.footprint import footprint
from acquis.engine.live import LiveEngine
from acquis.reasoning.facts import Fact

ROOT = share.root()
U = "PREFIX u: <u:> "
TEXTS = [
    *(rule.text for rule in verify.load(ROOT / "queries" / "verify") if rule.scope == "all"),
    *(question.text for question in questions.load(ROOT / "queries" / "questions")),
]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("SELECT * { ?s u:p ?o }", "p"),
        ("SELECT * { ?s u:p ?o OPTIONAL { ?o u:q/^u:r|u:t+ ?x } }", "pqrt"),
        ("SELECT * { ?s u:p ?o FILTER NOT EXISTS { ?o u:q ?x } }", "pq"),
        ("SELECT * { ?s u:p ?o FILTER(!EXISTS { ?o u:q ?x FILTER EXISTS { ?x u:r ?y } }) }", "pqr"),
        ("SELECT * { ?s u:p ?o BIND(EXISTS { ?o u:q ?x } AS ?b) }", "pq"),
        ("SELECT (EXISTS { ?o u:q ?x } AS ?b) { ?s u:p ?o }", None),
        ("SELECT * { ?s u:p ?o } ORDER BY (EXISTS { ?o u:q ?x })", None),
        ("SELECT ?s { ?s u:p ?o } GROUP BY ?s HAVING(EXISTS { ?s u:q ?x })", None),
        ("SELECT * { ?s u:p ?o OPTIONAL { ?s u:q ?x FILTER EXISTS { ?x ?y ?z } } }", None),
        ("SELECT * { ?s u:p ?o MINUS { ?s u:q ?x } }", "pq"),
        ("SELECT * { { SELECT ?s { ?s u:p ?o } } GRAPH ?g { ?s u:q ?x } }", "pq"),
        ("SELECT * { ?s u:p/u:q* ?o }", "pq"),
        ("SELECT * { ?s u:p ?x . ?x u:q* ?o }", "pq"),
        ("SELECT * { u:a u:q* ?o }", None),
        ("SELECT * { u:a u:q+ ?o }", "q"),
        ("ASK { u:a u:p u:q }", "p"),
        ("CONSTRUCT { ?s u:r ?o } WHERE { ?s u:p ?o }", "p"),
        ("SELECT * { ?s ?p ?o }", None),
        ("SELECT * { ?s u:p ?o FILTER EXISTS { ?o ?q ?x } }", None),
        ("SELECT * { ?s !u:p ?o }", None),
        ("SELECT * { ?s u:p* ?o }", None),
        ("SELECT * { ?s u:p?/u:q* ?o }", None),
        ("SELECT * { GRAPH ?g {} }", None),
        ("DESCRIBE ?s { ?s u:p ?o }", None),
        ("SELECT * { ?s u:p ?o FILTER(NOW() > ?o) }", None),
        ("SELECT nonsense", None),
    ],
)
def test_the_predicates_of_a_query(text: str, wanted: str | None) -> None:
    expected = None if wanted is None else {f"<u:{name}>" for name in wanted}
    found = footprint(U + text, {})
    assert (found and set(found.patterns)) == expected


def test_most_shipped_queries_look_for_something_in_particular() -> None:
    known = [text for text in TEXTS if footprint(text, names.prefixes(ROOT))]
    assert len(known) > len(TEXTS) // 2


QUERIES = [
    U + text
    for text in (
        "SELECT ?s ?o { ?s u:p ?o }",
        "SELECT ?s ?o { ?s u:p/u:q* ?o }",
        "SELECT ?s { ?s u:p ?o FILTER NOT EXISTS { ?o u:q ?x } }",
        "SELECT ?s { ?s u:r ?o MINUS { ?s u:q ?x } }",
        "SELECT ?s ?o { u:a u:q* ?o . ?s u:p ?x }",
        "SELECT ?s ?o { ?s u:q* ?o }",
        "SELECT ?g ?s { GRAPH ?g { ?s u:q ?o } }",
        "SELECT ?s ?o { ?s u:p u:a ; u:q ?o . ?o u:r ?x }",
        "SELECT ?s ?x { ?s u:p ?o OPTIONAL { ?s u:q ?x . ?x u:r u:b } }",
        "SELECT ?s ?x { ?s u:p ?o OPTIONAL { ?o u:q ?x } ?x u:r ?y }",
        "SELECT ?s ?x { ?s u:p ?o OPTIONAL { ?o u:q ?x OPTIONAL { ?x u:r ?z } } ?z u:p ?y }",
        "SELECT ?s { ?s u:p ?o MINUS { ?o u:q ?x OPTIONAL { ?x u:r ?s } } }",
        "SELECT ?s { ?s u:r ?x . FILTER NOT EXISTS { ?s u:p ?o MINUS { ?o u:q ?x } } }",
        "SELECT ?s ?n { { SELECT ?s (COUNT(?o) AS ?n) { ?s u:p ?o } GROUP BY ?s } ?s u:q u:b }",
        "SELECT ?s { { SELECT ?s { ?s u:p ?o } ORDER BY ?s LIMIT 1 } ?s u:q ?x }",
        "SELECT ?s { { ?s u:p ?o } UNION { ?s u:q ?x OPTIONAL { ?x u:r ?o } } ?o u:q ?y }",
        "SELECT ?s ?b { ?s u:p ?o BIND(EXISTS { ?o u:q ?x . ?x u:r ?s } AS ?b) }",
        "SELECT ?s { ?s u:p ?s ; u:q [ u:r ?x ] }",
        "SELECT ?s ?x { ?s u:p/u:q ?o . ?o u:r ?x }",
        "SELECT ?s ?x { ?s u:p/u:q* ?o OPTIONAL { ?s u:r ?x } ?o u:r ?s }",
    )
]
NODES = st.sampled_from(["<u:a>", "<u:b>", "<u:c>"])
FACTS = st.sets(st.tuples(NODES, st.sampled_from(["<u:p>", "<u:q>", "<u:r>"]), NODES), max_size=6)


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(["u:g", "u:h"]), FACTS), min_size=2, max_size=5))
def test_what_is_remembered_is_what_would_be_answered(steps: list[dict[str, set[Fact]]]) -> None:
    engine = LiveEngine({})
    list(engine.learn(QUERIES))
    for step in steps:
        engine.hold(step)
        for text in QUERIES:

            def ask(text: str = text) -> list[str]:
                return sorted(map(str, engine.query(text)))  # type: ignore[arg-type]

            assert engine.remembered(text, ask) == ask()


STAR = U + "SELECT * { ?s u:p u:a ; u:name ?n OPTIONAL { ?s u:q ?o . ?o u:name ?m } }"
PATH = U + "SELECT * { ?s u:p/u:q ?o . ?s u:name ?n . ?o u:name ?m }"
BEFORE: list[Fact] = [
    ("<u:b>", "<u:p>", "<u:a>"),
    ("<u:b>", "<u:name>", '"b"'),
    ("<u:c>", "<u:p>", "<u:d>"),
    ("<u:c>", "<u:q>", "<u:e>"),
]


@pytest.mark.parametrize(
    ("text", "change", "matters"),
    [
        (PATH, ("<u:a>", "<u:name>", '"a"'), False),
        (PATH, ("<u:b>", "<u:name>", '"another"'), True),
        (PATH, ("<u:e>", "<u:name>", '"e"'), True),
        (STAR, ("<u:c>", "<u:name>", '"c"'), False),
        (STAR, ("<u:e>", "<u:name>", '"e"'), True),
        (STAR, ("<u:d>", "<u:name>", '"d"'), False),
        (STAR, ("<u:c>", "<u:p>", "<u:b>"), False),
        (STAR, ("<u:c>", "<u:p>", "<u:a>"), False),
        (STAR, ("<u:b>", "<u:name>", '"another"'), True),
        (STAR, ("<u:c>", "<u:q>", "<u:b>"), False),
        (STAR, ("<u:b>", "<u:q>", "<u:c>"), False),
        (STAR, ("<u:b>", "<u:q>", "<u:b>"), True),
    ],
)
def test_what_a_fact_touches_is_told_by_what_else_is_said(
    text: str, change: Fact, matters: bool
) -> None:
    engine, asked = LiveEngine({}), []
    list(engine.learn([text]))
    for facts in (BEFORE, [*BEFORE, change], BEFORE):
        engine.hold({"u:g": facts})
        engine.remembered(text, lambda: asked.append(1))
    assert len(asked) == (3 if matters else 1)


def test_a_path_from_a_thing_that_no_triple_has_any_more_is_asked_again() -> None:
    text, engine = QUERIES[4], LiveEngine({})
    list(engine.learn([text]))
    for facts in ([("<u:a>", "<u:r>", "<u:a>")], []):
        engine.hold({"u:g": [("<u:c>", "<u:p>", "<u:c>")], "u:h": facts})
        found = engine.remembered(text, lambda: list(map(str, engine.query(text))))
        assert found == list(map(str, engine.query(text)))


def test_a_query_is_asked_again_only_when_it_is_touched() -> None:
    engine, asked = LiveEngine({}), []
    list(engine.learn([QUERIES[0]]))
    for facts in ([("<u:a>", "<u:p>", "<u:b>")], [("<u:a>", "<u:q>", "<u:b>")], []):
        engine.hold({"u:g": [("<u:a>", "<u:p>", "<u:b>")], "u:h": facts})
        engine.remembered(QUERIES[0], lambda: asked.append(1))
    assert len(asked) == 2
