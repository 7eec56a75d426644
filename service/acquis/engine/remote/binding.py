"""Variables of a query that have a value beforehand, for an engine that takes only a text.

As in https://github.com/w3c/sparql-dev/blob/main/SEP/SEP-0007/sep-0007.md the value takes the
place of the variable in patterns and in their expressions; where only a variable may stand,
VALUES at the beginning of the pattern gives it the value. Terminals are replaced, never text: a
value can become nothing but one term.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from acquis.engine.admission import FORMS
from acquis.engine.tokens import Token
from acquis.errors import QueryError

Terms = Mapping[str, Sequence[Token]]
HEAD, TAIL, EXPRESSION, PATTERN, TEMPLATE, DATA = range(6)


@dataclass
class _Query:
    """A query or a subquery: its form, where its pattern begins and ends, and where it ends.

    Places are indices of terminals. `short` is that of CONSTRUCT WHERE, which takes no VALUES.
    """

    form: str
    start: int
    begins: int = -1
    closes: int = -1
    end: int = -1
    short: bool = False
    templated: bool = False


@dataclass
class _Frame:
    """What stands between two brackets, or outside all; a pattern can be that of a query."""

    part: int
    rounded: bool = False
    query: _Query | None = None
    pattern_of: _Query | None = None


class _Parts:
    """The part of a query that each terminal stands in, and the queries that it is made of."""

    def __init__(self, found: Sequence[Token]) -> None:
        self.of: list[int] = []
        self.rounded: list[bool] = []
        self.queries: list[_Query] = []
        self._frames = [_Frame(HEAD)]
        self._data = False
        self._previous = ""
        for at, token in enumerate(found):
            self._take(at, token)
            self._previous = token.text.upper()
        for frame in self._frames:
            if frame.query:
                frame.query.end = len(found) - 1

    def _take(self, at: int, token: Token) -> None:
        frame, word = self._frames[-1], token.text.upper() if token.kind == "word" else ""
        if word in FORMS:
            frame.part, frame.query = HEAD, _Query(word, at)
            self.queries.append(frame.query)
        self._data = self._data or word == "VALUES"
        self.of.append(DATA if self._data else frame.part)
        self.rounded.append(frame.rounded)
        if token.kind == "open":
            self._frames.append(self._opened(at, token, frame))
        elif token.kind == "close" and len(self._frames) > 1:
            self._close(at, self._frames.pop())

    def _opened(self, at: int, token: Token, frame: _Frame) -> _Frame:
        """Return what a bracket begins."""
        if self._data or frame.part == DATA:
            self._data = self._data and token.text != "{"
            return _Frame(DATA)
        if token.text != "{":
            outside = frame.part in {HEAD, TAIL}
            return _Frame(EXPRESSION if outside else frame.part, token.text == "(")
        query = frame.query
        if frame.part != HEAD or query is None:
            return _Frame(TEMPLATE if frame.part == TEMPLATE else PATTERN)
        if query.form == "CONSTRUCT" and self._previous != "WHERE" and not query.templated:
            query.templated = True
            return _Frame(TEMPLATE)
        query.begins, query.short = at, query.form == "CONSTRUCT" and not query.templated
        frame.part = TAIL
        return _Frame(PATTERN, pattern_of=query)

    def _close(self, at: int, frame: _Frame) -> None:
        if frame.query:
            frame.query.end = at
        if frame.pattern_of:
            frame.pattern_of.closes = at


def bind(found: Sequence[Token], terms: Terms) -> tuple[Token, ...]:
    """Return the terminals of a query in which some variables have the value of a term.

    Raises QueryError where a query has no pattern that could give a variable the value.
    """
    parts = _Parts(found)
    before: dict[int, list[Token]] = {}
    for query in parts.queries:
        named = {token.text[1:] for token in found[query.start : query.end + 1] if _is_one(token)}
        given = [name for name in terms if name in named]
        if not given:
            continue
        if query.begins < 0 or query.short:
            raise QueryError(f"?{given[0]} can have no value beforehand: write a WHERE with braces")
        values = [token for name in given for token in _values(name, terms[name])]
        nested = found[query.begins + 1].text.upper() == "SELECT"
        before[query.begins + 1] = [*values, *([Token("open", "{", 0)] if nested else [])]
        if nested:
            before.setdefault(query.closes, []).append(Token("close", "}", 0))
    written: list[Token] = []
    for at, token in enumerate(found):
        written += before.get(at, [])
        written += terms[token.text[1:]] if _is_replaced(found, at, parts, terms) else [token]
    return tuple(written)


def _is_one(token: Token) -> bool:
    return token.kind == "variable"


def _values(name: str, term: Sequence[Token]) -> list[Token]:
    return [
        Token("word", "VALUES", 0),
        Token("variable", f"?{name}", 0),
        Token("open", "{", 0),
        *term,
        Token("close", "}", 0),
    ]


def _is_replaced(found: Sequence[Token], at: int, parts: _Parts, terms: Terms) -> bool:
    """Say whether the value may stand in the place of a terminal.

    A literal is put only into expressions: it can neither be a subject nor a predicate.
    """
    token = found[at]
    if not _is_one(token) or token.text[1:] not in terms or parts.of[at] != PATTERN:
        return False
    words = [other.text.upper() for other in found[max(at - 2, 0) : at]]
    if words[-1] == "AS" or words == ["BOUND", "("]:
        return False
    return terms[token.text[1:]][0].kind == "iri" or parts.rounded[at]
