"""Which predicates a query looks for, so that one is asked again only when they are touched.

Read from the algebra of the query (https://www.w3.org/TR/sparql11-query/#sparqlAlgebra), as
rdflib translates it.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import traverse
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import URIRef, Variable

CHANGING = frozenset({"Builtin_NOW", "Builtin_RAND", "Builtin_UUID", "Builtin_STRUUID"})
WORD = re.compile(r"\bEXISTS\b", re.IGNORECASE)
EXISTS = frozenset({"Builtin_EXISTS", "Builtin_NOTEXISTS"})
Predicate = URIRef | Path


class _Anything(Exception):
    """The answer may depend on any triple."""


def predicates(text: str, prefixes: Mapping[str, str]) -> frozenset[str] | None:
    """Return the predicates, as terms of N-Triples, of all triples that an answer can rest on.

    None where any triple may matter: a predicate that is a variable, a negated property set, a
    path of no length between two unknown ends, or a query that rdflib does not read in full.
    """
    found: set[str] = set()
    inner: set[int] = set()

    def visit(node: Any) -> None:
        if not isinstance(node, CompValue):
            return
        if node.name in CHANGING or (node.name == "Graph" and _is_empty(node.p)):
            raise _Anything
        if node.name == "BGP":
            _read(node.triples, found)
        if node.name in EXISTS and node.graph.name != "GroupGraphPatternSub":
            inner.add(id(node))
            traverse(node.graph, visitPre=visit)

    try:
        query = prepareQuery(text, initNs=dict(prefixes))
        traverse(query.algebra, visitPre=visit)
    except Exception:
        return None
    return frozenset(found) if len(inner) == len(WORD.findall(text)) else None


def _is_empty(pattern: CompValue) -> bool:
    return pattern.name == "BGP" and not pattern.triples


def _read(triples: Iterable[tuple[Any, Any, Any]], found: set[str]) -> None:
    triples = list(triples)
    for subject, predicate, value in triples:
        if isinstance(predicate, Variable):
            raise _Anything
        found.update(_within(predicate))
        others = [
            t for t in triples if t != (subject, predicate, value) and not _may_be_empty(t[1])
        ]
        known = {term for other in others for term in (other[0], other[2])}
        ends = (subject, value)
        unknown = all(isinstance(end, Variable) and end not in known for end in ends)
        if _may_be_empty(predicate) and unknown:
            raise _Anything


def _within(predicate: Predicate) -> set[str]:
    if isinstance(predicate, URIRef):
        return {f"<{predicate}>"}
    if isinstance(predicate, InvPath):
        return _within(predicate.arg)
    if isinstance(predicate, MulPath):
        return _within(predicate.path)
    if isinstance(predicate, SequencePath | AlternativePath):
        return set().union(*map(_within, predicate.args))
    raise _Anything


def _may_be_empty(predicate: Predicate) -> bool:
    """Say whether a path may have no length, so that it joins any node to itself."""
    if isinstance(predicate, MulPath):
        return predicate.zero or _may_be_empty(predicate.path)
    if isinstance(predicate, InvPath):
        return _may_be_empty(predicate.arg)
    if isinstance(predicate, SequencePath):
        return all(map(_may_be_empty, predicate.args))
    if isinstance(predicate, AlternativePath):
        return any(map(_may_be_empty, predicate.args))
    return False
