"""Explanations over the shipped tree: what a policy analyst cites."""

import re
from pathlib import Path

import pytest

from acquis.explain import summary, text
from acquis.explain.basis import Basis
from acquis.explain.explanation import Explanation, explain
from acquis.explain.pattern import Pattern
from acquis.names import QAP
from acquis.reasoning.facts import FIRST, REST, TYPE, Fact

CONVERGENT = f"<{QAP}ConvergentValue>"
PRIVACY = "<https://w3id.org/quantum-acquis/id/value/privacy>"


@pytest.fixture(scope="module")
def values(shipped: Basis) -> list[Fact]:
    _, inferred = shipped.matching(Pattern(None, TYPE, CONVERGENT))
    assert len(inferred) > 10
    return inferred


@pytest.fixture(scope="module")
def explanations(shipped: Basis, values: list[Fact]) -> list[Explanation]:
    found = [explain(shipped, fact) for fact in values]
    return [each for each in found if each]


def test_a_convergent_value_rests_on_an_article_of_each_power_with_its_source(
    explanations: list[Explanation], shipped: Basis
) -> None:
    for explanation in explanations:
        places = {place.file for each in explanation.assertions for place in each.places}
        for power in ("us", "eu", "cn"):
            assert any(file.startswith(f"data/ttl/law/{power}/") for file in places)
            assert f"data/ttl/mappings/values-{power}.ttl" in places
        assert len(explanation.articles) == 3
        for article in explanation.articles:
            assert article.label
            assert article.number
            assert article.act_title
            assert article.evidence
            assert all(record.code for record in article.evidence)


def test_every_leaf_is_on_the_line_that_it_names(
    explanations: list[Explanation], shipped: Basis, root: Path
) -> None:
    count = 0
    for explanation in explanations:
        for each in explanation.assertions:
            assert each.places
            for place in each.places:
                line = (root / place.file).read_text(encoding="utf-8").splitlines()[place.line - 1]
                name = shipped.notation.term(each.fact[2])
                if each.fact[1] not in (FIRST, REST) and not name.startswith(("[", "(")):
                    assert name in line, (name, place)
                    count += 1
    assert count > 100


def test_what_a_source_says_what_we_read_and_what_is_axiom_are_told_apart(
    explanations: list[Explanation],
) -> None:
    for explanation in explanations:
        for each in explanation.assertions:
            in_ontology = each.places[0].file.startswith("ontology/")
            in_mapping = each.places[0].file.startswith("data/ttl/mappings/")
            assert (each.kind == "axiom") == in_ontology
            assert (each.kind == "reading") == in_mapping
            codes = {record.code for record in each.evidence}
            if each.kind == "source":
                assert any(code.startswith("seen") for code in codes)
            if each.kind == "unchecked":
                assert codes == {"unverified"}
            if each.kind == "axiom":
                assert not each.evidence


def test_statements_come_after_their_premises(explanations: list[Explanation]) -> None:
    for explanation in explanations:
        met: set[str] = set()
        for each in explanation.statements:
            assert met.issuperset(each.premises)
            assert each.id not in met
            met.add(each.id)
        assert explanation.conclusion.fact[2] == CONVERGENT


def test_ids_stay(shipped: Basis, values: list[Fact], explanations: list[Explanation]) -> None:
    for fact, before in zip(values, explanations, strict=True):
        assert explain(shipped, fact) == before
    assert len({each.id for each in explanations}) == len(explanations)


def test_the_summary_says_what_to_cite(shipped: Basis) -> None:
    found = explain(shipped, (PRIVACY, TYPE, CONVERGENT))
    assert found
    told = "\n".join(summary.lines(found, shipped.notation))
    assert told.startswith("Privacy and data protection is a convergent value.\n")
    assert re.search(r"Inferred by OWL 2 RL from \d+ statements: \d+ are what a source says", told)
    assert "3 are our own reading" in told
    assert "It rests on 3 articles of law:" in told
    assert all(article.label in told for article in found.articles)


def test_an_asserted_triple_says_where_it_stands(shipped: Basis) -> None:
    found = explain(shipped, (PRIVACY, TYPE, f"<{QAP}Value>"))
    assert found
    assert found.conclusion.rule == ""
    (place,) = found.conclusion.places
    assert place.file == "data/ttl/values.ttl"
    told = text.render([found], shipped.notation)
    assert "Asserted, not inferred" in told
    assert f"{place.file}:{place.line}" in told
