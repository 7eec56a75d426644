"""Draw facts at random to be read against their sources: `python -m bench.audit --help`.

The same seed over the same tree draws the same facts, so that anyone can repeat the draw. What
the facts are drawn from is told on standard error.
"""

import argparse
import csv
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from bench.audit.population import Drawn, Population

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = (
    "number statement subject predicate object place evidence source address verdict read"
).split()


def main() -> None:
    """Print the sheet: one fact a line, with empty cells for the verdict and what was read."""
    parser = argparse.ArgumentParser(prog="python -m bench.audit", description=__doc__)
    parser.add_argument("--seed", type=int, required=True, help="any whole number; note it down")
    parser.add_argument("--count", type=int, default=50, help="how many facts (default 50)")
    parser.add_argument("--format", choices=("tsv", "markdown"), default="tsv")
    parser.add_argument("--root", type=Path, default=ROOT, help="the tree (default: this one)")
    asked = parser.parse_args()
    population = Population(asked.root.resolve())
    if not 0 < asked.count <= len(population.facts):
        parser.error(f"--count: there are {len(population.facts)} facts to draw from")
    drawn = population.draw(asked.count, asked.seed)
    print(
        f"{asked.count} of {len(population.facts)} asserted facts whose evidence cites a source,"
        f" seed {asked.seed}; each is as likely as any other",
        file=sys.stderr,
    )
    write = as_markdown if asked.format == "markdown" else as_table
    write(drawn, sys.stdout)


def as_table(drawn: Iterable[Drawn], out: TextIO) -> None:
    """Write tab-separated values with a header."""
    table = csv.writer(out, delimiter="\t", lineterminator="\n")
    table.writerow(COLUMNS)
    for number, one in enumerate(drawn, 1):
        table.writerow(
            (number, one.words, *one.fact, one.place, one.code, one.source, one.address, "", "")
        )


def as_markdown(drawn: Iterable[Drawn], out: TextIO) -> None:
    """Write a section for each fact, to be filled in by hand."""
    for number, one in enumerate(drawn, 1):
        print(f"## {number}. {one.words}\n", file=out)
        print(f"- statement: `{' '.join(one.fact)}`", file=out)
        print(f"- place: {one.place}", file=out)
        print(f"- evidence: {one.code}, {one.source}, {one.address or 'no address'}", file=out)
        print("- read:\n- verdict:\n", file=out)


if __name__ == "__main__":
    main()
