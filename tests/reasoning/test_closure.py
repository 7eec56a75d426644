"""The closure: what comes out, that it ends, and where it stops."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest

from acquis.errors import AcquisError
from acquis.reasoning import archive
from acquis.reasoning.closure import Closure, close
from acquis.reasoning.facts import Fact, holds_of_every_graph
from acquis.reasoning.meter import LimitError, Limits

PREFIXES = """
@prefix : <http://e/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def facts(turtle: str) -> list[Fact]:
    quads = ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)
    return [(str(q.subject), str(q.predicate), str(q.object)) for q in quads]


def follows(closure: Closure, turtle: str) -> bool:
    return all(closure.row(fact) is not None for fact in facts(turtle))


def told(closure: Closure) -> Iterator[Fact]:
    return (fact for fact in closure.inferred() if not holds_of_every_graph(fact))


def test_a_chain_with_an_inverse_leads_from_value_to_jurisdiction() -> None:
    closure = close(
        facts(
            ":in owl:inverseOf :expresses . :upheld owl:propertyChainAxiom ( :in :of :from ) ."
            ":art :expresses :v ; :of :act . :act :from :eu ."
        )
    )
    assert follows(closure, ":v :upheld :eu .")


def test_a_defined_class_needs_every_part() -> None:
    axioms = """:C owl:equivalentClass [ a owl:Class ; owl:intersectionOf (
        [ a owl:Restriction ; owl:onProperty :p ; owl:hasValue :a ]
        [ a owl:Restriction ; owl:onProperty :p ; owl:hasValue :b ] ) ] . """
    assert follows(close(facts(axioms + ":v :p :a , :b .")), ":v a :C .")
    assert not follows(close(facts(axioms + ":v :p :a .")), ":v a :C .")


def test_asserted_triples_are_not_inferred() -> None:
    text = ":a a :B . :B rdfs:subClassOf :C . :a a :C . rdfs:label a owl:AnnotationProperty ."
    closure = close(facts(text))
    assert set(closure.asserted()) == set(facts(text))
    assert not set(closure.inferred()) & set(facts(text))


@pytest.mark.parametrize(
    "literal",
    [
        '"01"^^xsd:integer',
        '"+1.50"^^xsd:decimal',
        '"1"^^xsd:nonNegativeInteger',
        '"line\\nbreak \\"quoted\\" \\\\ tab\\t"',
        '"Straße 量子"@de',
        '"2024"^^xsd:gYear',
        '"1"^^xsd:boolean',
        '"x"^^:made-up',
    ],
)
def test_terms_come_out_as_they_went_in(literal: str) -> None:
    given = facts(f":a :p {literal} . :p rdfs:subPropertyOf :q .")
    (wanted,) = facts(f":a :q {literal} .")
    assert wanted in set(close(given).inferred())


def test_dates_of_any_precision_stay_apart() -> None:
    text = ':a :p "2024"^^xsd:gYear . :b :p "2024-01-01"^^xsd:date .'
    assert list(told(close(facts(text)))) == []


def test_a_list_is_read_as_it_was_written_though_its_members_are_equal() -> None:
    """eq-rep would write the other name into each cell, and make two members of one."""
    closure = close(
        facts(
            "[] a owl:AllDifferent ; owl:distinctMembers ( :a :b ) . :a owl:sameAs :c ."
            ":C owl:oneOf ( :a ) ."
        )
    )
    assert closure.consistent
    assert follows(closure, ":c a :C .")


@pytest.mark.parametrize(
    "cells",
    [
        "_:l rdf:first :A .",
        "_:l rdf:first :A ; rdf:rest _:l .",
        "_:l rdf:first :A , :B ; rdf:rest () .",
        "_:l rdf:first :A ; rdf:rest () , ( :B ) .",
    ],
)
def test_a_broken_list_entails_nothing(cells: str) -> None:
    closure = close(facts(f":C owl:intersectionOf _:l . {cells} :x a :A ."))
    assert not follows(closure, ":x a :C .")


def test_cyclic_chains_come_to_an_end() -> None:
    ring = " ".join(f":n{n} :p :n{(n + 1) % 50} ." for n in range(50))
    closure = close(facts(f":p owl:propertyChainAxiom ( :p :p ) . {ring}"))
    assert sum(1 for _, p, _ in closure.inferred() if p == "<http://e/p>") == 50 * 50 - 50


def test_equality_of_many_names_comes_to_an_end() -> None:
    ring = " ".join(f":n{n} owl:sameAs :n{n + 1} . :n{n} :p :v{n} ." for n in range(60))
    closure = close(facts(ring))
    names = sum(1 for _, p, _ in closure.inferred() if p == "<http://e/p>")
    assert names == 61 * 60 - 60


def test_equality_that_comes_in_waves_is_the_same_as_at_once() -> None:
    text = (
        ":p a owl:FunctionalProperty . :a :p :b , :c . :b :q :d . :c :q :e . "
        ":q a owl:FunctionalProperty . :d :r :f . :r owl:sameAs :s ."
    )
    assert follows(close(facts(text)), ":b owl:sameAs :c . :e owl:sameAs :d . :e :s :f .")


def test_a_closure_that_grows_too_large_says_why() -> None:
    names = " ".join(f":n{n} owl:sameAs :n{n + 1} ." for n in range(200))
    with pytest.raises(LimitError, match=r"passes 10,000 facts \(201 names are one and the same\)"):
        close(facts(names), limits=Limits(facts=10_000))


def test_a_closure_that_takes_too_long_says_so() -> None:
    with pytest.raises(LimitError, match="takes more than 0 seconds"):
        close(facts(":a a :A . :A rdfs:subClassOf :B ."), limits=Limits(seconds=0))


def test_a_closure_is_kept_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "closure.npz"
    closure = close(facts(":a :p 1 , 01 . :C owl:unionOf ( :A :B ) . :x a :B ."))
    path.write_bytes(archive.to_bytes(closure))
    again = archive.read(path)
    assert list(again.inferred()) == list(closure.inferred())
    assert list(again.asserted()) == list(closure.asserted())
    for row in closure.inferred_rows().tolist():
        assert again.derivation(row) == closure.derivation(row)
    assert archive.to_bytes(again) == archive.to_bytes(closure)


@pytest.mark.parametrize("part", [0.0, 0.01, 0.5, 0.99])
def test_a_closure_that_was_half_written_is_told(tmp_path: Path, part: float) -> None:
    content = archive.to_bytes(close(facts(":a :p 1 .")))
    (tmp_path / "closure.npz").write_bytes(content[: int(part * len(content))])
    with pytest.raises(AcquisError, match=r"closure.npz holds no closure: .*; delete its folder"):
        archive.read(tmp_path / "closure.npz")


def test_a_closure_in_which_a_bit_has_changed_is_told_or_read(tmp_path: Path) -> None:
    content = archive.to_bytes(close(facts(":a :p 1 .")))
    path = tmp_path / "closure.npz"
    for at in range(0, len(content), 11):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        with suppress(AcquisError):
            assert archive.read(path).store.size


def test_a_list_with_an_equal_member_is_kept_as_it_was_written(tmp_path: Path) -> None:
    """eq-rep adds a cell that says the other name: it is no part of the list."""
    closure = close(
        facts(":p owl:propertyChainAxiom ( :q :r ) . :q owl:sameAs :s . :x :q :y . :y :r :z .")
    )
    (tmp_path / "closure.npz").write_bytes(archive.to_bytes(closure))
    again = archive.read(tmp_path / "closure.npz")
    for row in closure.inferred_rows().tolist():
        assert again.derivation(row) == closure.derivation(row)
    closure.assert_facts(facts(":z :q :u . :u :r :v ."))
    assert follows(closure, ":z :p :v .")
