"""Heads of requests, which may be neither large nor slow."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from acquis.web import serve
from acquis.web.serve import MAX_HEAD

HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
END = b"\r\n"


@contextmanager
def connected(http: httpx.Client) -> Iterator[socket.socket]:
    with socket.create_connection((http.base_url.host, http.base_url.port), timeout=10) as channel:
        yield channel


def received(channel: socket.socket) -> bytes:
    """Return what comes until the connection is closed."""
    pieces = []
    try:
        while piece := channel.recv(65_536):
            pieces.append(piece)
    except ConnectionResetError:
        pass
    return b"".join(pieces)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_head_that_is_too_large_ends_the_connection(http: httpx.Client, at_once: bool) -> None:
    with connected(http) as channel:
        try:
            channel.sendall(HEALTH)
            field = b"X-Large: " + b"x" * (8_000 if not at_once else MAX_HEAD) + END
            for _ in range(1 if at_once else 2 * MAX_HEAD // 8_000):
                channel.sendall(field)
                time.sleep(0.001)
            channel.sendall(END)
        except (ConnectionResetError, BrokenPipeError):
            pass
        answer = received(channel)
    assert not answer or answer.startswith(b"HTTP/1.1 400 ")
    assert http.get("/healthz").status_code == 200


def test_each_head_of_a_kept_connection_may_be_large(http: httpx.Client) -> None:
    large = {"X-Large": "x" * (MAX_HEAD // 2)}
    for _ in range(5):
        assert http.get("/healthz", headers=large).status_code == 200


def test_a_body_is_no_head(http: httpx.Client) -> None:
    query = "ASK {} #" + "x" * 30_000
    for _ in range(10):
        assert http.post("/sparql", data={"query": query}).status_code == 200
    large = http.post("/sparql", data={"query": "x" * 3 * MAX_HEAD})
    assert large.status_code == 413


def test_requests_that_come_together_are_answered_in_turn(http: httpx.Client) -> None:
    with connected(http) as channel:
        last = HEALTH + b"Connection: close\r\n" + END
        channel.sendall((HEALTH + END) * 20 + last)
        assert received(channel).count(b'"status":"ok"') == 21


@pytest.mark.parametrize("before", [b"", HEALTH + END])
def test_a_slow_head_ends_the_connection(
    http: httpx.Client, before: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That of the first request, and that of a later one."""
    monkeypatch.setattr(serve, "HEAD_SECONDS", 0.5)
    with connected(http) as channel:
        channel.sendall(before)
        since, answer = time.monotonic(), b""
        for byte in HEALTH * 10:
            try:
                channel.sendall(bytes([byte]))
            except (ConnectionResetError, BrokenPipeError):
                break
            time.sleep(0.01)
        answer = received(channel)
        assert time.monotonic() - since < 3
    assert answer.count(b"200 OK") == (1 if before else 0)


@pytest.mark.parametrize(
    "head",
    [
        HEALTH + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        HEALTH + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n",
        b"GET /health\xff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http:// HTTP/1.1\r\nHost: x\r\n\r\n",
        b"NONSENSE\r\n\r\n",
    ],
)
def test_a_head_that_can_be_read_in_two_ways_is_refused(http: httpx.Client, head: bytes) -> None:
    with connected(http) as channel:
        channel.sendall(head)
        channel.shutdown(socket.SHUT_WR)
        assert received(channel).startswith(b"HTTP/1.1 400 ")
