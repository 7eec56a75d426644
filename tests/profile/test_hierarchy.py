"""Simple properties and regular chains, against the definitions tried out by brute force."""

from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conformance import functional
from tests.profile.graphs import Fact

from acquis.profile import violations

PROPERTIES = ("p", "q", "r")
PROPERTY = st.sampled_from(PROPERTIES)
PAIRS = st.sets(st.tuples(PROPERTY, PROPERTY), max_size=3)
CHAINS = st.lists(st.tuples(PROPERTY, st.lists(PROPERTY, min_size=2, max_size=3)), max_size=3)
HEAD = "Prefix(:=<http://example.org/>) Ontology(<http://example.org/> " + " ".join(
    f"Declaration(ObjectProperty(:{name}))" for name in PROPERTIES
)


def ontology(axioms: list[str]) -> set[Fact]:
    return functional.parse(f"{HEAD} {' '.join(axioms)})")


def sub(below: str, above: str) -> str:
    return f"SubObjectPropertyOf(:{below} :{above})"


def chain(head: str, links: list[str]) -> str:
    return f"SubObjectPropertyOf(ObjectPropertyChain(:{' :'.join(links)}) :{head})"


def closed(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the reflexive and transitive closure of pairs of properties."""
    found = pairs | {(name, name) for name in PROPERTIES}
    for middle, first, last in product(PROPERTIES, repeat=3):
        if (first, middle) in found and (middle, last) in found:
            found.add((first, last))
    return found


def fits(head: str, links: list[str], order: set[tuple[str, str]]) -> bool:
    """Say whether a chain is of one of the forms that section 11.2 allows."""

    def lower(part: list[str]) -> bool:
        return all((link, head) in order for link in part)

    return (
        links == [head, head]
        or lower(links)
        or (links[0] == head and lower(links[1:]))
        or (links[-1] == head and lower(links[:-1]))
    )


def is_regular(pairs: set[tuple[str, str]], chains: list[tuple[str, list[str]]]) -> bool:
    """Say whether a strict partial order allows all chains: try every order there is."""
    hierarchy = closed(pairs)
    every = [(a, b) for a, b in permutations(PROPERTIES, 2)]
    for choice in product((False, True), repeat=len(every)):
        order = {pair for pair, taken in zip(every, choice, strict=True) if taken}
        strict = {pair for pair in closed(order) if pair[0] != pair[1]}
        if order != strict or any((b, a) in order or (b, a) in hierarchy for a, b in order):
            continue
        if all(fits(head, links, order) for head, links in chains):
            return True
    return False


@given(PAIRS, CHAINS)
@settings(max_examples=300, deadline=None)
def test_a_chain_is_named_just_where_no_order_exists(
    pairs: set[tuple[str, str]], chains: list[tuple[str, list[str]]]
) -> None:
    axioms = [sub(*pair) for pair in pairs] + [chain(*each) for each in chains]
    rules = {violation.rule for violation in violations(ontology(axioms), "DL")}
    assert rules == (set() if is_regular(pairs, chains) else {"dl-irregular-chain"})


@given(PAIRS, PROPERTY, PROPERTY)
def test_a_property_above_a_transitive_one_is_not_simple(
    pairs: set[tuple[str, str]], transitive: str, functional_: str
) -> None:
    axioms = [sub(*pair) for pair in pairs]
    axioms += [f"TransitiveObjectProperty(:{transitive})"]
    axioms += [f"FunctionalObjectProperty(:{functional_})"]
    rules = {violation.rule for violation in violations(ontology(axioms), "DL")}
    simple = (transitive, functional_) not in closed(pairs)
    assert rules == (set() if simple else {"dl-non-simple-property"})


WANT_SIMPLE = {
    "functional": "FunctionalObjectProperty(:p)",
    "inverse functional": "InverseFunctionalObjectProperty(:p)",
    "irreflexive": "IrreflexiveObjectProperty(:p)",
    "asymmetric": "AsymmetricObjectProperty(:p)",
    "disjoint": "DisjointObjectProperties(:p :r)",
    "self": "SubClassOf(ObjectHasSelf(:p) <http://www.w3.org/2002/07/owl#Thing>)",
    "minimum": "SubClassOf(ObjectMinCardinality(1 :p) <http://www.w3.org/2002/07/owl#Thing>)",
    "maximum of the inverse": "SubClassOf(ObjectMaxCardinality(1 ObjectInverseOf(:p))"
    " <http://www.w3.org/2002/07/owl#Thing>)",
    "number": "SubClassOf(ObjectExactCardinality(1 :p) <http://www.w3.org/2002/07/owl#Thing>)",
}
COMPOSITE = {
    "transitive": "TransitiveObjectProperty(:p)",
    "transitive inverse": "TransitiveObjectProperty(ObjectInverseOf(:p))",
    "chain": "SubObjectPropertyOf(ObjectPropertyChain(:q :q) :p)",
    "above": "TransitiveObjectProperty(:q) SubObjectPropertyOf(:q :p)",
    "equivalent": "TransitiveObjectProperty(:q) EquivalentObjectProperties(:p :q)",
    "inverse": "TransitiveObjectProperty(:q) InverseObjectProperties(:q :p)",
    "symmetric and inverse above": "TransitiveObjectProperty(:q) SymmetricObjectProperty(:q)"
    " SubObjectPropertyOf(ObjectInverseOf(:q) :p)",
}
LOWER = "TransitiveObjectProperty(:q) SubObjectPropertyOf(:p :q)"


@pytest.mark.parametrize("want", WANT_SIMPLE.values(), ids=WANT_SIMPLE)
@pytest.mark.parametrize("composite", COMPOSITE.values(), ids=COMPOSITE)
def test_what_wants_a_simple_property_names_one_that_is_not(want: str, composite: str) -> None:
    (found,) = violations(ontology([want, composite]), "DL")
    assert found.rule == "dl-non-simple-property"
    assert ", where p " in found.message or ", where ObjectInverseOf(p) " in found.message


@pytest.mark.parametrize("want", WANT_SIMPLE.values(), ids=WANT_SIMPLE)
def test_below_a_transitive_property_all_are_allowed(want: str) -> None:
    assert violations(ontology([want, LOWER]), "DL") == []
