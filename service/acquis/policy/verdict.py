"""The policy of a project applied to the findings of one run."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from acquis.findings import SEVERITIES, Finding, Severity
from acquis.policy.baseline import Baseline, Matching
from acquis.policy.folders import Folders
from acquis.policy.rules import SYNTAX
from acquis.policy.selection import Selection, matches
from acquis.policy.waivers import Waiver

Kind = Literal["waiver", "baseline"]


@dataclass(frozen=True)
class Policy:
    """What a project makes of findings: which count, how grave they are, what is let pass."""

    selection: Selection = field(default_factory=Selection)
    severity: Mapping[str, Severity] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    baseline: Baseline = field(default_factory=Baseline)
    fail_on: Severity = "error"


@dataclass(frozen=True)
class Suppressed:
    """A finding that is let pass, by what, and why; a waiver has an end date too."""

    finding: Finding
    kind: Kind
    reason: str
    until: date | None = None


@dataclass(frozen=True)
class Verdict:
    """What counts, in order of place, and what was let pass.

    `fail_on` says how grave a finding must be to fail, `selection` which rules were looked for.
    """

    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    fail_on: Severity = "error"
    selection: Selection = field(default_factory=Selection)

    @property
    def failed(self) -> bool:
        """Say whether a finding is as grave as `fail_on`."""
        return any(self.fails(finding) for finding in self.findings)

    def fails(self, finding: Finding) -> bool:
        """Say whether one finding is as grave as `fail_on`."""
        return SEVERITIES.index(finding.severity) >= SEVERITIES.index(self.fail_on)

    @property
    def readable(self) -> bool:
        """Say whether every file could be read, so that every rule was checked."""
        return all(finding.rule != SYNTAX for finding in self.findings)

    def counts(self) -> str:
        """Return in words how much was found: `2 errors, 1 warning; 1 waived`."""
        grave = Counter(finding.severity for finding in self.findings)
        words = {"error": "error", "warning": "warning", "info": "note"}
        parts = [_count(grave[s], words[s]) for s in reversed(SEVERITIES) if grave[s]]
        passed = Counter(item.kind for item in self.suppressed)
        named = {"waiver": "waived", "baseline": "in the baseline"}
        rest = [f"{passed[kind]} {named[kind]}" for kind in sorted(passed, reverse=True)]
        return "; ".join([", ".join(parts) or "clean", *rest])


def judge(
    findings: Iterable[Finding],
    policy: Policy,
    *,
    today: date,
    folders: Folders,
    complete: bool = True,
) -> Verdict:
    """Apply a policy to the findings of one run.

    `complete` says that everything the policy is about was checked: only then is it told which
    waivers and which entries of the baseline match nothing.
    """
    matching = Matching(policy.baseline, folders.stable)
    found: list[Finding] = []
    suppressed: list[Suppressed] = []
    used: set[int] = set()
    for finding in sorted(findings):
        if finding.rule == SYNTAX:
            complete = False
            found.append(finding)
        elif finding.rule in policy.selection:
            graded = _graded(finding, policy)
            covering = [i for i, w in enumerate(policy.waivers) if w.covers(finding, folders)]
            used.update(covering)
            passed = _passed(graded, [policy.waivers[i] for i in covering], matching, today)
            if passed:
                suppressed.append(passed)
            else:
                found.append(graded)
    notes = [*_waiver_notes(policy, used, today, complete)]
    if complete:
        notes += _baseline_notes(policy, matching)
    found += [_graded(note, policy) for note in notes if note.rule in policy.selection]
    return Verdict(tuple(sorted(found)), tuple(suppressed), policy.fail_on, policy.selection)


def _graded(finding: Finding, policy: Policy) -> Finding:
    """Return the finding as grave as the policy has it; the longest pattern that fits decides."""
    fitting = [pattern for pattern in policy.severity if matches(pattern, finding.rule)]
    if not fitting:
        return finding
    return replace(finding, severity=policy.severity[max(fitting, key=len)])


def _passed(
    finding: Finding, covering: Iterable[Waiver], matching: Matching, today: date
) -> Suppressed | None:
    known = matching.takes(finding)
    for waiver in covering:
        if waiver.holds(today):
            return Suppressed(finding, "waiver", waiver.reason, waiver.until)
    return Suppressed(finding, "baseline", matching.baseline.file) if known else None


def _waiver_notes(policy: Policy, used: set[int], today: date, complete: bool) -> Iterator[Finding]:
    for number, waiver in enumerate(policy.waivers):
        if not waiver.holds(today):
            yield waiver.expired(number in used or not complete)
        elif complete and number not in used and _looked_for(waiver.rule, policy.selection):
            yield waiver.unused()


def _looked_for(pattern: str, selection: Selection) -> bool:
    """Say whether a run with that selection looked for everything that a waiver may cover."""
    left_out = (ignored.removesuffix("*") for ignored in selection.ignore)
    return pattern in selection and not any(matches(pattern, rule) for rule in left_out)


def _baseline_notes(policy: Policy, matching: Matching) -> list[Finding]:
    stale = matching.stale(lambda rule: rule in policy.selection)
    if not stale:
        return []
    file = policy.baseline.file
    message = (
        f"{_count(len(stale), 'entry', 'entries')} of the baseline "
        f"{'is' if len(stale) == 1 else 'are'} no longer found; "
        f"write it anew with `acquis check --write-baseline {file}`"
    )
    return [Finding(file, 0, "baseline-stale", message, "", "info", tuple(map(str, stale)))]


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
