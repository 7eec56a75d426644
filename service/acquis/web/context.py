"""The JSON-LD context of a build, made from its ontology and its table of prefixes."""

from collections.abc import Mapping

import pyoxigraph as ox

from acquis.engine.jsonld import Context, Definition
from acquis.names import QAP
from acquis.web.records import TYPE, Records

OWL = "http://www.w3.org/2002/07/owl#"
RANGE = "http://www.w3.org/2000/01/rdf-schema#range"
XSD = "http://www.w3.org/2001/XMLSchema#"
PLAIN = XSD + "string"


def of_ontology(records: Records, prefixes: Mapping[str, str]) -> Context:
    """Return a context with the prefixes, and a term for each property that we define.

    The value of an object property is an IRI, that of a data property has the datatype that the
    ontology gives as its range, if it gives one.
    """
    terms = {
        quad.subject.value: Definition(quad.subject.value.removeprefix(str(QAP)), kind)
        for sort in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
        for quad in records.asserted.quads_for_object(ox.NamedNode(OWL + sort))
        if quad.predicate == TYPE
        and isinstance(quad.subject, ox.NamedNode)
        and quad.subject.value.startswith(str(QAP))
        for kind in ["@id" if sort == "ObjectProperty" else _datatype(records, quad.subject)]
    }
    return Context(prefixes, terms)


def _datatype(records: Records, property: ox.NamedNode) -> str:
    found = records.values(property, RANGE, inferred=False)
    kinds = [term.value for term in found if isinstance(term, ox.NamedNode)]
    typed = len(kinds) == 1 and kinds[0].startswith(XSD) and kinds[0] != PLAIN
    return kinds[0] if typed else ""
