"""The forms an answer can take: one table for the web and the command line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True)
class Format:
    """One serialisation: short name, media type, other media types it answers to, file ending."""

    name: str
    media_type: str
    extension: str
    syntax: ox.QueryResultsFormat | ox.RdfFormat
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The value for the Content-Type header."""
        textual = self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if textual else self.media_type


RESULTS = (
    Format(
        "json",
        "application/sparql-results+json",
        "srj",
        ox.QueryResultsFormat.JSON,
        ("application/json",),
    ),
    Format(
        "xml",
        "application/sparql-results+xml",
        "srx",
        ox.QueryResultsFormat.XML,
        ("application/xml", "text/xml"),
    ),
    Format("csv", "text/csv", "csv", ox.QueryResultsFormat.CSV),
    Format("tsv", "text/tab-separated-values", "tsv", ox.QueryResultsFormat.TSV),
)
GRAPHS = (
    Format("turtle", "text/turtle", "ttl", ox.RdfFormat.TURTLE, ("application/x-turtle",)),
    Format("ntriples", "application/n-triples", "nt", ox.RdfFormat.N_TRIPLES),
    Format(
        "rdfxml",
        "application/rdf+xml",
        "rdf",
        ox.RdfFormat.RDF_XML,
        ("application/xml", "text/xml"),
    ),
    Format("jsonld", "application/ld+json", "jsonld", ox.RdfFormat.JSON_LD, ("application/json",)),
)


def named(name: str) -> Format | None:
    """Return the format with a short name, or None."""
    return next((form for form in (*RESULTS, *GRAPHS) if form.name == name), None)


def of_media_type(media_type: str) -> Format:
    """Return the format of a media type; raises ValueError where there is none."""
    for form in (*RESULTS, *GRAPHS):
        if form.media_type == media_type:
            return form
    raise ValueError(f"no format has the media type {media_type}")


def serialise(triples: Iterable[ox.Triple], form: Format, prefixes: Mapping[str, str]) -> bytes:
    """Return triples in one of the formats of GRAPHS, with the prefixes of the table they use.

    Triples are sorted, so that one set of triples has one text. Raises ValueError for a format
    of results.
    """
    if not isinstance(form.syntax, ox.RdfFormat):
        raise ValueError(f"{form.name} is a format for results, not for triples")
    ordered = sorted(set(triples), key=str)
    iris = {iri for triple in ordered for iri in _iris(triple)}
    used = {
        prefix: space
        for prefix, space in prefixes.items()
        if any(iri.startswith(space) for iri in iris)
    }
    return ox.serialize(ordered, format=form.syntax, prefixes=used) or b""


def _iris(triple: ox.Triple) -> list[str]:
    parts = (triple.subject, triple.predicate, triple.object)
    found = [part.value for part in parts if isinstance(part, ox.NamedNode)]
    if isinstance(triple.object, ox.Literal):
        found.append(triple.object.datatype.value)
    return found
