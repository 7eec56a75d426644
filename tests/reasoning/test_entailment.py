"""Entailment: what is shown, what must not be, and a search for counter-models."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conformance import functional
from tests.profile.graphs import Fact, facts

from acquis.reasoning.closure import close
from acquis.reasoning.entailment import Semantics, entails

HEAD = """
Prefix(:=<http://example.org/>) Prefix(owl:=<http://www.w3.org/2002/07/owl#>)
Prefix(xsd:=<http://www.w3.org/2001/XMLSchema#>)
Prefix(rdfs:=<http://www.w3.org/2000/01/rdf-schema#>)
Ontology(
  Declaration(Class(:A)) Declaration(Class(:B)) Declaration(Class(:C))
  Declaration(ObjectProperty(:p)) Declaration(ObjectProperty(:q)) Declaration(ObjectProperty(:r))
  Declaration(DataProperty(:u)) Declaration(DataProperty(:v))
"""


def ontology(axioms: str, mark: str = "") -> set[Fact]:
    return functional.parse(f"{HEAD} {axioms})", mark)


FOLLOWS = {
    "subclass through a chain of them": (
        "SubClassOf(:A :B) SubClassOf(:B :C)",
        "SubClassOf(:A :C)",
    ),
    "subclass of an intersection": (
        "SubClassOf(:A :B) SubClassOf(:A :C)",
        "SubClassOf(:A ObjectIntersectionOf(:B :C))",
    ),
    "subclass of a union": ("SubClassOf(:A :B)", "SubClassOf(:A ObjectUnionOf(:B :C))"),
    "union below, case by case": (
        "SubClassOf(:A :C) SubClassOf(:B :C)",
        "SubClassOf(ObjectUnionOf(:A :B) :C)",
    ),
    "enumeration below, case by case": (
        "ClassAssertion(:A :a) ClassAssertion(:A :b)",
        "SubClassOf(ObjectOneOf(:a :b) :A)",
    ),
    "existential below": (
        "ObjectPropertyDomain(:p :B)",
        "SubClassOf(ObjectSomeValuesFrom(:p :A) :B)",
    ),
    "cardinality below": (
        "ObjectPropertyDomain(:p :B)",
        "SubClassOf(ObjectMinCardinality(2 :p) :B)",
    ),
    "self below": ("ObjectPropertyDomain(:p :B)", "SubClassOf(ObjectHasSelf(:p) :B)"),
    "existential above by a superclass": (
        "SubClassOf(:A :B)",
        "SubClassOf(ObjectSomeValuesFrom(:p :A) ObjectSomeValuesFrom(:p :B))",
    ),
    "universal above by a range": (
        "ObjectPropertyRange(:p :B)",
        "SubClassOf(:A ObjectAllValuesFrom(:p :B))",
    ),
    "complement above by disjointness": (
        "DisjointClasses(:A :B)",
        "SubClassOf(:A ObjectComplementOf(:B))",
    ),
    "complement turned round": (
        "SubClassOf(:A ObjectComplementOf(:B))",
        "SubClassOf(:B ObjectComplementOf(:A))",
    ),
    "maximum of one": (
        "FunctionalObjectProperty(:p)",
        "SubClassOf(:A ObjectMaxCardinality(1 :p))",
    ),
    "maximum of none": (
        "ObjectPropertyDomain(:p :B) DisjointClasses(:A :B)",
        "SubClassOf(:A ObjectMaxCardinality(0 :p))",
    ),
    "qualified maximum": (
        "FunctionalObjectProperty(:p)",
        "SubClassOf(:A ObjectMaxCardinality(1 :p :B))",
    ),
    "exactly one": (
        "FunctionalObjectProperty(:p) ObjectPropertyAssertion(:p :a :b)",
        "ClassAssertion(ObjectExactCardinality(1 :p) :a)",
    ),
    "self by a reflexive property": (
        "ReflexiveObjectProperty(:p)",
        "SubClassOf(:A ObjectHasSelf(:p))",
    ),
    "equivalence both ways": (
        "SubClassOf(:A :B) SubClassOf(:B :A)",
        "EquivalentClasses(:A :B)",
    ),
    "disjointness of subclasses": (
        "DisjointClasses(:B :C) SubClassOf(:A :B)",
        "DisjointClasses(:A :C)",
    ),
    "disjointness of several": (
        "DisjointClasses(:A :B) DisjointClasses(:B :C) DisjointClasses(:A :C)",
        "DisjointClasses(:A :B :C)",
    ),
    "empty class below all": ("DisjointClasses(:A :A)", "SubClassOf(:A :B)"),
    "subproperty through a chain of them": (
        "SubObjectPropertyOf(:p :q) SubObjectPropertyOf(:q :r)",
        "SubObjectPropertyOf(:p :r)",
    ),
    "subproperty of an inverse": (
        "InverseObjectProperties(:p :q)",
        "SubObjectPropertyOf(:p ObjectInverseOf(:q))",
    ),
    "equivalent properties": (
        "SubObjectPropertyOf(:p :q) SubObjectPropertyOf(:q :p)",
        "EquivalentObjectProperties(:p :q)",
    ),
    "inverse of an inverse": (
        "EquivalentObjectProperties(:p ObjectInverseOf(:q))",
        "InverseObjectProperties(:p :q)",
    ),
    "disjoint properties by their ranges": (
        "ObjectPropertyRange(:p :A) ObjectPropertyRange(:q :B) DisjointClasses(:A :B)",
        "DisjointObjectProperties(:p :q)",
    ),
    "domain of a subproperty": (
        "ObjectPropertyDomain(:q :A) SubObjectPropertyOf(:p :q)",
        "ObjectPropertyDomain(:p :A)",
    ),
    "range by the domain of the inverse": (
        "ObjectPropertyDomain(:q :A) InverseObjectProperties(:p :q)",
        "ObjectPropertyRange(:p :A)",
    ),
    "functional subproperty": (
        "FunctionalObjectProperty(:q) SubObjectPropertyOf(:p :q)",
        "FunctionalObjectProperty(:p)",
    ),
    "functional data property": (
        "FunctionalDataProperty(:v) SubDataPropertyOf(:u :v)",
        "FunctionalDataProperty(:u)",
    ),
    "inverse functional by the inverse": (
        "FunctionalObjectProperty(:q) InverseObjectProperties(:p :q)",
        "InverseFunctionalObjectProperty(:p)",
    ),
    "symmetric by its own inverse": (
        "InverseObjectProperties(:p :p)",
        "SymmetricObjectProperty(:p)",
    ),
    "asymmetric by disjoint ends": (
        "ObjectPropertyDomain(:p :A) ObjectPropertyRange(:p :B) DisjointClasses(:A :B)",
        "AsymmetricObjectProperty(:p) IrreflexiveObjectProperty(:p)",
    ),
    "transitive by a chain": (
        "SubObjectPropertyOf(ObjectPropertyChain(:p :p) :p)",
        "TransitiveObjectProperty(:p)",
    ),
    "longer chain": (
        "TransitiveObjectProperty(:p)",
        "SubObjectPropertyOf(ObjectPropertyChain(:p :p :p) :p)",
    ),
    "reflexive above a reflexive one": (
        "ReflexiveObjectProperty(:p) SubObjectPropertyOf(:p :q)",
        "ReflexiveObjectProperty(:q)",
    ),
    "different by a functional property": (
        "FunctionalObjectProperty(:p) ObjectPropertyAssertion(:p :a :c)"
        " ObjectPropertyAssertion(:p :b :d) DifferentIndividuals(:c :d)",
        "DifferentIndividuals(:a :b)",
    ),
    "negative assertion": (
        "ObjectPropertyAssertion(:p :a :b) DisjointObjectProperties(:p :q)",
        "NegativeObjectPropertyAssertion(:q :a :b)",
    ),
    "negative data assertion": (
        'FunctionalDataProperty(:u) DataPropertyAssertion(:u :a "1"^^xsd:integer)',
        'NegativeDataPropertyAssertion(:u :a "2"^^xsd:integer)',
    ),
    "value in another form": (
        'DataPropertyAssertion(:u :a "1"^^xsd:integer)',
        'DataPropertyAssertion(:u :a "01.0"^^xsd:decimal)',
    ),
    "wider range": ("DataPropertyRange(:u xsd:byte)", "DataPropertyRange(:u xsd:integer)"),
    "range in common": (
        "DataPropertyRange(:u xsd:nonNegativeInteger) DataPropertyRange(:u xsd:byte)",
        "DataPropertyRange(:u xsd:unsignedByte)",
    ),
    "range of strings": ("DataPropertyRange(:u xsd:NCName)", "DataPropertyRange(:u xsd:token)"),
    "property that can have no value": (
        "DataPropertyRange(:u xsd:string) DataPropertyRange(:u xsd:integer)",
        "DataPropertyRange(:u xsd:boolean)",
    ),
    "disjoint union, its parts": (
        "EquivalentClasses(:A ObjectUnionOf(:B :C)) DisjointClasses(:B :C)",
        "DisjointUnion(:A :B :C)",
    ),
    "something with a value": (
        "ObjectPropertyAssertion(:p :a :b) ClassAssertion(:B :b)",
        "ObjectPropertyAssertion(:p :a _:x) ClassAssertion(:B _:x)",
    ),
    "two things linked": (
        "ObjectPropertyAssertion(:p :a :b) ObjectPropertyAssertion(:q :b :c)",
        "ObjectPropertyAssertion(:p _:x _:y) ObjectPropertyAssertion(:q _:y :c)",
    ),
    "anything, from a contradiction": (
        "ClassAssertion(:A :a) ClassAssertion(ObjectComplementOf(:A) :a)",
        "SubClassOf(:B :C)",
    ),
    "an expression that is only described": (
        "",
        "SubClassOf(ObjectSomeValuesFrom(:p :A) owl:Thing)",
    ),
}
# The Direct Semantics applies keys to named individuals alone.
KEYS_FOLLOW = {
    "key of more": ("HasKey(:A () (:u))", "HasKey(:A () (:u :v))"),
    "key by an inverse functional property": (
        "InverseFunctionalObjectProperty(:p)",
        "HasKey(:A (:p) ())",
    ),
}
DOES_NOT_FOLLOW = {
    "subclass turned round": ("SubClassOf(:A :B)", "SubClassOf(:B :A)"),
    "subclass by one member": ("ClassAssertion(:A :a) ClassAssertion(:B :a)", "SubClassOf(:A :B)"),
    "one case of two": ("SubClassOf(:A :C)", "SubClassOf(ObjectUnionOf(:A :B) :C)"),
    "one part of two": ("SubClassOf(:A :B)", "SubClassOf(:A ObjectIntersectionOf(:B :C))"),
    "no value need exist": (
        "ObjectPropertyRange(:p :B)",
        "SubClassOf(:A ObjectSomeValuesFrom(:p :B))",
    ),
    "a value says nothing of all": (
        "ObjectPropertyAssertion(:p :a :b) ClassAssertion(:B :b)",
        "ClassAssertion(ObjectAllValuesFrom(:p :B) :a)",
    ),
    "not stated is not false": (
        "ClassAssertion(:A :a)",
        "ClassAssertion(ObjectComplementOf(:B) :a)",
    ),
    "equivalence from one way": ("SubClassOf(:A :B)", "EquivalentClasses(:A :B)"),
    "disjoint superclasses": (
        "DisjointClasses(:B :C) SubClassOf(:B :A)",
        "DisjointClasses(:A :C)",
    ),
    "two names of one thing": (
        "ClassAssertion(:A :a) ClassAssertion(:B :b)",
        "DifferentIndividuals(:a :b)",
    ),
    "one pair of three": ("DifferentIndividuals(:a :b)", "DifferentIndividuals(:a :b :c)"),
    "domain of the superproperty": (
        "ObjectPropertyDomain(:p :A) SubObjectPropertyOf(:p :q)",
        "ObjectPropertyDomain(:q :A)",
    ),
    "functional superproperty": (
        "FunctionalObjectProperty(:p) SubObjectPropertyOf(:p :q)",
        "FunctionalObjectProperty(:q)",
    ),
    "symmetric by one pair": (
        "ObjectPropertyAssertion(:p :a :b) ObjectPropertyAssertion(:p :b :a)",
        "SymmetricObjectProperty(:p)",
    ),
    "transitive by another chain": (
        "SubObjectPropertyOf(ObjectPropertyChain(:q :q) :p)",
        "TransitiveObjectProperty(:p)",
    ),
    "reflexive by one loop": ("ObjectPropertyAssertion(:p :a :a)", "ReflexiveObjectProperty(:p)"),
    "irreflexive and asymmetric by nothing": ("", "IrreflexiveObjectProperty(:p)"),
    "key of fewer": ("HasKey(:A () (:u :v))", "HasKey(:A () (:u))"),
    "maximum of one by one value": (
        "ObjectPropertyAssertion(:p :a :b)",
        "ClassAssertion(ObjectMaxCardinality(1 :p) :a)",
    ),
    "minimum of two by two names": (
        "ObjectPropertyAssertion(:p :a :b) ObjectPropertyAssertion(:p :a :c)",
        "ClassAssertion(ObjectMinCardinality(2 :p) :a)",
    ),
    "negative assertion by silence": (
        "ObjectPropertyAssertion(:p :a :b)",
        "NegativeObjectPropertyAssertion(:q :a :b)",
    ),
    "narrower range": ("DataPropertyRange(:u xsd:integer)", "DataPropertyRange(:u xsd:byte)"),
    "range of another kind": (
        "DataPropertyRange(:u xsd:integer)",
        "DataPropertyRange(:u xsd:string)",
    ),
    "value near by": (
        'DataPropertyAssertion(:u :a "1"^^xsd:integer)',
        'DataPropertyAssertion(:u :a "1"^^xsd:float)',
    ),
    "parts of no union": ("DisjointClasses(:B :C)", "DisjointUnion(:A :B :C)"),
    "one thing for both": (
        "ObjectPropertyAssertion(:p :a :b) ClassAssertion(:B :c)",
        "ObjectPropertyAssertion(:p :a _:x) ClassAssertion(:B _:x)",
    ),
    "class described by itself": ("", "ClassAssertion(:A _:x)"),
}
ANNOTATED = 'AnnotationAssertion(rdfs:label :a "x")'


@pytest.mark.parametrize("semantics", ["RDF-BASED", "DIRECT"])
@pytest.mark.parametrize(("premises", "conclusion"), FOLLOWS.values(), ids=FOLLOWS)
def test_what_follows_is_shown(premises: str, conclusion: str, semantics: Semantics) -> None:
    assert entails(ontology(premises, "p"), ontology(conclusion, "c"), semantics=semantics)


@pytest.mark.parametrize(("premises", "conclusion"), KEYS_FOLLOW.values(), ids=KEYS_FOLLOW)
def test_keys_that_follow_are_shown(premises: str, conclusion: str) -> None:
    assert entails(ontology(premises, "p"), ontology(conclusion, "c"))


@pytest.mark.parametrize("semantics", ["RDF-BASED", "DIRECT"])
@pytest.mark.parametrize(("premises", "conclusion"), DOES_NOT_FOLLOW.values(), ids=DOES_NOT_FOLLOW)
def test_what_does_not_follow_is_not(premises: str, conclusion: str, semantics: Semantics) -> None:
    assert not entails(ontology(premises, "p"), ontology(conclusion, "c"), semantics=semantics)


def test_annotations_have_a_meaning_for_the_rdf_based_semantics_alone() -> None:
    assert not entails(ontology(""), ontology(ANNOTATED))
    assert entails(ontology(""), ontology(ANNOTATED), semantics="DIRECT")
    assert entails(ontology(ANNOTATED), ontology(ANNOTATED))


def test_keys_are_for_named_individuals_in_the_direct_semantics() -> None:
    premises = ontology(
        'HasKey(:A () (:u)) ClassAssertion(:A :a) DataPropertyAssertion(:u :a "1")'
        ' EquivalentClasses(:B ObjectIntersectionOf(:A DataHasValue(:u "1")))'
    )
    only_a = ontology("SubClassOf(:B ObjectOneOf(:a))", "c")
    assert entails(premises, only_a)
    assert not entails(premises, only_a, semantics="DIRECT")
    named = 'ClassAssertion(:A :b) DataPropertyAssertion(:u :b "1")'
    blank = named.replace(":b", "_:b") + " ObjectPropertyAssertion(:p :c _:b)"
    for text, conclusion, direct in (
        (named, "SameIndividual(:a :b)", True),
        (blank, "ObjectPropertyAssertion(:p :c :a)", False),
    ):
        more = premises | ontology(text, "m")
        assert entails(more, ontology(conclusion, "c"))
        assert entails(more, ontology(conclusion, "c"), semantics="DIRECT") == direct


@pytest.mark.parametrize(
    "turtle",
    [
        "_:x a owl:Class ; owl:complementOf _:x .",
        "_:x a owl:Class ; owl:complementOf :A ; owl:unionOf ( :A ) .",
        "_:x a owl:Class ; owl:unionOf _:l . _:l rdf:first _:x ; rdf:rest rdf:nil .",
        "_:x owl:inverseOf :p , :q .",
        "_:x a owl:Restriction ; owl:onProperty :p ; owl:hasValue _:y . _:y a :A .",
        "[] a owl:AllDifferent ; owl:members ( :a _:y ) .",
        "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetIndividual :b .",
    ],
)
def test_a_description_that_claims_something_is_not_granted(turtle: str) -> None:
    assert not entails(ontology(""), facts(turtle))


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_what_is_in_the_closure_follows(data: st.DataObject) -> None:
    premises = ontology(" ".join(data.draw(st.lists(AXIOMS.map(str), max_size=4))))
    closure = close(premises)
    known = sorted({*closure.asserted(), *closure.inferred()})
    conclusion = data.draw(st.sets(st.sampled_from(known), max_size=5))
    assert entails(premises, conclusion)


# --- a search for counter-models over a domain of one or two things


Pair = tuple[int, int]


@dataclass(frozen=True)
class Model:
    size: int
    classes: dict[str, frozenset[int]]
    properties: dict[str, frozenset[Pair]]
    individuals: dict[str, int]

    @property
    def everything(self) -> frozenset[int]:
        return frozenset(range(self.size))


@dataclass(frozen=True)
class Term:
    """A part of an axiom: its text and what it stands for in a model."""

    text: str
    meaning: Callable[[Model], frozenset]  # type: ignore[type-arg]

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Axiom:
    text: str
    holds: Callable[[Model], bool]

    def __str__(self) -> str:
        return self.text


def successors(links: frozenset[Pair], x: int) -> frozenset[int]:
    return frozenset(b for a, b in links if a == x)


def restricted(
    name: str, test: Callable[[frozenset[int], frozenset[int]], bool]
) -> Callable[[Term, Term], Term]:
    """Return a maker of restrictions: `test` gets the values of a thing and the filler."""

    def make(property_: Term, filler: Term) -> Term:
        def meaning(model: Model) -> frozenset[int]:
            links, inside = property_.meaning(model), filler.meaning(model)
            return frozenset(x for x in model.everything if test(successors(links, x), inside))

        return Term(name.format(property_, filler), meaning)

    return make


SOME = restricted("ObjectSomeValuesFrom({} {})", lambda values, inside: bool(values & inside))
ONLY = restricted("ObjectAllValuesFrom({} {})", lambda values, inside: values <= inside)
MOST = restricted("ObjectMaxCardinality(1 {} {})", lambda values, inside: len(values & inside) <= 1)
NONE = restricted("ObjectMaxCardinality(0 {} {})", lambda values, inside: not values & inside)
TWO = restricted("ObjectMinCardinality(2 {} {})", lambda values, inside: len(values & inside) >= 2)
ONE = restricted(
    "ObjectExactCardinality(1 {} {})", lambda values, inside: len(values & inside) == 1
)
HAS = restricted("ObjectHasValue({} {})", lambda values, inside: inside <= values)


def inverse(property_: Term) -> Term:
    return Term(
        f"ObjectInverseOf({property_})",
        lambda model: frozenset((b, a) for a, b in property_.meaning(model)),
    )


NAMED = [Term(f":{name}", lambda m, n=name: m.classes[n]) for name in "AB"]  # type: ignore[misc]
LINKS = [Term(f":{name}", lambda m, n=name: m.properties[n]) for name in "pq"]  # type: ignore[misc]
THINGS = [
    Term(f":{name}", lambda m, n=name: frozenset({m.individuals[n]}))  # type: ignore[misc]
    for name in "ab"
]
THING = Term("owl:Thing", lambda model: model.everything)
PROPERTIES = st.sampled_from([*LINKS, inverse(LINKS[0])])
INDIVIDUALS = st.sampled_from(THINGS)
CLASSES = st.recursive(
    st.one_of(
        st.sampled_from([*NAMED, THING]),
        INDIVIDUALS.map(lambda one: Term(f"ObjectOneOf({one})", one.meaning)),
        st.builds(HAS, PROPERTIES, INDIVIDUALS),
        PROPERTIES.map(
            lambda p: Term(
                f"ObjectHasSelf({p})",
                lambda m: frozenset(a for a, b in p.meaning(m) if a == b),
            )
        ),
    ),
    lambda inner: st.one_of(
        inner.map(
            lambda one: Term(f"ObjectComplementOf({one})", lambda m: m.everything - one.meaning(m))
        ),
        st.builds(
            lambda one, other: Term(
                f"ObjectUnionOf({one} {other})", lambda m: one.meaning(m) | other.meaning(m)
            ),
            inner,
            inner,
        ),
        st.builds(
            lambda one, other: Term(
                f"ObjectIntersectionOf({one} {other})",
                lambda m: one.meaning(m) & other.meaning(m),
            ),
            inner,
            inner,
        ),
        *(st.builds(maker, PROPERTIES, inner) for maker in (SOME, ONLY, MOST, NONE, TWO, ONE)),
    ),
    max_leaves=3,
)


def compose(one: frozenset[Pair], other: frozenset[Pair]) -> frozenset[Pair]:
    return frozenset((a, d) for a, b in one for c, d in other if b == c)


def relation(
    name: str,
    parts: st.SearchStrategy[Term],
    test: Callable[[frozenset, frozenset], bool],  # type: ignore[type-arg]
) -> st.SearchStrategy[Axiom]:
    return st.builds(
        lambda one, other: Axiom(
            f"{name}({one} {other})", lambda m: test(one.meaning(m), other.meaning(m))
        ),
        parts,
        parts,
    )


def characteristic(
    name: str, test: Callable[[Model, frozenset[Pair]], bool]
) -> st.SearchStrategy[Axiom]:
    return PROPERTIES.map(
        lambda p: Axiom(f"{name}ObjectProperty({p})", lambda m: test(m, p.meaning(m)))
    )


def linked(name: str, wanted: bool) -> st.SearchStrategy[Axiom]:
    def make(p: Term, one: Term, other: Term) -> Axiom:
        def holds(model: Model) -> bool:
            (a,), (b,) = one.meaning(model), other.meaning(model)
            return ((a, b) in p.meaning(model)) == wanted

        return Axiom(f"{name}({p} {one} {other})", holds)

    return st.builds(make, st.sampled_from(LINKS), INDIVIDUALS, INDIVIDUALS)


AXIOMS = st.one_of(
    relation("SubClassOf", CLASSES, lambda one, other: one <= other),
    relation("EquivalentClasses", CLASSES, lambda one, other: one == other),
    relation("DisjointClasses", CLASSES, lambda one, other: not one & other),
    relation("SubObjectPropertyOf", PROPERTIES, lambda one, other: one <= other),
    relation("EquivalentObjectProperties", PROPERTIES, lambda one, other: one == other),
    relation("DisjointObjectProperties", PROPERTIES, lambda one, other: not one & other),
    relation(
        "InverseObjectProperties",
        PROPERTIES,
        lambda one, other: one == frozenset((b, a) for a, b in other),
    ),
    relation("SameIndividual", INDIVIDUALS, lambda one, other: one == other),
    relation("DifferentIndividuals", INDIVIDUALS, lambda one, other: one != other),
    characteristic("Functional", lambda m, p: len({a for a, _ in p}) == len(p)),
    characteristic("InverseFunctional", lambda m, p: len({b for _, b in p}) == len(p)),
    characteristic("Symmetric", lambda m, p: all((b, a) in p for a, b in p)),
    characteristic("Asymmetric", lambda m, p: not any((b, a) in p for a, b in p)),
    characteristic("Reflexive", lambda m, p: all((a, a) in p for a in m.everything)),
    characteristic("Irreflexive", lambda m, p: not any(a == b for a, b in p)),
    characteristic("Transitive", lambda m, p: compose(p, p) <= p),
    st.builds(
        lambda one, two, p: Axiom(
            f"SubObjectPropertyOf(ObjectPropertyChain({one} {two}) {p})",
            lambda m: compose(one.meaning(m), two.meaning(m)) <= p.meaning(m),
        ),
        PROPERTIES,
        PROPERTIES,
        PROPERTIES,
    ),
    st.builds(
        lambda p, c: Axiom(
            f"ObjectPropertyDomain({p} {c})",
            lambda m: {a for a, _ in p.meaning(m)} <= c.meaning(m),
        ),
        PROPERTIES,
        CLASSES,
    ),
    st.builds(
        lambda p, c: Axiom(
            f"ObjectPropertyRange({p} {c})",
            lambda m: {b for _, b in p.meaning(m)} <= c.meaning(m),
        ),
        PROPERTIES,
        CLASSES,
    ),
    st.builds(
        lambda c, one: Axiom(
            f"ClassAssertion({c} {one})", lambda m: one.meaning(m) <= c.meaning(m)
        ),
        CLASSES,
        INDIVIDUALS,
    ),
    linked("ObjectPropertyAssertion", True),
    linked("NegativeObjectPropertyAssertion", False),
)


def models() -> Iterator[Model]:
    for size in (1, 2):
        subsets = [frozenset(x for x in range(size) if bits >> x & 1) for bits in range(2**size)]
        pairs = list(product(range(size), repeat=2))
        relations = [
            frozenset(pair for at, pair in enumerate(pairs) if bits >> at & 1)
            for bits in range(2 ** len(pairs))
        ]
        for a, b, p, q in product(subsets, subsets, relations, relations):
            for x, y in product(range(size), repeat=2):
                yield Model(size, {"A": a, "B": b}, {"p": p, "q": q}, {"a": x, "b": y})


@cache
def all_models() -> list[Model]:
    return list(models())


@given(st.lists(AXIOMS, max_size=4), AXIOMS)
@settings(max_examples=100, deadline=None)
def test_no_small_model_contradicts_what_is_shown(premises: list[Axiom], claim: Axiom) -> None:
    given_facts = ontology(" ".join(map(str, premises)), "p")
    if entails(given_facts, ontology(str(claim), "c"), semantics="DIRECT"):
        against = (
            model
            for model in all_models()
            if all(axiom.holds(model) for axiom in premises) and not claim.holds(model)
        )
        assert next(against, None) is None
