"""Triples as documents that hold all that was written: lexical forms, and tags in their case.

pyoxigraph lower-cases language tags when it reads, which RDF 1.1 holds equal; the sources have
them as RFC 5646 recommends, and so do these documents.
"""

import re
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from acquis import turtle
from acquis.engine import jsonld
from acquis.engine.formats import Format, serialise
from acquis.engine.jsonld import Context
from acquis.engine.writers import NO_XML
from acquis.errors import AcquisError
from acquis.graph import language_tag, term

IN_TURTLE = re.compile(r'("(?:[^"\\]|\\.)*"@)([A-Za-z0-9-]+)|"(?:[^"\\]|\\.)*"')
TAGS: Mapping[object, re.Pattern[str]] = {
    ox.RdfFormat.TURTLE: IN_TURTLE,
    ox.RdfFormat.N_TRIPLES: IN_TURTLE,
    ox.RdfFormat.RDF_XML: re.compile(r'(<[^<>]* xml:lang=")([A-Za-z0-9-]+)(?=")'),
}
UNLIKE = re.compile(r'(?:"@|xml:lang=")[a-z]*[A-Z-]')
START = (
    r"A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
XML_NAME = re.compile(rf"[{START}][{START}0-9.\u00B7\u0300-\u036F\u203F\u2040-]*\Z")


class NoSuchForm(AcquisError):
    """Triples that a format has no way to write."""


def document(triples: Iterable[ox.Triple], form: Format, context: Context) -> bytes:
    """Return triples in one of the formats of GRAPHS: one text for one set of triples.

    Turtle is in the canonical form of `acquis fmt` where it has one. Raises NoSuchForm where
    RDF/XML cannot name a predicate or hold a character
    (https://www.w3.org/TR/rdf-syntax-grammar/#section-Serialising).
    """
    found = set(triples)
    if form.syntax == ox.RdfFormat.JSON_LD:
        return jsonld.serialise(found, context)
    if form.syntax == ox.RdfFormat.N_TRIPLES:
        return "".join(sorted(map(_line, found))).encode()
    if form.syntax == ox.RdfFormat.TURTLE:
        return _turtle(found, form, context.prefixes)
    for triple in found:
        _check(triple)
    return answer(found, form, context)


def answer(triples: Iterable[ox.Triple], form: Format, context: Context) -> bytes:
    """Return triples that a query made in one of the formats of GRAPHS, fast however many.

    Raises NoSuchForm where the format cannot hold them.
    """
    if form.syntax == ox.RdfFormat.N_TRIPLES:
        return recased("".join(sorted({f"{triple} .\n" for triple in triples})), form).encode()
    try:
        if form.syntax == ox.RdfFormat.JSON_LD:
            return jsonld.serialise(triples, context)
        content = serialise(triples, form, context.prefixes)
    except (OSError, jsonld.TripleTerm) as fault:
        raise NoSuchForm(f"{form.name} cannot hold the answer: {fault}") from fault
    return recased(content.decode(), form).encode()


def _turtle(triples: set[ox.Triple], form: Format, prefixes: Mapping[str, str]) -> bytes:
    terms = ((term(t.subject), term(t.predicate), term(t.object)) for t in triples)
    try:
        return turtle.serialise(terms, prefixes).encode()
    except turtle.Unwritable:
        return answer(triples, form, Context(prefixes))


def _line(triple: ox.Triple) -> str:
    return f"{triple.subject} {triple.predicate} {ntriples(triple.object)} .\n"


def ntriples(value: object) -> str:
    """Return a term of pyoxigraph as N-Triples writes it, its language tag in RFC 5646 case."""
    if isinstance(value, ox.Literal) and value.language:
        return f"{ox.Literal(value.value)}@{language_tag(value.language)}"
    return str(value)


def recased(content: str, form: Format) -> str:
    """Return a text in one of the formats of TAGS with the language tags in their case."""
    return TAGS[form.syntax].sub(_cased, content) if UNLIKE.search(content) else content


def _cased(match: re.Match[str]) -> str:
    return match[1] + language_tag(match[2]) if match[1] else match[0]


def _check(triple: ox.Triple) -> None:
    if not XML_NAME.search(triple.predicate.value):
        raise NoSuchForm(
            f"RDF/XML has no name for the property {triple.predicate}, "
            "whose IRI ends in no XML name; ask for Turtle, N-Triples or JSON-LD"
        )
    if isinstance(triple.object, ox.Literal) and NO_XML.search(triple.object.value):
        raise NoSuchForm(
            f"XML cannot hold a character in a value of {triple.predicate} of {triple.subject}; "
            "ask for Turtle, N-Triples or JSON-LD"
        )
