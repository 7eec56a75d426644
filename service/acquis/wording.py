"""Findings in words for people: unnamed nodes by what is said of them, not by their labels.

The labels tell nodes apart, so that the check compares findings as long as they have them.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from acquis.explain.notation import ELLIPSIS, Notation
from acquis.findings import Finding
from acquis.positions import Places
from acquis.reasoning.facts import FIRST, Fact

LABEL = re.compile(r"_:b[0-9a-f]{16}\b")
SUBJECT = re.compile(rf"(:\d+: ){LABEL.pattern}(?= \S+ )")
MOST = 100
LONGEST = 200


def readable(findings: Iterable[Finding], places: Places) -> list[Finding]:
    """Return findings in order, with `[ … ]` and `( … )` in place of the labels of blank nodes.

    As in Turtle, an unnamed node is written where it is pointed to; as the subject of a statement
    it is only `[ … ]`. `places` knows what is said of it.
    """
    known: dict[str, str] = {}

    def node(match: re.Match[str]) -> str:
        label = match[0]
        if label not in known:
            known[label] = _written(label, places)
        return known[label]

    def text(text: str) -> str:
        return LABEL.sub(node, text)

    return sorted(
        replace(
            one,
            message=text(one.message),
            subject=text(one.subject),
            statements=tuple(text(SUBJECT.sub(rf"\1{ELLIPSIS}", line)) for line in one.statements),
        )
        for one in findings
    )


def _written(label: str, places: Places) -> str:
    """Return a blank node as Turtle writes it, cut short where it is long."""
    said, whole = _said(label, places)
    text = Notation(places.table, said, lambda _: "").term(label) if whole else ""
    if whole and len(text) <= LONGEST:
        return text
    is_list = any(predicate == FIRST for _, predicate, _ in places.about(label))
    return "( … )" if is_list else ELLIPSIS


def _said(label: str, places: Places) -> tuple[list[Fact], bool]:
    """Return what is said of a blank node and those below it, and whether that is all."""
    found: list[Fact] = []
    nodes = [label]
    for node in nodes:
        about = places.about(node)
        found += about
        nodes += (value for _, _, value in about if value.startswith("_:") and value not in nodes)
        if len(nodes) > MOST:
            return found, False
    return found, True
