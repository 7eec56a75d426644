"""SARIF 2.1.0: the properties that the specification asks for, and what consumers rely on.

The whole schema is not kept here, for its licence does not allow it.
"""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from hypothesis import given
from hypothesis import strategies as st
from tests.faults import findings, folders
from tests.reports.conftest import CLASH, KNOWN, LABEL, NOTE, RULES, WAIVED

from acquis.findings import Finding, placed
from acquis.policy.verdict import Verdict
from acquis.reports import Report, render

LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def run(report: Report) -> dict[str, Any]:
    log = json.loads(render("sarif", report))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("/sarif-schema-2.1.0.json")
    (only,) = log["runs"]
    return dict(only)


def of(*found: Finding) -> list[dict[str, Any]]:
    return list(run(Report(Verdict(found), folders()))["results"])


def plain(message: dict[str, str]) -> str:
    """Return the text of a message as a viewer shows it (section 3.11.5)."""
    text = message["text"]
    assert not re.search(r"(?<!\{)\{(\{\{)*(?!\{)", text), "a lone brace begins a placeholder"
    return text.replace("{{", "{").replace("}}", "}")


def path(location: dict[str, Any]) -> str:
    artifact = location["physicalLocation"]["artifactLocation"]
    parts = urlsplit(artifact["uri"])
    assert not parts.query
    assert not parts.fragment
    assert (artifact.get("uriBaseId") == "%SRCROOT%") == (parts.scheme == "")
    assert parts.scheme in ("", "file")
    return unquote(parts.path)


@given(st.lists(findings))
def test_a_result_says_what_the_finding_says(found: list[Finding]) -> None:
    made = run(Report(Verdict(tuple(found)), folders()))
    rules = made["tool"]["driver"]["rules"]
    assert len(made["results"]) == len(found)
    for result, finding in zip(made["results"], found, strict=True):
        assert result["ruleId"] == rules[result["ruleIndex"]]["id"] == finding.rule
        assert result["level"] == LEVELS[finding.severity]
        unplaced = [s for s in finding.statements if not placed(s)[0]]
        assert plain(result["message"]) == "\n".join((finding.message, *unplaced))
        assert [path(location) for location in result["locations"]] == (
            [folders().shown(finding.file)] if finding.file else []
        )
        regions = [
            location["physicalLocation"].get("region", {"startLine": 0})["startLine"]
            for location in result["locations"]
        ]
        assert regions == ([finding.line] if finding.file else [])
        related = [
            (path(location), plain(location["message"]))
            for location in result.get("relatedLocations", [])
        ]
        parts = [placed(statement) for statement in finding.statements]
        assert related == [(folders().shown(file), text) for file, _, text in parts if file]


@given(st.lists(findings), st.integers(1, 50))
def test_fingerprints_tell_results_apart_and_stay_when_lines_move(
    found: list[Finding], by: int
) -> None:
    def prints(results: list[dict[str, Any]]) -> list[str]:
        return [result["partialFingerprints"]["acquisFinding/v1"] for result in results]

    marks = prints(of(*found))
    assert len(set(marks)) == len(found)
    assert prints(of(*(replace(finding, line=finding.line + by) for finding in found))) == marks


def test_every_known_rule_is_described(report: Report) -> None:
    driver = run(report)["tool"]["driver"]
    assert driver["name"] == "acquis"
    assert driver["version"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == [*RULES, "unlisted"]
    clash = driver["rules"][ids.index("cax-dw")]
    assert clash["helpUri"] == "https://www.w3.org/TR/owl2-profiles/"
    assert plain(clash["shortDescription"]) == "What cax-dw {finds}."
    assert clash["defaultConfiguration"] == {"level": "error"}
    assert "helpUri" not in driver["rules"][ids.index("syntax")]
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]


def test_what_was_let_pass_is_suppressed_with_the_reason(report: Report) -> None:
    results = {result["ruleId"]: result for result in run(report)["results"]}
    assert [results[f.rule]["suppressions"] for f in (CLASH, LABEL, NOTE)] == [[], [], []]
    waiver = {
        "kind": "external",
        "status": "accepted",
        "justification": "agreed",
        "properties": {"until": "2027-01-31"},
    }
    assert results[WAIVED.rule]["suppressions"] == [waiver]
    (known,) = results[KNOWN.rule]["suppressions"]
    assert "sub/known.json" in known["justification"]


def test_places_are_relative_to_the_top_of_the_repository(report: Report) -> None:
    made = run(report)
    clash = next(result for result in made["results"] if result["ruleId"] == "cax-dw")
    assert clash["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "sub/data/ttl/law/eu.ttl", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 7},
            }
        }
    ]
    assert [related["id"] for related in clash["relatedLocations"]] == [1, 2]
    assert str(report.folders.root) not in render("sarif", report)
    assert made["originalUriBaseIds"].keys() == {"%SRCROOT%"}


def test_a_path_is_written_as_a_uri(tmp_path: Path) -> None:
    found = Finding("a b/50%, 法:1.ttl", 1, "r", "m"), Finding("/else/a b.ttl", 1, "r", "n")
    made = run(Report(Verdict(found), folders(str(tmp_path), str(tmp_path))))
    uris = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in made["results"]
    ]
    assert uris == ["a%20b/50%25%2C%20%E6%B3%95%3A1.ttl", "file:///else/a%20b.ttl"]
