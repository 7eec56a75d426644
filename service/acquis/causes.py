"""One finding for one mistake, where several parts of the check see the same.

A mistake is told by the part that says most of it: a contradiction before what follows from it,
a verify query before the rules that it covers.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from acquis.findings import Finding

Covers = Mapping[str, Collection[str]]
MISSING = frozenset(
    {"saved-query-rows", "class-without-shape", "term-without-question", "mapping-label"}
)
ECHOES = frozenset({"foreign-term", "unmapped-term"})


def told_once(found: Iterable[Finding], covers: Covers) -> list[Finding]:
    """Return findings in order, without those that repeat another one.

    That is one that says the same at the same place and names no statement more, and one of a
    rule that the rule of another one `covers` (patterns by rule), about the same statements or,
    where either names none, the same subject. What is MISSING, such as rows of a saved query, is
    told only where there is no error besides: an error elsewhere is the likely cause. Of the
    ECHOES, names in no list, one is told only where its line has no other error: a name that is
    wrong is in no list either.
    """
    different = sorted(set(found))
    if any(one.severity == "error" and one.rule not in MISSING for one in different):
        different = [one for one in different if one.rule not in MISSING]
    echoing = ECHOES | MISSING
    errors = [one for one in different if one.severity == "error" and one.rule not in echoing]
    places = {(one.file, one.line) for one in errors}
    different = [
        one for one in different if one.rule not in ECHOES or (one.file, one.line) not in places
    ]
    near = _Neighbours(different, covers)
    return [
        finding
        for finding in different
        if not any(
            _repeats(finding, other) or _is_covered(finding, other, covers.get(other.rule, ()))
            for other in near.of(finding)
            if other is not finding
        )
    ]


class _Neighbours:
    """The findings that another one can repeat, found without comparing each with each.

    Those are the ones of its place, rule and message; and, of rules that cover others, the ones
    of its subject and those that name its statements.
    """

    def __init__(self, found: Iterable[Finding], covers: Covers) -> None:
        self._at: dict[Hashable, list[Finding]] = defaultdict(list)
        for one in found:
            self._at[_said(one)].append(one)
            if covers.get(one.rule):
                for key in {one.subject, *((statement,) for statement in one.statements)}:
                    self._at[key].append(one)

    def of(self, finding: Finding) -> Iterator[Finding]:
        """Yield the findings that a finding can repeat, itself among them."""
        yield from self._at.get(_said(finding), ())
        yield from self._at.get(finding.subject, ())
        yield from self._at.get(finding.statements[:1], ())


def _said(finding: Finding) -> tuple[str, int, str, str]:
    return finding.file, finding.line, finding.rule, finding.message


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
    return _said(finding) == _said(other) and set(finding.statements) < set(other.statements)


def _is_covered(finding: Finding, other: Finding, patterns: Collection[str]) -> bool:
    if not any(fnmatchcase(finding.rule, pattern) for pattern in patterns):
        return False
    if finding.statements and other.statements:
        return set(finding.statements) <= set(other.statements)
    return finding.subject == other.subject
