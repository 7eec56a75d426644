"""Results, and the tables, ratios and growth exponents drawn from them."""

import json
import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

OURS = "acquis"
BASELINE = "owlrl"
SMALLEST = 10_000
STATUS = {
    "ok": "",
    "missing": "not installed",
    "memory": "out of memory",
    "skipped": "left out",
}


@dataclass(frozen=True)
class Cell:
    """One engine on one graph: medians over the repeats, or why there are none.

    `status` is `ok`, `timeout`, `memory`, `failed`, `missing` or `skipped` (a smaller graph of
    the family took too long). Seconds are those of loading, of closing, and of handing the
    result to Python; `limit` is the time that the run had.
    """

    graph: str
    triples: int
    engine: str
    status: str
    limit: float
    load: float = 0.0
    close: float = 0.0
    out: float = 0.0
    inferred: int = 0
    peak_mb: float = 0.0
    runs: int = 0
    why: str = ""

    @property
    def total(self) -> float:
        """Seconds from the file to the closure."""
        return self.load + self.close


@dataclass(frozen=True)
class Results:
    """All cells of one run, and the machine and the versions it ran with."""

    machine: dict[str, str]
    cells: tuple[Cell, ...]

    def failures(self) -> list[str]:
        """Return a line for each cell that failed, with the reason."""
        failed = (cell for cell in self.cells if cell.status == "failed")
        return [f"{cell.engine} failed on {cell.graph}: {cell.why}" for cell in failed]

    def save(self, path: Path) -> None:
        """Write the results as JSON."""
        value = {"machine": self.machine, "cells": [asdict(cell) for cell in self.cells]}
        path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Results":
        """Read results that `save` wrote."""
        value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return cls(value["machine"], tuple(Cell(**cell) for cell in value["cells"]))

    def engines(self) -> list[str]:
        """Return the engines in the order in which they ran, without those not installed."""
        present = [cell.engine for cell in self.cells if cell.status != "missing"]
        return list(dict.fromkeys(present))

    def graphs(self) -> list[tuple[str, int]]:
        """Return the graphs and their sizes, in the order in which they were measured."""
        return list(dict.fromkeys((cell.graph, cell.triples) for cell in self.cells))

    def cell(self, graph: str, engine: str) -> Cell | None:
        """Return the cell of an engine on a graph, None where it was not measured."""
        fits = (c for c in self.cells if (c.graph, c.engine) == (graph, engine))
        return next(fits, None)

    def finished(self, engine: str, family: str = "") -> list[Cell]:
        """Return an engine's finished cells, those of graphs whose name begins with `family`."""
        return [
            cell
            for cell in self.cells
            if cell.engine == engine and cell.status == "ok" and cell.graph.startswith(family)
        ]


def speed_up(results: Results, engine: str, over: str) -> float | None:
    """Return how many times faster an engine closes: the geometric mean over shared graphs."""
    ratios = [
        other.close / cell.close
        for cell in results.finished(engine)
        if (other := results.cell(cell.graph, over)) and other.status == "ok"
    ]
    return statistics.geometric_mean(ratios) if ratios else None


def growth(cells: Sequence[Cell]) -> float | None:
    """Return k of time ~ triples^k, by least squares over the logarithms; None of one size."""
    points = [(math.log(c.triples), math.log(c.close)) for c in cells if c.triples >= SMALLEST]
    if len({size for size, _ in points}) < 2:
        return None
    return statistics.linear_regression(*zip(*points, strict=True)).slope


def closure_table(results: Results) -> str:
    """Return seconds of closing, each with its ratio to owlrl on the same graph."""
    return _table(results, lambda cell: _seconds(cell.close) + _ratio(results, cell))


def total_table(results: Results) -> str:
    """Return seconds from the file to the closure."""
    return _table(results, lambda cell: _seconds(cell.total))


def memory_table(results: Results) -> str:
    """Return the peak of resident memory in MB."""
    return _table(results, lambda cell: f"{cell.peak_mb:,.0f}")


def inferred_table(results: Results) -> str:
    """Return how many triples each engine inferred."""
    return _table(results, lambda cell: f"{cell.inferred:,}")


def summary_table(results: Results, family: str) -> str:
    """Return, for each engine, its mean ratios and how its time grows over a family of graphs."""
    rows = []
    for engine in results.engines():
        ratios = [_times(speed_up(results, engine, over)) for over in (BASELINE, OURS)]
        exponent = growth(results.finished(engine, family))
        given = sum(cell.engine == engine for cell in results.cells)
        done = f"{len(results.finished(engine))} of {given}"
        rows.append([engine, done, *ratios, f"{exponent:.2f}" if exponent is not None else ""])
    head = ["engine", "graphs finished", f"times {BASELINE}", f"times {OURS}", "growth exponent"]
    return _rows(head, rows)


def _table(results: Results, show: Any) -> str:
    engines = results.engines()
    rows = [
        [name, f"{size:,}", *(_shown(results.cell(name, engine), show) for engine in engines)]
        for name, size in results.graphs()
    ]
    return _rows(["graph", "triples", *engines], rows)


def _shown(cell: Cell | None, show: Any) -> str:
    if cell is None:
        return ""
    if cell.status == "ok":
        return str(show(cell))
    if cell.status == "timeout":
        return f"> {cell.limit:g} s"
    return STATUS.get(cell.status, cell.status)


def _ratio(results: Results, cell: Cell) -> str:
    other = results.cell(cell.graph, BASELINE)
    if cell.engine == BASELINE or other is None or cell.close == 0:
        return ""
    if other.status == "ok":
        return f" ({_times(other.close / cell.close)})"
    return f" (> {_times(other.limit / cell.close)})" if other.status == "timeout" else ""


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"


def _seconds(seconds: float) -> str:
    return f"{seconds:.0f}" if seconds >= 100 else f"{seconds:.3g}"


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *rows])
