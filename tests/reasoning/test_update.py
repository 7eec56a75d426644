"""An edited closure is the closure of the edited facts."""

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from acquis.reasoning import checker, explainer
from acquis.reasoning.closure import Closure, close
from acquis.reasoning.facts import Fact

POOL_TEXT = """
@prefix : <http://e/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :C rdfs:subClassOf :A . :A owl:disjointWith :D .
:A owl:equivalentClass :E . :p rdfs:domain :A ; rdfs:range :B ; rdfs:subPropertyOf :q .
:p owl:inverseOf :r . :q a owl:TransitiveProperty . :f a owl:FunctionalProperty .
:k a owl:InverseFunctionalProperty . :c owl:propertyChainAxiom _:l .
_:l rdf:first :p ; rdf:rest _:m . _:m rdf:first :q ; rdf:rest rdf:nil .
:I owl:intersectionOf _:n . _:n rdf:first :A ; rdf:rest _:o . _:o rdf:first :D ; rdf:rest rdf:nil .
:a :p :b ; :q :c ; :f :d , :e ; :k 1 ; a :A . :b :p :c ; :q :a ; :k 01 ; a :D . :c :q :d ; :f :a .
:d owl:sameAs :e . :e owl:sameAs :f . :a owl:differentFrom :b . :p owl:sameAs :q .
:x a owl:Restriction ; owl:maxCardinality "1"^^xsd:int ; owl:onProperty :q . :a a :x .
:s rdfs:range xsd:integer . :a :s "1" . rdfs:label a owl:AnnotationProperty . :a rdfs:label "one" .
:y owl:someValuesFrom xsd:integer ; owl:onProperty :k . :f :f 2 , "2"^^xsd:byte .
"""
POOL: list[Fact] = [
    (str(q.subject), str(q.predicate), str(q.object))
    for q in ox.parse(POOL_TEXT, format=ox.RdfFormat.TURTLE)
]
SOME = st.sets(st.sampled_from(POOL))


def content(closure: Closure) -> tuple[set[Fact], set[Fact], set[tuple[str, frozenset[Fact]]]]:
    clashes = {(clash.rule, frozenset(clash.premises)) for clash in closure.clashes}
    return set(closure.asserted()), set(closure.inferred()), clashes


@settings(max_examples=150, deadline=None)
@given(begin=SOME, edits=st.lists(st.tuples(SOME, SOME), min_size=1, max_size=4))
def test_edits_lead_to_the_closure_of_what_remains(
    begin: set[Fact], edits: list[tuple[set[Fact], set[Fact]]]
) -> None:
    given_facts = set(begin)
    closure = close(sorted(given_facts))
    for added, removed in edits:
        closure.update(sorted(added), sorted(removed - added))
        given_facts = (given_facts | added) - (removed - added)
        assert content(closure) == content(close(sorted(given_facts)))
    for row in closure.inferred_rows().tolist():
        assert not checker.faults(explainer.recorded(closure, row), given_facts)


@settings(max_examples=60, deadline=None)
@given(begin=SOME, added=SOME, removed=SOME)
def test_a_copy_is_edited_by_itself(begin: set[Fact], added: set[Fact], removed: set[Fact]) -> None:
    closure = close(sorted(begin))
    before = content(closure)
    copy = closure.copy()
    copy.update(sorted(added), sorted(removed - added))
    assert content(copy) == content(close(sorted((begin | added) - (removed - added))))
    assert content(closure) == before


def test_a_fact_that_follows_stays_when_it_is_no_longer_said() -> None:
    facts = [fact for fact in POOL if fact[0] in ("<http://e/A>", "<http://e/B>")]
    told = (
        "<http://e/A>",
        "<http://www.w3.org/2000/01/rdf-schema#subClassOf>",
        "<http://e/C>",
    )
    closure = close([*facts, told])
    closure.update([], [told])
    assert told in set(closure.inferred())
    closure.update([told])
    assert told in set(closure.asserted())
    assert told not in set(closure.inferred())
