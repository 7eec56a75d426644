"""The facts of the knowledge base that a source can confirm or refute, in words."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from acquis import files, graph
from acquis.graph import Source
from acquis.names import ID, QAP, prefixes
from acquis.positions import Places
from acquis.reasoning.facts import TYPE, Fact

SKOS = "http://www.w3.org/2004/02/skos/core#"
SUPPORTED = f"<{QAP.isSupportedBy}>"
LABEL, NOTATION = f"<{SKOS}prefLabel>", f"<{SKOS}notation>"
KIND = "<http://purl.org/dc/terms/type>"
ADDRESS = "<https://schema.org/url>"
CLAIM = f"<{QAP.Claim}>"
PROJECT = f"<{ID['document/quantum-acquis']}>"
OWNERS = (f"<{QAP.isStatedIn}>", f"<{QAP.hasThreshold}>", f"<{QAP.hasStatusRecord}>")
BOOKKEEPING = {
    SUPPORTED,
    *OWNERS,
    f"<{SKOS}inScheme>",
    f"<{SKOS}editorialNote>",
    f"<{QAP.isPositedBy}>",
}
TELLING = {
    f"<{QAP[name]}>"
    for name in (
        "BindingInstrument ExecutiveAct LegislativeAct Obligation Permission Prohibition"
        " ProposedInstitution ProposedInstrument SoftLawInstrument Treaty"
    ).split()
}


@dataclass(frozen=True)
class Drawn:
    """One fact to be read against its source.

    `words` says it for people, `fact` as it is asserted, `place` as file and line; `code` is the
    evidence code, `source` the name of the source and `address` where it can be read.
    """

    words: str
    fact: Fact
    place: str
    code: str
    source: str
    address: str


class Population:
    """All facts of records whose evidence cites a source.

    Left out are the project's own readings (`data/ttl/mappings/`, and what cites the project
    itself), records that no source was read for, bookkeeping (which evidence, which scheme, which
    status record), names that only repeat other facts, numbers that the project gives to claims,
    and types that only say what kind of record a thing is.
    """

    def __init__(self, root: Path) -> None:
        """Read the tree at `root`.

        Raises AcquisError where a file cannot be read.
        """
        self._sources = [graph.read(path, root) for path in files.tree(root)]
        self._places = Places(self._sources, prefixes(root))
        self._said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for source in self._sources:
            for s, p, o in source.facts:
                self._said[s][p].append(o)
        self._owner = {
            norm: said[OWNERS[0]][0] for norm, said in self._said.items() if OWNERS[0] in said
        } | {
            part: whole
            for whole, said in self._said.items()
            for link in OWNERS[1:]
            if link in said
            for part in said[link]
        }
        self.facts = sorted({fact for source in self._sources for fact in self._of(source)})

    def draw(self, count: int, seed: int) -> list[Drawn]:
        """Return `count` different facts, each as likely as any other; the same for one seed."""
        return [self._drawn(fact) for fact in random.Random(seed).sample(self.facts, count)]

    def _of(self, source: Source) -> Iterator[Fact]:
        if not source.name.startswith("data/ttl/") or "/mappings/" in source.name:
            return
        for fact in source.facts:
            if self._tells(fact) and self._source(fact[0]):
                yield fact

    def _tells(self, fact: Fact) -> bool:
        """Say whether a fact is one that a text can confirm or refute."""
        subject, predicate, value = fact
        if predicate == TYPE:
            return value in TELLING
        if predicate == LABEL:
            return subject not in self._owner
        if predicate == NOTATION:
            return CLAIM not in self._said[subject][TYPE]
        return predicate not in BOOKKEEPING

    def _evidence(self, subject: str) -> str | None:
        """Return the evidence of a record, or of the record that it is a part of."""
        for record in (subject, self._owner.get(subject, "")):
            found = self._said.get(record, {}).get(SUPPORTED)
            if found:
                return found[0]
        return None

    def _source(self, subject: str) -> str | None:
        evidence = self._evidence(subject)
        cited = self._one(evidence, f"<{QAP.citesSource}>") if evidence else ""
        return cited if cited and cited != PROJECT else None

    def _one(self, subject: str, predicate: str) -> str:
        return next(iter(self._said.get(subject, {}).get(predicate, ())), "")

    def _drawn(self, fact: Fact) -> Drawn:
        subject, predicate, value = fact
        file, line = self._places.of(fact)
        evidence, source = self._evidence(subject) or "", self._source(subject) or ""
        code = self._one(evidence, f"<{QAP.hasEvidenceCode}>")
        verb = "is a" if predicate == TYPE else self._name(predicate)
        return Drawn(
            words=f"{self._whole(subject)} | {verb} | {self._name(value)}",
            fact=fact,
            place=f"{file}:{line}",
            code=_text(self._one(code, NOTATION)),
            source=self._name(source),
            address=_text(self._one(source, ADDRESS)),
        )

    def _whole(self, subject: str) -> str:
        """Return the name of a record; a part is named by its kind and by what it is a part of."""
        owner = self._owner.get(subject)
        if not owner:
            return self._name(subject)
        said = self._said[subject]
        kinds = [self._name(kind) for kind in (*said[TYPE], *said.get(KIND, ()))]
        return f"{', '.join(kinds)} of {self._name(owner)}"

    def _name(self, term: str) -> str:
        if not term.startswith("<"):
            return _text(term)
        labels = self._said.get(term, {}).get(LABEL, [])
        english = [label for label in labels if label.endswith("@en")]
        return _text((english or labels)[0]) if labels else self._places.name(term)


def _text(literal: str) -> str:
    """Return what a literal says, without quotes, language and datatype."""
    return str(graph.node(literal)) if literal else ""
