"""Workflow commands: what the runner reads is what the finding says."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.faults import findings, folders
from tests.reports.conftest import CLASH, LABEL, NOTE

from acquis.findings import Finding
from acquis.policy.verdict import Verdict
from acquis.reports import Report, render
from acquis.reports.github import command


def unescaped(text: str, *codes: str) -> str:
    """Undo the escapes, each once, as the toolkit's inverse does."""
    table = {f"%{ord(code):02X}": code for code in codes}
    return re.sub("|".join(table), lambda match: table[match[0]], text)


def parsed(line: str) -> tuple[str, dict[str, str], str]:
    """Read a command as the runner does: up to the second `::`, then at each comma."""
    head, _, data = line.removeprefix("::").partition("::")
    name, _, words = head.partition(" ")
    pairs = (word.partition("=") for word in words.split(",") if word)
    properties = {key: unescaped(value, *"\r\n:,%") for key, _, value in pairs}
    return name, properties, unescaped(data, *"\r\n%")


@given(findings)
def test_the_runner_reads_what_the_finding_says(finding: Finding) -> None:
    line = command(finding, folders())
    assert not re.search("[\r\n]", line)
    name, properties, message = parsed(line)
    assert name == {"info": "notice"}.get(finding.severity, finding.severity)
    assert message == "\n".join((finding.message, *finding.statements))
    assert properties["title"] == f"acquis: {finding.rule}"
    assert properties.get("line", "0") == str(finding.line)
    assert properties.get("file", "") == folders().shown(finding.file)


@given(st.text())
def test_no_text_can_begin_a_command_of_its_own(text: str) -> None:
    finding = Finding(f"{text}.ttl", 1, text, text, text, "error", (text,))
    lines = command(finding, folders()).split("\n")
    assert len(lines) == 1
    assert lines[0].startswith("::error ")


def test_paths_are_told_from_the_top_of_the_repository(report: Report) -> None:
    clash = render("github", report).splitlines()[-1]
    assert clash == (
        "::error file=sub/data/ttl/law/eu.ttl,line=7,title=acquis%3A cax-dw"
        "::ex:a is of two disjoint classes"
        "%0Adata/ttl/law/eu.ttl:7: ex:a a ex:B"
        "%0Aontology/o.ttl:0: ex:B owl:disjointWith ex:C"
    )


def test_each_severity_has_its_command_and_what_is_let_pass_has_none(report: Report) -> None:
    lines = render("github", report).splitlines()
    assert [parsed(line)[0] for line in lines] == ["notice", "warning", "error"]
    assert "file=" not in lines[0]
    assert "line=" not in lines[1]


def test_a_file_outside_the_repository_is_told_in_full(tmp_path: Path) -> None:
    line = command(Finding("/else/x.ttl", 1, "r", "m"), folders(str(tmp_path), str(tmp_path)))
    assert "file=/else/x.ttl," in line


def test_a_clean_check_has_no_commands() -> None:
    assert render("github", Report(Verdict(), folders())) == ""
    assert len(render("github", Report(Verdict((CLASH, LABEL, NOTE)), folders())).splitlines()) == 3
