"""Axioms that are blank nodes: disjoint groups, negative assertions, annotated axioms.

Specification: OWL 2 Mapping to RDF Graphs, section 3.2.5 (tables 16 and 17).
"""

from collections.abc import Sequence

from acquis.profile.expressions import Expressions
from acquis.profile.graph import Out
from acquis.profile.rules import Report
from acquis.profile.syntax import Axiom, Part, local_name
from acquis.profile.terms import Terms
from acquis.profile.vocabulary import (
    ALL_DIFFERENT,
    ALL_DISJOINT_CLASSES,
    ALL_DISJOINT_PROPERTIES,
    ANNOTATED,
    ANNOTATION,
    AXIOM,
    DISTINCT_MEMBERS,
    MEMBERS,
    NEGATED,
    NEGATIVE_ASSERTION,
    TARGET_INDIVIDUAL,
    TARGET_VALUE,
)
from acquis.reasoning.facts import (
    FIRST,
    TYPE,
    Fact,
    is_literal,
)

PARTS = frozenset(
    {*ANNOTATED, *NEGATED, TARGET_INDIVIDUAL, TARGET_VALUE, MEMBERS, DISTINCT_MEMBERS}
)


def axiom(kind: str, parts: Sequence[Part | None], fact: Fact) -> list[Axiom]:
    """Return one axiom, or none where one of its parts is missing."""
    good = tuple(part for part in parts if part is not None)
    return [Axiom(kind, good, fact)] if len(good) == len(parts) else []


class AxiomNodes:
    """Reads the axioms that are blank nodes of a type."""

    def __init__(self, terms: Terms, expressions: Expressions) -> None:
        self.terms = terms
        self.expressions = expressions
        self.report: Report = terms.report
        self.readers = {
            ALL_DIFFERENT: self._different,
            ALL_DISJOINT_CLASSES: self._disjoint_classes,
            ALL_DISJOINT_PROPERTIES: self._disjoint_properties,
            NEGATIVE_ASSERTION: self._negative,
            AXIOM: self._described,
            ANNOTATION: self._described,
        }

    def read(self, node: str) -> list[Axiom]:
        """Return the axioms that a blank node is."""
        out = self.terms.graph.out(node)
        return [
            found
            for type_, reader in self.readers.items()
            if type_ in out.get(TYPE, ())
            for found in reader(out, (node, TYPE, type_))
        ]

    def same_kind(self, kind: str, terms: list[str], fact: Fact) -> list[Axiom]:
        """Return an axiom between data properties if one of its terms is one, else object ones.

        `kind` has `{}` where the kind of property goes.
        """
        of_data = not self.terms.declarations.datas.isdisjoint(terms)
        read = self.terms.data_property if of_data else self.terms.object_property
        name = kind.format("Data" if of_data else "Object")
        return axiom(name, [read(term, fact) for term in terms], fact)

    def _members(self, out: Out, fact: Fact, *names: str) -> list[str]:
        heads = [head for name in names for head in out.get(name, ())]
        type_ = local_name(fact[2])
        if len(heads) != 1:
            self.report.add("dl-malformed-axiom", f"{type_} with {len(heads)} lists", fact)
            return []
        node, (predicate,) = fact[0], [name for name in names if name in out]
        members = self.terms.list_(heads[0], (node, predicate, heads[0]))
        if members is not None and len(members) < 2:
            self.report.add("dl-too-few-members", f"{type_} with {len(members)} of them", fact)
        return members or []

    def _different(self, out: Out, fact: Fact) -> list[Axiom]:
        members = self._members(out, fact, MEMBERS, DISTINCT_MEMBERS)
        if not self.terms.individuals(members, fact):
            return []
        return axiom("DifferentIndividuals", [*members], fact)

    def _disjoint_classes(self, out: Out, fact: Fact) -> list[Axiom]:
        members = self._members(out, fact, MEMBERS)
        parts = [self.expressions.class_(member, fact) for member in members]
        return axiom("DisjointClasses", parts, fact)

    def _disjoint_properties(self, out: Out, fact: Fact) -> list[Axiom]:
        return self.same_kind("Disjoint{}Properties", self._members(out, fact, MEMBERS), fact)

    def _negative(self, out: Out, fact: Fact) -> list[Axiom]:
        names = (*NEGATED, TARGET_VALUE if TARGET_VALUE in out else TARGET_INDIVIDUAL)
        values = [value for name in names for value in out.get(name, ())]
        if len(values) != 3 or not all(name in out for name in names):
            what = "NegativePropertyAssertion without one property, one source and one target"
            self.report.add("dl-malformed-axiom", what, fact)
            return []
        property_, source, target = values
        if TARGET_INDIVIDUAL in names:
            found = self.terms.object_property(property_, fact)
            good = self.terms.individuals([source, target], fact)
            parts = [found, source, target] if good else [None]
            return axiom("NegativeObjectPropertyAssertion", parts, fact)
        data = self.terms.data_property(property_, fact)
        if not is_literal(target):
            what = f"NegativeDataPropertyAssertion with the value {local_name(target)}"
            self.report.add("dl-wrong-value-kind", what, fact)
        good = self.terms.individual(source, fact) and is_literal(target)
        parts = [data, source, target] if good else [None]
        return axiom("NegativeDataPropertyAssertion", parts, fact)

    def _described(self, out: Out, fact: Fact) -> list[Axiom]:
        values = [value for name in ANNOTATED for value in out.get(name, ())]
        if len(values) != 3 or not all(name in out for name in ANNOTATED):
            what = f"{local_name(fact[2])} without one source, one property and one target"
            self.report.add("dl-malformed-axiom", what, fact)
        elif not self._is_there(values[0], values[1], values[2]):
            what = f"{local_name(fact[2])} of {' '.join(map(local_name, values))}"
            self.report.add("dl-annotation-of-nothing", what, fact)
        return []

    def _is_there(self, source: str, predicate: str, target: str) -> bool:
        """Say whether a described triple is there, or one with an equal list as many tools write.

        The cells of a list that only a description has are taken as read.
        """
        graph = self.terms.graph
        if (source, predicate, target) in graph.facts or FIRST not in graph.out(target):
            return (source, predicate, target) in graph.facts
        cells = graph.cells(target)
        members = [graph.out(cell).get(FIRST) for cell in cells]
        self.terms.cells.update(cells)
        return any(
            members == [graph.out(cell).get(FIRST) for cell in graph.cells(value)]
            for value in graph.blanks.get((source, predicate), ())
        )
