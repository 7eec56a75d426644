"""Explanations as one HTML page that stands alone: summary, articles with links, drawing."""

from collections.abc import Iterable, Iterator
from html import escape

from acquis.explain import summary, svg
from acquis.explain.evidence import Article
from acquis.explain.explanation import Explanation
from acquis.explain.notation import Notation, printable

STYLE = """
body { font: 16px/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; margin: 2rem auto;
  max-width: 76rem; padding: 0 1rem; color: #1b1f24; background: #fff }
h1 { font-size: 1.6rem } h2 { font-size: 1.1rem; margin-bottom: .3rem }
code { font-family: ui-monospace, "DejaVu Sans Mono", monospace }
.drawing { overflow-x: auto; border: 1px solid #d0d7de }
.drawing svg { display: block }
dt { font-weight: 600 } dd { margin: 0 0 .6rem 1.5rem; overflow-wrap: anywhere }
""".strip()


def render(explanations: Iterable[Explanation], notation: Notation) -> str:
    """Return explanations as a page of HTML."""
    kept = list(explanations)
    title = summary.headline(kept[0], notation) if len(kept) == 1 else f"{len(kept)} explanations"
    sections = (_section(each, notation, f"s{at}-") for at, each in enumerate(kept))
    body = "\n".join(part for section in sections for part in section)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def text(words: str) -> str:
    """Return text as HTML takes it."""
    return escape(printable(words))


def _section(explanation: Explanation, notation: Notation, mark: str) -> Iterator[str]:
    yield f"<h1>{text(summary.headline(explanation, notation))}</h1>"
    yield f"<p><code>{text(notation.statement(explanation.conclusion.fact))}</code></p>"
    yield f"<p>{text(summary.basis_in_words(explanation))}</p>"
    if explanation.articles:
        yield "<h2>Articles that it rests on</h2>\n<dl>"
        for article in explanation.articles:
            yield from _article(article)
        yield "</dl>"
    yield "<h2>Proof</h2>"
    drawing = svg.drawing([explanation], notation, mark)
    yield f'<div class="drawing" tabindex="0">{drawing}</div>'


def _article(article: Article) -> Iterator[str]:
    yield f"<dt>{text(article.label or article.term)}</dt>"
    yield f"<dd>{_link(article.act_title, article.url)}</dd>"
    for record in article.evidence:
        where = record.document.url if record.document else ""
        yield f"<dd>{_link(summary.cited(record), where)}</dd>"


def _link(words: str, address: str) -> str:
    if not address.startswith(("https://", "http://")):
        return text(words)
    return f'<a href="{text(address)}">{text(words)}</a>'
