"""Canonical Turtle: one text for one graph and one prefix table, so that a diff shows the change.

Subjects, predicates and objects are sorted; blank nodes are written nested, in the order of
their own text, and never by a label. A graph whose blank nodes are shared or cyclic has no such
text and is refused. The text is plain Turtle (https://www.w3.org/TR/turtle/).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from rdflib import OWL, RDF, SKOS, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from acquis.errors import AcquisError
from acquis.graph import Triple, declared_prefixes, ntriples_term, parse
from acquis.names import compress

INDENT = "    "
SHORT = 3
FIRST: dict[Node, int] = {RDF.type: 0, SKOS.prefLabel: 1}
PLAIN = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.boolean: re.compile(r"true|false"),
}
TOKEN = re.compile(
    r'<(?:[^<>"{}|^`\\\s]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>'
    r'|"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r"|\\."
    r"|(?P<comment>#[^\n]*)"
    r"|[^<\"'#\\]+|.",
    re.DOTALL,
)


class Unwritable(AcquisError):
    """A graph or a file that canonical Turtle cannot hold without loss."""


def canonical(content: bytes, table: Mapping[str, str]) -> str:
    """Return the canonical form of a Turtle document.

    `table` is the project's prefix table; prefixes that only the document declares are kept.

    Raises SyntaxError where it is malformed, Unwritable where comments would be lost or where
    a blank node is shared or cyclic.
    """
    text = content.decode("utf-8")
    lines = comment_lines(text)
    if lines:
        raise Unwritable(
            f"line {lines[0]}: a comment, which the canonical form cannot keep; "
            "move it to skos:editorialNote or delete it"
        )
    known = set(table.values())
    own = {
        prefix: space
        for prefix, space in declared_prefixes(content).items()
        if prefix not in table and space not in known
    }
    return serialise(parse(content), {**own, **table})


def comment_lines(text: str) -> list[int]:
    """Return the 1-based lines of a Turtle text on which a comment begins."""
    return [
        text.count("\n", 0, token.start()) + 1
        for token in TOKEN.finditer(text)
        if token["comment"] is not None
    ]


def serialise(triples: Iterable[Triple], table: Mapping[str, str]) -> str:
    """Return canonical Turtle for `triples`, with the prefixes of `table` that it uses.

    Raises Unwritable where a blank node is shared or cyclic.
    """
    try:
        return _Writer(triples, table).document()
    except RecursionError:
        raise Unwritable("blank nodes are nested too deeply; give some of them an IRI") from None


class _Writer:
    def __init__(self, triples: Iterable[Triple], table: Mapping[str, str]) -> None:
        self.table = table
        self.used: set[str] = set()
        self.names: dict[URIRef, str] = {}
        self.about: dict[Node, dict[Node, list[Node]]] = defaultdict(lambda: defaultdict(list))
        uses: dict[Node, int] = defaultdict(int)
        for subject, predicate, value in set(triples):
            self.about[subject][predicate].append(value)
            uses[value] += isinstance(value, BNode)
        if any(count > 1 for count in uses.values()):
            raise Unwritable("a blank node is used in two places; give it an IRI")
        self.tops = [node for node in self.about if not uses[node]]
        self.written: set[Node] = set()

    def document(self) -> str:
        named = sorted((node for node in self.tops if not isinstance(node, BNode)), key=self.order)
        blocks = [self.block(self.term(node), node) for node in named]
        blocks += sorted(self.block("[]", node) for node in self.tops if isinstance(node, BNode))
        if len(self.written) < len(self.about):
            raise Unwritable("blank nodes form a cycle; give one of them an IRI")
        header = [f"@prefix {name}: <{self.table[name]}> ." for name in sorted(self.used)]
        sections = ["\n".join(header)] if header else []
        return "\n\n".join(sections + blocks) + "\n"

    def order(self, node: Node) -> tuple[bool, str]:
        return OWL.Ontology not in self.about[node][RDF.type], str(node)

    def block(self, head: str, node: Node) -> str:
        return f"{head} {self.properties(node, INDENT)} ."

    def properties(self, node: Node, indent: str) -> str:
        self.written.add(node)
        about = {predicate: values for predicate, values in self.about[node].items() if values}
        ranked = sorted(about, key=lambda predicate: (FIRST.get(predicate, 2), str(predicate)))
        return f" ;\n{indent}".join(
            f"{self.verb(predicate)} {self.objects(about[predicate], indent)}"
            for predicate in ranked
        )

    def verb(self, predicate: Node) -> str:
        return "a" if predicate == RDF.type else self.term(predicate)

    def objects(self, values: list[Node], indent: str) -> str:
        deeper = indent + INDENT
        return f" ,\n{deeper}".join(sorted(self.value(value, deeper) for value in values))

    def value(self, node: Node, indent: str) -> str:
        if not isinstance(node, BNode):
            return self.term(node)
        if node not in self.about:
            return "[]"
        members = self.members(node)
        if members is not None:
            return self.sequence(members, indent)
        return f"[\n{indent}{self.properties(node, indent)}\n{indent[len(INDENT) :]}]"

    def sequence(self, members: list[Node], indent: str) -> str:
        if len(members) <= SHORT and not any(isinstance(member, BNode) for member in members):
            return f"( {' '.join(self.term(member) for member in members)} )"
        texts = (self.value(member, indent + INDENT) for member in members)
        return f"(\n{indent}" + f"\n{indent}".join(texts) + f"\n{indent[len(INDENT) :]})"

    def members(self, node: Node) -> list[Node] | None:
        """Return the members where `node` heads a well-formed RDF list, else None."""
        found: list[Node] = []
        cells: set[Node] = set()
        rest = node
        while rest != RDF.nil:
            cell = self.about.get(rest)
            if cell is None or not isinstance(rest, BNode) or rest in cells:
                return None
            if {p: len(v) for p, v in cell.items() if v} != {RDF.first: 1, RDF.rest: 1}:
                return None
            found.append(cell[RDF.first][0])
            cells.add(rest)
            rest = cell[RDF.rest][0]
        self.written.update(cells)
        return found

    def term(self, node: Node) -> str:
        if isinstance(node, URIRef):
            return self.name(node)
        if isinstance(node, Literal) and node.datatype:
            plain = PLAIN.get(node.datatype)
            if plain and plain.fullmatch(node):
                return str(node)
            text = ntriples_term(Literal(str(node)))
            return text if node.datatype == XSD.string else f"{text}^^{self.name(node.datatype)}"
        return ntriples_term(node)

    def name(self, node: URIRef) -> str:
        name = self.names.get(node)
        if name is None:
            name = self.names[node] = compress(node, self.table)
            if not name.startswith("<"):
                self.used.add(name.partition(":")[0])
        return name
