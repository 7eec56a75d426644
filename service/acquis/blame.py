"""The axiom behind many contradictions, where it is the axiom that is wrong.

A wrong statement of the data contradicts axioms that hold of all the rest; a wrong axiom
contradicts most of what it is about.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from acquis.reasoning.closure import Closure
from acquis.reasoning.facts import (
    EQUIVALENT_CLASS,
    FIRST,
    REST,
    SAME,
    SUBCLASS,
    TYPE,
    Fact,
    iri,
    is_vocabulary,
)

MANY = 3
TRIES = 5
CHAIN, ON_PROPERTY = iri("owl:propertyChainAxiom"), iri("owl:onProperty")
DISJOINT = iri("owl:disjointWith")
APART = frozenset(
    {DISJOINT, *map(iri, ("owl:AllDisjointClasses", "owl:members", "owl:complementOf"))}
) | {FIRST, REST}
ENDS = {iri("rdfs:domain"): (0, 1), iri("rdfs:range"): (1, 2)}
Trouble = frozenset[Fact]


def is_axiom(fact: Fact) -> bool:
    """Say whether a statement is about classes and properties, and not about things."""
    _, predicate, value = fact
    return is_vocabulary(predicate) and (
        predicate not in (TYPE, SAME, iri("owl:differentFrom")) or is_vocabulary(value)
    )


def wrong_axiom(
    closure: Closure,
    troubles: Mapping[Trouble, Collection[Fact]],
    without: Callable[[Fact], Collection[Trouble]],
) -> tuple[Fact, list[Trouble]] | None:
    """Return an axiom that contradicts most of what it is about, and which troubles it makes.

    `troubles` are facts that should not be, each with the asserted ones that it was derived from;
    `without` returns those that are left where an axiom is not said. Most of them must be gone
    then, and no one statement of the data may be behind them all. Of several axioms that one is
    blamed that makes most of them, by the largest part of its uses.

    Returns None where there is no such axiom.
    """
    things = {thing for trouble in troubles for fact in trouble for thing in _things(fact)}
    if min(len(things), len(troubles)) < MANY:
        return None
    count = Counter(leaf for leaves in troubles.values() for leaf in set(leaves))
    if any(by == len(troubles) and not is_axiom(leaf) for leaf, by in count.items()):
        return None
    likely = []
    for axiom, by in count.items():
        if 2 * by > len(troubles) and is_axiom(axiom):
            share = _share(closure, axiom, things)
            if share > 0.5:
                likely.append((-share, _rank(axiom), -by, axiom))
    found = []
    for order in sorted(likely)[:TRIES]:
        left = set(without(order[-1]))
        gone = [trouble for trouble in troubles if trouble not in left]
        if 2 * len(gone) > len(troubles):
            found.append((-len(gone), order, gone))
    if not found:
        return None
    _, (*_, blamed), gone = min(found)
    return blamed, gone


def _rank(axiom: Fact) -> int:
    """Return the place of an axiom among equals: chains first, for these are easily wrong.

    Those about classes come last, for a wrong one mostly shows without any data, in a class that
    can have no member.
    """
    return {CHAIN: 0, SUBCLASS: 2, EQUIVALENT_CLASS: 2, DISJOINT: 3}.get(axiom[1], 1)


def _things(fact: Fact) -> tuple[str, ...]:
    subject, predicate, value = fact
    return (subject,) if predicate == TYPE else (subject, value)


def _share(closure: Closure, axiom: Fact, things: set[str]) -> float:
    """Return which part of what an axiom is about is among `things`.

    That is what is said with its property, or of the members of its class; where it keeps two
    classes apart, of the members of the larger one.
    """
    subject, predicate, value = axiom
    terms = [value] if predicate == ON_PROPERTY else [subject]
    if not APART.isdisjoint(axiom):
        terms = [subject, value] if predicate == DISJOINT else []
    uses = [closure.said_with(term) or closure.said_with(TYPE, term) for term in terms]
    about = max(uses, key=len, default=[])
    ends = slice(*ENDS.get(predicate, (0, 2)))
    hit = [fact for fact in about if not things.isdisjoint(_things(fact)[ends])]
    return len(hit) / len(about) if about else 0.0
