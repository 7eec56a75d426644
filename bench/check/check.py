"""How long a check takes beside the closure of owlrl alone: `python -m bench.check.check`.

All are measured in one run, in turns, each in a process of its own, on the shipped tree.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from acquis import files, graph

ROOT = Path(__file__).resolve().parents[2]
OWLRL = """
import sys, time
from rdflib import Graph
from owlrl import DeductiveClosure, OWLRL_Semantics
graph = Graph().parse(sys.argv[1], format="nt")
began = time.perf_counter()
DeductiveClosure(OWLRL_Semantics).expand(graph)
print(time.perf_counter() - began)
"""


def main() -> None:
    """Print seconds and ratios."""
    parser = argparse.ArgumentParser(prog="python -m bench.check.check", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="of each (default 3)")
    asked = parser.parse_args()
    times: dict[str, list[float]] = {"cold": [], "unchanged": [], "owlrl": []}
    for _ in range(asked.runs):
        with tempfile.TemporaryDirectory() as folder:
            times["cold"].append(checked(Path(folder)))
            times["unchanged"].append(checked(Path(folder)))
            times["owlrl"].append(closed_by_owlrl(Path(folder) / "asserted.nt"))
    middle = {name: statistics.median(seconds) for name, seconds in times.items()}
    print(f"owlrl, closure alone: {middle['owlrl']:.2f} s")
    for name in ("cold", "unchanged"):
        ratio = middle["owlrl"] / middle[name]
        print(f"acquis check, {name}: {middle[name]:.2f} s, owlrl takes {ratio:.1f} times as long")


def checked(cache: Path) -> float:
    """Return the seconds of the command, with its verdicts kept in a folder."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "acquis", "--root", str(ROOT), "check"],
        env={**os.environ, "ACQUIS_CACHE": str(cache)},
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - began


def closed_by_owlrl(path: Path) -> float:
    """Return the seconds in which owlrl closes what the tree asserts, parsing left out."""
    sources = [graph.read(one, ROOT) for one in files.tree(ROOT)]
    facts = sorted({fact for one in sources if graph.is_knowledge(one) for fact in one.facts})
    path.write_text("".join(f"{s} {p} {o} .\n" for s, p, o in facts), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", OWLRL, str(path)], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


if __name__ == "__main__":
    main()
