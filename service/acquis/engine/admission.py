"""What a stranger's query must satisfy before any engine sees it.

A query of a few kilobytes can end a process that holds pyoxigraph: its parser and its evaluator
recurse, and a stack that overflows cannot be caught. Measured with 0.5.13 on a stack of 8 MB:
1,600 nested groups, 3,200 nested parentheses, 5,000 conditions of ORDER BY, 6,400 operators in
one expression. Planning is cubic in the joined patterns: about 2 s at 100 and 5 s at 150; each
star around a starred path doubles its time. The limits lie far below what kills.
"""

from dataclasses import dataclass
from itertools import pairwise

from acquis.engine.tokens import Token, decode, position, tokens
from acquis.errors import QueryError

MAX_BYTES = 32_768
MAX_NESTING = 100
MAX_PATTERNS = 100
MAX_OPERATORS = 500
MAX_TERMINALS = 4_000
MAX_NESTED_STARS = 4
FORMS = frozenset("SELECT ASK CONSTRUCT DESCRIBE".split())
UPDATES = frozenset("INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD WITH".split())
CLAUSES = frozenset("BIND FILTER VALUES".split())
TERMS = frozenset("iri string variable name number".split())


class QueryRefused(QueryError):
    """A query that is not run, whether or not it is well-formed."""


class QueryTooLarge(QueryRefused):
    """A query over MAX_BYTES."""


class UpdateRefused(QueryRefused):
    """A SPARQL Update request, on a graph that only reads."""


class FederationRefused(QueryRefused):
    """A query with SERVICE, which would make this host call another."""


@dataclass(frozen=True)
class Query:
    """A query that may be run: its text with codepoint escapes decoded, and its terminals."""

    text: str
    tokens: tuple[Token, ...]


def admit(text: str) -> Query:
    """Return a query that an engine may run.

    Raises QueryRefused (or a subclass) for an update, for SERVICE, and for a query that is too
    long, nested too deeply or made of too many parts; QueryError for an escape that names no
    character. The text is read as terminals, so what stands in a comment, a literal, an IRI, a
    variable or a prefixed name is never taken for a keyword.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise QueryTooLarge(f"the query has {size:,} bytes; at most {MAX_BYTES:,} are run")
    decoded = decode(text)
    query = Query(decoded, tuple(tokens(decoded)))
    _check_form(query)
    _check_federation(query)
    _check_nesting(query)
    _check_parts(query)
    return query


def _check_form(query: Query) -> None:
    words = (token for token in query.tokens if token.kind == "word")
    first = next((token for token in words if token.text.upper() in FORMS | UPDATES), None)
    if first and first.text.upper() in UPDATES:
        line, column = position(query.text, first.start)
        raise UpdateRefused(
            f"{first.text} begins an update, and this graph only reads; changes go through git",
            line=line,
            column=column,
            expected="SELECT, ASK, CONSTRUCT or DESCRIBE",
        )


def _check_federation(query: Query) -> None:
    end = Token("other", "", len(query.text))
    for token, after in pairwise((*query.tokens, end)):
        if _calls_out(token, after):
            line, column = position(query.text, token.start)
            raise FederationRefused(
                "SERVICE is not run here: it would let a query make this host call others",
                line=line,
                column=column,
            )


def _calls_out(token: Token, after: Token) -> bool:
    """Say whether a parser could read SERVICE here.

    pyoxigraph wants no blank behind a keyword: it reads `SERVICESILENT?x{}` and
    `trueSERVICE<x>{}`, and `service:x {}` as the keyword before the name `:x`.
    """
    if token.kind == "word":
        return "SERVICE" in token.text.upper()
    prefix = token.text.partition(":")[0]
    return token.kind == "name" and "SERVICE" in prefix.upper() and after.text == "{"


def _check_nesting(query: Query) -> None:
    depth = 0
    for token in query.tokens:
        depth += (token.kind == "open") - (token.kind == "close" and depth > 0)
        if depth > MAX_NESTING:
            line, column = position(query.text, token.start)
            raise QueryRefused(
                f"brackets are nested more than {MAX_NESTING} deep", line=line, column=column
            )


def _check_parts(query: Query) -> None:
    operators = sum(token.kind == "operator" for token in query.tokens)
    if operators > MAX_OPERATORS:
        raise QueryRefused(f"the query has {operators} operators; at most {MAX_OPERATORS} are run")
    terminals, patterns = _parts(query.tokens)
    if terminals > MAX_TERMINALS:
        raise QueryRefused(
            f"the query has {terminals:,} terms and signs; at most {MAX_TERMINALS:,} are run, "
            "not counting the rows of VALUES"
        )
    if _nested_stars(query.tokens) > MAX_NESTED_STARS:
        raise QueryRefused(f"more than {MAX_NESTED_STARS} repeated paths are nested")
    if patterns > MAX_PATTERNS:
        raise QueryRefused(
            f"the query joins about {patterns} patterns; at most {MAX_PATTERNS} are run"
        )


def _nested_stars(found: tuple[Token, ...]) -> int:
    """Count the repetitions of a path in brackets that stand last in another: `((a)*)*`."""
    return sum(
        one.kind == "close" and sign.text in {"*", "+", "?"} and other.kind == "close"
        for one, sign, other in zip(found, found[1:], found[2:], strict=False)
    )


def _parts(found: tuple[Token, ...]) -> tuple[int, int]:
    """Count the terminals, and what a planner has to join.

    The rows of VALUES are data and do not count.
    """
    terminals, joins, frames, pending, previous = 0, 0, [""], False, ""
    for token in found:
        terminals += frames[-1] != "data"
        if token.kind == "open":
            joins += _member(token, previous, frames[-1])
            data = pending or frames[-1] == "data"
            frames.append("data" if data else token.text)
            pending = pending and token.text != "{"
            joins += frames[-1] in {"{", "{|"}
        elif token.kind == "close":
            frames = frames[:-1] or [""]
        else:
            pending = pending or (token.kind == "word" and token.text.upper() == "VALUES")
            joins += _joins(token, previous, frames[-1])
        previous = token.kind
    return terminals, joins


def _joins(token: Token, previous: str, frame: str) -> bool:
    """Say whether a terminal adds a triple, a step of a path, a member of a list or a clause."""
    if token.kind == "separator":
        return frame in {"{", "[", "{|"}
    if token.kind == "operator":
        return token.text in {"/", "~"}
    if token.kind == "word":
        return token.text.upper() in CLAUSES
    return token.kind in TERMS and _member(token, previous, frame)


def _member(token: Token, previous: str, frame: str) -> bool:
    """Say whether a terminal in round brackets is a member of a list, not of an expression."""
    return frame == "(" and (previous in TERMS or previous == "close" or token.text == "[")
