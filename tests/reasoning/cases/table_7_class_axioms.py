"""Table 7: the semantics of class axioms, five rules."""

from tests.reasoning.cases import clashes, infers

CASES = [
    infers(
        "cax-sco",
        "a member of a class is in a wider class",
        ":C rdfs:subClassOf :D . :x a :C .",
        ":x a :D .",
    ),
    infers(
        "cax-sco",
        "a member of a class is in a class that is wider by two steps",
        ":C rdfs:subClassOf :D . :D rdfs:subClassOf :E . :x a :C .",
        ":x a :E .",
        also=":x a :D . :C rdfs:subClassOf :E .",
    ),
    infers(
        "cax-eqc1",
        "a member of a class is in an equivalent class",
        ":C owl:equivalentClass :D . :x a :C .",
        ":x a :D .",
        also=":D owl:equivalentClass :C . :C rdfs:subClassOf :D . :D rdfs:subClassOf :C .",
    ),
    infers(
        "cax-eqc2",
        "a member of the second of two equivalent classes is in the first",
        ":C owl:equivalentClass :D . :x a :D .",
        ":x a :C .",
        also=":D owl:equivalentClass :C . :C rdfs:subClassOf :D . :D rdfs:subClassOf :C .",
    ),
    clashes(
        "cax-dw",
        "two disjoint classes have a member in common",
        ":C owl:disjointWith :D . :x a :C , :D .",
    ),
    clashes(
        "cax-dw",
        "a class is disjoint with itself and has a member",
        ":C owl:disjointWith :C . :x a :C .",
    ),
    clashes(
        "cax-adc",
        "both of two disjoint classes have a member in common",
        ":d a owl:AllDisjointClasses ; owl:members ( :A :B ) . :x a :A , :B .",
    ),
    clashes(
        "cax-adc",
        "the last two of three disjoint classes have a member in common",
        ":d a owl:AllDisjointClasses ; owl:members ( :A :B :C ) . :x a :B , :C .",
    ),
    clashes(
        "cax-adc",
        "the first and the last of four disjoint classes have a member in common",
        ":d a owl:AllDisjointClasses ; owl:members ( :A :B :C :D ) . :x a :A , :D .",
    ),
    clashes(
        "cax-adc",
        "a class that stands twice among disjoint ones has a member",
        ":d a owl:AllDisjointClasses ; owl:members ( :A :B :A ) . :x a :A .",
    ),
]
