"""What the tree owes its users: a shape for each class, a question for each term, and the like.

A message for each shape, because a finding says no more than the message does; and for each file
of mappings a record that says whose reading they are.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from acquis.findings import Finding
from acquis.graph import SHAPES, Source, is_knowledge
from acquis.names import GRAPH, QAP, SH
from acquis.positions import Places
from acquis.questions import Question
from acquis.reasoning.facts import TYPE, Fact, iri

NO_SHAPE, NO_MESSAGE, NO_QUESTION, NO_RECORD = (
    "class-without-shape",
    "shape-without-message",
    "term-without-question",
    "mapping-without-record",
)
MAPPINGS = f"{GRAPH}data/ttl/mappings/"
CLASS = iri("owl:Class")
KINDS = {
    CLASS,
    *map(iri, ("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")),
}
COMMENT = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
NAMED = re.compile(rf"\bqap:(\w+)|<{re.escape(QAP)}(\w+)>")
CLAIM_PREDICATE = f"<{QAP}claimPredicate>"
IN_CLAIMS_ONLY = (iri("rdfs:subPropertyOf"), f"<{QAP}claimRelation>")
DEPRECATED = iri("owl:deprecated")
EVIDENCE = f"<{QAP}isSupportedBy>"
NODE_SHAPE, PROPERTY_SHAPE, TARGET_CLASS, MESSAGE = (
    f"<{SH}{name}>" for name in ("NodeShape", "PropertyShape", "targetClass", "message")
)
# What a shape may say without ruling anything out by itself.
NO_CONSTRAINT = {
    f"<{SH}{name}>"
    for name in "path property targetClass targetSubjectsOf message severity".split()
}


def findings(
    sources: Iterable[Source], questions: Iterable[Question], places: Places
) -> Iterator[Finding]:
    """Yield what the tree's own files lack; files beside the tree owe nothing.

    `questions` are the saved queries, `places` knows where the sources' statements stand.
    """
    sources = list(sources)
    own = [source for source in sources if str(source.graph).startswith(f"{GRAPH}ontology/")]
    shapes = [f for source in own if str(source.graph).startswith(SHAPES) for f in source.facts]
    terms = [fact for source in own if is_knowledge(source) for fact in _terms(source.facts)]
    yield from _without_shape(terms, shapes, places)
    yield from _without_message(shapes, places)
    yield from _without_question(terms, _in_claims_only(own), questions, places)
    yield from _without_record(sources)


def _terms(facts: Collection[Fact]) -> Iterator[Fact]:
    """Yield the declarations of the project's terms that are not given up."""
    given_up = {subject for subject, predicate, _ in facts if predicate == DEPRECATED}
    for fact in facts:
        is_own = fact[0].startswith(f"<{QAP}") and fact[0] not in given_up
        if is_own and fact[1] == TYPE and fact[2] in KINDS:
            yield fact


def _without_shape(terms: list[Fact], shapes: list[Fact], places: Places) -> Iterator[Finding]:
    nodes = {subject for subject, _, value in shapes if value == NODE_SHAPE}
    checked = {value for subject, p, value in shapes if p == TARGET_CLASS and subject in nodes}
    for fact in terms:
        if fact[2] == CLASS and fact[0] not in checked:
            what = "no node shape checks what is of this class; add one to ontology/shapes/"
            yield _lacking(fact, NO_SHAPE, what, places)


def _without_message(shapes: list[Fact], places: Places) -> Iterator[Finding]:
    told = {subject for subject, predicate, _ in shapes if predicate == MESSAGE}
    ruling = {s for s, p, _ in shapes if p.startswith(f"<{SH}") and p not in NO_CONSTRAINT}
    for fact in shapes:
        subject, _, kind = fact
        if kind in (NODE_SHAPE, PROPERTY_SHAPE) and subject in ruling - told:
            what = "the shape has no sh:message; say what is wrong and what to do"
            yield _lacking(fact, NO_MESSAGE, what, places)


def _without_question(
    terms: list[Fact], in_claims: set[str], questions: Iterable[Question], places: Places
) -> Iterator[Finding]:
    asked = {name for question in questions for name in _named(question.text)}
    if CLAIM_PREDICATE in asked:
        asked |= in_claims
    for fact in terms:
        if fact[0] not in asked:
            what = "no saved query asks for this term; write one into queries/questions/"
            yield _lacking(fact, NO_QUESTION, f"{what}, or remove the term", places)


def _in_claims_only(sources: Iterable[Source]) -> set[str]:
    """Return the relations that are only ever values: who asks for claims asks for them."""
    return {s for source in sources for s, p, o in source.facts if (p, o) == IN_CLAIMS_ONLY}


@lru_cache(maxsize=1 << 10)
def _named(text: str) -> frozenset[str]:
    """Return the project's terms that a query names outside its comments."""
    found = NAMED.finditer(COMMENT.sub("", text))
    return frozenset(f"<{QAP}{match[1] or match[2]}>" for match in found)


def _without_record(sources: Iterable[Source]) -> Iterator[Finding]:
    """Yield the files of mappings whose graph has no record of its own with evidence."""
    for source in sources:
        name = f"<{source.graph}>"
        said = {predicate for subject, predicate, _ in source.facts if subject == name}
        if str(source.graph).startswith(MAPPINGS) and EVIDENCE not in said:
            what = "does not say whose reading its links are; describe it as a void:Dataset"
            message = f"the graph of this file {what} with qap:isSupportedBy."
            yield Finding(source.name, 1, NO_RECORD, message, name)


def _lacking(fact: Fact, rule: str, what: str, places: Places) -> Finding:
    file, line = places.of(fact)
    name = places.name(fact[0])
    return Finding(file, line, rule, f"{name}: {what}.", name)
