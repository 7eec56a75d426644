"""OWL 2 functional-style syntax to RDF, for test cases that have no RDF/XML.

Grammar: OWL 2 Structural Specification (https://www.w3.org/TR/owl2-syntax/); triples: Mapping to
RDF Graphs, section 2 (https://www.w3.org/TR/owl2-mapping-to-rdf/).
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple, TypeGuard

Fact = tuple[str, str, str]

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
STANDARD = {"rdf": RDF, "rdfs": RDFS, "owl": OWL, "xsd": XSD}
TYPE = f"<{RDF}type>"
TOKEN = re.compile(
    r"""\s+ | \#[^\n]*
      | (?P<literal>"(?:[^"\\]|\\.)*")
      | (?P<iri><[^>]*>)
      | (?P<mark>\^\^|[()=])
      | (?P<word>[^\s()="<>^]+)""",
    re.VERBOSE,
)


class Node(NamedTuple):
    """A construct such as `ObjectUnionOf( … )` and its arguments, terms as N-Triples text."""

    name: str
    arguments: "tuple[Node | str, ...]"


# Constructs that are one blank node of a type with a list.
LISTS = {
    "ObjectIntersectionOf": ("Class", "intersectionOf"),
    "ObjectUnionOf": ("Class", "unionOf"),
    "ObjectOneOf": ("Class", "oneOf"),
    "DataIntersectionOf": (f"{RDFS}Datatype", "intersectionOf"),
    "DataUnionOf": (f"{RDFS}Datatype", "unionOf"),
    "DataOneOf": (f"{RDFS}Datatype", "oneOf"),
}
COMPLEMENTS = {
    "ObjectComplementOf": ("Class", "complementOf"),
    "DataComplementOf": (f"{RDFS}Datatype", "datatypeComplementOf"),
}
FILLERS = {
    "SomeValuesFrom": "someValuesFrom",
    "AllValuesFrom": "allValuesFrom",
    "HasValue": "hasValue",
}
CARDINALITIES = {
    "MinCardinality": ("minCardinality", "minQualifiedCardinality"),
    "MaxCardinality": ("maxCardinality", "maxQualifiedCardinality"),
    "ExactCardinality": ("cardinality", "qualifiedCardinality"),
}
DECLARED = {
    "Class": f"{OWL}Class",
    "Datatype": f"{RDFS}Datatype",
    "ObjectProperty": f"{OWL}ObjectProperty",
    "DataProperty": f"{OWL}DatatypeProperty",
    "AnnotationProperty": f"{OWL}AnnotationProperty",
    "NamedIndividual": f"{OWL}NamedIndividual",
}
# Axioms that are one triple between their two arguments.
TRIPLES = {
    "SubClassOf": f"{RDFS}subClassOf",
    "SubObjectPropertyOf": f"{RDFS}subPropertyOf",
    "SubDataPropertyOf": f"{RDFS}subPropertyOf",
    "SubAnnotationPropertyOf": f"{RDFS}subPropertyOf",
    "ObjectPropertyDomain": f"{RDFS}domain",
    "DataPropertyDomain": f"{RDFS}domain",
    "AnnotationPropertyDomain": f"{RDFS}domain",
    "ObjectPropertyRange": f"{RDFS}range",
    "DataPropertyRange": f"{RDFS}range",
    "AnnotationPropertyRange": f"{RDFS}range",
    "InverseObjectProperties": f"{OWL}inverseOf",
    "DatatypeDefinition": f"{OWL}equivalentClass",
}
CHAINS = {
    "EquivalentClasses": f"{OWL}equivalentClass",
    "EquivalentObjectProperties": f"{OWL}equivalentProperty",
    "EquivalentDataProperties": f"{OWL}equivalentProperty",
    "SameIndividual": f"{OWL}sameAs",
}
# Two arguments are one triple, more are one blank node with a list.
DISJOINT = {
    "DisjointClasses": ("disjointWith", "AllDisjointClasses", "members"),
    "DisjointObjectProperties": ("propertyDisjointWith", "AllDisjointProperties", "members"),
    "DisjointDataProperties": ("propertyDisjointWith", "AllDisjointProperties", "members"),
    "DifferentIndividuals": ("differentFrom", "AllDifferent", "members"),
}
NEGATIVE = {
    "NegativeObjectPropertyAssertion": "targetIndividual",
    "NegativeDataPropertyAssertion": "targetValue",
}
CHARACTERISTIC = re.compile(
    r"(Functional|InverseFunctional|Reflexive|Irreflexive|Symmetric|Asymmetric|Transitive)"
    r"(?:Object|Data)Property"
)


def parse(text: str, mark: str = "") -> set[Fact]:
    """Return the triples of an ontology document in functional-style syntax.

    Blank nodes carry `mark`, so that two documents never share one. Raises ValueError where the
    text is no such document.
    """
    return Translation(mark).document(text)


class Reader:
    """Tokens to nested constructs."""

    def __init__(self, text: str, mark: str) -> None:
        self.prefixes = dict(STANDARD)
        self.mark = mark
        self.tokens = [*_tokens(text), ("end", "")]
        self.at = 0

    def ontology(self) -> Node:
        while self.tokens[self.at] == ("word", "Prefix"):
            name, iri = self.tokens[self.at + 2][1], self.tokens[self.at + 4][1]
            self.prefixes[name.removesuffix(":")] = iri[1:-1]
            self.at += 6
        node = self.part()
        if not isinstance(node, Node) or self.peek():
            raise ValueError("not one Ontology( … )")
        return node

    def part(self) -> Node | str:
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "literal":
            return self.literal(text)
        if kind == "word" and ":" not in text and self.peek() == "(":
            return Node(text, tuple(self.arguments()))
        return self.term(kind, text)

    def arguments(self) -> Iterator[Node | str]:
        self.at += 1
        while self.peek() != ")":
            if not self.peek():
                raise ValueError("a bracket is not closed")
            if self.peek() == "(":
                yield Node("", tuple(self.arguments()))
            else:
                yield self.part()
        self.at += 1

    def literal(self, text: str) -> str:
        text = text.replace("\n", "\\n").replace("\r", "\\r")
        if self.peek() == "^^":
            kind, name = self.tokens[self.at + 1]
            self.at += 2
            datatype = self.term(kind, name)
            if datatype == f"<{RDF}PlainLiteral>":
                value, _, tag = text[1:-1].rpartition("@")
                return f'"{value}"' + (f"@{tag}" if tag else "")
            return text if datatype == f"<{XSD}string>" else f"{text}^^{datatype}"
        if self.peek().startswith("@"):
            self.at += 1
            return text + self.tokens[self.at - 1][1]
        return text

    def term(self, kind: str, text: str) -> str:
        if kind == "iri":
            return text
        if kind == "end":
            raise ValueError("the text ends too early")
        if text.startswith("_:"):
            return f"_:{self.mark}n{text[2:]}"
        if text.isdecimal():
            return f'"{text}"^^<{XSD}nonNegativeInteger>'
        prefix, colon, local = text.partition(":")
        if not colon or prefix not in self.prefixes:
            raise ValueError(f"{text}: neither a term nor a name with a declared prefix")
        return f"<{self.prefixes[prefix]}{local}>"

    def peek(self) -> str:
        return self.tokens[self.at][1]


class Translation:
    """Nested constructs to triples."""

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self.facts: set[Fact] = set()
        self.descriptions: dict[Fact, str] = {}
        self.made = 0

    def document(self, text: str) -> set[Fact]:
        node = Reader(text, self.mark).ontology()
        names = [part for part in node.arguments if isinstance(part, str)]
        ontology = names[0] if names else self.fresh()
        self.add(ontology, TYPE, f"<{OWL}Ontology>")
        if len(names) > 1:
            self.add(ontology, _owl("versionIRI"), names[1])
        for part in node.arguments:
            if isinstance(part, Node):
                self.statement(ontology, part)
        return self.facts

    def statement(self, ontology: str, node: Node) -> None:
        if node.name == "Import":
            self.add(ontology, _owl("imports"), self.term(node.arguments[0]))
        elif node.name == "Annotation":
            self.annotate(ontology, node)
        else:
            self.axiom(node)

    def axiom(self, node: Node) -> None:
        notes = [part for part in node.arguments if _is_annotation(part)]
        rest = tuple(part for part in node.arguments if not _is_annotation(part))
        for main in self.main_triples(node.name, rest):
            self.add(*main)
            self.note(main, notes)

    def note(self, main: Fact, notes: Iterable[Node]) -> None:
        """Annotate an axiom: at its own blank node if it has one, else on a description of it."""
        own = main[0].startswith("_:") and main[1] == TYPE and main[2].startswith(f"<{OWL}")
        for node in notes:
            self.annotate(main[0] if own else self.described(main, "Axiom"), node)

    def annotate(self, subject: str, node: Node) -> None:
        notes = [part for part in node.arguments if _is_annotation(part)]
        first, second = (part for part in node.arguments if not _is_annotation(part))
        triple = subject, self.term(first), self.term(second)
        self.add(*triple)
        for note in notes:
            self.annotate(self.described(triple, "Annotation"), note)

    def described(self, triple: Fact, kind: str) -> str:
        """Return the one blank node that describes a triple."""
        if triple not in self.descriptions:
            node = self.descriptions[triple] = self.fresh()
            self.add(node, TYPE, _owl(kind))
            for name, term in zip(("Source", "Property", "Target"), triple, strict=True):
                self.add(node, _owl(f"annotated{name}"), term)
        return self.descriptions[triple]

    def main_triples(self, name: str, parts: tuple[Node | str, ...]) -> Iterator[Fact]:
        characteristic = CHARACTERISTIC.fullmatch(name)
        if name == "Declaration":
            (declared,) = parts
            assert isinstance(declared, Node)
            yield self.term(declared.arguments[0]), TYPE, f"<{DECLARED[declared.name]}>"
        elif name == "SubObjectPropertyOf" and isinstance(parts[0], Node) and _is_chain(parts[0]):
            chain = self.list(parts[0].arguments)
            yield self.term(parts[1]), _owl("propertyChainAxiom"), chain
        elif name in TRIPLES:
            yield self.term(parts[0]), f"<{TRIPLES[name]}>", self.term(parts[1])
        elif name in CHAINS:
            terms = [self.term(part) for part in parts]
            for first, second in pairwise(terms):
                yield first, f"<{CHAINS[name]}>", second
        elif name in DISJOINT:
            yield self.disjoint(name, parts)
        elif name == "DisjointUnion":
            yield self.term(parts[0]), _owl("disjointUnionOf"), self.list(parts[1:])
        elif name == "HasKey":
            keys = [key for part in parts[1:] if isinstance(part, Node) for key in part.arguments]
            yield self.term(parts[0]), _owl("hasKey"), self.list(keys)
        elif name == "ClassAssertion":
            yield self.term(parts[1]), TYPE, self.term(parts[0])
        elif name in ("ObjectPropertyAssertion", "DataPropertyAssertion", "AnnotationAssertion"):
            yield self.assertion(name, parts)
        elif name in NEGATIVE:
            yield self.negative(name, parts)
        elif characteristic:
            yield self.term(parts[0]), TYPE, _owl(f"{characteristic[1]}Property")
        else:
            raise ValueError(f"{name}: no axiom of OWL 2")

    def assertion(self, name: str, parts: tuple[Node | str, ...]) -> Fact:
        first, subject, value = parts
        if isinstance(first, Node) and first.name == "ObjectInverseOf":
            return self.term(value), self.term(first.arguments[0]), self.term(subject)
        return self.term(subject), self.term(first), self.term(value)

    def negative(self, name: str, parts: tuple[Node | str, ...]) -> Fact:
        node = self.fresh()
        for predicate, part in zip(
            ("assertionProperty", "sourceIndividual", NEGATIVE[name]), parts, strict=True
        ):
            self.add(node, _owl(predicate), self.term(part))
        return node, TYPE, _owl("NegativePropertyAssertion")

    def disjoint(self, name: str, parts: tuple[Node | str, ...]) -> Fact:
        pair, group, members = DISJOINT[name]
        if len(parts) == 2:
            return self.term(parts[0]), _owl(pair), self.term(parts[1])
        node = self.fresh()
        self.add(node, _owl(members), self.list(parts))
        return node, TYPE, _owl(group)

    def term(self, part: Node | str) -> str:
        """Return the term of an expression, and add the triples that describe it."""
        if isinstance(part, str):
            return part
        node, kind = self.fresh(), part.name.removeprefix("Object").removeprefix("Data")
        if part.name == "ObjectInverseOf":
            self.add(node, _owl("inverseOf"), self.term(part.arguments[0]))
        elif part.name in LISTS:
            type_, predicate = LISTS[part.name]
            self.add(node, TYPE, _owl(type_))
            self.add(node, _owl(predicate), self.list(part.arguments))
        elif part.name in COMPLEMENTS:
            type_, predicate = COMPLEMENTS[part.name]
            self.add(node, TYPE, _owl(type_))
            self.add(node, _owl(predicate), self.term(part.arguments[0]))
        elif part.name == "DatatypeRestriction":
            self.facets(node, part.arguments)
        else:
            self.restriction(node, part, kind)
        return node

    def restriction(self, node: str, part: Node, kind: str) -> None:
        self.add(node, TYPE, _owl("Restriction"))
        if kind in FILLERS:
            *properties, filler = part.arguments
            self.on(node, properties)
            self.add(node, _owl(FILLERS[kind]), self.term(filler))
        elif kind == "HasSelf":
            self.on(node, part.arguments)
            self.add(node, _owl("hasSelf"), f'"true"^^<{XSD}boolean>')
        elif kind in CARDINALITIES:
            self.cardinality(node, part, kind)
        else:
            raise ValueError(f"{part.name}: no expression of OWL 2")

    def cardinality(self, node: str, part: Node, kind: str) -> None:
        number, on, *filler = (self.term(argument) for argument in part.arguments)
        plain, qualified = CARDINALITIES[kind]
        self.add(node, _owl("onProperty"), on)
        if not filler:
            self.add(node, _owl(plain), number)
            return
        self.add(node, _owl(qualified), number)
        is_data = part.name.startswith("Data")
        self.add(node, _owl("onDataRange" if is_data else "onClass"), filler[0])

    def on(self, node: str, properties: Iterable[Node | str]) -> None:
        terms = [self.term(part) for part in properties]
        if len(terms) == 1:
            self.add(node, _owl("onProperty"), terms[0])
        else:
            self.add(node, _owl("onProperties"), self.list(terms))

    def facets(self, node: str, arguments: tuple[Node | str, ...]) -> None:
        datatype, *rest = (self.term(argument) for argument in arguments)
        cells = []
        for facet, value in zip(rest[::2], rest[1::2], strict=True):
            cells.append(self.fresh())
            self.add(cells[-1], facet, value)
        self.add(node, TYPE, f"<{RDFS}Datatype>")
        self.add(node, _owl("onDatatype"), datatype)
        self.add(node, _owl("withRestrictions"), self.list(cells))

    def list(self, parts: Iterable[Node | str]) -> str:
        rest = f"<{RDF}nil>"
        for term in reversed([self.term(part) for part in parts]):
            cell = self.fresh()
            self.add(cell, f"<{RDF}first>", term)
            self.add(cell, f"<{RDF}rest>", rest)
            rest = cell
        return rest

    def add(self, subject: str, predicate: str, value: str) -> None:
        self.facts.add((subject, predicate, value))

    def fresh(self) -> str:
        self.made += 1
        return f"_:{self.mark}f{self.made}"


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise ValueError(f"unexpected {text[at : at + 20]!r}")
        if match.lastgroup:
            yield match.lastgroup, match[0]
        at = match.end()


def _owl(name: str) -> str:
    return f"<{name if ':' in name else OWL + name}>"


def _is_annotation(part: Node | str) -> TypeGuard[Node]:
    return isinstance(part, Node) and part.name == "Annotation"


def _is_chain(part: Node) -> bool:
    return part.name == "ObjectPropertyChain"
