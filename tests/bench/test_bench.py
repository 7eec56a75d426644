"""The benchmark's generator and its table code; nothing here takes a time."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from bench.reasoning import __main__ as bench
from bench.reasoning import plot, table
from bench.reasoning.corpora import Corpus
from bench.reasoning.law import law, write
from bench.reasoning.table import Cell, Results

from acquis.names import ID, QAP
from acquis.reasoning.closure import close

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def parsed(lines: list[str]) -> list[ox.Quad]:
    return list(ox.parse("".join(lines), format=ox.RdfFormat.N_TRIPLES))


@pytest.fixture(scope="module")
def small(root: Path) -> list[str]:
    return list(law(root, 3))


def test_the_same_seed_gives_the_same_law_and_another_seed_another(
    root: Path, small: list[str]
) -> None:
    assert list(law(root, 3)) == small
    assert list(law(root, 3, seed=2)) != small


def test_a_larger_law_begins_with_the_smaller_one(root: Path, small: list[str]) -> None:
    larger = list(law(root, 12))
    assert larger[: len(small)] == small
    ontology = len(list(law(root, 0)))
    assert (len(larger) - ontology) / (len(small) - ontology) == pytest.approx(4, rel=0.02)


def test_generated_law_is_well_formed_and_says_nothing_twice(small: list[str]) -> None:
    quads = parsed(small)
    assert len(quads) == len(set(quads)) == len(small)


def test_every_jurisdiction_has_the_shape_of_the_others(root: Path) -> None:
    shapes = []
    for size in range(1, 4):
        quads = parsed(list(law(root, size))[len(list(law(root, size - 1))) :])
        shapes.append(Counter(q.object.value for q in quads if q.predicate.value == TYPE))
    assert shapes[0] == shapes[1] == shapes[2]
    assert shapes[0][f"{QAP}Provision"] == 113


def test_generated_law_uses_only_terms_that_the_ontology_declares(small: list[str]) -> None:
    quads = parsed(small)
    declared = {q.subject.value for q in quads if q.predicate.value == TYPE}
    used = {q.predicate.value for q in quads}
    used |= {q.object.value for q in quads if q.predicate.value == TYPE}
    assert {name for name in used if name.startswith(str(QAP))} <= declared


def test_generated_law_is_consistent_and_converges(small: list[str]) -> None:
    facts = [(str(q.subject), str(q.predicate), str(q.object)) for q in parsed(small)]
    closure = close(facts)
    assert closure.consistent
    inferred = set(closure.inferred())
    privacy = (f"<{ID}value/privacy>", f"<{TYPE}>", f"<{QAP}ConvergentValue>")
    dual_use = (f"<{ID}technology/us-0>", f"<{TYPE}>", f"<{QAP}DualUseTechnology>")
    assert {privacy, dual_use} <= inferred


def test_the_measuring_process_reports_one_run(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "law.ttl"
    size = write(path, root, 1)
    words = ["-m", "bench.reasoning.engines", "acquis", str(path), "8192"]
    done = subprocess.run(
        [sys.executable, *words], cwd=bench.ROOT, capture_output=True, text=True, timeout=120
    )
    result = json.loads(done.stdout)
    assert result["status"] == "ok", done.stderr
    assert 0 < result["inferred"] < size
    assert min(result["load"], result["close"], result["peak_mb"]) > 0


@pytest.fixture
def results() -> Results:
    def ok(graph: str, triples: int, engine: str, close: float) -> Cell:
        return Cell(graph, triples, engine, "ok", 300, 0.5, close, 0.1, 7, 1234, 3)

    cells = (
        ok("law x1", 10_000, "acquis", 0.1),
        ok("law x1", 10_000, "owlrl", 4.0),
        ok("law x4", 100_000, "acquis", 1.0),
        ok("law x4", 100_000, "owlrl", 160.0),
        ok("prov", 1_000, "acquis", 0.01),
        ok("prov", 1_000, "owlrl", 0.1),
        ok("law x64", 1_000_000, "acquis", 10.0),
        Cell("law x64", 1_000_000, "owlrl", "timeout", 300),
        Cell("law x64", 1_000_000, "sparq", "missing", 300),
        Cell("law x64", 1_000_000, "oxilite", "failed", 300, why="no"),
    )
    return Results({"processor": "a processor"}, cells)


def rows(text: str) -> dict[str, list[str]]:
    cells = [[part.strip() for part in line.strip("| ").split(" | ")] for line in text.splitlines()]
    return {row[0]: row[1:] for row in cells}


def test_a_closure_cell_has_its_ratio_to_owlrl(results: Results) -> None:
    found = rows(table.closure_table(results))
    assert found["graph"] == ["triples", "acquis", "owlrl", "oxilite"]
    assert found["law x1"][:3] == ["10,000", "0.1 (40)", "4"]
    assert found["law x64"] == ["1,000,000", "10 (> 30)", "> 300 s", "failed"]
    assert rows(table.total_table(results))["law x1"][1] == "0.6"
    assert rows(table.memory_table(results))["law x1"][1] == "1,234"


def test_the_summary_has_geometric_means_and_growth(results: Results) -> None:
    assert table.speed_up(results, "acquis", "owlrl") == pytest.approx((40 * 160 * 10) ** (1 / 3))
    assert table.growth(results.finished("acquis", "law x")) == pytest.approx(1.0)
    assert table.growth(results.finished("acquis", "prov")) is None
    found = rows(table.summary_table(results, "law x"))
    assert found["acquis"] == ["4 of 4", "40", "1", "1.00"]
    assert found["owlrl"][:2] == ["3 of 4", "1"]
    assert found["oxilite"][0] == "0 of 1"


def test_results_are_kept_and_shown_again(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path / "results.json")
    again = Results.load(tmp_path / "results.json")
    assert again == results
    assert "oxilite failed on law x64: no" in bench.report(again)


def test_the_same_results_give_the_same_picture(results: Results, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the picture wants matplotlib, of the extra bench")
    pictures = [tmp_path / "one.svg", tmp_path / "two.svg"]
    for picture in pictures:
        plot.draw(results, "law x", picture)
    one, two = (picture.read_bytes() for picture in pictures)
    assert one == two
    assert b"<svg" in one


def test_a_cell_is_the_median_of_its_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    closes = iter([3.0, 1.0, 2.0])

    def run(self: bench.Bench, engine: str, corpus: Corpus) -> dict[str, Any]:
        times = {"load": 1.0, "close": next(closes), "out": 0.0}
        return {"status": "ok", "inferred": 5, "peak_mb": 10, **times}

    monkeypatch.setattr(bench.Bench, "_run", run)
    measured = bench.Bench(300, 8192, repeats=3)
    measured.measure(Corpus("prov", Path("prov.ttl"), 9), ["acquis"])
    (cell,) = measured.cells
    assert (cell.close, cell.total, cell.runs) == (2.0, 3.0, 3)


def test_an_engine_that_ran_out_of_time_is_spared_the_larger_graphs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def run(*_: Any, **__: Any) -> None:
        raise subprocess.TimeoutExpired("engine", 300)

    monkeypatch.setattr(bench.subprocess, "run", run)
    measured = bench.Bench(300, 8192, repeats=3)
    for name in ("law x1", "law x4", "prov"):
        measured.measure(Corpus(name, Path("x.ttl"), 9), ["owlrl"])
    assert [cell.status for cell in measured.cells] == ["timeout", "skipped", "timeout"]
