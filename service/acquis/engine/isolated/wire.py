"""What a pool and its workers say to each other: frames of a kind, a length and a content."""

import json
import socket
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from acquis.engine.admission import FederationRefused, QueryRefused, QueryTooLarge, UpdateRefused
from acquis.engine.answers import AnswerTooLarge, NotAcceptable
from acquis.errors import QueryError

HEAD = struct.Struct("!cI")
FAULTS: dict[str, type[QueryError]] = {
    kind.__name__: kind
    for kind in (
        AnswerTooLarge,
        FederationRefused,
        NotAcceptable,
        QueryRefused,
        QueryTooLarge,
        UpdateRefused,
    )
}
TASK, START, DATA, END, FAULT = b"T", b"S", b"D", b"E", b"F"


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

    def encoded(self) -> bytes:
        """Return the task as bytes."""
        return json.dumps(asdict(self)).encode()


def task(content: bytes) -> Task:
    """Return the task that some bytes encode."""
    told = json.loads(content)
    for name in ("default_graphs", "named_graphs"):
        told[name] = tuple(told[name])
    return Task(**{**told, "limits": Limits(**told["limits"])})


@dataclass(frozen=True)
class Told:
    """What is said at the end of an answer: how many rows it has, and whether there were more."""

    rows: int
    cut: bool

    def encoded(self) -> bytes:
        """Return it as bytes."""
        return json.dumps(asdict(self)).encode()


def told(content: bytes) -> Told:
    """Return what some bytes say at the end of an answer."""
    return Told(**json.loads(content))


def fault(error: QueryError) -> bytes:
    """Return an error as bytes."""
    places = {"line": error.line, "column": error.column, "expected": error.expected}
    return json.dumps({"kind": type(error).__name__, "message": str(error), **places}).encode()


def error(content: bytes) -> QueryError:
    """Return the error that some bytes encode."""
    said = json.loads(content)
    kind = FAULTS.get(said.pop("kind"), QueryError)
    return kind(said.pop("message"), **said)


def frame(kind: bytes, content: bytes) -> bytes:
    """Return a frame."""
    return HEAD.pack(kind, len(content)) + content


def receive(channel: socket.socket) -> tuple[bytes, bytes] | None:
    """Return the kind and the content of the next frame, None where there is no more."""
    head = _exactly(channel, HEAD.size)
    if head is None:
        return None
    kind, size = HEAD.unpack(head)
    content = _exactly(channel, size)
    return None if content is None else (kind, content)


def _exactly(channel: socket.socket, size: int) -> bytes | None:
    parts = []
    while size:
        part = channel.recv(min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
