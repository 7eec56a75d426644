"""Which triples a query looks for, so that one is asked again only when they are touched.

Read from the algebra of the query (https://www.w3.org/TR/sparql11-query/#sparqlAlgebra), as
rdflib translates it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, URIRef, Variable

from acquis.engine.algebra import algebra
from acquis.reasoning.facts import Fact, is_literal

CHANGING = frozenset({"Builtin_NOW", "Builtin_RAND", "Builtin_UUID", "Builtin_STRUUID"})
WORD = re.compile(r"\bEXISTS\b", re.IGNORECASE)
EXISTS = frozenset({"Builtin_EXISTS", "Builtin_NOTEXISTS"})
Predicate = URIRef | Path
Unknown = Variable | BNode
Lookup = tuple[str | None, str, str | None]
Holds = Callable[[Lookup], bool]


@dataclass(frozen=True)
class Demand:
    """A triple that the node has to stand in: with this predicate, as subject or as object.

    `other` is the node at the other end, None where any will do.
    """

    predicate: str
    is_subject: bool
    other: str | None

    def of(self, node: str) -> Lookup:
        """Return the triple that is demanded of a node."""
        ends = (node, self.other) if self.is_subject else (self.other, node)
        return ends[0], self.predicate, ends[1]


Demands = dict[Unknown, frozenset[Demand]]


@dataclass(frozen=True)
class Pattern:
    """Triples that a query looks for: what is known of their ends, and what else these must say."""

    subject: str | None = None
    value: str | None = None
    of_subject: frozenset[Demand] = frozenset()
    of_value: frozenset[Demand] = frozenset()

    def matters(self, fact: Fact, holds: Holds) -> bool:
        """Say whether a fact of the predicate may be one of them."""
        subject, _, value = fact
        if self.subject not in (None, subject) or self.value not in (None, value):
            return False
        if not all(holds(demand.of(subject)) for demand in self.of_subject):
            return False
        return is_literal(value) or all(holds(demand.of(value)) for demand in self.of_value)


@dataclass(frozen=True)
class Footprint:
    """All that an answer can rest on: by predicate, the triples that are looked for."""

    patterns: Mapping[str, frozenset[Pattern]]

    def is_touched(self, changed: Iterable[Fact], holds: Holds) -> bool:
        """Say whether the answer may be another once some facts have come or gone.

        `holds` says of a lookup, in which None stands for any node, whether a triple fits it now
        or did so before the change.
        """
        return any(
            pattern.matters(fact, holds)
            for fact in changed
            for pattern in self.patterns.get(fact[1], ())
        )


class _Anything(Exception):
    """The answer may depend on any triple."""


def footprint(text: str, prefixes: Mapping[str, str]) -> Footprint | None:
    """Return what an answer can rest on.

    None where any triple may matter: a predicate that is a variable, a negated property set, a
    path of no length between two unknown ends or from a named thing, a description, or a query
    that rdflib does not read in full.
    """
    reading = _Reading()
    try:
        reading.visit(algebra(text, prefixes=prefixes), {})
    except Exception:
        return None
    if reading.inner != len(WORD.findall(text)):
        return None
    return Footprint({name: frozenset(some) for name, some in reading.patterns.items()})


class _Reading:
    """What was found in the algebra of a query: its patterns, and how many EXISTS it has."""

    def __init__(self) -> None:
        self.patterns: dict[str, set[Pattern]] = defaultdict(set)
        self.inner = 0

    def visit(self, node: CompValue, known: Demands) -> None:
        """Read a part of the query.

        `known` is what every solution of the part has to meet, or else it is in no answer.
        """
        name = node.name
        if name in CHANGING or name == "DescribeQuery" or (name == "Graph" and _is_empty(node.p)):
            raise _Anything
        if name == "BGP":
            self._triples(node.triples, known)
        elif name == "Join":
            self.visit(node.p1, _both(known, _certain(node.p2)))
            self.visit(node.p2, _both(known, _certain(node.p1)))
        elif name in ("LeftJoin", "Minus"):
            self.visit(node.p1, known)
            self.visit(node.p2, _inside(known, _certain(node.p1)))
            self._expressions(node.get("expr"), {})
        elif name == "Union":
            self.visit(node.p1, known)
            self.visit(node.p2, known)
        elif name == "Graph":
            self.visit(node.p, known)
        elif name in ("Filter", "Extend"):
            self.visit(node.p, known)
            self._expressions(node.expr, _inside(known, _certain(node.p)))
        else:
            for part in node.values():
                self._expressions(part, {})

    def _expressions(self, part: Any, known: Demands) -> None:
        """Read what stands in an expression, or in parts that solutions are picked from."""
        if isinstance(part, list | tuple | set):
            for one in part:
                self._expressions(one, known)
        elif isinstance(part, CompValue):
            if part.name in EXISTS:
                if part.graph.name != "GroupGraphPatternSub":
                    self.inner += 1
                    self.visit(part.graph, known)
            elif "p" in part or "p1" in part or part.name == "BGP":
                self.visit(part, {})
            else:
                if part.name in CHANGING:
                    raise _Anything
                for one in part.values():
                    self._expressions(one, known)

    def _triples(self, triples: Iterable[tuple[Any, Any, Any]], known: Demands) -> None:
        triples = list(triples)
        demands = _both(known, _said(triples))
        for triple in triples:
            subject, predicate, value = triple
            if isinstance(predicate, Variable):
                raise _Anything
            if may_be_empty(predicate) and (_is_anchored(triple) or _is_free(triple, triples)):
                raise _Anything
            if isinstance(predicate, URIRef):
                of_each = (demands.get(end, frozenset()) for end in (subject, value))
                found = Pattern(_iri(subject), _iri(value), *of_each)
                self.patterns[f"<{predicate}>"].add(found)
            else:
                for name in _within(predicate):
                    self.patterns[name].add(Pattern())


def _is_empty(pattern: CompValue) -> bool:
    return pattern.name == "BGP" and not pattern.triples


def _is_anchored(triple: tuple[Any, Any, Any]) -> bool:
    """Say whether a named thing stands at an end: pyoxigraph asks first whether any triple has it.

    By SPARQL a path of no length leads from it to itself whether one has it or not.
    """
    return any(isinstance(end, URIRef) for end in (triple[0], triple[2]))


def _is_free(triple: tuple[Any, Any, Any], triples: Iterable[tuple[Any, Any, Any]]) -> bool:
    """Say whether no other triple says what stands at the ends of one."""
    others = [other for other in triples if other != triple and not may_be_empty(other[1])]
    known = {term for other in others for term in (other[0], other[2])}
    return all(isinstance(end, Variable) and end not in known for end in (triple[0], triple[2]))


def _certain(node: CompValue) -> Demands:
    """Return what is demanded of variables that every solution of a part binds."""
    if node.name == "BGP":
        return _said(node.triples)
    if node.name == "Join":
        return _both(_certain(node.p1), _certain(node.p2))
    if node.name in ("LeftJoin", "Minus"):
        return _certain(node.p1)
    return _certain(node.p) if node.name in ("Filter", "Extend", "Graph") else {}


def _said(triples: Iterable[tuple[Any, Any, Any]]) -> Demands:
    found: dict[Unknown, set[Demand]] = defaultdict(set)
    for triple in triples:
        for end, demand in _demands(*triple):
            if isinstance(end, Unknown):
                found[end].add(demand)
    return {end: frozenset(some) for end, some in found.items()}


def _demands(subject: Any, predicate: Any, value: Any) -> Iterator[tuple[Any, Demand]]:
    """Yield what a triple demands of its ends; a sequence demands its first and its last step."""
    if isinstance(predicate, URIRef):
        yield subject, Demand(f"<{predicate}>", True, _iri(value))
        yield value, Demand(f"<{predicate}>", False, _iri(subject))
    elif isinstance(predicate, SequencePath):
        first, last = predicate.args[0], predicate.args[-1]
        if isinstance(first, URIRef):
            yield subject, Demand(f"<{first}>", True, None)
        if isinstance(last, URIRef):
            yield value, Demand(f"<{last}>", False, None)


def _both(some: Demands, others: Demands) -> Demands:
    nothing: frozenset[Demand] = frozenset()
    ends = some.keys() | others.keys()
    return {end: some.get(end, nothing) | others.get(end, nothing) for end in ends}


def _inside(known: Demands, certain: Demands) -> Demands:
    """Return what holds where only the solutions of another part are looked at.

    What is known of a variable that the other part leaves open says nothing there: without a
    solution for it, the variable fits all.
    """
    return _both({end: some for end, some in known.items() if end in certain}, certain)


def _iri(term: Any) -> str | None:
    return f"<{term}>" if isinstance(term, URIRef) else None


def _within(predicate: Predicate) -> Iterator[str]:
    if isinstance(predicate, URIRef):
        yield f"<{predicate}>"
    elif isinstance(predicate, InvPath):
        yield from _within(predicate.arg)
    elif isinstance(predicate, MulPath):
        yield from _within(predicate.path)
    elif isinstance(predicate, SequencePath | AlternativePath):
        for step in predicate.args:
            yield from _within(step)
    else:
        raise _Anything


def may_be_empty(predicate: Predicate) -> bool:
    """Say whether a path may have no length, so that it joins any node to itself."""
    if isinstance(predicate, MulPath):
        return predicate.zero or may_be_empty(predicate.path)
    if isinstance(predicate, InvPath):
        return may_be_empty(predicate.arg)
    if isinstance(predicate, SequencePath):
        return all(map(may_be_empty, predicate.args))
    if isinstance(predicate, AlternativePath):
        return any(map(may_be_empty, predicate.args))
    return False
