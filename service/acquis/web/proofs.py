"""The proofs of a build, which is read when the first of them is asked for."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from acquis.engine.tasks import Overloaded
from acquis.explain import outline, summary
from acquis.explain.answer import RENDERERS
from acquis.explain.basis import Basis
from acquis.explain.explanation import Explanation, explain
from acquis.explain.outline import Row
from acquis.explain.pattern import PLACES, Pattern
from acquis.knowledge import KnowledgeBase
from acquis.reasoning.facts import Fact, is_iri

WAITING = 16
MOST = 10
PAGE = "page"


@dataclass(frozen=True)
class Proved:
    """A triple that holds: what is said of it in words, and its proof as one of the forms."""

    headline: str
    statement: str
    basis: str
    asserted: bool
    rows: tuple[Row, ...] = ()
    articles: tuple[tuple[str, str, str], ...] = ()
    content: str = ""


@dataclass(frozen=True)
class Unproved:
    """A triple that does not hold: the terms that occur nowhere, and what holds instead.

    `unknown` are places of the triple with an IRI or a literal; `known` are statements with the
    same subject and predicate or, failing these, with the same predicate and object.
    """

    statement: str
    unknown: tuple[tuple[str, str], ...] = ()
    known: tuple[str, ...] = ()


class Proofs:
    """Proves the triples of one build, one at a time."""

    def __init__(self, knowledge: KnowledgeBase, table: Mapping[str, str]) -> None:
        """`table` are the prefixes to read and write terms with."""
        self.table = table
        self._knowledge = knowledge
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def prove(self, fact: Fact, form: str) -> Proved | Unproved:
        """Return the proof of a fact in a form of `answer.RENDERERS`, or as PAGE.

        Raises Overloaded where many proofs are waited for already, AcquisError where the build
        has lost what they are made of.
        """
        if self._waiting >= WAITING:
            raise Overloaded("too many proofs are asked for")
        self._waiting += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(self._prove, fact, form)
        finally:
            self._waiting -= 1

    @cached_property
    def _basis(self) -> Basis:
        basis = Basis.of_build(self._knowledge, self.table)
        _ = basis.closure
        return basis

    def _prove(self, fact: Fact, form: str) -> Proved | Unproved:
        explanation = explain(self._basis, fact)
        if explanation is None:
            return self._unproved(fact)
        notation = self._basis.notation
        is_page = form == PAGE
        return Proved(
            summary.headline(explanation, notation),
            notation.statement(fact),
            summary.basis_in_words(explanation),
            not explanation.conclusion.rule,
            tuple(outline.rows(explanation, notation)) if is_page else (),
            tuple(_articles(explanation)) if is_page else (),
            "" if is_page else RENDERERS[form]([explanation], notation),
        )

    def _unproved(self, fact: Fact) -> Unproved:
        basis = self._basis
        unknown = tuple(
            (place, term)
            for place, term in zip(PLACES, fact, strict=True)
            if not basis.occurs(term)
        )
        known: Sequence[Fact] = ()
        for other in (Pattern(fact[0], fact[1], None), Pattern(None, fact[1], fact[2])):
            known = known or list(chain(*basis.matching(other)))
        written = tuple(map(basis.notation.statement, known[:MOST]))
        return Unproved(basis.notation.statement(fact), unknown, written)


def _articles(explanation: Explanation) -> Sequence[tuple[str, str, str]]:
    """Return the articles of law that a proof rests on: label, act and address."""
    return [
        (article.label or article.term, article.act_title, article.url)
        for article in explanation.articles
    ]


def iris(unproved: Unproved) -> list[str]:
    """Return the IRIs among the terms that occur nowhere."""
    return [term[1:-1] for _, term in unproved.unknown if is_iri(term)]
