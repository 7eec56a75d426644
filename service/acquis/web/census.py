"""The counts of a build (https://www.w3.org/TR/void/#statistics), each taken once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import pyoxigraph as ox

from acquis.names import BASE
from acquis.web.records import TYPE, Records

SKOS = "http://www.w3.org/2004/02/skos/core#"
OWL = "http://www.w3.org/2002/07/owl#"
LINKING = frozenset(
    [SKOS + kind + "Match" for kind in ("exact", "close", "broad", "narrow", "related")]
    + [OWL + name for name in ("sameAs", "equivalentClass", "equivalentProperty")]
)
ENTITIES = (BASE + "id/", BASE + "ns")


@dataclass(frozen=True)
class Census:
    """What a set of triples holds.

    An entity is an IRI of ours, below /id/ or /ns, that is a subject; `by_class` counts its
    members, `by_property` the triples; `links` counts those that lead from a thing of ours to
    one of others, by predicate and by the namespace of the other.
    """

    triples: int
    entities: int
    subjects: int
    objects: int
    by_class: Counter[str]
    by_property: Counter[str]
    links: Counter[tuple[str, str]]


def of_layer(records: Records, inferred: bool | None, namespaces: Iterable[str]) -> Census:
    """Count the distinct triples of both layers, or of the asserted or inferred one.

    `namespaces` are those of the prefix table, by which links are told apart.
    """
    layers = {None: (records.asserted, records.inferred), False: (records.asserted,)}
    quads = (quad for layer in layers.get(inferred, (records.inferred,)) for quad in layer)
    return of_triples({quad.triple for quad in quads}, namespaces)


def of_triples(triples: set[ox.Triple], namespaces: Iterable[str]) -> Census:
    """Count some triples."""
    spaces = sorted(namespaces, key=len, reverse=True)
    subjects = {triple.subject for triple in triples}
    names = [node.value for node in subjects if isinstance(node, ox.NamedNode)]
    return Census(
        len(triples),
        sum(name.startswith(ENTITIES) for name in names),
        len(subjects),
        len({triple.object for triple in triples}),
        Counter(
            triple.object.value
            for triple in triples
            if triple.predicate == TYPE and isinstance(triple.object, ox.NamedNode)
        ),
        Counter(triple.predicate.value for triple in triples),
        Counter(
            (triple.predicate.value, _space(triple.object.value, spaces))
            for triple in triples
            if triple.predicate.value in LINKING
            and isinstance(triple.object, ox.NamedNode)
            and _leads_out(triple)
        ),
    )


def _leads_out(triple: ox.Triple) -> bool:
    ends = (triple.subject, triple.object)
    ours = [isinstance(end, ox.NamedNode) and end.value.startswith(BASE) for end in ends]
    return isinstance(triple.object, ox.NamedNode) and ours == [True, False]


def _space(iri: str, spaces: list[str]) -> str:
    parts = urlsplit(iri)
    return next((space for space in spaces if iri.startswith(space)), f"{parts[0]}://{parts[1]}/")
