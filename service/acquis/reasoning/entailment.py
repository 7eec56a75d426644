"""Whether one graph follows from another, shown by OWL 2 RL closures.

Rules find facts; a graph may also claim axioms, or that something is not so. Such a claim is
shown by closing again with what would be so if it were tried: for an axiom "every C is a D", a
fresh member of C, which must then turn out to be a D; for a denial, the denied fact, which must
then lead to a contradiction. A fresh name stands for anything, as no rule looks at names, so
what follows for it holds of everything (the deduction theorem for Horn rules).

What is said to follow does follow: under the OWL 2 RDF-Based Semantics with the expressions of the
conclusion taken to exist (its section 7.1) and its names taken to be of the kind that they are
used as; under the Direct Semantics where no name is both individual and class or property. What
is not said to follow may follow all the same: the rules are complete for facts alone (OWL 2
Profiles, section 4.3, theorem PR1).
"""

from collections.abc import Callable, Collection
from itertools import pairwise
from typing import Literal

from acquis.reasoning.conclusions import (
    DISJOINT_CLASS,
    DISJOINT_PROPERTY,
    INVERSE,
    ONTOLOGY,
    Fresh,
    take_apart,
)
from acquis.reasoning.facts import (
    ANNOTATIONS,
    DIFFERENT,
    EQUIVALENT_CLASS,
    EQUIVALENT_PROPERTY,
    SAME,
    SUBCLASS,
    SUBPROPERTY,
    TYPE,
    Fact,
    iri,
    is_iri,
)
from acquis.reasoning.membership import is_member
from acquis.reasoning.theories import KEY, REFLEXIVE, Theory

Semantics = Literal["RDF-BASED", "DIRECT"]
DECLARATIONS = frozenset(
    iri(name)
    for name in (
        "owl:Class rdfs:Datatype owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty"
        " owl:NamedIndividual"
    ).split()
)
ANNOTATION_PROPERTY = iri("owl:AnnotationProperty")
DOMAIN, RANGE = iri("rdfs:domain"), iri("rdfs:range")
CHAIN = iri("owl:propertyChainAxiom")
Prover = Callable[[Theory, str, str], bool]


def entails(
    premises: Collection[Fact],
    conclusion: Collection[Fact],
    *,
    semantics: Semantics = "RDF-BASED",
) -> bool:
    """Say whether `conclusion` can be shown to follow from `premises`.

    A blank node of the conclusion that is no expression, list or axiom stands for something that
    must exist. A header claims that there is an ontology. Under the Direct Semantics headers,
    declarations and annotations claim nothing. From a contradiction everything follows.

    Raises LimitError where a closure grows too large.
    """
    claimed = set(conclusion)
    if semantics == "DIRECT":
        claimed = _with_meaning(premises, claimed)
    fresh = Fresh([*premises, *claimed])
    parts = take_apart(claimed, fresh)
    known = set(premises)
    if semantics == "DIRECT" and _has_anonymous(premises):
        known = {fact for fact in known if fact[1] != KEY}
    theory = Theory(known | parts.definitions, fresh, keyless=semantics == "DIRECT")
    if theory.is_contradictory:
        return True
    denied = all(theory.leads_to_contradiction([(fact,)]) for fact in parts.denials)
    shown = denied and all(shows(theory, claim) for claim in parts.claims)
    terms = frozenset(term for fact in theory.facts for term in fact)
    return shown and _match(theory, parts.patterns, {}, terms)


def shows(theory: Theory, claim: Fact) -> bool:
    """Say whether a fact, which may be an axiom, can be shown from a theory."""
    subject, predicate, value = claim
    if theory.holds(claim):
        return True
    if predicate == TYPE:
        prover = CHARACTERISTICS.get(value)
        return prover(theory, subject) if prover else is_member(theory, subject, value)
    axiom = AXIOMS.get(predicate)
    return axiom is not None and axiom(theory, subject, value)


def _has_anonymous(facts: Collection[Fact]) -> bool:
    """Say whether a graph has anonymous individuals, to which the Direct Semantics has no keys."""
    patterns = take_apart(facts, Fresh(facts)).patterns
    return any(fact[1:] != (TYPE, ONTOLOGY) for fact in patterns)


def _with_meaning(premises: Collection[Fact], conclusion: set[Fact]) -> set[Fact]:
    """Return what of a conclusion has a meaning under the Direct Semantics."""
    declared = {s for s, p, o in (*premises, *conclusion) if (p, o) == (TYPE, ANNOTATION_PROPERTY)}
    annotations = ANNOTATIONS | declared
    return {
        (s, p, o)
        for s, p, o in conclusion
        if p not in annotations
        and s not in annotations
        and not (p == TYPE and (o == ONTOLOGY or (o in DECLARATIONS and is_iri(s))))
    }


# --- axioms: each says whether the axiom between two terms can be shown


def _subclass(theory: Theory, lower: str, upper: str) -> bool:
    member = theory.fresh()
    return all(
        is_member(theory.supposing(*case), member, upper) for case in theory.cases(member, lower)
    )


def _equivalent_class(theory: Theory, one: str, other: str) -> bool:
    return _subclass(theory, one, other) and _subclass(theory, other, one)


def _disjoint_class(theory: Theory, one: str, other: str) -> bool:
    member = theory.fresh()
    return theory.leads_to_contradiction(theory.cases(member, one), theory.cases(member, other))


def _subproperty(theory: Theory, lower: str, upper: str) -> bool:
    x, y = theory.fresh(), theory.fresh()
    return theory.supposing((x, lower, y)).holds((x, upper, y))


def _equivalent_property(theory: Theory, one: str, other: str) -> bool:
    return _subproperty(theory, one, other) and _subproperty(theory, other, one)


def _disjoint_property(theory: Theory, one: str, other: str) -> bool:
    x, y = theory.fresh(), theory.fresh()
    return theory.supposing((x, one, y), (x, other, y)).is_contradictory


def _inverse(theory: Theory, one: str, other: str) -> bool:
    x, y = theory.fresh(), theory.fresh()
    return theory.supposing((x, one, y)).holds((y, other, x)) and theory.supposing(
        (x, other, y)
    ).holds((y, one, x))


def _domain(theory: Theory, property_: str, class_: str) -> bool:
    x = theory.fresh()
    return is_member(theory.supposing((x, property_, theory.fresh())), x, class_)


def _range(theory: Theory, property_: str, class_: str) -> bool:
    y = theory.fresh()
    return is_member(theory.supposing((theory.fresh(), property_, y)), y, class_)


def _chain(theory: Theory, property_: str, head: str) -> bool:
    links = theory.members(head)
    if not links:
        return False
    nodes = [theory.fresh() for _ in range(len(links) + 1)]
    steps = zip(pairwise(nodes), links, strict=True)
    supposed = theory.supposing(*((x, link, y) for (x, y), link in steps))
    return supposed.holds((nodes[0], property_, nodes[-1]))


def _key(theory: Theory, class_: str, head: str) -> bool:
    properties = theory.members(head)
    if not properties:
        return False
    x, y = theory.fresh(), theory.fresh()
    shared = [(each, property_) for property_ in properties for each in [theory.fresh()]]
    facts = [(owner, property_, z) for z, property_ in shared for owner in (x, y)]
    return all(
        theory.supposing(*facts, *one, *other).holds((x, SAME, y))
        for one in theory.cases(x, class_)
        for other in theory.cases(y, class_)
    )


def _different(theory: Theory, one: str, other: str) -> bool:
    return theory.supposing((one, SAME, other)).is_contradictory


AXIOMS: dict[str, Prover] = {
    SUBCLASS: _subclass,
    EQUIVALENT_CLASS: _equivalent_class,
    DISJOINT_CLASS: _disjoint_class,
    SUBPROPERTY: _subproperty,
    EQUIVALENT_PROPERTY: _equivalent_property,
    DISJOINT_PROPERTY: _disjoint_property,
    INVERSE: _inverse,
    DOMAIN: _domain,
    RANGE: _range,
    CHAIN: _chain,
    KEY: _key,
    DIFFERENT: _different,
}


# --- characteristics: each says whether a property can be shown to have one


def _functional(theory: Theory, property_: str) -> bool:
    x, y, z = theory.fresh(), theory.fresh(), theory.fresh()
    return theory.supposing((x, property_, y), (x, property_, z)).holds((y, SAME, z))


def _inverse_functional(theory: Theory, property_: str) -> bool:
    x, y, z = theory.fresh(), theory.fresh(), theory.fresh()
    return theory.supposing((y, property_, x), (z, property_, x)).holds((y, SAME, z))


def _symmetric(theory: Theory, property_: str) -> bool:
    x, y = theory.fresh(), theory.fresh()
    return theory.supposing((x, property_, y)).holds((y, property_, x))


def _asymmetric(theory: Theory, property_: str) -> bool:
    x, y = theory.fresh(), theory.fresh()
    return theory.supposing((x, property_, y), (y, property_, x)).is_contradictory


def _transitive(theory: Theory, property_: str) -> bool:
    x, y, z = theory.fresh(), theory.fresh(), theory.fresh()
    return theory.supposing((x, property_, y), (y, property_, z)).holds((x, property_, z))


def _reflexive(theory: Theory, property_: str) -> bool:
    x = theory.fresh()
    return theory.holds((x, property_, x))


def _irreflexive(theory: Theory, property_: str) -> bool:
    x = theory.fresh()
    return theory.supposing((x, property_, x)).is_contradictory


CHARACTERISTICS: dict[str, Callable[[Theory, str], bool]] = {
    iri("owl:FunctionalProperty"): _functional,
    iri("owl:InverseFunctionalProperty"): _inverse_functional,
    iri("owl:SymmetricProperty"): _symmetric,
    iri("owl:AsymmetricProperty"): _asymmetric,
    iri("owl:TransitiveProperty"): _transitive,
    REFLEXIVE: _reflexive,
    iri("owl:IrreflexiveProperty"): _irreflexive,
}


# --- blank nodes that stand for something


def _match(
    theory: Theory, patterns: list[Fact], bound: dict[str, str], known: frozenset[str]
) -> bool:
    """Say whether things can be found for the blank nodes of all patterns at once."""
    if not patterns:
        return True

    def open_nodes(pattern: Fact) -> list[str]:
        return [t for t in pattern if t.startswith("_:") and t not in known and t not in bound]

    first = min(patterns, key=lambda pattern: len(open_nodes(pattern)))
    rest = [pattern for pattern in patterns if pattern is not first]
    wanted = open_nodes(first)
    s, p, o = (bound.get(term, term) for term in first)
    if not wanted:
        return shows(theory, (s, p, o)) and _match(theory, rest, bound, known)
    asked = (None if s in wanted else s, p, None if o in wanted else o)
    for fact in theory.matches(asked):
        found = {term: own for term, own in zip(first, fact, strict=True) if term in wanted}
        agrees = all(found.get(term, own) == own for term, own in zip(first, fact, strict=True))
        if agrees and _match(theory, rest, {**bound, **found}, known):
            return True
    return False
