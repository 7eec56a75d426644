"""Text for people, JSON for programs, Markdown for the summary of a job."""

import json
from dataclasses import asdict, replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.faults import findings, folders
from tests.reports.conftest import CLASH, KNOWN, LABEL, NOTE, WAIVED

from acquis.findings import Finding, as_json
from acquis.policy.verdict import Verdict
from acquis.reports import FORMATS, Report, render


def of(*found: Finding) -> Report:
    return Report(Verdict(found), folders())


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_ends_its_last_line_and_is_the_same_twice(form: str, report: Report) -> None:
    text = render(form, report)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert text == render(form, report)


def test_text_counts_what_was_let_pass(report: Report) -> None:
    text = render("text", report)
    assert f"{CLASH}\n" in text
    assert "data/ttl/law/eu.ttl:7: error: ex:a is of two disjoint classes [cax-dw]\n" in text
    assert text.endswith("2 more let pass (-v shows them)\n")
    assert "agreed" not in text


def test_text_shows_in_full_what_was_let_pass_where_that_is_asked_for(report: Report) -> None:
    text = render("text", replace(report, verbose=True))
    assert "d.ttl:2: known: known [prp-irp]\n    known from: sub/known.json\n" in text
    assert "d.ttl:3: waived: waived [prp-asyp]\n    d.ttl:3: x\n" in text
    assert text.endswith("\n    waived until 2027-01-31: agreed\n")


def test_a_clean_check_prints_no_text() -> None:
    assert render("text", of()) == ""


def test_json_is_the_array_of_findings() -> None:
    assert render("json", of(LABEL, CLASH)) == as_json([LABEL, CLASH]) + "\n"
    assert render("json", of()) == "[]\n"


def test_json_marks_what_was_let_pass(report: Report) -> None:
    items = json.loads(render("json", report))
    marks = {item["rule"]: item.pop("suppressed", None) for item in items}
    assert items == json.loads(json.dumps([asdict(f) for f in (NOTE, LABEL, CLASH, KNOWN, WAIVED)]))
    assert {rule: mark for rule, mark in marks.items() if mark} == {
        "prp-irp": {"by": "baseline", "reason": "sub/known.json"},
        "prp-asyp": {"by": "waiver", "reason": "agreed", "until": "2027-01-31"},
    }


class Cells(HTMLParser):
    """The texts of the cells of a table; each must be there as it was, and no tag more."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag == "br":
            self.rows[-1][-1] += "\n"

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1] and data != "\n":
            self.rows[-1][-1] += data


def cells(text: str) -> Cells:
    parser = Cells()
    parser.feed(text[text.index("<table>") :])
    return parser


@given(st.lists(findings, min_size=1))
def test_a_text_in_a_finding_stays_a_text_in_markdown(found: list[Finding]) -> None:
    text = render("markdown", of(*found))
    parser = cells(text)
    assert parser.tags <= {"table", "tr", "th", "td", "code", "br"}
    assert len(parser.rows) == len(found) + 1
    table = text[text.index("<table>") : text.index("</table>")]
    assert "\n\n" not in table, "a blank line ends the HTML block and begins Markdown"
    for row, finding in zip(parser.rows[1:], found, strict=True):
        message = "\n".join((finding.message, *finding.statements))
        assert row[2].split() == message.split()


def test_markdown_shows_the_first_two_hundred() -> None:
    text = render("markdown", of(*[CLASH] * 203))
    assert len(cells(text).rows) == 201
    assert "203 errors." in text
    assert "3 more are not shown here." in text
