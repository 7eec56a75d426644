"""Tables of the documents, for tests that hold a page against what is measured."""

from pathlib import Path


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
