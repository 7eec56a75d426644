"""Where a query is malformed, and what could have stood there.

pyoxigraph's parser reports the furthest place it looked at, which is as many characters past the
fault as the longest keyword it tried. So the terminals are laid out one a line, each followed by
more blanks than any keyword has characters: the line of the report is then the faulty terminal.
What could stand there is asked of the parser: a continuation fits if the report moves behind it.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import partial
from itertools import pairwise

from acquis.engine.admission import Query
from acquis.engine.repair import suggestions
from acquis.engine.tokens import Token, layout, position
from acquis.errors import QueryError

Parse = Callable[[str], object]

GAP = " " * 48 + "\n"
NEVER_VALID = "`"
REPORT = re.compile(r"error at (\d+):\d+: expected (.*)", re.DOTALL)
SENTENCE = re.compile(r"(?:one of |, |^)([A-Z][\w*]+(?: [\w*]+){2,})")
BROKEN_RULE = (
    "what stands before this place breaks a rule of SPARQL: a variable that gets its value from "
    "BIND or AS must not have one already"
)
CONTINUATIONS = {
    "?variable": "a variable",
    "<http://example.org/>": "an IRI",
    "'text'": "a literal",
    "1": "a number",
    "=": "an operator",
    "{": "{",
    "}": "}",
    "(": "(",
    ")": ")",
    "[": "[",
    "]": "]",
    ".": ".",
    ";": ";",
    ",": ",",
}
KEYWORDS = (
    "SELECT ASK CONSTRUCT DESCRIBE PREFIX BASE DISTINCT FROM WHERE OPTIONAL FILTER BIND VALUES "
    "UNION MINUS GRAPH AS IN NOT EXISTS GROUP HAVING ORDER BY LIMIT OFFSET UNDEF a"
).split()


def diagnose(query: Query, parse: Parse, prefixes: Mapping[str, str]) -> QueryError:
    """Return the error to show for a query that `parse` refuses.

    `parse` raises SyntaxError as pyoxigraph does; `prefixes` are the ones to offer where a
    query uses a prefix it does not declare.
    """
    at, report = _fault(query.tokens, parse)
    line, column = _place(query, at)
    token = query.tokens[at] if at < len(query.tokens) else None
    if "Prefix not found" in report and token:
        return _undeclared(token.text.partition(":")[0], query, prefixes, line, column)
    mended = partial(suggestions, query.tokens, at, lambda found: _misfit(found, parse))
    if token and token.kind == "iri":
        message = f"{token.text} is not an absolute IRI, and no BASE is declared"
        remedies = ["write an absolute IRI", "add BASE <http://...> at the top of the query"]
        if token.text == "<>":
            remedies = [*mended()[:1], *remedies]
        return QueryError(
            message,
            line=line,
            column=column,
            expected="an absolute IRI",
            suggestions=remedies,
        )
    said = SENTENCE.search(report)
    if said:
        return QueryError(said[1], line=line, column=column, suggestions=_grouped(query, said[1]))
    fits = _continuations(query.tokens[:at], parse)
    renamed = _renamed(query, at)
    if renamed and token and (not fits or (token.text == "}" and "FILTER" in fits)):
        return QueryError(BROKEN_RULE, line=line, column=column, suggestions=renamed)
    return QueryError(
        _message(token, fits),
        line=line,
        column=column,
        expected=_listed(list(fits.values())),
        suggestions=mended(),
    )


def caret(text: str, line: int | None, column: int | None) -> str:
    """Return the faulty line of a query with a caret below the column, or nothing."""
    lines = text.split("\n")
    if line is None or column is None or line > len(lines):
        return ""
    shown = lines[line - 1].rstrip("\r")
    indent = "".join("\t" if sign == "\t" else " " for sign in shown[: column - 1])
    return f"{shown}\n{indent}^"


def _misfit(found: tuple[Token, ...], parse: Parse) -> int | None:
    """Return the index of the first terminal that does not fit, None for a query.

    A text is parsed with a last terminal that never fits, so that it is not planned, until all
    of it fits.
    """
    at, _ = _fault((*found, Token("other", NEVER_VALID, 0)), parse)
    if at < len(found):
        return at
    try:
        parse(layout(found))
    except SyntaxError:
        return len(found)
    return None


def _fault(found: tuple[Token, ...], parse: Parse) -> tuple[int, str]:
    """Return the index of the first terminal that does not fit, and the parser's own words."""
    starts, line = [], 1
    for token in found:
        starts.append(line)
        line += token.text.count("\n") + 1
    starts.append(line)
    try:
        parse(layout(found, GAP) + GAP)
    except SyntaxError as error:
        report = REPORT.match(str(error))
        if report:
            return bisect_right(starts, int(report[1])) - 1, report[2]
    return len(found), ""


def _continuations(before: tuple[Token, ...], parse: Parse) -> dict[str, str]:
    """Return what may follow the terminals `before`: {text: how to call it}."""
    start = layout(before) + GAP
    line = start.count("\n") + 1
    choices = {**CONTINUATIONS, **{word: word for word in KEYWORDS}}
    return {text: name for text, name in choices.items() if _follows(text, start, line, parse)}


def _follows(text: str, start: str, line: int, parse: Parse) -> bool:
    try:
        parse(start + text + GAP + NEVER_VALID + GAP)
    except SyntaxError as error:
        report = REPORT.match(str(error))
        return report is not None and int(report[1]) > line
    return False


def _place(query: Query, at: int) -> tuple[int, int]:
    if at < len(query.tokens):
        return position(query.text, query.tokens[at].start)
    if not query.tokens:
        return 1, 1
    last = query.tokens[-1]
    return position(query.text, last.start + len(last.text))


def _undeclared(
    prefix: str, query: Query, prefixes: Mapping[str, str], line: int, column: int
) -> QueryError:
    known = prefixes.get(prefix)
    at_top = " at the top of the query"
    remedy = f"PREFIX {prefix}: <{known}>" if known else f"a line PREFIX {prefix}: <...>"
    declared = [
        token.text.partition(":")[0]
        for before, token in pairwise(query.tokens)
        if before.text.upper() == "PREFIX" and token.kind == "name"
    ]
    near = [] if known else get_close_matches(prefix, [*declared, *prefixes], n=2, cutoff=0.6)
    if prefix.lower() in {"http", "https", "urn"}:
        near, at_top, remedy = [], "", f"< and > around the IRI that begins with {prefix}:"
    meant = [f"write {one}: in place of {prefix}:" for one in dict.fromkeys(near)]
    return QueryError(
        f"the prefix {prefix}: is not declared",
        line=line,
        column=column,
        expected=remedy + at_top,
        suggestions=[*meant, f"add {remedy}{at_top}"],
    )


def _grouped(query: Query, said: str) -> list[str]:
    """Return how to mend a query whose columns do not fit its groups."""
    if "SELECT *" in said:
        return ["name the columns in place of *: those of GROUP BY, and aggregates"]
    words = [token.text.upper() for token in query.tokens]
    if "SELECT" not in words or "{" not in words:
        return []
    depth, columns = 0, []
    for token in query.tokens[words.index("SELECT") : words.index("{")]:
        depth += (token.kind == "open") - (token.kind == "close")
        if token.kind == "variable" and not depth:
            columns.append(token.text)
    behind = words.index("GROUP") if "GROUP" in words else len(words)
    keys = {token.text for token in query.tokens[behind:] if token.kind == "variable"}
    missing = " ".join(column for column in columns if column not in keys)
    if not missing:
        return []
    clause = f"{missing} to GROUP BY" if keys else f"GROUP BY {missing} behind the pattern"
    return [f"add {clause}", f"leave off {missing} behind SELECT"]


def _renamed(query: Query, at: int) -> list[str]:
    """Return how to mend a query that gives a value to a variable that has one."""
    taken = [
        token.text
        for before, token in pairwise(query.tokens[: at + 1])
        if before.text.upper() == "AS" and token.kind == "variable"
    ]
    return [f"write another variable behind AS than {taken[-1]}"] if taken else []


def _message(token: Token | None, fits: Mapping[str, str]) -> str:
    if token is None:
        return "the query ends too early"
    shown = token.text if len(token.text) <= 40 else token.text[:40] + "…"
    if token.kind == "other" and token.text in {'"', "'"}:
        return f"a literal opened by {shown} is not closed, or holds an unknown escape"
    near = get_close_matches(token.text.upper(), fits, n=1) if token.kind == "word" else []
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"{shown} cannot stand here{hint}"


def _listed(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} or {names[-1]}"
