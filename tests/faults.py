"""Findings of every kind, for tests that hold for any."""

from pathlib import Path

from hypothesis import strategies as st

from acquis.findings import SEVERITIES, Finding
from acquis.policy.folders import Folders

names = st.sampled_from(["a.ttl", "data/ttl/b c.ttl", "/abs/é,x:1.ttl", "100%.ttl", ""])
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
rules = st.sampled_from(["cax-dw", "prp-irp", "prp-asyp", "duplicate-label", "http://x.org/S"])
lines = st.integers(0, 9)
statements = st.builds("{}:{}: {}".format, names, lines, words)
findings = st.builds(
    Finding,
    names,
    lines,
    rules,
    words,
    words,
    st.sampled_from(SEVERITIES),
    st.lists(statements, max_size=2).map(tuple),
)


def folders(root: str = "/work/tree", current: str = "/work/tree") -> Folders:
    """Return folders that need not be there."""
    return Folders(Path(root), Path(current))
