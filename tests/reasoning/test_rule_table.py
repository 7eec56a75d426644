"""The rule table holds what the specification holds."""

import re
from collections import Counter

import pytest

from acquis.errors import AcquisError
from acquis.reasoning import rules
from acquis.reasoning.facts import ANNOTATIONS

PER_TABLE = {4: 9, 5: 20, 6: 19, 7: 5, 8: 5, 9: 20}


def test_all_78_rules_stand_in_their_tables() -> None:
    count = Counter(table for _, table in {(rule.name, rule.table) for rule in rules.table()})
    assert dict(count) == PER_TABLE


def test_the_rules_that_conclude_false() -> None:
    names = {rule.name for rule in rules.table() if rule.contradicts}
    assert names == set(
        "eq-diff1 eq-diff2 eq-diff3 prp-irp prp-asyp prp-pdw prp-adp prp-npa1 prp-npa2 "
        "cls-nothing2 cls-com cls-maxc1 cls-maxqc1 cls-maxqc2 cax-dw cax-adc dt-not-type".split()
    )


@pytest.mark.parametrize("length", [1, 2, 5])
def test_a_rule_over_a_whole_list_has_a_variable_for_each_member(length: int) -> None:
    for rule in rules.table():
        if rule.reads_whole_list:
            for clause in rule.clauses(length):
                assert clause.members
                assert len(clause.members.variables) == length


def test_a_chain_is_written_out_link_by_link() -> None:
    (rule,) = rules.named("prp-spo2")
    (clause,) = rule.clauses(3)
    assert clause.body[1:] == (("?u1", "?p1", "?u2"), ("?u2", "?p2", "?u3"), ("?u3", "?p3", "?u4"))
    assert clause.head == ("?u1", "?p", "?u4")


def test_every_variable_of_a_conclusion_stands_in_the_premises_or_in_a_condition() -> None:
    for rule in rules.table():
        for clause in rule.clauses(2):
            known = {term for atom in clause.body for term in atom}
            known |= set(clause.members.variables if clause.members else ())
            known |= set(clause.condition.variables if clause.condition else ())
            assert {term for term in clause.head or () if term.startswith("?")} <= known


def test_no_word_of_the_table_is_left_unread() -> None:
    for rule in rules.table():
        for clause in rule.clauses(2):
            for atom in (*clause.body, *([clause.head] if clause.head else [])):
                for term in atom:
                    assert re.fullmatch(r"\?\w+'?|<http\S+>|\"[01]\"\^\^<http\S+>", term), term


def test_the_annotation_properties_are_those_of_the_table() -> None:
    (rule,) = rules.named("prp-ap")
    assert rule.over
    assert set(rule.over[1]) == ANNOTATIONS


def test_an_unknown_rule_is_named() -> None:
    with pytest.raises(AcquisError, match="cax-foo is no rule of OWL 2 RL"):
        rules.named("cax-foo")
