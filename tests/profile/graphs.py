"""Small graphs in Turtle as facts."""

import pyoxigraph as ox
from tests.conformance import functional

from acquis.profile import Profile

Fact = tuple[str, str, str]
PREFIXES = {
    "": "http://example.org/",
    "rdf": functional.RDF,
    "rdfs": functional.RDFS,
    "owl": functional.OWL,
    "xsd": functional.XSD,
    "swrl": "http://www.w3.org/2003/11/swrl#",
}
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
DECLARED = """
<http://example.org/> a owl:Ontology .
:C a owl:Class . :D a owl:Class . :E a owl:Class .
:p a owl:ObjectProperty . :q a owl:ObjectProperty . :r a owl:ObjectProperty .
:u a owl:DatatypeProperty . :v a owl:DatatypeProperty .
:n a owl:AnnotationProperty .
"""


def facts(turtle: str) -> set[Fact]:
    """Return the facts of Turtle with the prefixes of OWL 2 at hand."""
    return {
        (str(triple.subject), str(triple.predicate), str(triple.object))
        for triple in ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE)
    }


def profile_of(rule: str) -> Profile:
    """Return the profile that a rule belongs to."""
    return "RL" if rule.startswith("rl-") else "DL"
