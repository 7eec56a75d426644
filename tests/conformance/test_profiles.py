"""The W3C profile identification tests: the counts reached, and every difference documented."""

from functools import cache
from pathlib import Path

import pytest
from tests.conformance.owl2 import OwlTest, load
from tests.documents import rows_of

from acquis.profile import Profile, violations

DOCUMENT = Path(__file__).parents[2] / "docs" / "profile-tests.md"
RIGHT: dict[Profile, int] = {"RL": 347, "DL": 346}
BY_OWL_API: dict[Profile, int] = {"RL": 299, "DL": 305}
Row = tuple[str, str, str, str]


def identification_tests() -> list[OwlTest]:
    return [
        test
        for test in load()
        if test.status == "Approved" and "ProfileIdentificationTest" in test.types
    ]


def rules(test: OwlTest, profile: Profile) -> set[str]:
    """Return the rules that the ontologies of a test break."""
    return {
        violation.rule
        for role in test.roles()
        for violation in violations(test.facts(role), profile)
    }


@cache
def differences(profile: Profile) -> dict[str, tuple[str, set[str]]]:
    """Return the tests that are not right: what the test says, and the rules that we name."""
    found = {}
    for test in identification_tests():
        says = "inside" if profile in test.profiles | test.species else "outside"
        broken = rules(test, profile)
        if says != ("outside" if broken else "inside"):
            found[test.name] = (says, broken)
    return found


@pytest.mark.parametrize("profile", ["RL", "DL"])
def test_counts(profile: Profile) -> None:
    tests = len(identification_tests())
    right = tests - len(differences(profile))
    assert (right, tests) == (RIGHT[profile], 355)
    assert right >= BY_OWL_API[profile]
    assert [profile, str(right), str(tests)] in rows_of(DOCUMENT, "profile")


@pytest.mark.parametrize("profile", ["RL", "DL"])
def test_every_difference_is_documented(profile: Profile) -> None:
    documented = {row[0]: tuple(row[2:4]) for row in rows_of(DOCUMENT, "test") if row[1] == profile}
    found = {
        name: (says, "inside" if says == "outside" else "outside")
        for name, (says, _) in differences(profile).items()
    }
    assert found == documented


def test_the_document_names_the_rules() -> None:
    for name, profile, _, we_say, why in rows_of(DOCUMENT, "test"):
        if why.startswith("`") and we_say == "outside":
            assert differences(profile)[name][1] == {why.split("`")[1]}  # type: ignore[arg-type]
