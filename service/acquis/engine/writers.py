"""Results of SELECT and ASK as text, row by row.

Formats: https://www.w3.org/TR/sparql11-results-json/, https://www.w3.org/TR/rdf-sparql-XMLres/ and
https://www.w3.org/TR/sparql11-results-csv-tsv/.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from json.encoder import encode_basestring as quoted
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from acquis.engine.formats import Term
from acquis.graph import language_tag

Row = Sequence[Term | None]
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SPECIAL = re.compile('[",\r\n]')
BARE = {
    "http://www.w3.org/2001/XMLSchema#integer": re.compile(r"[+-]?\d+"),
    "http://www.w3.org/2001/XMLSchema#decimal": re.compile(r"[+-]?\d*\.\d+"),
    "http://www.w3.org/2001/XMLSchema#double": re.compile(r"[+-]?(\d+\.?\d*|\.\d+)[eE][+-]?\d+"),
}


class Writer:
    """Writes the columns, then the rows, then the end; a term is put into words once."""

    def __init__(self, variables: Sequence[str]) -> None:
        self.variables = variables
        self._known: dict[Term, str] = {}

    def head(self) -> str:
        """Return what stands before the rows."""
        raise NotImplementedError

    def row(self, row: Row) -> str:
        """Return one row; the first begins as every other does."""
        raise NotImplementedError

    def end(self) -> str:
        """Return what stands behind the rows."""
        return ""

    def term(self, term: Term) -> str:
        """Return a term as it stands in a row."""
        found = self._known.get(term)
        if found is None:
            found = self._known[term] = self.written(term)
        return found

    def written(self, term: Term) -> str:
        """Put a term into words."""
        raise NotImplementedError


class Json(Writer):
    """SPARQL 1.1 Query Results JSON."""

    _keys: Sequence[str]
    _first = True

    def head(self) -> str:
        """Return the head and the beginning of the bindings."""
        self._keys = [f"{quoted(name)}:" for name in self.variables]
        names = ",".join(map(quoted, self.variables))
        return f'{{"head":{{"vars":[{names}]}},"results":{{"bindings":['

    def row(self, row: Row) -> str:
        """Return one binding."""
        pairs = zip(self._keys, row, strict=True)
        cells = ",".join([key + self.written(term) for key, term in pairs if term is not None])
        comma, self._first = "" if self._first else ",", False
        return f"{comma}{{{cells}}}"

    def end(self) -> str:
        """Return the end of the bindings."""
        return "]}}"

    def written(self, term: Term) -> str:
        """Return a term as a JSON object."""
        if isinstance(term, ox.NamedNode):
            return f'{{"type":"uri","value":{quoted(term.value)}}}'
        if isinstance(term, ox.Literal):
            said = f'{{"type":"literal","value":{quoted(term.value)}'
            if language := term.language:
                return f'{said},"xml:lang":{quoted(language_tag(language))}}}'
            datatype = term.datatype.value
            return said + ("}" if datatype == XSD_STRING else f',"datatype":{quoted(datatype)}}}')
        if isinstance(term, ox.BlankNode):
            return f'{{"type":"bnode","value":{quoted(term.value)}}}'
        parts = zip(("subject", "predicate", "object"), term, strict=True)
        value = ",".join(f'"{name}":{self.written(part)}' for name, part in parts)
        return f'{{"type":"triple","value":{{{value}}}}}'


class Xml(Writer):
    """SPARQL Query Results XML Format."""

    _names: Sequence[str]

    def head(self) -> str:
        """Return the head and the beginning of the results."""
        self._names = [f"<binding name={quoteattr(name)}>" for name in self.variables]
        names = "".join(f"<variable name={quoteattr(name)}/>" for name in self.variables)
        return (
            '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
            f"<head>{names}</head><results>"
        )

    def row(self, row: Row) -> str:
        """Return one result."""
        pairs = zip(self._names, row, strict=True)
        cells = [f"{name}{self.term(term)}</binding>" for name, term in pairs if term is not None]
        return f"<result>{''.join(cells)}</result>"

    def end(self) -> str:
        """Return the end of the results."""
        return "</results></sparql>"

    def written(self, term: Term) -> str:
        """Return a term as an element; XML has no way to write most control characters."""
        if isinstance(term, ox.NamedNode):
            return f"<uri>{_xml(term.value)}</uri>"
        if isinstance(term, ox.BlankNode):
            return f"<bnode>{_xml(term.value)}</bnode>"
        if isinstance(term, ox.Triple):
            parts = zip(("subject", "predicate", "object"), term, strict=True)
            value = "".join(f"<{name}>{self.written(part)}</{name}>" for name, part in parts)
            return f"<triple>{value}</triple>"
        kind = ""
        if term.language:
            kind = f' xml:lang="{language_tag(term.language)}"'
        elif term.datatype.value != XSD_STRING:
            kind = f" datatype={quoteattr(term.datatype.value)}"
        return f"<literal{kind}>{_xml(term.value)}</literal>"


class Csv(Writer):
    """SPARQL 1.1 Query Results CSV."""

    def head(self) -> str:
        """Return the names of the columns."""
        return ",".join(self.variables) + "\r\n"

    def row(self, row: Row) -> str:
        """Return one line."""
        return ",".join("" if term is None else self.term(term) for term in row) + "\r\n"

    def written(self, term: Term) -> str:
        """Return the value of a term."""
        value = str(term) if isinstance(term, ox.Triple | ox.BlankNode) else term.value
        return '"' + value.replace('"', '""') + '"' if SPECIAL.search(value) else value


class Tsv(Writer):
    """SPARQL 1.1 Query Results TSV."""

    def head(self) -> str:
        """Return the names of the columns."""
        return "\t".join(f"?{name}" for name in self.variables) + "\n"

    def row(self, row: Row) -> str:
        """Return one line."""
        return "\t".join("" if term is None else self.term(term) for term in row) + "\n"

    def written(self, term: Term) -> str:
        """Return a term as Turtle writes it."""
        if isinstance(term, ox.Literal):
            bare = BARE.get(term.datatype.value)
            if bare and bare.fullmatch(term.value):
                return term.value
            if term.language:
                text, _, tag = str(term).rpartition("@")
                return f"{text}@{language_tag(tag)}".replace("\t", "\\t")
        return str(term).replace("\t", "\\t")


JSON = "application/sparql-results+json"
WRITERS: dict[str, type[Writer]] = {
    JSON: Json,
    "application/sparql-results+xml": Xml,
    "text/csv": Csv,
    "text/tab-separated-values": Tsv,
}
BOOLEANS: dict[str, Callable[[str], str]] = {
    JSON: lambda word: f'{{"head":{{}},"boolean":{word}}}',
    "application/sparql-results+xml": lambda word: (
        '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
        f"<head></head><boolean>{word}</boolean></sparql>"
    ),
    "text/csv": str,
    "text/tab-separated-values": str,
}


def pieces(writer: Writer, solutions: Iterable[Row]) -> Iterable[str]:
    """Yield the text of an answer in pieces."""
    yield writer.head()
    yield from map(writer.row, solutions)
    yield writer.end()


def _xml(text: str) -> str:
    """Return a text for XML; `\\r` would be read as a line end."""
    return escape(NO_XML.sub("\ufffd", text), {"\r": "&#13;"})
