"""The terminals of a SPARQL query (https://www.w3.org/TR/sparql11-query/#sparqlGrammar)."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from acquis.errors import QueryError

ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|.)", re.DOTALL)
KEPT = frozenset("\\\"'\n\r")
QUOTES = frozenset("\"'")
GLUED = frozenset(["BNODE", "COALESCE", "CONCAT"])
TERMINAL = re.compile(
    r"""
    (?P<blank>[ \t\r\n]+|\#[^\r\n]*)
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<string>
        \"{3}(?:[^"\\]|\\(?:[tbnrf\\"']|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})|"(?!""))*\"{3}
        |'{3}(?:[^'\\]|\\(?:[tbnrf\\"']|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})|'(?!''))*'{3}
        |"(?:[^"\\\r\n]|\\(?:[tbnrf\\"']|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}))*"
        |'(?:[^'\\\r\n]|\\(?:[tbnrf\\"']|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}))*')
    |(?P<variable>[?$]\w+)
    |(?P<language>@[A-Za-z]+(?:-{1,2}[A-Za-z0-9]+)*)
    |(?P<name>(?:_|[^\W\d_](?:[\w.·-]{0,99}[\w·-])?)?:
        (?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%])
           (?:(?:[\w.:·-]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%])*
              (?:[\w:·-]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%]))?)?)
    |(?P<number>[+-]?(?:(?:\d+\.\d*|\.?\d+)[eE][+-]?\d+|\d*\.\d+|\d+))
    |(?P<word>[^\W\d]\w*)
    |(?P<open><<\(|<<|\{\||[{(\[])
    |(?P<close>\)>>|>>|\|\}|[})\]])
    |(?P<separator>[.;,])
    |(?P<operator>\|\||&&|\^\^|!=|<=|>=|[-!+*/|^=<>?~])
    |(?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """One terminal: its kind (a group of `TERMINAL`), its text and its offset in the query."""

    kind: str
    text: str
    start: int


def decode(text: str) -> str:
    r"""Replace the codepoint escapes `\uXXXX` and `\UXXXXXXXX`, as is done before parsing.

    See https://www.w3.org/TR/sparql11-query/#codepointEscape. Two kinds stay for the parser to
    decode inside a literal: an escape whose backslash is itself escaped, as in the regular
    expression "[\\u4e00-\\u9fff]", and one for a quote, a backslash or an end of line.

    Raises QueryError for an escape that names no character.
    """

    def character(match: re.Match[str]) -> str:
        digits = match[1] or match[2]
        if digits is None:
            return match[0]
        code = int(digits, 16)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            line, column = position(text, match.start())
            raise QueryError(f"{match[0]} names no character", line=line, column=column)
        return match[0] if chr(code) in KEPT else chr(code)

    return ESCAPE.sub(character, text)


def tokens(text: str) -> list[Token]:
    """Return the terminals of a query whose codepoint escapes are decoded, without blanks.

    Text that begins no terminal comes one character at a time, as kind `other`; nothing raises.
    A quote that opens no literal is the last: no query can go on after it, and looking for the
    end of each of many such quotes would take time quadratic in their number.
    """
    found = []
    for match in TERMINAL.finditer(text):
        kind = match.lastgroup or "other"
        if kind != "blank":
            found.append(Token(kind, match[0], match.start()))
        if kind == "other" and match[0] in QUOTES:
            break
    return found


def layout(found: Sequence[Token], gap: str = " ") -> str:
    """Return a query text that can only be read as these terminals, `gap` after each.

    Comments are gone, and the first character of each IRI is written as an escape. Without
    that a parser may take `<` for "less than", `#` for a comment and `'''` for a literal where
    the grammar's longest match has one IRI, and so see another query than the one admitted.
    pyoxigraph wants no blank behind the names of three functions, so these get none.
    """
    end = Token("other", "", 0)
    return "".join(
        _written(token) + ("" if after.text == "(" and token.text.upper() in GLUED else gap)
        for token, after in pairwise((*found, end))
    )


def position(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, both 1-based, of an offset in a text."""
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def _written(token: Token) -> str:
    if token.kind != "iri" or token.text == "<>":
        return token.text
    return f"<\\U{ord(token.text[1]):08X}{token.text[2:]}"
