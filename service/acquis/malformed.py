"""What pyoxigraph is given to read, and why it cannot be read, on which line.

pyoxigraph reads some documents that are malformed, and some that are sound it does not read. Of
many faults it does not say the line.
"""

import codecs
import json
import re
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat

import pyoxigraph as ox

from acquis.files import Syntax

FORMATS: dict[Syntax, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "n-triples": ox.RdfFormat.N_TRIPLES,
    "n-quads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdf-xml": ox.RdfFormat.RDF_XML,
    "json-ld": ox.RdfFormat.JSON_LD,
}
OTHER_SYNTAX = {
    re.compile(rb"\s*(?:Prefix|Ontology)\s*\("): "OWL functional-style syntax",
    re.compile(rb"\s*(?:Prefix|Ontology):\s"): "OWL Manchester syntax",
    re.compile(rb"[^\0]{,2000}<Ontology\s[^>]*ontologyIRI="): "OWL/XML",
}
NEW_SYNTAX = re.compile(
    r'<[^<>"\s]*>|"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|\\.|#[^\n]*'
    r"|(?P<new><<|\{\||@[A-Za-z0-9-]*--)",
    re.DOTALL,
)
NOT_UTF_8 = "not UTF-8, which RDF requires here; save the file as UTF-8"
TRIPLE_TERM = "a triple term of RDF 1.2, which OWL 2 does not know; reify it"
DIRECTION = "a base direction of RDF 1.2, which OWL 2 does not know; leave it out"
ENCODING = re.compile(r"(<\?xml[^>]*?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")
ENTITY = re.compile(r"(<!ENTITY\s+[^\s'\"]+\s+)'([^']*)'")
NESTING = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[\[\]{}]', re.DOTALL)
DEEPEST = 500


class Unsupported(SyntaxError):
    """A construct of RDF 1.2, which OWL 2 does not know."""


def prepared(content: bytes, syntax: Syntax) -> bytes:
    """Return a document with the bytes that pyoxigraph is to read, line for line.

    Raises SyntaxError, mostly with its line, for what pyoxigraph would read in spite of a fault
    or not survive; UnicodeDecodeError for what is not in UTF-8 and is no XML that says so.
    """
    if syntax in ("turtle", "rdf-xml"):
        _refuse_other_syntax(content)
    if syntax == "rdf-xml":
        return _xml(content)
    content.decode("utf-8")
    if syntax == "json-ld":
        _refuse_deep(content)
        return content.removeprefix(codecs.BOM_UTF8)
    if content.startswith(codecs.BOM_UTF8):
        raise _at(1, "begins with a byte order mark, which is no RDF; save the file without one")
    return content


def _refuse_other_syntax(content: bytes) -> None:
    for pattern, name in OTHER_SYNTAX.items():
        if pattern.match(content):
            raise _at(0, f"{name}, which is not read; save it as RDF/XML or Turtle")


def _xml(content: bytes) -> bytes:
    """Return a well-formed XML document in UTF-8, with the quotes that pyoxigraph reads.

    Any XML processor reads UTF-16, and entities in either kind of quotes
    (https://www.w3.org/TR/xml/#charencoding); pyoxigraph does not.
    """
    encoding, root = _well_formed(content)
    if encoding == "utf-8" and b"<!ENTITY" not in content:
        return content
    text = content.decode(encoding)
    start = len(content[:root].decode(encoding))
    head = ENTITY.sub(_in_double_quotes, ENCODING.sub(r"\1", text[:start]))
    return (head + text[start:]).encode()


def _well_formed(content: bytes) -> tuple[str, int]:
    """Return the encoding of an XML document and the offset of its root element.

    Raises SyntaxError where it is malformed, or its entities expand without end;
    UnicodeDecodeError where it names no encoding and is not in UTF-8.
    """
    declared: list[str] = []
    roots: list[int] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def begin(*_: object) -> None:
        roots.append(parser.CurrentByteIndex)
        parser.StartElementHandler = None

    parser.XmlDeclHandler = lambda version, encoding, alone: declared.append(encoding or "")
    parser.StartElementHandler = begin
    try:
        parser.Parse(content, True)
    except expat.ExpatError as fault:
        if not any(declared):
            content.decode("utf-8")
        raise _at(fault.lineno, expat.ErrorString(fault.code)) from fault
    except (LookupError, ValueError) as fault:
        raise _at(1, f"{fault}; save the file as UTF-8") from fault
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", roots[0]
    return codecs.lookup("".join(declared) or "utf-8").name, roots[0]


def _in_double_quotes(entity: re.Match[str]) -> str:
    return entity[1] + '"' + entity[2].replace('"', "&#34;") + '"'


def _refuse_deep(content: bytes) -> None:
    """Raise SyntaxError where JSON is nested so deep that pyoxigraph would break down."""
    depth = 0
    for match in NESTING.finditer(content):
        if match[0] in (b"[", b"{"):
            depth += 1
        elif match[0] in (b"]", b"}"):
            depth -= 1
        if depth > DEEPEST:
            line = content.count(b"\n", 0, match.start()) + 1
            raise _at(line, f"nested more than {DEEPEST} deep; name the inner nodes by @id")


def located(
    fault: SyntaxError, content: bytes, syntax: Syntax, base: str | None = None
) -> SyntaxError:
    """Return the syntax error of a prepared document with its line, and words for a person."""
    message = str(fault.msg or fault)
    if fault.lineno:
        return fault
    if isinstance(fault, Unsupported):
        return _at(_new_syntax(content.decode("utf-8")), message)
    if syntax == "json-ld" and "LoadDocumentCallback" in message:
        what = "a context at another address, which is not fetched; write it into the file"
        return _at(_remote_context(content.decode("utf-8")), what)
    return _at(_line_read(content, base) if syntax == "rdf-xml" else 0, message)


def _at(line: int, message: str) -> SyntaxError:
    return SyntaxError(message, (None, line, 0, None))


class _Lines(BytesIO):
    """A stream that gives one line at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Return what is left of a line, or of the next one."""
        return self.readline(size)


def _line_read(content: bytes, base: str | None) -> int:
    """Return the line up to which RDF/XML has to be read to see that it is malformed."""
    lines = _Lines(content)
    try:
        for _ in ox.parse(lines, ox.RdfFormat.RDF_XML, base_iri=base):
            pass
    except SyntaxError:
        return content.count(b"\n", 0, max(lines.tell() - 1, 0)) + 1
    return 0


def _new_syntax(text: str) -> int:
    """Return the line of what only RDF 1.2 has."""
    found = (token.start() for token in NEW_SYNTAX.finditer(text) if token["new"])
    start = next(found, None)
    return 0 if start is None else text.count("\n", 0, start) + 1


def _remote_context(text: str) -> int:
    """Return the line of the first context that would be fetched; 0 where the rest is no JSON."""
    try:
        address = next(_addresses(json.loads(text, parse_int=str)), "")
    except ValueError:
        return 0
    return text.count("\n", 0, max(text.find(json.dumps(address)), 0)) + 1


def _addresses(value: object) -> Iterator[str]:
    """Yield the addresses of contexts that a JSON-LD document would have fetched."""
    if isinstance(value, list):
        for item in value:
            yield from _addresses(item)
    elif isinstance(value, dict):
        context = value.get("@context", [])
        items = context if isinstance(context, list) else [context]
        yield from (item for item in [*items, value.get("@import")] if isinstance(item, str))
        for item in value.values():
            yield from _addresses(item)
