"""What kind of thing each IRI is, and where one IRI is of two kinds that OWL 2 DL keeps apart.

Specification: OWL 2 Mapping to RDF Graphs, section 3.1.2; Structural Specification, sections
5.8.1 and 5.8.2.
"""

from collections.abc import Iterator

from acquis.profile.graph import Graph
from acquis.profile.rules import Report
from acquis.profile.syntax import local_name
from acquis.profile.vocabulary import (
    ANNOTATED,
    ANNOTATION_PROPERTY,
    AXIOM,
    BOTTOM_DATA,
    BOTTOM_OBJECT,
    BUILT_IN_ANNOTATIONS,
    BUILT_IN_CLASSES,
    CLASS,
    DATA_PROPERTY,
    DATATYPE,
    DATATYPE_MAP,
    LITERAL,
    NAMED_INDIVIDUAL,
    OBJECT_PROPERTY,
    ONTOLOGY_PROPERTY,
    RESERVED,
    TOP_DATA,
    TOP_OBJECT,
    is_blank,
)
from acquis.reasoning.facts import (
    TYPE,
    Fact,
    iri,
)

KINDS = {
    CLASS: "class",
    DATATYPE: "datatype",
    OBJECT_PROPERTY: "object property",
    DATA_PROPERTY: "data property",
    ANNOTATION_PROPERTY: "annotation property",
    NAMED_INDIVIDUAL: "individual",
    # These declare for the sake of OWL 1, table 6.
    ONTOLOGY_PROPERTY: "annotation property",
    iri("owl:InverseFunctionalProperty"): "object property",
    iri("owl:TransitiveProperty"): "object property",
    iri("owl:SymmetricProperty"): "object property",
}
BUILT_IN = {
    "class": BUILT_IN_CLASSES,
    "datatype": DATATYPE_MAP | {LITERAL},
    "object property": frozenset({TOP_OBJECT, BOTTOM_OBJECT}),
    "data property": frozenset({TOP_DATA, BOTTOM_DATA}),
    "annotation property": BUILT_IN_ANNOTATIONS,
    "individual": frozenset[str](),
}
PLAIN = frozenset(
    {CLASS, DATATYPE, OBJECT_PROPERTY, DATA_PROPERTY, ANNOTATION_PROPERTY, NAMED_INDIVIDUAL}
)
APART = {
    "dl-punned-property": ("object property", "data property", "annotation property"),
    "dl-punned-class": ("class", "datatype"),
}


class Declarations:
    """The entities that a graph declares, with those that OWL 2 brings along.

    `classes`, `datatypes`, `objects`, `datas` and `annotations` are the sets of their terms.
    """

    def __init__(self, graph: Graph, report: Report) -> None:
        self._facts: dict[str, dict[str, Fact]] = {kind: {} for kind in BUILT_IN}
        for term, type_, fact in _declarations(graph):
            kind = KINDS.get(type_)
            if kind and not is_blank(term):
                self._facts[kind][term] = min(fact, self._facts[kind].get(term, fact))
        self.classes = self._terms("class")
        self.datatypes = self._terms("datatype")
        self.objects = self._terms("object property")
        self.datas = self._terms("data property")
        self.annotations = self._terms("annotation property")
        self._reserved(report)
        for rule, group in APART.items():
            self._punned(rule, group, report)

    def kind_of_property(self, term: str) -> str:
        """Return the kind of a declared property, empty if it is none."""
        for kind in APART["dl-punned-property"]:
            if term in self._facts[kind] or term in BUILT_IN[kind]:
                return kind
        return ""

    def _terms(self, kind: str) -> frozenset[str]:
        return BUILT_IN[kind] | self._facts[kind].keys()

    def _reserved(self, report: Report) -> None:
        for kind, facts in self._facts.items():
            for term, fact in facts.items():
                if term.startswith(RESERVED) and term not in BUILT_IN[kind]:
                    what = f"{local_name(term)} is declared as {kind}"
                    report.add("dl-reserved-vocabulary", what, fact)

    def _punned(self, rule: str, group: tuple[str, ...], report: Report) -> None:
        for term in {term for kind in group for term in self._facts[kind]}:
            facts = {kind: self._facts[kind][term] for kind in group if term in self._facts[kind]}
            if len(facts) > 1:
                names = [_with_type(kind, fact) for kind, fact in facts.items()]
                what = f"{local_name(term)} is declared as {' and as '.join(names)}"
                report.add(rule, what, max(facts.values(), key=lambda fact: fact[2] not in PLAIN))


def _with_type(kind: str, fact: Fact) -> str:
    """Return a kind with the type that implies it, where that is not the type for the kind."""
    return kind if fact[2] in PLAIN else f"{kind} ({local_name(fact[2])})"


def _declarations(graph: Graph) -> Iterator[tuple[str, str, Fact]]:
    for fact in graph.types:
        yield fact[0], fact[2], fact
    # Table 7: an annotated declaration declares.
    for node, out in graph.nodes.items():
        if graph.is_typed(node, AXIOM) and out.get(ANNOTATED[1]) == [TYPE]:
            for source in out.get(ANNOTATED[0], ()):
                for type_ in out.get(ANNOTATED[2], ()):
                    yield source, type_, (node, ANNOTATED[2], type_)
