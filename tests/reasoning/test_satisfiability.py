"""Classes without members: found, and remembered only as long as nothing they rest on changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.reasoning import satisfiability
from acquis.reasoning.closure import close
from acquis.reasoning.facts import DIFFERENT, SAME, SUBCLASS, TYPE, Fact, iri
from acquis.reasoning.satisfiability import Satisfiability, suspects

CLASSES = [f"<u:{name}>" for name in "ABR"]
PROPERTIES = [f"<u:{name}>" for name in "pq"]
THINGS = [f"<u:{name}>" for name in "xy"]
DISJOINT, RANGE = iri("owl:disjointWith"), iri("rdfs:range")
BASE = [
    *((kind, TYPE, iri("owl:Class")) for kind in CLASSES),
    ("<u:R>", iri("owl:onProperty"), "<u:p>"),
    ("<u:R>", iri("owl:hasValue"), "<u:x>"),
]
classes, properties, things = map(st.sampled_from, (CLASSES, PROPERTIES, THINGS))
FACTS = st.one_of(
    st.tuples(classes, st.sampled_from([SUBCLASS, DISJOINT]), classes),
    st.tuples(properties, st.sampled_from([RANGE, iri("rdfs:domain")]), classes),
    st.tuples(properties, st.just(iri("owl:inverseOf")), properties),
    st.tuples(things, st.just(TYPE), classes),
    st.tuples(things, properties, things),
    st.tuples(things, st.sampled_from([SAME, DIFFERENT]), things),
    st.tuples(properties, st.just(TYPE), st.just(iri("owl:FunctionalProperty"))),
    st.tuples(properties, st.just(TYPE), st.just(iri("owl:IrreflexiveProperty"))),
)


def test_a_class_below_two_disjoint_ones_is_suspect() -> None:
    axioms = [("<u:A>", SUBCLASS, "<u:B>"), ("<u:A>", SUBCLASS, "<u:R>")]
    assert not suspects(close([*BASE, *axioms]))
    found = suspects(close([*BASE, *axioms, ("<u:B>", DISJOINT, "<u:R>")]))
    assert [member[2] for member in found] == ["<u:A>"]


def test_what_a_member_would_be_linked_to_counts() -> None:
    closure = close([*BASE, ("<u:A>", SUBCLASS, "<u:R>"), ("<u:p>", RANGE, "<u:B>")])
    satisfiable = Satisfiability()
    assert satisfiable.are_all(closure)
    closure.update([("<u:x>", TYPE, "<u:C>"), ("<u:B>", DISJOINT, "<u:C>")])
    assert not satisfiable.are_all(closure)
    closure.update((), [("<u:x>", TYPE, "<u:C>")])
    assert satisfiable.are_all(closure)


def test_a_new_name_that_no_member_is_linked_to_is_no_reason_to_ask_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closure, satisfiable = close([*BASE, ("<u:A>", SUBCLASS, "<u:R>")]), Satisfiability()
    assert satisfiable.are_all(closure)
    monkeypatch.setattr(satisfiability, "_with", None)
    closure.update([("<u:x2>", "<u:label>", '"new"')])
    assert satisfiable.are_all(closure)


@given(st.lists(FACTS, max_size=6), st.lists(st.tuples(st.booleans(), FACTS), max_size=5))
def test_what_is_remembered_is_what_would_be_found(
    first: list[Fact], edits: list[tuple[bool, Fact]]
) -> None:
    closure, satisfiable = close([*BASE, *first]), Satisfiability()
    assert satisfiable.are_all(closure) is not bool(suspects(closure))
    for added, fact in edits:
        closure.update([fact] if added else [], [] if added else [fact])
        assert satisfiable.are_all(closure) is not bool(suspects(closure))
