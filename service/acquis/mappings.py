"""What is wrong with the mappings to other vocabularies, and with the use of their terms.

The mapping sets are the files of `ontology/mappings/`; every term of others has to stand in a list
in `ontology/external/`. A tree without either has not begun to map, and is let be.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from acquis import graph, sssom
from acquis.findings import Finding, Severity
from acquis.graph import Source
from acquis.names import BASE, QAP
from acquis.positions import Places
from acquis.reasoning.facts import TYPE, VOCABULARY, Fact, iri, is_iri
from acquis.sssom import AXIOMS, MATCHES, Match, Row, Table
from acquis.vocabularies import Vocabularies

COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_id",
    "object_source",
    "object_source_version",
    "mapping_date",
    "confidence",
    "comment",
)
MAY_BE_EMPTY = ("object_label", "comment")
HEAD = ("mapping_set_id", "mapping_set_title", "mapping_set_version", "license", "curie_map")
EXACT, MANUAL = MATCHES[0], "https://w3id.org/semapv/vocab/ManualMappingCuration"
UNMAPPED = (
    "no mapping set has a row for it; map it, or say with sssom:NoTermFound where none was found"
)
UNLISTED = (
    "no list in ontology/external/ has it; correct it, or read it in its vocabulary and list it"
)
WARNINGS = ("mapping-label", "unmapped-term")
PAGES = re.compile(
    r"https?://(?:www[.]wikidata[.]org/wiki/|[a-z-]+[.]wikipedia[.]org/|eur-lex[.]europa[.]eu/"
    r"|op[.]europa[.]eu/|www[.]iso[.]org/standard/|github[.]com/|dpvcg[.]github[.]io/)"
)
CLASS = iri("owl:Class")
PROPERTIES = frozenset(
    map(iri, ("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty"))
)
LABEL = f"<{sssom.SKOS}prefLabel>"
KINDS = PROPERTIES | {CLASS}
NUMBER = re.compile(r"0([.]\d+)?|1([.]0+)?")
OWN, TERM = f"<{BASE}", f"<{QAP}"
NOT_FOREIGN = (OWN, *VOCABULARY)


class _Fault(NamedTuple):
    """What is wrong in a line of a mapping set; `subject` is the term that it is about, if any."""

    line: int
    rule: str
    message: str
    subject: str = ""


@dataclass(frozen=True)
class _Read:
    """What one file says that the rules ask for; `facts` and `content` are what it was found in.

    `foreign` are the IRIs of others, `labels` those of our records, `terms` the terms it mints with
    whether each is a property, `pages` the mappings that point to a page; `table` and `matches` are
    those of a mapping set.
    """

    facts: Collection[Fact]
    content: bytes
    foreign: frozenset[str]
    labels: Mapping[str, Collection[str]]
    terms: Mapping[str, bool]
    pages: tuple[Fact, ...]
    table: Table | None
    matches: tuple[Match, ...]

    def is_of(self, source: Source) -> bool:
        """Say whether a source is as it was."""
        return self.facts is source.facts and self.content is source.content


@dataclass(frozen=True)
class _Own:
    """What the project has itself: labels, and minted terms with whether each is a property."""

    labels: Mapping[str, Collection[str]]
    terms: Mapping[str, bool]

    def of(self, subjects: Collection[str]) -> "_Own":
        """Return what there is of some subjects."""
        return _Own(
            {name: self.labels[name] for name in subjects if name in self.labels},
            {name: self.terms[name] for name in subjects if name in self.terms},
        )


class Mappings:
    """The mapping sets of a tree and its use of foreign terms, looked at anew where they change."""

    def __init__(self) -> None:
        self._known: dict[str, _Read] = {}
        self._judged: dict[str, tuple[_Set, list[_Fault]]] = {}

    def findings(
        self, sources: Iterable[Source], lists: Vocabularies, places: Places
    ) -> Iterator[Finding]:
        """Yield what the rules find in the files of the tree among some sources."""
        tree = [source for source in sources if not graph.is_foreign(source)]
        sets = [source for source in tree if source.syntax == "sssom"]
        if not sets and not lists.lists:
            return
        self._known = {source.name: self._read(source) for source in tree}
        yield from lists.faults
        for source in tree:
            yield from self._in_file(source, lists, places)
        own = self._own()
        mapped: set[str] = set()
        for source in sets:
            read = self._known[source.name]
            assert read.table
            subjects = {match.subject for match in read.matches}
            mapped |= subjects
            one = _Set(str(source.graph), read.table, read.matches, lists, own.of(subjects))
            for fault in self._faults(one):
                yield _finding(source.name, fault, places)
        for term in sorted(own.terms.keys() - mapped):
            file, line = places.subject(term)
            yield _finding(file, _Fault(line, "unmapped-term", UNMAPPED, term), places)

    def _read(self, source: Source) -> _Read:
        known = self._known.get(source.name)
        return known if known and known.is_of(source) else _read(source)

    def _faults(self, one: "_Set") -> list[_Fault]:
        """Return the faults of a set, those found before where all that it rests on is the same."""
        known, faults = self._judged.get(one.name, (None, []))
        if known != one:
            faults = list(one.faults())
            self._judged[one.name] = one, faults
        return faults

    def _own(self) -> _Own:
        labels: dict[str, Collection[str]] = {}
        terms: dict[str, bool] = {}
        for file in self._known.values():
            terms |= file.terms
            for subject, found in file.labels.items():
                labels[subject] = {*labels.get(subject, ()), *found}
        return _Own(labels, terms)

    def _in_file(self, source: Source, lists: Vocabularies, places: Places) -> Iterator[Finding]:
        """Yield the foreign terms that a file uses and no list has, each once, and the pages."""
        read = self._known[source.name]
        for term in sorted(term for term in read.foreign if term[1:-1] not in lists):
            use = next(fact for fact in source.facts if any(term in part for part in fact))
            fault = _Fault(places.of(use)[1], "foreign-term", UNLISTED, term)
            yield _finding(source.name, fault, places, use)
        for fact in read.pages:
            said = f"is mapped to the page {fact[2][1:-1]}; name the thing itself"
            fault = _Fault(places.of(fact)[1], "mapping-page", said, fact[0])
            yield _finding(source.name, fault, places)


@dataclass(frozen=True)
class _Set:
    """One mapping set with all that it is judged by."""

    name: str
    table: Table
    matches: Collection[Match]
    lists: Vocabularies
    own: _Own

    def faults(self) -> Iterator[_Fault]:
        """Yield what is wrong with the head, the columns, each row, and rows beside others."""
        yield from self._head()
        yield from self._columns()
        for match in self.matches:
            for rule, message in self._row(match):
                yield _Fault(match.row.line, rule, message, match.subject)
        yield from self._together()

    def _head(self) -> Iterator[_Fault]:
        for key in HEAD:
            if not self.table.head.get(key):
                yield _Fault(1, "mapping-metadata", f"its head lacks {key}")
        named = self.table.text("mapping_set_id")
        if named and named != self.name:
            said = f"mapping_set_id is not the name of its graph, {self.name}"
            yield _Fault(1, "mapping-metadata", said)
        licence = self.table.text("license")
        if licence and "://" not in licence:
            yield _Fault(1, "mapping-metadata", f"license: {licence} is no IRI of a licence")

    def _columns(self) -> Iterator[_Fault]:
        if self.table.columns != COLUMNS:
            more = [name for name in self.table.columns if name not in COLUMNS]
            less = [name for name in COLUMNS if name not in self.table.columns]
            said = f"lacks {', '.join(less)}; " if less else ""
            said += f"does not know {', '.join(more)}; " if more else ""
            said += f"the columns are {', '.join(COLUMNS)}, in this order"
            yield _Fault(self.table.line, "mapping-columns", said)

    def _row(self, match: Match) -> Iterator[tuple[str, str]]:
        yield from _cells(match.row, match.found)
        if match.predicate not in (*MATCHES, *AXIOMS):
            yield "mapping-predicate", f"{match.row['predicate_id']} is none of the relations"
        process = sssom.expanded(match.row["mapping_justification"], self.table.prefixes)
        if process not in self.lists:
            said = match.row["mapping_justification"] or "nothing"
            yield "mapping-justification", f"{said} is no listed process of SEMAPV"
        if match.predicate == EXACT and match.found and process != MANUAL:
            said = "is matched exactly without semapv:ManualMappingCuration"
            yield "mapping-exact-uncurated", said
        yield from self._subject(match)
        yield from self._source(match)
        if match.found and not PAGES.match(match.object[1:-1]):
            yield from self._object(match)

    def _subject(self, match: Match) -> Iterator[tuple[str, str]]:
        labels = self.own.labels.get(match.subject)
        if labels is None:
            yield "mapping-subject", "has no label in the project; correct the name, or add it"
        elif match.row["subject_label"] not in labels:
            yield "mapping-label", f"is called {match.row['subject_label']} here"

    def _source(self, match: Match) -> Iterator[tuple[str, str]]:
        """Yield where vocabulary and version are not those of the list of the object."""
        row = match.row
        listed = self.lists.lists.get(sssom.expanded(row["object_source"], self.table.prefixes))
        home = self.lists.home(match.object[1:-1]) if match.found else listed
        if listed is None:
            said = f"object_source: {row['object_source']} is no listed vocabulary"
            yield "mapping-version", said
        elif home and home is not listed:
            yield "mapping-version", f"{row['object_id']} is a term of {home.iri}"
        elif row["object_source_version"] != listed.version:
            said = f"object_source_version: {row['object_source_version']} was not read"
            yield "mapping-version", f"{said}; {listed.file} is of {listed.version}"

    def _object(self, match: Match) -> Iterator[tuple[str, str]]:
        target, row = match.object[1:-1], match.row
        if target not in self.lists:
            said = f"{row['object_id']} is in no list of ontology/external/"
            yield "mapping-object-unlisted", said
            return
        term = self.lists.term(target)
        if row["object_label"] != term.label:
            yield "mapping-label", f"{row['object_id']} is called {row['object_label']} here"
        if match.predicate in AXIOMS:
            agree = term.kind == AXIOMS[match.predicate]
        else:
            agree = self.own.terms.get(match.subject, term.is_property) == term.is_property
        if not agree:
            yield "mapping-kind", f"cannot be so joined to {row['object_id']}, of kind {term.kind}"

    def _together(self) -> Iterator[_Fault]:
        """Yield the faults of a row beside another one of its subject and source."""
        exact: dict[tuple[str, str], Row] = {}
        found: dict[tuple[str, str], set[bool]] = defaultdict(set)
        for match in self.matches:
            key, line = (match.subject, match.row["object_source"]), match.row.line
            found[key].add(match.found)
            if len(found[key]) > 1:
                said = "has a match in a vocabulary in which none is said to have been found"
                yield _Fault(line, "mapping-found-and-not", said, match.subject)
            if match.predicate != EXACT or not match.found:
                continue
            other = exact.setdefault(key, match.row)
            if other is not match.row:
                said = f"has an exact match in line {other.line} too, {other['object_id']}"
                yield _Fault(line, "mapping-two-exact", said, match.subject)


def _cells(row: Row, found: bool) -> Iterator[tuple[str, str]]:
    needed = [column for column in COLUMNS if column not in MAY_BE_EMPTY]
    for column in [*needed, "object_label"] if found else needed:
        if not row[column]:
            yield "mapping-cell", f"{column} is empty"
    if row["confidence"] and not NUMBER.fullmatch(row["confidence"]):
        yield "mapping-cell", f"confidence: {row['confidence']} is no number from 0 to 1"
    try:
        date.fromisoformat(row["mapping_date"] or "2000-01-01")
    except ValueError:
        yield "mapping-cell", f"mapping_date: {row['mapping_date']} is no date such as 2026-11-23"


def _finding(file: str, fault: _Fault, places: Places, use: Fact | None = None) -> Finding:
    severity: Severity = "warning" if fault.rule in WARNINGS else "error"
    subject = places.name(fault.subject) if fault.subject else ""
    message = f"{subject}: {fault.message}" if subject else fault.message
    statements = (places.statement(use),) if use else ()
    return Finding(file, fault.line, fault.rule, message, subject, severity, statements)


def _read(source: Source) -> _Read:
    """Find out what a file says that the rules ask for."""
    labels: dict[str, set[str]] = defaultdict(set)
    terms: dict[str, bool] = {}
    pages = []
    for fact in source.facts:
        subject, predicate, value = fact
        if predicate == LABEL and subject.startswith(OWN):
            labels[subject].add(str(graph.node(value)))
        elif predicate == TYPE and value in KINDS and subject.startswith(TERM):
            terms[subject] = value != CLASS
        elif predicate in MATCHES and PAGES.match(value[1:-1]):
            pages.append(fact)
    of_rows = source.syntax == "sssom"
    table = sssom.table(source.content.decode("utf-8")) if of_rows else None
    return _Read(
        source.facts,
        source.content,
        frozenset() if of_rows else _foreign(source.facts),
        labels,
        terms,
        tuple(pages),
        table,
        tuple(sssom.matches(table)) if table else (),
    )


def _foreign(facts: Collection[Fact]) -> frozenset[str]:
    """Return the IRIs in some facts that are neither the project's nor of RDF, RDFS, OWL or XSD."""
    used = {term for fact in facts for term in fact if is_iri(term)}
    used |= {f"<{fact[2].rsplit('^^<', 1)[1]}" for fact in facts if '"^^<' in fact[2]}
    return frozenset(term for term in used if not term.startswith(NOT_FOREIGN))
