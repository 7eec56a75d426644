"""Findings as workflow commands, which GitHub Actions shows as annotations on the lines.

See https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands.
"""

from acquis.findings import Finding, Severity
from acquis.policy.folders import Folders
from acquis.reports import Report

COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
PROPERTY = {**DATA, ":": "%3A", ",": "%2C"}
IN_DATA, IN_PROPERTY = str.maketrans(DATA), str.maketrans(PROPERTY)


def render(report: Report) -> str:
    """Return a command a finding, with the path from the top of the repository."""
    found = report.verdict.findings
    return "".join(f"{command(finding, report.folders)}\n" for finding in found)


def command(finding: Finding, folders: Folders) -> str:
    """Return the workflow command for a finding; its statements follow in the message."""
    properties = {
        "file": folders.shown(finding.file),
        "line": str(finding.line or ""),
        "title": f"acquis: {finding.rule}",
    }
    words = ",".join(
        f"{name}={value.translate(IN_PROPERTY)}" for name, value in properties.items() if value
    )
    message = "\n".join([finding.message, *finding.statements])
    return f"::{COMMANDS[finding.severity]} {words}::{message.translate(IN_DATA)}"
