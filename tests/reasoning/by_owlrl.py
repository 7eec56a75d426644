"""owlrl as another reasoner to compare with: facts in, facts and contradictions out."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import owlrl
from rdflib import BNode, Graph, Literal, URIRef, term
from rdflib.term import Node

from acquis.reasoning.datatypes import split
from acquis.reasoning.facts import Fact

ERROR = "http://www.daml.org/2002/03/agents/agent-ont#"
ILL_TYPED = re.compile(r"does not match its datatype \((.+)\)")
RULES = (
    ("cax-dw", "Disjoint classes"),
    ("eq-diff1", "'sameAs' and 'differentFrom'"),
    ("eq-diff2", "'sameAs' and 'AllDifferent'"),
    ("prp-irp", "Irreflexive property"),
    ("prp-asyp", "asymmetric property"),
    ("prp-pdw", "usage of disjoint properties"),
    ("prp-adp", "Disjoint properties in an 'AllDisjointProperties'"),
    ("prp-npa1", "Negative (object) property assertion"),
    ("prp-npa2", "Negative (datatype) property assertion"),
    ("cls-nothing2", "of type 'Nothing'"),
    ("cls-com", "complementarity"),
    ("cls-maxc1", "maximum cardinality"),
    ("cls-maxqc1", "maximum qualified cardinality"),
)


@dataclass(frozen=True)
class Outcome:
    """What a reasoner makes of a graph: the facts that follow, and what it says is wrong.

    `faults` are rules, and for a literal without a value `dt-not-type` with its datatype.
    """

    facts: frozenset[Fact]
    faults: frozenset[str]


@contextmanager
def _literals_left_alone() -> Iterator[None]:
    """Undo what owlrl does to rdflib: it replaces how every literal of the process is read."""
    before = dict(term._toPythonMapping)
    try:
        yield
    finally:
        term._toPythonMapping.clear()
        term._toPythonMapping.update(before)


def close(facts: Iterable[Fact]) -> Outcome:
    """Return what owlrl makes of some facts.

    Two rules that share a message bear the name of the first: cax-adc is cax-dw, eq-diff3 is
    eq-diff2, cls-maxqc2 is cls-maxqc1. Raises what owlrl raises.
    """
    given = frozenset(facts)
    terms = {text: _node(text) for fact in given for text in fact}
    texts = {node: text for text, node in terms.items()}
    graph = Graph(bind_namespaces="none")
    for s, p, o in given:
        graph.add((terms[s], terms[p], terms[o]))
    engine = owlrl.DeductiveClosure(
        owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
    )
    with _literals_left_alone():
        engine.expand(graph)
    found, faults = set(), set()
    for s, p, o in graph:
        if p == URIRef(ERROR + "error"):
            faults.add(_fault(str(o)))
        elif not str(o).startswith(ERROR):
            found.add((_text(s, texts), _text(p, texts), _text(o, texts)))
    return Outcome(frozenset(found) - given, frozenset(faults))


def _node(text: str) -> Node:
    if text.startswith("<"):
        return URIRef(text[1:-1])
    if text.startswith("_:"):
        return BNode(text[2:])
    lexical, datatype, language = split(text)
    if language or text.endswith('"'):
        return Literal(lexical, lang=language or None)
    return Literal(lexical, datatype=URIRef(datatype[1:-1]), normalize=False)


def _text(node: Node, texts: dict[Node, str]) -> str:
    """Return a term as it was given; one that was not is of the vocabulary of OWL."""
    return texts.get(node) or f"<{node}>"


def _fault(message: str) -> str:
    if match := ILL_TYPED.search(message):
        return f"dt-not-type <{match[1]}>"
    return next(rule for rule, words in RULES if words in message)
