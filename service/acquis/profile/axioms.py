"""Facts to axioms, and the triples that no axiom of OWL 2 explains.

Specification: OWL 2 Mapping to RDF Graphs, section 3.2.5 (tables 16 to 18).
"""

from collections.abc import Callable, Iterable
from itertools import chain

from acquis.profile.assertions import Assertions
from acquis.profile.expressions import Expressions
from acquis.profile.nodes import PARTS, AxiomNodes, axiom
from acquis.profile.syntax import CHAIN_AXIOM, Axiom, Ontology, local_name
from acquis.profile.terms import Terms
from acquis.profile.vocabulary import (
    ABOUT_EXPRESSIONS,
    CHAIN,
    CLASS_OPERATORS,
    DATA_RANGE,
    DATATYPE,
    DISJOINT_CLASS,
    DISJOINT_PROPERTY,
    DISJOINT_UNION,
    DOMAIN,
    FACET_NAMES,
    IMPORTS,
    INVERSE,
    KEY,
    ONTOLOGY,
    RANGE,
    SWRL,
    VERSION_IRI,
    is_blank,
)
from acquis.reasoning.facts import (
    DIFFERENT,
    EQUIVALENT_CLASS,
    EQUIVALENT_PROPERTY,
    FIRST,
    REST,
    SAME,
    SUBCLASS,
    SUBPROPERTY,
    TYPE,
    Fact,
)

Reader = Callable[[Fact], Iterable[Axiom]]


class Axioms:
    """Reads the axioms of a graph."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.graph = terms.graph
        self.declarations = terms.declarations
        self.report = terms.report
        self.expressions = Expressions(terms)
        self.nodes = AxiomNodes(terms, self.expressions)
        self.assertions = Assertions(terms, self.expressions)
        self.readers: dict[str, Reader] = {
            TYPE: self.assertions.type_,
            SUBCLASS: self._classes("SubClassOf"),
            DISJOINT_CLASS: self._classes("DisjointClasses"),
            EQUIVALENT_CLASS: self._equivalent_class,
            DISJOINT_UNION: self._disjoint_union,
            KEY: self._key,
            SUBPROPERTY: self._sub_property,
            EQUIVALENT_PROPERTY: self._properties("Equivalent{}Properties"),
            DISJOINT_PROPERTY: self._properties("Disjoint{}Properties"),
            CHAIN: self._chain,
            INVERSE: self._inverse,
            DOMAIN: self._domain,
            RANGE: self._range,
            SAME: self._individuals("SameIndividual"),
            DIFFERENT: self._individuals("DifferentIndividuals"),
            **dict.fromkeys((IMPORTS, VERSION_IRI), self._of_header),
            **dict.fromkeys(ABOUT_EXPRESSIONS, self._named_expression),
            **dict.fromkeys(PARTS, self._part_of_node),
        }

    def read(self) -> Ontology:
        """Return what the graph says, and report what no axiom explains."""
        found: list[Axiom] = []
        for node in sorted(self.graph.nodes):
            if self.expressions.is_expression(node):
                self._want_expression(node)
            found += self.nodes.read(node)
        left: list[Fact] = []
        for predicate, facts in self.graph.by_predicate.items():
            reader = self.readers.get(predicate)
            if reader:
                found += chain.from_iterable(map(reader, facts))
            elif predicate in LEFT_TO_LAST:
                left += facts
            else:
                self.assertions.with_predicate(predicate, facts)
        for fact in left:
            self._left_over(fact)
        self._header()
        ontology = self.assertions.ontology
        ontology.axioms = sorted(found, key=lambda each: each.fact)
        ontology.expressions = self.expressions.found
        return ontology

    def _want_expression(self, node: str) -> None:
        predicate = min(ABOUT_EXPRESSIONS & self.graph.out(node).keys())
        self.expressions.read(node, (node, predicate, min(self.graph.out(node)[predicate])))

    # Triples that stand by themselves only by mistake

    def _header(self) -> None:
        if self.graph.facts and not any(fact[2] == ONTOLOGY for fact in self.graph.types):
            what = "no owl:Ontology is declared"
            self.report.add("dl-ontology-header", what, min(self.graph.facts))

    def _of_header(self, fact: Fact) -> Iterable[Axiom]:
        if not self.graph.is_typed(fact[0], ONTOLOGY):
            what = f"{local_name(fact[0])}, which has {local_name(fact[1])}, is no owl:Ontology"
            self.report.add("dl-ontology-header", what, fact)
        return ()

    def _left_over(self, fact: Fact) -> None:
        if fact[1] in FACET_NAMES:
            if fact[0] not in self.expressions.facets:
                what = f"{local_name(fact[1])} outside owl:withRestrictions"
                self.report.add("dl-malformed-expression", what, fact)
        elif fact[0] not in self.terms.cells and not self.graph.is_typed(fact[0], ATOM_LIST):
            what = f"the cell {local_name(fact[0])} is in no list of an axiom"
            self.report.add("dl-malformed-list", what, fact)

    def _part_of_node(self, fact: Fact) -> Iterable[Axiom]:
        if not is_blank(fact[0]) or not self.graph.is_typed(fact[0], *self.nodes.readers):
            what = f"{local_name(fact[1])} of {local_name(fact[0])}"
            self.report.add("dl-malformed-axiom", what, fact)
        return ()

    def _named_expression(self, fact: Fact) -> Iterable[Axiom]:
        subject, predicate, _ = fact
        if is_blank(subject):
            return ()
        if predicate in CLASS_OPERATORS and subject in self.declarations.classes:
            return axiom(
                "EquivalentClasses", [subject, self.expressions.of_named_class(fact)], fact
            )
        what = f"{local_name(subject)} has {local_name(predicate)}"
        self.report.add("dl-named-expression", what, fact)
        return ()

    # Classes

    def _classes(self, kind: str) -> Reader:
        def read(fact: Fact) -> Iterable[Axiom]:
            parts = [self.expressions.class_(term, fact) for term in (fact[0], fact[2])]
            return axiom(kind, parts, fact)

        return read

    def _equivalent_class(self, fact: Fact) -> Iterable[Axiom]:
        terms = (fact[0], fact[2])
        if not any(map(self._is_range, terms)):
            return self._classes("EquivalentClasses")(fact)
        parts = [self.expressions.range_(term, fact) for term in terms]
        return axiom("DatatypeDefinition", parts, fact)

    def _is_range(self, term: str) -> bool:
        if is_blank(term):
            return self.graph.is_typed(term, DATATYPE, DATA_RANGE)
        return term in self.declarations.datatypes

    def _disjoint_union(self, fact: Fact) -> Iterable[Axiom]:
        members = self.terms.list_(fact[2], fact)
        if members is None:
            return ()
        if len(members) < 2:
            self.report.add("dl-too-few-members", f"DisjointUnion of {len(members)}", fact)
        parts = [self.expressions.class_(term, fact) for term in (fact[0], *members)]
        return axiom("DisjointUnion", parts, fact)

    def _key(self, fact: Fact) -> Iterable[Axiom]:
        class_ = self.expressions.class_(fact[0], fact)
        members = self.terms.list_(fact[2], fact)
        if members is None:
            return ()
        if not members:
            self.report.add("dl-too-few-members", "HasKey of no property", fact)
        return axiom("HasKey", [class_, *(self.terms.property_(m, fact) for m in members)], fact)

    # Properties

    def _properties(self, kind: str) -> Reader:
        def read(fact: Fact) -> Iterable[Axiom]:
            return self.nodes.same_kind(kind, [fact[0], fact[2]], fact)

        return read

    def _sub_property(self, fact: Fact) -> Iterable[Axiom]:
        terms = [fact[0], fact[2]]
        of_annotation = [term for term in terms if term in self.declarations.annotations]
        if not of_annotation:
            return self.nodes.same_kind("Sub{}PropertyOf", terms, fact)
        for term in terms:
            if term not in of_annotation:
                self.terms.undeclared_property(term, "annotation property", fact)
        return ()

    def _chain(self, fact: Fact) -> Iterable[Axiom]:
        members = self.terms.list_(fact[2], fact)
        if members is None:
            return ()
        if len(members) < 2:
            self.report.add("dl-too-few-members", f"property chain of {len(members)}", fact)
        parts = [self.terms.object_property(term, fact) for term in (fact[0], *members)]
        return axiom(CHAIN_AXIOM, parts, fact)

    def _inverse(self, fact: Fact) -> Iterable[Axiom]:
        if is_blank(fact[0]) and len(self.graph.out(fact[0])[INVERSE]) == 1:
            self.terms.object_property(fact[2], fact)
            return ()
        parts = [self.terms.object_property(term, fact) for term in (fact[0], fact[2])]
        return axiom("InverseObjectProperties", parts, fact)

    def _domain(self, fact: Fact) -> Iterable[Axiom]:
        if fact[0] in self.declarations.annotations:
            return self._annotation_axiom(fact)
        kind = "Data" if fact[0] in self.declarations.datas else "Object"
        property_ = self.terms.property_(fact[0], fact)
        class_ = self.expressions.class_(fact[2], fact)
        return axiom(f"{kind}PropertyDomain", [property_, class_], fact)

    def _range(self, fact: Fact) -> Iterable[Axiom]:
        if fact[0] in self.declarations.annotations:
            return self._annotation_axiom(fact)
        if fact[0] in self.declarations.datas:
            range_ = self.expressions.range_(fact[2], fact)
            return axiom("DataPropertyRange", [fact[0], range_], fact)
        property_ = self.terms.object_property(fact[0], fact)
        class_ = self.expressions.class_(fact[2], fact)
        return axiom("ObjectPropertyRange", [property_, class_], fact)

    def _annotation_axiom(self, fact: Fact) -> Iterable[Axiom]:
        if not fact[2].startswith("<"):
            name = local_name(fact[0])
            what = f"{local_name(fact[1])} of the annotation property {name} is no IRI"
            self.report.add("dl-malformed-axiom", what, fact)
        return ()

    # Individuals

    def _individuals(self, kind: str) -> Reader:
        def read(fact: Fact) -> Iterable[Axiom]:
            terms = [fact[0], fact[2]]
            return axiom(kind, [*terms], fact) if self.terms.individuals(terms, fact) else ()

        return read


ATOM_LIST = f"{SWRL}AtomList>"
LEFT_TO_LAST = frozenset({FIRST, REST, *FACET_NAMES})
