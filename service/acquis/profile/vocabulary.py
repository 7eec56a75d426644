"""The vocabulary of OWL 2, as terms in N-Triples text.

See OWL 2 Structural Specification, section 2.4 (reserved vocabulary), section 4 (datatype map)
and section 5 (built-in entities): https://www.w3.org/TR/owl2-syntax/.
"""

from acquis.reasoning.facts import NOTHING, SPACES, THING, VOCABULARY, iri

RESERVED = VOCABULARY
XSD = f"<{SPACES['xsd']}"
SWRL = "<http://www.w3.org/2003/11/swrl#"


def iris(names: str) -> tuple[str, ...]:
    """Return the terms for several prefixed names, written with blanks between them."""
    return tuple(iri(name) for name in names.split())


LIST, PROPERTY, RDFS_CLASS = iris("rdf:List rdf:Property rdfs:Class")
DOMAIN, RANGE = iris("rdfs:domain rdfs:range")
CLASS, DATATYPE, RESTRICTION, DATA_RANGE = iris(
    "owl:Class rdfs:Datatype owl:Restriction owl:DataRange"
)
OBJECT_PROPERTY, DATA_PROPERTY, ANNOTATION_PROPERTY, ONTOLOGY_PROPERTY, NAMED_INDIVIDUAL = iris(
    "owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty owl:OntologyProperty"
    " owl:NamedIndividual"
)
ONTOLOGY, AXIOM, ANNOTATION = iris("owl:Ontology owl:Axiom owl:Annotation")
IMPORTS, VERSION_IRI = iris("owl:imports owl:versionIRI")
LITERAL = iri("rdfs:Literal")
DISJOINT_CLASS, DISJOINT_UNION, KEY = iris("owl:disjointWith owl:disjointUnionOf owl:hasKey")
DISJOINT_PROPERTY, CHAIN, INVERSE = iris(
    "owl:propertyDisjointWith owl:propertyChainAxiom owl:inverseOf"
)
INTERSECTION, UNION, COMPLEMENT, ONE_OF, DATA_COMPLEMENT = iris(
    "owl:intersectionOf owl:unionOf owl:complementOf owl:oneOf owl:datatypeComplementOf"
)
ON_DATATYPE, FACETS = iris("owl:onDatatype owl:withRestrictions")
ON_PROPERTY, ON_PROPERTIES, ON_CLASS, ON_DATA_RANGE = iris(
    "owl:onProperty owl:onProperties owl:onClass owl:onDataRange"
)
SOME, ALL, HAS_VALUE, HAS_SELF = iris(
    "owl:someValuesFrom owl:allValuesFrom owl:hasValue owl:hasSelf"
)
ALL_DIFFERENT, ALL_DISJOINT_CLASSES, ALL_DISJOINT_PROPERTIES, NEGATIVE_ASSERTION = iris(
    "owl:AllDifferent owl:AllDisjointClasses owl:AllDisjointProperties"
    " owl:NegativePropertyAssertion"
)
MEMBERS, DISTINCT_MEMBERS = iris("owl:members owl:distinctMembers")
ANNOTATED = iris("owl:annotatedSource owl:annotatedProperty owl:annotatedTarget")
NEGATED = iris("owl:assertionProperty owl:sourceIndividual")
TARGET_INDIVIDUAL, TARGET_VALUE = iris("owl:targetIndividual owl:targetValue")
TOP_OBJECT, BOTTOM_OBJECT, TOP_DATA, BOTTOM_DATA = iris(
    "owl:topObjectProperty owl:bottomObjectProperty owl:topDataProperty owl:bottomDataProperty"
)
FUNCTIONAL = iri("owl:FunctionalProperty")
CHARACTERISTICS = {
    iri("owl:FunctionalProperty"): "FunctionalObjectProperty",
    iri("owl:InverseFunctionalProperty"): "InverseFunctionalObjectProperty",
    iri("owl:ReflexiveProperty"): "ReflexiveObjectProperty",
    iri("owl:IrreflexiveProperty"): "IrreflexiveObjectProperty",
    iri("owl:SymmetricProperty"): "SymmetricObjectProperty",
    iri("owl:AsymmetricProperty"): "AsymmetricObjectProperty",
    iri("owl:TransitiveProperty"): "TransitiveObjectProperty",
}
CARDINALITIES = {
    iri("owl:minCardinality"): "MinCardinality",
    iri("owl:maxCardinality"): "MaxCardinality",
    iri("owl:cardinality"): "ExactCardinality",
}
QUALIFIED = {
    iri("owl:minQualifiedCardinality"): "MinCardinality",
    iri("owl:maxQualifiedCardinality"): "MaxCardinality",
    iri("owl:qualifiedCardinality"): "ExactCardinality",
}
OPERATORS = {
    INTERSECTION: "IntersectionOf",
    UNION: "UnionOf",
    COMPLEMENT: "ComplementOf",
    ONE_OF: "OneOf",
    DATA_COMPLEMENT: "ComplementOf",
    ON_DATATYPE: "DatatypeRestriction",
}
CLASS_OPERATORS = frozenset({INTERSECTION, UNION, COMPLEMENT, ONE_OF})
CONDITIONS = {
    SOME: "SomeValuesFrom",
    ALL: "AllValuesFrom",
    HAS_VALUE: "HasValue",
    HAS_SELF: "HasSelf",
    **CARDINALITIES,
    **QUALIFIED,
}
ABOUT_EXPRESSIONS = frozenset(
    {*OPERATORS, *CONDITIONS, ON_PROPERTY, ON_PROPERTIES, ON_CLASS, ON_DATA_RANGE, FACETS}
)
DEPRECATED = iris("owl:DeprecatedClass owl:DeprecatedProperty")

BUILT_IN_CLASSES = frozenset({THING, NOTHING})
BUILT_IN_ANNOTATIONS = frozenset(
    iris(
        "rdfs:label rdfs:comment rdfs:seeAlso rdfs:isDefinedBy owl:deprecated owl:versionInfo"
        " owl:priorVersion owl:backwardCompatibleWith owl:incompatibleWith"
    )
)
NUMERIC = frozenset(
    iris(
        "owl:real owl:rational xsd:decimal xsd:integer xsd:nonNegativeInteger"
        " xsd:nonPositiveInteger xsd:positiveInteger xsd:negativeInteger xsd:long xsd:int"
        " xsd:short xsd:byte xsd:unsignedLong xsd:unsignedInt xsd:unsignedShort xsd:unsignedByte"
        " xsd:double xsd:float"
    )
)
TIME = frozenset(iris("xsd:dateTime xsd:dateTimeStamp"))
STRINGS = frozenset(
    iris("xsd:string xsd:normalizedString xsd:token xsd:language xsd:Name xsd:NCName xsd:NMTOKEN")
)
BINARY = frozenset(iris("xsd:hexBinary xsd:base64Binary"))
ANY_URI, BOOLEAN, PLAIN_LITERAL, XML_LITERAL, STRING = iris(
    "xsd:anyURI xsd:boolean rdf:PlainLiteral rdf:XMLLiteral xsd:string"
)
DATATYPE_MAP = NUMERIC | TIME | STRINGS | BINARY | {ANY_URI, BOOLEAN, PLAIN_LITERAL, XML_LITERAL}

_ORDER = frozenset(iris("xsd:minInclusive xsd:maxInclusive xsd:minExclusive xsd:maxExclusive"))
_LENGTH = frozenset(iris("xsd:length xsd:minLength xsd:maxLength"))
_PATTERN, _LANG_RANGE = frozenset({iri("xsd:pattern")}), frozenset({iri("rdf:langRange")})
FACETS_OF: dict[str, frozenset[str]] = {
    **dict.fromkeys(NUMERIC | TIME, _ORDER),
    **dict.fromkeys(STRINGS | {ANY_URI}, _LENGTH | _PATTERN),
    **dict.fromkeys(BINARY, _LENGTH),
    PLAIN_LITERAL: _LENGTH | _PATTERN | _LANG_RANGE,
}
FACET_NAMES = _ORDER | _LENGTH | _PATTERN | _LANG_RANGE
LENGTH_FACETS = _LENGTH


def is_blank(term: str) -> bool:
    """Say whether a term is a blank node."""
    return term.startswith("_")


def datatype(literal: str) -> str:
    """Return the datatype of a literal; a text in a language is an `rdf:PlainLiteral`."""
    if literal.endswith('"'):
        return STRING
    if literal.endswith(">"):
        return literal[literal.rindex("^^") + 2 :]
    return PLAIN_LITERAL


def lexical_form(literal: str) -> str:
    """Return what stands between the quotes of a literal."""
    return literal[1 : literal.rindex('"')]
