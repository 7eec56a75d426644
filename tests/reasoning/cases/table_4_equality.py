"""Table 4: the semantics of equality, nine rules."""

from tests.reasoning.cases import clashes, infers

CASES = [
    clashes(
        "eq-ref",
        "everything is the same as itself, so that nothing can be different from itself",
        ":x owl:differentFrom :x .",
        "eq-diff1",
    ),
    clashes(
        "eq-ref",
        "what stands twice among different things is not different from itself",
        ":d a owl:AllDifferent ; owl:members ( :x :y :x ) .",
        "eq-diff2",
    ),
    infers("eq-sym", "equality holds both ways", ":x owl:sameAs :y .", ":y owl:sameAs :x ."),
    infers(
        "eq-trans",
        "equals of equals are equal",
        ":x owl:sameAs :y . :y owl:sameAs :z .",
        ":x owl:sameAs :z . :z owl:sameAs :x .",
        also=":y owl:sameAs :x . :z owl:sameAs :y .",
    ),
    infers(
        "eq-trans",
        "two things are equal that are equal to a third",
        ":y owl:sameAs :x , :z .",
        ":x owl:sameAs :z . :z owl:sameAs :x .",
        also=":x owl:sameAs :y . :z owl:sameAs :y .",
    ),
    infers(
        "eq-rep-s",
        "what is said of a thing holds of its equal",
        ":x owl:sameAs :y . :x :p :z .",
        ":y :p :z .",
        also=":y owl:sameAs :x .",
    ),
    infers(
        "eq-rep-s",
        "a literal that is said of a thing holds of its equal, as it was written",
        ':x owl:sameAs :y . :x :p "01"^^xsd:integer .',
        ':y :p "01"^^xsd:integer .',
        also=":y owl:sameAs :x .",
    ),
    infers(
        "eq-rep-p",
        "equal properties relate the same things",
        ":p owl:sameAs :q . :x :p :y .",
        ":x :q :y .",
        also=":q owl:sameAs :p .",
    ),
    infers(
        "eq-rep-o",
        "what is related to a thing is related to its equal",
        ":y owl:sameAs :z . :x :p :y .",
        ":x :p :z .",
        also=":z owl:sameAs :y .",
    ),
    infers(
        "eq-rep-o",
        "equal classes have the same members",
        ":C owl:sameAs :D . :x a :C .",
        ":x a :D .",
        also=":D owl:sameAs :C .",
    ),
    clashes(
        "eq-diff1",
        "two things are the same and different",
        ":x owl:sameAs :y . :x owl:differentFrom :y .",
    ),
    clashes(
        "eq-diff1",
        "two things are the same and, said the other way round, different",
        ":x owl:sameAs :y . :y owl:differentFrom :x .",
    ),
    clashes(
        "eq-diff1",
        "two things are different that are the same as a third",
        ":x owl:sameAs :y . :z owl:sameAs :y . :x owl:differentFrom :z .",
    ),
    clashes(
        "eq-diff2",
        "two of two different things are the same",
        ":d a owl:AllDifferent ; owl:members ( :x :y ) . :x owl:sameAs :y .",
    ),
    clashes(
        "eq-diff2",
        "the last two of three different things are the same",
        ":d a owl:AllDifferent ; owl:members ( :x :y :z ) . :y owl:sameAs :z .",
    ),
    clashes(
        "eq-diff2",
        "the first and the last of four different things are the same",
        ":d a owl:AllDifferent ; owl:members ( :w :x :y :z ) . :z owl:sameAs :w .",
    ),
    clashes(
        "eq-diff3",
        "two of two distinct members are the same",
        ":d a owl:AllDifferent ; owl:distinctMembers ( :x :y ) . :x owl:sameAs :y .",
    ),
    clashes(
        "eq-diff3",
        "the first and the last of three distinct members are the same",
        ":d a owl:AllDifferent ; owl:distinctMembers ( :x :y :z ) . :x owl:sameAs :z .",
    ),
    clashes(
        "eq-diff3",
        "the last two of four distinct members are the same",
        ":d a owl:AllDifferent ; owl:distinctMembers ( :w :x :y :z ) . :z owl:sameAs :y .",
    ),
]
