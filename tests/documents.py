"""Tables and sessions of the documents, for tests that hold a page against what is so.

`python -m tests.documents` writes the tables that are made from the data.
"""

import csv
import json
import re
from pathlib import Path

import click
import pyoxigraph as ox

from acquis.cli.serving import serve
from acquis.cli.settings import options
from acquis.names import QAP

ELLIPSIS = "…"
ROOT = Path(__file__).resolve().parents[1]
ANSWERS = ROOT / "tests" / "questions" / "expected"
COVERAGE = ROOT / "docs" / "coverage.md"
MIRO = ROOT / "docs" / "miro.md"
OPERATING = ROOT / "docs" / "operating.md"
REPORTS = {
    "legal order": "report-by-jurisdiction",
    "kind": "report-by-kind",
    "evidence code": "report-by-evidence",
}
TERMS = {
    "classes": "Class",
    "object properties": "ObjectProperty",
    "data properties": "DatatypeProperty",
    "annotation properties": "AnnotationProperty",
}


def rows_of(document: Path, heading: str) -> list[list[str]]:
    """Return the rows of the first table whose header begins with `heading`, cell by cell."""
    lines = iter(document.read_text(encoding="utf-8").splitlines())
    for line in lines:
        if line.startswith(f"| {heading} |"):
            break
    next(lines)
    found = []
    for line in lines:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return found


def sessions_of(document: Path) -> list[tuple[str, str]]:
    """Return the commands of the console blocks in order, each with what is shown of its output."""
    found = []
    text = document.read_text(encoding="utf-8")
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def fits(shown: str, printed: str) -> bool:
    """Say whether a text is what is shown, where a line with an ellipsis stands for any lines."""
    parts = re.split(rf"^{ELLIPSIS}\n", shown, flags=re.MULTILINE)
    return bool(re.fullmatch("(?:.*\n)*".join(map(re.escape, parts)), printed))


def reported(heading: str) -> list[list[str]]:
    """Return the rows that the table of `docs/coverage.md` under a heading has to have.

    They are the expected rows of a saved query, without the column of identifiers.
    """
    with (ANSWERS / f"{REPORTS[heading]}.csv").open(encoding="utf-8", newline="") as file:
        return [[cell for cell in row if "://" not in cell] for row in list(csv.reader(file))[1:]]


def measured() -> list[list[str]]:
    """Return the rows of the table of sizes in `docs/miro.md`: terms of ours, modules, version."""
    modules = sorted((ROOT / "ontology" / "modules").glob("*.ttl"))
    store = ox.Store()
    for path in (*modules, ROOT / "ontology" / "qap.ttl"):
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    rows = [[name, str(_terms(store, kind))] for name, kind in TERMS.items()]
    ontology = ox.NamedNode(str(QAP).rstrip("#"))
    version = ox.NamedNode("http://www.w3.org/2002/07/owl#versionInfo")
    [said] = store.quads_for_pattern(ontology, version, None)
    return [*rows, ["modules", str(len(modules))], ["version", str(said.object.value)]]


def _terms(store: ox.Store, kind: str) -> int:
    rdf_type = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    wanted = ox.NamedNode(f"http://www.w3.org/2002/07/owl#{kind}")
    quads = store.quads_for_pattern(None, rdf_type, wanted)
    named = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    return sum(name.startswith(str(QAP)) for name in named)


def settings() -> list[list[str]]:
    """Return the rows of the table of settings in `docs/operating.md`."""
    return [
        [f"`{key}`", f"`{option.opts[0]}`", _default(option), str(option.help)]
        for key, option in options(serve).items()
    ]


def _default(option: click.Option) -> str:
    if isinstance(option.show_default, str):
        return option.show_default
    return "none" if option.default in (None, "") else f"`{json.dumps(option.default)}`"


def write(document: Path, heading: str, rows: list[list[str]]) -> None:
    """Replace the rows of the first table whose header begins with `heading`."""
    lines = document.read_text(encoding="utf-8").splitlines()
    start = 2 + next(at for at, line in enumerate(lines) if line.startswith(f"| {heading} |"))
    end = start
    while end < len(lines) and lines[end].startswith("|"):
        end += 1
    lines[start:end] = [f"| {' | '.join(row)} |" for row in rows]
    document.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for name in REPORTS:
        write(COVERAGE, name, reported(name))
    write(MIRO, "what", measured())
    write(OPERATING, "setting", settings())
