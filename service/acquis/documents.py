"""RDF documents in any common syntax, read as facts for the reasoner."""

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from acquis.errors import AcquisError
from acquis.reasoning.facts import Fact

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
}
RDF_1_2 = "a triple term of RDF 1.2, which OWL 2 does not know; reify it"
TAG = re.compile(
    rb""""@language"\s*:\s*"([^"]+)"|xml:lang\s*=\s*["']([^"']+)"""
    rb"""|["']@([A-Za-z]+(?:-[A-Za-z0-9]+)*)"""
)


def facts(path: Path, *, among_others: bool = False) -> Iterator[Fact]:
    """Yield the triples of a document, of all its graphs, as facts.

    The name's ending tells the syntax. A language tag keeps its letter case where the document
    spells it in one way. `among_others` gives blank nodes names that no other document has.

    Raises AcquisError with file and line where the document cannot be read.
    """
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        known = ", ".join(FORMATS)
        raise AcquisError(f"{path}: its name tells no syntax; it should end in one of {known}")
    try:
        content = path.read_bytes()
        tags = spellings(content)
        quads = ox.parse(
            content,
            format=form,
            base_iri=path.resolve().as_uri(),
            rename_blank_nodes=among_others,
        )
        for quad in quads:
            if isinstance(quad.object, ox.Triple):
                raise AcquisError(f"{path}: {RDF_1_2}")
            value = str(quad.object)
            if tags and isinstance(quad.object, ox.Literal) and quad.object.language in tags:
                value = value.removesuffix(quad.object.language) + tags[quad.object.language]
            yield str(quad.subject), str(quad.predicate), value
    except OSError as fault:
        raise AcquisError(f"{path}: cannot be read: {fault.strerror}") from fault
    except SyntaxError as fault:
        raise AcquisError(f"{path}:{fault.lineno or 0}: {fault.msg}") from fault


def spellings(content: bytes) -> dict[str, str]:
    """Return the language tags that a document does not write in lower case, by the lower case.

    The parser lower-cases tags. One that is spelled in several ways is left so.
    """
    found: dict[str, set[str]] = {}
    for groups in set(TAG.findall(content)):
        for tag in groups:
            spelled = tag.decode("ascii", "replace")
            if spelled:
                found.setdefault(spelled.lower(), set()).add(spelled)
    return {
        lower: next(iter(ways))
        for lower, ways in found.items()
        if len(ways) == 1 and ways != {lower}
    }
