"""Datatypes: which may be used, how they are defined and what facets they take.

Specification: OWL 2 Structural Specification, sections 4, 7.5, 9.4 and 11.2.
"""

from collections import defaultdict
from collections.abc import Iterator

from acquis.profile.roles import reach
from acquis.profile.rules import Report
from acquis.profile.syntax import Axiom, Expression, Ontology, Part, local_name
from acquis.profile.vocabulary import (
    DATATYPE_MAP,
    FACETS_OF,
    LENGTH_FACETS,
    LITERAL,
    NUMERIC,
    RESERVED,
    TIME,
    TOP_DATA,
    datatype,
)
from acquis.reasoning.facts import (
    Fact,
    iri,
    is_literal,
)

EXACT = NUMERIC - {iri("xsd:float"), iri("xsd:double")}


def check(ontology: Ontology, report: Report) -> None:
    """Report datatypes outside the map, definitions in a circle, and facets that do not fit."""
    _literals(ontology, report)
    definitions = [each for each in ontology.axioms if each.kind == "DatatypeDefinition"]
    defined = _definitions(definitions, report)
    for name, fact in named(ontology).items():
        if name not in defined and name not in DATATYPE_MAP and name != LITERAL:
            report.add("dl-undefined-datatype", f"{local_name(name)} is used as a datatype", fact)
    for expression in ontology.expressions:
        if expression.kind == "DatatypeRestriction":
            _facets(expression, report)
    _top_property(ontology, report)


def named(ontology: Ontology) -> dict[str, Fact]:
    """Return the datatypes that data ranges name, each with one fact that does."""
    found: dict[str, Fact] = {}
    for statement in ontology.statements():
        for part in _ranges(statement):
            if isinstance(part, str):
                found[part] = min(statement.fact, found.get(part, statement.fact))
    return found


def literals(ontology: Ontology) -> dict[str, Fact]:
    """Return the datatypes of literals in axioms and assertions, each with one such fact."""
    found = dict(ontology.literals)
    for statement in ontology.statements():
        for part in statement.parts:
            if isinstance(part, str) and is_literal(part):
                name = datatype(part)
                found[name] = min(statement.fact, found.get(name, statement.fact))
    return found


def _ranges(statement: Axiom | Expression) -> tuple[Part, ...]:
    kind = statement.kind
    if kind == "DataPropertyRange":
        return statement.parts[1:]
    if kind == "DatatypeDefinition":
        return statement.parts
    if kind == "DatatypeRestriction":
        return statement.parts[:1]
    if isinstance(statement, Axiom) or not kind.startswith("Data"):
        return ()
    return () if kind in ("DataOneOf", "DataHasValue") else statement.parts


def _literals(ontology: Ontology, report: Report) -> None:
    for name, fact in literals(ontology).items():
        if name not in DATATYPE_MAP:
            rule = "dl-datatype-map" if name.startswith(RESERVED) else "dl-literal-datatype"
            report.add(rule, f"{local_name(name)} is the datatype of a literal", fact)


def _definitions(axioms: list[Axiom], report: Report) -> set[str]:
    """Return the defined datatypes; report those whose definition leads back to them."""
    uses: dict[str, set[str]] = defaultdict(set)
    for axiom in axioms:
        uses[str(axiom.parts[0])] |= set(_inside(axiom.parts[1]))
    for axiom in axioms:
        name = str(axiom.parts[0])
        if any(name in reach(each, uses) for each in uses[name]):
            report.add("dl-cyclic-datatype", str(axiom), axiom.fact)
    return set(uses)


def _inside(part: Part) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    else:
        for each in _ranges(part):
            yield from _inside(each)


def _facets(expression: Expression, report: Report) -> None:
    base, *rest = map(str, expression.parts)
    for facet, value in zip(rest[::2], rest[1::2], strict=True):
        fits = facet in FACETS_OF.get(base, ()) and _fits(base, facet, value)
        if not fits:
            what = f"{local_name(facet)} {local_name(value)} of {local_name(base)}"
            report.add("dl-facet", what, expression.fact)


def _fits(base: str, facet: str, value: str) -> bool:
    type_ = datatype(value)
    if facet in LENGTH_FACETS or base in EXACT:
        return type_ in EXACT
    if base in NUMERIC:
        return type_ == base
    return base not in TIME or type_ in TIME


def _top_property(ontology: Ontology, report: Report) -> None:
    facts = [fact for name, fact in ontology.built_in.items() if name == TOP_DATA]
    facts += [each.fact for each in ontology.expressions if TOP_DATA in each.properties]
    for axiom in ontology.axioms:
        parts = axiom.parts[:1] if axiom.kind == "SubDataPropertyOf" else axiom.parts
        if TOP_DATA in parts:
            facts.append(axiom.fact)
    for fact in facts:
        what = f"{' '.join(map(local_name, fact))}"
        report.add("dl-top-data-property", what, fact)
