"""The tree as people read it."""

import re

import pytest
from tests.explain.conftest import Small

from acquis.explain import text
from acquis.explain.answer import find
from acquis.explain.basis import Basis
from acquis.explain.explanation import explain
from acquis.explain.notation import printable
from acquis.explain.pattern import parse
from acquis.explain.rules import WORDS
from acquis.reasoning import rules


def told(basis: Basis, *words: str) -> str:
    fact = parse(words, basis.table).fact
    assert fact
    found = explain(basis, fact)
    assert found
    shown = text.render([found], basis.notation)
    return re.sub(r"[^ ]*small\.ttl", "small.ttl", shown)


def tree(basis: Basis, *words: str) -> str:
    return told(basis, *words).split("\n\n")[-1]


def test_every_rule_has_words() -> None:
    assert WORDS.keys() == {rule.name for rule in rules.table()}


def test_a_chain_with_its_list(small: Small) -> None:
    basis = small(
        ":uncle owl:propertyChainAxiom ( :parent :brother ) .\n"
        ":ann :parent :bob .\n"
        ":bob :brother :cid .\n"
    )
    assert told(basis, ":ann", ":uncle", ":cid") == (
        ":ann :uncle :cid.\n"
        ":ann :uncle :cid\n\n"
        "Inferred by OWL 2 RL from 3 statements: 1 is an axiom, 2 are asserted without evidence.\n"
        "\n"
        ":ann :uncle :cid  ⇐ prp-spo2, a chain of properties\n"
        "├─ :uncle owl:propertyChainAxiom ( … )\n"
        "│     axiom · small.ttl:4\n"
        "├─ ( :parent :brother )\n"
        "│     axiom · small.ttl:4\n"
        "├─ :ann :parent :bob\n"
        "│     asserted · small.ttl:5\n"
        "└─ :bob :brother :cid\n"
        "      asserted · small.ttl:6\n"
    )


def test_a_label_is_no_axiom(small: Small) -> None:
    basis = small('rdfs:label rdfs:subPropertyOf :name .\n:x rdfs:label "X" .\n')
    shown = tree(basis, ":x", ":name", '"X"')
    assert "axiom · small.ttl:4" in shown
    assert "asserted · small.ttl:5" in shown


def test_equality_is_shown(small: Small) -> None:
    basis = small(
        ":id a owl:InverseFunctionalProperty .\n:a :id 1 .\n:b :id 01 .\n:a :likes :c .\n"
    )
    shown = tree(basis, ":b", ":likes", ":c")
    for rule in ("eq-rep-s", "prp-ifp", "eq-rep-o", "dt-eq"):
        assert f"⇐ {rule}, " in shown
    assert ":a owl:sameAs :b" in shown or ":b owl:sameAs :a" in shown


def test_a_step_that_is_used_twice_is_told_once(small: Small) -> None:
    basis = small(
        ":A rdfs:subClassOf :B .\n:x a :A .\n"
        ":B rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:hasValue :v ] ,\n"
        "    [ a owl:Restriction ; owl:onProperty :q ; owl:hasValue :w ] .\n"
        ":C owl:intersectionOf ( [ a owl:Restriction ; owl:onProperty :p ; owl:hasValue :v ]\n"
        "    [ a owl:Restriction ; owl:onProperty :q ; owl:hasValue :w ] ) .\n"
    )
    shown = tree(basis, ":x", "a", ":C")
    assert shown.count("(1) :x a :B  ⇐ cax-sco") == 1
    assert shown.count(":x a :B  see (1)") == 1
    assert shown.count(":A rdfs:subClassOf :B\n") == 1
    assert "[ owl:hasValue :v ; owl:onProperty :p ]" in shown
    assert "_:" not in shown


def test_a_list_of_which_a_part_counts_goes_on(small: Small) -> None:
    basis = small(":C owl:unionOf ( :A :B :D ) .\n:x a :A .\n")
    assert "( :A … )\n" in tree(basis, ":x", "a", ":C")


def test_a_statement_that_follows_and_is_asserted_says_both(small: Small) -> None:
    basis = small(
        ":A rdfs:subClassOf :B .\n:B rdfs:subClassOf :C .\n:A owl:equivalentClass :B .\n"
        ":x a :A .\n:C rdfs:subClassOf :D .\n"
    )
    shown = tree(basis, ":x", "a", ":D")
    assert shown.count("asserted · small.ttl:7") == 1


def test_text_cannot_steer_the_terminal(small: Small) -> None:
    basis = small(
        ':p rdfs:subPropertyOf :q .\n:x :p "\\u001B[31mred\\u202E\\n" .\n'
        ':x rdfs:label "\\u001B]0;title\\u0007" .\n'
    )
    answer = find(basis, parse((":x", ":q", "?"), basis.table), everything=False, limit=None)
    shown = text.render(answer.explanations(basis), basis.notation)
    assert "\\u001B[31mred\\u202E\\n" in shown
    assert all(character.isprintable() for character in shown.replace("\n", ""))


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\tb", "a\\tb"),
        ("密码 法", "密码 法"),
        ("\u3000", "\u3000"),
        ("\U000e0001", r"\U000E0001"),
    ],
)
def test_only_what_steers_is_escaped(raw: str, shown: str) -> None:
    assert printable(raw) == shown


def test_a_very_deep_proof_is_written(small: Small) -> None:
    chain = "".join(f":x{n} :p :x{n + 1} .\n" for n in range(400))
    basis = small(f":p a owl:TransitiveProperty .\n{chain}")
    shown = tree(basis, ":x0", ":p", ":x400")
    assert shown.count("asserted · ") == 400
