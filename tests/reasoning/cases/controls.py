"""Sound premises from which nothing follows that tells anything, but for what a control names.

Each stands by the rule that a careless reasoner would apply. Where a literal is of a datatype
outside the map of OWL 2 RL, nothing is known of it, and nothing may be concluded.
"""

from tests.reasoning.cases import Control

EQUALITY = [
    Control("eq-ref", "things without any axiom", ":x :p :y . :y :q :z ."),
    Control("eq-sym", "difference is not equality", ":x owl:differentFrom :y ."),
    Control(
        "eq-trans",
        "two pairs of equals that share nothing",
        ":w owl:sameAs :x . :y owl:sameAs :z .",
        ":x owl:sameAs :w . :z owl:sameAs :y .",
    ),
    Control(
        "eq-diff1",
        "what differs from one thing may be the same as another",
        ":x owl:differentFrom :y . :x owl:sameAs :z .",
        ":z owl:sameAs :x . :z owl:differentFrom :y .",
    ),
    Control(
        "eq-diff1",
        "difference does not lead on",
        ":x owl:differentFrom :y . :y owl:differentFrom :z . :x owl:sameAs :z .",
        """:z owl:sameAs :x . :z owl:differentFrom :y . :y owl:differentFrom :x .""",
    ),
    Control("eq-diff2", "two different things", ":d a owl:AllDifferent ; owl:members ( :x :y ) ."),
    Control(
        "eq-diff2",
        "four different things",
        ":d a owl:AllDifferent ; owl:members ( :w :x :y :z ) .",
    ),
    Control(
        "eq-diff2",
        "a different thing has a second name, which takes its place in the list",
        ":d a owl:AllDifferent ; owl:members ( :x :y ) . :x owl:sameAs :z .",
        ":z owl:sameAs :x .",
    ),
    Control(
        "eq-diff2",
        "each of three different things has a second name",
        """:d a owl:AllDifferent ; owl:members ( :x :y :z ) .
        :x owl:sameAs :a . :y owl:sameAs :b . :z owl:sameAs :c .""",
        ":a owl:sameAs :x . :b owl:sameAs :y . :c owl:sameAs :z .",
    ),
    Control(
        "eq-diff2",
        "two lists that begin with the same thing",
        """:d a owl:AllDifferent ; owl:members ( :x :y ) .
        :e a owl:AllDifferent ; owl:members ( :x :z ) . :y owl:sameAs :z .""",
        ":z owl:sameAs :y .",
    ),
    Control(
        "eq-diff2",
        "a list of members that is no list of different things",
        ":d owl:members ( :x :y ) . :x owl:sameAs :y .",
        ":y owl:sameAs :x .",
    ),
    Control(
        "eq-diff3",
        "two distinct members, one of which has a second name",
        ":d a owl:AllDifferent ; owl:distinctMembers ( :x :y ) . :y owl:sameAs :z .",
        ":z owl:sameAs :y .",
    ),
]

PROPERTIES = [
    Control("prp-dom", "a domain without a use", ":p rdfs:domain :C ."),
    Control("prp-dom", "a use of another property", ":p rdfs:domain :C . :x :q :y ."),
    Control(
        "prp-dom",
        "a use of a wider property",
        ":p rdfs:domain :C ; rdfs:subPropertyOf :q . :x :q :y .",
    ),
    Control("prp-rng", "a range without a use", ":p rdfs:range :C ."),
    Control("prp-rng", "no triple says what a literal is", ':p rdfs:range :C . :x :p "v" .'),
    Control("prp-fp", "one value", ":p a owl:FunctionalProperty . :x :p :y ."),
    Control(
        "prp-fp",
        "one value each",
        ":p a owl:FunctionalProperty . :x :p :y . :w :p :z . :v :p 1 . :u :p 2 .",
    ),
    Control(
        "prp-fp",
        "two values that are the same",
        ":p a owl:FunctionalProperty . :x :p :y , :z . :y owl:sameAs :z .",
        ":z owl:sameAs :y .",
    ),
    Control("prp-fp", "two values of another", ":p a owl:FunctionalProperty . :x :q :y , :z ."),
    Control("prp-ifp", "one subject", ":p a owl:InverseFunctionalProperty . :x :p :y , :z ."),
    Control(
        "prp-ifp",
        "one value each",
        ":p a owl:InverseFunctionalProperty . :x :p :y . :w :p :z .",
    ),
    Control(
        "prp-ifp",
        "a string and the same text in a language",
        ':p a owl:InverseFunctionalProperty . :x :p "v" . :y :p "v"@en .',
    ),
    Control(
        "prp-ifp",
        "an integer and a floating-point number",
        ":p a owl:InverseFunctionalProperty . :x :p 1 . :y :p 1e0 .",
    ),
    Control("prp-irp", "two things", ":p a owl:IrreflexiveProperty . :x :p :y . :y :p :x ."),
    Control("prp-irp", "another property", ":p a owl:IrreflexiveProperty . :x :q :x ; :p :y ."),
    Control("prp-symp", "another property", ":p a owl:SymmetricProperty . :x :q :y ."),
    Control("prp-symp", "a literal is no subject", ':p a owl:SymmetricProperty . :x :p "v" .'),
    Control("prp-asyp", "one direction", ":p a owl:AsymmetricProperty . :x :p :y ."),
    Control(
        "prp-asyp",
        "a ring of three",
        ":p a owl:AsymmetricProperty . :x :p :y . :y :p :z . :z :p :x .",
    ),
    Control(
        "prp-asyp",
        "another property back",
        ":p a owl:AsymmetricProperty . :x :p :y . :y :q :x .",
    ),
    Control("prp-trp", "one step", ":p a owl:TransitiveProperty . :x :p :y ."),
    Control("prp-trp", "two ways out", ":p a owl:TransitiveProperty . :x :p :y , :z ."),
    Control("prp-trp", "two ways in", ":p a owl:TransitiveProperty . :x :p :z . :y :p :z ."),
    Control(
        "prp-trp", "another property on", ":p a owl:TransitiveProperty . :x :p :y . :y :q :z ."
    ),
    Control("prp-trp", "a property that is not transitive", ":x :p :y . :y :p :z ."),
    Control(
        "prp-spo1", "the wider does not give the narrower", ":p rdfs:subPropertyOf :q . :x :q :y ."
    ),
    Control(
        "prp-spo2", "a chain one link short", ":r owl:propertyChainAxiom ( :p :q ) . :x :p :y ."
    ),
    Control("prp-spo2", "only the last link", ":r owl:propertyChainAxiom ( :p :q ) . :y :q :z ."),
    Control(
        "prp-spo2",
        "the last link of three is short",
        ":r owl:propertyChainAxiom ( :p :q :s ) . :w :p :x . :x :q :y .",
    ),
    Control(
        "prp-spo2",
        "the middle link of three is short",
        ":r owl:propertyChainAxiom ( :p :q :s ) . :w :p :x . :y :s :z .",
    ),
    Control(
        "prp-spo2",
        "the links do not meet",
        ":r owl:propertyChainAxiom ( :p :q ) . :x :p :y . :w :q :z .",
    ),
    Control(
        "prp-spo2",
        "the links stand in the other order",
        ":r owl:propertyChainAxiom ( :p :q ) . :x :q :y . :y :p :z .",
    ),
    Control(
        "prp-spo2",
        "the property of a chain does not give its links",
        ":r owl:propertyChainAxiom ( :p :q ) . :x :r :z .",
    ),
    Control(
        "prp-spo2",
        "the first link has a second name, which is no second link",
        ":r owl:propertyChainAxiom ( :p :q ) . :p owl:sameAs :s . :x :p :y . :y :p :z .",
        ":s owl:sameAs :p . :x :s :y . :y :s :z .",
    ),
    Control("prp-pdw", "two values", ":p owl:propertyDisjointWith :q . :x :p :y ; :q :z ."),
    Control("prp-pdw", "two subjects", ":p owl:propertyDisjointWith :q . :x :p :z . :y :q :z ."),
    Control(
        "prp-pdw", "the other way round", ":p owl:propertyDisjointWith :q . :x :p :y . :y :q :x ."
    ),
    Control("prp-pdw", "two literals", ':p owl:propertyDisjointWith :q . :x :p "v" ; :q "v"@en .'),
    Control("prp-pdw", "two numbers", ":p owl:propertyDisjointWith :q . :x :p 1 ; :q 1e0 ."),
    Control(
        "prp-adp",
        "each with a value of its own",
        """:d a owl:AllDisjointProperties ; owl:members ( :p :q :r :s ) .
        :x :p :a ; :q :b ; :r :c ; :s :d .""",
    ),
    Control(
        "prp-adp",
        "one of two",
        ":d a owl:AllDisjointProperties ; owl:members ( :p :q ) . :x :p :y ; :r :y .",
    ),
    Control(
        "prp-adp",
        "a disjoint property has a second name",
        ":d a owl:AllDisjointProperties ; owl:members ( :p :q ) . :p owl:sameAs :r . :x :p :y .",
        ":r owl:sameAs :p . :x :r :y .",
    ),
    Control("prp-inv1", "a literal is no subject", ':p owl:inverseOf :q . :x :p "v" .'),
    Control("prp-inv2", "another property", ":p owl:inverseOf :q . :x :r :y ."),
    Control(
        "prp-key",
        "one of two keys in common",
        ':C owl:hasKey ( :p :q ) . :x a :C ; :p "v" ; :q "w" . :y a :C ; :p "v" ; :q "z" .',
    ),
    Control(
        "prp-key",
        "the last of two keys in common",
        ':C owl:hasKey ( :p :q ) . :x a :C ; :p "u" ; :q "w" . :y a :C ; :p "v" ; :q "w" .',
    ),
    Control(
        "prp-key",
        "two of three keys in common",
        """:C owl:hasKey ( :p :q :r ) .
        :x a :C ; :p :a ; :q :b ; :r :c . :y a :C ; :p :a ; :q :b ; :r :d .""",
    ),
    Control(
        "prp-key",
        "the third key is missing from one",
        """:C owl:hasKey ( :p :q :r ) .
        :x a :C ; :p :a ; :q :b ; :r :c . :y a :C ; :p :a ; :q :b .""",
    ),
    Control(
        "prp-key",
        "two values of a key of one property",
        ':C owl:hasKey ( :p ) . :x a :C ; :p "v" . :y a :C ; :p "w" . :z a :C ; :p "v"@en .',
    ),
    Control("prp-key", "no value of the key", ":C owl:hasKey ( :p ) . :x a :C . :y a :C ."),
    Control(
        "prp-key",
        "only one of two is in the class",
        ':C owl:hasKey ( :p ) . :x a :C ; :p "v" . :y a :D ; :p "v" .',
    ),
    Control(
        "prp-key",
        "two keys that are not one key of two",
        ':C owl:hasKey ( :p ) . :D owl:hasKey ( :q ) . :x a :C ; :q "v" . :y a :D ; :q "v" .',
    ),
    Control(
        "prp-key",
        "several values, none of them in common for every property",
        """:C owl:hasKey ( :p :q ) .
        :x a :C ; :p :a , :b ; :q :c . :y a :C ; :p :b , :c ; :q :d , :e .""",
    ),
    Control(
        "prp-key",
        "several values, one of them in common for every property, and a third thing apart",
        """:C owl:hasKey ( :p :q ) . :x a :C ; :p :a , :b ; :q :c , :d .
        :y a :C ; :p :b ; :q :d . :z a :C ; :p :a ; :q :e .""",
        """:x owl:sameAs :y . :y owl:sameAs :x . :y :p :a ; :q :c .""",
    ),
    Control(
        "prp-key",
        "the first property of a key has a second name",
        """:C owl:hasKey ( :p :q ) . :p owl:sameAs :r .
        :x a :C ; :p :a ; :q :b . :y a :C ; :p :a .""",
        ":r owl:sameAs :p . :x :r :a . :y :r :a .",
    ),
    Control(
        "prp-key",
        "a number and a text",
        ':C owl:hasKey ( :p ) . :x a :C ; :p 1 . :y a :C ; :p "1" .',
    ),
    Control(
        "prp-npa1",
        "another thing, another property, another value",
        """:n owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetIndividual :y .
        :z :p :y . :x :q :y . :x :p :z . :y :p :x .""",
    ),
    Control(
        "prp-npa2",
        "another literal",
        """:n owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetValue "v" .
        :x :p "v"@en , "w" .""",
    ),
    Control(
        "prp-npa2",
        "a literal of which it is not known whether it is the same",
        """:n owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetValue "1"^^:unit .
        :x :p "01"^^:unit .""",
    ),
]

CLASSES = [
    Control("cls-nothing2", "an empty class without a member", ":C rdfs:subClassOf owl:Nothing ."),
    Control(
        "cls-nothing2",
        "an empty class that is declared",
        ":C a owl:Class ; rdfs:subClassOf owl:Nothing .",
        ":C owl:equivalentClass owl:Nothing . owl:Nothing owl:equivalentClass :C .",
    ),
    Control(
        "cls-int1",
        "a member of one of two",
        ":C owl:intersectionOf ( :A :B ) . :x a :A . :y a :B .",
        ":C rdfs:subClassOf :A , :B .",
    ),
    Control(
        "cls-int1",
        "a member of two of three",
        ":C owl:intersectionOf ( :A :B :D ) . :x a :A , :B . :y a :B , :D . :z a :A , :D .",
        ":C rdfs:subClassOf :A , :B , :D .",
    ),
    Control(
        "cls-int1",
        "a member of three of four",
        ":C owl:intersectionOf ( :A :B :D :E ) . :x a :A , :B , :D . :y a :B , :D , :E .",
        ":C rdfs:subClassOf :A , :B , :D , :E .",
    ),
    Control(
        "cls-int1",
        "the first class has a second name, which is no second class",
        ":C owl:intersectionOf ( :A :B ) . :A owl:sameAs :D . :x a :A .",
        ":D owl:sameAs :A . :x a :D . :C rdfs:subClassOf :A , :B , :D .",
    ),
    Control(
        "cls-uni",
        "a member of the union",
        ":C owl:unionOf ( :A :B ) . :x a :C .",
        ":A rdfs:subClassOf :C . :B rdfs:subClassOf :C .",
    ),
    Control("cls-com", "a member each", ":C owl:complementOf :D . :x a :C . :y a :D ."),
    Control("cls-com", "a member of neither", ":C owl:complementOf :D . :x a :E ."),
    Control(
        "cls-svf1",
        "a value in another class, of another property, or of no known class",
        """:R owl:someValuesFrom :C ; owl:onProperty :p .
        :x :p :y . :y a :D . :z :q :w . :w a :C . :u :p :v .""",
    ),
    Control(
        "cls-svf1",
        "what is in the restriction has no known value",
        ":R owl:someValuesFrom :C ; owl:onProperty :p . :x a :R .",
    ),
    Control(
        "cls-svf1",
        "a restriction of no property",
        ":R owl:someValuesFrom :C . :x :p :y . :y a :C .",
    ),
    Control(
        "cls-svf1",
        "literals outside the datatype",
        ":R owl:someValuesFrom xsd:byte ; owl:onProperty :p ."
        ' :x :p 300 , 1.5 , 1e0 , "1" , "1"@en , true , "1"^^:unit .',
    ),
    Control(
        "cls-svf2",
        "another property",
        ":R owl:someValuesFrom owl:Thing ; owl:onProperty :p . :x :q :y .",
    ),
    Control(
        "cls-avf",
        "all known values in the class are not all values",
        ":R owl:allValuesFrom :C ; owl:onProperty :p . :x :p :y . :y a :C .",
    ),
    Control(
        "cls-avf",
        "another property",
        ":R owl:allValuesFrom :C ; owl:onProperty :p . :x a :R ; :q :y .",
    ),
    Control(
        "cls-avf",
        "literals in the datatype",
        ":R owl:allValuesFrom xsd:decimal ; owl:onProperty :p ."
        ' :x a :R ; :p 1 , 1.5 , "7"^^xsd:byte , "?"^^:unit .',
    ),
    Control(
        "cls-hv1",
        "a member of no restriction",
        ":R owl:hasValue :y ; owl:onProperty :p . :x a :C .",
    ),
    Control(
        "cls-hv2", "another value", ":R owl:hasValue :y ; owl:onProperty :p . :x :p :z ; :q :y ."
    ),
    Control(
        "cls-hv2",
        "another literal",
        ":R owl:hasValue 1 ; owl:onProperty :p ."
        ' :x :p 2 , 1e0 , "1" , true , "1"^^:unit . :y :p "1"^^xsd:float .',
    ),
    Control(
        "cls-maxc1",
        "not in the restriction, or without a value of its property",
        ":R owl:maxCardinality 0 ; owl:onProperty :p . :x :p :y . :z a :R ; :q :y .",
    ),
    Control(
        "cls-maxc1",
        "a number that is no cardinality",
        ':R owl:maxCardinality "0"^^xsd:double ; owl:onProperty :p . :x a :R ; :p :y .',
    ),
    Control(
        "cls-maxc2", "one value", ":R owl:maxCardinality 1 ; owl:onProperty :p . :x a :R ; :p :y ."
    ),
    Control(
        "cls-maxc2",
        "two values of what is not in the restriction, one each of what is",
        """:R owl:maxCardinality 1 ; owl:onProperty :p .
        :x :p :y , :z . :v a :R ; :p :y . :w a :R ; :p :z .""",
    ),
    Control(
        "cls-maxc2",
        "at most two",
        ":R owl:maxCardinality 2 ; owl:onProperty :p . :x a :R ; :p :y , :z .",
    ),
    Control(
        "cls-maxc2",
        "at most ten, in digits that begin like one",
        ":R owl:maxCardinality 10 ; owl:onProperty :p . :x a :R ; :p :y , :z .",
    ),
    Control(
        "cls-maxc2",
        "a text that is no cardinality",
        ':R owl:maxCardinality "1" ; owl:onProperty :p . :x a :R ; :p :y , :z .',
    ),
    Control(
        "cls-maxc2",
        "one literal in two forms",
        ":R owl:maxCardinality 1 ; owl:onProperty :p . :x a :R ; :p 1 , 1.0 .",
        ":R owl:maxCardinality 1.0 .",
    ),
    Control(
        "cls-maxc2",
        "at least one and exactly one, of which no rule speaks",
        """:R owl:minCardinality 1 ; owl:onProperty :p . :S owl:cardinality 1 ; owl:onProperty :p .
        :x a :R , :S ; :p :y , :z .""",
    ),
    Control(
        "cls-maxqc1",
        "a value that is not in the class",
        """:R owl:maxQualifiedCardinality 0 ; owl:onProperty :p ; owl:onClass :C .
        :x a :R ; :p :y . :z a :C .""",
    ),
    Control(
        "cls-maxqc2",
        "no value",
        """:R owl:maxQualifiedCardinality 0 ; owl:onProperty :p ; owl:onClass owl:Thing .
        :x a :R ; :q :y . :z :p :y .""",
    ),
    Control(
        "cls-maxqc3",
        "one of two values in the class",
        """:R owl:maxQualifiedCardinality 1 ; owl:onProperty :p ; owl:onClass :C .
        :x a :R ; :p :y , :z . :y a :C .""",
    ),
    Control(
        "cls-maxqc3",
        "at most two in the class",
        """:R owl:maxQualifiedCardinality 2 ; owl:onProperty :p ; owl:onClass :C .
        :x a :R ; :p :y , :z . :y a :C . :z a :C .""",
    ),
    Control(
        "cls-maxqc3",
        "at most one in a datatype, of which no rule speaks",
        """:R owl:maxQualifiedCardinality 1 ; owl:onProperty :p ; owl:onDataRange xsd:integer .
        :x a :R ; :p 1 , 2 .""",
    ),
    Control(
        "cls-maxqc4",
        "one value",
        """:R owl:maxQualifiedCardinality 1 ; owl:onProperty :p ; owl:onClass owl:Thing .
        :x a :R ; :p :y .""",
    ),
    Control(
        "cls-oo",
        "what is in the class need not be listed",
        ":C owl:oneOf ( :x :y ) . :z a :C .",
        ":x a :C . :y a :C .",
    ),
    Control(
        "cls-oo",
        "a thing that is related to itself, of which no rule speaks",
        ":R owl:hasSelf true ; owl:onProperty :p . :x :p :x . :y a :R .",
    ),
]

CLASS_AXIOMS = [
    Control("cax-sco", "the wider does not give the narrower", ":C rdfs:subClassOf :D . :x a :D ."),
    Control(
        "cax-eqc1",
        "a member of another class",
        ":C owl:equivalentClass :D . :x a :E .",
        ":D owl:equivalentClass :C . :C rdfs:subClassOf :D . :D rdfs:subClassOf :C .",
    ),
    Control("cax-dw", "a member each", ":C owl:disjointWith :D . :x a :C . :y a :D ."),
    Control("cax-dw", "no member", ":C owl:disjointWith :D ; rdfs:subClassOf :D ."),
    Control(
        "cax-adc",
        "a member each",
        """:d a owl:AllDisjointClasses ; owl:members ( :A :B :C :D ) .
        :w a :A . :x a :B . :y a :C . :z a :D .""",
    ),
    Control(
        "cax-adc",
        "a member of one of two and of a third",
        ":d a owl:AllDisjointClasses ; owl:members ( :A :B ) . :x a :A , :C . :y a :B , :C .",
    ),
    Control(
        "cax-adc",
        "a disjoint class has a second name",
        ":d a owl:AllDisjointClasses ; owl:members ( :A :B ) . :A owl:sameAs :C . :x a :A .",
        ":C owl:sameAs :A . :x a :C .",
    ),
    Control(
        "cax-adc",
        "a union of disjoint classes, of which no rule speaks",
        ":C owl:disjointUnionOf ( :A :B ) . :x a :A , :B .",
    ),
]

WELL_TYPED = [
    '"0"^^xsd:double',
    '"-0"^^xsd:double',
    '"INF"^^xsd:double',
    '"-INF"^^xsd:float',
    '"NaN"^^xsd:double',
    '"NaN"^^xsd:float',
    '"1E-400"^^xsd:double',
    '"0"^^xsd:float',
    '"-0"^^xsd:unsignedByte',
    '"+7"^^xsd:positiveInteger',
    '"1."^^xsd:decimal',
    '".5"^^xsd:decimal',
    '"123456789012345678901234567890"^^xsd:integer',
    '"1"^^xsd:boolean',
    '""^^xsd:string',
    '""^^xsd:hexBinary',
    '"Zm9v IGJh"^^xsd:base64Binary',
    '"not a/../uri%"^^xsd:anyURI',
    '"0000-01-01T24:00:00"^^xsd:dateTime',
    '"-12025-06-30T00:00:00.000-14:00"^^xsd:dateTimeStamp',
    '"a<b>c</b><!-- d -->"^^rdf:XMLLiteral',
    '"v@en"^^rdf:PlainLiteral',
    '"v@"^^rdf:PlainLiteral',
    '"de-AT-1996"^^xsd:language',
    '"v"@zh-Hant-HK',
    '" a  b "^^xsd:token',
    '"anything"^^:unit',
    '"2025-02-30"^^xsd:date',
    '"<b>"^^rdf:HTML',
]
IN_RANGE = [
    ("5", "xsd:decimal"),
    ("5.0", "xsd:integer"),
    ('"127"^^xsd:integer', "xsd:byte"),
    ('"v"@en', "rdf:PlainLiteral"),
    ('"v"', "rdf:PlainLiteral"),
    ('"v"@en', "rdfs:Literal"),
    ('"v"', "xsd:token"),
    ('"2025-01-01T00:00:00Z"^^xsd:dateTime', "xsd:dateTimeStamp"),
    ('"2025-01-01"^^xsd:date', "xsd:date"),
    ('"v"^^:unit', ":unit"),
    ('"v"^^:unit', "xsd:string"),
    ("5", ":unit"),
    ('"0"^^xsd:double', "xsd:double"),
    ('"NaN"^^xsd:float', "xsd:float"),
]
ONE_VALUE = [
    ("1", '"01"^^xsd:integer'),
    ("1", '"1"^^xsd:byte'),
    ("1", "1.0"),
    ('"NaN"^^xsd:double', '" NaN"^^xsd:double'),
    ('"0"^^xsd:float', '"+0.0"^^xsd:float'),
    ('"v"', '"v"^^xsd:NCName'),
    ("true", '"1"^^xsd:boolean'),
    ('"2024-12-31T24:00:00Z"^^xsd:dateTime', '"2025-01-01T00:00:00Z"^^xsd:dateTime'),
    ('"ab"^^xsd:hexBinary', '"AB"^^xsd:hexBinary'),
    ('"1"^^:unit', '"2"^^:unit'),
    ('"2025-01-01"^^xsd:date', '"2025-01-02"^^xsd:date'),
    ('"1"^^:unit', "1"),
]

DATATYPES = [
    *(Control("dt-not-type", f"{each} has a value", f":x :p {each} .") for each in WELL_TYPED),
    *(
        Control("dt-not-type", f"{each} is not known to be outside {datatype}", text)
        for each, datatype in IN_RANGE
        for text in [f":p rdfs:range {datatype} . :x :p {each} ."]
    ),
    *(
        Control("dt-diff", f"{left} and {right} are not known to be two values", text)
        for left, right in ONE_VALUE
        for text in [f":p a owl:FunctionalProperty . :x :p {left} , {right} ."]
    ),
]

SCHEMA = [
    Control(
        "scm-cls", "a class and its members", ":C a owl:Class . :x a :C , owl:NamedIndividual ."
    ),
    Control(
        "scm-sco", "two classes below a third", ":C rdfs:subClassOf :E . :D rdfs:subClassOf :E ."
    ),
    Control(
        "scm-eqc2",
        "a class below another",
        ":C a owl:Class ; rdfs:subClassOf :D . :D a owl:Class .",
    ),
    Control("scm-op", "a property", ":p a owl:ObjectProperty ."),
    Control("scm-dp", "a data property", ':p a owl:DatatypeProperty . :x :p "v" .'),
    Control(
        "scm-spo", "two below a third", ":p rdfs:subPropertyOf :r . :q rdfs:subPropertyOf :r ."
    ),
    Control(
        "scm-eqp2",
        "a property below another",
        ":p rdfs:subPropertyOf :q . :p a owl:ObjectProperty .",
    ),
    Control(
        "scm-dom1", "a narrower class is no domain", ":p rdfs:domain :D . :C rdfs:subClassOf :D ."
    ),
    Control(
        "scm-dom2",
        "nor is that of a narrower property",
        ":p rdfs:domain :C ; rdfs:subPropertyOf :q .",
    ),
    Control(
        "scm-rng1", "a narrower class is no range", ":p rdfs:range :D . :C rdfs:subClassOf :D ."
    ),
    Control(
        "scm-rng2",
        "nor is that of a narrower property",
        ":p rdfs:range :C ; rdfs:subPropertyOf :q .",
    ),
    Control(
        "scm-hv",
        "two values",
        """:R owl:hasValue :x ; owl:onProperty :p . :S owl:hasValue :y ; owl:onProperty :q .
        :p rdfs:subPropertyOf :q .""",
    ),
    Control(
        "scm-svf1",
        "two properties",
        """:R owl:someValuesFrom :C ; owl:onProperty :p .
        :S owl:someValuesFrom :D ; owl:onProperty :q .
        :C rdfs:subClassOf :D .""",
    ),
    Control(
        "scm-svf2",
        "two classes",
        """:R owl:someValuesFrom :C ; owl:onProperty :p .
        :S owl:someValuesFrom :D ; owl:onProperty :q .
        :p rdfs:subPropertyOf :q .""",
    ),
    Control(
        "scm-avf1",
        "some and all are not one",
        """:R owl:allValuesFrom :C ; owl:onProperty :p .
        :S owl:someValuesFrom :D ; owl:onProperty :p .
        :C rdfs:subClassOf :D .""",
    ),
    Control(
        "scm-avf2",
        "two classes",
        """:R owl:allValuesFrom :C ; owl:onProperty :p .
        :S owl:allValuesFrom :D ; owl:onProperty :q .
        :p rdfs:subPropertyOf :q .""",
    ),
    Control("scm-uni", "a union of none", ":C owl:unionOf () . :x a :C ."),
    Control("scm-int", "an intersection of none", ":C owl:intersectionOf () . :x a :D ."),
    Control(
        "prp-ap",
        "labels and comments",
        ':x rdfs:label "v"@en ; rdfs:comment "w" ; rdfs:seeAlso :y .',
    ),
    Control("cls-thing", "a member of everything", ":x a owl:Thing ."),
    Control("cls-oo", "a list of none", ":C owl:oneOf () . :x a :C ."),
    Control("prp-key", "a key of no property", ":C owl:hasKey () . :x a :C . :y a :C ."),
    Control(
        "prp-spo2", "a chain of no property", ":p owl:propertyChainAxiom () . :x :p :y . :y :p :z ."
    ),
    Control("eq-diff2", "none of them different", ":d a owl:AllDifferent ; owl:members () ."),
    Control(
        "cls-int1",
        "a list without an end",
        ":C owl:intersectionOf :l . :l rdf:first :A . :x a :A .",
    ),
    Control(
        "cls-oo",
        "a list that runs into itself",
        ":C owl:oneOf :l . :l rdf:first :x ; rdf:rest :l .",
    ),
    Control("cls-uni", "no list at all", ":C owl:unionOf :A . :x a :A ."),
]

CONTROLS = [*EQUALITY, *PROPERTIES, *CLASSES, *CLASS_AXIOMS, *DATATYPES, *SCHEMA]
