"""What an explanation comes down to, in a few sentences."""

from collections import Counter
from collections.abc import Iterator

from acquis.explain.evidence import Article, Evidence
from acquis.explain.explanation import Explanation
from acquis.explain.notation import Notation
from acquis.reasoning.facts import FIRST, REST

COUNTED = {
    "source": ("is what a source says", "are what a source says"),
    "reading": ("is our own reading", "are our own reading"),
    "unchecked": ("was not checked against a source", "were not checked against a source"),
    "axiom": ("is an axiom", "are axioms"),
    "asserted": ("is asserted without evidence", "are asserted without evidence"),
}


def headline(explanation: Explanation, notation: Notation) -> str:
    """Return what is explained, in words."""
    fact = explanation.conclusion.fact
    words = notation.words(fact)
    is_name = notation.words_of(fact[0]) == notation.term(fact[0])
    return f"{words if is_name else words[:1].upper() + words[1:]}."


def basis_in_words(explanation: Explanation) -> str:
    """Say how many statements the conclusion rests on, and of which kinds they are."""
    conclusion = explanation.conclusion
    if not conclusion.rule:
        return f"Asserted, not inferred: it {COUNTED[conclusion.kind][0]}."
    count = counts(explanation)
    total = sum(count.values())
    if not total:
        return "Inferred by OWL 2 RL from no premise: it holds of every graph."
    kinds = ", ".join(
        f"{count[kind]} {words[count[kind] > 1]}" for kind, words in COUNTED.items() if count[kind]
    )
    noun = "statement" if total == 1 else "statements"
    return f"Inferred by OWL 2 RL from {total} {noun}: {kinds}."


def counts(explanation: Explanation) -> Counter[str]:
    """Count the assertions by their kinds; the cells of a list belong to what points to it."""
    return Counter(
        each.kind for each in explanation.assertions if each.fact[1] not in (FIRST, REST)
    )


def checked(article: Article) -> str:
    """Say how what is recorded of an article was checked."""
    return "; ".join(cited(record) for record in article.evidence) or "no evidence recorded"


def cited(record: Evidence) -> str:
    """Return how evidence was obtained, and its source with the place in it."""
    how = record.meaning or record.code or "evidence"
    if record.document is None:
        return how
    document = record.document
    name = document.citation or document.label
    parts = ["" if name in document.url else name, record.locator, document.url]
    return f"{how}: {', '.join(part for part in parts if part)}"


def lines(explanation: Explanation, notation: Notation) -> Iterator[str]:
    """Yield the summary as lines of text."""
    yield headline(explanation, notation)
    yield notation.statement(explanation.conclusion.fact)
    yield ""
    yield basis_in_words(explanation)
    articles = explanation.articles
    if articles:
        noun = "article" if len(articles) == 1 else "articles"
        yield f"It rests on {len(articles)} {noun} of law:"
    for article in articles:
        yield f"  {article.label or notation.term(article.term)}"
        act = [article.act_title or notation.term(article.act), article.url]
        yield f"      {', '.join(part for part in act if part)}"
        yield f"      {checked(article)}"
