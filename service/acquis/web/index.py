"""The search index: names, numbers and words of the things of a build, in SQLite FTS5.

See https://www.sqlite.org/fts5.html and `docs/decisions/0021-search.md`.
"""

import re
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock

import pyoxigraph as ox

from acquis.names import BASE, ID, QAP
from acquis.web.records import PREF_LABEL, TITLE, Records

SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
NAMES = (
    PREF_LABEL.value,
    TITLE.value,
    SKOS + "altLabel",
    SKOS + "hiddenLabel",
    "http://www.w3.org/2000/01/rdf-schema#label",
)
NUMBERS = (
    SKOS + "notation",
    "http://data.europa.eu/eli/ontology#id_local",
    DCTERMS + "identifier",
)
TEXTS = (SKOS + "definition", DCTERMS + "description", SKOS + "scopeNote")
OURS = (BASE + "id/", str(QAP), BASE + "ns")
BESIDES = ("document", "evidence", "status-record", "threshold")
BESIDE = tuple(str(ID[f"{kind}/"]) for kind in BESIDES)
IDEOGRAPH = re.compile("([\u2e80-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff])")
APART = re.compile(r"[\W_]+")
MOST_WORDS = 16
TABLES = """
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT, beside INTEGER, links INTEGER);
CREATE TABLE name (folded TEXT, thing INTEGER, PRIMARY KEY (folded, thing)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(
  label, names, numbers, texts, tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3'
);
"""
FIND = """
WITH found (thing, tier, score) AS (
  SELECT thing, 0, 0.0 FROM name WHERE folded = :folded
  UNION ALL
  SELECT thing, 1, length(folded) FROM name
  WHERE folded > :folded AND folded < :folded || char(1114111)
  UNION ALL
  SELECT rowid, 2, bm25(words, 10.0, 8.0, 8.0, 1.0) FROM words WHERE words MATCH :match
), best (thing, rank) AS (
  SELECT thing, min(tier * 1000000 + score) FROM found GROUP BY thing
)
SELECT iri, count(*) OVER () FROM best JOIN thing ON thing.id = best.thing
ORDER BY round(rank / 1000000), beside, rank, links DESC, iri LIMIT :limit OFFSET :offset
"""


@dataclass(frozen=True)
class Found:
    """What a search found: the IRIs of one page, and how many there are in all.

    `partly` says that nothing has all the words, and that these have some of them.
    """

    iris: tuple[str, ...] = ()
    total: int = 0
    partly: bool = False


class Index:
    """Finds things by their names, official numbers and definitions.

    Letter case and accents do not count, and neither does punctuation; the last word may be the
    beginning of one. What has the text as its name or number comes first, then what has a name
    that begins with it, then by words. Documents, evidence, statuses and thresholds come after
    other things.
    """

    def __init__(self, records: Records) -> None:
        self._lock = Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._base.executescript(TABLES)
        with self._base:
            for at, (iri, said) in enumerate(_things(records)):
                self._add(at, iri, said, records)
        self._base.execute("PRAGMA query_only = 1")

    def find(self, text: str, limit: int, offset: int = 0) -> Found:
        """Return what a text finds, best first."""
        phrases = [phrase for word in text.split() if (phrase := fold(word))][:MOST_WORDS]
        if not phrases:
            return Found()
        for partly in (False, True):
            match = (" OR " if partly else " ").join(_quoted(phrases))
            values = {
                "folded": " ".join(phrases),
                "match": match,
                "limit": limit,
                "offset": offset,
            }
            with self._lock:
                rows = self._base.execute(FIND, values).fetchall()
            if rows or offset:
                return Found(tuple(iri for iri, _ in rows), rows[0][1] if rows else 0, partly)
        return Found()

    def close(self) -> None:
        """Let go of the index."""
        self._base.close()

    def _add(self, at: int, iri: str, said: dict[str, list[ox.Literal]], records: Records) -> None:
        label = records.label(iri)
        names, numbers, texts = (
            [fold(literal.value) for predicate in predicates for literal in said.get(predicate, [])]
            for predicates in (NAMES, NUMBERS, TEXTS)
        )
        ways = [way for number in numbers for way in _ways(number)]
        local = fold(re.split("[#/]", iri)[-1])
        links = sum(1 for _ in records.citing(ox.NamedNode(iri), inferred=False))
        beside = iri.startswith(BESIDE)
        self._base.execute("INSERT INTO thing VALUES (?, ?, ?, ?)", (at, iri, beside, links))
        self._base.executemany(
            "INSERT OR IGNORE INTO name VALUES (?, ?)",
            [(folded, at) for folded in {*names, *ways, local} if folded],
        )
        fields = [fold(label.value) if label else "", *map("\n".join, (names, numbers, texts))]
        self._base.execute(
            "INSERT INTO words (rowid, label, names, numbers, texts) VALUES (?, ?, ?, ?, ?)",
            (at, *fields),
        )


def fold(text: str) -> str:
    """Return the words of a text without case, accents and punctuation, with one space between.

    Each ideograph, kana and hangul syllable is a word: no dictionary tells where theirs begin.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(mark for mark in plain if not unicodedata.combining(mark))
    whole = unicodedata.normalize("NFC", bare)
    return APART.sub(" ", IDEOGRAPH.sub(r" \1 ", whole)).strip()


def _quoted(phrases: list[str]) -> list[str]:
    return [f'"{phrase}"' for phrase in phrases[:-1]] + [f'"{phrases[-1]}" *']


def _ways(number: str) -> list[str]:
    """Return the ways to write a number: `fips 203` is `fips203` and `203` as well."""
    head, _, rest = number.partition(" ")
    return [number, number.replace(" ", ""), *([rest] if head.isalpha() else [])]


def _things(records: Records) -> Iterator[tuple[str, dict[str, list[ox.Literal]]]]:
    found: dict[str, dict[str, list[ox.Literal]]] = defaultdict(lambda: defaultdict(list))
    for predicate in (*NAMES, *NUMBERS, *TEXTS):
        for quad in records.asserted.quads_for_predicate(ox.NamedNode(predicate)):
            node = quad.subject
            if not isinstance(node, ox.NamedNode) or not isinstance(quad.object, ox.Literal):
                continue
            if node.value.startswith(OURS):
                found[node.value][predicate].append(quad.object)
    yield from sorted(found.items())
