"""Clients of a SPARQL endpoint in a process of their own: `python -m bench.service.client`.

It reads what to do as JSON from standard input and writes what it saw as JSON. Each client is a
thread with a connection that is kept; it sends the requests of a mix in an order of its own, again
and again, and reads each answer to its end. A request is sent as it stands; of an answer only the
status and the length are looked at, so that the client costs little beside the server.
"""

import json
import random
import resource
import socket
import sys
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

CHUNK = 1 << 18
NODELAY = (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


@dataclass
class Seen:
    """What clients saw: seconds of each answer by the name of its request, and what failed.

    `seconds` is the time from the first request to the last answer; `cpu` what this process used.
    """

    latencies: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    seconds: float = 0.0
    cpu: float = 0.0

    @property
    def answers(self) -> int:
        """The number of answers."""
        return sum(map(len, self.latencies.values()))

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds if self.seconds else 0.0


class Connection:
    """A kept connection to a server."""

    def __init__(self, port: int, patience: float) -> None:
        self._address, self._patience = ("127.0.0.1", port), patience
        self._socket: socket.socket | None = None

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """Return the status and the body of the answer. Raises OSError where there is none."""
        if self._socket is None:
            self._socket = socket.create_connection(self._address, self._patience)
            self._socket.setsockopt(*NODELAY)
        try:
            self._socket.sendall(request)
            return self._answer(self._socket)
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """End the connection."""
        if self._socket:
            self._socket.close()
        self._socket = None

    def _answer(self, channel: socket.socket) -> tuple[int, bytes]:
        data = bytearray()
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += _more(channel)
        head = bytes(data[:end]).lower()
        del data[: end + 4]
        status = int(head[9:12])
        length = _field(head, b"content-length")
        if length is not None:
            while len(data) < int(length):
                data += _more(channel)
            body = bytes(data)
        elif b"chunked" in (_field(head, b"transfer-encoding") or b""):
            body = _dechunked(channel, data)
        else:
            raise OSError("an answer without a length")
        if b"close" in (_field(head, b"connection") or b""):
            self.close()
        return status, body


def _more(channel: socket.socket) -> bytes:
    data = channel.recv(CHUNK)
    if not data:
        raise ConnectionResetError("the server closed the connection")
    return data


def _field(head: bytes, name: bytes) -> bytes | None:
    _, found, rest = head.partition(b"\r\n" + name + b":")
    return rest.partition(b"\r\n")[0].strip() if found else None


def _dechunked(channel: socket.socket, data: bytearray) -> bytes:
    parts, at = [], 0
    while True:
        while (end := data.find(b"\r\n", at)) < 0:
            data += _more(channel)
        size = int(data[at:end].partition(b";")[0], 16)
        while len(data) < end + size + 4:
            data += _more(channel)
        parts.append(bytes(data[end + 2 : end + 2 + size]))
        at = end + 4 + size
        if not size:
            return b"".join(parts)


def request(target: str, accept: str) -> str:
    """Return the text of a GET request."""
    return f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n\r\n"


def run(
    port: int,
    requests: dict[str, str],
    clients: int,
    seconds: float,
    passes: int = 0,
    patience: float = 60.0,
) -> Seen:
    """Let clients send for some seconds, and go on until each has done so many passes.

    An answer counts if it came in that time; one waits for `patience` seconds for it.
    """
    seen = Seen()
    raw = {name: text.encode() for name, text in requests.items()}
    before, start = _cpu(), time.perf_counter()
    threads = [
        threading.Thread(
            target=_client, args=(seen, port, raw, n, start + seconds, passes, patience)
        )
        for n in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen.seconds = time.perf_counter() - start
    seen.cpu = _cpu() - before
    return seen


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _client(
    seen: Seen,
    port: int,
    requests: dict[str, bytes],
    number: int,
    end: float,
    passes: int,
    patience: float,
) -> None:
    order, connection = random.Random(number), Connection(port, patience)
    names = list(requests)
    done = 0
    while True:
        order.shuffle(names)
        for name in names:
            since = time.perf_counter()
            if since >= end and done >= passes:
                connection.close()
                return
            try:
                status, _ = connection.ask(requests[name])
            except OSError:
                status = 0
            if status == 200:
                seen.latencies[name].append(time.perf_counter() - since)
            else:
                seen.failed[name] += 1
        done += 1


def main() -> None:
    """Do what standard input says, and tell what was seen."""
    asked: dict[str, Any] = json.load(sys.stdin)
    json.dump(vars(run(**asked)), sys.stdout)


if __name__ == "__main__":
    main()
