"""What the page of a thing shows: statements and inferences apart, evidence, claims, links in."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeGuard
from urllib.parse import urlencode

import pyoxigraph as ox

from acquis.engine.formats import Term
from acquis.names import ID, INFERRED, QAP, file_name
from acquis.web.explaining import proof_of
from acquis.web.records import PREF_LABEL, TYPE, Records
from acquis.web.terms import Shown, Terms

SKOS = "http://www.w3.org/2004/02/skos/core#"
DEFINITION = SKOS + "definition"
SCOPE_NOTE = SKOS + "scopeNote"
ID_LOCAL = "http://data.europa.eu/eli/ontology#id_local"
ADDRESS = "https://schema.org/url"
SUPPORTED = str(QAP.isSupportedBy)
CLAIMED = {
    str(term)
    for term in (
        QAP.claimSubject,
        QAP.claimPredicate,
        QAP.claimObject,
        QAP.hasModality,
        QAP.isPositedBy,
    )
}
ELSEWHERE = {PREF_LABEL.value, TYPE.value, DEFINITION, SUPPORTED}
CLAIM_ENDS = {str(QAP.claimSubject), str(QAP.claimObject)}
UNVERIFIED = {str(ID["evidence-code/unverified"]), str(ID["evidence-code/memory"])}
MAX_LINKS = 20
SAME_AS = "http://www.w3.org/2002/07/owl#sameAs"
TRIVIAL = {"http://www.w3.org/2002/07/owl#Thing", "http://www.w3.org/2000/01/rdf-schema#Resource"}


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence: its code, the source it cites and the place there."""

    node: Shown
    code: Shown
    source: Shown
    address: Shown
    locator: str
    confidence: str
    note: str
    unverified: bool


@dataclass(frozen=True)
class Value:
    """One value of a property, and the evidence of the file that states it, if it has its own.

    `proof` is the path of the explanation of an inferred statement.
    """

    shown: Shown
    evidence: tuple[Evidence, ...] = ()
    proof: str = ""


@dataclass(frozen=True)
class Group:
    """A property with its values."""

    property: Shown
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Incoming:
    """The things that point here by one property: the first of them, and a query for all."""

    property: Shown
    count: int
    inferred: bool
    first: tuple[Value, ...]
    query: str


@dataclass(frozen=True)
class Claim:
    """A statement that a source makes, with its modality."""

    claim: Shown
    subject: Shown
    predicate: Shown
    object: Shown
    modality: Shown
    sources: tuple[Shown, ...]


class Description:
    """The page of one thing."""

    def __init__(self, iri: str, records: Records, terms: Terms) -> None:
        self.iri = iri
        self.node = ox.NamedNode(iri)
        self.records = records
        self.terms = terms
        self.shown = terms.iri(iri)

    @cached_property
    def types(self) -> list[Value]:
        """Its classes, with a proof where the type is inferred; those that say nothing left out."""
        stated = {quad.object for quad in self._of(self.node, TYPE.value, inferred=False)}
        derived = {quad.object for quad in self._of(self.node, TYPE.value, inferred=True)}
        named = [
            (term, term not in stated)
            for term in stated | derived
            if isinstance(term, ox.NamedNode) and term.value not in TRIVIAL
        ]
        ranked = sorted(named, key=lambda pair: (pair[1], str(pair[0])))
        return [
            Value(
                self.terms.show(term),
                proof=proof_of(self.node, TYPE, term) if inferred else "",
            )
            for term, inferred in ranked
        ]

    @cached_property
    def definitions(self) -> list[Shown]:
        """What it is, in words."""
        return [self.terms.show(value) for value in self.records.values(self.node, DEFINITION)]

    @cached_property
    def asserted(self) -> list[Group]:
        """What the sources state, by property."""
        shown = CLAIMED if self.claim else set()
        about = self.records.about(self.node, inferred=False)
        return self._groups(quad for quad in about if quad.predicate.value not in shown)

    @cached_property
    def inferred(self) -> list[Group]:
        """What follows from the statements, by property."""
        return self._groups(self.records.about(self.node, inferred=True))

    @cached_property
    def evidence(self) -> list[Evidence]:
        """What backs the record."""
        is_part = self._first(self.node, str(QAP.isProvisionOf))
        own = self._first(self.node, ID_LOCAL) if is_part else ""
        return [
            self._evidence(node, own)
            for node in self.records.values(self.node, SUPPORTED)
            if isinstance(node, ox.NamedNode)
        ]

    @property
    def unverified(self) -> bool:
        """Whether the record rests on nothing that was read."""
        return bool(self.evidence) and all(piece.unverified for piece in self.evidence)

    @cached_property
    def claim(self) -> Claim | None:
        """The statement, where the thing is itself a claim."""
        return self._claim(self.node) if self._first(self.node, str(QAP.claimSubject)) else None

    @cached_property
    def claims(self) -> list[Claim]:
        """The claims that are about it."""
        found = {
            quad.subject
            for quad in self.records.citing(self.node, inferred=False)
            if quad.predicate.value in CLAIM_ENDS
        }
        return [self._claim(node) for node in sorted(found, key=str) if _is_named(node)]

    @cached_property
    def files(self) -> list[tuple[str, str]]:
        """The source files that state something about it: named graph and path."""
        graphs = {
            quad.graph_name.value
            for quad in self.records.about(self.node, inferred=False)
            if isinstance(quad.graph_name, ox.NamedNode)
        }
        return sorted((graph, file_name(graph)) for graph in graphs)

    @cached_property
    def incoming(self) -> list[Incoming]:
        """The things that point here, by property; claims are shown as claims."""
        found: dict[tuple[str, bool], set[ox.NamedNode]] = defaultdict(set)
        for inferred in (False, True):
            for quad in self.records.citing(self.node, inferred=inferred):
                apart = quad.predicate.value in CLAIM_ENDS or quad.subject == self.node
                if isinstance(quad.subject, ox.NamedNode) and not apart:
                    found[quad.predicate.value, inferred].add(quad.subject)
        links = [self._incoming(*key, nodes) for key, nodes in found.items()]
        return sorted(links, key=lambda link: (link.inferred, link.property.text))

    def _incoming(self, predicate: str, inferred: bool, nodes: set[ox.NamedNode]) -> Incoming:
        target = ox.NamedNode(predicate)
        shown = [
            Value(
                self.terms.show(node), proof=proof_of(node, target, self.node) if inferred else ""
            )
            for node in nodes
        ]
        shown.sort(key=lambda value: value.shown.text)
        query = f"SELECT DISTINCT ?thing WHERE {{\n  ?thing <{predicate}>\n    <{self.iri}>\n}}\n"
        return Incoming(
            self._property(predicate),
            len(shown),
            inferred,
            tuple(shown[:MAX_LINKS]),
            urlencode({"query": query}),
        )

    def _groups(self, quads: Iterable[ox.Quad]) -> list[Group]:
        found: dict[str, dict[Term, Value]] = defaultdict(dict)
        for quad in sorted(quads, key=str):
            reflexive = quad.predicate.value == SAME_AS and quad.object == self.node
            if quad.predicate.value not in ELSEWHERE and not reflexive:
                inferred = quad.graph_name == ox.NamedNode(str(INFERRED))
                found[quad.predicate.value][quad.object] = Value(
                    self.terms.show(quad.object),
                    self._evidence_of_file(quad),
                    proof_of(self.node, quad.predicate, quad.object) if inferred else "",
                )
        groups = [
            Group(
                self._property(predicate),
                tuple(sorted(values.values(), key=lambda value: value.shown.text)),
            )
            for predicate, values in found.items()
        ]
        return sorted(groups, key=lambda group: group.property.text)

    def _evidence_of_file(self, quad: ox.Quad) -> tuple[Evidence, ...]:
        if not isinstance(quad.graph_name, ox.NamedNode):
            return ()
        found = self.records.values(quad.graph_name, SUPPORTED)
        return tuple(self._evidence(node, "") for node in found if isinstance(node, ox.NamedNode))

    def _evidence(self, node: ox.NamedNode, locator: str) -> Evidence:
        code = self._one(node, str(QAP.hasEvidenceCode))
        source = self._one(node, str(QAP.citesSource))
        address = self._one(source, ADDRESS) if isinstance(source, ox.NamedNode) else None
        coded = code if isinstance(code, ox.NamedNode) else None
        return Evidence(
            self.terms.show(node),
            self.terms.show(code),
            self.terms.show(source),
            self.terms.show(address),
            self._first(node, str(QAP.locator)) or locator,
            self._first(coded, str(QAP.confidence)),
            self._first(node, SCOPE_NOTE),
            bool(coded and coded.value in UNVERIFIED),
        )

    def _claim(self, node: ox.NamedNode) -> Claim:
        def show(predicate: str) -> Shown:
            return self.terms.show(self._one(node, predicate))

        predicate = self._one(node, str(QAP.claimPredicate))
        sources = self.records.values(node, str(QAP.isPositedBy))
        return Claim(
            self.terms.show(node),
            show(str(QAP.claimSubject)),
            self._property(predicate.value) if _is_named(predicate) else Shown(""),
            show(str(QAP.claimObject)),
            show(str(QAP.hasModality)),
            tuple(self.terms.show(source) for source in sources),
        )

    def _property(self, iri: str) -> Shown:
        shown = self.terms.iri(iri)
        if shown.labelled:
            return shown
        local = re.split(r"[#/]", iri)[-1]
        words = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", local).lower()
        return Shown(words, shown.code, shown.href)

    def _of(self, node: ox.NamedNode, predicate: str, *, inferred: bool) -> list[ox.Quad]:
        about = self.records.about(node, inferred=inferred)
        return [quad for quad in about if quad.predicate.value == predicate]

    def _one(self, node: ox.NamedNode, predicate: str) -> Term | None:
        return next(iter(self.records.values(node, predicate)), None)

    def _first(self, node: ox.NamedNode | None, predicate: str) -> str:
        found = self._one(node, predicate) if node else None
        return found.value if isinstance(found, (ox.Literal, ox.NamedNode)) else ""


def _is_named(node: object) -> TypeGuard[ox.NamedNode]:
    return isinstance(node, ox.NamedNode)
