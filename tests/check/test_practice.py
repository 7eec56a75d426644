"""The page on the practice of the data names rules and tests that are there and shown to find."""

import re
from pathlib import Path

import pytest

from acquis import share
from acquis.policy import rules

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "practice-data.md"
ROW = re.compile(r"\| (A\d+) \| (error|warning|\N{EN DASH}) \| .* \| (.*) \|")
ROWS = {
    match[1]: (match[2], re.findall("`([^`]+)`", match[3]))
    for match in ROW.finditer(PAGE.read_text(encoding="utf-8"))
}
NAMED = sorted({name for _, names in ROWS.values() for name in names})
KNOWN = rules.known_rules(share.root())
ELSEWHERE = {57, *range(77, 82), 90, 91, 94, *range(96, 102)}
"""What mappings, releases and the service are asked, which have tests of their own."""


def test_every_practice_that_is_an_error_has_a_rule() -> None:
    wanted = {f"A{number}" for number in range(55, 102)} - {f"A{n}" for n in ELSEWHERE}
    assert wanted == ROWS.keys()
    without = {practice for practice, (_, names) in ROWS.items() if not names}
    assert {practice for practice in without if ROWS[practice][0] == "error"} == set()


@pytest.mark.parametrize("name", NAMED)
def test_every_rule_is_there_and_some_test_shows_what_it_finds(name: str) -> None:
    if name.startswith("tests/"):
        assert (TESTS.parent / name).is_file()
        return
    assert name in KNOWN
    assert shown(name)


def shown(rule: str) -> bool:
    """Say whether a bad file or a test of the check names a rule."""
    if (TESTS / "fixtures" / "verify" / "bad" / "data" / "ttl" / f"{rule}.ttl").is_file():
        return True
    shapes = (TESTS / "fixtures" / "shapes" / "bad").glob("*.ttl")
    if any(re.search(rf"# {rule}: ", path.read_text("utf-8")) for path in shapes):
        return True
    others = [*(TESTS / "check").glob("*.py"), *(TESTS / "shapes").glob("*.py")]
    others += [*(TESTS / "policy").glob("*.py"), *(TESTS / "questions").glob("*.py")]
    return any(f'"{rule}"' in path.read_text("utf-8") for path in others)
