"""The few axioms behind a verdict: without any one of them it would be another.

The axioms are put in an order, the likely ones first, and the shortest failing prefix is sought;
its last axiom is needed, what comes after is not, and the search goes on before it. HermiT
judges a row of growing prefixes in one call.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from rdflib.term import Node

from acquis.dl.projection import Axiom

FAN = 32
Judge = Callable[[Sequence[Sequence[Axiom]]], int]
"""Of sets of axioms that grow: how many come before the first that fails."""


def justification(
    axioms: Iterable[Axiom], judge: Judge, about: Iterable[Node] = ()
) -> tuple[Axiom, ...]:
    """Return axioms that together fail, none of which can be left out.

    `axioms` as a whole must fail. Axioms near the terms of `about` are tried first.
    """
    rest = list(axioms)
    found: list[Axiom] = []
    while True:
        rest = nearest(rest, {*about, *(term for axiom in found for term in axiom.terms())})
        size = _shortest(rest, lambda prefixes: judge([[*found, *prefix] for prefix in prefixes]))
        if size == 0:
            return tuple(found)
        found.append(rest[size - 1])
        rest = rest[: size - 1]


def _shortest(axioms: Sequence[Axiom], judge: Judge) -> int:
    """Return the size of the shortest prefix of `axioms` that fails."""
    low, high = -1, len(axioms)
    sizes: Sequence[int]
    sizes = range(high) if high <= FAN else [0, *(4**k for k in range(1, 16) if 4**k < high)]
    while high - low > 1:
        passed = judge([axioms[:size] for size in sizes])
        bounds = [low, *sizes, high]
        low, high = bounds[passed], bounds[passed + 1]
        step = max(1, (high - low) // (FAN + 1))
        sizes = range(low + step, high, step)[:FAN]
    return high


def nearest(axioms: Iterable[Axiom], about: Iterable[Node]) -> list[Axiom]:
    """Return the schema first, then the facts, each in the order of their distance from `about`.

    Facts are next to each other where they share an individual, axioms of the schema where they
    share any term.
    """
    axioms = list(axioms)
    far = len(axioms)
    near = _distances(axioms, set(about))
    return sorted(axioms, key=lambda axiom: (axiom.is_fact, near.get(axiom, far)))


def _distances(axioms: Iterable[Axiom], reached: set[Node]) -> dict[Axiom, int]:
    links = {axiom: axiom.individuals() if axiom.is_fact else axiom.terms() for axiom in axioms}
    users: dict[Node, list[Axiom]] = defaultdict(list)
    for axiom, terms in links.items():
        for term in terms:
            users[term].append(axiom)
    distances: dict[Axiom, int] = {}
    frontier = reached
    while frontier:
        step = len(distances)
        beside = {axiom for term in frontier for axiom in users.pop(term, ())} - distances.keys()
        distances.update(dict.fromkeys(beside, step))
        frontier = {term for axiom in beside for term in links[axiom]} & users.keys()
    return distances
