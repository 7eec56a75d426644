"""The draw of facts for an audit."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from bench.audit.population import Population

from acquis.names import QAP


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench.audit", *words],
        cwd=root, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip


@pytest.fixture(scope="module")
def population(root: Path) -> Population:
    return Population(root)


def test_one_seed_draws_the_same_facts_and_another_seed_others(population: Population) -> None:
    drawn = population.draw(50, 1)
    assert drawn == population.draw(50, 1)
    assert len({one.fact for one in drawn}) == 50
    assert drawn != population.draw(50, 2)


def test_each_fact_stands_at_its_place_and_names_its_source(
    population: Population, root: Path
) -> None:
    for one in population.draw(300, 3):
        file, _, line = one.place.rpartition(":")
        text = (root / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
        value = one.fact[2]
        ends = value[1:-1].rsplit("/", 1)[-1].rsplit("#", 1)[-1] if value[0] == "<" else ""
        assert ends in text, one
        assert one.source, one
        assert one.code, one
        assert one.code not in {"our-mapping", "unverified"}, one


def test_our_own_readings_and_bookkeeping_are_never_drawn(population: Population) -> None:
    predicates = {predicate for _, predicate, _ in population.facts}
    for name in ("isSupportedBy", "hasStatusRecord", "hasThreshold", "expressesValue"):
        assert f"<{QAP[name]}>" not in predicates
    for name in ("validFrom", "bindsRole", "upperBound", "originatesIn"):
        assert f"<{QAP[name]}>" in predicates


def test_the_command_prints_a_sheet_to_fill_in(root: Path) -> None:
    done = run(root, "--seed", "4", "--count", "7")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout), delimiter="\t"))
    assert [row["number"] for row in rows] == list("1234567")
    assert {row["verdict"] for row in rows} == {""}
    assert "7 of " in done.stderr
    assert "seed 4" in done.stderr
    form = run(root, "--seed", "4", "--count", "7", "--format", "markdown").stdout
    assert form.count("\n- verdict:") == 7
    assert all(row["statement"] in form for row in rows)


def test_more_than_there_are_cannot_be_drawn(root: Path) -> None:
    done = run(root, "--seed", "4", "--count", "100000000")
    assert done.returncode == 2
    assert "--count" in done.stderr
