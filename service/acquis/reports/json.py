"""Findings for programs: a JSON array of objects with the fields of `Finding`.

A finding that was let pass has a field `suppressed` more, which says by what and why.
"""

import json
from dataclasses import asdict
from typing import Any

from acquis.policy.verdict import Suppressed
from acquis.reports import Report


def render(report: Report) -> str:
    """Return the findings that count, then those that were let pass."""
    verdict = report.verdict
    items = [asdict(finding) for finding in verdict.findings]
    items += [_passed(item) for item in verdict.suppressed]
    return json.dumps(items, indent=2) + "\n"


def _passed(item: Suppressed) -> dict[str, Any]:
    until = {"until": item.until.isoformat()} if item.until else {}
    return {
        **asdict(item.finding),
        "suppressed": {"by": item.kind, "reason": item.reason, **until},
    }
