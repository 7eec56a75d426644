"""The server process."""

import socket
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from acquis.errors import AcquisError

GRACE_SECONDS = 5
MAX_HEAD = 131_072


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on a host and port (0: any that is free).

    Raises AcquisError where the address is taken, not allowed or not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as fault:
        raise AcquisError(
            f"cannot listen on {host} port {port}: {fault.strerror}; "
            "choose another --port, or a --host of this machine"
        ) from fault


def address(listening: socket.socket) -> str:
    """Return the URL of a listening socket."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def run(app: FastAPI, listening: socket.socket, *, root_path: str = "") -> None:
    """Serve until interrupted; requests under way get GRACE_SECONDS to end.

    A query that is still evaluated then keeps a thread alive: end the process by os._exit.
    `root_path` is the path a reverse proxy serves it under, and takes away.
    MAX_HEAD bounds the request line and headers: a query of the largest size fits into a URL.
    """
    config = uvicorn.Config(
        app,
        root_path=root_path,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        h11_max_incomplete_event_size=MAX_HEAD,
        http="h11",
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])
