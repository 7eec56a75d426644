"""All justifications: those that trying every subset finds."""

from itertools import combinations, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acquis.reasoning import checker
from acquis.reasoning.closure import close
from acquis.reasoning.facts import SUBCLASS, TYPE, Fact, iri
from acquis.reasoning.justifications import justifications

DISJOINT = iri("owl:disjointWith")
KINDS = st.sampled_from([f"<u:{name}>" for name in "ABC"])
FACTS = st.one_of(
    st.tuples(KINDS, st.sampled_from([SUBCLASS, DISJOINT]), KINDS),
    st.tuples(st.just("<u:x>"), st.just(TYPE), KINDS),
    st.tuples(st.just("<u:p>"), st.just(iri("rdfs:domain")), KINDS),
    st.just(("<u:x>", "<u:p>", "<u:y>")),
)


def by_trial(facts: set[Fact], conclusion: Fact | None) -> set[frozenset[Fact]]:
    """Return the minimal subsets that give the conclusion, by trying them from the smallest."""
    found: list[frozenset[Fact]] = []
    for size in range(len(facts) + 1):
        for chosen in map(frozenset, combinations(sorted(facts), size)):
            if any(smaller <= chosen for smaller in found):
                continue
            closure = close(chosen)
            follows = not closure.consistent if conclusion is None else closure.row(conclusion)
            if follows is not None and follows is not False:
                found.append(chosen)
    return set(found)


@pytest.mark.parametrize("conclusion", [None, ("<u:x>", TYPE, "<u:C>")])
@given(facts=st.sets(FACTS, max_size=6))
@settings(deadline=None, max_examples=40)
def test_they_are_those_that_every_subset_gives(conclusion: Fact | None, facts: set[Fact]) -> None:
    proofs = list(justifications(close(sorted(facts)), conclusion))
    found = [frozenset(proof.leaves) for proof in proofs]
    assert len(found) == len(set(found))
    assert set(found) == by_trial(facts, conclusion)
    for proof in proofs:
        assert checker.faults(proof, facts) == []


def test_as_many_as_are_wanted_are_looked_for() -> None:
    kinds = [f"<u:{number}>" for number in range(12)]
    ways = [("<u:x>", TYPE, kind) for kind in kinds]
    ways += [(kind, SUBCLASS, "<u:C>") for kind in kinds]
    found = list(islice(justifications(close(ways), ("<u:x>", TYPE, "<u:C>")), 3))
    assert len({frozenset(proof.leaves) for proof in found}) == 3
    assert all(len(set(proof.leaves)) == 2 for proof in found)


def test_the_cells_of_a_list_stay_together() -> None:
    listed = [
        ("_:d", TYPE, iri("owl:AllDisjointClasses")),
        ("_:d", iri("owl:members"), "_:1"),
        ("_:1", iri("rdf:first"), "<u:A>"),
        ("_:1", iri("rdf:rest"), "_:2"),
        ("_:2", iri("rdf:first"), "<u:B>"),
        ("_:2", iri("rdf:rest"), iri("rdf:nil")),
    ]
    things = [("<u:x>", TYPE, "<u:A>"), ("<u:x>", TYPE, "<u:B>")]
    assert len(list(justifications(close([*listed, *things])))) == 1
