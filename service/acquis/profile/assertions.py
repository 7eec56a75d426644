"""What facts say of individuals and of the types of things.

Specification: OWL 2 Mapping to RDF Graphs, section 3.1.2 (declarations) and 3.2.5 (assertions).
"""

from collections.abc import Iterable

from acquis.profile.declarations import KINDS
from acquis.profile.expressions import Expressions
from acquis.profile.nodes import axiom
from acquis.profile.syntax import Axiom, Ontology, local_name
from acquis.profile.terms import Terms
from acquis.profile.vocabulary import (
    ALL_DIFFERENT,
    ALL_DISJOINT_CLASSES,
    ALL_DISJOINT_PROPERTIES,
    ANNOTATION,
    ANNOTATION_PROPERTY,
    AXIOM,
    CHARACTERISTICS,
    CLASS,
    DATA_PROPERTY,
    DATA_RANGE,
    DATATYPE,
    DEPRECATED,
    FUNCTIONAL,
    INVERSE,
    LIST,
    NEGATIVE_ASSERTION,
    OBJECT_PROPERTY,
    ONTOLOGY,
    ONTOLOGY_PROPERTY,
    PROPERTY,
    RDFS_CLASS,
    RESERVED,
    RESTRICTION,
    SWRL,
    is_blank,
)
from acquis.reasoning.facts import (
    FIRST,
    Fact,
    is_literal,
)

MAKES_CLASS = (CLASS, DATATYPE, RESTRICTION, DATA_RANGE)
MAKES_PROPERTY = (
    OBJECT_PROPERTY,
    DATA_PROPERTY,
    ANNOTATION_PROPERTY,
    ONTOLOGY_PROPERTY,
    *CHARACTERISTICS,
)
OF_AXIOM_NODES = frozenset(
    {
        ALL_DIFFERENT,
        ALL_DISJOINT_CLASSES,
        ALL_DISJOINT_PROPERTIES,
        NEGATIVE_ASSERTION,
        AXIOM,
        ANNOTATION,
    }
)


class Assertions:
    """Reads types and assertions; keeps in `ontology` what later checks need of them."""

    def __init__(self, terms: Terms, expressions: Expressions) -> None:
        self.terms = terms
        self.graph = terms.graph
        self.declarations = terms.declarations
        self.report = terms.report
        self.expressions = expressions
        self.ontology = Ontology()

    def type_(self, fact: Fact) -> Iterable[Axiom]:
        """Return the axioms that a fact of `rdf:type` states."""
        subject, _, type_ = fact
        # A named class of one's own is legal for every individual, and there are many of these.
        if type_ in self.declarations.classes and _is_plain(type_) and _is_plain(subject):
            return ()
        if type_.startswith(RESERVED) and type_ not in self.declarations.classes:
            if type_ in CHARACTERISTICS:
                return self._characteristic(fact)
            if not self._fits(subject, type_):
                self._misfit(fact)
            return ()
        if type_.startswith(SWRL):
            if type_ == f"{SWRL}Imp>":
                self.report.add("dl-swrl-rule", f"{local_name(subject)} is a SWRL rule", fact)
            return ()
        class_ = self.expressions.class_(type_, fact)
        if not self.terms.individual(subject, fact) or class_ is None:
            return ()
        is_plain = class_ == type_ and not type_.startswith(RESERVED)
        return () if is_plain else axiom("ClassAssertion", [class_, subject], fact)

    def with_predicate(self, predicate: str, facts: list[Fact]) -> None:
        """Check the facts with a predicate that is no part of the vocabulary of axioms.

        Most lead from one named thing to another by an object property, which is always legal.
        """
        if predicate in self.declarations.annotations:
            return
        own = predicate in self.declarations.objects and not predicate.startswith(RESERVED)
        for fact in facts:
            if not (own and _is_plain(fact[0]) and _is_plain(fact[2])):
                self._assertion(fact)

    def _assertion(self, fact: Fact) -> None:
        subject, predicate, value = fact
        if predicate in self.declarations.objects:
            if not self.values(fact, want_literal=False):
                return
            if subject[0] == "_" or value[0] == "_":
                self.ontology.links.append(fact)
            self.terms.individual(value, fact)
        elif predicate in self.declarations.datas:
            self.values(fact, want_literal=True)
        else:
            if not predicate.startswith(SWRL):
                self.terms.undeclared_property(predicate, "property", fact)
            return
        self.terms.individual(subject, fact)
        if predicate.startswith(RESERVED):
            known = self.ontology.built_in.get(predicate, fact)
            self.ontology.built_in[predicate] = min(fact, known)

    def values(self, fact: Fact, want_literal: bool) -> bool:
        """Say whether the value of an assertion is of the right kind; report it if not."""
        _, predicate, value = fact
        if is_literal(value) != want_literal:
            kind = self.declarations.kind_of_property(predicate)
            what = f"the {kind} {local_name(predicate)} leads to {local_name(value)}"
            self.report.add("dl-wrong-value-kind", what, fact)
            return False
        if value.endswith(">") and want_literal:
            datatype = value[value.rindex("^^") + 2 :]
            known = self.ontology.literals.get(datatype)
            if known is None or fact < known:
                self.ontology.literals[datatype] = fact
        return True

    def _characteristic(self, fact: Fact) -> Iterable[Axiom]:
        subject, _, type_ = fact
        if type_ == FUNCTIONAL and subject in self.declarations.datas:
            return axiom("FunctionalDataProperty", [subject], fact)
        return axiom(CHARACTERISTICS[type_], [self.terms.object_property(subject, fact)], fact)

    def _fits(self, subject: str, type_: str) -> bool:
        """Say whether a type of the vocabulary is one that its subject can have."""
        blank = is_blank(subject)
        if type_ == ONTOLOGY or type_ in DEPRECATED:
            return True
        if type_ == RDFS_CLASS:
            return self.graph.is_typed(subject, *MAKES_CLASS)
        if type_ == PROPERTY:
            return self.graph.is_typed(subject, *MAKES_PROPERTY)
        if type_ in OF_AXIOM_NODES:
            return blank
        if type_ == LIST:
            return blank and FIRST in self.graph.out(subject)
        if type_ in MAKES_CLASS:
            declares = type_ in (CLASS, DATATYPE) and not blank
            return declares or (blank and self.expressions.is_expression(subject))
        if type_ == OBJECT_PROPERTY and blank:
            return INVERSE in self.graph.out(subject)
        return type_ in KINDS and not blank

    def _misfit(self, fact: Fact) -> None:
        subject, _, type_ = fact
        if type_ in (RDFS_CLASS, PROPERTY):
            rule = "dl-rdfs-term"
        elif is_blank(subject) and type_ in KINDS:
            rule = "dl-blank-entity"
        elif type_ in OF_AXIOM_NODES or type_ in MAKES_CLASS:
            rule = "dl-named-expression"
        else:
            rule = "dl-reserved-vocabulary"
        what = f"{local_name(subject)} has the type {local_name(type_)}"
        self.report.add(rule, what, fact)


def _is_plain(term: str) -> bool:
    """Say whether a term is an IRI outside the vocabulary of OWL."""
    return term[0] == "<" and not term.startswith(RESERVED)
