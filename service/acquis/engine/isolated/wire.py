"""What a pool and its workers say to each other: frames of a kind, a length and a content."""

import json
import socket
import struct

from acquis.engine.admission import FederationRefused, QueryRefused, QueryTooLarge, UpdateRefused
from acquis.engine.answers import AnswerTooLarge, NotAcceptable
from acquis.engine.deviations import NotAnswered
from acquis.engine.tasks import Limits, Task, Told
from acquis.errors import QueryError

HEAD = struct.Struct("!cI")
FAULTS: dict[str, type[QueryError]] = {
    kind.__name__: kind
    for kind in (
        AnswerTooLarge,
        FederationRefused,
        NotAcceptable,
        NotAnswered,
        QueryRefused,
        QueryTooLarge,
        UpdateRefused,
    )
}
TASK, START, DATA, END, FAULT = b"T", b"S", b"D", b"E", b"F"


def encoded(value: Task | Told) -> bytes:
    """Return a task, or what is told at the end, as bytes."""
    return json.dumps(vars(value), default=vars).encode()


def task(content: bytes) -> Task:
    """Return the task that some bytes encode."""
    told = json.loads(content)
    for name in ("default_graphs", "named_graphs"):
        told[name] = tuple(told[name])
    return Task(**{**told, "limits": Limits(**told["limits"])})


def told(content: bytes) -> Told:
    """Return what some bytes say at the end of an answer."""
    return Told(**json.loads(content))


def fault(error: QueryError) -> bytes:
    """Return an error as bytes."""
    places = {"line": error.line, "column": error.column, "expected": error.expected}
    said = {"kind": type(error).__name__, "message": str(error), "suggestions": error.suggestions}
    return json.dumps({**said, **places}).encode()


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
