"""Findings in the Static Analysis Results Interchange Format (SARIF) 2.1.0.

See https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
"""

import json
import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from acquis import __version__
from acquis.findings import Finding, Severity, fingerprint, placed
from acquis.policy.folders import Folders
from acquis.policy.rules import Rule
from acquis.policy.verdict import Suppressed
from acquis.reports import Report

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
HOME = "https://w3id.org/quantum-acquis/"
BASE = "%SRCROOT%"
FINGERPRINT = "acquisFinding/v1"
LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
BRACES = str.maketrans({"{": "{{", "}": "}}"})
Object = dict[str, Any]


def render(report: Report) -> str:
    """Return a log of one run: every rule that is known, and a result for each finding.

    Paths are relative to the top of the repository, which is not named, so that the log is the
    same on every machine.
    """
    verdict = report.verdict
    pairs: list[tuple[Finding, Suppressed | None]] = [(found, None) for found in verdict.findings]
    pairs += [(item.finding, item) for item in verdict.suppressed]
    rules = _rules(report.rules, [finding for finding, _ in pairs])
    index = {name: number for number, name in enumerate(rules)}
    times: Counter[str] = Counter()
    results = []
    for finding, passed in pairs:
        mark = fingerprint(finding, report.folders.stable)
        times[mark] += 1
        result = {
            "ruleId": finding.rule,
            "ruleIndex": index[finding.rule],
            "level": LEVELS[finding.severity],
            "message": _message(_told(finding)),
            **_places(finding, report.folders),
            "partialFingerprints": {FINGERPRINT: f"{mark}:{times[mark]}"},
            "suppressions": [_suppression(passed)] if passed else [],
        }
        results.append(result)
    driver = {
        "name": "acquis",
        "version": __version__,
        "informationUri": HOME,
        "rules": [_rule(rule) for rule in rules.values()],
    }
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {BASE: {"description": _message("The top of the repository")}},
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rules(known: Mapping[str, Rule], findings: list[Finding]) -> dict[str, Rule]:
    """Return the known rules, and what can be said of those that only findings name."""
    return {**known} | {
        f.rule: Rule(f.rule, f.rule, "", severity=f.severity)
        for f in findings
        if f.rule not in known
    }


def _rule(rule: Rule) -> Object:
    text = _message(rule.text)
    return {
        "id": rule.name,
        "shortDescription": text,
        "fullDescription": text,
        "help": text,
        **({"helpUri": rule.help} if rule.help else {}),
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _message(text: str) -> Object:
    """Return a message, in which braces stand for themselves (section 3.11.5)."""
    return {"text": text.translate(BRACES)}


def _told(finding: Finding) -> str:
    """Return the message, and the statements that no related location shows."""
    unplaced = (s for s in finding.statements if not placed(s)[0])
    return "\n".join([finding.message, *unplaced])


def _places(finding: Finding, folders: Folders) -> Object:
    related = [
        {"id": number, **_location(file, line, folders), "message": _message(text)}
        for number, (file, line, text) in enumerate(map(placed, finding.statements), 1)
        if file
    ]
    own = [_location(finding.file, finding.line, folders)] if finding.file else []
    return {"locations": own, **({"relatedLocations": related} if related else {})}


def _location(file: str, line: int, folders: Folders) -> Object:
    shown = folders.shown(file)
    if Path(shown).is_absolute():
        artifact = {"uri": Path(shown).as_uri()}
    else:
        artifact = {"uri": quote(os.fsencode(shown)), "uriBaseId": BASE}
    region = {"region": {"startLine": line}} if line else {}
    return {"physicalLocation": {"artifactLocation": artifact, **region}}


def _suppression(item: Suppressed) -> Object:
    known = f"known since the baseline {item.reason} was written"
    return {
        "kind": "external",
        "status": "accepted",
        "justification": item.reason if item.kind == "waiver" else known,
        **({"properties": {"until": item.until.isoformat()}} if item.until else {}),
    }
