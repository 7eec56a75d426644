"""An engine whose graphs are replaced by difference holds what a new one would hold."""

from hypothesis import given
from hypothesis import strategies as st

from acquis.engine.answers import Solutions
from acquis.engine.live import LiveEngine
from acquis.reasoning.facts import Fact

XSD = "http://www.w3.org/2001/XMLSchema#"
terms = st.sampled_from(
    ["<u:a>", "<u:b>", "_:b1", '"x"', '"x"@en', f'"1"^^<{XSD}integer>', f'"01"^^<{XSD}integer>']
)
subjects = st.sampled_from(["<u:a>", "<u:b>", "_:b1", "_:b2"])
facts = st.tuples(subjects, st.just("<u:p>"), terms)
graphs = st.dictionaries(st.sampled_from(["u:g", "u:h", "u:i"]), st.sets(facts, max_size=6))
EVERYTHING = "SELECT ?g ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


def held(engine: LiveEngine) -> list[str]:
    answer = engine.query(EVERYTHING)
    assert isinstance(answer, Solutions)
    return sorted(" ".join(map(str, row)) for row in answer)


@given(st.lists(graphs, min_size=1, max_size=5))
def test_any_sequence_of_changes_ends_like_a_fresh_start(steps: list[dict[str, set[Fact]]]) -> None:
    engine, fresh = LiveEngine({}), LiveEngine({})
    for step in steps:
        engine.hold(step)
    fresh.hold(steps[-1])
    assert held(engine) == held(fresh)


def test_a_fact_in_two_graphs_stays_in_the_union_until_both_are_gone() -> None:
    fact = ("<u:a>", "<u:p>", '"x"')
    engine = LiveEngine({})
    engine.hold({"u:g": {fact}, "u:h": {fact}})
    assert len(held(engine)) == 3
    engine.hold({"u:g": {fact}})
    assert len(held(engine)) == 2
    engine.hold({})
    assert held(engine) == []


def test_blank_nodes_keep_their_labels() -> None:
    engine = LiveEngine({})
    engine.hold({"u:g": {("_:b1", "<u:p>", "_:b2")}})
    assert "None _:b1 <u:p> _:b2" in held(engine)
