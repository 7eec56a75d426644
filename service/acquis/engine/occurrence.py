"""The IRIs that stand in some data, and those of a query that do not."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property
from heapq import nlargest

import pyoxigraph as ox

from acquis.engine.tokens import Token, position
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


class Known:
    """The IRIs of some data."""

    def __init__(self, iris: Iterable[str], has: Callable[[str], bool] | None = None) -> None:
        """`iris` is read when needed; `has` says it of one IRI where that can be told before."""
        self._iris, self._has = iris, has

    def has(self, iri: str) -> bool:
        """Say whether an IRI stands anywhere in the data."""
        if self._has:
            return self._has(iri)
        space, local = divided(iri)
        return local in self._local.get(space, ())

    @property
    def is_read(self) -> bool:
        """Whether all IRIs are known by now, so that `has` takes no time."""
        return "_local" in vars(self)

    @cached_property
    def _local(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for iri in self._iris:
            space, local = divided(iri)
            found.setdefault(space, set()).add(local)
        return found

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


def unknown(
    text: str, found: Sequence[Token], known: Known, prefixes: Mapping[str, str]
) -> Iterator[str]:
    """Yield a sentence on each IRI of a query that the data do not have, at most MOST.

    `prefixes` are those to write IRIs with.
    """
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


def all_known(found: Sequence[Token], known: Known) -> bool:
    """Say whether the data have every IRI of a query."""
    return all(iri.startswith(NOT_DATA) or known.has(iri) for _, iri in _mentioned(found))


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
