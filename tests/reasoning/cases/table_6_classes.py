"""Table 6: the semantics of classes, nineteen rules."""

from tests.reasoning.cases import Case, clashes, infers

SAME_Y1_Y2 = ":y1 owl:sameAs :y2 . :y2 owl:sameAs :y1 ."
ZEROS = [
    '"0"^^xsd:nonNegativeInteger',
    '"0"^^xsd:integer',
    '"00"^^xsd:int',
    '"-0"^^xsd:nonPositiveInteger',
    '"0.0"^^xsd:decimal',
    '"+0"^^xsd:unsignedByte',
]
ONES = [
    '"1"^^xsd:nonNegativeInteger',
    '"1"^^xsd:int',
    '"1"^^xsd:integer',
    '"01"^^xsd:nonNegativeInteger',
    '"+1"^^xsd:positiveInteger',
    '"1.0"^^xsd:decimal',
]


def of_cardinality_zero(zero: str) -> list[Case]:
    return [
        clashes(
            "cls-maxc1",
            f"something has a value of a property of which it has at most {zero}",
            f":R owl:maxCardinality {zero} ; owl:onProperty :p . :x a :R ; :p :y .",
        ),
        clashes(
            "cls-maxqc1",
            f"something has a value in a class of which it has at most {zero}",
            f""":R owl:maxQualifiedCardinality {zero} ; owl:onProperty :p ; owl:onClass :C .
            :x a :R ; :p :y . :y a :C .""",
        ),
        clashes(
            "cls-maxqc2",
            f"something has any value of a property of which it has at most {zero}",
            f""":R owl:maxQualifiedCardinality {zero} ; owl:onProperty :p ; owl:onClass owl:Thing .
            :x a :R ; :p :y .""",
        ),
    ]


def of_cardinality_one(one: str) -> list[Case]:
    return [
        infers(
            "cls-maxc2",
            f"two values of a property are one where there is at most {one}",
            f":R owl:maxCardinality {one} ; owl:onProperty :p . :x a :R ; :p :y1 , :y2 .",
            SAME_Y1_Y2,
        ),
        infers(
            "cls-maxqc3",
            f"two values in a class are one where there is at most {one}",
            f""":R owl:maxQualifiedCardinality {one} ; owl:onProperty :p ; owl:onClass :C .
            :x a :R ; :p :y1 , :y2 . :y1 a :C . :y2 a :C .""",
            SAME_Y1_Y2,
        ),
        infers(
            "cls-maxqc4",
            f"two values of any class are one where there is at most {one}",
            f""":R owl:maxQualifiedCardinality {one} ; owl:onProperty :p ; owl:onClass owl:Thing .
            :x a :R ; :p :y1 , :y2 .""",
            SAME_Y1_Y2,
        ),
    ]


CASES = [
    infers(
        "cls-thing",
        "owl:Thing is a class",
        "owl:Class rdfs:subClassOf :Kind .",
        "owl:Thing a :Kind .",
        also="owl:Nothing a :Kind .",
    ),
    infers(
        "cls-nothing1",
        "owl:Nothing is a class",
        "owl:Class rdfs:subClassOf :Kind .",
        "owl:Nothing a :Kind .",
        also="owl:Thing a :Kind .",
    ),
    clashes("cls-nothing2", "nothing has a member", ":x a owl:Nothing ."),
    infers(
        "cls-int1",
        "a member of both classes is in their intersection",
        ":C owl:intersectionOf ( :A :B ) . :x a :A , :B .",
        ":x a :C .",
        also=":C rdfs:subClassOf :A , :B .",
    ),
    infers(
        "cls-int1",
        "a member of all three classes is in their intersection",
        ":C owl:intersectionOf ( :A :B :D ) . :x a :A , :B , :D .",
        ":x a :C .",
        also=":C rdfs:subClassOf :A , :B , :D .",
    ),
    infers(
        "cls-int1",
        "a member of all four classes is in their intersection",
        ":C owl:intersectionOf ( :A :B :D :E ) . :x a :A , :B , :D , :E .",
        ":x a :C .",
        also=":C rdfs:subClassOf :A , :B , :D , :E .",
    ),
    infers(
        "cls-int2",
        "a member of an intersection is in both classes",
        ":C owl:intersectionOf ( :A :B ) . :x a :C .",
        ":x a :A , :B .",
        also=":C rdfs:subClassOf :A , :B .",
    ),
    infers(
        "cls-int2",
        "a member of an intersection is in all three classes",
        ":C owl:intersectionOf ( :A :B :D ) . :x a :C .",
        ":x a :A , :B , :D .",
        also=":C rdfs:subClassOf :A , :B , :D .",
    ),
    infers(
        "cls-int2",
        "a member of an intersection is in all four classes, the last included",
        ":C owl:intersectionOf ( :A :B :D :E ) . :x a :C .",
        ":x a :A , :B , :D , :E .",
        also=":C rdfs:subClassOf :A , :B , :D , :E .",
    ),
    infers(
        "cls-uni",
        "a member of the first class is in the union",
        ":C owl:unionOf ( :A :B ) . :x a :A .",
        ":x a :C .",
        also=":A rdfs:subClassOf :C . :B rdfs:subClassOf :C .",
    ),
    infers(
        "cls-uni",
        "a member of the last of three classes is in the union",
        ":C owl:unionOf ( :A :B :D ) . :x a :D .",
        ":x a :C .",
        also=":A rdfs:subClassOf :C . :B rdfs:subClassOf :C . :D rdfs:subClassOf :C .",
    ),
    infers(
        "cls-uni",
        "a member of the last of four classes is in the union",
        ":C owl:unionOf ( :A :B :D :E ) . :x a :E .",
        ":x a :C .",
        also=" ".join(f":{each} rdfs:subClassOf :C ." for each in "ABDE"),
    ),
    clashes(
        "cls-com",
        "something is in a class and in its complement",
        ":C owl:complementOf :D . :x a :C , :D .",
    ),
    infers(
        "cls-svf1",
        "what has some value in a class is in the restriction",
        ":R owl:someValuesFrom :C ; owl:onProperty :p . :x :p :y . :y a :C .",
        ":x a :R .",
    ),
    infers(
        "cls-svf2",
        "what has any value is in the restriction to owl:Thing",
        ":R owl:someValuesFrom owl:Thing ; owl:onProperty :p . :x :p :y .",
        ":x a :R .",
    ),
    infers(
        "cls-avf",
        "the value of something in the restriction is in the class",
        ":R owl:allValuesFrom :C ; owl:onProperty :p . :x a :R ; :p :y .",
        ":y a :C .",
    ),
    infers(
        "cls-hv1",
        "what is in the restriction has its value",
        ":R owl:hasValue :y ; owl:onProperty :p . :x a :R .",
        ":x :p :y .",
    ),
    infers(
        "cls-hv1",
        "what is in the restriction has its literal, as it was written",
        ':R owl:hasValue "01"^^xsd:byte ; owl:onProperty :p . :x a :R .',
        ':x :p "01"^^xsd:byte .',
    ),
    infers(
        "cls-hv2",
        "what has the value is in the restriction",
        ":R owl:hasValue :y ; owl:onProperty :p . :x :p :y .",
        ":x a :R .",
    ),
    infers(
        "cls-hv2",
        "what has the literal is in the restriction",
        ':R owl:hasValue "v"@en ; owl:onProperty :p . :x :p "v"@en .',
        ":x a :R .",
    ),
    *(case for zero in ZEROS for case in of_cardinality_zero(zero)),
    *(case for one in ONES for case in of_cardinality_one(one)),
    clashes(
        "cls-maxc1",
        "something has a literal of a property of which it has none",
        ':R owl:maxCardinality 0 ; owl:onProperty :p . :x a :R ; :p "v" .',
    ),
    infers(
        "cls-oo",
        "what is listed is in the class",
        ":C owl:oneOf ( :x :y ) .",
        ":x a :C . :y a :C .",
    ),
    infers(
        "cls-oo",
        "the last of three that are listed is in the class",
        ":C owl:oneOf ( :x :y :z ) .",
        ":z a :C .",
        also=":x a :C . :y a :C .",
    ),
    infers(
        "cls-oo",
        "the last of four that are listed is in the class",
        ":C owl:oneOf ( :w :x :y :z ) .",
        ":z a :C .",
        also=":w a :C . :x a :C . :y a :C .",
    ),
]
