"""Answers of an engine: solutions of SELECT, the truth value of ASK, triples of the others."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from typing import ClassVar

import pyoxigraph as ox

from acquis.engine.formats import GRAPHS, RESULTS, Format, of_media_type, serialise
from acquis.errors import QueryError

MAX_BYTES = 64 * 2**20
MAX_TRIPLES = 200_000

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class AnswerTooLarge(QueryError):
    """An answer with more rows, triples or bytes than one may have, not given in part."""


class NotAcceptable(QueryError):
    """A query whose answer has no form that the client takes; the message lists those it has."""


@dataclass(frozen=True)
class Solutions:
    """The rows of a SELECT query, computed as they are read; they can be read once.

    `forms` leads from a literal as the Store has it to how the data write it, which does not hold
    of the `computed` variables.
    """

    formats: ClassVar[tuple[Format, ...]] = RESULTS
    raw: ox.QuerySolutions
    forms: Mapping[Term, Term] = field(default_factory=dict)
    computed: frozenset[str] = frozenset()

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns, without `?`."""
        return tuple(variable.value for variable in self.raw.variables)

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        kept = [name in self.computed for name in self.variables]
        forms = self.forms
        for row in self.raw:
            if forms:
                yield tuple(
                    term if term is None or keep else forms.get(term, term)
                    for term, keep in zip(row, kept, strict=True)
                )
            else:
                yield tuple(row)

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
    written: Callable[[ox.Triple], ox.Triple] = lambda triple: triple

    def __iter__(self) -> Iterator[ox.Triple]:
        return map(self.written, self.raw)

    def serialize(self, media_type: str) -> bytes:
        """Return the graph in a media type of GRAPHS; raises ValueError for another."""
        triples = list(islice(self, MAX_TRIPLES + 1))
        if len(triples) > MAX_TRIPLES:
            raise AnswerTooLarge(f"the answer has more than {MAX_TRIPLES:,} triples; add a LIMIT")
        form = of_media_type(media_type)
        try:
            return serialise(triples, form, self.prefixes)
        except OSError as fault:
            raise QueryError(f"{form.name} cannot hold the answer: {fault}") from fault


Answer = Solutions | Boolean | Triples


def _results(raw: ox.QuerySolutions | ox.QueryBoolean, media_type: str) -> bytes:
    form = of_media_type(media_type)
    if not isinstance(form.syntax, ox.QueryResultsFormat):
        raise ValueError(f"{form.name} is a format for triples, not for results")
    output = _Bounded()
    raw.serialize(output, format=form.syntax)
    return output.getvalue()


class _Bounded(BytesIO):
    def write(self, content: bytes) -> int:  # type: ignore[override]
        if self.tell() + len(content) > MAX_BYTES:
            raise AnswerTooLarge(
                f"the answer has more than {MAX_BYTES // 2**20} MB; add a LIMIT, "
                "or take the files of the build"
            )
        return super().write(content)
