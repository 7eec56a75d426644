"""The page of the rules is what the table gives, and says truly how each rule is treated."""

import re
from collections import Counter
from pathlib import Path

from acquis.reasoning import rulebook, rules
from acquis.reasoning.program import program

DOCUMENT = Path(__file__).parents[2] / "docs" / "rules.md"
NAMES = {rule.name for rule in rules.table()}


def treated(kind: str) -> set[str]:
    return {name for name in NAMES if rulebook.treatment(name) == kind}


def test_the_page_is_up_to_date() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == rulebook.page(), (
        "write it anew: python -m acquis.reasoning.rulebook > docs/rules.md"
    )


def test_each_rule_has_one_heading_and_a_sentence() -> None:
    headings = Counter(re.findall(r"^### (\S+)$", rulebook.page(), re.MULTILINE))
    assert headings == dict.fromkeys(NAMES, 1)
    assert rulebook.IN_WORDS.keys() == NAMES


def test_every_link_inside_the_page_leads_to_a_rule() -> None:
    linked = set(re.findall(r"\]\(#(\S+?)\)", rulebook.page()))
    assert linked == NAMES - treated("written out")


def test_each_entry_of_the_table_is_shown_as_it_stands() -> None:
    blocks = re.findall(r"```text\n(.*?)\n```", rulebook.page(), re.DOTALL)
    assert blocks == [rule.text for rule in rules.table()]


def test_the_treatments_are_those_of_the_reasoner() -> None:
    joins = [*program().joins, *(join for join in program().for_length(2) if join.head)]
    assert treated("written out") == {join.rule for join in joins}
    assert treated("in every closure") == {rule for rule, _ in program().axioms}
    assert treated("reported") == {join.rule for join in program().checks} | {"dt-not-type"}
