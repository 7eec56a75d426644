"""The baseline: what is known passes, what is new does not, wherever its lines have moved."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.faults import findings, folders

from acquis.errors import AcquisError
from acquis.findings import Finding, fingerprint, placed
from acquis.policy import baseline
from acquis.policy.baseline import Baseline
from acquis.policy.verdict import Policy, Verdict, judge

FOLDERS = folders()
TODAY = date(2027, 1, 1)
ONE = Finding("a.ttl", 3, "cax-dw", "m", "ex:a", "error", ("a.ttl:3: ex:a a ex:B", "b.ttl:4: x"))


def against(known: Baseline, found: list[Finding]) -> Verdict:
    policy = Policy(baseline=known, fail_on="warning")
    return judge(found, policy, today=TODAY, folders=FOLDERS)


def of(found: list[Finding]) -> Baseline:
    return replace(baseline.of(found, FOLDERS.stable), file="known.json")


@given(st.lists(findings))
def test_what_the_baseline_was_written_from_is_clean(found: list[Finding]) -> None:
    verdict = against(of(found), found)
    assert not verdict.findings
    assert len(verdict.suppressed) == len(found)


@given(st.lists(findings), findings)
def test_one_finding_more_is_the_one_that_fails(found: list[Finding], more: Finding) -> None:
    verdict = against(of(found), [*found, more])
    assert [fingerprint(f) for f in verdict.findings] == [fingerprint(more)]
    assert len(verdict.suppressed) == len(found)


@given(st.lists(findings, min_size=1), st.data())
def test_one_finding_less_is_told_and_does_not_fail(
    found: list[Finding], data: st.DataObject
) -> None:
    gone = data.draw(st.sampled_from(found))
    left = list(found)
    left.remove(gone)
    verdict = against(of(found), left)
    (note,) = verdict.findings
    assert (note.rule, note.severity, note.file) == ("baseline-stale", "info", "known.json")
    assert len(note.statements) == 1
    assert gone.rule in note.statements[0]
    assert not verdict.failed


def moved(finding: Finding, by: int) -> Finding:
    places = [placed(statement) for statement in finding.statements]
    statements = tuple(f"{file}:{line + by}: {text}" for file, line, text in places)
    return replace(finding, line=finding.line + by, statements=statements)


@given(st.lists(findings), st.integers(1, 50))
def test_moved_lines_change_nothing(found: list[Finding], by: int) -> None:
    assert not against(of(found), [moved(finding, by) for finding in found]).findings


@given(st.lists(findings))
def test_a_baseline_reads_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, found: list[Finding]
) -> None:
    path = tmp_path_factory.mktemp("b") / "known.json"
    baseline.write(path, of(found))
    assert baseline.read(path, "known.json") == of(found)


def test_a_new_label_of_a_blank_node_is_the_same_finding() -> None:
    old, new = (replace(ONE, subject=f"_:b{n}", message=f"_:b{n}: bad") for n in (1, 25))
    assert not against(of([old]), [new]).findings


@pytest.mark.parametrize(
    "other",
    [
        replace(ONE, file="b.ttl"),
        replace(ONE, rule="prp-irp"),
        replace(ONE, message="n"),
        replace(ONE, subject="ex:b"),
        replace(ONE, statements=("a.ttl:3: ex:a a ex:C", "b.ttl:4: x")),
        replace(ONE, statements=("a.ttl:3: ex:a a ex:B",)),
    ],
)
def test_another_finding_is_not_known(other: Finding) -> None:
    assert against(of([ONE]), [other]).failed


def test_severity_and_order_of_statements_do_not_matter() -> None:
    same = replace(ONE, severity="warning", statements=ONE.statements[::-1])
    assert not against(of([ONE]), [same]).findings


def test_the_same_file_from_another_folder(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "x.ttl").touch()
    top, sub = (folders("/elsewhere", str(f)) for f in (tmp_path, tmp_path / "sub"))
    names = [top.stable("sub/x.ttl"), sub.stable("x.ttl"), sub.stable(str(tmp_path / "sub/x.ttl"))]
    assert names == ["sub/x.ttl"] * 3


def test_a_file_that_cannot_be_read_is_never_known() -> None:
    broken = Finding("a.ttl", 1, "syntax", "m")
    with pytest.raises(AcquisError, match="nothing else was checked"):
        baseline.of([ONE, broken], FOLDERS.stable)
    known = replace(ONE, rule="syntax")
    entry = replace(of([ONE]).entries[0], fingerprint=fingerprint(known), rule="syntax")
    assert against(Baseline((entry,), "known.json"), [known]).failed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no baseline: "),
        ("[]", "no baseline of version 1"),
        ('{"version": 2, "findings": []}', "no baseline of version 1"),
        ('{"version": 1, "findings": 3}', "findings is no list"),
        ('{"version": 1, "findings": [{"rule": "x"}]}', "has not the fields fingerprint, "),
        pytest.param("[" * 100_000, "no baseline: .*recursion", id="nested too deep"),
        *(
            (
                f'{{"version": 1, "findings": [{{"fingerprint": "0", "count": {json.dumps(count)}, '
                '"rule": "r", "file": "f", "message": "m"}]}',
                f"count of an entry is {count}",
            )
            for count in (0, -1, True)
        ),
    ],
)
def test_what_is_no_baseline_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "known.json"
    path.write_text(text)
    with pytest.raises(AcquisError, match=told) as caught:
        baseline.read(path, "known.json")
    assert str(path) in str(caught.value)


def test_a_missing_baseline_is_told_with_the_way_to_write_it(tmp_path: Path) -> None:
    with pytest.raises(AcquisError, match=r"--write-baseline known\.json"):
        baseline.read(tmp_path / "known.json", "known.json")
