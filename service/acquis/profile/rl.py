"""The grammar of OWL 2 RL.

Specification: OWL 2 Profiles, section 4.2 (https://www.w3.org/TR/owl2-profiles/#OWL_2_RL).
"""

from acquis.profile.datatypes import literals, named
from acquis.profile.rules import Report
from acquis.profile.syntax import Axiom, Expression, Ontology, Part, local_name
from acquis.profile.syntax import named as name_of
from acquis.profile.vocabulary import (
    BOTTOM_DATA,
    BOTTOM_OBJECT,
    TOP_DATA,
    TOP_OBJECT,
)
from acquis.reasoning.facts import (
    THING,
    iri,
)

SUB, SUPER, EQUIVALENT, ANY = "subclass", "superclass", "equivalent", ""
POSITIONS: dict[str, tuple[str, ...]] = {
    "SubClassOf": (SUB, SUPER),
    "EquivalentClasses": (EQUIVALENT, EQUIVALENT),
    "ObjectPropertyDomain": (ANY, SUPER),
    "ObjectPropertyRange": (ANY, SUPER),
    "DataPropertyDomain": (ANY, SUPER),
    "ClassAssertion": (SUPER, ANY),
}
OPERATORS = {
    "UnionOf": "union",
    "ComplementOf": "complement",
    "OneOf": "one-of",
    "SomeValuesFrom": "some-values",
    "AllValuesFrom": "all-values",
    "HasSelf": "has-self",
    "MinCardinality": "min-cardinality",
    "MaxCardinality": "max-cardinality",
    "ExactCardinality": "exact-cardinality",
}
AXIOMS = {
    "DisjointUnion": "rl-disjoint-union",
    "ReflexiveObjectProperty": "rl-reflexive-property",
    "DatatypeDefinition": "rl-datatype-definition",
}
RANGES = frozenset({"DataUnionOf", "DataComplementOf", "DataOneOf", "DatatypeRestriction"})
DATATYPES = (iri("owl:real"), iri("owl:rational"))
PREDEFINED = frozenset({TOP_OBJECT, BOTTOM_OBJECT, TOP_DATA, BOTTOM_DATA})


def check(ontology: Ontology, report: Report) -> None:
    """Report what the grammar of OWL 2 RL leaves out."""
    for axiom in ontology.axioms:
        if axiom.kind in AXIOMS:
            report.add(AXIOMS[axiom.kind], str(axiom), axiom.fact)
        else:
            _axiom(axiom, report)
    for expression in ontology.expressions:
        if expression.kind in RANGES:
            report.add("rl-data-range", str(expression), expression.fact)
    for use in (named(ontology), literals(ontology)):
        for datatype in DATATYPES:
            if datatype in use:
                report.add("rl-datatype", f"{local_name(datatype)} is used", use[datatype])
    _predefined(ontology, report)


def _axiom(axiom: Axiom, report: Report) -> None:
    positions = POSITIONS.get(axiom.kind, ())
    if axiom.kind == "DisjointClasses":
        positions = (SUB,) * len(axiom.parts)
    elif axiom.kind == "HasKey":
        positions = (SUB,)
    for position, part in zip(positions, axiom.parts, strict=False):
        if position:
            _class(position, part, axiom, report)


def _class(position: str, part: Part, axiom: Axiom, report: Report) -> None:
    """Report the parts of a class expression that may not stand at a position of an axiom."""
    if isinstance(part, str):
        if part == THING:
            report.add(f"rl-{position}-thing", str(axiom), axiom.fact)
        return
    inner = _inner(position, part)
    if inner is None:
        operator = OPERATORS[part.kind.removeprefix("Object").removeprefix("Data")]
        report.add(f"rl-{position}-{operator}", f"{part} in {axiom}", part.fact)
        return
    for place, each in inner:
        _class(place, each, axiom, report)


def _inner(position: str, part: Expression) -> list[tuple[str, Part]] | None:
    """Return the class expressions in a legal one, with their positions; None if illegal."""
    if part.kind == "ObjectIntersectionOf":
        return [(position, each) for each in part.parts]
    if part.kind in ("ObjectHasValue", "DataHasValue"):
        return []
    if position == SUB:
        return _inner_of_subclass(part)
    return _inner_of_superclass(part) if position == SUPER else None


def _inner_of_subclass(part: Expression) -> list[tuple[str, Part]] | None:
    if part.kind == "ObjectUnionOf":
        return [(SUB, each) for each in part.parts]
    if part.kind == "ObjectSomeValuesFrom":
        return [(SUB, each) for each in part.parts if each != THING]
    return [] if part.kind in ("ObjectOneOf", "DataSomeValuesFrom") else None


def _inner_of_superclass(part: Expression) -> list[tuple[str, Part]] | None:
    if part.kind == "ObjectComplementOf":
        return [(SUB, part.parts[0])]
    if part.kind == "ObjectAllValuesFrom":
        return [(SUPER, part.parts[0])]
    if part.kind == "ObjectMaxCardinality" and part.number <= 1:
        return [(SUB, each) for each in part.parts if each != THING]
    at_most_one = part.kind == "DataMaxCardinality" and part.number <= 1
    return [] if at_most_one or part.kind == "DataAllValuesFrom" else None


def _predefined(ontology: Ontology, report: Report) -> None:
    uses = list(ontology.built_in.items())
    for axiom in ontology.axioms:
        uses += [(name_of(part), axiom.fact) for part in axiom.parts if isinstance(part, str)]
    for expression in ontology.expressions:
        uses += [(name_of(each), expression.fact) for each in expression.properties]
    for name, fact in uses:
        if name in PREDEFINED:
            report.add("rl-predefined-property", f"{local_name(name)} is used", fact)
