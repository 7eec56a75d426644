"""Generated law in the shape of the shipped data, of any size: the same seed gives the same text.

A jurisdiction holds what one of the three large ones holds in `data/ttl` on average: 20
instruments, 113 provisions, each with a norm and one or two values, their evidence, sources and
status records, and some claims. To these come a place in a hierarchy of jurisdictions, a control
list and a technology with constituents, of which the shipped data has few as yet, so that every
kind of axiom of the ontology has something to say. The ontology and the records that all
jurisdictions share (values, roles, technologies) are the shipped ones.
"""

import random
from collections.abc import Iterator
from pathlib import Path

from acquis import graph
from acquis.names import ID, QAP

SHARED = ("values", "roles", "technologies")
FIRST = ("us", "eu", "cn")
KINDS = ("ExecutiveAct",) * 8 + ("LegislativeAct",) * 8 + ("SoftLawInstrument",) * 3 + ("Treaty",)
MODES = ("Obligation",) * 76 + ("Prohibition",) * 10 + ("Permission",) * 9 + ("Norm",) * 18
PROVISIONS = 113
SOURCES = 48
CLAIMS = 23
ENTRIES = 8
PER_UNION = 8

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
XSD = "http://www.w3.org/2001/XMLSchema#"
SPACES = {
    "": str(QAP),
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
}


def law(root: Path, jurisdictions: int, seed: int = 1) -> Iterator[str]:
    """Yield N-Triples of the ontology at `root` and of generated law, no line twice.

    The number of triples grows in proportion to `jurisdictions`; a larger law begins with the
    smaller one.
    """
    paths = graph.files(root / "ontology")
    paths += [root / "data" / "ttl" / f"{name}.ttl" for name in SHARED]
    sources, _ = graph.load(paths, root)
    given = [t for source in sources if graph.is_knowledge(source) for t in source.triples]
    yield from dict.fromkeys(graph.n3(triple) + "\n" for triple in given)
    values, roles = (_named(given, kind) for kind in ("value", "role"))
    for number in range(jurisdictions):
        yield from _Jurisdiction(number, seed, values, roles).lines()


def write(path: Path, root: Path, jurisdictions: int, seed: int = 1) -> int:
    """Write such law to a file; return the number of its triples."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in law(root, jurisdictions, seed):
            file.write(line)
            count += 1
    return count


def _named(triples: list[graph.Triple], kind: str) -> list[str]:
    return sorted({f"<{s}>" for s, _, _ in triples if str(s).startswith(f"{ID}{kind}/")})


def _text(words: str) -> str:
    return f'"{words}"@en'


class _Jurisdiction:
    """The records of one jurisdiction, drawn by a generator of its own."""

    def __init__(self, number: int, seed: int, values: list[str], roles: list[str]) -> None:
        self.random = random.Random(f"{seed} {number}")
        self.number = number
        self.slug = FIRST[number] if number < len(FIRST) else f"j{number}"
        self.values = values
        self.roles = roles
        self.out: list[str] = []

    def lines(self) -> list[str]:
        self._order()
        self._sources()
        for number, kind in enumerate(KINDS):
            self._instrument(number, kind)
        for number in range(PROVISIONS):
            self._provision(number)
        self._controls()
        for number in range(CLAIMS):
            self._claim(number)
        return self.out

    def _order(self) -> None:
        """The legal order, every eighth a union that the seven after it are part of."""
        own = self._id("jurisdiction", self.slug)
        self._say(own, "Jurisdiction", f"Jurisdiction {self.slug}")
        union = self.number - self.number % PER_UNION
        if union != self.number:
            wider = FIRST[union] if union < len(FIRST) else f"j{union}"
            self._add(own, "isPartOfJurisdiction", self._id("jurisdiction", wider))
        elif union:
            self._add(own, "isPartOfJurisdiction", self._id("jurisdiction", "international"))
        technology = self._own("technology", 0)
        self._say(technology, "Technology", f"Technology of {self.slug}")
        self._add(technology, "hasConstituent", self._id("technology", "quantum-ai-hybrid"))

    def _sources(self) -> None:
        for number in range(SOURCES):
            document, evidence = self._own("document", number), self._own("evidence", number)
            url = f'"https://example.org/{self.slug}/{number}"^^<{XSD}anyURI>'
            self._say(document, "Document", f"source {number} of {self.slug}", supported=False)
            self._add(document, "schema:url", url)
            self._say(evidence, "Evidence", f"seen in source {number}", supported=False)
            self._add(evidence, "citesSource", document)
            self._add(evidence, "hasEvidenceCode", self._id("evidence-code", "seen"))

    def _instrument(self, number: int, kind: str) -> None:
        own, status = self._own("instrument", number), self._own("status-record", number)
        self._say(own, kind, f"Act {number} of {self.slug}")
        self._add(own, "eli:date_document", self._date())
        self._add(own, "eli:id_local", f'"{self.slug} {number}"')
        self._add(own, "dcterms:description", _text(f"What act {number} of {self.slug} is about."))
        self._add(own, "dcterms:title", _text(f"An Act concerning matter {number}"))
        self._add(own, "originatesIn", self._id("jurisdiction", self.slug))
        self._add(own, "hasStatusRecord", status)
        self._say(status, "StatusRecord", f"Act {number} of {self.slug}: status")
        standing = "adopted" if kind == "SoftLawInstrument" else "in-force"
        self._add(status, "hasStatus", self._id("status", standing))
        self._add(status, "validFrom", self._date())

    def _provision(self, number: int) -> None:
        own, norm = self._own("provision", number), self._own("norm", number)
        act = self._own("instrument", number % len(KINDS))
        self._say(own, "Provision", f"Provision {number} of {self.slug}")
        self._add(own, "eli:id_local", f'"Art. {number}"')
        self._add(own, "isProvisionOf", act)
        for value in self.random.sample(self.values, self.random.choice((1, 1, 2))):
            self._add(own, "expressesValue", value)
        mode = MODES[number % len(MODES)]
        self._say(norm, mode, f"Provision {number} of {self.slug}, norm")
        self._add(norm, "skos:definition", _text(f"What norm {number} of {self.slug} demands."))
        self._add(norm, "isStatedIn", own)
        self._add(norm, "bindsRole", self.random.choice(self.roles))
        if mode == "Norm":
            self._add(norm, "dcterms:type", self._id("norm-kind", "right"))

    def _controls(self) -> None:
        controls, measure = self._own("document", "list"), self._own("measure", 0)
        self._say(controls, "ControlList", f"Control list of {self.slug}")
        self._add(controls, "isMaintainedUnder", self._own("instrument", 0))
        self._say(measure, "ControlMeasure", f"Export control of {self.slug}")
        self._add(measure, "isImposedBy", self._own("instrument", 0))
        for number in range(ENTRIES):
            entry = self._own("document", f"entry-{number}")
            self._say(entry, "ControlEntry", f"Entry {number} of {self.slug}")
            self._add(entry, "skos:notation", f'"{number}"')
            self._add(entry, "isEntryIn", controls)
            self._add(entry, "controlsTechnology", self._own("technology", 0))
            self._add(measure, "coversEntry", entry)

    def _claim(self, number: int) -> None:
        own = self._own("claim", number)
        self._say(own, "Claim", f"Claim {number} of {self.slug}")
        self._add(own, "claimSubject", self._own("instrument", number % len(KINDS)))
        self._add(own, "claimPredicate", f"<{QAP}ensures>")
        self._add(own, "claimObject", self.random.choice(self.values))
        self._add(own, "hasModality", self._id("modality", self.random.choice(("could", "must"))))
        self._add(own, "isPositedBy", self._own("document", number % SOURCES))

    def _say(self, subject: str, kind: str, label: str, supported: bool = True) -> None:
        self.out.append(f"{subject} {RDF_TYPE} <{QAP}{kind}> .\n")
        self._add(subject, "skos:prefLabel", _text(label))
        if supported:
            source = self._own("evidence", self.random.randrange(SOURCES))
            self._add(subject, "isSupportedBy", source)

    def _add(self, subject: str, predicate: str, value: str) -> None:
        prefix, _, name = predicate.rpartition(":")
        self.out.append(f"{subject} <{SPACES[prefix]}{name}> {value} .\n")

    def _own(self, kind: str, number: int | str) -> str:
        return self._id(kind, f"{self.slug}-{number}")

    def _id(self, kind: str, slug: str) -> str:
        return f"<{ID}{kind}/{slug}>"

    def _date(self) -> str:
        year, month = self.random.randint(1950, 2026), self.random.randint(1, 12)
        return self.random.choice(
            (
                f'"{year}"^^<{XSD}gYear>',
                f'"{year}-{month:02}"^^<{XSD}gYearMonth>',
                f'"{year}-{month:02}-{self.random.randint(1, 28):02}"^^<{XSD}date>',
            )
        )
