"""Whether the triples that a server gives back are those that it was sent.

A server may label blank nodes anew, and may keep the value of a literal instead of its form:
`"01"^^xsd:integer` comes back as `"1"^^xsd:integer`, `@zh-Hans` as `@zh-hans`, `"true"` as `"1"`.
So two graphs are compared in three steps, from strict to lenient, and the first that holds is
told: as they are written; with the blank nodes of both named by RDFC-1.0
(https://www.w3.org/TR/rdf-canon/); and with the literals of both replaced by their values.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeGuard

import pyoxigraph as ox

SHOWN = 3
RDFC = ox.CanonicalizationAlgorithm.RDFC_1_0
ORIGIN = ox.NamedNode("urn:acquis:is")
VIRTUOSO_BLANK = "nodeID://"


@dataclass(frozen=True)
class Difference:
    """The lines of N-Triples that one of two graphs lacks; none where they hold the same.

    `rewritten` says how many triples came back in another form with the same meaning.
    """

    missing: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    rewritten: int = 0

    def __bool__(self) -> bool:
        return bool(self.missing or self.unexpected)

    def words(self) -> str:
        """Return what differs, with a few examples."""
        parts = [
            f"{len(lines):,} triples {what}, such as {' '.join(lines[:SHOWN]).strip()}"
            for what, lines in (
                ("are missing", self.missing),
                ("were not sent", self.unexpected),
            )
            if lines
        ]
        return "; ".join(parts)


def compare(sent: Iterable[ox.Triple], received: Iterable[ox.Triple]) -> Difference:
    """Return in what two graphs differ."""
    here, there = frozenset(sent), frozenset(map(without_node_ids, received))
    if here == there:
        return Difference()
    blank_here, blank_there = _with_blanks(here), _with_blanks(there)
    ours, theirs = _canonical(blank_here, blank_there)
    named_here, named_there = here - blank_here, there - blank_there
    changed = {(t.subject, t.predicate) for t in named_here ^ named_there}
    values_here, values_there = (
        _by_value(t for t in named if (t.subject, t.predicate) in changed)
        for named in (named_here, named_there)
    )
    ours |= {f"{triple} .\n" for triple in values_here - values_there}
    theirs |= {f"{triple} .\n" for triple in values_there - values_here}
    return Difference(
        tuple(sorted(ours - theirs)),
        tuple(sorted(theirs - ours)),
        0 if ours != theirs else len(named_here - named_there),
    )


def _with_blanks(triples: frozenset[ox.Triple]) -> frozenset[ox.Triple]:
    return frozenset(
        t
        for t in triples
        if isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode)
    )


def _canonical(
    here: frozenset[ox.Triple], there: frozenset[ox.Triple]
) -> tuple[set[str], set[str]]:
    """Return the lines of two graphs with blank nodes, by value where they differ by form."""
    ours, theirs = _lines(here), _lines(there)
    return (ours, theirs) if ours == theirs else (_lines(_by_value(here)), _lines(_by_value(there)))


def _lines(triples: Iterable[ox.Triple]) -> set[str]:
    """Return the lines of canonical N-Triples."""
    dataset = ox.Dataset(ox.Quad(*triple) for triple in triples)
    dataset.canonicalize(RDFC)
    return {f"{quad.triple} .\n" for quad in dataset}


def _by_value(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Return triples with the form that a Store of pyoxigraph gives to the value of a literal."""
    given = list(triples)
    literals = list({t.object for t in given if isinstance(t.object, ox.Literal)})
    store = ox.Store()
    store.extend(
        ox.Quad(ox.NamedNode(f"urn:acquis:{at}"), ORIGIN, literal)
        for at, literal in enumerate(literals)
    )
    values = {}
    for quad in store:
        assert isinstance(quad.subject, ox.NamedNode)
        values[literals[int(quad.subject.value.rpartition(":")[2])]] = quad.object
    return {
        ox.Triple(t.subject, t.predicate, values[t.object])
        if isinstance(t.object, ox.Literal)
        else t
        for t in given
    }


def without_node_ids(triple: ox.Triple) -> ox.Triple:
    """Return a triple with the blank nodes that Virtuoso writes as IRIs of its own."""
    subject, value = triple.subject, triple.object
    if _is_node_id(subject):
        subject = ox.BlankNode(subject.value.removeprefix(VIRTUOSO_BLANK))
    if _is_node_id(value):
        value = ox.BlankNode(value.value.removeprefix(VIRTUOSO_BLANK))
    if subject is triple.subject and value is triple.object:
        return triple
    return ox.Triple(subject, triple.predicate, value)


def _is_node_id(term: object) -> TypeGuard[ox.NamedNode]:
    return isinstance(term, ox.NamedNode) and term.value.startswith(VIRTUOSO_BLANK)
