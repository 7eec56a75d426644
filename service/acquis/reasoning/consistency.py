"""Contradictions and unwanted equality as findings that name the statements behind them."""

import re
from collections.abc import Iterable, Iterator

from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from acquis.findings import Finding
from acquis.graph import Triple
from acquis.positions import Places
from acquis.reasoning.by_owlrl import Clash

ILL_TYPED = "dt-not-type"
ZONE = r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
PARTIAL_DATES = {
    XSD.gYear: re.compile(rf"-?(?:[1-9]\d{{3,}}|0\d{{3}}){ZONE}"),
    XSD.gYearMonth: re.compile(rf"-?(?:[1-9]\d{{3,}}|0\d{{3}})-(?:0[1-9]|1[0-2]){ZONE}"),
}
IRI = re.compile(r"(?:https?|urn|file):[^\s,()<>]+")


class Consistency:
    """The findings on one graph: what was asserted, what follows, and the clashes met."""

    def __init__(self, asserted: Graph, inferred: Iterable[Triple], places: Places) -> None:
        self.asserted = asserted
        self.closed = asserted + Graph()
        for triple in inferred:
            self.closed.add(triple)
        self.places = places

    def findings(self, clashes: Iterable[Clash]) -> list[Finding]:
        """Return a finding for each contradiction and for each equality of two names."""
        return [*self._contradictions(clashes), *self._equalities(), *self._malformed()]

    def _contradictions(self, clashes: Iterable[Clash]) -> Iterator[Finding]:
        seen: set[tuple[str, frozenset[str]]] = set()
        for clash in clashes:
            terms = [URIRef(name) for name in clash.terms]
            key = clash.rule, frozenset(min(map(str, self.aliases(term))) for term in terms)
            if key in seen:
                continue
            seen.add(key)
            behind = self._behind(clash.rule, terms)
            named = terms and clash.rule != ILL_TYPED
            subject = terms[-1] if named else behind[0][0] if behind else URIRef("")
            yield self._finding(clash.rule, clash.message, subject, behind)

    def _behind(self, rule: str, terms: list[URIRef]) -> list[Triple]:
        if rule in ("cax-dw", "cls-com"):
            first, second, individual = terms
            return [*self.typing(individual, first), *self.typing(individual, second)]
        if rule == ILL_TYPED:
            wanted = Literal(str(terms[0]), datatype=terms[1], normalize=False)
            return sorted(self.asserted.triples((None, None, wanted)))
        if rule == "cls-nothing2":
            return self.typing(terms[0], OWL.Nothing)
        return sorted(t for t in self.asserted if sum(part in terms for part in t) >= 2)

    def aliases(self, node: Node) -> list[Node]:
        """Return `node` first, then the other names that equality gives it."""
        equal = {other for other in self.closed.objects(node, OWL.sameAs) if other != node}
        return [node, *sorted(equal, key=str)]

    def typing(self, individual: Node, wanted: Node) -> list[Triple]:
        """Return the asserted statements that make `individual` a `wanted`.

        Each alone does, but for a thing known by another name too: then the statements that
        make the two one stand behind them.
        """
        found: list[Triple] = []
        for name in self.aliases(individual):
            direct = self._typing(name, wanted)
            found += direct
            if direct and name != individual:
                found += self.identifying(individual, name)
        return found

    def _typing(self, individual: Node, wanted: Node) -> list[Triple]:
        found: list[Triple] = [
            (individual, RDF.type, kind)
            for kind in self.asserted.objects(individual, RDF.type)
            if kind == wanted or (kind, RDFS.subClassOf, wanted) in self.closed
        ]
        for triple in self.asserted.triples((individual, None, None)):
            if (triple[1], RDFS.domain, wanted) in self.closed:
                found.append(triple)
        for triple in self.asserted.triples((None, None, individual)):
            if (triple[1], RDFS.range, wanted) in self.closed:
                found.append(triple)
        return found

    def _equalities(self) -> Iterator[Finding]:
        for one, _, other in sorted(self.closed.triples((None, OWL.sameAs, None))):
            if not (isinstance(one, URIRef) and isinstance(other, URIRef) and one < other):
                continue
            message = (
                f"{self.places.name(one)} and {self.places.name(other)} would be one thing; "
                "two names must stay two things"
            )
            yield self._finding("same-as", message, one, self.identifying(one, other))

    def _malformed(self) -> Iterator[Finding]:
        """Yield the partial dates that are none: OWL 2 RL knows no such datatype."""
        for triple in self.asserted:
            value = triple[2]
            datatype = value.datatype if isinstance(value, Literal) else None
            pattern = PARTIAL_DATES.get(datatype) if datatype else None
            if pattern and not pattern.fullmatch(str(value)):
                message = f"{self.places.name(value)} is no date of its datatype"
                yield self._finding(ILL_TYPED, message, triple[0], [triple])

    def identifying(self, one: Node, other: Node) -> list[Triple]:
        """Return the asserted statements by which a functional property makes two things one."""
        found: list[Triple] = []
        for s, p, o in self.asserted.triples((one, None, None)):
            if self._is(p, OWL.InverseFunctionalProperty) and (other, p, o) in self.asserted:
                found += [(s, p, o), (other, p, o)]
        for s, p, o in self.asserted.triples((None, None, one)):
            if self._is(p, OWL.FunctionalProperty) and (s, p, other) in self.asserted:
                found += [(s, p, o), (s, p, other)]
        stated = [(one, OWL.sameAs, other), (other, OWL.sameAs, one)]
        return found + [triple for triple in stated if triple in self.asserted]

    def _is(self, predicate: Node, characteristic: URIRef) -> bool:
        return (predicate, RDF.type, characteristic) in self.closed

    def _finding(self, rule: str, message: str, subject: Node, behind: list[Triple]) -> Finding:
        message = IRI.sub(lambda match: self.places.name(URIRef(match[0])), message)
        file, line = self.places.of(behind[0]) if behind else self.places.subject(subject)
        statements = tuple(dict.fromkeys(self.places.statement(triple) for triple in behind))
        return Finding(file, line, rule, message, self.places.name(subject), statements=statements)
