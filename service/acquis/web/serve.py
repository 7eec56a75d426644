"""The server process."""

import asyncio
import logging
import signal
import socket
import sys
from contextlib import suppress
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from acquis.errors import AcquisError
from acquis.web import observation
from acquis.web.endpoint import Cut
from acquis.web.settings import Settings

MAX_HEAD = 131_072
HEAD_SECONDS = 10.0
HEAD, LARGE = b"HTTP/1.1 ", 65_536
TOO_LARGE = f"The head of a request has at most {MAX_HEAD:,} bytes."


class Http(HttpToolsProtocol):
    """HTTP/1.1 with a bound on the head of each request, in bytes and in time.

    A head may take HEAD_SECONDS from the opening of its connection, or from its first bytes.
    """

    _late: asyncio.TimerHandle | None = None
    _in_head, _size, _turned = True, 0, False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a head."""
        super().connection_made(Joined(transport, self.loop))  # type: ignore[arg-type]
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Read on; end the connection where a head gets too large."""
        self._turned = False
        super().data_received(data)
        if self._in_head and not self._turned:
            self._wait()
            self._size += len(data)
            if self._size > MAX_HEAD and not self.transport.is_closing():
                self.send_400_response(TOO_LARGE)

    def on_headers_complete(self) -> None:
        """Wait no more; refuse a head that came at once and is too large.

        The query stays apart from the rest of the address, which httptools reads up to 64 KiB of.
        """
        self._wait_no_more()
        self._in_head, self._size, self._turned = False, 0, True
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > MAX_HEAD:
            raise ValueError(TOO_LARGE)
        self.url, _, query = self.url.partition(b"?")
        super().on_headers_complete()
        self.scope["query_string"] = query

    def on_message_complete(self) -> None:
        """Look out for the next head."""
        self._in_head = self._turned = True
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def _wait_no_more(self) -> None:
        if self._late:
            self._late.cancel()
            self._late = None


class Joined:
    """A transport that sends the head of a response and what is written behind it at once.

    A head with nothing behind it is sent in the next turn of the loop.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._head = b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send some bytes, unless they are a head."""
        head, self._head = self._head, b""
        if not head and data.startswith(HEAD):
            self._head = data
            self._loop.call_soon(self._send_head)
        elif len(data) > LARGE:
            self._transport.write(head)
            self._transport.write(data)
        else:
            self._transport.write(head + data)

    def close(self) -> None:
        """Close the connection once all is sent."""
        self._send_head()
        self._transport.close()

    def _send_head(self) -> None:
        head, self._head = self._head, b""
        self._transport.write(head)


class CutQuietly(logging.Filter):
    """Says in one line what ended an answer before its end, without a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten a record about an answer that was cut; all are kept."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, asyncio.CancelledError):
            error = Cut("the service stops")
        if isinstance(error, Cut):
            record.exc_info, record.msg, record.args = None, "an answer was cut: %s", (error,)
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return True


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on a host and port (0: any that is free).

    Its connections send at once: of what is written apart, the second part would wait for the
    client's delayed acknowledgement of the first, 40 ms on Linux.
    Raises AcquisError where the address is taken, not allowed or not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as fault:
        raise AcquisError(
            f"cannot listen on {host} port {port}: {fault.strerror}; "
            "choose another --port, or a --host of this machine"
        ) from fault
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def address(listening: socket.socket) -> str:
    """Return the URL of a listening socket."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def run(app: FastAPI, listening: socket.socket, settings: Settings | None = None) -> None:
    """Serve until SIGTERM or SIGINT; requests under way get `settings.grace` seconds to end.

    A query that is still evaluated then keeps a thread alive: end the process by os._exit.
    MAX_HEAD bounds the request line and headers: a query of the largest size fits into a URL.
    """
    settings = settings or Settings()
    if settings.access_log:
        _write(observation.LOG)
    config = uvicorn.Config(
        app,
        access_log=False,
        root_path=settings.root_path,
        forwarded_allow_ips=list(settings.trusted_proxies),
        server_header=False,
        timeout_graceful_shutdown=settings.grace,
        http=Http,
        loop="asyncio",
    )
    logging.getLogger("uvicorn.error").addFilter(CutQuietly())
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


def _write(log: logging.Logger) -> None:
    """Write what is logged to standard output, as it is."""
    log.setLevel(logging.INFO)
    log.propagate = False
    log.addHandler(logging.StreamHandler(sys.stdout))
