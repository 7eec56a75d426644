"""An answer as bytes, piece by piece, with no more rows and bytes than its limits allow."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import TypeVar

import pyoxigraph as ox

from acquis.engine import serialiser, writers
from acquis.engine.answers import (
    Answer,
    AnswerTooLarge,
    Boolean,
    NotAcceptable,
    Solutions,
    Triples,
)
from acquis.engine.bindings import Bindings
from acquis.engine.formats import of_media_type
from acquis.engine.jsonld import Context
from acquis.engine.lines import lines
from acquis.engine.tasks import Task, Told
from acquis.errors import QueryError

CHUNK = 256 * 2**10
Part = TypeVar("Part")


class Output:
    """An answer in the media type that its task asks for; it can be read once."""

    def __init__(self, answer: Answer, task: Task, context: Context) -> None:
        """`context` is what triples are written with. Raises NotAcceptable."""
        self.media_type = task.graphs if isinstance(answer, Triples) else task.results
        if not self.media_type:
            raise NotAcceptable(", ".join(form.media_type for form in answer.formats))
        self._answer, self._limits, self._context = answer, task.limits, context
        self._rows, self._cut = 0, False
        self._waiting, self._size = bytearray(), 0
        self.is_last = False

    @property
    def told(self) -> Told:
        """What is said at the end."""
        return Told(self._rows, self._cut)

    def write(self, take: Callable[[bytes], object]) -> None:
        """Hand on the pieces, each of about CHUNK bytes; `is_last` is set before the last of them.

        Raises AnswerTooLarge where there is more than may be, QueryError where the media type
        cannot hold the answer, and what `take` raises.
        """
        add = partial(self._add, take)
        if isinstance(self._answer, Solutions) and self._is_native:
            Bindings(self._answer, CHUNK, add).fill()
        else:
            for text in self._texts():
                add(text.encode("utf-8", "replace"))
        self.is_last = True
        take(bytes(self._waiting))

    @property
    def _is_native(self) -> bool:
        """Whether pyoxigraph may write: it cannot leave off at a row."""
        return self.media_type == writers.JSON and not self._limits.cut

    def _add(self, take: Callable[[bytes], object], content: bytes, rows: int = 0) -> None:
        """Add a part of the answer, with rows that are not counted yet."""
        self._rows += rows
        if self._rows > self._limits.rows:
            self._end("rows")
        self._waiting += content
        if len(self._waiting) >= CHUNK:
            self._size += len(self._waiting)
            if self._size > self._limits.size:
                raise AnswerTooLarge(
                    f"the answer has more than {self._limits.size // 2**20} MB; add a LIMIT, "
                    "or take the files of the build"
                )
            take(bytes(self._waiting))
            self._waiting.clear()

    def _texts(self) -> Iterable[str]:
        if isinstance(self._answer, Boolean):
            return [writers.BOOLEANS[self.media_type](str(bool(self._answer)).lower())]
        if isinstance(self._answer, Solutions):
            writer = writers.WRITERS[self.media_type](self._answer.variables)
            return writers.pieces(writer, self._counted(self._answer))
        return [self._graph(self._answer)]

    def _counted(self, rows: Iterable[writers.Row]) -> Iterator[writers.Row]:
        """Yield as many rows as there may be."""
        for row in rows:
            if self._rows == self._limits.rows:
                self._end("rows")
                return
            self._rows += 1
            yield row

    def _graph(self, answer: Triples) -> str:
        form, most = of_media_type(self.media_type), self._limits.rows
        if form.syntax == ox.RdfFormat.N_TRIPLES and isinstance(answer.raw, ox.QueryTriples):
            found = self._limited(lines(answer, most))
            return serialiser.recased("".join(found), form)
        triples = self._limited(list(islice(answer, most + 1)))
        try:
            return serialiser.answer(triples, form, self._context).decode()
        except serialiser.NoSuchForm as fault:
            raise QueryError(str(fault)) from fault

    def _limited(self, found: list[Part]) -> list[Part]:
        """Return as many triples as there may be."""
        if len(found) > self._limits.rows:
            self._end("triples")
            found.pop()
        self._rows = len(found)
        return found

    def _end(self, what: str) -> None:
        """Leave off here, where that is allowed."""
        if not self._limits.cut:
            raise AnswerTooLarge(
                f"the answer has more than {self._limits.rows:,} {what}; add a LIMIT"
            )
        self._cut = True
