"""Triples as compact JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/), with nothing of them lost.

This writes and does not process: numbers stay text, language tags keep their case, and no context
is ever fetched. A document carries the part of the context that it uses.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from acquis.graph import language_tag
from acquis.names import compress

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TYPE, FIRST, REST, NIL = (RDF + name for name in ("type", "first", "rest", "nil"))
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
ALIASES = {"id": "@id", "type": "@type"}
DELIMITERS = tuple(":/?#[]@")
DEEPEST = 50

Node = ox.NamedNode | ox.BlankNode
Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class TripleTerm(ValueError):
    """A triple as a term of another, as RDF 1.2 has it."""


@dataclass(frozen=True)
class Definition:
    """A term of a context: its name, and `@id` or the datatype that its plain values have."""

    name: str
    type: str = ""


@dataclass(frozen=True)
class Context:
    """What the names in a document stand for: namespaces by prefix, definitions by IRI.

    A name that two things lay claim to goes to the alias first, then to the prefix.
    """

    prefixes: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, Definition] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Leave out what another has the name of."""
        prefixes = {name: space for name, space in self.prefixes.items() if name not in ALIASES}
        taken, terms = {*ALIASES, *prefixes}, {}
        for iri, definition in sorted(self.terms.items()):
            if definition.name not in taken:
                taken.add(definition.name)
                terms[iri] = definition
        object.__setattr__(self, "prefixes", prefixes)
        object.__setattr__(self, "terms", terms)

    def document(self) -> dict[str, object]:
        """Return the value of `@context`."""
        said: dict[str, object] = {"@version": 1.1, **ALIASES}
        for prefix, space in sorted(self.prefixes.items()):
            plain = space.endswith(DELIMITERS)
            said[prefix] = space if plain else {"@id": space, "@prefix": True}
        for iri, term in sorted(self.terms.items(), key=lambda pair: pair[1].name):
            said[term.name] = {"@id": iri, "@type": term.type} if term.type else iri
        return said


def serialise(triples: Iterable[ox.Triple], context: Context) -> bytes:
    """Return triples as one JSON-LD document: one text for one set of triples and one context.

    A blank node that is used once stands where it is used, a well-formed list as an array. Raises
    TripleTerm for what JSON-LD 1.1 cannot say.
    """
    text = json.dumps(_Writer(triples, context).document(), indent=2, ensure_ascii=False)
    return text.encode("utf-8", "replace") + b"\n"


class _Writer:
    def __init__(self, triples: Iterable[ox.Triple], context: Context) -> None:
        self.about: dict[Node, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
        self.uses: dict[Value, int] = defaultdict(int)
        schemes = set()
        for triple in sorted(set(triples), key=str):
            assert isinstance(triple.subject, Node)
            self.about[triple.subject][triple.predicate.value].append(triple.object)
            self.uses[triple.object] += 1
            schemes |= {_scheme(part) for part in (triple.subject, triple.predicate, triple.object)}
        self.prefixes = {p: s for p, s in context.prefixes.items() if p not in schemes}
        self.terms = context.terms
        self.names: dict[str, str] = {}
        self.used_prefixes: dict[str, str] = {}
        self.used_terms: dict[str, Definition] = {}
        self.lists = {node for node in self.about if self._is_cell(node)}
        self.written: set[Node] = set()
        self.waiting: list[Node] = []

    def document(self) -> dict[str, object]:
        roots = [node for node in self.about if not self._is_nested(node)]
        nodes = [self._node(node, 0) for node in roots]
        for node in [*self.about]:
            while self.waiting:
                nodes.append(self._node(self.waiting.pop(), 0))
            if node not in self.written:
                nodes.append(self._node(node, 0))
        context = Context(self.used_prefixes, self.used_terms).document()
        if len(nodes) == 1:
            return {"@context": context, **nodes[0]}
        return {"@context": context, "@graph": nodes}

    def _is_nested(self, node: Value) -> bool:
        return isinstance(node, ox.BlankNode) and self.uses[node] == 1

    def _is_cell(self, node: Node) -> bool:
        found = {name: len(values) for name, values in self.about[node].items()}
        return self._is_nested(node) and found == {FIRST: 1, REST: 1}

    def _node(self, node: Node, depth: int) -> dict[str, object]:
        self.written.add(node)
        nested = depth > 0
        said: dict[str, object] = {} if nested else {"id": self._id(node)}
        for predicate, values in sorted(self.about[node].items(), key=_order):
            named = [v for v in values if isinstance(v, ox.NamedNode)]
            if predicate == TYPE and len(named) == len(values):
                said["type"] = _one([self._iri(value.value) for value in named])
            else:
                name, kind = self._key(predicate)
                said[name] = _one([self._value(value, kind, depth) for value in values])
        return said

    def _key(self, predicate: str) -> tuple[str, str]:
        term = self.terms.get(predicate)
        if term is None:
            return self._iri(predicate), ""
        self.used_terms[predicate] = term
        return term.name, term.type

    def _value(self, value: Value, kind: str, depth: int) -> object:
        if isinstance(value, ox.Literal):
            return self._literal(value, kind)
        if isinstance(value, ox.Triple):
            raise TripleTerm("JSON-LD 1.1 has no triple terms")
        members = self._members(value)
        if members is not None:
            return {"@list": [self._value(member, kind, depth + 1) for member in members]}
        if self._is_nested(value) and value not in self.written and value in self.about:
            if depth < DEEPEST:
                return self._node(value, depth + 1)
            self.waiting.append(value)
        return self._id(value) if kind == "@id" else {"id": self._id(value)}

    def _members(self, head: Node) -> list[Value] | None:
        """Return the members where a node heads a well-formed list, else None."""
        cell: Value = head
        found, cells = [], set[Node]()
        while isinstance(cell, ox.BlankNode):
            if cell not in self.lists or cell in cells | self.written:
                return None
            cells.add(cell)
            found.append(self.about[cell][FIRST][0])
            cell = self.about[cell][REST][0]
        if cell != ox.NamedNode(NIL):
            return None
        self.written |= cells
        return found

    def _literal(self, literal: ox.Literal, kind: str) -> object:
        if literal.language:
            return {"@language": language_tag(literal.language), "@value": literal.value}
        datatype = literal.datatype.value
        if datatype == kind or (datatype == XSD_STRING and not kind):
            return literal.value
        if datatype == XSD_STRING:
            return {"@value": literal.value}
        return {"@type": self._iri(datatype), "@value": literal.value}

    def _id(self, node: Node) -> str:
        return self._iri(node.value) if isinstance(node, ox.NamedNode) else str(node)

    def _iri(self, iri: str) -> str:
        found = self.names.get(iri)
        if found is None:
            found = self.names[iri] = compress(iri, self.prefixes).strip("<>")
            prefix = found.partition(":")[0]
            if found != iri:
                self.used_prefixes[prefix] = self.prefixes[prefix]
        return found


def _scheme(term: object) -> str:
    """Return the scheme of an IRI that a prefix of that name would change the meaning of."""
    iri = term.datatype.value if isinstance(term, ox.Literal) else getattr(term, "value", "")
    scheme, _, rest = iri.partition(":")
    return "" if isinstance(term, ox.BlankNode) or rest.startswith("//") else scheme


def _order(pair: tuple[str, list[Value]]) -> tuple[bool, str]:
    return pair[0] != TYPE, pair[0]


def _one(values: list[object] | list[str]) -> object:
    return values[0] if len(values) == 1 else values
