"""Labels of blank nodes: the same from any parser, and left alone by a change elsewhere."""

from collections.abc import Iterable

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st
from tests.graph.documents import Document, documents

from acquis import blanks, graph
from acquis.reasoning.facts import Fact

TREE = """<u:a> <u:p> [ <u:q> 1 ; <u:r> ( 1 2 [ <u:s> 3 ] ) ] , [ <u:q> 2 ] .
<u:b> <u:p> [ <u:q> 1 ; <u:r> ( 1 2 [ <u:s> 3 ] ) ] .
"""


def canonical(facts: Iterable[Fact]) -> ox.Dataset:
    """Return facts with the labels of RDFC-1.0, which are the same for the same graph."""
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in facts)
    made = ox.Dataset(ox.parse(lines.encode(), format=ox.RdfFormat.N_TRIPLES))
    made.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return made


def test_a_change_elsewhere_leaves_labels_alone() -> None:
    before = set(graph.facts(TREE.encode()))
    after = set(graph.facts(b"<u:new> <u:p> [ <u:q> 0 ] .\n" + TREE.encode()))
    assert before < after
    changed = set(graph.facts(TREE.replace("<u:q> 2", "<u:q> 3").encode()))
    assert len(before - changed) == len(changed - before) == 2


def test_like_nodes_at_like_places_stay_apart() -> None:
    assert len(graph.facts(b"<u:a> <u:p> [ <u:q> 1 ] , [ <u:q> 1 ] , [] , [] .")) == 6


def test_nodes_that_are_shared_or_on_a_cycle_keep_their_names() -> None:
    text = (
        b"_:x <u:p> _:y . _:y <u:p> _:x ; <u:q> [ <u:r> 1 ] . <u:a> <u:p> _:z . <u:b> <u:p> _:z ."
    )
    assert graph.facts(text) == graph.facts(text)
    assert len(graph.facts(text)) == 6
    selves = graph.facts(b"_:x <u:p> _:x . _:y <u:p> _:y .")
    assert len(selves) == 2


@given(documents())
def test_labels_are_the_same_twice_and_keep_the_graph(document: Document) -> None:
    content = document.text.encode()
    facts = graph.facts(content, mark="m")
    assert facts == graph.facts(content, mark="m")
    assert canonical(facts) == canonical(blanks.labelled(facts, "n"))


NODES = st.sampled_from(["_:a", "_:b", "_:c", "_:d"])
ANY = st.tuples(NODES, st.sampled_from(["<u:p>", "<u:q>"]), st.one_of(NODES, st.just('"x"')))


@given(st.lists(ANY, max_size=8))
def test_any_graph_stays_what_it_is(facts: list[Fact]) -> None:
    labelled = blanks.labelled(facts, "m")
    assert canonical(labelled) == canonical(facts)
    assert canonical(blanks.labelled(reversed(facts), "m")) == canonical(facts)
