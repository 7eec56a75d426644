"""Tables and sessions of the documents, for tests that hold a page against what is so."""

import re
from pathlib import Path

ELLIPSIS = "…"


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
