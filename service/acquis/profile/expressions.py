"""Blank nodes to class expressions and data ranges.

Specification: OWL 2 Mapping to RDF Graphs, section 3.2.4 (tables 12 to 15).
"""

import re
from collections.abc import Callable

from acquis.profile.syntax import Expression, Part, local_name
from acquis.profile.terms import Terms
from acquis.profile.vocabulary import (
    ABOUT_EXPRESSIONS,
    ALL,
    CLASS,
    CLASS_OPERATORS,
    COMPLEMENT,
    CONDITIONS,
    DATA_COMPLEMENT,
    DATA_RANGE,
    DATATYPE,
    FACET_NAMES,
    FACETS,
    HAS_SELF,
    HAS_VALUE,
    NUMERIC,
    ON_CLASS,
    ON_DATA_RANGE,
    ON_DATATYPE,
    ON_PROPERTIES,
    ON_PROPERTY,
    ONE_OF,
    OPERATORS,
    QUALIFIED,
    RESERVED,
    RESTRICTION,
    SOME,
    XSD,
    datatype,
    is_blank,
    lexical_form,
)
from acquis.reasoning.facts import (
    Fact,
    is_literal,
)

RANGES = frozenset(
    "DataIntersectionOf DataUnionOf DataComplementOf DataOneOf DatatypeRestriction".split()
)
WHOLE_NUMBER = re.compile(r"\+?0*(\d{1,18})(?:\.0*)?")


class Expressions:
    """The expressions of a graph, each read once.

    `found` are those read so far, and `facets` the blank nodes of their facets.
    """

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.graph = terms.graph
        self.report = terms.report
        self.facets: set[str] = set()
        self.found: list[Expression] = []
        self._known: dict[str, Expression | None] = {}
        self._open: set[str] = set()

    def class_(self, term: str, fact: Fact) -> Part | None:
        """Return the class expression that a term stands for in `fact`, None if for none."""
        return self._part(term, fact, self.terms.declarations.classes, "class")

    def range_(self, term: str, fact: Fact) -> Part | None:
        """Return the data range that a term stands for in `fact`, None if for none."""
        return self._part(term, fact, self.terms.declarations.datatypes, "datatype")

    def is_expression(self, node: str) -> bool:
        """Say whether a blank node is meant as a class expression or data range."""
        return not ABOUT_EXPRESSIONS.isdisjoint(self.graph.out(node))

    def read(self, node: str, fact: Fact) -> Expression | None:
        """Return the expression at a blank node that `fact` mentions, None where malformed."""
        if node in self._open:
            self.report.add("dl-cyclic-expression", f"{node} is part of itself", fact)
            return None
        if node not in self._known:
            heads = self._heads(node)
            if len(heads) != 1:
                says = "says several things" if heads else "says nothing"
                what = f"{node} {says} of what it is"
                self.report.add("dl-malformed-expression", what, max(heads, default=fact))
                return None
            self._open.add(node)
            self._known[node] = self._keep(self._parse(heads[0]))
            self._open.remove(node)
        return self._known[node]

    def of_named_class(self, own: Fact) -> Expression | None:
        """Return the class expression to which `own` makes a named class equivalent."""
        return self._keep(self._by_operator(own))

    def _keep(self, expression: Expression | None) -> Expression | None:
        if expression is not None:
            self.found.append(expression)
        return expression

    def _by_operator(self, own: Fact) -> Expression | None:
        """Return the class expression that `own` makes of its subject."""
        _, predicate, value = own
        kind = f"Object{OPERATORS[predicate]}"
        if predicate == COMPLEMENT:
            return self._of([self.class_(value, own)], kind, own)
        members = self.terms.list_(value, own)
        if members is None:
            return None
        if predicate == ONE_OF:
            good = self.terms.individuals(members, own)
            return Expression(kind, tuple(members), own) if good else None
        return self._of([self.class_(member, own) for member in members], kind, own)

    def _part(self, term: str, fact: Fact, declared: frozenset[str], kind: str) -> Part | None:
        if term in declared:
            return term
        name = local_name(term)
        if is_blank(term):
            return self._of_kind(term, fact, kind)
        if is_literal(term):
            self.report.add("dl-malformed-expression", f"{name} stands for a {kind}", fact)
        elif not term.startswith(RESERVED):
            self.report.add(f"dl-undeclared-{kind}", f"{name} is used as a {kind}", fact)
        elif kind == "datatype" and term.startswith(XSD):
            self.report.add("dl-datatype-map", f"{name} is used as a datatype", fact)
        else:
            self.report.add("dl-reserved-vocabulary", f"{name} is used as a {kind}", fact)
        return None

    def _of_kind(self, node: str, fact: Fact, kind: str) -> Expression | None:
        expression = self.read(node, fact)
        if expression and (expression.kind in RANGES) != (kind == "datatype"):
            what = f"{expression} stands for a {kind}"
            self.report.add("dl-malformed-expression", what, fact)
            return None
        return expression

    def _heads(self, node: str) -> list[Fact]:
        """Return the facts that say what a blank node is."""
        return [
            (node, predicate, value)
            for predicate, values in self.graph.out(node).items()
            if predicate in OPERATORS or predicate in CONDITIONS
            for value in values
        ]

    def _parse(self, own: Fact) -> Expression | None:
        node, predicate, _ = own
        if predicate in CONDITIONS:
            self._want_type(own, RESTRICTION)
            return self._restriction(own)
        if self.graph.is_typed(node, DATATYPE, DATA_RANGE):
            return self._range_by_operator(own)
        self._want_type(own, CLASS if predicate in CLASS_OPERATORS else DATATYPE)
        return self._by_operator(own) if predicate in CLASS_OPERATORS else None

    def _want_type(self, own: Fact, type_: str) -> None:
        if not self.graph.is_typed(own[0], type_):
            what = f"{own[0]}, which has {local_name(own[1])}, is not typed {local_name(type_)}"
            self.report.add("dl-untyped-expression", what, own)

    def _of(
        self,
        parts: list[Part | None],
        kind: str,
        own: Fact,
        properties: tuple[str, ...] = (),
        number: int = -1,
    ) -> Expression | None:
        good = tuple(part for part in parts if part is not None)
        return Expression(kind, good, own, properties, number) if len(good) == len(parts) else None

    # Data ranges

    def _range_by_operator(self, own: Fact) -> Expression | None:
        node, predicate, value = own
        kind = f"Data{OPERATORS[predicate]}"
        if predicate == ON_DATATYPE:
            return self._datatype_restriction(own)
        if predicate == DATA_COMPLEMENT:
            return self._of([self.range_(value, own)], kind, own)
        if predicate == COMPLEMENT:
            what = f"{node}, a data range, has owl:complementOf and not owl:datatypeComplementOf"
            self.report.add("dl-malformed-expression", what, own)
            return None
        members = self.terms.list_(value, own)
        if members is None:
            return None
        if predicate == ONE_OF:
            return self._enumeration(members, own)
        if len(members) < 2:
            self.report.add("dl-too-few-members", f"{kind} with {len(members)} of them", own)
        return self._of([self.range_(member, own) for member in members], kind, own)

    def _enumeration(self, members: list[str], own: Fact) -> Expression | None:
        things = [member for member in members if not is_literal(member)]
        for thing in things:
            what = f"{local_name(thing)} is among the literals of a data range"
            self.report.add("dl-malformed-expression", what, own)
        if not members and not self.graph.is_typed(own[0], DATA_RANGE):
            self.report.add("dl-too-few-members", "DataOneOf with none", own)
        return None if things else Expression("DataOneOf", tuple(members), own)

    def _datatype_restriction(self, own: Fact) -> Expression | None:
        base, heads = self.range_(own[2], own), self.graph.out(own[0]).get(FACETS, [])
        if len(heads) != 1 or not isinstance(base, str):
            what = f"{own[0]} restricts {local_name(own[2])} by {len(heads)} lists of facets"
            self.report.add("dl-malformed-expression", what, own)
            return None
        parts = [base]
        for member in self.terms.list_(heads[0], own) or ():
            facets = [
                (predicate, value)
                for predicate, values in self.graph.out(member).items()
                if predicate in FACET_NAMES
                for value in values
            ]
            if len(facets) != 1 or not is_literal(facets[0][1]):
                self.report.add("dl-malformed-expression", f"{member} is not one facet", own)
                return None
            self.facets.add(member)
            parts.extend(facets[0])
        return Expression("DatatypeRestriction", tuple(parts), own)

    # Restrictions

    def _restriction(self, own: Fact) -> Expression | None:
        properties = self._restricted(own)
        if not properties:
            return None
        of_data = properties[0] in self.terms.declarations.datas
        kind = f"{'Data' if of_data else 'Object'}{CONDITIONS[own[1]]}"
        if own[1] == HAS_VALUE:
            return self._has_value(own, properties, kind)
        if own[1] == HAS_SELF:
            return self._has_self(own, properties, kind)
        read = self.range_ if of_data else self.class_
        if own[1] in (SOME, ALL):
            return self._of([read(own[2], own)], kind, own, properties)
        return self._cardinality(own, properties, kind, read)

    def _restricted(self, own: Fact) -> tuple[str, ...]:
        """Return the properties of a restriction, none where they are malformed."""
        out = self.graph.out(own[0])
        facts = [
            (own[0], predicate, term)
            for predicate in (ON_PROPERTY, ON_PROPERTIES)
            for term in out.get(predicate, ())
        ]
        if len(facts) != 1:
            what = f"{own[0]} restricts {len(facts)} properties"
            self.report.add("dl-malformed-expression", what, own)
            return ()
        (fact,) = facts
        if fact[1] == ON_PROPERTY:
            found = self.terms.property_(fact[2], fact)
            return (found,) if found else ()
        members = self.terms.list_(fact[2], fact) or []
        if len(members) != 1:
            what = f"{own[0]} restricts {len(members)} data properties at once"
            self.report.add("dl-data-arity", what, fact)
        good = [self.terms.data_property(member, fact) for member in members]
        return tuple(each for each in good if each) if all(good) else ()

    def _has_value(self, own: Fact, properties: tuple[str, ...], kind: str) -> Expression | None:
        if kind.startswith("Data") != is_literal(own[2]):
            what = f"{kind}({local_name(properties[0])} {local_name(own[2])})"
            self.report.add("dl-wrong-value-kind", what, own)
            return None
        if not is_literal(own[2]) and not self.terms.individual(own[2], own):
            return None
        return Expression(kind, (own[2],), own, properties)

    def _has_self(self, own: Fact, properties: tuple[str, ...], kind: str) -> Expression | None:
        true = is_literal(own[2]) and lexical_form(own[2]) in ("true", "1")
        if kind == "ObjectHasSelf" and true:
            return Expression(kind, (), own, properties)
        what = f"owl:hasSelf {local_name(own[2])} on {local_name(properties[0])}"
        self.report.add("dl-malformed-expression", what, own)
        return None

    def _cardinality(
        self,
        own: Fact,
        properties: tuple[str, ...],
        kind: str,
        read: Callable[[str, Fact], Part | None],
    ) -> Expression | None:
        match = WHOLE_NUMBER.fullmatch(lexical_form(own[2])) if is_literal(own[2]) else None
        if not match or datatype(own[2]) not in NUMERIC:
            what = f"{kind} of {local_name(properties[0])} has the number {local_name(own[2])}"
            self.report.add("dl-malformed-cardinality", what, own)
            return None
        if own[1] not in QUALIFIED:
            return Expression(kind, (), own, properties, int(match[1]))
        predicate = ON_DATA_RANGE if kind.startswith("Data") else ON_CLASS
        fillers = self.graph.out(own[0]).get(predicate, [])
        if len(fillers) != 1:
            what = f"{own[0]}, a qualified cardinality, has {len(fillers)} {local_name(predicate)}"
            self.report.add("dl-malformed-expression", what, own)
            return None
        return self._of([read(fillers[0], own)], kind, own, properties, int(match[1]))
