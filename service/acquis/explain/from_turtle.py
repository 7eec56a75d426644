"""Proofs read from Turtle in the proof vocabulary, every node checked."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from acquis import graph
from acquis.errors import AcquisError
from acquis.explain.evidence import SUPPORTED
from acquis.explain.given import Given, Written
from acquis.explain.turtle import CLASSES, proof, prov, rdf
from acquis.reasoning.datatypes import split
from acquis.reasoning.facts import FIRST, NIL, REST, TYPE, Fact, is_iri, is_literal

KIND_OF = {proof(name): kind for kind, name in CLASSES.items()}


def read(text: str) -> list[Written]:
    """Return the proofs of a document in the proof vocabulary, written as Turtle.

    Raises AcquisError that says what is malformed, or missing of which node.
    """
    try:
        facts = graph.facts(text.encode())
    except SyntaxError as fault:
        found = graph.unreadable("", fault)
        raise AcquisError(f"no JSON and no Turtle: line {found.line}: {found.message}") from fault
    nodes = _Nodes(facts)
    proofs = nodes.of_type(proof("Proof"))
    if not proofs:
        raise AcquisError(f"holds no {proof('Proof')}")
    return [_Reading(nodes, each).written() for each in proofs]


class _Nodes:
    """The nodes of a graph and what is said of them."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._said: dict[tuple[str, str], list[str]] = {}
        for subject, predicate, value in facts:
            self._said.setdefault((subject, predicate), []).append(value)

    def of_type(self, kind: str) -> list[str]:
        """Return the nodes of a class, in order."""
        return sorted(s for (s, p), values in self._said.items() if p == TYPE and kind in values)

    def values(self, node: str, predicate: str) -> list[str]:
        """Return the values of a property."""
        return self._said.get((node, predicate), [])

    def value(self, node: str, predicate: str) -> str:
        """Return the only value of a property."""
        found = self.values(node, predicate)
        if len(found) != 1:
            raise AcquisError(f"{node}: has {len(found) or 'no'} {predicate}, where one is needed")
        return found[0]

    def members(self, head: str) -> Iterator[str]:
        """Yield the members of a list."""
        visited = set()
        while head != NIL:
            if head in visited:
                raise AcquisError(f"{head}: a list that runs in a circle")
            visited.add(head)
            yield self.value(head, FIRST)
            head = self.value(head, REST)

    @cached_property
    def generated(self) -> Mapping[str, list[str]]:
        """The statements that each inference generated."""
        found: dict[str, list[str]] = {}
        for (subject, predicate), values in self._said.items():
            if predicate == prov("wasGeneratedBy"):
                for value in values:
                    found.setdefault(value, []).append(subject)
        return found


class _Reading:
    """One proof in a graph."""

    def __init__(self, nodes: _Nodes, node: str) -> None:
        self._nodes, self._node = nodes, node
        self._inferences: dict[str, str] = {}
        for inference in nodes.values(node, proof("hasInference")):
            for conclusion in nodes.generated.get(inference, ()):
                if self._inferences.setdefault(conclusion, inference) != inference:
                    raise AcquisError(f"{node}: infers {conclusion} twice")

    def written(self) -> Written:
        """Return its statements, each after its premises."""
        order: dict[str, Given] = {}
        began: set[str] = set()
        stack = [self._nodes.value(self._node, proof("proves"))]
        while stack:
            node = stack[-1]
            waiting = [each for each in self._premises(node) if each not in order]
            if node in order or not waiting:
                order.setdefault(stack.pop(), self._given(node))
            elif node in began:
                raise AcquisError(f"{node}: rests on itself")
            else:
                began.add(node)
                stack += reversed(waiting)
        return Written(tuple(order.values()))

    def _premises(self, node: str) -> tuple[str, ...]:
        inference = self._inferences.get(node)
        if inference is None:
            return ()
        return tuple(self._nodes.members(self._nodes.value(inference, proof("premises"))))

    def _given(self, node: str) -> Given:
        nodes = self._nodes
        subject, predicate, value = (
            nodes.value(node, rdf(name)) for name in ("subject", "predicate", "object")
        )
        inference = self._inferences.get(node)
        kinds = {KIND_OF[each] for each in nodes.values(node, TYPE) if each in KIND_OF}
        kinds -= {"inferred"}
        if not inference and len(kinds) != 1:
            raise AcquisError(f"{node}: no premises, and not of one kind of assertion")
        if len(kinds) > 1:
            raise AcquisError(f"{node}: is of {len(kinds)} kinds of assertion")
        if (is_literal(subject) and not inference) or not is_iri(predicate):
            raise AcquisError(f"{node}: its subject or its predicate cannot be that of a triple")
        rule = self._rule(inference) if inference else ""
        kind = kinds.pop() if kinds else "inferred"
        evidence = tuple(sorted(nodes.values(node, SUPPORTED)))
        articles = nodes.values(node, proof("article"))
        article = nodes.value(node, proof("article")) if articles else ""
        premises = tuple(map(bare, self._premises(node)))
        fact = (subject, predicate, value)
        return Given(bare(node), fact, kind, rule, premises, evidence, article)

    def _rule(self, inference: str) -> str:
        found = self._nodes.value(inference, proof("rule"))
        if not is_literal(found):
            raise AcquisError(f"{inference}: its {proof('rule')} is not text")
        return split(found)[0]


def bare(node: str) -> str:
    """Return an IRI without its angle brackets, as JSON gives the id of a statement."""
    return node[1:-1] if is_iri(node) else node
