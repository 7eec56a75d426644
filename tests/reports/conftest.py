"""A verdict of each kind of finding, as the reports get it."""

from datetime import date
from pathlib import Path

import pytest

from acquis.findings import Finding
from acquis.policy.folders import Folders
from acquis.policy.rules import Rule
from acquis.policy.selection import Selection
from acquis.policy.verdict import Suppressed, Verdict
from acquis.reports import Report

CLASH = Finding(
    "data/ttl/law/eu.ttl",
    7,
    "cax-dw",
    "ex:a is of two disjoint classes",
    "ex:a",
    "error",
    ("data/ttl/law/eu.ttl:7: ex:a a ex:B", "ontology/o.ttl:0: ex:B owl:disjointWith ex:C"),
)
LABEL = Finding("data/ttl/b c.ttl", 0, "duplicate-label", "two labels", "", "warning")
NOTE = Finding("", 0, "unlisted", "of nothing", "", "info", ("no place",))
KNOWN = Finding("data/ttl/d.ttl", 2, "prp-irp", "known", "ex:k")
WAIVED = Finding("data/ttl/d.ttl", 3, "prp-asyp", "waived", "ex:w", "error", ("d.ttl:3: x",))
RULES = {
    name: Rule(name, f"What {name} {{finds}}.", "consistency", address)
    for name, address in [
        ("syntax", ""),
        ("cax-dw", "https://www.w3.org/TR/owl2-profiles/"),
        ("cax-adc", ""),
        ("duplicate-label", ""),
        ("prp-irp", ""),
        ("prp-asyp", ""),
        ("out", ""),
    ]
}


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """A report on a tree that is one folder below the top of its repository."""
    (tmp_path / ".git").mkdir()
    root = tmp_path / "sub"
    (root / "data" / "ttl" / "law").mkdir(parents=True)
    for file in (CLASH.file, LABEL.file, KNOWN.file):
        (root / file).touch()
    suppressed = (
        Suppressed(KNOWN, "baseline", "sub/known.json"),
        Suppressed(WAIVED, "waiver", "agreed", date(2027, 1, 31)),
    )
    verdict = Verdict((NOTE, LABEL, CLASH), suppressed, selection=Selection(ignore=("out",)))
    return Report(verdict, Folders(root, root), RULES)
