"""Files of Turtle to graphs: one named graph a file, terms exactly as they were written."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from acquis.errors import AcquisError
from acquis.findings import Finding
from acquis.names import GRAPH, graph_name
from acquis.reasoning.datatypes import split
from acquis.reasoning.facts import Fact

Triple = tuple[Node, Node, Node]
SHAPES = str(GRAPH["ontology/shapes/"])
CHECKS_ONLY = (SHAPES, str(GRAPH["ontology/prefixes"]))


@dataclass(frozen=True)
class Source:
    """One file of Turtle as it was read.

    `name` is the path as it is shown and hashed, `graph` the IRI of its named graph, `sha256`
    the digest of its bytes. Blank nodes are labelled by RDFC-1.0 and carry a mark of the file,
    so that two files never share one and two readings agree.
    """

    path: Path
    name: str
    graph: URIRef
    sha256: str
    triples: tuple[Triple, ...] = field(repr=False)


def files(path: Path) -> list[Path]:
    """Return the Turtle files at `path`: itself, or all below it in the order of their names.

    Hidden files and folders, whose names begin with a dot, are left out.

    Raises AcquisError where there is nothing to read.
    """
    if path.is_dir():
        found = sorted(
            file
            for file in path.rglob("*.ttl")
            if not any(part.startswith(".") for part in file.relative_to(path).parts)
        )
        if not found:
            raise AcquisError(f"{path}: no .ttl file in this folder")
        return found
    if not path.is_file():
        raise AcquisError(f"{path}: no such file or folder")
    if path.suffix != ".ttl":
        raise AcquisError(f"{path}: not a Turtle file; its name must end in .ttl")
    return [path]


def tree(root: Path) -> list[Path]:
    """Return every Turtle file of the ontology and the data below `root`."""
    return [*files(root / "ontology"), *files(root / "data" / "ttl")]


def is_knowledge(source: Source) -> bool:
    """Say whether a source is part of the knowledge base: shapes and prefixes are not."""
    return not str(source.graph).startswith(CHECKS_ONLY)


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
    """Return the finding for a file that is no Turtle, or not in UTF-8."""
    if isinstance(fault, UnicodeDecodeError):
        line = fault.object[: fault.start].count(b"\n") + 1
        message = "not UTF-8, which Turtle requires; save the file as UTF-8"
        return Finding(file, line, "syntax", message)
    text = str(fault.msg)
    what = text.split(": ", 1)[-1] if text.startswith("Parser error") else text
    column = f"column {fault.offset}: " if fault.offset else ""
    return Finding(file, fault.lineno or 0, "syntax", column + what)


def read(path: Path, root: Path) -> Source:
    """Read one file of Turtle (https://www.w3.org/TR/turtle/).

    Raises SyntaxError with the line where it is malformed, UnicodeDecodeError where it is no
    UTF-8, AcquisError where it cannot be opened.
    """
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise AcquisError(f"{path}: cannot be read: {fault.strerror}") from fault
    content.decode("utf-8")
    name = _shown(path, root)
    below = path.resolve().is_relative_to(root)
    graph = graph_name(Path(name)) if below else URIRef(path.resolve().as_uri())
    try:
        triples = parse(content, name)
    except AcquisError as fault:
        raise AcquisError(f"{name}: {fault}") from fault
    return Source(path, name, graph, hashlib.sha256(content).hexdigest(), triples)


def parse(content: bytes, mark: str = "") -> tuple[Triple, ...]:
    """Parse Turtle into sorted triples; blank nodes are canonical and carry `mark`."""
    quads = ox.parse(content, format=ox.RdfFormat.TURTLE)
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    prefix = "b" + hashlib.sha256(mark.encode()).hexdigest()[:8]
    triples = [
        (term(q.subject, prefix), term(q.predicate, prefix), term(q.object, prefix))
        for q in dataset
    ]
    return tuple(sorted(triples, key=n3))


def declared_prefixes(content: bytes) -> dict[str, str]:
    """Return the prefixes that a Turtle document declares as {prefix: namespace IRI}."""
    parser = ox.parse(content, format=ox.RdfFormat.TURTLE)
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
            raise AcquisError(f"{value}: a base direction of RDF 1.2, which OWL 2 does not know")
        if value.language:
            return Literal(value.value, lang=language_tag(value.language))
        datatype = None if value.datatype == XSD_STRING else URIRef(value.datatype.value)
        return Literal(value.value, datatype=datatype, normalize=False)
    raise AcquisError(f"{value}: a triple term of RDF 1.2, which OWL 2 does not know; reify it")


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


XSD_STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")


def n3(triple: Triple) -> str:
    """Return a triple as one line of N-Triples, without the end of line."""
    return " ".join(ntriples_term(part) for part in triple) + " ."


def fact(triple: Triple) -> Fact:
    """Return a triple as the reasoner takes it."""
    return ntriples_term(triple[0]), ntriples_term(triple[1]), ntriples_term(triple[2])


def triple(fact: Fact) -> Triple:
    """Return the triple of a fact of the reasoner."""
    return node(fact[0]), node(fact[1]), node(fact[2])


def node(text: str) -> Node:
    """Return the rdflib term for a term in N-Triples."""
    if text.startswith("<"):
        return URIRef(text[1:-1])
    if text.startswith("_:"):
        return BNode(text[2:])
    lexical, datatype, language = split(text)
    if language:
        return Literal(lexical, lang=language)
    iri = None if text.endswith('"') else URIRef(datatype[1:-1])
    return Literal(lexical, datatype=iri, normalize=False)


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
    return resolved.relative_to(root).as_posix() if resolved.is_relative_to(root) else str(path)
