"""Findings for people: a block each, in order of place."""

from acquis.findings import as_text
from acquis.policy.verdict import Suppressed
from acquis.reports import Report


def render(report: Report) -> str:
    """Return the findings; what was let pass as a count, or in full where that is asked for."""
    verdict = report.verdict
    parts = [as_text(verdict.findings)] if verdict.findings else []
    if report.verbose:
        parts += [_passed(item) for item in verdict.suppressed]
    elif verdict.suppressed:
        parts.append(f"{len(verdict.suppressed)} more let pass (-v shows them)")
    return "".join(f"{part}\n" for part in parts)


def _passed(item: Suppressed) -> str:
    if item.kind == "baseline":
        return item.finding.shown("known") + f"\n    known from: {item.reason}"
    return item.finding.shown("waived") + f"\n    waived until {item.until}: {item.reason}"
