"""Explanations as JSON, complete enough for anybody to check the proofs: docs/explaining.md."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from acquis.explain import summary
from acquis.explain.evidence import Article, Document, Evidence
from acquis.explain.explanation import Explanation, Statement
from acquis.explain.notation import Notation
from acquis.reasoning import rules

FORMAT, VERSION = "quantum-acquis-proof", 1
Record = dict[str, Any]


def render(explanations: Iterable[Explanation], notation: Notation) -> str:
    """Return explanations as one JSON document; terms are N-Triples, and so are the keys."""
    kept = list(explanations)
    evidence = {record.term: record for each in kept for record in each.evidence}
    documents = {
        record.document.term: record.document for record in evidence.values() if record.document
    }
    articles = {article.term: article for each in kept for article in each.articles}
    document = {
        "format": FORMAT,
        "version": VERSION,
        "rules": rules.digest(),
        "explanations": [_explanation(each, notation) for each in kept],
        "articles": {term: _article(articles[term]) for term in sorted(articles)},
        "evidence": {term: _evidence(evidence[term]) for term in sorted(evidence)},
        "documents": {term: _document(documents[term]) for term in sorted(documents)},
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _explanation(explanation: Explanation, notation: Notation) -> Record:
    return {
        "id": explanation.id,
        "conclusion": explanation.conclusion.id,
        "words": summary.headline(explanation, notation),
        "summary": summary.basis_in_words(explanation),
        "statements": [_statement(each) for each in explanation.statements],
    }


def _statement(statement: Statement) -> Record:
    subject, predicate, value = statement.fact
    return {
        "id": statement.id,
        "subject": subject,
        "predicate": predicate,
        "object": value,
        "kind": statement.kind,
        "rule": statement.rule or None,
        "premises": list(statement.premises),
        "places": [asdict(place) | {"line": place.line or None} for place in statement.places],
        "evidence": _terms(statement.evidence),
        "article": statement.article.term if statement.article else None,
    }


def _terms(evidence: Sequence[Evidence]) -> list[str]:
    return [record.term for record in evidence]


def _article(article: Article) -> Record:
    return {
        "label": article.label,
        "number": article.number,
        "act": {
            "term": article.act,
            "label": article.act_label,
            "title": article.act_title,
            "url": article.url,
        },
        "evidence": _terms(article.evidence),
    }


def _evidence(record: Evidence) -> Record:
    return {
        "label": record.label,
        "code": record.code,
        "code_term": record.code_term,
        "meaning": record.meaning,
        "document": record.document.term if record.document else None,
        "locator": record.locator,
    }


def _document(document: Document) -> Record:
    return {"label": document.label, "url": document.url, "citation": document.citation}
