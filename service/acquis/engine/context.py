"""The JSON-LD context of a build, made from its ontology and its table of prefixes."""

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from acquis.engine.jsonld import Context, Definition
from acquis.names import QAP

TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
RANGE = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#range")
OWL = "http://www.w3.org/2002/07/owl#"
SORTS = {
    ox.NamedNode(f"{OWL}{sort}Property"): kind
    for sort, kind in {"Object": "@id", "Datatype": "", "Annotation": ""}.items()
}
XSD = "http://www.w3.org/2001/XMLSchema#"
PLAIN = XSD + "string"


def of_ontology(asserted: Iterable[ox.Quad], prefixes: Mapping[str, str]) -> Context:
    """Return a context with the prefixes, and a term for each property that we define.

    `asserted` are the statements of the build. The value of an object property is an IRI, that
    of a data property has the datatype that the ontology gives as its range, if it gives one.
    """
    kinds: dict[str, str] = {}
    ranges: dict[str, set[str]] = {}
    for quad in asserted:
        about, value = quad.subject, quad.object
        if not isinstance(about, ox.NamedNode) or not isinstance(value, ox.NamedNode):
            continue
        if quad.predicate == TYPE and value in SORTS and about.value.startswith(str(QAP)):
            kinds[about.value] = SORTS[value]
        elif quad.predicate == RANGE:
            ranges.setdefault(about.value, set()).add(value.value)
    terms = {
        iri: Definition(iri.removeprefix(str(QAP)), kind or _datatype(ranges.get(iri, set())))
        for iri, kind in kinds.items()
    }
    return Context(prefixes, terms)


def _datatype(kinds: set[str]) -> str:
    """Return the one datatype of XML Schema that values have, empty where that is not said."""
    [kind, *more] = kinds or {""}
    return kind if kind.startswith(XSD) and kind != PLAIN and not more else ""
