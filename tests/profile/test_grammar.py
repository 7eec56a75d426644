"""The grammar of OWL 2 RL: ontologies made from it are silent, and one bad part is found."""

from hypothesis import given
from hypothesis import strategies as st
from tests.conformance import functional

from acquis.profile import violations

HEAD = """
Prefix(:=<http://example.org/>) Prefix(owl:=<http://www.w3.org/2002/07/owl#>)
Prefix(xsd:=<http://www.w3.org/2001/XMLSchema#>)
Ontology(<http://example.org/>
  Declaration(Class(:A)) Declaration(Class(:B)) Declaration(Class(:C))
  Declaration(ObjectProperty(:p)) Declaration(ObjectProperty(:q))
  Declaration(DataProperty(:u))
"""
CLASSES = st.sampled_from([":A", ":B", ":C", "owl:Nothing"])
PROPERTIES = st.sampled_from([":p", ":q", "ObjectInverseOf(:p)"])
INDIVIDUALS = st.sampled_from([":a", ":b"])
LITERALS = st.sampled_from(['"x"', '"1"^^xsd:integer'])
RANGES = st.sampled_from(["xsd:string", "xsd:integer", "DataIntersectionOf(xsd:int xsd:byte)"])


def made(*parts: object) -> st.SearchStrategy[str]:
    """Return `parts[0]( parts[1] … )`, where each part is a text or a strategy for texts."""
    name, *arguments = parts
    texts = [part if isinstance(part, st.SearchStrategy) else st.just(part) for part in arguments]
    return st.tuples(*texts).map(lambda inside: f"{name}({' '.join(map(str, inside))})")


def group(name: str, members: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    lists = st.lists(members, min_size=2, max_size=3)
    return lists.map(lambda inside: f"{name}({' '.join(inside)})")


VALUES = st.one_of(
    made("ObjectHasValue", PROPERTIES, INDIVIDUALS), made("DataHasValue", ":u", LITERALS)
)
SUB = st.recursive(
    st.one_of(
        CLASSES,
        VALUES,
        group("ObjectOneOf", INDIVIDUALS),
        made("DataSomeValuesFrom", ":u", RANGES),
        made("ObjectSomeValuesFrom", PROPERTIES, "owl:Thing"),
    ),
    lambda inner: st.one_of(
        group("ObjectIntersectionOf", inner),
        group("ObjectUnionOf", inner),
        made("ObjectSomeValuesFrom", PROPERTIES, inner),
    ),
    max_leaves=4,
)
SUPER = st.recursive(
    st.one_of(
        CLASSES,
        VALUES,
        made("ObjectComplementOf", SUB),
        made("DataAllValuesFrom", ":u", RANGES),
        made("ObjectMaxCardinality", st.sampled_from("01"), PROPERTIES),
        made("ObjectMaxCardinality", st.sampled_from("01"), PROPERTIES, SUB),
        made("ObjectMaxCardinality", st.sampled_from("01"), PROPERTIES, "owl:Thing"),
        made("DataMaxCardinality", st.sampled_from("01"), ":u", RANGES),
    ),
    lambda inner: st.one_of(
        group("ObjectIntersectionOf", inner), made("ObjectAllValuesFrom", PROPERTIES, inner)
    ),
    max_leaves=4,
)
EQUIVALENT = st.recursive(
    st.one_of(CLASSES, VALUES),
    lambda inner: group("ObjectIntersectionOf", inner),
    max_leaves=4,
)
AXIOMS = st.one_of(
    made("SubClassOf", SUB, SUPER),
    made("EquivalentClasses", EQUIVALENT, EQUIVALENT),
    group("DisjointClasses", SUB),
    made("ObjectPropertyDomain", PROPERTIES, SUPER),
    made("ObjectPropertyRange", PROPERTIES, SUPER),
    made("DataPropertyDomain", ":u", SUPER),
    made("DataPropertyRange", ":u", RANGES),
    made("HasKey", SUB, "(:p)", "(:u)"),
    made("ClassAssertion", SUPER, INDIVIDUALS),
    made("SymmetricObjectProperty", PROPERTIES),
    made("NegativeDataPropertyAssertion", ":u", INDIVIDUALS, LITERALS),
)
OTHERS = {
    "subclass": {
        "owl:Thing": "thing",
        "ObjectComplementOf(:A)": "complement",
        "ObjectAllValuesFrom(:p :A)": "all-values",
        "DataAllValuesFrom(:u xsd:string)": "all-values",
        "ObjectHasSelf(:p)": "has-self",
        "ObjectMinCardinality(1 :p :A)": "min-cardinality",
        "DataMinCardinality(1 :u)": "min-cardinality",
        "ObjectMaxCardinality(0 :p)": "max-cardinality",
        "DataExactCardinality(1 :u)": "exact-cardinality",
    },
    "superclass": {
        "owl:Thing": "thing",
        "ObjectUnionOf(:A :B)": "union",
        "ObjectOneOf(:a)": "one-of",
        "ObjectSomeValuesFrom(:p :A)": "some-values",
        "DataSomeValuesFrom(:u xsd:string)": "some-values",
        "ObjectHasSelf(:p)": "has-self",
        "DataMinCardinality(1 :u)": "min-cardinality",
        "DataMaxCardinality(2 :u)": "max-cardinality",
        "ObjectMaxCardinality(2 :p :A)": "max-cardinality",
        "DataExactCardinality(1 :u)": "exact-cardinality",
    },
    "equivalent": {
        "owl:Thing": "thing",
        "ObjectUnionOf(:A :B)": "union",
        "ObjectComplementOf(:A)": "complement",
        "ObjectAllValuesFrom(:p :A)": "all-values",
        "DataSomeValuesFrom(:u xsd:string)": "some-values",
        "DataMaxCardinality(1 :u)": "max-cardinality",
    },
}
# What stands at a position is at the same position inside these.
AROUND = {
    "subclass": [
        "SubClassOf({} :C)",
        "SubClassOf(ObjectUnionOf(:A {}) :C)",
        "SubClassOf(ObjectIntersectionOf(:A {}) :C)",
        "SubClassOf(:C ObjectComplementOf(ObjectUnionOf(:A {})))",
        "DisjointClasses(:A {})",
        "DisjointClasses(:A :B {})",
        "HasKey({} () (:u))",
    ],
    "superclass": [
        "SubClassOf(:C {})",
        "SubClassOf(:C ObjectIntersectionOf(:A {}))",
        "SubClassOf(:C ObjectAllValuesFrom(:q {}))",
        "ObjectPropertyDomain(:q {})",
        "ObjectPropertyRange(:q {})",
        "DataPropertyDomain(:u {})",
        "ClassAssertion({} :a)",
    ],
    "equivalent": ["EquivalentClasses(:C {})", "EquivalentClasses(:C ObjectIntersectionOf(:A {}))"],
}


@given(st.lists(AXIOMS, max_size=5))
def test_ontologies_of_the_grammar_are_silent(axioms: list[str]) -> None:
    facts = functional.parse(f"{HEAD} {' '.join(axioms)})")
    assert violations(facts, "RL") == []


@st.composite
def misplaced(draw: st.DrawFn) -> tuple[str, str]:
    """An axiom with one expression where it may not stand, and the rule that it breaks."""
    position = draw(st.sampled_from(sorted(OTHERS)))
    expression, operator = draw(st.sampled_from(sorted(OTHERS[position].items())))
    around = draw(st.sampled_from(AROUND[position]))
    return around.format(expression), f"rl-{position}-{operator}"


@given(misplaced(), st.lists(AXIOMS, max_size=3))
def test_one_misplaced_expression_is_named(case: tuple[str, str], others: list[str]) -> None:
    axiom, rule = case
    facts = functional.parse(f"{HEAD} {axiom} {' '.join(others)})")
    assert {violation.rule for violation in violations(facts, "RL")} == {rule}
    assert violations(facts, "DL") == []
