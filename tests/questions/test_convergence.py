"""The central finding: an inference from articles of law, and no more than that."""

import csv
import io
import re
from collections import defaultdict
from pathlib import Path

from tests.conftest import Run

THREE = {"US", "EU", "CN"}


def asked(done_csv: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(done_csv)))


def test_each_value_has_provisions_of_all_three_with_article_and_source(acquis: Run) -> None:
    done = acquis("ask", "convergence", "--format", "csv")
    assert done.returncode == 0
    sourced = defaultdict(set)
    for row in asked(done.stdout):
        assert row["instrument"]
        assert row["article"]
        assert row["evidence"]
        if row["source"]:
            sourced[row["convergentValue"]].add(row["legalOrder"])
    assert len([value for value, orders in sourced.items() if orders == THREE]) >= 3


def test_without_the_provisions_of_one_order_a_value_no_longer_converges(
    acquis: Run, copy: Path
) -> None:
    mapping = copy / "data" / "ttl" / "mappings" / "values-eu.ttl"
    text = mapping.read_text(encoding="utf-8")
    without = re.sub(r"value:privacy( ,\s+)?", "", text)
    without = re.sub(r" ,\s*\.", " .", without)
    without = re.sub(r"\n\S+ qap:expressesValue\s*\.\n", "\n", without)
    assert without != text
    mapping.write_text(without, encoding="utf-8")
    (copy / "data" / "ttl" / "mappings" / "values-frameworks.ttl").unlink()
    done = acquis("--root", copy, "ask", "convergence", "--format", "csv")
    assert done.returncode == 0, done.stderr
    values = {row["convergentValue"] for row in asked(done.stdout)}
    assert "Transparency and explainability" in values
    assert "Privacy and data protection" not in values
    done = acquis("--root", copy, "ask", "divergence", "--format", "csv")
    privacy = next(row for row in asked(done.stdout) if row["name"].startswith("Privacy"))
    assert (privacy["inUS"], privacy["inEU"], privacy["inCN"]) == (
        "binding law",
        "nothing recorded",
        "binding law",
    )
