"""One worker: answers the tasks of its channel, one after another, until it is killed or let go.

It can open nothing and start nothing, its memory has a bound, and an alarm that nobody handles
ends it at the deadline of the task, whatever it is doing then.
"""

import gc
import resource
import signal
import socket

from acquis.engine.embedded import Engine
from acquis.engine.isolated import wire
from acquis.engine.output import Output
from acquis.engine.tasks import Task
from acquis.errors import QueryError

LITTER = 100_000


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
    """Answer tasks until the channel is closed.

    Nothing is collected while a query runs, which would copy pages that all workers share.
    """
    gc.disable()
    while received := wire.receive(channel):
        task = wire.task(received[1])
        signal.setitimer(signal.ITIMER_REAL, task.limits.seconds)
        try:
            _answer(engine, task, channel)
        except QueryError as error:
            channel.sendall(wire.frame(wire.FAULT, wire.fault(error)))
        except MemoryError:
            return
        signal.setitimer(signal.ITIMER_REAL, 0)
        if gc.get_count()[0] > LITTER:
            gc.collect()


def _answer(engine: Engine, task: Task, channel: socket.socket) -> None:
    """Send the frames of an answer."""
    answer = engine.query(
        task.text,
        base_iri=task.base_iri,
        default_graphs=task.default_graphs,
        named_graphs=task.named_graphs,
        layer=task.layer,
        bound=engine.terms(task.bound),
    )
    output = Output(answer, task, engine.context)
    ready = bytearray(wire.frame(wire.START, output.media_type.encode()))

    def send(piece: bytes) -> None:
        frames = ready + wire.frame(wire.DATA, piece)
        if output.is_last:
            frames += wire.frame(wire.END, wire.encoded(output.told))
        channel.sendall(frames)
        ready.clear()

    output.write(send)
