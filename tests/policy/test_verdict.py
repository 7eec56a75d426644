"""Selection, severity and waivers, applied to the findings of one run."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.faults import findings, folders, rules

from acquis.findings import Finding
from acquis.policy.selection import Selection, matches
from acquis.policy.verdict import Policy, Verdict, judge
from acquis.policy.waivers import Waiver

TODAY = date(2027, 1, 31)
LAW = Finding("data/ttl/law/eu.ttl", 3, "duplicate-label", "m", "ex:a", "error")
VALUE = Finding("data/ttl/values.ttl", 9, "prp-irp", "m", "ex:b", "error")
SYNTAX = Finding("data/ttl/x.ttl", 1, "syntax", "m")
WAIVER = Waiver("duplicate-label", "agreed", TODAY, file="/p/pyproject.toml", line=7)


def judged(found: list[Finding], policy: Policy, *, complete: bool = True) -> Verdict:
    return judge(found, policy, today=TODAY, folders=folders(), complete=complete)


def waived(*waivers: Waiver, found: tuple[Finding, ...] = (LAW, VALUE)) -> Verdict:
    return judged(list(found), Policy(waivers=waivers))


def rules_of(verdict: Verdict) -> list[str]:
    return [finding.rule for finding in verdict.findings]


@given(st.lists(findings))
def test_without_a_policy_every_finding_counts(found: list[Finding]) -> None:
    verdict = judged(found, Policy())
    assert verdict.findings == tuple(sorted(found))
    assert verdict.failed == any(finding.severity == "error" for finding in found)


@given(st.lists(findings), st.sets(rules), st.sets(rules))
def test_what_is_selected_and_not_ignored_counts(
    found: list[Finding], select: set[str], ignore: set[str]
) -> None:
    verdict = judged(found, Policy(Selection(tuple(select), tuple(ignore))))
    assert set(rules_of(verdict)) == {f.rule for f in found} & select - ignore


def test_a_star_names_all_that_begin_so() -> None:
    assert matches("prp-*", "prp-irp")
    assert matches("*", "prp-irp")
    assert not matches("prp", "prp-irp")
    assert not matches("prp-*", "cax-dw")
    assert not matches("*-irp", "prp-irp")


@pytest.mark.parametrize(
    "policy",
    [
        Policy(Selection(("prp-*",))),
        Policy(Selection(ignore=("*",))),
        Policy(waivers=(replace(WAIVER, rule="*"),)),
    ],
)
def test_a_file_that_cannot_be_read_always_fails(policy: Policy) -> None:
    assert judged([SYNTAX], policy).findings == (SYNTAX,)


def test_severity_is_the_policys_and_the_longest_pattern_decides() -> None:
    policy = Policy(severity={"prp-*": "error", "prp-irp": "info", "duplicate-label": "warning"})
    verdict = judged([LAW, VALUE], policy)
    assert [finding.severity for finding in verdict.findings] == ["warning", "info"]
    assert not verdict.failed
    assert replace(verdict, fail_on="warning").failed


def test_a_waived_finding_does_not_fail_and_is_kept_with_the_reason() -> None:
    verdict = waived(WAIVER)
    assert verdict.findings == (VALUE,)
    (item,) = verdict.suppressed
    assert (item.finding, item.kind, item.reason, item.until) == (LAW, "waiver", "agreed", TODAY)


@pytest.mark.parametrize(
    "narrower",
    [
        {"files": "data/ttl/law/*"},
        {"files": "*.ttl"},
        {"files": "data/ttl/law/eu.ttl"},
        {"subject": "ex:a"},
        {"rule": "duplicate-*"},
    ],
)
def test_a_waiver_may_name_file_and_subject(narrower: dict[str, str]) -> None:
    assert rules_of(waived(replace(WAIVER, **narrower))) == ["prp-irp"]  # type: ignore[arg-type]


@pytest.mark.parametrize("other", [{"files": "data/ttl/*.rdf"}, {"subject": "ex:b"}])
def test_a_waiver_of_something_else_covers_nothing_and_is_told(other: dict[str, str]) -> None:
    verdict = waived(replace(WAIVER, **other))  # type: ignore[arg-type]
    assert not verdict.suppressed
    note = next(f for f in verdict.findings if f.rule == "waiver-unused")
    assert (note.file, note.line, note.severity) == ("/p/pyproject.toml", 7, "warning")


def test_an_expired_waiver_stops_working_and_is_told() -> None:
    yesterday = replace(WAIVER, until=date(2027, 1, 30))
    verdict = waived(yesterday)
    assert set(rules_of(verdict)) == {"duplicate-label", "prp-irp", "waiver-expired"}
    note = next(f for f in verdict.findings if f.rule == "waiver-expired")
    assert (note.file, note.line, note.severity) == ("/p/pyproject.toml", 7, "warning")
    assert "2027-01-30" in note.message
    assert "remove it" in waived(yesterday, found=()).findings[0].message


def test_two_waivers_of_one_finding_are_both_used() -> None:
    verdict = waived(WAIVER, replace(WAIVER, rule="*", files="data/ttl/law/*"))
    assert rules_of(verdict) == ["prp-irp"]


@pytest.mark.parametrize(
    ("selection", "told"),
    [
        (Selection(), True),
        (Selection(("prp-*",)), True),
        (Selection(("prp-irp",)), False),
        (Selection(("cax-dw",)), False),
        (Selection(ignore=("prp-irp",)), False),
        (Selection(ignore=("p*",)), False),
        (Selection(ignore=("cax-dw", "waiver-expired")), True),
    ],
)
def test_only_what_was_looked_for_can_be_unused(selection: Selection, told: bool) -> None:
    selection = replace(selection, select=selection.select and (*selection.select, "waiver-*"))
    policy = Policy(selection, waivers=(replace(WAIVER, rule="prp-*"),))
    assert ("waiver-unused" in rules_of(judged([], policy))) == told


def test_nothing_is_called_unused_where_part_was_checked() -> None:
    policy = Policy(waivers=(WAIVER,))
    assert rules_of(judged([], policy)) == ["waiver-unused"]
    assert rules_of(judged([], policy, complete=False)) == []
    assert rules_of(judged([SYNTAX], policy)) == ["syntax"]


def test_the_notes_of_the_policy_can_be_left_out_or_made_graver() -> None:
    left_out = Policy(Selection(ignore=("waiver-*",)), waivers=(WAIVER,))
    assert not judged([], left_out).findings
    graver = Policy(severity={"waiver-unused": "error"}, waivers=(WAIVER,))
    assert judged([], graver).failed


def test_the_counts_in_words() -> None:
    found = [LAW, VALUE, replace(LAW, severity="warning", message="n")]
    assert judged(found, Policy()).counts() == "2 errors, 1 warning"
    assert waived(WAIVER).counts() == "1 error; 1 waived"
    assert judged([], Policy()).counts() == "clean"
