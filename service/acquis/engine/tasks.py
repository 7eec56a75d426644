"""What a service asks of an engine, wherever that runs, and how the answer comes."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from acquis.errors import AcquisError, QueryError


class Overloaded(AcquisError):
    """More queries wait than may; `after` is the number of seconds to wait before another try."""

    after = 5


class DeadlinePassed(QueryError):
    """A query that was not answered in the time it may take."""


class WorkerLost(QueryError):
    """A query that ended what answered it: as a rule it needed more memory than it may have."""


@dataclass(frozen=True)
class Limits:
    """What one query may use: seconds of time, rows or triples, and bytes of its answer.

    An answer with more rows is refused, or left off at the last of them where it may be `cut`.
    """

    seconds: float = 30.0
    rows: int = 1_000_000
    size: int = 256 * 2**20
    cut: bool = False


@dataclass(frozen=True)
class Task:
    """A query with all that its answer depends on.

    `results` and `graphs` are the media types of `engine.formats` that an answer of rows or of
    triples is to have, empty where none will do; `layer` is `all`, `asserted` or `inferred`;
    `bound` gives variables a term of N-Triples; `limits` are those of this query.
    """

    text: str
    results: str = "application/sparql-results+json"
    graphs: str = "text/turtle"
    layer: str = "all"
    base_iri: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    bound: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Told:
    """What is said at the end of an answer: how many rows it has, and whether there were more."""

    rows: int
    cut: bool


class Answer(Protocol):
    """The answer to one task, as it comes."""

    @property
    def media_type(self) -> str:
        """The media type, once it has begun."""

    @property
    def told(self) -> Told | None:
        """What is told at the end, None before."""

    @property
    def whole(self) -> bytes | None:
        """All that is still to be read, None where more is to come."""

    async def begun(self) -> None:
        """Wait until the first piece is there.

        Raises QueryError for a query that is refused, malformed or too large, DeadlinePassed or
        WorkerLost for one that was ended.
        """

    def pieces(self) -> AsyncIterator[bytes]:
        """Yield the answer piece by piece; raises as `begun` does where it is cut off."""

    def close(self) -> None:
        """End the query if it still runs."""


class Backend(Protocol):
    """What answers tasks."""

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that it writes with and offers."""

    async def ask(self, task: Task) -> Answer:
        """Begin to answer a task; its time runs from now.

        Raises Overloaded where too many wait already.
        """


class Engine(Backend, Protocol):
    """A backend that begins and ends with the service, and answers from a build."""

    async def load(self, folder: Path) -> None:
        """Answer from the build in a folder from now on; what is under way goes on as it is.

        Raises AcquisError where it cannot; then all stays as it was.
        """

    async def close(self) -> None:
        """End what is under way."""


async def whole(backend: Backend, task: Task) -> tuple[bytes, Told]:
    """Return all of an answer. Raises what `Backend.ask` and `Answer.begun` raise."""
    answer = await backend.ask(task)
    try:
        content = b"".join([piece async for piece in answer.pieces()])
    finally:
        answer.close()
    assert answer.told
    return content, answer.told
