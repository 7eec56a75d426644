"""Patterns of one group that share no variable, so that each row is joined with each other one.

Filters, BIND, VALUES and OPTIONAL join what they name. What cannot be told surely is left alone: a
nested SELECT, and patterns below GRAPH.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from acquis.engine.tokens import Token, position

JOINERS = frozenset("UNION OPTIONAL MINUS GRAPH FILTER BIND VALUES SERVICE".split())


@dataclass
class _Part:
    """One member of a group: its variables, where it begins, and whether it is a triple pattern."""

    start: int
    variables: set[str] = field(default_factory=set)
    is_pattern: bool = False


def products(text: str, found: Sequence[Token]) -> Iterator[str]:
    """Yield a sentence on each group of a query with patterns that share no variable."""
    for group in _groups(found):
        parts = _connected(group)
        apart = [part for part in parts if part.is_pattern and part.variables]
        if len(apart) > 1:
            first, second = apart[:2]
            (line, _), (other, _) = (position(text, part.start) for part in (first, second))
            one, two = (min(part.variables) for part in (first, second))
            yield (
                f"the patterns with {one} (line {line}) and {two} (line {other}) share no "
                "variable: each row of the one is joined with each row of the other"
            )


def _connected(parts: Iterable[_Part]) -> list[_Part]:
    """Return the parts joined as far as they share variables."""
    joined: list[_Part] = []
    for part in parts:
        if not part.variables:
            continue
        shared = [one for one in joined if one.variables & part.variables]
        for one in shared:
            joined.remove(one)
            part.variables |= one.variables
            part.start = one.start if one.is_pattern and not part.is_pattern else part.start
            part.is_pattern |= one.is_pattern
        joined.append(part)
    return sorted(joined, key=lambda part: part.start)


def _groups(found: Sequence[Token]) -> Iterator[list[_Part]]:
    """Yield the members of each group of a query, nested ones too.

    What a nested group shares with the rest of the query is joined there; patterns below GRAPH
    share the graph.
    """
    ends = _ends(found)
    around: list[int] = []
    is_data = False
    for at, token in enumerate(found):
        word = token.text.upper()
        if word in {"VALUES", "CONSTRUCT", "WHERE", "SELECT"}:
            is_data = word in {"VALUES", "CONSTRUCT"}
        elif token.text == "{":
            in_each_graph = at > 1 and found[at - 2].text.upper() == "GRAPH"
            if at in ends and not is_data and not in_each_graph:
                nested = bool(around) and found[around[-1] + 1].text.upper() != "SELECT"
                rest = (*(found[:at] if nested else ()), *_behind(found, ends[at], nested))
                yield [*_parts(found, at + 1, ends[at], ends), _Part(at, _variables(rest))]
            around.append(at)
            is_data = False
        elif token.text == "}" and around:
            around.pop()


def _behind(found: Sequence[Token], end: int, nested: bool) -> Sequence[Token]:
    """Return what stands behind a group and is joined to it: VALUES, of the outermost one."""
    is_joined = nested or any(token.text.upper() == "VALUES" for token in found[end:])
    return found[end:] if is_joined else ()


def _ends(found: Sequence[Token]) -> dict[int, int]:
    """Return, for each opening bracket, the index of what closes it."""
    ends, stack = {}, []
    for at, token in enumerate(found):
        if token.kind == "open":
            stack.append(at)
        elif token.kind == "close" and stack:
            ends[stack.pop()] = at
    return ends


def _parts(found: Sequence[Token], at: int, end: int, ends: Mapping[int, int]) -> Iterator[_Part]:
    """Yield the members between two indices; what UNION joins is one."""
    if at < end and found[at].text.upper() == "SELECT":
        return
    part: _Part | None = None
    while at < end:
        token = found[at]
        word = token.text.upper()
        if word in JOINERS or token.text == "{":
            if part:
                yield part
                part = None
            stop = _clause(found, at, end, ends)
            if word != "MINUS":
                yield _clause_part(found[at:stop])
            at = stop
            continue
        if token.text == ".":
            if part:
                yield part
            part = None
        else:
            part = part or _Part(token.start, is_pattern=True)
            stop = ends.get(at, at)
            part.variables |= _variables(found[at : stop + 1])
            at = stop
        at += 1
    if part:
        yield part


def _clause(found: Sequence[Token], at: int, end: int, ends: Mapping[int, int]) -> int:
    """Return the index behind a clause: a group with all that UNION joins to it, or a filter."""
    is_group = found[at].text.upper() not in {"FILTER", "BIND"}
    while at < end:
        if found[at].kind == "open":
            closes = ends.get(at, end)
            after = found[closes + 1].text.upper() if closes + 1 < end else ""
            is_last = found[at].text == "{" or not is_group
            at = closes + 1
            if is_last and after != "UNION":
                return at
            continue
        at += 1
    return end


def _clause_part(clause: Sequence[Token]) -> _Part:
    """Return a clause as one member; a nested SELECT shows the variables that it names."""
    inner = next((at for at, token in enumerate(clause) if token.text.upper() == "SELECT"), None)
    if clause[0].text == "{" and inner == 1:
        return _Part(clause[0].start, _projected(clause[2:]))
    words = {token.text.upper() for token in clause}
    counts = clause[0].text == "{" or clause[0].text.upper() == "GRAPH"
    is_pattern = counts and not words & {"SELECT", "VALUES"}
    return _Part(clause[0].start, _variables(clause), is_pattern)


def _projected(clause: Sequence[Token]) -> set[str]:
    head: list[Token] = []
    for token in clause:
        if token.text == "*" and not head:
            return _variables(clause)
        if token.text == "{":
            break
        head.append(token)
    return _variables(head)


def _variables(found: Iterable[Token]) -> set[str]:
    return {
        token.text.replace("$", "?", 1) if token.kind == "variable" else token.text
        for token in found
        if token.kind == "variable" or (token.kind == "name" and token.text.startswith("_:"))
    }
