"""Answers of an engine: solutions of SELECT, the truth value of ASK, triples of the others."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from typing import ClassVar, Protocol

import pyoxigraph as ox

from acquis.engine import serialiser
from acquis.engine.formats import GRAPHS, RESULTS, Format, Term, of_media_type
from acquis.engine.jsonld import Context
from acquis.engine.writers import BOOLEANS, WRITERS, pieces
from acquis.errors import QueryError

MAX_BYTES = 64 * 2**20
MAX_TRIPLES = 200_000


class Written(Protocol):
    """What says how the data write a term."""

    def get(self, key: Term, default: Term, /) -> Term:
        """Return the term as the data write it, `default` where they do not have it."""


class AnswerTooLarge(QueryError):
    """An answer with more rows, triples or bytes than one may have, not given in part."""


class NotAcceptable(QueryError):
    """A query whose answer has no form that the client takes; the message lists those it has."""


@dataclass(frozen=True)
class Solutions:
    """The rows of a SELECT query, computed as they are read; they can be read once.

    `variables` are the names of the columns, without `?`.
    `forms` leads from a literal as the Store has it to how the data write it, which does not hold
    of the `computed` variables.
    """

    formats: ClassVar[tuple[Format, ...]] = RESULTS
    raw: ox.QuerySolutions
    variables: tuple[str, ...]
    forms: Mapping[Term, Term] | Written = field(default_factory=dict)
    computed: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        own = [name not in self.computed for name in self.variables]
        given = [variable.value for variable in self.raw.variables]
        places = [given.index(name) for name in self.variables]
        in_order, restored = places == list(range(len(given))), self._restored
        for row in self.raw:
            terms = tuple(row) if in_order else [row[place] for place in places]
            yield tuple(map(restored, terms, own))

    def _restored(self, term: Term | None, is_own: bool) -> Term | None:
        """Return a term as the data write it; a language tag is no matter of form."""
        if not is_own or not isinstance(term, ox.Literal) or term.language:
            return term
        return self.forms.get(term, term)

    def serialize(self, media_type: str) -> bytes:
        """Return all rows in a media type of RESULTS; raises ValueError for another."""
        _must_be_of_results(media_type)
        output = _Bounded()
        for piece in pieces(WRITERS[media_type](self.variables), self):
            output.write(piece.encode("utf-8", "replace"))
        return output.getvalue()


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
        _must_be_of_results(media_type)
        return BOOLEANS[media_type](str(bool(self.raw)).lower()).encode()


@dataclass(frozen=True)
class Triples:
    """The graph made by CONSTRUCT or DESCRIBE, computed as it is read; it can be read once."""

    formats: ClassVar[tuple[Format, ...]] = GRAPHS
    raw: Iterable[ox.Triple]
    context: Context
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
            return serialiser.answer(triples, form, self.context)
        except serialiser.NoSuchForm as fault:
            raise QueryError(str(fault)) from fault


Answer = Solutions | Boolean | Triples


def _must_be_of_results(media_type: str) -> None:
    form = of_media_type(media_type)
    if form not in RESULTS:
        raise ValueError(f"{form.name} is a format for triples, not for results")


class _Bounded(BytesIO):
    def write(self, content: bytes) -> int:  # type: ignore[override]
        if self.tell() + len(content) > MAX_BYTES:
            raise AnswerTooLarge(
                f"the answer has more than {MAX_BYTES // 2**20} MB; add a LIMIT, "
                "or take the files of the build"
            )
        return super().write(content)


def solutions(raw: ox.QuerySolutions) -> Solutions:
    """Return rows with the columns that they have."""
    return Solutions(raw, tuple(variable.value for variable in raw.variables))
