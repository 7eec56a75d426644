"""Rows as a plain array of JSON objects, for programs that know nothing of RDF.

Each object has every column: a number or a truth value where the term is one, null where the
column has no value, else text. An IRI is the text of it, a literal the text without its language
or datatype; SPARQL JSON tells these. `NaN` and the infinities, which JSON has no way to write,
are text.
"""

import json
import math
import re
from collections.abc import Callable, Sequence
from typing import Any

import pyoxigraph as ox

from acquis.engine.formats import Term
from acquis.engine.writers import Row, Writer

MEDIA_TYPE = "application/json"
XSD = "http://www.w3.org/2001/XMLSchema#"
INTEGERS = frozenset(
    XSD + name
    for name in (
        "integer nonPositiveInteger negativeInteger long int short byte nonNegativeInteger"
        " unsignedLong unsignedInt unsignedShort unsignedByte positiveInteger"
    ).split()
)
INTEGER = re.compile("[+-]?[0-9]{1,18}")
NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
TRUTH = {"true": True, "1": True, "false": False, "0": False}


class Objects(Writer):
    """A JSON array with an object for each row."""

    _first = True

    def head(self) -> str:
        """Return the beginning of the array."""
        return "["

    def row(self, row: Row) -> str:
        """Return one object, which has every column."""
        cells = zip(self.variables, row, strict=True)
        pairs = (
            f"{json.dumps(name, ensure_ascii=False)}:{'null' if term is None else self.term(term)}"
            for name, term in cells
        )
        comma, self._first = "" if self._first else ",\n", False
        return f"{comma}{{{','.join(pairs)}}}"

    def end(self) -> str:
        """Return the end of the array."""
        return "]\n"

    def written(self, term: Term) -> str:
        """Return a term as a JSON value."""
        return json.dumps(value(term), ensure_ascii=False, allow_nan=False)


def value(term: Term) -> str | int | float | bool:
    """Return a term as a value of JSON."""
    if isinstance(term, ox.NamedNode):
        return term.value
    if isinstance(term, ox.Literal):
        read = _READERS.get(term.datatype.value)
        return term.value if read is None else read(term.value)
    return str(term)


def _integer(text: str) -> str | int:
    return int(text) if INTEGER.fullmatch(text) else text


def _number(text: str) -> str | float:
    if not NUMBER.fullmatch(text):
        return text
    number = float(text)
    return number if math.isfinite(number) else text


def _boolean(text: str) -> str | bool:
    return TRUTH.get(text, text)


_READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(INTEGERS, _integer),
    **dict.fromkeys((XSD + "decimal", XSD + "double", XSD + "float"), _number),
    XSD + "boolean": _boolean,
}


def objects(variables: Sequence[str], rows: Sequence[Row]) -> list[dict[str, object]]:
    """Return rows as the objects that `Objects` writes."""
    return [
        {
            name: None if term is None else value(term)
            for name, term in zip(variables, row, strict=True)
        }
        for row in rows
    ]
