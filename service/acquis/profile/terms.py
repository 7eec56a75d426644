"""Terms that stand for properties, individuals and lists.

Specification: OWL 2 Mapping to RDF Graphs, section 3 (table 3, lists) and section 3.2.4
(table 11).
"""

from acquis.profile.declarations import Declarations
from acquis.profile.graph import Graph
from acquis.profile.rules import Report
from acquis.profile.syntax import inverse, local_name
from acquis.profile.vocabulary import (
    INVERSE,
    RESERVED,
    is_blank,
)
from acquis.reasoning.facts import (
    FIRST,
    NIL,
    REST,
    Fact,
    is_literal,
)


class Terms:
    """Reads the terms of a graph; `cells` are the cells of the lists read so far."""

    def __init__(self, graph: Graph, declarations: Declarations, report: Report) -> None:
        self.graph = graph
        self.declarations = declarations
        self.report = report
        self.cells: set[str] = set()

    def property_(self, term: str, fact: Fact) -> str | None:
        """Return the object or data property that a term stands for, None if for none."""
        return term if term in self.declarations.datas else self.object_property(term, fact)

    def object_property(self, term: str, fact: Fact) -> str | None:
        """Return the object property expression that a term stands for, None if for none."""
        if term in self.declarations.objects:
            return term
        if not is_blank(term):
            self.undeclared_property(term, "object property", fact)
            return None
        inverted = self.graph.out(term).get(INVERSE, [])
        if len(inverted) == 1 and inverted[0] in self.declarations.objects:
            return inverse(inverted[0])
        self.report.add("dl-malformed-inverse", f"{term} is used as a property", fact)
        return None

    def data_property(self, term: str, fact: Fact) -> str | None:
        """Return the data property that a term stands for, None if for none."""
        if term in self.declarations.datas:
            return term
        self.undeclared_property(term, "data property", fact)
        return None

    def undeclared_property(self, term: str, kind: str, fact: Fact) -> None:
        """Report a term that stands where a property of a kind must stand."""
        name, other = local_name(term), self.declarations.kind_of_property(term)
        if other:
            what = f"{name}, declared as {other}, stands where {kind} must"
            self.report.add("dl-wrong-property-kind", what, fact)
        elif term.startswith(RESERVED):
            self.report.add("dl-reserved-vocabulary", f"{name} is used as a property", fact)
        else:
            self.report.add("dl-undeclared-property", f"{name} is used as a property", fact)

    def individual(self, term: str, fact: Fact) -> bool:
        """Say whether a term can be an individual, and report it where it cannot."""
        if is_literal(term):
            self.report.add(
                "dl-literal-as-individual", f"{local_name(term)} stands for an individual", fact
            )
            return False
        if term.startswith(RESERVED):
            what = f"{local_name(term)} is used as an individual"
            self.report.add("dl-reserved-vocabulary", what, fact)
            return False
        return True

    def individuals(self, terms: list[str], fact: Fact) -> bool:
        """Say whether all of several terms can be individuals, and report those that cannot."""
        good = [self.individual(term, fact) for term in terms]
        return all(good)

    def list_(self, head: str, fact: Fact) -> list[str] | None:
        """Return the members of the list of `fact`, None where it is malformed."""
        members: list[str] = []
        cell = head
        while cell != NIL:
            out = self.graph.out(cell)
            first, rest = out.get(FIRST, []), out.get(REST, [])
            once = cell not in self.cells and self.graph.uses[cell] == 1
            if len(first) != 1 or len(rest) != 1 or not once:
                what = f"the list of {local_name(fact[1])} of {local_name(fact[0])}"
                self.report.add("dl-malformed-list", what, fact)
                return None
            self.cells.add(cell)
            members.append(first[0])
            cell = rest[0]
        return members
