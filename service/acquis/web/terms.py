"""Terms as a page shows them: a label for a person, a link that works on this host."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

import pyoxigraph as ox

from acquis.engine.formats import Term
from acquis.graph import language_tag
from acquis.names import BASE, compress
from acquis.web.records import Records

XSD = "http://www.w3.org/2001/XMLSchema#"
ADDRESSES = frozenset({XSD + "anyURI", XSD + "string"})
ADDRESS = re.compile(r"https?://[^\s<>\"]+")
LONGEST = 60
NUMBERS = frozenset({"xsd:integer", "xsd:decimal"})
LOCAL = (BASE + "id/", BASE + "ns", BASE + "graph/")


@dataclass(frozen=True)
class Shown:
    """A term on a page: `text` to read, `code` its prefixed name or datatype, `href` or empty.

    `href` is a path on this host where it begins with `/`, else an address elsewhere; `language`
    is the tag of the text, empty where it has none.
    """

    text: str
    code: str = ""
    href: str = ""
    language: str = ""
    labelled: bool = False

    @property
    def number(self) -> bool:
        """Whether it is a number, which a table aligns to the right."""
        return self.code in NUMBERS


class Terms:
    """Makes terms presentable to a reader, whose language ranges begin with the most wanted."""

    def __init__(
        self, records: Records, prefixes: Mapping[str, str], languages: Sequence[str] = ()
    ) -> None:
        self.records = records
        self.prefixes = prefixes
        self.languages = languages

    def show(self, term: Term | None) -> Shown:
        """Return a term as a page shows it; an unbound one as nothing."""
        if isinstance(term, ox.NamedNode):
            return self.iri(term.value)
        if isinstance(term, ox.Literal):
            return self._literal(term)
        if isinstance(term, ox.BlankNode):
            return Shown("unnamed node", code=str(term))
        return Shown("" if term is None else str(term))

    def iri(self, iri: str) -> Shown:
        """Return an IRI as a page shows it."""
        code = compress(iri, self.prefixes).strip("<>")
        label = self.records.label(iri, self.languages)
        if label is None:
            return Shown(code, code, self.link(iri))
        return Shown(
            label.value, code, self.link(iri), language_tag(label.language or ""), labelled=True
        )

    def link(self, iri: str) -> str:
        """Return the address of a page about an IRI: a path for ours, empty where none is."""
        if iri.startswith(LOCAL):
            return "/" + iri.removeprefix(BASE)
        if iri.startswith(BASE):
            return ""
        return iri if iri.startswith(("http://", "https://")) else ""

    def _literal(self, term: ox.Literal) -> Shown:
        if term.language:
            return Shown(term.value, language=language_tag(term.language))
        datatype = term.datatype.value
        if datatype in ADDRESSES and ADDRESS.fullmatch(term.value):
            return Shown(_shortened(term.value), href=term.value)
        return Shown(term.value, code=compress(datatype, self.prefixes).strip("<>"))


def _shortened(address: str) -> str:
    text = unquote(address.partition("://")[2]).rstrip("/")
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]}…{text[-half:]}"
