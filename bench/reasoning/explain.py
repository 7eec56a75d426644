"""Explain random inferred triples and say how well: `python -m bench.reasoning.explain FILE…`.

For each file of RDF, a row: how many of the triples were explained, how many proofs the checker
accepts, how many of a sample are minimal (no statement can be left out, tried with a closure of
the rest), and how long a proof takes. With no file, the shipped knowledge base.
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from acquis import documents, knowledge, share
from acquis.reasoning import checker, explainer
from acquis.reasoning.closure import Closure, close
from acquis.reasoning.facts import FIRST, REST, Fact, holds_of_every_graph
from acquis.reasoning.proof import Proof

HEADINGS = (
    *("graph", "triples", "inferred", "explained", "accepted"),
    *("minimal", "steps", "median ms", "p95 ms", "max ms"),
)


def main() -> int:
    """Print the table; 1 where a triple has no proof or a proof is refused."""
    parser = argparse.ArgumentParser(prog="python -m bench.reasoning.explain", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--count", type=int, default=1000, help="triples to explain (default 1000)")
    parser.add_argument("--minimal", type=int, default=150, help="proofs to try to shorten (150)")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    files = asked.files or [knowledge.build(share.root()).asserted_path]
    print(" | ".join(HEADINGS))
    print(" | ".join("---" if at == 0 else "---:" for at in range(len(HEADINGS))))
    sound = True
    for file in files:
        name = file.stem if asked.files else "shipped"
        row, holds = measured(name, file, asked.count, asked.minimal, asked.seed)
        print(" | ".join(row), flush=True)
        sound = sound and holds
    return 0 if sound else 1


def measured(
    name: str, file: Path, count: int, tried: int, seed: int
) -> tuple[tuple[str, ...], bool]:
    """Return the row of a file, and whether every proof is there and holds."""
    asserted = list(documents.facts(file))
    closure = close(asserted)
    inferred = [fact for fact in closure.inferred() if not holds_of_every_graph(fact)]
    choice = random.Random(seed)
    wanted = choice.sample(inferred, min(count, len(inferred)))
    proofs, times = [], []
    for fact in wanted:
        start = time.perf_counter()
        proofs.append(explainer.prove(closure, fact))
        times.append((time.perf_counter() - start) * 1000)
    found = [proof for proof in proofs if proof]
    given = set(asserted)
    accepted = sum(not checker.faults(proof, given) for proof in found)
    sample = choice.sample(found, min(tried, len(found)))
    least = sum(is_minimal(proof, closure) for proof in sample)
    cells = (
        *(name, f"{len(given):,}", f"{len(inferred):,}"),
        *(f"{len(found)}/{len(wanted)}", f"{accepted}/{len(found)}", f"{least}/{len(sample)}"),
        f"{statistics.fmean(len(proof.steps) for proof in found):.1f}",
        f"{statistics.median(times):.2f}",
        *(
            f"{times[round(at * (len(times) - 1))]:.2f}"
            for times in [sorted(times)]
            for at in (0.95, 1)
        ),
    )
    return cells, accepted == len(wanted)


def is_minimal(proof: Proof, closure: Closure) -> bool:
    """Say whether the conclusion of a proof does not follow without any one of its leaves.

    A list is left out as a whole; otherwise the lists that the proof reads in part are given
    back whole, as the closure reads no other.
    """
    assert proof.conclusion
    cells = {leaf for leaf in proof.leaves if leaf[1] in (FIRST, REST)}
    whole = cells | set(rest_of_lists(cells, closure))
    units = [{leaf} for leaf in proof.leaves if leaf not in cells]
    units += [set(cells_from(leaf[2], whole)) for leaf in proof.leaves if leaf not in cells]
    statements = set(proof.leaves) | whole
    return all(close(statements - unit).row(proof.conclusion) is None for unit in units if unit)


def rest_of_lists(cells: Iterable[Fact], closure: Closure) -> Iterable[Fact]:
    """Yield the cells of every list that some cells belong to."""
    known = set(cells)
    for parts in closure.lists.cells.values():
        facts = [closure.fact(row) for cell in parts for row in cell]
        if not known.isdisjoint(facts):
            yield from facts


def cells_from(node: str, cells: set[Fact]) -> Iterable[Fact]:
    """Yield the cells of the list at a node."""
    own = {cell for cell in cells if cell[0] == node}
    yield from own
    for _, predicate, value in own:
        if predicate == REST:
            yield from cells_from(value, cells)


if __name__ == "__main__":
    sys.exit(main())
