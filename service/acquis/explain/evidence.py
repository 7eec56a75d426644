"""The evidence behind statements and the law that they speak of, as the sources record them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from acquis.names import QAP
from acquis.reasoning.datatypes import split
from acquis.reasoning.facts import Fact, is_literal

SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PREF_LABEL, NOTATION = f"<{SKOS}prefLabel>", f"<{SKOS}notation>"
TITLE, CITATION = f"<{DCTERMS}title>", f"<{DCTERMS}bibliographicCitation>"
RDFS_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
URL = "<https://schema.org/url>"
NUMBER = "<http://data.europa.eu/eli/ontology#id_local>"
SUPPORTED, CODE, CITES, LOCATOR, PROVISION_OF = (
    f"<{QAP}{name}>"
    for name in ("isSupportedBy", "hasEvidenceCode", "citesSource", "locator", "isProvisionOf")
)
LABELS = (PREF_LABEL, RDFS_LABEL, TITLE)
READ = frozenset(
    {*LABELS, NOTATION, CITATION, URL, NUMBER, SUPPORTED, CODE, CITES, LOCATOR, PROVISION_OF}
)


@dataclass(frozen=True)
class Document:
    """A work that evidence cites. `url` and `citation` are "" where none is recorded."""

    term: str
    label: str
    url: str
    citation: str


@dataclass(frozen=True)
class Evidence:
    """An evidence record: by which `code` it was obtained, what that means, and from where.

    `code` is "" and `document` None where the record says none; `locator` points to the place in
    the document.
    """

    term: str
    label: str
    code_term: str
    code: str
    meaning: str
    document: Document | None
    locator: str


@dataclass(frozen=True)
class Article:
    """A provision of law that a statement speaks of, as one would cite it."""

    term: str
    label: str
    number: str
    act: str
    act_label: str
    act_title: str
    url: str
    evidence: tuple[Evidence, ...]


class Records:
    """What some facts say of evidence, sources, law and labels."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._values = _values(facts)
        self._known: dict[str, tuple[Evidence, ...]] = {}
        self._articles: dict[str, Article] = {}

    def _text(self, subject: str, predicate: str) -> str:
        """Return the text of a property: English before others, "" where there is none."""
        found = [split(v) for v in self._values.get((subject, predicate), ()) if is_literal(v)]
        ranked = sorted((rank(language), text) for text, _, language in found)
        return ranked[0][1] if ranked else ""

    def _term(self, subject: str, predicate: str) -> str:
        found = self._values.get((subject, predicate), ())
        return min((value for value in found if not is_literal(value)), default="")

    def label(self, term: str) -> str:
        """Return the label of a term in English, else in another language, else ""."""
        return next((text for label in LABELS if (text := self._text(term, label))), "")

    def evidence_of(self, term: str) -> tuple[Evidence, ...]:
        """Return the evidence that a record or a named graph points to, in order."""
        if term not in self._known:
            pointed_to = sorted(self._values.get((term, SUPPORTED), ()))
            self._known[term] = tuple(self._evidence(each) for each in pointed_to)
        return self._known[term]

    def _evidence(self, term: str) -> Evidence:
        code, document = self._term(term, CODE), self._term(term, CITES)
        return Evidence(
            term,
            self.label(term),
            code,
            self._text(code, NOTATION) or self.label(code),
            self.label(code),
            self._document(document) if document else None,
            self._text(term, LOCATOR),
        )

    def _document(self, term: str) -> Document:
        return Document(term, self.label(term), self._text(term, URL), self._text(term, CITATION))

    def article(self, fact: Fact) -> Article | None:
        """Return the provision of law that a fact speaks of, None where it speaks of none."""
        for term in (fact[0], fact[2]):
            act = self._term(term, PROVISION_OF)
            if act and term not in self._articles:
                self._articles[term] = self._article(term, act)
            if act:
                return self._articles[term]
        return None

    def _article(self, term: str, act: str) -> Article:
        return Article(
            term,
            self.label(term),
            self._text(term, NUMBER),
            act,
            self.label(act),
            self._text(act, TITLE) or self.label(act),
            self._text(act, URL),
            self.evidence_of(term),
        )


def _values(facts: Iterable[Fact]) -> Mapping[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for subject, predicate, value in facts:
        if predicate in READ:
            found[subject, predicate].append(value)
    return found


def rank(language: str) -> tuple[int, str]:
    """Order languages: English, none, then the others by their tags."""
    return (0, "") if language.startswith("en") else (1 if not language else 2, language)
