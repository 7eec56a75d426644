"""Measure OWL 2 RL engines side by side: `python -m bench.reasoning --help`."""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bench.reasoning import corpora, plot, table
from bench.reasoning.corpora import LAW, Corpus
from bench.reasoning.engines import ENGINES
from bench.reasoning.table import OURS, Cell, Results

from acquis import share

ROOT = Path(__file__).resolve().parents[2]
SIZES = (1, 4, 16, 64)
LARGE = (200, 440)
SLOW = 25.0
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), "1")


def arguments() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.reasoning", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small graphs, one run each")
    parser.add_argument("--engines", default=",".join(ENGINES), help="names, with commas")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each cell (default 3)")
    parser.add_argument("--limit", type=float, help="seconds for one run (default 300, quick 30)")
    parser.add_argument("--memory", type=int, default=8192, help="address space in MB")
    parser.add_argument("--cache", type=Path, help="folder for the graphs")
    parser.add_argument("--results", type=Path, help="where the JSON goes")
    parser.add_argument("--plot", type=Path, help="where the picture goes")
    parser.add_argument("--show", type=Path, help="measure nothing; show these results")
    return parser.parse_args()


def main() -> None:
    """Measure and print, or print what was measured before."""
    asked = arguments()
    if asked.show:
        results = Results.load(asked.show)
    else:
        results = measured(asked)
        if asked.results:
            results.save(asked.results)
    print(report(results))
    if asked.plot:
        plot.draw(results, LAW, asked.plot)


def report(results: Results) -> str:
    """Return the tables with their titles as Markdown."""
    parts = [
        ("Summary", table.summary_table(results, LAW)),
        ("Closure, seconds (times faster than owlrl)", table.closure_table(results)),
        ("From file to closure, seconds", table.total_table(results)),
        ("Peak memory, MB", table.memory_table(results)),
        ("Inferred triples", table.inferred_table(results)),
    ]
    about = "\n".join(f"{key}: {value}" for key, value in results.machine.items())
    shown = [about, *(f"## {title}\n\n{text}" for title, text in parts)]
    return "\n\n".join([*shown, *results.failures()])


def measured(asked: argparse.Namespace) -> Results:
    """Run every engine on every graph."""
    names = asked.engines.split(",")
    unknown = set(names) - ENGINES.keys()
    if unknown:
        sys.exit(f"no such engine: {', '.join(sorted(unknown))}; there are {', '.join(ENGINES)}")
    folder = asked.cache or share.cache() / "bench"
    (folder / "own").mkdir(parents=True, exist_ok=True)
    limit = asked.limit or (30.0 if asked.quick else 300.0)
    bench = Bench(limit, asked.memory, 1 if asked.quick else asked.repeats)
    for corpus in graphs(folder, asked.quick):
        large = corpus.name in {f"{LAW}{size}" for size in LARGE}
        bench.measure(corpus, [name for name in names if name == OURS or not large])
    return Results(machine(names), tuple(bench.cells))


def graphs(folder: Path, quick: bool) -> Iterator[Corpus]:
    """Yield the graphs in the order in which they are measured, a family by rising size."""
    yield corpora.knowledge_base(folder)
    yield from corpora.generated(folder, SIZES[:2] if quick else SIZES)
    wanted: Iterable[str] = ("prov", "org", "sosa") if quick else corpora.PACKAGES
    yield from corpora.foreign(folder, wanted, say)
    yield from corpora.own(folder)
    if not quick:
        yield from corpora.generated(folder, LARGE)


class Bench:
    """Runs engines in processes of their own and keeps the cells."""

    def __init__(self, limit: float, megabytes: int, repeats: int) -> None:
        self.limit = limit
        self.megabytes = megabytes
        self.repeats = repeats
        self.cells: list[Cell] = []
        self.exhausted: set[str] = set()

    def measure(self, corpus: Corpus, engines: Iterable[str]) -> None:
        """Add a cell for each engine; the runs of all engines take turns."""
        runs: dict[str, list[dict[str, Any]]] = {engine: [] for engine in engines}
        for _ in range(self.repeats):
            for engine, done in runs.items():
                if not done or (done[0]["status"] == "ok" and done[0]["close"] < SLOW):
                    done.append(self._run(engine, corpus))
        for engine, done in runs.items():
            cell = self._cell(engine, corpus, done)
            if cell.status in ("timeout", "memory") and corpus.name.startswith(LAW):
                self.exhausted.add(engine)
            self.cells.append(cell)

    def _run(self, engine: str, corpus: Corpus) -> dict[str, Any]:
        if engine in self.exhausted and corpus.name.startswith(LAW):
            return {"status": "skipped"}
        say(f"{engine} on {corpus.name} ({corpus.triples:,} triples)")
        words = [sys.executable, "-m", "bench.reasoning.engines", engine]
        try:
            done = subprocess.run(
                [*words, str(corpus.path), str(self.megabytes)],
                cwd=ROOT,
                env={**os.environ, **ONE_THREAD},
                capture_output=True,
                text=True,
                timeout=self.limit,
            )
        except subprocess.TimeoutExpired:
            return {"status": "timeout"}
        return _outcome(done)

    def _cell(self, engine: str, corpus: Corpus, runs: list[dict[str, Any]]) -> Cell:
        good = [run for run in runs if run["status"] == "ok"]
        place = (corpus.name, corpus.triples, engine)
        if not good:
            why = runs[0].get("why", "")
            return Cell(*place, runs[0]["status"], self.limit, runs=len(runs), why=why)
        seconds = {key: statistics.median(run[key] for run in good) for key in ("load", "close")}
        return Cell(
            *place,
            "ok",
            self.limit,
            **seconds,
            out=statistics.median(run["out"] for run in good),
            inferred=int(good[0]["inferred"]),
            peak_mb=max(run["peak_mb"] for run in good),
            runs=len(good),
        )


def _outcome(done: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    lines = done.stdout.strip().splitlines()
    if done.returncode == 0 and lines:
        outcome: dict[str, Any] = json.loads(lines[-1])
        return outcome
    told = (done.stderr.strip().splitlines() or ["nothing said"])[-1]
    status = "memory" if "alloc" in done.stderr.lower() else "failed"
    return {"status": status, "why": told[:300]}


def machine(engines: Iterable[str]) -> dict[str, str]:
    """Return what a reader of the figures must know of the machine and the versions."""
    models = (
        line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    )
    found = {
        "date": date.today().isoformat(),
        "processor": next(models, "unknown").partition(": ")[2] + ", one core",
        "Python": platform.python_version(),
    }
    for engine in engines:
        try:
            found[engine] = version(ENGINES[engine].distribution)
        except PackageNotFoundError:
            found[engine] = "not installed"
        found[engine] += f" ({ENGINES[engine].note})" if ENGINES[engine].note else ""
    return found


def say(message: str) -> None:
    """Tell a person what goes on."""
    print(f"bench: {message}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
