"""Explanations as text for people."""

from collections.abc import Iterable, Iterator

from acquis.explain import outline, summary
from acquis.explain.explanation import Explanation
from acquis.explain.notation import Notation, printable
from acquis.explain.outline import Row

RULER = "\n" + "─" * 80 + "\n"


def render(explanations: Iterable[Explanation], notation: Notation) -> str:
    """Return explanations one below the other, each with a summary and its tree."""
    return RULER.join("\n".join(_lines(each, notation)) + "\n" for each in explanations)


def _lines(explanation: Explanation, notation: Notation) -> Iterator[str]:
    yield from map(printable, summary.lines(explanation, notation))
    yield ""
    for row in outline.rows(explanation, notation):
        yield from map(printable, _row(row))


def _row(row: Row) -> Iterator[str]:
    bars = "".join("│  " if goes_on else "   " for goes_on in row.guides[1:])
    branch = ("└─ " if row.last else "├─ ") if row.guides else ""
    number = f"({row.number}) " if row.number else ""
    if row.repeated:
        yield f"{bars}{branch}{row.text}  see ({row.number})"
        return
    if row.statement.rule:
        also = f" (also asserted: {row.where})" if row.where else ""
        yield f"{bars}{branch}{number}{row.text}  ⇐ {row.reason}{also}"
        return
    yield f"{bars}{branch}{number}{row.text}"
    below = "" if not row.guides else "   " if row.last else "│  "
    told = (row.reason, row.where, row.evidence)
    yield f"{bars}{below}   {' · '.join(part for part in told if part)}"
