"""Subject, predicate and object as a person writes them on the command line."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from acquis import graph
from acquis.errors import AcquisError
from acquis.reasoning.facts import TYPE, Fact, is_iri, is_literal

WILDCARD = re.compile(r"_|\?\w*")
BLANK = re.compile(r"_:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
NAME = re.compile(r"([^\W_][\w.-]*)?:")
SCHEMES = ("urn", "tag", "mailto", "file", "doi", "did", "info", "data")
BARE = re.compile(r"[^\W\d][\w.-]*")
PLACES = ("subject", "predicate", "object")


@dataclass(frozen=True)
class Pattern:
    """Three terms in N-Triples; None stands for any term."""

    subject: str | None
    predicate: str | None
    object: str | None

    @property
    def terms(self) -> tuple[str | None, str | None, str | None]:
        """The three in order."""
        return self.subject, self.predicate, self.object

    @property
    def fact(self) -> Fact | None:
        """The one fact that it stands for, None where it has a wildcard."""
        if self.subject is None or self.predicate is None or self.object is None:
            return None
        return self.subject, self.predicate, self.object

    @property
    def names_a_blank_node(self) -> bool:
        """Say whether one of the terms is a blank node."""
        return any(term is not None and term.startswith("_:") for term in self.terms)


def parse(
    words: Iterable[str],
    table: Mapping[str, str],
    near: Callable[[str], Sequence[str]] = lambda name: (),
) -> Pattern:
    """Return the pattern of three words.

    A word is a prefixed name of `table`, an IRI with or without angle brackets, a literal or
    number of Turtle, a blank node's label as the JSON of an explanation gives it, `a` for
    rdf:type, or `?`, `?name` or `_` for any term. `near` gives the names that a word which is
    none of these may have meant.

    Raises AcquisError that says which word cannot be read, and what it may have meant.
    """
    terms = [_term(word, place, table, near) for word, place in zip(words, PLACES, strict=True)]
    subject, predicate, value = terms
    if subject is not None and is_literal(subject):
        raise AcquisError(f"{subject}: a literal cannot be a subject")
    if predicate is not None and not is_iri(predicate):
        raise AcquisError(f"{predicate}: a predicate must be an IRI")
    return Pattern(subject, predicate, value)


def _term(
    word: str, place: str, table: Mapping[str, str], near: Callable[[str], Sequence[str]]
) -> str | None:
    word = word.strip()
    if WILDCARD.fullmatch(word):
        return None
    if word == "a" and place == "predicate":
        return TYPE
    if BLANK.fullmatch(word):
        return word
    if BARE.fullmatch(word) and word not in ("true", "false"):
        raise AcquisError(_unreadable(word, place, near(word)))
    prefix = match[1] or "" if (match := NAME.match(word)) else None
    if prefix is not None and prefix not in table:
        if ABSOLUTE.fullmatch(word) and ("://" in word or prefix.lower() in SCHEMES):
            return _turtle(f"<{word}>", word, place, {})
        raise AcquisError(_unknown_prefix(prefix, word, table))
    return _turtle(word, word, place, table)


def _turtle(text: str, word: str, place: str, table: Mapping[str, str]) -> str:
    declared = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in table.items())
    try:
        found = graph.facts(f"{declared}<urn:s> <urn:p> {text} .".encode())
    except SyntaxError as fault:
        raise AcquisError(_unreadable(word, place)) from fault
    if len(found) != 1 or found[0][:2] != ("<urn:s>", "<urn:p>") or found[0][2][:2] == "_:":
        raise AcquisError(_unreadable(word, place))
    return found[0][2]


def _unreadable(word: str, place: str, near: Sequence[str] = ()) -> str:
    meant = f"; did you mean {either(near)}?" if near else ""
    return (
        f"the {place} {word!r} cannot be read{meant}\nwrite a prefixed name (value:privacy), "
        'an IRI (<https://…>), a literal ("text"@en, "2016"^^xsd:gYear, 7) or ? for any'
    )


def _unknown_prefix(prefix: str, word: str, table: Mapping[str, str]) -> str:
    near = get_close_matches(prefix, table, n=3, cutoff=0.6)
    meant = f"; did you mean {either(f'{each}:' for each in near)}?" if near else ""
    known = ", ".join(sorted(filter(None, table)))
    return f"{word}: the prefix {prefix}: is not known{meant}\nknown prefixes: {known}"


def either(words: Iterable[str]) -> str:
    """Return words as an enumeration with `or`."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
