"""What a graph claims, apart from the expressions and lists that it only describes.

A class expression or a list at a blank node says nothing by itself: it describes a class, or a
sequence, that there is in any case. What is claimed is what the other triples say of it. This is
how OWL 2 DL reads such triples (OWL 2 Mapping to RDF Graphs, section 3.2.4), and how the
correspondence theorem of the OWL 2 RDF-Based Semantics, section 7.1, balances a conclusion.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import combinations, count

from acquis.reasoning.facts import (
    DIFFERENT,
    EQUIVALENT_CLASS,
    FIRST,
    NIL,
    REST,
    TYPE,
    Fact,
    iri,
)

Out = dict[str, list[str]]


def iris(names: str) -> tuple[str, ...]:
    """Return the terms for names of OWL, written with blanks between them."""
    return tuple(iri(f"owl:{name}") for name in names.split())


INTERSECTION, UNION, COMPLEMENT, ONE_OF = iris("intersectionOf unionOf complementOf oneOf")
SOME, ALL, VALUE, SELF = iris("someValuesFrom allValuesFrom hasValue hasSelf")
ON_PROPERTY, ON_CLASS, ON_RANGE, INVERSE = iris("onProperty onClass onDataRange inverseOf")
MIN, MAX, EXACT = iris("minCardinality maxCardinality cardinality")
QUALIFIED_MIN, QUALIFIED_MAX, QUALIFIED_EXACT = iris(
    "minQualifiedCardinality maxQualifiedCardinality qualifiedCardinality"
)
DISJOINT_CLASS, DISJOINT_PROPERTY, DISJOINT_UNION = iris(
    "disjointWith propertyDisjointWith disjointUnionOf"
)
ALL_DIFFERENT, ALL_DISJOINT_CLASSES, ALL_DISJOINT_PROPERTIES, NEGATIVE = iris(
    "AllDifferent AllDisjointClasses AllDisjointProperties NegativePropertyAssertion"
)
MEMBERS = iris("members distinctMembers")
SOURCE, PROPERTY, TARGET, TARGET_VALUE = iris(
    "sourceIndividual assertionProperty targetIndividual targetValue"
)
ONTOLOGY, IMPORTS, VERSION_IRI = iris("Ontology imports versionIRI")
LISTED = frozenset({INTERSECTION, UNION, ONE_OF})
OPERATORS = LISTED | {COMPLEMENT}
CONDITIONS = frozenset(
    {SOME, ALL, VALUE, SELF, MIN, MAX, EXACT, QUALIFIED_MIN, QUALIFIED_MAX, QUALIFIED_EXACT}
)
QUALIFIED = frozenset({QUALIFIED_MIN, QUALIFIED_MAX, QUALIFIED_EXACT})
TYPES_OF_EXPRESSIONS = frozenset(
    {*iris("Class Restriction DataRange ObjectProperty"), iri("rdfs:Class"), iri("rdfs:Datatype")}
)
PAIRWISE = {
    ALL_DIFFERENT: DIFFERENT,
    ALL_DISJOINT_CLASSES: DISJOINT_CLASS,
    ALL_DISJOINT_PROPERTIES: DISJOINT_PROPERTY,
}


@dataclass
class Conclusion:
    """A conclusion taken apart.

    `definitions` describe expressions and lists at fresh blank nodes; `claims` and the denials
    of negative assertions are to be shown of named things and of these; `patterns` are claims
    with blank nodes that stand for something that must exist.
    """

    definitions: set[Fact] = field(default_factory=set)
    claims: list[Fact] = field(default_factory=list)
    denials: list[Fact] = field(default_factory=list)
    patterns: list[Fact] = field(default_factory=list)


class Fresh:
    """Blank nodes that do not occur in some facts."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        used = {term for fact in facts for term in fact if term.startswith("_:")}
        prefixes = (f"_:x{number}" for number in count())
        self._prefix = next(p for p in prefixes if not any(term.startswith(p) for term in used))
        self._numbers = count()

    def __call__(self) -> str:
        return f"{self._prefix}n{next(self._numbers)}"


def take_apart(facts: Collection[Fact], fresh: Fresh) -> Conclusion:
    """Take a conclusion apart; its blank nodes become fresh ones.

    Its header claims no more than that there is an ontology: the IRI is that of the document.
    """
    names: dict[str, str] = {}
    renamed = [
        tuple(names.setdefault(t, fresh()) if t.startswith("_:") else t for t in fact)
        for fact in sorted(facts)
    ]
    return _Reader(renamed, fresh).read()  # type: ignore[arg-type]


class _Reader:
    def __init__(self, facts: list[Fact], fresh: Fresh) -> None:
        self.facts = facts
        self.fresh = fresh
        self.conclusion = Conclusion()
        self.described: dict[str, bool] = {}
        self.nodes: dict[str, Out] = {}
        for subject, predicate, value in facts:
            if subject.startswith("_:"):
                self.nodes.setdefault(subject, {}).setdefault(predicate, []).append(value)

    def read(self) -> Conclusion:
        axioms = {node for node in self.nodes if self._claim_node(node)}
        described = {node for node in self.nodes if node not in axioms and self._is_described(node)}
        for fact in self.facts:
            if fact[0] in axioms or fact[1] in (IMPORTS, VERSION_IRI):
                continue
            if fact[1:] == (TYPE, ONTOLOGY):
                self.conclusion.patterns.append((self.fresh(), TYPE, ONTOLOGY))
                continue
            if fact[0] in described and _describes(fact):
                self.conclusion.definitions.add(fact)
            elif any(term.startswith("_:") and term not in described for term in fact):
                self.conclusion.patterns.append(fact)
            else:
                self._claim(fact)
        return self.conclusion

    def _claim(self, fact: Fact) -> None:
        subject, predicate, value = fact
        if predicate == DISJOINT_UNION:
            members = self._members(value) or []
            self._claim_pairs(DISJOINT_CLASS, members)
            self._claim_equivalent(subject, UNION, value)
        elif predicate in OPERATORS:
            self._claim_equivalent(subject, predicate, value)
        else:
            self.conclusion.claims.append(fact)

    def _claim_equivalent(self, subject: str, predicate: str, value: str) -> None:
        node = self.fresh()
        self.conclusion.definitions.add((node, predicate, value))
        self.conclusion.claims.append((subject, EQUIVALENT_CLASS, node))

    def _claim_pairs(self, predicate: str, members: list[str]) -> None:
        for one, other in combinations(members, 2):
            self.conclusion.claims.append((one, predicate, other))

    def _claim_node(self, node: str) -> bool:
        """Take the claims of an axiom at a blank node; say whether it is such an axiom."""
        out = self.nodes[node]
        types = set(out.get(TYPE, ()))
        if NEGATIVE in types:
            return self._deny(out)
        pairwise = types & PAIRWISE.keys()
        heads = [head for name in MEMBERS for head in out.get(name, ())]
        members = self._members(heads[0]) if len(heads) == 1 else None
        if len(pairwise) != 1 or members is None or len(out) != 2:
            return False
        if any(m in self.nodes and not self._is_described(m) for m in members):
            return False
        self._claim_pairs(PAIRWISE[pairwise.pop()], members)
        return True

    def _deny(self, out: Out) -> bool:
        names = (SOURCE, PROPERTY, TARGET_VALUE if TARGET_VALUE in out else TARGET)
        values = [value for name in names for value in out.get(name, ())]
        if len(values) != 3 or len(out) != 4 or any(v in self.nodes for v in values):
            return False
        self.conclusion.denials.append((values[0], values[1], values[2]))
        return True

    def _is_described(self, node: str) -> bool:
        """Say whether the triples of a blank node describe one expression or list, and end."""
        if node not in self.described:
            self.described[node] = False  # while its parts are looked at: a circle never ends
            self.described[node] = self._has_form(node)
        return self.described[node]

    def _has_form(self, node: str) -> bool:
        out = self.nodes.get(node, {})
        heads = [predicate for predicate in out if predicate in OPERATORS | CONDITIONS]
        parts = [value for predicate in heads for value in out[predicate]]
        if FIRST in out or REST in out:
            return self._is_cell(node, out)
        if INVERSE in out:
            return not heads and len(out[INVERSE]) == 1 and out[INVERSE][0] not in self.nodes
        if len(parts) != 1:
            return False
        (head,) = heads
        others = {ON_PROPERTY, ON_CLASS, ON_RANGE} & out.keys()
        if head in CONDITIONS:
            qualified = len(others) == 2 if head in QUALIFIED else others == {ON_PROPERTY}
            if not qualified or ON_PROPERTY not in others:
                return False
        elif others:
            return False
        parts += [value for predicate in others for value in out[predicate]]
        if len(parts) != 1 + len(others):
            return False
        return all(self._is_operand(part, head) for part in parts)

    def _is_operand(self, part: str, head: str) -> bool:
        if head in LISTED:
            members = self._members(part)
            if members is None or not (part == NIL or self._is_described(part)):
                return False
            return head != ONE_OF or not any(m.startswith("_:") for m in members)
        if not part.startswith("_:"):
            return True
        return head not in (VALUE, SELF) and self._is_described(part)

    def _is_cell(self, node: str, out: Out) -> bool:
        members = self._members(node)
        if members is None or out.keys() - {FIRST, REST, TYPE}:
            return False
        return all(not member.startswith("_:") or self._is_described(member) for member in members)

    def _members(self, head: str) -> list[str] | None:
        """Return the members of a list, None where it is malformed."""
        found: list[str] = []
        seen: set[str] = set()
        while head != NIL:
            out = self.nodes.get(head, {})
            if head in seen or len(out.get(FIRST, ())) != 1 or len(out.get(REST, ())) != 1:
                return None
            seen.add(head)
            found += out[FIRST]
            (head,) = out[REST]
        return found


def _describes(fact: Fact) -> bool:
    """Say whether a triple of a described blank node is part of the description."""
    _, predicate, value = fact
    if predicate == TYPE:
        return value in TYPES_OF_EXPRESSIONS or value == iri("rdf:List")
    return predicate in OPERATORS | CONDITIONS | {
        ON_PROPERTY,
        ON_CLASS,
        ON_RANGE,
        INVERSE,
        FIRST,
        REST,
    }
