"""A query whose rows have one order, so that its answer can be read in pages.

ORDER BY may leave rows tied, and an engine may give tied rows in another order the next time. The
columns of the answer, put behind the conditions that a query has, leave only equal rows tied.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from acquis.engine.tokens import Token, decode, tokens

MODIFIERS = frozenset("LIMIT OFFSET VALUES".split())


@lru_cache(maxsize=1_024)
def ordered(text: str) -> str:
    """Return a query with its columns as its last conditions of order.

    A query that is no SELECT comes back as it is (SPARQL 1.1, section 15.1).
    """
    decoded = decode(text)
    found = tokens(decoded)
    outside = list(_outside(found))
    select = next((token for token in outside if token.text.upper() == "SELECT"), None)
    group = next((token for token in outside if token.text == "{"), None)
    if select is None or group is None:
        return text
    columns = _columns([each for each in found if select.start < each.start < group.start])
    if not columns:
        columns = list(dict.fromkeys(each.text for each in found if each.kind == "variable"))
    after = [token for token in outside if token.start > group.start]
    end = next((token.start for token in after if token.text.upper() in MODIFIERS), None)
    if end is None:
        end = found[-1].start + len(found[-1].text)
    has_order = any(token.text.upper() == "ORDER" for token in after)
    added = " ".join(columns if has_order else ["ORDER BY", *columns])
    return f"{decoded[:end].rstrip()} {added}\n{decoded[end:]}" if columns else text


def _outside(found: Sequence[Token]) -> Iterator[Token]:
    """Yield the terminals outside of all brackets, and the brackets that open there."""
    depth = 0
    for token in found:
        if token.kind == "close":
            depth -= 1
        elif depth == 0:
            yield token
        depth += token.kind == "open"


def _columns(head: Sequence[Token]) -> list[str]:
    """Return the variables that a SELECT clause names, none where it is `*`."""
    depth, columns, previous = 0, [], ""
    for token in head:
        depth += (token.kind == "open") - (token.kind == "close")
        if token.kind == "variable" and (depth == 0 or previous == "AS"):
            columns.append(token.text)
        previous = token.text.upper()
    return columns
