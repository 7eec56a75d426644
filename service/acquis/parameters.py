"""Typed parameters of saved queries: header lines that name them, words that give their values.

A value is read by its type and becomes one RDF term. It is bound to the variable of that name and
never written into the text of a query.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from acquis.errors import AcquisError

XSD = "http://www.w3.org/2001/XMLSchema#"
LINE = re.compile(r"([a-z][A-Za-z0-9]*)[ \t]+(\S+)[ \t]+(\S+)[ \t]+(\S.*)")
IRI = "iri"

Term = ox.NamedNode | ox.Literal


class Misfit(AcquisError):
    """A value that is not of the type of its parameter."""

    def __init__(self, message: str, parameter: "Parameter") -> None:
        super().__init__(message)
        self.parameter = parameter


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _like(pattern: str) -> Callable[[str], bool]:
    return lambda text: bool(re.fullmatch(pattern, text, re.ASCII))


@dataclass(frozen=True)
class Type:
    """A type of value: what a person calls it, an example, and which texts are of it."""

    words: str
    example: str
    holds: Callable[[str], bool]


TYPES = {
    "xsd:date": Type("a day", "2026-11-22", _is_day),
    "xsd:gYearMonth": Type("a month", "2026-11", lambda text: _is_day(f"{text}-01")),
    "xsd:gYear": Type("a year", "2026", lambda text: _is_day(f"{text}-01-01")),
    "xsd:boolean": Type("a truth value", "true", _like("true|false")),
    "xsd:integer": Type("a whole number", "27", _like("[+-]?[0-9]{1,18}")),
    "xsd:decimal": Type("a number", "0.5", _like(r"[+-]?[0-9]{1,12}(\.[0-9]{1,12})?")),
    "xsd:string": Type("a text", "privacy", lambda text: True),
    IRI: Type("an identifier", "value:privacy", lambda text: True),
}


@dataclass(frozen=True)
class Parameter:
    """A variable that a saved query leaves open: its type, what stands without a value, a note."""

    name: str
    type: str
    default: str
    note: str

    def term(self, text: str, prefixes: Mapping[str, str], place: str) -> Term:
        """Return the term that a text stands for, by the type of the parameter.

        Raises Misfit, naming the parameter, `place`, the text and the type, where it is none.
        """
        kind = TYPES[self.type]
        fault = Misfit(
            f"{place}: the parameter {self.name} is {kind.words} ({self.type}), such as "
            f"{kind.example}, and not {text!a}",
            self,
        )
        if not kind.holds(text):
            raise fault
        try:
            text.encode()
            return _identifier(text, prefixes) if self.type == IRI else _literal(text, self.type)
        except ValueError:
            raise fault from None


def read(line: str, place: str) -> Parameter:
    """Return the parameter that a header line declares: name, type, default and note.

    Raises AcquisError, naming `place`, where the line is none or the type is unknown.
    """
    match = LINE.fullmatch(line)
    if match is None:
        raise AcquisError(
            f"{place}: '#+ parameter: {line}' is not a name, a type, a default and a note, such "
            "as '#+ parameter: date xsd:date 2026-11-22 the day that is asked for'"
        )
    if match[2] not in TYPES:
        known = ", ".join(TYPES)
        raise AcquisError(f"{place}: {match[2]} is no type of a parameter; these are: {known}")
    return Parameter(match[1], match[2], match[3], match[4])


def _literal(text: str, name: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + name.removeprefix("xsd:")))


def _identifier(text: str, prefixes: Mapping[str, str]) -> ox.NamedNode:
    """Return the node that a prefixed name or an absolute IRI, in angle brackets or not, names."""
    prefix, colon, rest = text.partition(":")
    if colon and prefix in prefixes:
        return ox.NamedNode(prefixes[prefix] + rest)
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    return ox.NamedNode(bare)
