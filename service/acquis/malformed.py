"""Why a file of RDF cannot be read, and on which line, where its parser does not say."""

import json
import re
from collections.abc import Iterator
from xml.parsers import expat

from acquis.files import Syntax

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


class Unsupported(SyntaxError):
    """A construct of RDF 1.2, which OWL 2 does not know."""


def refuse_other_syntax(content: bytes) -> None:
    """Raise SyntaxError for an ontology in a syntax that is none of RDF's."""
    for pattern, name in OTHER_SYNTAX.items():
        if pattern.match(content):
            raise _at(0, f"{name}, which is not read; save it as RDF/XML or Turtle")


def refuse_unbounded(content: bytes) -> None:
    """Raise SyntaxError where an XML document is malformed, or its entities expand without end."""
    try:
        expat.ParserCreate().Parse(content, True)
    except expat.ExpatError as fault:
        raise _at(fault.lineno, expat.ErrorString(fault.code)) from fault


def located(fault: SyntaxError, content: bytes, syntax: Syntax) -> SyntaxError:
    """Return a syntax error with the line where it can be found, and words for a person."""
    message = str(fault.msg or fault)
    if fault.lineno:
        return fault
    if isinstance(fault, Unsupported):
        return _at(_new_syntax(content.decode("utf-8")), message)
    if syntax == "rdf-xml":
        try:
            refuse_unbounded(content)
        except SyntaxError as found:
            return found
    if syntax == "json-ld" and "LoadDocumentCallback" in message:
        what = "a context at another address, which is not fetched; write it into the file"
        return _at(_remote_context(content.decode("utf-8")), what)
    return _at(0, message)


def _at(line: int, message: str) -> SyntaxError:
    return SyntaxError(message, (None, line, 0, None))


def _new_syntax(text: str) -> int:
    """Return the line of what only RDF 1.2 has."""
    found = (token.start() for token in NEW_SYNTAX.finditer(text) if token["new"])
    start = next(found, None)
    return 0 if start is None else text.count("\n", 0, start) + 1


def _remote_context(text: str) -> int:
    address = next(_addresses(json.loads(text)), "")
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
