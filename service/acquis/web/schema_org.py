"""What search engines read on a page: schema.org (https://schema.org/) in JSON-LD.

Only what the graph states is said.
"""

from collections.abc import Iterable
from typing import Any, TypeGuard

import pyoxigraph as ox

from acquis.names import QAP
from acquis.web.records import TITLE, TYPE, Records
from acquis.web.terms import Terms

SCHEMA = "https://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
ELI = "http://data.europa.eu/eli/ontology#"
ORG = "http://www.w3.org/ns/org#"
KINDS = {
    str(QAP.Provision): "Legislation",
    str(QAP.LegislativeAct): "Legislation",
    str(QAP.ExecutiveAct): "Legislation",
    str(QAP.BindingInstrument): "Legislation",
    str(QAP.Treaty): "Legislation",
    str(QAP.Instrument): "CreativeWork",
    str(QAP.Standard): "CreativeWork",
    str(QAP.Document): "CreativeWork",
    str(QAP.Claim): "Claim",
    str(QAP.Institution): "Organization",
    SCHEMA + "Person": "Person",
    SKOS + "Concept": "DefinedTerm",
    str(QAP.Value): "DefinedTerm",
    str(QAP.Principle): "DefinedTerm",
    str(QAP.Risk): "DefinedTerm",
    str(QAP.Technology): "DefinedTerm",
}
EVERYWHERE = {
    "description": (SKOS + "definition", DCTERMS + "description"),
    "alternateName": (TITLE.value, SKOS + "altLabel"),
    "sameAs": (SKOS + "exactMatch",),
    "identifier": (SKOS + "notation", ELI + "id_local"),
}
OF_KIND = {
    "Legislation": {
        "legislationIdentifier": (ELI + "id_local",),
        "legislationDate": (ELI + "date_document",),
        "datePublished": (ELI + "date_publication",),
        "legislationJurisdiction": (str(QAP.originatesIn),),
        "isPartOf": (str(QAP.isProvisionOf),),
        "url": (SCHEMA + "url",),
    },
    "CreativeWork": {"datePublished": (ELI + "date_publication",), "url": (SCHEMA + "url",)},
    "DefinedTerm": {"termCode": (SKOS + "notation",), "inDefinedTermSet": (SKOS + "inScheme",)},
    "Organization": {
        "foundingDate": (SCHEMA + "foundingDate",),
        "parentOrganization": (ORG + "subOrganizationOf",),
        "url": (SCHEMA + "url",),
    },
}


def types(node: ox.NamedNode, records: Records) -> list[str]:
    """Return the types of schema.org that the classes of a thing come to, most telling first."""
    classes = {term.value for term in records.values(node, TYPE.value) if _is_named(term)}
    found = [kind for iri, kind in KINDS.items() if iri in classes]
    return found[:1]


def thing(node: ox.NamedNode, records: Records, terms: Terms) -> dict[str, Any]:
    """Return the JSON-LD of a thing."""
    kinds = types(node, records) or ["Thing"]
    said: dict[str, Any] = {
        "@context": SCHEMA.rstrip("/"),
        "@type": kinds[0],
        "@id": node.value,
        "name": terms.iri(node.value).text,
    }
    for name, predicates in {**EVERYWHERE, **OF_KIND.get(kinds[0], {})}.items():
        values = [
            named(term, terms)
            for predicate in predicates
            for term in records.values(node, predicate, inferred=False)
        ]
        values = [value for value in values if value != said["name"]]
        if values:
            said[name] = values[0] if len(values) == 1 else values
    return said


def dataset(
    facts: Iterable[tuple[str, object]], downloads: Iterable[tuple[str, str, int]]
) -> dict[str, Any]:
    """Return the JSON-LD of the dataset.

    `facts` are properties with their values, those without one left out; `downloads` are the
    address, the media type and the bytes of each file.
    """
    said: dict[str, Any] = {"@context": SCHEMA.rstrip("/"), "@type": "Dataset"}
    said |= {name: value for name, value in facts if value}
    said["distribution"] = [
        {
            "@type": "DataDownload",
            "contentUrl": address,
            "encodingFormat": kind,
            "contentSize": f"{size} B",
        }
        for address, kind, size in downloads
    ]
    return said


def named(term: object, terms: Terms) -> Any:
    """Return a term as a value: an object with IRI and name, or a text."""
    if _is_named(term):
        shown = terms.iri(term.value)
        return {"@id": term.value, "name": shown.text} if shown.labelled else {"@id": term.value}
    return getattr(term, "value", str(term))


def _is_named(term: object) -> TypeGuard[ox.NamedNode]:
    return isinstance(term, ox.NamedNode)
