"""Queries that pyoxigraph 0.5 would answer wrongly: written otherwise, or refused.

Known from the W3C tests of SPARQL 1.1. A query is changed by terminals, so that what runs differs
from what was sent in nothing else.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from acquis.engine.admission import Query, QueryRefused
from acquis.engine.tokens import Token, position

AGGREGATES = frozenset("COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT".split())


class NotAnswered(QueryRefused):
    """A query that the engine would answer wrongly."""


def repaired(query: Query) -> Query:
    """Return a query with the answer that SPARQL 1.1 gives to another.

    GROUP_CONCAT is taken as a text without a language tag (section 18.5.1.7).

    Raises NotAnswered for what cannot be put otherwise: `GRAPH ?g` around MINUS, an aggregate or
    VALUES for `?g`, and BNODE with an argument.
    """
    _refuse_labels(query)
    _refuse_graphs(query)
    if not any(_is(token, "GROUP_CONCAT") for token in query.tokens):
        return query
    return Query(query.text, tuple(_without_language(query.tokens)))


def columns(tokens: Sequence[Token], found: Sequence[str]) -> tuple[str, ...]:
    """Return the variables of `SELECT *` in the order in which a query has them.

    SPARQL leaves that order open, and pyoxigraph has one of its own.
    """
    if not _takes_all(tokens):
        return tuple(found)
    first: dict[str, int] = {}
    for token in tokens:
        if token.kind == "variable":
            first.setdefault(token.text[1:], token.start)
    return tuple(sorted(found, key=lambda name: first.get(name, 0)))


def _takes_all(tokens: Sequence[Token]) -> bool:
    for token, after in pairwise(tokens):
        if token.kind == "open":
            return False
        if token.text.upper() in ("SELECT", "DISTINCT", "REDUCED") and after.text == "*":
            return True
    return False


def _is(token: Token, *words: str) -> bool:
    return token.kind == "word" and token.text.upper() in words


def _closing(tokens: Sequence[Token], at: int) -> int:
    """Return where the bracket that opens at `at` is closed, or the end."""
    depth = 0
    for place in range(at, len(tokens)):
        depth += (tokens[place].kind == "open") - (tokens[place].kind == "close")
        if not depth:
            return place
    return len(tokens)


def _without_language(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the terminals with STR around each GROUP_CONCAT."""
    ends: dict[int, int] = {}
    for at, (token, after) in enumerate(pairwise(tokens)):
        if _is(token, "GROUP_CONCAT") and after.text == "(":
            end = _closing(tokens, at + 1)
            ends[end] = ends.get(end, 0) + 1
            yield Token("word", "STR", token.start)
            yield Token("open", "(", token.start)
        yield from _closed(token, ends.get(at, 0))
    if tokens:
        yield from _closed(tokens[-1], ends.get(len(tokens) - 1, 0))


def _closed(token: Token, times: int) -> Iterator[Token]:
    yield token
    for _ in range(times):
        yield Token("close", ")", token.start)


def _refuse_labels(query: Query) -> None:
    for at, token in enumerate(query.tokens[:-2]):
        argument = query.tokens[at + 1].text == "(" and query.tokens[at + 2].text != ")"
        if _is(token, "BNODE") and argument:
            raise _refused(
                query,
                token,
                "BNODE with an argument is not answered here, as the engine makes two nodes of "
                "one label; use BNODE(), or IRI()",
            )


def _refuse_graphs(query: Query) -> None:
    tokens = query.tokens
    for at, token in enumerate(tokens[:-2]):
        name = tokens[at + 1]
        if not (_is(token, "GRAPH") and name.kind == "variable" and tokens[at + 2].text == "{"):
            continue
        inside = tokens[at + 3 : _closing(tokens, at + 2)]
        for one, after in pairwise((*inside, Token("other", "", 0))):
            if _is(one, "MINUS") or (_is(one, *AGGREGATES) and after.text == "("):
                what = one.text.upper()
            elif _is(one, "VALUES") and _names(inside[inside.index(one) + 1 :], name):
                what = f"VALUES for {name.text}"
            else:
                continue
            raise _refused(
                query,
                one,
                f"GRAPH {name.text} around {what} is not answered here, as the engine answers it "
                "wrongly; move it out of GRAPH, or name one graph",
            )


def _names(behind: Sequence[Token], name: Token) -> bool:
    """Say whether the head of VALUES, before its rows, has a variable."""
    for token in behind:
        if token.text == "{":
            return False
        if token.kind == "variable" and token.text[1:] == name.text[1:]:
            return True
    return False


def _refused(query: Query, token: Token, message: str) -> NotAnswered:
    line, column = position(query.text, token.start)
    return NotAnswered(message, line=line, column=column)
