"""One finding for one mistake, where several parts of the check see the same.

A mistake is told by the part that says most of it: a contradiction before what follows from it,
a verify query before the rules that it covers.
"""

from collections.abc import Collection, Iterable, Mapping
from fnmatch import fnmatchcase

from acquis.findings import Finding

Covers = Mapping[str, Collection[str]]


def told_once(found: Iterable[Finding], covers: Covers) -> list[Finding]:
    """Return findings in order, without those that repeat another one.

    That is one that says the same at the same place and names no statement more, and one of a
    rule that the rule of another one `covers` (patterns by rule), about the same statements or,
    where either names none, the same subject.
    """
    different = sorted(set(found))
    return [
        finding
        for finding in different
        if not any(
            _repeats(finding, other) or _is_covered(finding, other, covers.get(other.rule, ()))
            for other in different
            if other is not finding
        )
    ]


def independent(
    found: Iterable[Finding], otherwise: Iterable[Finding], gone: Collection[str]
) -> list[Finding]:
    """Return the findings that have another cause than some statements that contradict.

    They name none of these, which are `gone` for what is found `otherwise`, and are found there
    too.
    """
    there = {(one.file, one.line, one.rule, one.subject) for one in otherwise}
    return [
        one
        for one in found
        if (one.file, one.line, one.rule, one.subject) in there
        and not any(statement in gone for statement in one.statements)
    ]


def _repeats(finding: Finding, other: Finding) -> bool:
    said = finding.file, finding.line, finding.rule, finding.message
    again = other.file, other.line, other.rule, other.message
    return said == again and set(finding.statements) < set(other.statements)


def _is_covered(finding: Finding, other: Finding, patterns: Collection[str]) -> bool:
    if not any(fnmatchcase(finding.rule, pattern) for pattern in patterns):
        return False
    if finding.statements and other.statements:
        return set(finding.statements) <= set(other.statements)
    return finding.subject == other.subject
