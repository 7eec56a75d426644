"""Random graphs of axioms and facts, of every kind that the rules of OWL 2 RL read."""

from hypothesis import strategies as st

from acquis.reasoning.facts import FIRST, NIL, REST, SAME, TYPE, Fact, iri


def name(text: str) -> str:
    return f"<http://e/{text}>"


CLASSES = st.sampled_from([name(f"C{n}") for n in range(4)])
PROPERTIES = st.sampled_from([name(f"p{n}") for n in range(3)])
THINGS = st.sampled_from([name(f"x{n}") for n in range(4)])
VALUES = THINGS | st.sampled_from(
    ['"1"', f'"1"^^{iri("xsd:integer")}', f'"01"^^{iri("xsd:integer")}', '"1"@en']
)
KINDS = [
    *("FunctionalProperty", "InverseFunctionalProperty", "SymmetricProperty"),
    *("TransitiveProperty", "ObjectProperty"),
]


def statement(subject: st.SearchStrategy[str], predicate: str, value: st.SearchStrategy[str]):
    return st.tuples(subject, st.just(predicate), value).map(lambda fact: [fact])


@st.composite
def axiom_with_a_list(draw: st.DrawFn) -> list[Fact]:
    """An axiom that points to a list: all of it counts, or any one of its members."""
    head, predicate = draw(
        st.tuples(
            CLASSES,
            st.sampled_from([iri(f"owl:{n}") for n in ("intersectionOf", "unionOf", "hasKey")]),
        )
        | st.tuples(PROPERTIES, st.just(iri("owl:propertyChainAxiom")))
        | st.tuples(CLASSES, st.just(iri("owl:oneOf")))
    )
    of = {"oneOf": THINGS, "hasKey": PROPERTIES, "propertyChainAxiom": PROPERTIES}
    member = next((kind for end, kind in of.items() if predicate.endswith(end + ">")), CLASSES)
    members = draw(st.lists(member, min_size=1, max_size=3))
    mark = draw(st.integers(0, 99))
    nodes = [*(f"_:n{mark}x{at}" for at in range(len(members))), NIL]
    cells = [(nodes[at], FIRST, each) for at, each in enumerate(members)]
    cells += [(nodes[at], REST, nodes[at + 1]) for at in range(len(members))]
    return [(head, predicate, nodes[0]), *cells]


@st.composite
def restriction(draw: st.DrawFn) -> list[Fact]:
    """A restriction on a property, by one of the ways that OWL 2 RL knows."""
    node = draw(CLASSES)
    on = (node, iri("owl:onProperty"), draw(PROPERTIES))
    one = f'"1"^^{iri("xsd:nonNegativeInteger")}'
    kind, value = draw(
        st.tuples(st.just("hasValue"), VALUES)
        | st.tuples(st.sampled_from(["someValuesFrom", "allValuesFrom"]), CLASSES)
        | st.just(("maxCardinality", one))
    )
    return [(node, iri(f"owl:{kind}"), value), on]


STATEMENTS = st.one_of(
    statement(THINGS, TYPE, CLASSES),
    st.tuples(THINGS, PROPERTIES, VALUES).map(lambda fact: [fact]),
    statement(CLASSES, iri("rdfs:subClassOf"), CLASSES),
    statement(CLASSES, iri("owl:equivalentClass"), CLASSES),
    statement(PROPERTIES, iri("rdfs:subPropertyOf"), PROPERTIES),
    statement(PROPERTIES, iri("owl:inverseOf"), PROPERTIES),
    statement(PROPERTIES, iri("rdfs:domain"), CLASSES),
    statement(PROPERTIES, iri("rdfs:range"), CLASSES),
    statement(PROPERTIES, TYPE, st.sampled_from([iri(f"owl:{kind}") for kind in KINDS])),
    statement(CLASSES, TYPE, st.just(iri("owl:Class"))),
    statement(THINGS, SAME, THINGS),
    statement(CLASSES, iri("owl:disjointWith"), CLASSES),
    statement(THINGS, iri("owl:differentFrom"), THINGS),
    axiom_with_a_list(),
    restriction(),
)

GRAPHS = st.lists(STATEMENTS, min_size=3, max_size=14).map(
    lambda groups: sorted({fact for group in groups for fact in group})
)
