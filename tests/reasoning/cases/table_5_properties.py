"""Table 5: the semantics of axioms about properties, twenty rules."""

from tests.reasoning.cases import clashes, infers

SAME_X1_X2 = ":x1 owl:sameAs :x2 . :x2 owl:sameAs :x1 ."
SAME_Y1_Y2 = ":y1 owl:sameAs :y2 . :y2 owl:sameAs :y1 ."
ANNOTATION_PROPERTIES = """rdfs:label rdfs:comment rdfs:seeAlso rdfs:isDefinedBy owl:deprecated
    owl:versionInfo owl:priorVersion owl:backwardCompatibleWith owl:incompatibleWith""".split()

CASES = [
    infers(
        "prp-ap",
        "the annotation properties of OWL 2 are annotation properties",
        "owl:AnnotationProperty rdfs:subClassOf :Note .",
        " ".join(f"{each} a :Note ." for each in ANNOTATION_PROPERTIES),
    ),
    infers(
        "prp-dom",
        "the subject of a property is in its domain",
        ":p rdfs:domain :C . :x :p :y .",
        ":x a :C .",
    ),
    infers(
        "prp-dom",
        "the subject of a property with a literal for value is in its domain",
        ':p rdfs:domain :C . :x :p "v" .',
        ":x a :C .",
    ),
    infers(
        "prp-rng",
        "the value of a property is in its range",
        ":p rdfs:range :C . :x :p :y .",
        ":y a :C .",
    ),
    infers(
        "prp-fp",
        "two values of a functional property are one",
        ":p a owl:FunctionalProperty . :x :p :y1 , :y2 .",
        SAME_Y1_Y2,
    ),
    infers(
        "prp-ifp",
        "two subjects with one value of an inverse functional property are one",
        ":p a owl:InverseFunctionalProperty . :x1 :p :y . :x2 :p :y .",
        SAME_X1_X2,
    ),
    infers(
        "prp-ifp",
        "so are two with one literal",
        ':p a owl:InverseFunctionalProperty . :x1 :p "v" . :x2 :p "v" .',
        SAME_X1_X2,
    ),
    clashes(
        "prp-irp",
        "an irreflexive property relates a thing to itself",
        ":p a owl:IrreflexiveProperty . :x :p :x .",
    ),
    clashes(
        "prp-irp",
        "an irreflexive property relates a thing to its equal",
        ":p a owl:IrreflexiveProperty . :x :p :y . :x owl:sameAs :y .",
    ),
    infers(
        "prp-symp",
        "a symmetric property holds both ways",
        ":p a owl:SymmetricProperty . :x :p :y .",
        ":y :p :x .",
    ),
    clashes(
        "prp-asyp",
        "an asymmetric property holds both ways",
        ":p a owl:AsymmetricProperty . :x :p :y . :y :p :x .",
    ),
    clashes(
        "prp-asyp",
        "an asymmetric property relates a thing to itself",
        ":p a owl:AsymmetricProperty . :x :p :x .",
    ),
    infers(
        "prp-trp",
        "a transitive property leads on",
        ":p a owl:TransitiveProperty . :x :p :y . :y :p :z .",
        ":x :p :z .",
    ),
    infers(
        "prp-trp",
        "a transitive property leads over three steps",
        ":p a owl:TransitiveProperty . :w :p :x . :x :p :y . :y :p :z .",
        ":w :p :z .",
        also=":w :p :y . :x :p :z .",
    ),
    infers(
        "prp-spo1",
        "what a property relates, a wider property relates",
        ":p rdfs:subPropertyOf :q . :x :p :y .",
        ":x :q :y .",
    ),
    infers(
        "prp-spo1",
        "what a property says in a literal, a wider property says",
        ':p rdfs:subPropertyOf :q . :x :p "v"@en .',
        ':x :q "v"@en .',
    ),
    infers(
        "prp-spo2",
        "a chain of two properties",
        ":r owl:propertyChainAxiom ( :p :q ) . :x :p :y . :y :q :z .",
        ":x :r :z .",
    ),
    infers(
        "prp-spo2",
        "a chain of three properties",
        ":r owl:propertyChainAxiom ( :p :q :s ) . :w :p :x . :x :q :y . :y :s :z .",
        ":w :r :z .",
    ),
    infers(
        "prp-spo2",
        "a chain of four properties, the last of which has a literal for value",
        ':r owl:propertyChainAxiom ( :p :q :s :t ) . :v :p :w . :w :q :x . :x :s :y . :y :t "v" .',
        ':v :r "v" .',
    ),
    infers(
        "prp-spo2",
        "a chain in which one property stands twice",
        ":r owl:propertyChainAxiom ( :p :p ) . :x :p :y . :y :p :z .",
        ":x :r :z .",
    ),
    infers(
        "prp-spo2",
        "a chain that leads into itself",
        ":r owl:propertyChainAxiom ( :r :p ) . :w :r :x . :x :p :y . :y :p :z .",
        ":w :r :z .",
        also=":w :r :y .",
    ),
    infers(
        "prp-eqp1",
        "what a property relates, an equivalent property relates",
        ":p owl:equivalentProperty :q . :x :p :y .",
        ":x :q :y .",
        also=":q owl:equivalentProperty :p . :p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .",
    ),
    infers(
        "prp-eqp2",
        "what the second of two equivalent properties relates, the first relates",
        ":p owl:equivalentProperty :q . :x :q :y .",
        ":x :p :y .",
        also=":q owl:equivalentProperty :p . :p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .",
    ),
    clashes(
        "prp-pdw",
        "two disjoint properties relate the same two things",
        ":p owl:propertyDisjointWith :q . :x :p :y ; :q :y .",
    ),
    clashes(
        "prp-pdw",
        "two disjoint properties have one literal for value",
        ':p owl:propertyDisjointWith :q . :x :p "v" ; :q "v" .',
    ),
    clashes(
        "prp-adp",
        "both of two disjoint properties relate the same two things",
        ":d a owl:AllDisjointProperties ; owl:members ( :p :q ) . :x :p :y ; :q :y .",
    ),
    clashes(
        "prp-adp",
        "the last two of three disjoint properties relate the same two things",
        ":d a owl:AllDisjointProperties ; owl:members ( :p :q :r ) . :x :q :y ; :r :y .",
    ),
    clashes(
        "prp-adp",
        "the first and the last of four disjoint properties have one literal for value",
        ':d a owl:AllDisjointProperties ; owl:members ( :p :q :r :s ) . :x :p "v" ; :s "v" .',
    ),
    clashes(
        "prp-adp",
        "a property that stands twice among disjoint ones relates two things",
        ":d a owl:AllDisjointProperties ; owl:members ( :p :q :p ) . :x :p :y .",
    ),
    infers(
        "prp-inv1",
        "a property holds backwards as its inverse",
        ":p owl:inverseOf :q . :x :p :y .",
        ":y :q :x .",
    ),
    infers(
        "prp-inv2",
        "the inverse of a property holds backwards as the property",
        ":p owl:inverseOf :q . :x :q :y .",
        ":y :p :x .",
    ),
    infers(
        "prp-key",
        "two of a class are one where they agree in its key",
        ":C owl:hasKey ( :p ) . :x1 a :C ; :p :y . :x2 a :C ; :p :y .",
        SAME_X1_X2,
    ),
    infers(
        "prp-key",
        "two of a class are one where they agree in the literal of its key",
        ':C owl:hasKey ( :p ) . :x1 a :C ; :p "v" . :x2 a :C ; :p "v" .',
        SAME_X1_X2,
    ),
    infers(
        "prp-key",
        "two of a class are one where they agree in both properties of its key",
        ':C owl:hasKey ( :p :q ) . :x1 a :C ; :p :y ; :q "v" . :x2 a :C ; :p :y ; :q "v" .',
        SAME_X1_X2,
    ),
    infers(
        "prp-key",
        "two of a class are one where they agree in all three properties of its key",
        """:C owl:hasKey ( :p :q :r ) .
        :x1 a :C ; :p :y ; :q "v" ; :r "w"@en . :x2 a :C ; :p :y ; :q "v" ; :r "w"@en .""",
        SAME_X1_X2,
    ),
    infers(
        "prp-key",
        "two of a class are one where they agree in all four properties of its key",
        """:C owl:hasKey ( :p :q :r :s ) .
        :x1 a :C ; :p :y ; :q "v" ; :r 1 ; :s true .
        :x2 a :C ; :p :y ; :q "v" ; :r 1 ; :s true .""",
        SAME_X1_X2,
    ),
    clashes(
        "prp-npa1",
        "a property relates what it is said not to relate",
        """:n owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetIndividual :y .
        :x :p :y .""",
    ),
    clashes(
        "prp-npa2",
        "a property has the literal that it is said not to have",
        ':n owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetValue "v" . :x :p "v" .',
    ),
]
