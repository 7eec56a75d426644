"""Explanations as a drawing: a tree of cards whose shape, label and colour tell what they are.

The drawing stands alone: no script, no font or picture from elsewhere, and its text is text.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

from acquis.explain import outline, summary
from acquis.explain.explanation import Explanation
from acquis.explain.notation import Notation, printable
from acquis.explain.outline import Row

CHARACTER, SMALL, BOLD = 7.25, 6.0, 8.2
MARGIN, PADDING, INDENT, GAP, HEIGHT, CORNER = 24, 14, 30, 8, 44, 10
NARROWEST, WIDEST = 760, 1000
LABELS = {
    "inferred": "INFERRED",
    "source": "A SOURCE SAYS",
    "reading": "OUR READING",
    "unchecked": "UNCHECKED",
    "axiom": "AXIOM",
    "asserted": "ASSERTED",
    "again": "SEE ABOVE",
}
MEANINGS = {
    "inferred": "follows by a rule from the cards below it",
    "source": "read in the source that is cited",
    "reading": "the project's own judgement",
    "unchecked": "not checked against a source",
    "axiom": "a modelling decision of the ontology",
    "asserted": "stated in a file, no evidence given",
}
STYLE = """
text { font-family: system-ui, "Segoe UI", "Noto Sans", sans-serif; fill: #1b1f24 }
.said { font: 12px ui-monospace, "DejaVu Sans Mono", "Noto Sans Mono", monospace }
.note { font-size: 11px; fill: #444c56 }
.label { font-size: 10px; font-weight: 700; letter-spacing: .06em }
.title { font-size: 20px; font-weight: 700 }
.text { font-size: 13px }
.wire { fill: none; stroke: #8c959f; stroke-width: 1.4 }
.card { stroke-width: 1.4 }
.inferred { fill: #eef4ff; stroke: #1f5fbf } .label-inferred { fill: #174a94 }
.source { fill: #e9f6ec; stroke: #1a7f37 } .label-source { fill: #116329 }
.reading { fill: #fff6e0; stroke: #9a6700; stroke-dasharray: 7 3 } .label-reading { fill: #7d4e00 }
.unchecked { fill: #ffeceb; stroke: #b42318; stroke-dasharray: 2 3 }
.label-unchecked { fill: #a40e26 }
.axiom { fill: #f3effb; stroke: #6e40c9 } .label-axiom { fill: #55309c }
.asserted { fill: #f6f8fa; stroke: #57606a } .label-asserted { fill: #424a53 }
.again { fill: #ffffff; stroke: #8c959f; stroke-dasharray: 4 4 } .label-again { fill: #57606a }
a { fill: #0550ae; text-decoration: underline }
""".strip()


@dataclass(frozen=True)
class _Card:
    """A row with its place on the drawing."""

    row: Row
    x: int
    y: int
    width: int

    @property
    def style(self) -> str:
        """The kind of card that it is drawn as."""
        return "again" if self.row.repeated else self.row.statement.kind


def render(explanations: Iterable[Explanation], notation: Notation) -> str:
    """Return explanations as one SVG document (SVG 1.1), one below the other."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{drawing(list(explanations), notation)}'


def drawing(kept: Sequence[Explanation], notation: Notation, mark: str = "") -> str:
    """Return explanations as an `svg` element; `mark` keeps its ids apart from those of others."""
    parts: list[str] = []
    y, width = MARGIN, NARROWEST
    for number, explanation in enumerate(kept):
        drawn, y, own_width = _drawn(explanation, notation, y, f"{mark}p{number}-")
        parts += drawn
        width = max(width, own_width)
        y += 2 * MARGIN
    words = [summary.headline(each, notation) for each in kept]
    title = words[0] if len(words) == 1 else f"{len(words)} explanations"
    description = " ".join(basis for each in kept for basis in _sentences(each, notation))
    height = y - MARGIN
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="{mark}title {mark}desc">'
    )
    return "\n".join(
        [
            head,
            f'<title id="{mark}title">{text(title)}</title>',
            f'<desc id="{mark}desc">{text(description)}</desc>',
            f"<style>{STYLE}</style>",
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
            *parts,
            "</svg>\n",
        ]
    )


def text(words: str) -> str:
    """Return text as XML takes it."""
    return escape(printable(words))


def _sentences(explanation: Explanation, notation: Notation) -> Iterator[str]:
    yield summary.headline(explanation, notation)
    yield summary.basis_in_words(explanation)


def _drawn(
    explanation: Explanation, notation: Notation, y: int, mark: str
) -> tuple[list[str], int, int]:
    """Return the parts of one explanation, where it ends and how wide it is."""
    rows = list(outline.rows(explanation, notation))
    head, y = _head(explanation, notation, y, rows)
    cards = list(_placed(rows, y))
    bottom = cards[-1].y + HEIGHT
    width = max([NARROWEST, *(card.x + card.width + MARGIN for card in cards)])
    lines = list(_articles(explanation, bottom + 2 * MARGIN, width - 2 * MARGIN))
    body = [*_wires(cards), *(_card(card, mark) for card in cards)]
    end = bottom + (MARGIN + 20 * len(lines) if lines else 0)
    return [*head, *body, *lines], end, width


def _head(
    explanation: Explanation, notation: Notation, y: int, rows: Sequence[Row]
) -> tuple[list[str], int]:
    parts = [
        f'<text class="title" x="{MARGIN}" y="{y + 18}">'
        f"{text(summary.headline(explanation, notation))}</text>"
    ]
    y += 42
    for line in _wrapped(summary.basis_in_words(explanation), 110):
        parts.append(f'<text class="text" x="{MARGIN}" y="{y}">{text(line)}</text>')
        y += 18
    kinds = [kind for kind in LABELS if any(row.statement.kind == kind for row in rows)]
    for at, kind in enumerate(kinds):
        x, top = MARGIN + (at % 2) * 370, y + (at // 2) * 28
        parts.append(_shape(kind, x, top, 132, 22))
        parts.append(
            f'<text class="label label-{kind}" x="{x + PADDING}" y="{top + 15}">'
            f"{LABELS[kind]}</text>"
        )
        parts.append(f'<text class="note" x="{x + 140}" y="{top + 15}">{MEANINGS[kind]}</text>')
    return parts, y + 28 * ceil(len(kinds) / 2) + 12


def _placed(rows: Sequence[Row], y: int) -> Iterator[_Card]:
    for at, row in enumerate(rows):
        x = MARGIN + INDENT * row.depth
        label = LABELS["again" if row.repeated else row.statement.kind]
        note = len(label) * BOLD + 8 + cells(_note(row)) * SMALL
        needed = ceil(max(cells(_title(row)) * CHARACTER, note)) + 2 * PADDING
        yield _Card(row, x, y + at * (HEIGHT + GAP), min(max(needed, 260), WIDEST))


def cells(words: str) -> int:
    """Return how wide a text is: a Chinese character takes the room of two letters."""
    return len(words) + sum(east_asian_width(character) in "WF" for character in words)


def _title(row: Row) -> str:
    return f"({row.number}) {row.text}" if row.number and not row.repeated else row.text


def _note(row: Row) -> str:
    if row.repeated:
        return f"({row.number})"
    if row.statement.rule:
        also = f"also asserted: {row.where}" if row.where else ""
        return " · ".join(part for part in (row.reason, also) if part)
    return " · ".join(part for part in (row.where, row.evidence) if part)


def _wires(cards: Sequence[_Card]) -> Iterator[str]:
    """Yield a line from each card to the one that it is a premise of."""
    above: dict[int, _Card] = {}
    for card in cards:
        depth = card.row.depth
        above[depth] = card
        if depth:
            start = above[depth - 1]
            x, middle = start.x + 14, card.y + HEIGHT // 2
            yield f'<path class="wire" d="M{x} {start.y + HEIGHT}V{middle}H{card.x}"/>'


def _card(card: _Card, mark: str) -> str:
    row, x, y = card.row, card.x, card.y
    label = LABELS[card.style]
    inside = card.width - 2 * PADDING
    said = _cut(_title(row), inside / CHARACTER)
    note = text(_cut(_note(row), (inside - len(label) * BOLD - 8) / SMALL))
    full = text(" · ".join(part for part in (row.text, row.reason, _note(row)) if part))
    number = f' id="{mark}{row.number}"' if row.number and not row.repeated else ""
    if row.repeated:
        note = f'<a href="#{mark}{row.number}">{note}</a>'
    return (
        f"<g{number}><title>{full}</title>{_shape(card.style, x, y, card.width, HEIGHT)}"
        f'<text class="said" x="{x + PADDING}" y="{y + 18}">{text(said)}</text>'
        f'<text x="{x + PADDING}" y="{y + 34}">'
        f'<tspan class="label label-{card.style}">{label}</tspan>'
        f'<tspan class="note" dx="8">{note}</tspan></text></g>'
    )


def _cut(words: str, most: float) -> str:
    """Return words with the middle left out where they are too long."""
    if cells(words) <= most:
        return words
    half = max(int(most * len(words) / cells(words)) - 3, 2) // 2
    return f"{words[:half]} … {words[-half:]}"


def _shape(kind: str, x: int, y: int, width: int, height: int) -> str:
    """Return the outline of a card: each kind has its own."""
    right, bottom, c = x + width, y + height, min(CORNER, height // 2)
    if kind == "inferred":
        return (
            f'<rect class="card {kind}" x="{x}" y="{y}" width="{width}" height="{height}" '
            f'rx="{c}"/>'
        )
    if kind == "source":
        fold = f"M{right - c} {y}V{y + c}H{right}"
        path = f"M{x} {y}H{right - c}L{right} {y + c}V{bottom}H{x}Z{fold}"
    elif kind == "axiom":
        path = (
            f"M{x + c} {y}H{right - c}L{right} {y + height // 2}L{right - c} {bottom}"
            f"H{x + c}L{x} {y + height // 2}Z"
        )
    else:
        path = f"M{x} {y}H{right}V{bottom}H{x}Z"
    return f'<path class="card {kind}" d="{path}"/>'


def _articles(explanation: Explanation, y: int, width: int) -> Iterator[str]:
    """Yield the articles of law that are cited, two lines of text each."""
    if not explanation.articles:
        return
    yield _line("label", "ARTICLES THAT IT RESTS ON", y, 0)
    for at, article in enumerate(explanation.articles):
        name = f"{article.label or article.term} — {article.act_title}"
        yield _line("text", _cut(name, width / SMALL - 12), y, 1 + 2 * at, link=article.url)
        yield _line("note", _cut(summary.checked(article), width / SMALL - 24), y, 2 + 2 * at)


def _line(style: str, words: str, y: int, number: int, link: str = "") -> str:
    shown = text(words)
    if link.startswith(("https://", "http://")):
        shown = f"<a href={quoteattr(printable(link))}>{shown}</a>"
    return f'<text class="{style}" x="{MARGIN}" y="{y + 20 * number}">{shown}</text>'


def _wrapped(words: str, most: int) -> Iterator[str]:
    line = ""
    for word in words.split(" "):
        if line and len(line) + len(word) >= most:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line
