"""How long the watch takes from an edit to its verdict: `python -m bench.check.watch --help`.

Each verdict is compared with that of a check from the start.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.check.edits import Edit, Edits, copied

from acquis.policy import rules
from acquis.stages import Checkup
from acquis.watch import Watch

CLASHES = {*rules.CLASHES, *rules.MEANING}
ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Edit a copy of the tree again and again; print the times, fail where a verdict differs."""
    parser = argparse.ArgumentParser(prog="python -m bench.check.watch", description=__doc__)
    parser.add_argument("--edits", type=int, default=200, help="of each kind (default 200)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unchecked", action="store_true", help="compare no verdict")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tree = copied(ROOT, Path(folder) / "tree")
        differing = measured(tree, asked.edits, asked.seed, not asked.unchecked)
    sys.exit(1 if differing else 0)


def measured(tree: Path, count: int, seed: int, compared: bool) -> int:
    """Print a line of times for each kind of edit; return how many verdicts differ."""
    edits, watch = Edits(tree, seed), Watch(tree)
    watch.findings()
    list(watch.make_ready())
    differing = 0
    for kind, some in (("deleted", edits.deleted(count)), ("added", edits.added(count))):
        clean, other = [], []
        for edit, seconds, same, is_clean in verdicts(watch, tree, some, compared):
            (clean if is_clean else other).append(1000 * seconds)
            if not same:
                differing += 1
                print(f"differs from a full run: {edit.what}")
        print(f"one triple {kind}: {summary([*clean, *other])}")
        print(
            f"    verdict clean or of form alone: {summary(clean)}; contradiction: {summary(other)}"
        )
    print(f"{2 * count} verdicts, {differing} differ" if compared else "no verdict compared")
    return differing


def verdicts(
    watch: Watch, tree: Path, edits: Iterator[Edit], compared: bool
) -> Iterator[tuple[Edit, float, bool, bool]]:
    """Yield each edit, the seconds to its verdict, and two answers.

    They are whether a full run says the same, and whether nothing contradicts.
    """
    for edit in edits:
        with edit.made():
            began = time.perf_counter()
            found = watch.findings()
            seconds = time.perf_counter() - began
            same = not compared or found == Checkup(tree).findings()
        yield edit, seconds, same, not any(one.rule in CLASHES for one in found)
        watch.findings()


def summary(times: list[float]) -> str:
    """Return median, 95th percentile and maximum of some milliseconds."""
    if not times:
        return "none"
    ordered = sorted(times)
    late = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    middle = statistics.median(ordered)
    return f"median {middle:.0f} ms, p95 {late:.0f} ms, max {ordered[-1]:.0f} ms (n={len(times)})"


if __name__ == "__main__":
    main()
