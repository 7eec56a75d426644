"""Table 9: the semantics of schema vocabulary, twenty rules.

That a class is below itself and below owl:Thing is left out of what engines print, so the cases of
scm-cls, scm-op and scm-dp are made of what follows from it.
"""

from tests.reasoning.cases import infers

CASES = [
    infers(
        "scm-cls",
        "a class is below itself: two restrictions to it are equivalent",
        """:R owl:someValuesFrom :C ; owl:onProperty :p .
        :S owl:someValuesFrom :C ; owl:onProperty :p . :C a owl:Class .""",
        ":R rdfs:subClassOf :S . :S rdfs:subClassOf :R .",
        also=":R owl:equivalentClass :S . :S owl:equivalentClass :R .",
    ),
    infers(
        "scm-cls",
        "a class is below owl:Thing: so is a restriction to it",
        """:R owl:someValuesFrom :C ; owl:onProperty :p .
        :S owl:someValuesFrom owl:Thing ; owl:onProperty :p . :C a owl:Class .""",
        ":R rdfs:subClassOf :S .",
    ),
    infers(
        "scm-cls",
        "owl:Nothing is below a class: so is a restriction to it",
        """:R owl:someValuesFrom owl:Nothing ; owl:onProperty :p .
        :S owl:someValuesFrom :C ; owl:onProperty :p . :C a owl:Class .""",
        ":R rdfs:subClassOf :S .",
    ),
    infers(
        "scm-sco",
        "what is below a class is below a wider class",
        ":C rdfs:subClassOf :D . :D rdfs:subClassOf :E .",
        ":C rdfs:subClassOf :E .",
    ),
    infers(
        "scm-eqc1",
        "of two equivalent classes each is below the other",
        ":C owl:equivalentClass :D .",
        ":C rdfs:subClassOf :D . :D rdfs:subClassOf :C .",
        also=":D owl:equivalentClass :C .",
    ),
    infers(
        "scm-eqc2",
        "two classes are equivalent where each is below the other",
        ":C rdfs:subClassOf :D . :D rdfs:subClassOf :C .",
        ":C owl:equivalentClass :D . :D owl:equivalentClass :C .",
    ),
    infers(
        "scm-op",
        "an object property is below itself: two restrictions of it are equivalent",
        """:R owl:someValuesFrom :C ; owl:onProperty :p .
        :S owl:someValuesFrom :C ; owl:onProperty :p . :p a owl:ObjectProperty .""",
        ":R rdfs:subClassOf :S . :S rdfs:subClassOf :R .",
        also=":R owl:equivalentClass :S . :S owl:equivalentClass :R .",
    ),
    infers(
        "scm-dp",
        "a data property is below itself: two restrictions of it are equivalent",
        """:R owl:hasValue "v" ; owl:onProperty :p .
        :S owl:hasValue "v" ; owl:onProperty :p . :p a owl:DatatypeProperty .""",
        ":R rdfs:subClassOf :S . :S rdfs:subClassOf :R .",
        also=":R owl:equivalentClass :S . :S owl:equivalentClass :R .",
    ),
    infers(
        "scm-spo",
        "what is below a property is below a wider property",
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .",
        ":p rdfs:subPropertyOf :r .",
    ),
    infers(
        "scm-eqp1",
        "of two equivalent properties each is below the other",
        ":p owl:equivalentProperty :q .",
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .",
        also=":q owl:equivalentProperty :p .",
    ),
    infers(
        "scm-eqp2",
        "two properties are equivalent where each is below the other",
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .",
        ":p owl:equivalentProperty :q . :q owl:equivalentProperty :p .",
    ),
    infers(
        "scm-dom1",
        "a class wider than the domain is a domain",
        ":p rdfs:domain :C . :C rdfs:subClassOf :D .",
        ":p rdfs:domain :D .",
    ),
    infers(
        "scm-dom2",
        "the domain of a wider property is a domain",
        ":q rdfs:domain :C . :p rdfs:subPropertyOf :q .",
        ":p rdfs:domain :C .",
    ),
    infers(
        "scm-rng1",
        "a class wider than the range is a range",
        ":p rdfs:range :C . :C rdfs:subClassOf :D .",
        ":p rdfs:range :D .",
    ),
    infers(
        "scm-rng2",
        "the range of a wider property is a range",
        ":q rdfs:range :C . :p rdfs:subPropertyOf :q .",
        ":p rdfs:range :C .",
    ),
    infers(
        "scm-hv",
        "to have the value of a property is to have it of a wider property",
        """:R owl:hasValue :y ; owl:onProperty :p .
        :S owl:hasValue :y ; owl:onProperty :q . :p rdfs:subPropertyOf :q .""",
        ":R rdfs:subClassOf :S .",
    ),
    infers(
        "scm-hv",
        "to have the literal of a property is to have it of a wider property",
        """:R owl:hasValue "v"@en ; owl:onProperty :p .
        :S owl:hasValue "v"@en ; owl:onProperty :q . :p rdfs:subPropertyOf :q .""",
        ":R rdfs:subClassOf :S .",
    ),
    infers(
        "scm-svf1",
        "to have some value in a class is to have some in a wider class",
        """:R owl:someValuesFrom :C ; owl:onProperty :p .
        :S owl:someValuesFrom :D ; owl:onProperty :p . :C rdfs:subClassOf :D .""",
        ":R rdfs:subClassOf :S .",
    ),
    infers(
        "scm-svf2",
        "to have some value of a property is to have some of a wider property",
        """:R owl:someValuesFrom :C ; owl:onProperty :p .
        :S owl:someValuesFrom :C ; owl:onProperty :q . :p rdfs:subPropertyOf :q .""",
        ":R rdfs:subClassOf :S .",
    ),
    infers(
        "scm-avf1",
        "to have values in a class alone is to have them in a wider class alone",
        """:R owl:allValuesFrom :C ; owl:onProperty :p .
        :S owl:allValuesFrom :D ; owl:onProperty :p . :C rdfs:subClassOf :D .""",
        ":R rdfs:subClassOf :S .",
    ),
    infers(
        "scm-avf2",
        "to have values of a wider property in a class alone is to have those of the narrower",
        """:R owl:allValuesFrom :C ; owl:onProperty :p .
        :S owl:allValuesFrom :C ; owl:onProperty :q . :p rdfs:subPropertyOf :q .""",
        ":S rdfs:subClassOf :R .",
    ),
    infers(
        "scm-int",
        "an intersection is below both its classes",
        ":C owl:intersectionOf ( :A :B ) .",
        ":C rdfs:subClassOf :A , :B .",
    ),
    infers(
        "scm-int",
        "an intersection is below the last of its three classes",
        ":C owl:intersectionOf ( :A :B :D ) .",
        ":C rdfs:subClassOf :D .",
        also=":C rdfs:subClassOf :A , :B .",
    ),
    infers(
        "scm-int",
        "an intersection is below each of its four classes",
        ":C owl:intersectionOf ( :A :B :D :E ) .",
        ":C rdfs:subClassOf :A , :B , :D , :E .",
    ),
    infers(
        "scm-uni",
        "both classes are below their union",
        ":C owl:unionOf ( :A :B ) .",
        ":A rdfs:subClassOf :C . :B rdfs:subClassOf :C .",
    ),
    infers(
        "scm-uni",
        "the last of three classes is below their union",
        ":C owl:unionOf ( :A :B :D ) .",
        ":D rdfs:subClassOf :C .",
        also=":A rdfs:subClassOf :C . :B rdfs:subClassOf :C .",
    ),
    infers(
        "scm-uni",
        "each of four classes is below their union",
        ":C owl:unionOf ( :A :B :D :E ) .",
        " ".join(f":{each} rdfs:subClassOf :C ." for each in "ABDE"),
    ),
]
