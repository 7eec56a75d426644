"""JUnit XML: a test a rule, well-formed whatever a finding holds."""

import xml.etree.ElementTree as xml
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.faults import findings, folders
from tests.reports.conftest import CLASH, LABEL, RULES

from acquis.findings import Finding
from acquis.policy.verdict import Verdict
from acquis.reports import Report, render


def suite(report: Report) -> xml.Element:
    root = xml.fromstring(render("junit", report).encode())
    (only,) = root
    assert (root.tag, only.tag) == ("testsuites", "testsuite")
    cases = only.findall("testcase")
    counts = {name: str(len(only.findall(f"testcase/{name}"))) for name in ("failure", "error")}
    assert only.get("tests") == root.get("tests") == str(len(cases))
    assert only.get("failures") == root.get("failures") == counts["failure"]
    assert only.get("errors") == root.get("errors") == counts["error"]
    assert only.get("skipped") == str(len(only.findall("testcase/skipped")))
    return only


def outcomes(report: Report) -> dict[str, list[str]]:
    return {
        str(case.get("name")): [child.tag for child in case]
        for case in suite(report).findall("testcase")
    }


def of(*found: Finding) -> Report:
    return Report(Verdict(found), folders())


def allowed(text: str) -> str:
    """Return a text as XML 1.0 can hold it."""
    ranges = ((0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF))
    return "".join(
        c if c in "\t\n\r" or any(a <= ord(c) <= b for a, b in ranges) else "\ufffd" for c in text
    )


@given(st.lists(st.builds(replace, findings, message=st.text())))
def test_every_finding_is_in_the_test_of_its_rule(found: list[Finding]) -> None:
    texts = {
        case.get("name"): "\n".join(child.text or "" for child in case)
        for case in suite(of(*found)).findall("testcase")
    }
    assert texts.keys() == {finding.rule for finding in found}
    for finding in found:
        assert allowed(str(finding)) in texts[finding.rule]


@given(st.text(), st.text())
def test_attributes_read_back_as_they_were(message: str, file: str) -> None:
    (case,) = suite(of(Finding(file, 3, "r", message)))
    assert case[0].get("message") == allowed(f"{file}:3: {message}")
    assert case.get("classname") == "acquis.other"


def test_each_rule_has_its_outcome(report: Report) -> None:
    assert outcomes(report) == {
        "syntax": [],
        "cax-dw": ["failure"],
        "cax-adc": [],
        "duplicate-label": ["system-out"],
        "prp-irp": ["skipped"],
        "prp-asyp": ["skipped"],
        "out": ["skipped"],
        "unlisted": ["system-out"],
    }
    skipped = {
        case.get("name"): case[0].get("message")
        for case in suite(report).findall("testcase")
        if case.find("skipped") is not None
    }
    assert skipped["prp-asyp"] == "1 let pass: agreed"
    assert skipped["out"] == "not selected"


def test_a_warning_fails_where_warnings_do() -> None:
    warnings = Report(Verdict((LABEL,), fail_on="warning"), folders())
    assert outcomes(warnings) == {"duplicate-label": ["failure"]}


def test_a_failing_rule_tells_its_warnings_too() -> None:
    mild = replace(CLASH, severity="warning", message="mild")
    assert outcomes(of(CLASH, mild, CLASH)) == {"cax-dw": ["failure", "system-out"]}
    (case,) = suite(of(CLASH, mild, CLASH))
    assert str(case[0].get("message")).endswith("disjoint classes (and 1 more)")


def test_where_a_file_cannot_be_read_the_other_rules_are_skipped() -> None:
    broken = Finding("a.ttl", 1, "syntax", "m")
    found = outcomes(Report(Verdict((broken,)), folders(), RULES))
    assert found.pop("syntax") == ["error"]
    assert set(map(tuple, found.values())) == {("skipped",)}
