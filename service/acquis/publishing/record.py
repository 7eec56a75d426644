"""What a server holds of ours, told in the server itself.

A named graph of its own says which build it is, whether all of it has arrived, and which graphs
belong to it. All of it is IRIs and plain strings, which no server writes otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from acquis.publishing.graphs import RECORD

TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
DATASET = ox.NamedNode("http://rdfs.org/ns/void#Dataset")
DCTERMS = "http://purl.org/dc/terms/"
IDENTIFIER = ox.NamedNode(DCTERMS + "identifier")
PART = ox.NamedNode(DCTERMS + "hasPart")
STATUS = ox.NamedNode("https://schema.org/creativeWorkStatus")
VERSION = ox.NamedNode("http://www.w3.org/2002/07/owl#versionInfo")
SUBJECT = ox.NamedNode(RECORD)
COMPLETE = "complete"


@dataclass(frozen=True)
class Record:
    """Which build a server holds, and by which names.

    `status` is `complete`, or tells by whom it is being sent; `graphs` are those of the build
    and, while it is being sent, those of the build before.
    """

    build: str
    version: str
    status: str
    graphs: frozenset[str] = field(default_factory=frozenset)

    @property
    def complete(self) -> bool:
        """Whether all of the build is there and nothing else of ours."""
        return self.status == COMPLETE

    def triples(self) -> set[ox.Triple]:
        """Return the triples that say so."""
        said = {IDENTIFIER: self.build, VERSION: self.version, STATUS: self.status}
        return {
            ox.Triple(SUBJECT, TYPE, DATASET),
            *(ox.Triple(SUBJECT, predicate, ox.Literal(text)) for predicate, text in said.items()),
            *(ox.Triple(SUBJECT, PART, ox.NamedNode(graph)) for graph in self.graphs),
        }


def read(triples: Iterable[ox.Triple]) -> Record | None:
    """Return the record that some triples hold, None where they hold none."""
    found: dict[ox.NamedNode, list[str]] = {}
    for triple in triples:
        if triple.subject == SUBJECT and isinstance(triple.object, ox.NamedNode | ox.Literal):
            found.setdefault(triple.predicate, []).append(triple.object.value)
    texts = [found.get(predicate, []) for predicate in (IDENTIFIER, VERSION, STATUS)]
    if not all(texts):
        return None
    build, version, status = (sorted(text)[-1] for text in texts)
    return Record(build, version, status, frozenset(found.get(PART, [])))
