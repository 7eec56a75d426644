"""Where each statement of an RDF/XML document begins.

A second reader of the grammar of https://www.w3.org/TR/rdf-syntax-grammar/ over expat, which
knows the line of each element. It is for documents that pyoxigraph has accepted: it notes places
and checks nothing. The place of a statement is the start tag of its property element, or of the
node element for what its own tag says.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

import pyoxigraph as ox

from acquis.graph import language_tag
from acquis.positions.turtle import ABSOLUTE, FIRST, NIL, RDF, REST, TYPE, XSD, resolved
from acquis.reasoning.facts import Fact

XML = "http://www.w3.org/XML/1998/namespace"
SYNTAX = {
    f"{RDF} {name}" for name in ("ID", "about", "nodeID", "resource", "datatype", "parseType")
}


@dataclass
class _Element:
    """An open element: a `node` has a subject; a `property` waits for the value of its arrow."""

    kind: str
    base: str
    language: str
    line: int
    subject: str = ""
    predicate: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    done: bool = False
    cell: str = ""
    members: int = 0


class Reader:
    """The statements of one document, each with the line of the element that makes it.

    `facts` holds them in the order of the text, `subjects` the line at which each subject stands
    first, `arrows` the line of each pair of subject and predicate. Statements whose value is a
    piece of XML are in `arrows` only.
    """

    def __init__(self, content: bytes, base: str) -> None:
        """Read a document whose relative IRIs are resolved against `base`."""
        self.facts: list[tuple[Fact, int]] = []
        self.subjects: dict[str, int] = {}
        self.arrows: dict[tuple[str, str], int] = {}
        self._open = [_Element("root", base, "", 0)]
        self._blanks = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.Parse(content, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        outer = self._open[-1]
        base = attributes.pop(f"{XML} base", "")
        element = _Element(
            "",
            self._resolved(base, outer.base) if base else outer.base,
            attributes.pop(f"{XML} lang", outer.language),
            self._parser.CurrentLineNumber,
        )
        attributes = {key: value for key, value in attributes.items() if " " in key}
        self._open.append(element)
        if outer.kind in ("xml", "skip"):
            element.kind = "skip"
        elif outer.kind == "root" and name == f"{RDF} RDF":
            element.kind = "root"
        elif outer.kind == "node":
            self._property(element, outer, name, attributes)
        else:
            self._node(element, outer, name, attributes)

    def _node(
        self, element: _Element, outer: _Element, name: str, attributes: dict[str, str]
    ) -> None:
        element.kind = "node"
        element.subject = self._subject(attributes, element.base)
        self.subjects.setdefault(element.subject, element.line)
        if name != f"{RDF} Description":
            self._add(element.subject, TYPE, _iri(name), element.line)
        self._said_by_attributes(element, element.subject, attributes)
        if outer.kind == "collection":
            self._member(outer, element.subject, element.line)
        elif outer.kind == "property":
            self._complete(outer, element.subject)

    def _subject(self, attributes: dict[str, str], base: str) -> str:
        if (about := attributes.get(f"{RDF} about")) is not None:
            return f"<{self._resolved(about, base)}>"
        if identifier := attributes.get(f"{RDF} ID"):
            return f"<{self._resolved('#' + identifier, base)}>"
        if label := attributes.get(f"{RDF} nodeID"):
            return f"_:{label}"
        return self._blank()

    def _property(
        self, element: _Element, outer: _Element, name: str, attributes: dict[str, str]
    ) -> None:
        if name == f"{RDF} li":
            outer.members += 1
            name = f"{RDF} _{outer.members}"
        element.kind, element.subject, element.predicate = "property", outer.subject, _iri(name)
        element.attributes = attributes
        self.arrows.setdefault((element.subject, element.predicate), element.line)
        form = attributes.get(f"{RDF} parseType")
        if form == "Resource":
            node = self._blank()
            self._complete(element, node)
            element.kind, element.subject = "node", node
        elif form == "Collection":
            element.kind = "collection"
        elif form is not None:
            element.kind = "xml"
        else:
            self._reference(element)

    def _reference(self, element: _Element) -> None:
        """Complete a property element whose attributes give its value."""
        given = element.attributes
        own = {key: value for key, value in given.items() if key not in SYNTAX}
        if (address := given.get(f"{RDF} resource")) is not None:
            value = f"<{self._resolved(address, element.base)}>"
        elif label := given.get(f"{RDF} nodeID"):
            value = f"_:{label}"
        elif own:
            value = self._blank()
        else:
            return
        self._complete(element, value)
        self._said_by_attributes(element, value, own)

    def _said_by_attributes(
        self, element: _Element, subject: str, attributes: dict[str, str]
    ) -> None:
        for key, value in attributes.items():
            if key == f"{RDF} type":
                self._add(subject, TYPE, f"<{self._resolved(value, element.base)}>", element.line)
            elif key not in SYNTAX:
                literal = _literal(value, element.language)
                self._add(subject, _iri(key), literal, element.line)

    def _member(self, collection: _Element, value: str, line: int) -> None:
        cell = self._blank()
        if collection.cell:
            self._add(collection.cell, REST, cell, line)
        else:
            self._complete(collection, cell)
        collection.cell = cell
        self._add(cell, FIRST, value, line)

    def _complete(self, element: _Element, value: str) -> None:
        element.done = True
        self._add(element.subject, element.predicate, value, element.line)
        identifier = element.attributes.get(f"{RDF} ID")
        if identifier:
            node = f"<{self._resolved('#' + identifier, element.base)}>"
            for fact in _reified(node, (element.subject, element.predicate, value)):
                self._add(*fact, element.line)

    def _data(self, text: str) -> None:
        self._open[-1].text.append(text)

    def _end(self, _: str) -> None:
        element = self._open.pop()
        if element.kind == "collection":
            if element.cell:
                self._add(element.cell, REST, NIL, element.line)
            else:
                self._complete(element, NIL)
        elif element.kind == "property" and not element.done:
            text = "".join(element.text)
            datatype = element.attributes.get(f"{RDF} datatype")
            if datatype is None:
                value = _literal(text, element.language)
            else:
                value = _typed(text, self._resolved(datatype, element.base))
            self._complete(element, value)

    def _add(self, subject: str, predicate: str, value: str, line: int) -> None:
        self.facts.append(((subject, predicate, value), line))

    def _blank(self) -> str:
        self._blanks += 1
        return f"_:.{self._blanks}"

    def _resolved(self, iri: str, base: str) -> str:
        return iri if ABSOLUTE.match(iri) else resolved(iri, base)


def _iri(name: str) -> str:
    space, _, local = name.rpartition(" ")
    return f"<{space}{local}>"


def _literal(text: str, language: str) -> str:
    literal = str(ox.Literal(text))
    return f"{literal}@{language_tag(language)}" if language else literal


def _typed(text: str, datatype: str) -> str:
    literal = str(ox.Literal(text))
    return literal if datatype == f"{XSD}string" else f"{literal}^^<{datatype}>"


def _reified(node: str, fact: Fact) -> Iterator[Fact]:
    yield node, TYPE, f"<{RDF}Statement>"
    for name, term in zip(("subject", "predicate", "object"), fact, strict=True):
        yield node, f"<{RDF}{name}>", term
