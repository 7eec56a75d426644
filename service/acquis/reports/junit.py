"""Findings as JUnit XML, which continuous integration shows as a list of tests.

A rule is a test: it fails where a finding of it fails the check, and is skipped where all its
findings were let pass, or where it was not looked for. There is no one standard; the text is
valid against the schema of Jenkins' xUnit plugin.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from acquis.findings import Finding
from acquis.policy.rules import SYNTAX
from acquis.policy.verdict import Suppressed, Verdict
from acquis.reports import Report

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Case = tuple[str, str, list[str]]


def render(report: Report) -> str:
    """Return one test suite with a test for each rule that is known or was found."""
    cases = list(_cases(report))
    kinds = [kind for _, kind, _ in cases]
    counts = (
        f'tests="{len(cases)}" failures="{kinds.count("failure")}" errors="{kinds.count("error")}"'
    )
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuites name="acquis" {counts}>',
            f'<testsuite name="acquis check" {counts} skipped="{kinds.count("skipped")}">',
            *(text for _, _, lines in cases for text in lines),
            "</testsuite>",
            "</testsuites>",
            "",
        ]
    )


def _cases(report: Report) -> Iterator[Case]:
    """Yield the rule, the outcome ("" for a test that passed) and the XML of each test."""
    found: dict[str, list[Finding]] = defaultdict(list)
    passed: dict[str, list[Suppressed]] = defaultdict(list)
    for finding in report.verdict.findings:
        found[finding.rule].append(finding)
    for item in report.verdict.suppressed:
        passed[item.finding.rule].append(item)
    for rule in dict.fromkeys([*report.rules, *found, *passed]):
        stage = report.rules[rule].stage if rule in report.rules else "other"
        kind, inner = _outcome(rule, found[rule], passed[rule], report.verdict)
        head = f"<testcase classname={_quoted(f'acquis.{stage}')} name={_quoted(rule)}"
        yield rule, kind, [f"{head}>", *inner, "</testcase>"] if inner else [f"{head}/>"]


def _outcome(
    rule: str, found: list[Finding], passed: list[Suppressed], verdict: Verdict
) -> tuple[str, list[str]]:
    failing = [finding for finding in found if verdict.fails(finding)]
    if failing:
        kind = "error" if rule == SYNTAX else "failure"
        rest = [finding for finding in found if not verdict.fails(finding)]
        return kind, [_failure(kind, rule, failing), *_told(rest)]
    if found:
        return "", _told(found)
    if passed:
        why = "; ".join(dict.fromkeys(item.reason for item in passed))
        return "skipped", [_skipped(f"{len(passed)} let pass: {why}")]
    if rule not in verdict.selection:
        return "skipped", [_skipped("not selected")]
    if not verdict.readable:
        return "skipped", [_skipped("not checked: a file could not be read")]
    return "", []


def _failure(kind: str, rule: str, failing: list[Finding]) -> str:
    first, more = failing[0], len(failing) - 1
    message = f"{first.place}: {first.message}" + (f" (and {more} more)" if more else "")
    text = "\n".join(map(str, failing))
    return f"<{kind} type={_quoted(rule)} message={_quoted(message)}>{_escaped(text)}</{kind}>"


def _told(found: list[Finding]) -> list[str]:
    text = "\n".join(map(str, found))
    return [f"<system-out>{_escaped(text)}</system-out>"] if text else []


def _skipped(message: str) -> str:
    return f"<skipped message={_quoted(message)}/>"


def _escaped(text: str) -> str:
    return escape(_allowed(text), {"\r": "&#13;"})


def _quoted(text: str) -> str:
    return quoteattr(_allowed(text))


def _allowed(text: str) -> str:
    """Return a text with a mark for each character that XML 1.0 does not allow (section 2.2)."""
    return FORBIDDEN.sub("\ufffd", text)
