"""Undeclared names: the rows are those of the queries, and only changed files are read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis import references, share, verify
from acquis.engine.live import LiveEngine
from acquis.errors import AcquisError
from acquis.names import BASE, GRAPH, INFERRED
from acquis.reasoning.facts import TYPE, iri
from acquis.references import References
from acquis.verify import Rule

RULES = [rule for rule in verify.load(share.root() / "queries" / "verify") if rule.scope == "names"]
GRAPHS = [f"{GRAPH}{name}" for name in ("ontology/core", "data/ttl/a", "data/ttl/b")]
NAMES = [
    f"<{BASE}{name}>"
    for name in ("ns#p", "ns#C", "id/law/a", "graph/data/ttl/a", "ns/core/1.2.3", "ns/1.2.3")
]
PREDICATES = [*NAMES, TYPE, iri("rdfs:label"), "<urn:foreign>"]
OBJECTS = [*NAMES, iri("owl:ObjectProperty"), iri("owl:AnnotationProperty"), '"text"', "_:b0"]
FACTS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(PREDICATES), st.sampled_from(OBJECTS)),
    max_size=6,
)


def test_every_answer_has_its_query() -> None:
    assert {rule.name for rule in RULES} == references.ANSWERS.keys()


@given(st.fixed_dictionaries(dict.fromkeys(GRAPHS, FACTS)))
def test_the_rows_are_those_of_the_queries(graphs: dict[str, list[tuple[str, str, str]]]) -> None:
    engine = LiveEngine({})
    engine.hold({**graphs, str(INFERRED): [fact for facts in graphs.values() for fact in facts]})
    asked = [(rule.name, str(row)) for rule in RULES for row in verify.rows(engine, rule)]
    found = [(rule.name, str(row)) for rule, row in References().rows(RULES, graphs)]
    assert sorted(found) == sorted(asked)


def test_what_another_file_declares_is_seen_when_that_file_changes() -> None:
    used = [("<urn:a>", f"<{BASE}ns#p>", "<urn:b>")]
    declared = [(f"<{BASE}ns#p>", TYPE, iri("owl:ObjectProperty"))]
    names = References()
    for module, count in (([], 1), (declared, 0), ([], 1)):
        graphs = {GRAPHS[0]: module, GRAPHS[1]: used}
        assert len(list(names.rows(RULES, graphs))) == count


def test_a_query_that_nothing_answers_is_told() -> None:
    rule = Rule("other", "error", "m", "SELECT ?subject { }", "names")
    with pytest.raises(AcquisError, match="the rule other: only undeclared-reference"):
        list(References().rows([rule], {}))
