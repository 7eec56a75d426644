"""Findings as a table for the summary of a job, in Markdown that holds only HTML.

Inside HTML nothing is read as Markdown, so that a text in a finding stays a text.
"""

from html import escape

from acquis.findings import Finding
from acquis.reports import Report

MOST = 200


def render(report: Report) -> str:
    """Return a heading, the counts, and a table of the first MOST findings."""
    verdict = report.verdict
    found = verdict.findings
    lines = ["### acquis check", "", f"{verdict.counts()}.", ""]
    if found:
        lines += ["<table>", "<tr><th></th><th>place</th><th>finding</th><th>rule</th></tr>"]
        lines += [_row(finding) for finding in found[:MOST]]
        lines += ["</table>", ""]
    if len(found) > MOST:
        lines += [f"{len(found) - MOST} more are not shown here.", ""]
    return "\n".join(lines)


def _row(finding: Finding) -> str:
    message = "<br>".join(_cell(part) for part in (finding.message, *finding.statements))
    cells = (finding.severity, _code(finding.place), message, _code(finding.rule))
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _code(text: str) -> str:
    return f"<code>{_cell(text)}</code>"


def _cell(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())
