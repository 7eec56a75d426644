"""What the build is as a dataset, in VoID and DCAT.

See https://www.w3.org/TR/void/ and https://www.w3.org/TR/vocab-dcat-3/. A figure is counted, a
fact is one that the graph or the build states; what neither knows is left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from acquis.engine.formats import GRAPHS
from acquis.knowledge import KnowledgeBase
from acquis.names import BASE, QAP
from acquis.web.census import Census, of_layer
from acquis.web.records import TITLE, TYPE, Records
from acquis.web.signposts import Link

NAME = "Quantum Acquis"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
FORMATS = "http://www.w3.org/ns/formats/"
IANA = "https://www.iana.org/assignments/media-types/"
XSD = "http://www.w3.org/2001/XMLSchema#"
ABOUT = BASE + "void"
WHOLE, ASSERTED, INFERRED = (f"{ABOUT}#{name}" for name in ("dataset", "asserted", "inferred"))
SERVICE = f"{ABOUT}#sparql"
DUMPS = {
    "quantum-acquis.ttl": "text/turtle",
    "asserted.nq": "application/n-quads",
    "inferred.nq": "application/n-quads",
}
SYNTAXES = {"turtle": "Turtle", "ntriples": "N-Triples", "rdfxml": "RDF_XML", "jsonld": "JSON-LD"}
HEADER = ("title", "description", "license", "publisher", "creator")


@dataclass(frozen=True)
class Dump:
    """A file of the build: its name, media type and size in bytes."""

    name: str
    media_type: str
    size: int


class Dataset:
    """A build as a dataset."""

    def __init__(
        self, knowledge: KnowledgeBase, records: Records, prefixes: Mapping[str, str]
    ) -> None:
        self.manifest = knowledge.manifest
        self.records = records
        self.prefixes = prefixes
        found = [(knowledge.folder / name, kind) for name, kind in DUMPS.items()]
        self.dumps = [
            Dump(path.name, kind, path.stat().st_size) for path, kind in found if path.is_file()
        ]
        ontology = ox.NamedNode(str(QAP).rstrip("#"))
        self.header = {name: records.values(ontology, DCTERMS + name) for name in HEADER}

    @property
    def license(self) -> str:
        """The IRI of the licence that the ontology states, empty where it states none."""
        found = [term.value for term in self.header["license"] if isinstance(term, ox.NamedNode)]
        return found[0] if found else ""

    @property
    def description(self) -> str:
        """What the ontology says it is."""
        found = [t.value for t in self.header["description"] if isinstance(t, ox.Literal)]
        return found[0] if found else ""

    @cached_property
    def all(self) -> Census:
        """The counts of all triples."""
        return of_layer(self.records, None, self.prefixes.values())

    @cached_property
    def layers(self) -> dict[str, Census]:
        """The counts of the asserted and of the inferred triples, by the IRI of the subset."""
        spaces = self.prefixes.values()
        return {
            ASSERTED: of_layer(self.records, False, spaces),
            INFERRED: of_layer(self.records, True, spaces),
        }

    def items(self, address: str) -> list[Link]:
        """Return links to the files of the build, at the address of the service."""
        return [Link(f"{address}/data/{d.name}", "item", d.media_type) for d in self.dumps]

    def triples(self, address: str) -> set[ox.Triple]:
        """Return the description of the dataset as served at an address."""
        return {
            *self._identity(),
            *self._access(address),
            *_figures(WHOLE, self.all, parts=True),
            *self._links(),
            *(
                triple
                for iri, census in self.layers.items()
                for triple in [
                    _triple(WHOLE, VOID + "subset", _iri(iri)),
                    _triple(iri, TYPE.value, _iri(VOID + "Dataset")),
                    *_figures(iri, census, parts=False),
                ]
            ),
        }

    def _identity(self) -> Iterator[ox.Triple]:
        for kind in (VOID + "Dataset", DCAT + "Dataset"):
            yield _triple(WHOLE, TYPE.value, _iri(kind))
        yield _triple(WHOLE, TITLE.value, ox.Literal(NAME, language="en"))
        for name in ("description", "license", "publisher", "creator"):
            for term in self.header[name]:
                if isinstance(term, ox.NamedNode | ox.Literal):
                    yield _triple(WHOLE, DCTERMS + name, term)
        yield _triple(WHOLE, DCAT + "version", ox.Literal(self.manifest["version"]))
        yield _triple(WHOLE, DCTERMS + "identifier", ox.Literal(self.manifest["hash"]))
        yield _triple(ABOUT, TYPE.value, _iri(VOID + "DatasetDescription"))
        yield _triple(ABOUT, "http://xmlns.com/foaf/0.1/primaryTopic", _iri(WHOLE))

    def _access(self, address: str) -> Iterator[ox.Triple]:
        endpoint = _iri(address + "/sparql")
        yield _triple(WHOLE, VOID + "sparqlEndpoint", endpoint)
        yield _triple(WHOLE, VOID + "openSearchDescription", _iri(address + "/opensearch.xml"))
        yield _triple(WHOLE, DCAT + "landingPage", _iri(address + "/"))
        yield _triple(WHOLE, VOID + "uriSpace", ox.Literal(BASE))
        for syntax in (SYNTAXES[form.name] for form in GRAPHS):
            yield _triple(WHOLE, VOID + "feature", _iri(FORMATS + syntax))
        for space in sorted(self._vocabularies()):
            yield _triple(WHOLE, VOID + "vocabulary", _iri(space))
        yield _triple(SERVICE, TYPE.value, _iri(DCAT + "DataService"))
        yield _triple(SERVICE, TITLE.value, ox.Literal(f"SPARQL over {NAME}", language="en"))
        yield _triple(SERVICE, DCAT + "endpointURL", endpoint)
        yield _triple(SERVICE, DCAT + "servesDataset", _iri(WHOLE))
        yield _triple(
            SERVICE, DCTERMS + "conformsTo", _iri("https://www.w3.org/TR/sparql11-protocol/")
        )
        for dump in self.dumps:
            yield from self._distribution(dump, address)

    def _distribution(self, dump: Dump, address: str) -> Iterator[ox.Triple]:
        iri, url = f"{ABOUT}#{dump.name}", _iri(f"{address}/data/{dump.name}")
        size = ox.Literal(str(dump.size), datatype=_iri(XSD + "nonNegativeInteger"))
        yield _triple(WHOLE, VOID + "dataDump", url)
        yield _triple(WHOLE, DCAT + "distribution", _iri(iri))
        yield _triple(iri, TYPE.value, _iri(DCAT + "Distribution"))
        yield _triple(iri, TITLE.value, ox.Literal(dump.name))
        yield _triple(iri, DCAT + "accessURL", url)
        yield _triple(iri, DCAT + "downloadURL", url)
        yield _triple(iri, DCAT + "mediaType", _iri(IANA + dump.media_type))
        yield _triple(iri, DCAT + "byteSize", size)
        if self.license:
            yield _triple(iri, DCTERMS + "license", _iri(self.license))

    def _vocabularies(self) -> set[str]:
        used = [*self.all.by_class, *self.all.by_property]
        return {
            space for space in self.prefixes.values() if any(iri.startswith(space) for iri in used)
        }

    def _links(self) -> Iterator[ox.Triple]:
        for at, ((predicate, space), count) in enumerate(sorted(self.all.links.items())):
            iri = f"{ABOUT}#links-{at + 1}"
            yield _triple(WHOLE, VOID + "subset", _iri(iri))
            yield _triple(iri, TYPE.value, _iri(VOID + "Linkset"))
            yield _triple(iri, VOID + "subjectsTarget", _iri(WHOLE))
            yield _triple(iri, VOID + "objectsTarget", _iri(space))
            yield _triple(space, TYPE.value, _iri(VOID + "Dataset"))
            yield _triple(space, VOID + "uriSpace", ox.Literal(space))
            yield _triple(iri, VOID + "linkPredicate", _iri(predicate))
            yield _triple(iri, VOID + "triples", _number(count))


def _figures(iri: str, census: Census, *, parts: bool) -> Iterator[ox.Triple]:
    yield _triple(iri, VOID + "triples", _number(census.triples))
    yield _triple(iri, VOID + "entities", _number(census.entities))
    yield _triple(iri, VOID + "classes", _number(len(census.by_class)))
    yield _triple(iri, VOID + "properties", _number(len(census.by_property)))
    yield _triple(iri, VOID + "distinctSubjects", _number(census.subjects))
    yield _triple(iri, VOID + "distinctObjects", _number(census.objects))
    if not parts:
        return
    for at, (name, count) in enumerate(sorted(census.by_class.items())):
        part = f"{ABOUT}#class-{at + 1}"
        yield _triple(iri, VOID + "classPartition", _iri(part))
        yield _triple(part, VOID + "class", _iri(name))
        yield _triple(part, VOID + "entities", _number(count))
    for at, (name, count) in enumerate(sorted(census.by_property.items())):
        part = f"{ABOUT}#property-{at + 1}"
        yield _triple(iri, VOID + "propertyPartition", _iri(part))
        yield _triple(part, VOID + "property", _iri(name))
        yield _triple(part, VOID + "triples", _number(count))


def _triple(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(_iri(subject), _iri(predicate), value)


def _iri(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _number(count: int) -> ox.Literal:
    return ox.Literal(str(count), datatype=_iri(XSD + "integer"))
