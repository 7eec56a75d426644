"""Explanations as Turtle in the proof vocabulary, an extension of PROV-O: ontology/proof.ttl."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from acquis.explain import summary
from acquis.explain.basis import Place
from acquis.explain.evidence import (
    CITATION,
    CITES,
    CODE,
    LOCATOR,
    NOTATION,
    NUMBER,
    PREF_LABEL,
    PROVISION_OF,
    SUPPORTED,
    TITLE,
    URL,
    Article,
    Document,
    Evidence,
)
from acquis.explain.explanation import PROOFS, Explanation, Statement, inference
from acquis.explain.notation import Notation
from acquis.names import QAP, compress
from acquis.reasoning.facts import SPACES, TYPE, is_iri

PROV = "http://www.w3.org/ns/prov#"
ANY_URI = ox.NamedNode(SPACES["xsd"] + "anyURI")
CLASSES = {
    "inferred": "Conclusion",
    "source": "SourceStatement",
    "reading": "Reading",
    "unchecked": "UncheckedStatement",
    "axiom": "Axiom",
    "asserted": "Assertion",
}
Said = Mapping[str, Sequence[str | tuple[str, ...]]]


def proof(name: str) -> str:
    """Return a term of the proof vocabulary."""
    return f"<{PROOFS}{name}>"


def prov(name: str) -> str:
    """Return a term of PROV-O."""
    return f"<{PROV}{name}>"


def rdf(name: str) -> str:
    """Return a term of RDF."""
    return f"<{SPACES['rdf']}{name}>"


def literal(text: str) -> str:
    """Return a plain literal."""
    return str(ox.Literal(text))


def render(explanations: Iterable[Explanation], notation: Notation) -> str:
    """Return explanations as one document of Turtle."""
    writer = _Writer(notation.table)
    told: set[object] = set()
    for explanation in explanations:
        for subject, said in _records(explanation, notation):
            key = (subject, str(said))
            if key not in told:
                told.add(key)
                writer.add(subject, said)
    return writer.text()


def _records(explanation: Explanation, notation: Notation) -> Iterator[tuple[str, Said]]:
    """Yield what is said of each subject, in the order of the proof."""
    yield (
        f"<{explanation.id}>",
        {
            TYPE: [proof("Proof"), prov("Entity")],
            PREF_LABEL: [literal(summary.headline(explanation, notation))],
            proof("hasInference"): [
                f"<{inference(each)}>" for each in explanation.statements if each.rule
            ],
            proof("proves"): [f"<{explanation.conclusion.id}>"],
        },
    )
    for each in explanation.statements:
        yield f"<{each.id}>", _statement(each)
        if each.rule:
            yield f"<{inference(each)}>", _inference(each)
    for article in explanation.articles:
        yield from _article(article)
    for record in explanation.evidence:
        yield from _evidence(record)


def _statement(statement: Statement) -> Said:
    subject, predicate, value = statement.fact
    sources = [record.document.term for record in statement.evidence if record.document]
    return {
        TYPE: [proof(CLASSES[statement.kind]), prov("Entity")],
        rdf("subject"): [subject],
        rdf("predicate"): [predicate],
        rdf("object"): [value],
        SUPPORTED: [record.term for record in statement.evidence],
        proof("article"): [statement.article.term] if statement.article else [],
        proof("standsAt"): [_place(place) for place in statement.places],
        prov("hadPrimarySource"): list(dict.fromkeys(sources)),
        prov("wasDerivedFrom"): [f"<{premise}>" for premise in dict.fromkeys(statement.premises)],
        prov("wasGeneratedBy"): [f"<{inference(statement)}>"] if statement.rule else [],
    }


def _place(place: Place) -> tuple[str, ...]:
    """Return the words of an unnamed place."""
    line = (";", proof("line"), str(place.line)) if place.line else ()
    file = (proof("file"), literal(place.file))
    return ("[", "a", proof("Place"), ";", *file, ";", proof("inGraph"), place.graph, *line, "]")


def _inference(statement: Statement) -> Said:
    premises = [f"<{premise}>" for premise in statement.premises]
    return {
        TYPE: [proof("Inference"), prov("Activity")],
        proof("premises"): [("(", *premises, ")")],
        proof("rule"): [literal(statement.rule)],
        prov("used"): list(dict.fromkeys(premises)),
    }


def _article(article: Article) -> Iterator[tuple[str, Said]]:
    yield (
        article.term,
        {
            TYPE: [f"<{QAP}Provision>"],
            PREF_LABEL: _texts(article.label),
            NUMBER: _texts(article.number),
            PROVISION_OF: [article.act],
            SUPPORTED: [record.term for record in article.evidence],
        },
    )
    yield (
        article.act,
        {
            PREF_LABEL: _texts(article.act_label),
            TITLE: _texts(article.act_title),
            URL: _addresses(article.url),
        },
    )


def _evidence(record: Evidence) -> Iterator[tuple[str, Said]]:
    yield (
        record.term,
        {
            TYPE: [f"<{QAP}Evidence>"],
            PREF_LABEL: _texts(record.label),
            CITES: [record.document.term] if record.document else [],
            CODE: [record.code_term] if record.code_term else [],
            LOCATOR: _texts(record.locator),
        },
    )
    if record.code_term:
        yield (
            record.code_term,
            {
                PREF_LABEL: _texts(record.meaning),
                NOTATION: _texts(record.code),
            },
        )
    if record.document:
        yield record.document.term, _document(record.document)


def _document(document: Document) -> Said:
    return {
        TYPE: [f"<{QAP}Document>"],
        PREF_LABEL: _texts(document.label),
        CITATION: _texts(document.citation),
        URL: _addresses(document.url),
    }


def _texts(text: str) -> list[str]:
    return [literal(text)] if text else []


def _addresses(url: str) -> list[str]:
    return [str(ox.Literal(url, datatype=ANY_URI))] if url else []


class _Writer:
    """Writes blocks of Turtle with prefixed names, and the prefixes that they need."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self.table = {**table, "proof": PROOFS, "prov": PROV, "rdf": SPACES["rdf"]}
        self._blocks: list[str] = []
        self._used: set[str] = set()

    def add(self, subject: str, said: Said) -> None:
        """Add what is said of a subject, in the given order; nothing where nothing is said."""
        lines = [
            f"{'a' if predicate == TYPE else self._term(predicate)} {self._objects(values)}"
            for predicate, values in said.items()
            if values
        ]
        if lines:
            self._blocks.append(f"{self._term(subject)} " + " ;\n    ".join(lines) + " .\n")

    def text(self) -> str:
        """Return the document."""
        heads = [f"@prefix {prefix}: <{self.table[prefix]}> .\n" for prefix in sorted(self._used)]
        return "\n".join(["".join(heads), *self._blocks])

    def _objects(self, values: Iterable[str | tuple[str, ...]]) -> str:
        return " ,\n        ".join(map(self._object, values))

    def _object(self, value: str | tuple[str, ...]) -> str:
        return self._term(value) if isinstance(value, str) else " ".join(map(self._term, value))

    def _term(self, term: str) -> str:
        if not is_iri(term):
            return term
        name = compress(term[1:-1], self.table)
        if not name.startswith("<"):
            self._used.add(name.partition(":")[0])
        return name
