"""One worker: answers the tasks of its channel, one after another, until it is killed or let go.

It can open nothing and start nothing, its memory has a bound, and an alarm that nobody handles
ends it at the deadline of the task, whatever it is doing then.
"""

import gc
import resource
import signal
import socket
from collections.abc import Iterable, Iterator
from itertools import islice

from acquis.engine import writers
from acquis.engine.answers import (
    Answer,
    AnswerTooLarge,
    Boolean,
    NotAcceptable,
    Solutions,
    Triples,
)
from acquis.engine.embedded import Engine
from acquis.engine.formats import of_media_type, serialise
from acquis.engine.isolated import wire
from acquis.engine.tasks import Limits, Task, Told
from acquis.errors import QueryError

CHUNK = 64 * 2**10


def confine(memory: int) -> None:
    """Take from this process what no query needs; it may use `memory` more bytes than now."""
    most = _address_space() + memory
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(kind, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _address_space() -> int:
    """Return the bytes of address space that this process has."""
    with open("/proc/self/statm", encoding="ascii") as told:
        return int(told.read().split()[0]) * resource.getpagesize()


def serve(engine: Engine, channel: socket.socket) -> None:
    """Answer tasks until the channel is closed."""
    gc.disable()
    while received := wire.receive(channel):
        task = wire.task(received[1])
        signal.setitimer(signal.ITIMER_REAL, task.limits.seconds)
        try:
            for piece in _framed(engine, task):
                channel.sendall(piece)
        except QueryError as error:
            channel.sendall(wire.frame(wire.FAULT, wire.fault(error)))
        except MemoryError:
            return
        signal.setitimer(signal.ITIMER_REAL, 0)


def _framed(engine: Engine, task: Task) -> Iterator[bytes]:
    """Yield the frames of an answer, each with about CHUNK bytes."""
    answer = engine.query(
        task.text,
        base_iri=task.base_iri,
        default_graphs=task.default_graphs,
        named_graphs=task.named_graphs,
        layer=task.layer,
        bound=engine.terms(task.bound),
    )
    media_type = task.graphs if isinstance(answer, Triples) else task.results
    if not media_type:
        raise NotAcceptable(", ".join(form.media_type for form in answer.formats))
    ready = wire.frame(wire.START, media_type.encode())
    counted = _Counted(task.limits)
    size, waiting = 0, bytearray()
    for text in _pieces(engine, answer, media_type, counted):
        waiting += text.encode("utf-8", "replace")
        if len(waiting) >= CHUNK:
            size += len(waiting)
            if size > task.limits.size:
                raise AnswerTooLarge(
                    f"the answer has more than {task.limits.size // 2**20} MB; add a LIMIT, or "
                    "take the files of the build"
                )
            yield ready + wire.frame(wire.DATA, bytes(waiting))
            ready, waiting = b"", bytearray()
    yield ready + wire.frame(wire.DATA, bytes(waiting)) + wire.frame(wire.END, counted.told())


class _Counted:
    """Counts rows or triples, and says where there are too many."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.rows, self.cut = 0, False

    def through(self, rows: Iterable[writers.Row]) -> Iterator[writers.Row]:
        """Yield as many rows as there may be."""
        for row in rows:
            if self.rows == self.limits.rows:
                if not self.limits.cut:
                    raise AnswerTooLarge(
                        f"the answer has more than {self.limits.rows:,} rows; add a LIMIT"
                    )
                self.cut = True
                return
            self.rows += 1
            yield row

    def told(self) -> bytes:
        """Return what the frame at the end says."""
        return wire.encoded(Told(self.rows, self.cut))


def _pieces(engine: Engine, answer: Answer, media_type: str, counted: _Counted) -> Iterable[str]:
    if isinstance(answer, Boolean):
        return [writers.BOOLEANS[media_type](str(bool(answer)).lower())]
    if isinstance(answer, Solutions):
        rows = counted.through(answer)
        return writers.pieces(writers.WRITERS[media_type](answer.variables), rows)
    triples = list(islice(answer, counted.limits.rows + 1))
    if len(triples) > counted.limits.rows:
        if not counted.limits.cut:
            most = f"{counted.limits.rows:,}"
            raise AnswerTooLarge(f"the answer has more than {most} triples; add a LIMIT")
        counted.cut = True
        triples.pop()
    counted.rows = len(triples)
    form = of_media_type(media_type)
    try:
        return [serialise(triples, form, engine.prefixes).decode()]
    except OSError as fault:
        raise QueryError(f"{form.name} cannot hold the answer: {fault}") from fault
