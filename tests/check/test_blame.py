"""A wrong axiom is told once, where it stands; mistakes of the data are told each by themselves."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from acquis import graph
from acquis.consistency import findings
from acquis.positions import Places
from acquis.reasoning.closure import close

Told = Callable[[Iterable[str]], list[tuple[int, str, str]]]
PREFIXES = {"ex": "http://example.org/"}
HEAD = """@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:Act a owl:Class ; owl:disjointWith ex:State . ex:State a owl:Class .
"""
LINES = HEAD.count("\n")
PARENTS = [f"ex:a{n} ex:parent ex:p{n} , ex:q{n} ." for n in range(5)]
STATES = [f"ex:s{n} a ex:State ." for n in range(5)]
ACTS = [f"ex:a{n} a ex:Act ; ex:madeBy ex:s{n} ." for n in range(5)]


@pytest.fixture
def found(tmp_path: Path) -> Told:
    """Return the findings on some lines of Turtle, each with its line from the first of these."""

    def told(lines: Iterable[str]) -> list[tuple[int, str, str]]:
        path = tmp_path / "a.ttl"
        path.write_text(HEAD + "\n".join(lines))
        source = graph.read(path, tmp_path)
        result = findings(close(source.facts), Places([source], PREFIXES))
        return sorted((one.line - LINES, one.rule, one.message) for one in result)

    return told


@pytest.mark.parametrize(
    "axiom",
    [
        "ex:madeBy rdfs:range ex:Act .",
        "ex:madeBy rdfs:domain ex:State .",
        "ex:of owl:propertyChainAxiom ( ex:madeBy ) . ex:of rdfs:range ex:Act .",
        "ex:madeBy a owl:SymmetricProperty ; rdfs:range ex:State .",
        "ex:madeBy rdfs:subPropertyOf ex:of . ex:of rdfs:range ex:Act .",
        "ex:Act rdfs:subClassOf [ owl:onProperty ex:madeBy ; owl:allValuesFrom ex:Act ] .",
    ],
)
def test_an_axiom_that_its_uses_deny_is_told_once(found: Told, axiom: str) -> None:
    [(line, rule, message)] = found([axiom, *STATES, *ACTS])
    assert (line, rule) == (1, "cax-dw")
    assert message.endswith("; so it is 4 times more by this axiom")


def test_a_disjointness_that_most_members_deny_is_told_once(found: Told) -> None:
    members = [f"ex:m{n} a ex:Act , ex:Law ." for n in range(5)]
    [(line, rule, _)] = found(["ex:Law owl:disjointWith ex:Act .", *members])
    assert (line, rule) == (1, "cax-dw")


def test_an_axiom_that_makes_names_one_is_told_once(found: Told) -> None:
    [(line, rule, message)] = found(["ex:parent a owl:FunctionalProperty .", *PARENTS])
    assert (line, rule) == (1, "same-as")
    assert message.endswith("; so it is 4 times more by this axiom")


def test_two_wrong_axioms_are_told_both(found: Told) -> None:
    axioms = ["ex:madeBy rdfs:range ex:Act .", "ex:parent a owl:FunctionalProperty ."]
    assert [line for line, *_ in found([*axioms, *STATES, *ACTS, *PARENTS])] == [1, 2]


def test_a_mistake_made_in_several_places_is_told_at_each(found: Told) -> None:
    wrong = [f"ex:b{n} ex:madeBy ex:a{n} ." for n in range(4)]
    told = found(["ex:madeBy rdfs:range ex:State .", *wrong, *STATES, *ACTS])
    places = 1 + len(wrong) + len(STATES)
    assert [line for line, *_ in told] == [places + n + 1 for n in range(len(wrong))]


def test_one_wrong_statement_is_told_however_much_follows_from_it(found: Told) -> None:
    axioms = ["ex:Bad rdfs:subClassOf ex:State . ex:madeBy rdfs:domain ex:Act .", *STATES]
    links = [f"ex:c{n} ex:next ex:c{n + 1} ; ex:madeBy ex:s{n} ." for n in range(5)]
    chained = "ex:Bad rdfs:subClassOf [ owl:onProperty ex:next ; owl:allValuesFrom ex:Bad ] ."
    told = found([*axioms, chained, *links, "ex:c0 a ex:Bad ."])
    assert [line for line, *_ in told] == [1 + len(axioms) + 1 + len(links)]


def test_classes_made_one_are_told_as_that_and_not_as_empty(found: Told) -> None:
    made_one = ["ex:hint a owl:FunctionalProperty .", "ex:madeBy ex:hint ex:Act , ex:State ."]
    [(_, rule, message)] = found([*made_one, *STATES, *ACTS])
    assert rule == "same-as"
    assert "ex:Act and ex:State would be one thing" in message
