"""Hints on queries, from what a build holds."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping

import pyoxigraph as ox

from acquis.engine.answers import AnswerTooLarge
from acquis.engine.hints import hints
from acquis.engine.occurrence import Known, iris
from acquis.engine.tasks import DeadlinePassed, WorkerLost
from acquis.errors import QueryError
from acquis.web.headers import HINT
from acquis.web.records import Records

REMEMBERED = 512
LONGEST = 8_192


def known(records: Records) -> Known:
    """Return the IRIs of a build, the names of its graphs among them."""
    datasets = (records.asserted, records.inferred)

    def has(iri: str) -> bool:
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            return False
        return any(
            next(iter(quads), None) is not None
            for dataset in datasets
            for quads in (
                dataset.quads_for_subject(node),
                dataset.quads_for_predicate(node),
                dataset.quads_for_object(node),
                dataset.quads_for_graph_name(node),
            )
        )

    return Known(has, iris(quad for dataset in datasets for quad in dataset))


class Hints:
    """Says what may be wrong with queries over a build, and remembers it.

    What is near to an IRI is looked for in a thread, so that requests go on being answered.
    """

    def __init__(self, known: Known, prefixes: Mapping[str, str]) -> None:
        self.known = known
        self._prefixes = prefixes
        self._said = Memo(REMEMBERED)

    async def of(self, text: str) -> tuple[str, ...]:
        """Return the hints on a query, none on one that is long or no query."""
        if len(text) > LONGEST:
            return ()
        said = self._said.get(text)
        if said is None:
            said = await asyncio.to_thread(self._of, text)
            self._said[text] = said
        return said

    async def of_ended(self, error: QueryError, text: str) -> tuple[str, ...]:
        """Return the hints on a query that was ended or had too large an answer, else none."""
        ended = isinstance(error, AnswerTooLarge | DeadlinePassed | WorkerLost)
        return await self.of(text) if ended else ()

    async def headers(self, text: str) -> dict[str, str]:
        """Return the header that tells the hints on a query, none where there are none.

        What is not ASCII is written as an escape (RFC 9110, section 5.5).
        """
        said = "; ".join(await self.of(text))
        return {HINT: said.encode("ascii", "backslashreplace").decode()} if said else {}

    def _of(self, text: str) -> tuple[str, ...]:
        try:
            return tuple(hints(text, self.known, self._prefixes))
        except QueryError:
            return ()


class Memo(OrderedDict[str, tuple[str, ...]]):
    """The hints said last, `most` of them."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def __setitem__(self, text: str, said: tuple[str, ...]) -> None:
        super().__setitem__(text, said)
        if len(self) > self._most:
            self.popitem(last=False)
