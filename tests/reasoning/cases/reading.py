"""Turtle to facts, and the facts that tell nothing because they hold of every graph."""

from collections.abc import Iterable

import pyoxigraph as ox
from tests.reasoning.cases import HEAD

from acquis.reasoning.facts import (
    FIRST,
    NOTHING,
    REFLEXIVE,
    REST,
    SUBCLASS,
    THING,
    TYPE,
    Fact,
    is_iri,
    is_literal,
    is_vocabulary,
)

CELLS = {FIRST, REST}


def facts(turtle: str) -> tuple[Fact, ...]:
    """Return the triples of a Turtle text under HEAD, in the order in which they stand."""
    quads = ox.parse((HEAD + turtle).encode(), format=ox.RdfFormat.TURTLE)
    return tuple((str(q.subject), str(q.predicate), str(q.object)) for q in quads)


def telling(found: Iterable[Fact]) -> set[Fact]:
    """Leave out what holds of every graph, the cells of lists, and facts about literals."""
    return {fact for fact in found if not _is_trivial(fact)}


def _is_trivial(fact: Fact) -> bool:
    subject, predicate, value = fact
    return (
        is_literal(subject)
        or not is_iri(predicate)
        or predicate in CELLS
        or (subject == value and predicate in REFLEXIVE)
        or (value == THING and predicate in (TYPE, SUBCLASS))
        or (subject == NOTHING and predicate == SUBCLASS)
        or all(map(is_vocabulary, fact))
    )
