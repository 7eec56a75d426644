"""Terms and facts of the reasoner: a term is its text in N-Triples, a fact is three of them.

See https://www.w3.org/TR/n-triples/. So a fact goes in and comes out by the same characters, and
a proof can be written down and read by anybody.
"""

Fact = tuple[str, str, str]

SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
VOCABULARY = tuple(f"<{space}" for space in SPACES.values())


def iri(name: str) -> str:
    """Return the term for a prefixed name of RDF, RDFS, OWL or XSD, such as `owl:sameAs`."""
    prefix, _, local = name.partition(":")
    return f"<{SPACES[prefix]}{local}>"


TYPE, FIRST, REST, NIL = (iri(f"rdf:{name}") for name in ("type", "first", "rest", "nil"))
SUBCLASS, SUBPROPERTY = iri("rdfs:subClassOf"), iri("rdfs:subPropertyOf")
SAME, DIFFERENT = iri("owl:sameAs"), iri("owl:differentFrom")
EQUIVALENT_CLASS, EQUIVALENT_PROPERTY = iri("owl:equivalentClass"), iri("owl:equivalentProperty")
THING, NOTHING = iri("owl:Thing"), iri("owl:Nothing")
ANNOTATIONS = frozenset(
    iri(name)
    for name in (
        "rdfs:label rdfs:comment rdfs:seeAlso rdfs:isDefinedBy owl:deprecated owl:versionInfo"
        " owl:priorVersion owl:backwardCompatibleWith owl:incompatibleWith"
    ).split()
)
REFLEXIVE = frozenset({SAME, SUBCLASS, SUBPROPERTY, EQUIVALENT_CLASS, EQUIVALENT_PROPERTY})


def is_iri(term: str) -> bool:
    """Say whether a term is an IRI."""
    return term.startswith("<")


def is_literal(term: str) -> bool:
    """Say whether a term is a literal."""
    return term.startswith('"')


def is_vocabulary(term: str) -> bool:
    """Say whether a term belongs to RDF, RDFS, OWL or XSD."""
    return term.startswith(VOCABULARY)


def holds_of_every_graph(fact: Fact) -> bool:
    """Say whether a fact follows from no premise in particular.

    That is x same as x, a class below itself or below owl:Thing, owl:Nothing below a class, a
    member of owl:Thing, and all that is said of the vocabularies themselves.
    """
    subject, predicate, value = fact
    if subject == value and predicate in REFLEXIVE:
        return True
    return value == THING or subject == NOTHING or is_vocabulary(subject)
