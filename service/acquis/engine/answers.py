"""Answers of an engine: solutions of SELECT, the truth value of ASK, triples of the others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import pyoxigraph as ox

from acquis.engine.formats import GRAPHS, RESULTS, Format, of_media_type, serialise

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True)
class Solutions:
    """The rows of a SELECT query, computed as they are read; they can be read once."""

    formats: ClassVar[tuple[Format, ...]] = RESULTS
    raw: ox.QuerySolutions

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns, without `?`."""
        return tuple(variable.value for variable in self.raw.variables)

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        variables = self.variables
        for row in self.raw:
            yield tuple(row[name] for name in variables)

    def serialize(self, media_type: str) -> bytes:
        """Return all rows in a media type of RESULTS; raises ValueError for another."""
        return _results(self.raw, media_type)


@dataclass(frozen=True)
class Boolean:
    """The answer to an ASK query."""

    formats: ClassVar[tuple[Format, ...]] = RESULTS
    raw: ox.QueryBoolean

    def __bool__(self) -> bool:
        return bool(self.raw)

    def serialize(self, media_type: str) -> bytes:
        """Return the truth value in a media type of RESULTS; raises ValueError for another.

        CSV and TSV, for which SPARQL 1.1 defines no boolean, hold the one word true or false.
        """
        return _results(self.raw, media_type)


@dataclass(frozen=True)
class Triples:
    """The graph made by CONSTRUCT or DESCRIBE, computed as it is read; it can be read once."""

    formats: ClassVar[tuple[Format, ...]] = GRAPHS
    raw: ox.QueryTriples
    prefixes: Mapping[str, str]

    def __iter__(self) -> Iterator[ox.Triple]:
        return iter(self.raw)

    def serialize(self, media_type: str) -> bytes:
        """Return the graph in a media type of GRAPHS; raises ValueError for another."""
        return serialise(self.raw, of_media_type(media_type), self.prefixes)


Answer = Solutions | Boolean | Triples


def _results(raw: ox.QuerySolutions | ox.QueryBoolean, media_type: str) -> bytes:
    form = of_media_type(media_type)
    if not isinstance(form.syntax, ox.QueryResultsFormat):
        raise ValueError(f"{form.name} is a format for triples, not for results")
    return raw.serialize(format=form.syntax) or b""
