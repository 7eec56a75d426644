"""What may be wrong with a query that can be run: a hint beside its answer, never a change of it.

Two things are found: an IRI that the data do not have, with the nearest ones that they have; and
patterns of one group that share no variable, so that every row of the one is joined with every
row of the other.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property
from heapq import nlargest

import pyoxigraph as ox

from acquis.engine.tokens import Token, decode, position, tokens
from acquis.names import compress

MOST = 3
LONGEST = 300
CLOSE = 0.7
NOT_DATA = (
    "http://www.w3.org/2001/XMLSchema#",
    "http://www.w3.org/2005/xpath-functions",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
)
NO_THING = frozenset({"PREFIX", "BASE", "FROM", "NAMED", "^^"})
TERMS = frozenset("variable iri name close string number".split())
JOINERS = frozenset("UNION OPTIONAL MINUS GRAPH FILTER BIND VALUES SERVICE".split())


class Known:
    """The IRIs of some data."""

    def __init__(self, has: Callable[[str], bool], iris: Iterable[str]) -> None:
        """`has` says whether an IRI stands anywhere in the data; `iris` is read when needed."""
        self.has = has
        self._iris = iris

    @cached_property
    def _local(self) -> Mapping[str, Collection[str]]:
        found: dict[str, set[str]] = {}
        for iri in self._iris:
            space, local = divided(iri)
            found.setdefault(space, set()).add(local)
        return {space: sorted(local) for space, local in found.items()}

    def near(self, iri: str, most: int = MOST) -> list[str]:
        """Return IRIs of the data of the same namespace whose names resemble that of an IRI.

        Where there is none, those that have the same name in another namespace of these.
        """
        space, local = divided(iri)
        if not local or len(iri) > LONGEST:
            return []
        known = self._local.get(space)
        if known is None:
            spaces = get_close_matches(space, self._local, n=1, cutoff=0.85)
            return [one + local for one in spaces if local in self._local[one]] or [
                other + local for other, names in self._local.items() if local in names
            ][:most]
        found = [space + name for name in _closest(local, known, most)]
        return found or [one + local for one, names in self._local.items() if local in names][:most]


def _closest(name: str, known: Collection[str], most: int) -> list[str]:
    """Return the names most like one; those that share few pairs of letters are not compared."""
    wanted = _pairs(name)
    likely = nlargest(
        40,
        (
            (2 * len(wanted & pairs) / (len(wanted) + len(pairs)), other)
            for other in known
            if 2 * min(len(name), len(other)) > max(len(name), len(other))
            for pairs in [_pairs(other)]
        ),
    )
    ranked = sorted(
        (
            (SequenceMatcher(None, name.lower(), other.lower()).ratio(), other)
            for _, other in likely
        ),
        reverse=True,
    )
    return [other for ratio, other in ranked[:most] if ratio >= CLOSE]


def _pairs(name: str) -> set[str]:
    small = name.lower()
    return {small[at : at + 2] for at in range(len(small) - 1)} or {small}


def iris(quads: Iterable[ox.Quad]) -> Iterator[str]:
    """Yield the IRIs of some quads, as often as they stand there."""
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode):
                yield term.value


def divided(iri: str) -> tuple[str, str]:
    """Return the namespace and the local name of an IRI: it is cut behind its last # or /."""
    at = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:at], iri[at:]


def hints(text: str, known: Known, prefixes: Mapping[str, str]) -> list[str]:
    """Return at most MOST hints on a query, each a sentence.

    `prefixes` are those to write IRIs with. Of a text that is no query nothing is said that
    could not be said of a query with these parts.
    """
    found = tokens(decode(text))
    said = [*_unknown(text, found, known, prefixes), *_products(text, found)]
    return list(dict.fromkeys(said))[:MOST]


# --- IRIs that the data do not have


def _unknown(
    text: str, found: Sequence[Token], known: Known, prefixes: Mapping[str, str]
) -> Iterator[str]:
    told = 0
    for token, iri in _mentioned(found):
        if told == MOST:
            return
        if iri.startswith(NOT_DATA) or known.has(iri):
            continue
        told += 1
        line, _ = position(text, token.start)
        near = [compress(one, prefixes) for one in known.near(iri)]
        meant = f"; did you mean {' or '.join(near)}?" if near else ""
        yield f"line {line}: the data do not have {compress(iri, prefixes)}{meant}"


def _mentioned(found: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """Yield the IRIs of a query that stand for a thing, each once.

    Not those that declare a prefix or a base, name a dataset, a datatype or a function, nor a
    namespace by itself.
    """
    declared: dict[str, str] = {}
    seen: set[str] = set()
    for at, token in enumerate(found):
        if at > 1 and found[at - 2].text.upper() == "PREFIX":
            declared[found[at - 1].text.partition(":")[0]] = token.text[1:-1]
            continue
        if _is_no_thing(found, at):
            continue
        iri = _iri(token, declared)
        if iri and iri not in seen and divided(iri)[1]:
            seen.add(iri)
            yield token, iri


def _is_no_thing(found: Sequence[Token], at: int) -> bool:
    """Say whether a name declares something, or is that of a dataset, datatype or function."""
    before = found[at - 1] if at else Token("other", "", 0)
    if before.text.upper() in NO_THING:
        return True
    is_called = at + 1 < len(found) and found[at + 1].text == "("
    return is_called and before.kind not in TERMS and before.text not in {";", ".", "{", "["}


def _iri(token: Token, declared: Mapping[str, str]) -> str:
    if token.kind == "iri":
        iri = token.text[1:-1]
        return iri if ":" in iri else ""
    if token.kind == "name" and not token.text.startswith("_:"):
        prefix, _, local = token.text.partition(":")
        if prefix in declared and "\\" not in local:
            return declared[prefix] + local
    return ""


# --- patterns that share no variable


@dataclass
class _Part:
    """One member of a group: its variables, where it begins, and whether it is a triple pattern."""

    start: int
    variables: set[str] = field(default_factory=set)
    is_pattern: bool = False


def _products(text: str, found: Sequence[Token]) -> Iterator[str]:
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
