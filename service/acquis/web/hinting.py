"""Hints on queries, from what a build holds."""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping

from acquis.engine.answers import AnswerTooLarge
from acquis.engine.hints import flawless, hints
from acquis.engine.occurrence import Known, iris
from acquis.engine.tasks import DeadlinePassed, WorkerLost
from acquis.errors import QueryError
from acquis.web.headers import HINT
from acquis.web.records import Records

REMEMBERED = 512
LONGEST = 8_192
SHORT = 2_048


def known(records: Records) -> Known:
    """Return the IRIs of a build, the names of its graphs among them."""
    return Known(iris(quad for quads in (records.asserted, records.inferred) for quad in quads))


class Hints:
    """Says what may be wrong with queries over a build, and remembers it.

    What is near to an IRI is looked for in a thread, so that requests go on being answered; most
    queries are short and flawless, which is seen at once.
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
            said = () if self._is_flawless(text) else await asyncio.to_thread(self._of, text)
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

    def _is_flawless(self, text: str) -> bool:
        try:
            return len(text) < SHORT and self.known.is_read and flawless(text, self.known)
        except QueryError:
            return True

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
