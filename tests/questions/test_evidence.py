"""The question for records without evidence has no row, and would have one."""

from pathlib import Path

import pytest

from acquis import graph, questions
from acquis.engine.live import LiveEngine

HEAD = b"""@prefix qap: <https://w3id.org/quantum-acquis/ns#> .
@prefix x: <http://example.org/> .
"""


def rows(root: Path, text: bytes) -> int:
    saved = questions.load(root / "queries" / "questions")
    engine = LiveEngine({})
    engine.hold({"urn:graph": graph.facts(HEAD + text)})
    return questions.count(engine, questions.find(saved, "records-without-evidence"))


@pytest.mark.parametrize("kind", ["Provision", "Norm", "StatusRecord", "TechnicalThreshold"])
def test_a_record_without_evidence_is_a_row(root: Path, kind: str) -> None:
    assert rows(root, b"x:a a qap:%s ." % kind.encode()) == 1


@pytest.mark.parametrize(
    "text",
    [
        b"x:a a qap:Provision ; qap:isSupportedBy x:e .",
        b"x:a a qap:TechnicalThreshold . x:b qap:hasThreshold x:a ; qap:isSupportedBy x:e .",
        b"x:a a qap:Document , qap:Evidence .",
    ],
)
def test_a_record_that_rests_on_some_is_none(root: Path, text: bytes) -> None:
    assert rows(root, text) == 0
