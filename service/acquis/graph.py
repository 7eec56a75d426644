"""Files of RDF to facts: one named graph a file, terms exactly as they were written."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from xml.parsers import expat

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from acquis import blanks, malformed, sssom
from acquis import files as _files
from acquis.errors import AcquisError
from acquis.files import Syntax
from acquis.findings import Finding
from acquis.names import GRAPH, graph_name
from acquis.reasoning.datatypes import split
from acquis.reasoning.facts import Fact

Triple = tuple[Node, Node, Node]
SHAPES = str(GRAPH["ontology/shapes/"])
CHECKS_ONLY = (SHAPES, str(GRAPH["ontology/prefixes"]))
DATASETS: frozenset[Syntax] = frozenset({"n-quads", "trig", "json-ld"})
files = _files.turtle
tree = _files.tree
XSD_STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")


@dataclass(frozen=True)
class Source:
    """One file of RDF as it was read.

    `name` is the path as it is shown and hashed: from the root for what lies below it, else as it
    was given, or in full where that would name a file of the root too. `graph` is the IRI of its
    named graph, `sha256` the digest of its bytes, `base` the IRI that its relative IRIs are
    resolved against, `content` its text in UTF-8, line for line, `prefixes` those that it
    declares. Blank nodes carry a mark of the file and a label made from what is said of them, so
    that two files never share one, two readings agree, and a change elsewhere in the file leaves
    them alone.
    """

    path: Path
    name: str
    graph: URIRef
    sha256: str
    facts: tuple[Fact, ...] = field(repr=False)
    syntax: Syntax = "turtle"
    base: str | None = None
    content: bytes = field(default=b"", repr=False)
    prefixes: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def triples(self) -> tuple[Triple, ...]:
        """The facts as rdflib terms, in the same order."""
        return tuple(map(triple, self.facts))


def is_knowledge(source: Source) -> bool:
    """Say whether a source is part of the knowledge base: shapes and prefixes are not."""
    return not str(source.graph).startswith(CHECKS_ONLY)


def is_foreign(source: Source) -> bool:
    """Say whether a source is none of the tree's own files."""
    return not str(source.graph).startswith(str(GRAPH))


def load(paths: Iterable[Path], root: Path) -> tuple[list[Source], list[Finding]]:
    """Read files; return those that parse, and a finding for each that does not."""
    sources, findings = [], []
    for path in paths:
        try:
            sources.append(read(path, root))
        except (SyntaxError, UnicodeDecodeError) as fault:
            findings.append(unreadable(_shown(path, root), fault))
    return sources, findings


def unreadable(file: str, fault: SyntaxError | UnicodeDecodeError) -> Finding:
    """Return the finding for a file that is malformed, or not in UTF-8."""
    if isinstance(fault, UnicodeDecodeError):
        line = fault.object[: fault.start].count(b"\n") + 1
        return Finding(file, line, "syntax", malformed.NOT_UTF_8)
    text = str(fault.msg)
    what = text.split(": ", 1)[-1] if text.startswith("Parser error") else text
    column = f"column {fault.offset}: " if fault.offset else ""
    shown = "".join(c if c.isprintable() else repr(c)[1:-1] for c in what)
    return Finding(file, fault.lineno or 0, "syntax", column + shown)


def read(path: Path, root: Path) -> Source:
    """Read one file of RDF in the syntax that its name tells.

    See https://www.w3.org/TR/turtle/, /n-triples/, /n-quads/, /trig/, /rdf-syntax-grammar/ and
    /json-ld11/, and https://w3id.org/sssom/; the graphs of a dataset are read as one. A relative
    IRI is an error in a file below `root`, and elsewhere is resolved against the file's own IRI.

    Raises SyntaxError with the line where it is malformed, UnicodeDecodeError where it is no
    UTF-8, AcquisError where it cannot be opened.
    """
    resolved = path.resolve()
    try:
        content = resolved.read_bytes()
    except OSError as fault:
        raise AcquisError(f"{path}: cannot be read: {fault.strerror}") from fault
    syntax = _files.syntax(path, content)
    text = malformed.prepared(content, syntax)
    below = resolved.is_relative_to(root)
    name = _shown(path, root)
    graph = graph_name(Path(name)) if below else URIRef(resolved.as_uri())
    base = None if below and syntax == "turtle" else resolved.as_uri()
    found, prefixes = _parsed(text, syntax, name, base)
    digest = hashlib.sha256(content).hexdigest()
    return Source(path, name, graph, digest, found, syntax, base, text, prefixes)


def facts(
    content: bytes, syntax: Syntax = "turtle", mark: str = "", base: str | None = None
) -> tuple[Fact, ...]:
    """Parse a document into sorted facts; its blank nodes carry `mark`.

    Raises SyntaxError where it is malformed, UnicodeDecodeError where it is no UTF-8.
    """
    return _parsed(malformed.prepared(content, syntax), syntax, mark, base)[0]


def _parsed(
    content: bytes, syntax: Syntax, mark: str, base: str | None
) -> tuple[tuple[Fact, ...], dict[str, str]]:
    """Return the sorted facts of a prepared document, and the prefixes that it declares."""
    if syntax == "sssom":
        text = content.decode("utf-8")
        return tuple(sorted({fact for fact, _ in sssom.facts(text)})), sssom.table(text).declared
    parser = ox.parse(content, format=malformed.FORMATS[syntax], base_iri=base)
    try:
        raw = list(_raw(parser, syntax))
    except SyntaxError as fault:
        raise malformed.located(fault, content, syntax, base) from None
    prefixes = _xml_prefixes(content) if syntax == "rdf-xml" else dict(parser.prefixes)
    return tuple(sorted(blanks.labelled(raw, mark))), prefixes


def _xml_prefixes(content: bytes) -> dict[str, str]:
    """Return the prefixes of an XML document, each with the first namespace it stands for."""
    found: dict[str, str] = {}
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartNamespaceDeclHandler = lambda prefix, space: found.setdefault(prefix or "", space)
    parser.Parse(content, True)
    return found


def _raw(parser: ox.QuadParser, syntax: Syntax) -> Iterator[Fact]:
    """Yield the facts of a document with the parser's own labels of blank nodes."""
    triples = (quad.triple for quad in parser) if syntax in DATASETS else parser
    lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    for line in lines.decode("utf-8").split("\n"):
        if not line:
            continue
        subject, predicate, value = line[:-2].split(" ", 2)
        if value.startswith('"') and not value.endswith(('"', ">")):
            value = _with_language(value)
        elif value.startswith("<<"):
            raise malformed.Unsupported(malformed.TRIPLE_TERM)
        yield subject, predicate, value


def _with_language(literal: str) -> str:
    text, _, tag = literal.rpartition("@")
    if "--" in tag:
        raise malformed.Unsupported(malformed.DIRECTION)
    return f"{text}@{language_tag(tag)}"


def parse(content: bytes, mark: str = "") -> tuple[Triple, ...]:
    """Parse Turtle into triples of rdflib terms; blank nodes carry `mark`.

    Raises SyntaxError where it is malformed.
    """
    return tuple(map(triple, facts(content, "turtle", mark)))


def declared_prefixes(content: bytes) -> dict[str, str]:
    """Return the prefixes that a document in Turtle declares as {prefix: namespace IRI}.

    Raises SyntaxError where it is malformed.
    """
    parser = ox.parse(malformed.prepared(content, "turtle"), format=ox.RdfFormat.TURTLE)
    for _ in parser:
        pass
    return dict(parser.prefixes)


def term(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, mark: str = "") -> Node:
    """Return the rdflib term for a pyoxigraph term, with its lexical form untouched."""
    if isinstance(value, ox.NamedNode):
        return URIRef(value.value)
    if isinstance(value, ox.BlankNode):
        return BNode(mark + value.value)
    if isinstance(value, ox.Literal):
        if value.direction:
            raise AcquisError(f"{value}: {malformed.DIRECTION}")
        if value.language:
            return Literal(value.value, lang=language_tag(value.language))
        datatype = None if value.datatype == XSD_STRING else URIRef(value.datatype.value)
        return Literal(value.value, datatype=datatype, normalize=False)
    raise AcquisError(f"{value}: {malformed.TRIPLE_TERM}")


ESCAPED = re.compile(r'\\(?:([tbnrf"\'\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))')
ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def unescaped(text: str) -> str:
    """Return a string of Turtle or N-Triples with its escapes resolved."""
    if "\\" not in text:
        return text
    return ESCAPED.sub(
        lambda m: ESCAPES.get(m[1], m[1]) if m[1] else chr(int(m[2] or m[3], 16)), text
    )


def node(text: str) -> Node:
    """Return the rdflib term for a term of N-Triples, with its lexical form untouched."""
    if text.startswith("<"):
        return URIRef(text[1:-1])
    if text.startswith("_:"):
        return BNode(text[2:])
    lexical, datatype, language = split(text)
    if language:
        return Literal(lexical, lang=language)
    iri = None if text.endswith('"') else URIRef(datatype[1:-1])
    return Literal(lexical, datatype=iri, normalize=False)


def triple(fact: Fact) -> Triple:
    """Return a fact as rdflib terms."""
    return node(fact[0]), node(fact[1]), node(fact[2])


def fact(triple: Triple) -> Fact:
    """Return a triple of rdflib terms as a fact."""
    return ntriples_term(triple[0]), ntriples_term(triple[1]), ntriples_term(triple[2])


@cache
@lru_cache(maxsize=512)
def language_tag(tag: str) -> str:
    """Return a language tag in the letter case of RFC 5646, section 2.1.1: `zh-Hans`, `en-GB`.

    pyoxigraph lower-cases tags; they compare without regard to case.
    """
    subtags = tag.lower().split("-")
    for at in range(1, len(subtags)):
        if len(subtags[at - 1]) == 1:
            break
        if len(subtags[at]) == 2:
            subtags[at] = subtags[at].upper()
        elif len(subtags[at]) == 4:
            subtags[at] = subtags[at].title()
    return "-".join(subtags)


def n3(triple: Triple) -> str:
    """Return a triple as one line of N-Triples, without the end of line."""
    return " ".join(ntriples_term(part) for part in triple) + " ."


@lru_cache(maxsize=1 << 17)
def ntriples_term(node: Node) -> str:
    """Return a term as N-Triples writes it (https://www.w3.org/TR/n-triples/)."""
    if isinstance(node, URIRef):
        return str(ox.NamedNode(str(node)))
    if isinstance(node, Literal):
        if node.language:
            return f"{ox.Literal(str(node))}@{node.language}"
        datatype = ox.NamedNode(str(node.datatype)) if node.datatype else None
        return str(ox.Literal(str(node), datatype=datatype))
    return f"_:{node}"


def merged(sources: Iterable[Source]) -> Graph:
    """Return the triples of several sources as one rdflib graph."""
    graph = Graph(bind_namespaces="none")
    for source in sources:
        for triple in source.triples:
            graph.add(triple)
    return graph


def _shown(path: Path, root: Path) -> str:
    resolved = path.resolve()
    if resolved.is_relative_to(root):
        return resolved.relative_to(root).as_posix()
    return str(path.absolute() if (root / path).exists() else path)
