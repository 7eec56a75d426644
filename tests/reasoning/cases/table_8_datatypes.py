"""Table 8: the semantics of datatypes, five rules.

What these rules say of a literal no triple of RDF can say, for its subject would be a literal. So
each case is made of what follows in turn for a thing that has the literal.
"""

from tests.reasoning.cases import Case, clashes, infers

DATATYPES = """rdf:PlainLiteral rdf:XMLLiteral rdfs:Literal xsd:decimal xsd:integer
    xsd:nonNegativeInteger xsd:nonPositiveInteger xsd:positiveInteger xsd:negativeInteger xsd:long
    xsd:int xsd:short xsd:byte xsd:unsignedLong xsd:unsignedInt xsd:unsignedShort xsd:unsignedByte
    xsd:float xsd:double xsd:string xsd:normalizedString xsd:token xsd:language xsd:Name xsd:NCName
    xsd:NMTOKEN xsd:boolean xsd:hexBinary xsd:base64Binary xsd:anyURI xsd:dateTime
    xsd:dateTimeStamp""".split()

IN = [
    ("5", "xsd:integer"),
    ('"5"^^xsd:byte', "xsd:decimal"),
    ('"5.0"^^xsd:decimal', "xsd:unsignedByte"),
    ('"-1"^^xsd:integer', "xsd:negativeInteger"),
    ('"INF"^^xsd:double', "xsd:double"),
    ('"0"^^xsd:float', "xsd:float"),
    ('"v"', "xsd:string"),
    ('"v"', "xsd:NCName"),
    ('"v"', "rdf:PlainLiteral"),
    ('"v"@en', "rdf:PlainLiteral"),
    ('"v"@en', "rdfs:Literal"),
    ("true", "xsd:boolean"),
    ('"2025-01-01T00:00:00Z"^^xsd:dateTime', "xsd:dateTimeStamp"),
    ('"<b/>"^^rdf:XMLLiteral', "rdf:XMLLiteral"),
    ('"http://a/"^^xsd:anyURI', "xsd:anyURI"),
]
SAME = [
    ("1", '"01"^^xsd:integer'),
    ("1", '"1"^^xsd:unsignedByte'),
    ("1", "1.0"),
    ('"1"^^xsd:boolean', "true"),
    ('"1"^^xsd:double', "1e0"),
    ('"NaN"^^xsd:float', '" NaN "^^xsd:float'),
    ('"v"', '" v "^^xsd:token'),
    ('"v"@en-GB', '"v@EN-gb"^^rdf:PlainLiteral'),
    ('"0a"^^xsd:hexBinary', '"0A"^^xsd:hexBinary'),
    ('"2025-01-01T00:00:00Z"^^xsd:dateTime', '"2024-12-31T24:00:00+00:00"^^xsd:dateTimeStamp'),
    ("\"<b c='d'/>\"^^rdf:XMLLiteral", '"<b c=\\"d\\"></b>"^^rdf:XMLLiteral'),
]
DIFFERENT = [
    ("1", "2"),
    ("1", "1e0"),
    ('"1"^^xsd:float', '"1"^^xsd:double'),
    ("1", '"1"'),
    ('"v"', '"v"@en'),
    ('"v"@en', '"v"@de'),
    ('"v"', '"v"^^xsd:anyURI'),
    ('"+0"^^xsd:float', '"-0"^^xsd:float'),
    ('"1956-06-25T04:00:00-05:00"^^xsd:dateTime', '"1956-06-25T10:00:00+01:00"^^xsd:dateTime'),
    ('"00"^^xsd:hexBinary', '"AA=="^^xsd:base64Binary'),
    ("true", "false"),
]
OUT = [
    ('"v"', "xsd:integer"),
    ('"v"@en', "xsd:string"),
    ("1.5", "xsd:integer"),
    ("300", "xsd:byte"),
    ("-1", "xsd:nonNegativeInteger"),
    ("17e0", "xsd:integer"),
    ('"0203"^^xsd:hexBinary', "xsd:base64Binary"),
    ('"v"', "xsd:anyURI"),
    ('"v w"', "xsd:NCName"),
    ('"2025-01-01T00:00:00"^^xsd:dateTime', "xsd:dateTimeStamp"),
    ("true", "rdf:XMLLiteral"),
]
ILL_TYPED = [
    '"v"^^xsd:integer',
    '""^^xsd:decimal',
    '"300"^^xsd:byte',
    '"-1"^^xsd:unsignedInt',
    '"1e"^^xsd:double',
    '"yes"^^xsd:boolean',
    '"2025-10-6T18:00:00"^^xsd:dateTime',
    '"2023-02-29T00:00:00Z"^^xsd:dateTimeStamp',
    '"000"^^xsd:hexBinary',
    '"<b>"^^rdf:XMLLiteral',
    '"v"^^rdf:PlainLiteral',
]


def of_equal(left: str, right: str) -> list[Case]:
    return [
        infers(
            "dt-eq",
            f"{left} and {right} are one value, that of a restriction",
            f":R owl:hasValue {left} ; owl:onProperty :p . :x :p {right} .",
            ":x a :R .",
            maybe=f":R owl:hasValue {right} . :x :p {left} .",
        ),
        infers(
            "dt-eq",
            f"{left} and {right} are one value of a key",
            f":C owl:hasKey ( :p ) . :x1 a :C ; :p {left} . :x2 a :C ; :p {right} .",
            ":x1 owl:sameAs :x2 . :x2 owl:sameAs :x1 .",
            maybe=f":x1 :p {right} . :x2 :p {left} .",
        ),
    ]


CASES = [
    infers(
        "dt-type1",
        "the datatypes of OWL 2 RL are datatypes",
        "rdfs:Datatype rdfs:subClassOf :Kind .",
        " ".join(f"{each} a :Kind ." for each in DATATYPES),
    ),
    *(
        infers(
            "dt-type2",
            f"{literal} is in {datatype}",
            f":R owl:someValuesFrom {datatype} ; owl:onProperty :p . :x :p {literal} .",
            ":x a :R .",
        )
        for literal, datatype in IN
    ),
    *(case for left, right in SAME for case in of_equal(left, right)),
    clashes(
        "dt-eq",
        "a property has, in another form, the literal that it is said not to have",
        ":n owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetValue 1 . :x :p 1.0 .",
        "prp-npa2",
    ),
    *(
        clashes(
            "dt-diff",
            f"a functional property has the values {left} and {right}",
            f":p a owl:FunctionalProperty . :x :p {left} , {right} .",
            *("dt-diff", "eq-diff1"),
        )
        for left, right in DIFFERENT
    ),
    clashes(
        "dt-diff",
        "a property of which there is at most one has two values",
        ":R owl:maxCardinality 1 ; owl:onProperty :p . :x a :R ; :p 1 , 2 .",
        *("dt-diff", "eq-diff1"),
    ),
    *(
        clashes(
            "dt-not-type",
            f"{literal} is not in {datatype}, the range of its property",
            f":p rdfs:range {datatype} . :x :p {literal} .",
        )
        for literal, datatype in OUT
    ),
    clashes(
        "dt-not-type",
        "a literal is not in the datatype that all values must have",
        ':R owl:allValuesFrom xsd:integer ; owl:onProperty :p . :x a :R ; :p "v" .',
    ),
    *(
        clashes("dt-not-type", f"{literal} has no value", f":x :p {literal} .")
        for literal in ILL_TYPED
    ),
]
