"""Small changes of a malformed query at its fault, in the order in which people err so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise

from acquis.engine.tokens import Token

Edited = tuple[Token, ...]

CLOSING = {"{": "}", "(": ")", "[": "]"}
SCHEMES = frozenset({"http", "https", "urn"})
HABITS = {
    "==": "=",
    "=!": "!=",
    "<>": "!=",
    "AND": "&&",
    "OR": "||",
    "NOT": "!",
    "&": "&&",
    "|": "||",
    "IS": "=",
    "LIKE": "=",
    "NULL": "UNDEF",
}
KEYWORDS = (
    "SELECT ASK CONSTRUCT DESCRIBE PREFIX BASE DISTINCT REDUCED FROM NAMED WHERE OPTIONAL "
    "FILTER BIND VALUES UNION MINUS GRAPH AS IN NOT EXISTS GROUP HAVING ORDER BY ASC DESC "
    "LIMIT OFFSET UNDEF COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR STR LANG "
    "LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE "
    "LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY "
    "HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 "
    "COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX "
    "SUBSTR REPLACE true false a "
).split()
AGGREGATES = frozenset("COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT".split())
ORDER = "GROUP HAVING ORDER LIMIT OFFSET".split()
INSERTED = ("}", ")", ".", "{", "(", "]", ",", ";", "&&", "WHERE {", "BY", "AS", "/")
ANYTHING = "?anything"


@dataclass(frozen=True)
class Change:
    """Terminals `start` to `end` replaced by others; `words` say it to a person."""

    words: str
    start: int
    end: int
    new: Edited

    def of(self, found: Edited) -> Edited:
        """Return the terminals with the change made."""
        return (*found[: self.start], *self.new, *found[self.end :])


def changes(found: Edited, at: int) -> Iterator[Change]:
    """Yield what might mend a query, the likeliest first."""
    yield from _addresses(found)
    if at < len(found):
        yield from _quotation(found, at)
        yield from _declarations(found, at)
        yield from _spellings(found, at)
        yield from _habits(found, at)
        yield from _wrapped(found, at)
        yield from _wrapped(found, at - 1)
        yield from _reordered(found, at)
        yield from _as_term(found, at)
    else:
        yield from _wrapped(found, at - 1)
        yield from _closed(found)
    yield from _removed(found, at)
    yield from _inserted(found, at)
    yield from _spelled_before(found, at)
    if at < len(found):
        yield from _swapped(found, at)


def _quotation(found: Edited, at: int) -> Iterator[Change]:
    """Close a literal or an IRI that is left open."""
    token = found[at]
    if token.kind == "other" and token.text in {'"', "'"}:
        yield Change(f"close the literal with {token.text}", at, len(found), _new("'text' }"))
        yield Change(f"close the literal with {token.text}", at, len(found), _new("'text' ) }"))
        yield Change(f"close the literal with {token.text}", at, len(found), _new("'text'"))


def _addresses(found: Edited) -> Iterator[Change]:
    """Close an IRI that is left open, wherever a parser saw that."""
    for start, (sign, after) in enumerate(pairwise(found)):
        if sign.text == "<" and after.text.partition(":")[0].lower() in SCHEMES:
            for end in range(start + 2, min(len(found), start + 24) + 1):
                yield Change("close the IRI with >", start, end, _new("<http://example.org/>"))


def _declarations(found: Edited, at: int) -> Iterator[Change]:
    """Mend a line that declares a prefix, or an IRI without its brackets."""
    token = found[at]
    before = found[at - 1].text.upper() if at else ""
    if token.text.lower() in {"@prefix", "@base"}:
        keyword = token.text[1:].upper()
        words = f"write {keyword} without @ and without a dot at the end"
        end = next((i for i in range(at, len(found)) if found[i].text == "."), at)
        yield Change(words, at, end + 1, (*_new(keyword), *found[at + 1 : end]))
    if before == "PREFIX" and token.kind == "word":
        yield Change(f"write {token.text}: with a colon", at, at + 1, _new(f"{token.text}:"))
    for start in range(at, max(-1, at - 3), -1):
        if found[start].text.partition(":")[0].lower() in SCHEMES:
            for end in range(start + 1, min(len(found), start + 24) + 1):
                yield Change("put the IRI into < and >", start, end, _new("<http://example.org/>"))


def _spellings(found: Edited, at: int) -> Iterator[Change]:
    """Write the keyword or function that was meant."""
    token = found[at]
    if token.kind != "word":
        return
    if token.text == "A":
        yield Change("write a in lower case", at, at + 1, _new("a"))
    for near in get_close_matches(token.text.upper(), KEYWORDS, n=3, cutoff=0.6):
        if near != token.text.upper():
            yield Change(f"write {near} in place of {token.text}", at, at + 1, _new(near))


def _as_term(found: Edited, at: int) -> Iterator[Change]:
    """Write a bare word as the term that it may stand for."""
    token = found[at]
    if token.kind != "word":
        return
    yield Change(f"write ?{token.text} for a variable", at, at + 1, _new(f"?{token.text}"))
    yield Change(f'write "{token.text}" for a text', at, at + 1, _new("'text'"))


def _spelled_before(found: Edited, at: int) -> Iterator[Change]:
    """Write the word before the fault as it may have been meant."""
    if at and found[at - 1].kind == "word":
        yield from _spellings(found, at - 1)


def _habits(found: Edited, at: int) -> Iterator[Change]:
    """Write operators of other languages as SPARQL does."""
    for start in (at, at - 1):
        if start < 0:
            continue
        for width in (2, 1):
            said = "".join(each.text for each in found[start : start + width])
            meant = HABITS.get(said.upper())
            if meant:
                yield Change(f"write {meant} in place of {said}", start, start + width, _new(meant))


def _wrapped(found: Edited, at: int) -> Iterator[Change]:
    """Put an expression into the brackets that it needs."""
    if at < 0:
        return
    token, before = found[at], found[at - 1] if at else None
    word = token.text.upper()
    if before and word in {"DESC", "ASC"} and before.kind == "variable":
        text = f"{word}({before.text})"
        yield Change(f"write {text}", at - 1, at + 1, _new(f"{word} ( {before.text} )"))
    for start in range(at, max(-1, at - 7), -1):
        if found[start].text.upper() in AGGREGATES:
            yield from _aggregate(found, start)
    if before and before.text.upper() in {"FILTER", "BIND", "HAVING"}:
        words = f"put what follows {before.text.upper()} into round brackets"
        ends = [i for i in range(at + 1, min(len(found), at + 16)) if found[i].text in "}."]
        for end in ends:
            yield Change(words, at, end, _in("(", found[at:end]))
    if before and before.text.upper() in {"OPTIONAL", "UNION", "MINUS", "EXISTS"}:
        words = f"put what follows {before.text.upper()} into {{ and }}"
        for end in range(at + 3, min(len(found), at + 8) + 1):
            yield Change(words, at, end, _in("{", found[at:end]))
    has_values = any(each.text.upper() == "VALUES" for each in found[max(0, at - 3) : at])
    if has_values and token.text in "([":
        end = next((i for i in range(at, len(found)) if found[i].text in ")]"), at)
        yield Change("put the values into { and }", at, end + 1, _in("{", found[at + 1 : end]))
    if before and before.text.upper() == "IN" and token.text in "[{":
        end = next((i for i in range(at, len(found)) if found[i].text in "]}"), at)
        yield Change(
            "put the members of IN into ( and )", at, end + 1, _in("(", found[at + 1 : end])
        )


def _aggregate(found: Edited, start: int) -> Iterator[Change]:
    """Put an aggregate of the SELECT clause into brackets, with a name."""
    if start + 1 >= len(found) or found[start + 1].text != "(":
        return
    end = next((i for i in range(start, len(found)) if found[i].text == ")"), None)
    if end is None:
        return
    call = "".join(each.text for each in found[start : end + 1])
    kept = found[start : end + 1]
    if end + 2 < len(found) and found[end + 1].text.upper() == "AS":
        named = found[start : end + 3]
        words = f"write ({call} AS {named[-1].text})"
        yield Change(words, start, end + 3, _in("(", named))
    elif end + 1 < len(found) and found[end + 1].text == ")":
        yield Change(f"write ({call} AS ?name)", start, end + 1, (*kept, *_new("AS ?name")))
    else:
        yield Change(
            f"write ({call} AS ?name)", start, end + 1, _in("(", (*kept, *_new("AS ?name")))
        )


def _reordered(found: Edited, at: int) -> Iterator[Change]:
    """Bring the clauses behind the pattern into their order: GROUP, HAVING, ORDER, LIMIT."""
    word = found[at].text.upper()
    if word not in ORDER:
        return
    start = max((i for i in range(at) if found[i].text == "}"), default=None)
    if start is None:
        return
    clauses: list[list[Token]] = []
    for token in found[start + 1 :]:
        if token.text.upper() in ORDER or not clauses:
            clauses.append([])
        clauses[-1].append(token)
    if all(clause[0].text.upper() in ORDER for clause in clauses):
        arranged = sorted(clauses, key=lambda clause: ORDER.index(clause[0].text.upper()))
        names = ", ".join(clause[0].text.upper() for clause in arranged)
        new = tuple(token for clause in arranged for token in clause)
        yield Change(f"bring these into this order: {names}", start + 1, len(found), new)


def _closed(found: Edited) -> Iterator[Change]:
    """Close what is still open at the end."""
    stack = []
    for token in found:
        if token.kind == "open":
            stack.append(token.text)
        elif token.kind == "close" and stack:
            stack.pop()
    missing = " ".join(CLOSING.get(sign, "") for sign in reversed(stack))
    if missing.strip():
        yield Change(f"add {missing} at the end", len(found), len(found), _new(missing))
        words = f"add a term and {missing} at the end"
        yield Change(words, len(found), len(found), _new(f"{ANYTHING} {missing}"))


def _removed(found: Edited, at: int) -> Iterator[Change]:
    """Leave off the terminal at the fault, or the one before."""
    for start in (at, at - 1):
        if 0 <= start < len(found):
            token = found[start]
            if token.text in {".", ",", ";", "}", ")", "]"} or (
                start == at and token.kind in {"other", "separator", "close", "operator"}
            ):
                yield Change(f"leave off {token.text}", start, start + 1, ())


def _inserted(found: Edited, at: int) -> Iterator[Change]:
    """Put a sign, a word or a term before the fault."""
    where = f"before {_shown(found[at])}" if at < len(found) else "at the end"
    for text in INSERTED:
        yield Change(f"add {text} {where}", at, at, _new(text))
    if at:
        after = found[at - 1]
        yield Change(f"add a term, such as ?x, behind {_shown(after)}", at, at, _new(ANYTHING))
        words = f"add a predicate and an object behind {_shown(after)}"
        yield Change(words, at, at, _new(f"{ANYTHING} {ANYTHING}"))
    for start in range(at - 1, max(-1, at - 4), -1):
        for text in (".", ";", "{", "("):
            yield Change(f"add {text} before {_shown(found[start])}", start, start, _new(text))


def _swapped(found: Edited, at: int) -> Iterator[Change]:
    """Write another sign, or leave off a word."""
    token = found[at]
    for text in (".", ";", ",", "}", ")", "]", "{", "("):
        if token.kind in {"separator", "close", "open"} and text != token.text:
            yield Change(f"write {text} in place of {token.text}", at, at + 1, _new(text))
    yield Change(f"leave off {_shown(token)}", at, at + 1, ())
    if at:
        yield Change(f"leave off {_shown(found[at - 1])}", at - 1, at, ())


def _shown(token: Token) -> str:
    return token.text if len(token.text) <= 40 else token.text[:40] + "…"


def _in(opening: str, found: Sequence[Token]) -> Edited:
    """Return terminals in brackets."""
    return (*_new(opening), *found, *_new(CLOSING[opening]))


def _new(text: str) -> Edited:
    """Return the terminals of a text; of their kinds, only that of an IRI is told."""
    return tuple(
        Token("iri" if word.startswith("<h") else "word", word, 0) for word in text.split(" ")
    )
