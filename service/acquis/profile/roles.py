"""Simple object properties and the regularity of property chains.

Specification: OWL 2 Structural Specification, sections 11.1 and 11.2
(https://www.w3.org/TR/owl2-syntax/#Property_Hierarchy_and_Simple_Object_Property_Expressions).
"""

from collections import defaultdict
from collections.abc import Mapping

from acquis.profile.rules import Report
from acquis.profile.syntax import CHAIN_AXIOM, Axiom, Ontology, inverse, named, text
from acquis.profile.vocabulary import (
    BOTTOM_OBJECT,
    TOP_OBJECT,
)

AXIOMS_OF_SIMPLE = frozenset(
    "FunctionalObjectProperty InverseFunctionalObjectProperty IrreflexiveObjectProperty"
    " AsymmetricObjectProperty DisjointObjectProperties".split()
)
EXPRESSIONS_OF_SIMPLE = frozenset(
    "ObjectMinCardinality ObjectMaxCardinality ObjectExactCardinality ObjectHasSelf".split()
)
Edges = Mapping[str, set[str]]


def check(ontology: Ontology, report: Report) -> None:
    """Report properties that must be simple and are not, and chains that are not regular."""
    hierarchy = Hierarchy(ontology.axioms)
    for axiom in ontology.axioms:
        if axiom.kind in AXIOMS_OF_SIMPLE:
            for part in axiom.parts:
                if why := hierarchy.why_not_simple(str(part)):
                    what = f"{axiom}, where {text(part)} {why}"
                    report.add("dl-non-simple-property", what, axiom.fact)
    for expression in ontology.expressions:
        if expression.kind in EXPRESSIONS_OF_SIMPLE:
            (property_,) = expression.properties
            if why := hierarchy.why_not_simple(property_):
                what = f"{expression}, where {text(property_)} {why}"
                report.add("dl-non-simple-property", what, expression.fact)
    for chain in hierarchy.irregular():
        report.add("dl-irregular-chain", str(chain), chain.fact)


class Hierarchy:
    """The property hierarchy and the chains of an ontology."""

    def __init__(self, axioms: list[Axiom]) -> None:
        self._above: dict[str, set[str]] = defaultdict(set)
        self._chains: list[Axiom] = []
        self._composite = {TOP_OBJECT: "is built in", BOTTOM_OBJECT: "is built in"}
        for axiom in axioms:
            self._read(axiom.kind, [str(part) for part in axiom.parts], axiom)
        self._why = self._composites()

    def why_not_simple(self, property_: str) -> str:
        """Return why an object property expression is not simple, empty if it is."""
        return self._why.get(property_, "")

    def irregular(self) -> list[Axiom]:
        """Return the chains for which there is no strict partial order of the properties."""
        order: dict[str, set[str]] = defaultdict(set)
        chains = []
        for chain in self._chains:
            head, lower = _ordered(chain)
            if head not in (TOP_OBJECT, *lower):
                chains.append((chain, named(head), {named(link) for link in lower}))
                for link in lower:
                    order[named(link)].add(named(head))
        by_name: dict[str, set[str]] = defaultdict(set)
        for below, above in self._above.items():
            by_name[named(below)] |= {named(each) for each in above}
        regular = [
            chain
            for chain, head, lower in chains
            if not any(lower & reach(each, by_name) for each in reach(head, order))
        ]
        return [chain for chain in self._chains if chain not in regular and not _free(chain)]

    def _read(self, kind: str, properties: list[str], axiom: Axiom) -> None:
        if kind == "SubObjectPropertyOf":
            self._sub(*properties)
        elif kind == "EquivalentObjectProperties":
            self._sub(*properties)
            self._sub(*properties[::-1])
        elif kind == "InverseObjectProperties":
            self._sub(properties[0], inverse(properties[1]))
            self._sub(inverse(properties[1]), properties[0])
        elif kind == "SymmetricObjectProperty":
            self._sub(properties[0], inverse(properties[0]))
        elif kind == "TransitiveObjectProperty":
            self._composite[properties[0]] = "is transitive"
        elif kind == CHAIN_AXIOM:
            self._composite[properties[0]] = "is implied by a chain"
            self._chains.append(axiom)

    def _sub(self, below: str, above: str) -> None:
        self._above[below].add(above)
        self._above[inverse(below)].add(inverse(above))

    def _composites(self) -> dict[str, str]:
        why: dict[str, str] = {}
        for source, reason in self._composite.items():
            for start in (source, inverse(source)):
                why[start] = reason
        for source, reason in self._composite.items():
            below = f"stands above {text(source)}, which {reason}"
            for start in (source, inverse(source)):
                for reached in reach(start, self._above):
                    why.setdefault(reached, below)
        return why


def reach(start: str, edges: Edges) -> set[str]:
    """Return what can be reached from `start` along `edges`, itself included."""
    found, waiting = {start}, [start]
    while waiting:
        for target in edges.get(waiting.pop(), ()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


def _ordered(chain: Axiom) -> tuple[str, tuple[str, ...]]:
    """Return the implied property of a chain, and the links that must stand below it."""
    head, *links = map(str, chain.parts)
    if links == [head, head]:
        return head, ()
    if links and links[0] == head:
        return head, tuple(links[1:])
    if links and links[-1] == head:
        return head, tuple(links[:-1])
    return head, tuple(links)


def _free(chain: Axiom) -> bool:
    head, lower = _ordered(chain)
    return head == TOP_OBJECT or not lower
