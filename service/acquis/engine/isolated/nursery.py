"""The process that holds the data of a build, and forks workers.

It is started as `python -m acquis.engine.isolated.nursery` with its control channel as standard
input. For each byte on the channel it forks a worker and sends back the worker's process, as a
file descriptor that can be signalled and waited for, with the channel to it. It has one thread,
so that a fork is safe, and ends with the control channel.
"""

import gc
import os
import signal
import socket
import sys
import traceback
from contextlib import suppress
from pathlib import Path

from acquis import knowledge
from acquis.engine.embedded import Engine
from acquis.engine.isolated import worker
from acquis.errors import AcquisError, QueryError

READY, FORK = b"R", b"F"
PRACTICE = (
    "SELECT * { <urn:acquis:nothing> <urn:acquis:none>* ?x }",
    "SELECT * { ?x a ?y . ?x ex:none ?z",
)


def main(folder: str, root: str, memory: str) -> None:
    """Hold the build in a folder, with the prefixes of a tree; `memory` is in bytes."""
    from acquis import names

    control = socket.socket(fileno=0)
    try:
        engine = Engine(knowledge.open_folder(Path(folder)), names.prefixes(Path(root)))
    except AcquisError as fault:
        sys.exit(f"acquis: error: {fault}")
    _practise(engine)
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control.sendall(READY)
    while control.recv(1):
        _fork(control, engine, int(memory))


def _practise(engine: Engine) -> None:
    """Ask what needs modules that are loaded when they are needed: a worker can open no file."""
    for text in PRACTICE:
        with suppress(QueryError):
            engine.query(text)


def _fork(control: socket.socket, engine: Engine, memory: int) -> None:
    ours, theirs = socket.socketpair()
    process = os.fork()
    if not process:
        control.close()
        ours.close()
        try:
            worker.confine(memory)
            worker.serve(engine, theirs)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    theirs.close()
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        handle = os.open(os.devnull, os.O_RDONLY)
    socket.send_fds(control, [process.to_bytes(8, "big")], [handle, ours.fileno()])
    os.close(handle)
    ours.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
