"""The OWL 2 DL gate: what HermiT finds that the rules of OWL 2 RL do not reach.

It needs Java and the extra `dl`. HermiT sees a projection of the sources (`acquis.dl.projection`),
decides consistency and the satisfiability of every class, and is asked again about parts of it
until the statements behind a verdict are left.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rdflib import OWL, RDF, BNode, URIRef
from rdflib.term import Node

from acquis.dl.hermit import HermiT, Verdict
from acquis.dl.justification import justification
from acquis.dl.projection import Axiom, Projection, projection
from acquis.errors import AcquisError
from acquis.findings import Finding
from acquis.graph import Source, Triple, is_knowledge
from acquis.positions import Places

TIMEOUT = 300.0
BUDGET = 120.0
MEMBER = BNode("member")
EXPRESSIONS = {OWL.Class, OWL.Restriction}


def findings(
    sources: Iterable[Source], places: Places, timeout: float = TIMEOUT, budget: float = BUDGET
) -> list[Finding]:
    """Return what OWL 2 DL has against the sources: an inconsistency, or unsatisfiable classes.

    `timeout` bounds the seconds that HermiT may take for its verdict, `budget` those spent on
    finding the statements behind it; past it a finding names none. The rules are
    `dl-inconsistent`, `dl-unsatisfiable` and `dl-refused`, for what is outside OWL 2 DL, such as
    a transitive property in a cardinality: HermiT judges nothing until it is mended.

    See https://www.w3.org/TR/owl2-direct-semantics/. Raises AcquisError where Java or owlready2
    is missing, or where HermiT breaks or takes longer than `timeout`.
    """
    kept = [source for source in sources if is_knowledge(source)]
    gate = _Gate(projection(t for source in kept for t in source.triples), places, HermiT())
    try:
        return gate.findings(timeout, budget)
    except TimeoutError as fault:
        raise AcquisError(
            f"HermiT gave no verdict within {timeout:g} s; check fewer files with --dl"
        ) from fault


class _Gate:
    def __init__(self, given: Projection, places: Places, hermit: HermiT) -> None:
        self.given = given
        self.places = places
        self.hermit = hermit
        self.deadline = 0.0

    def findings(self, timeout: float, budget: float) -> list[Finding]:
        verdict = self.hermit.satisfiability(self._graph(self.given.axioms), timeout)
        self.deadline = time.monotonic() + budget
        if verdict.consistent:
            return sorted(self._unsatisfiable(URIRef(name)) for name in verdict.unsatisfiable)
        behind = self._behind(())
        if behind:
            verdict = self.hermit.consistency([self._graph(behind)], timeout)
        return [self._contradiction(verdict, behind)]

    def _contradiction(self, verdict: Verdict, behind: Sequence[Axiom]) -> Finding:
        rule = "dl-refused" if verdict.refusal else "dl-inconsistent"
        if verdict.refusal:
            message = f"outside OWL 2 DL, so that HermiT judges nothing: {verdict.refusal}"
        else:
            message = "inconsistent by OWL 2 DL: these statements cannot all hold; correct one"
        first = behind[0] if behind else self.given.axioms[0]
        return self._finding(rule, message, self._place(first), "", behind)

    def _unsatisfiable(self, name: URIRef) -> Finding:
        behind = self._behind(((MEMBER, RDF.type, name),))
        message = f"{self.places.name(name)} can have no instance (OWL 2 DL); correct its axioms"
        place = self.places.of((name, RDF.type, OWL.Class))
        return self._finding("dl-unsatisfiable", message, place, self.places.name(name), behind)

    def _behind(self, assumed: Sequence[Triple]) -> tuple[Axiom, ...]:
        """Return the axioms that clash, given `assumed`; none where time ran out."""

        def judge(sets: Sequence[Sequence[Axiom]]) -> int:
            graphs = ([*self._graph(axioms), *assumed] for axioms in sets)
            left = max(0.001, self.deadline - time.monotonic())
            return self.hermit.consistency(graphs, left).consistent

        try:
            found = justification(self.given.axioms, judge, {node for t in assumed for node in t})
        except TimeoutError:
            return ()
        return tuple(sorted(found, key=lambda axiom: (not axiom.is_fact, self._place(axiom))))

    def _graph(self, axioms: Iterable[Axiom]) -> list[Triple]:
        return [*self.given.declarations, *(t for axiom in axioms for t in axiom.triples)]

    def _place(self, axiom: Axiom) -> tuple[str, int]:
        return self.places.of(axiom.statement)

    def _finding(
        self, rule: str, message: str, place: tuple[str, int], subject: str, behind: Sequence[Axiom]
    ) -> Finding:
        if not behind:
            message += " (the statements behind it were not found in time)"
        statements = tuple(self._shown(axiom) for axiom in behind)
        return Finding(*place, rule, message, subject, statements=statements)

    def _shown(self, axiom: Axiom) -> str:
        file, line = self._place(axiom)
        place = f"{file}:{line}" if line else file
        return f"{place}: {_Text(axiom, self.places)}"


class _Text:
    """An axiom as a line of Turtle, its blank nodes written out."""

    def __init__(self, axiom: Axiom, places: Places) -> None:
        self.statement = axiom.statement
        self.name = places.name
        self.about: dict[Node, list[Triple]] = defaultdict(list)
        for triple in axiom.triples:
            self.about[triple[0]].append(triple)

    def __str__(self) -> str:
        subject, predicate, value = self.statement
        if isinstance(subject, BNode):
            return self._node(subject)
        return f"{self.name(subject)} {self._said(predicate, value)}"

    def _said(self, predicate: Node, value: Node) -> str:
        verb = "a" if predicate == RDF.type else self.name(predicate)
        return f"{verb} {self._node(value)}"

    def _node(self, node: Node) -> str:
        said = self.about.pop(node, []) if isinstance(node, BNode) else []
        if any(predicate == RDF.first for _, predicate, _ in said):
            return f"( {' '.join(self._members(said))} )"
        if said:
            parts = (self._said(p, o) for _, p, o in said if o not in EXPRESSIONS)
            return f"[ {' ; '.join(parts)} ]"
        return self.name(node)

    def _members(self, cell: Sequence[Triple]) -> Iterator[str]:
        parts = {predicate: value for _, predicate, value in cell}
        yield self._node(parts[RDF.first])
        following = self.about.pop(parts.get(RDF.rest, RDF.nil), [])
        if following:
            yield from self._members(following)
