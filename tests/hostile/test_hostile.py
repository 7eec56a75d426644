"""Hostile requests beside honest clients: nobody is let out, nobody waits, nothing is left behind.

Each request is sent ACQUIS_HOSTILE times (3; the figures of docs/operating.md are of 50).
"""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.parse import quote, urlsplit

import psutil
import pytest
from tests.hostile.requests import hostile, sent

from acquis.knowledge import KnowledgeBase

TIMES = int(os.environ.get("ACQUIS_HOSTILE", "3"))
SECONDS = 1.5
HONEST = [
    "ASK { ?s a <https://w3id.org/quantum-acquis/ns#Value> }",
    "SELECT ?o { <https://w3id.org/quantum-acquis/id/value/privacy> ?p ?o }",
    "SELECT ?s { ?s a <https://w3id.org/quantum-acquis/ns#ConvergentValue> } LIMIT 10",
    "SELECT (COUNT(*) AS ?n) { ?s <https://w3id.org/quantum-acquis/ns#isProvisionOf> ?o }",
]


class Canary:
    """A server on loopback that nobody may call."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.calls = 0
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/x.ttl"
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()

    def close(self) -> None:
        self._socket.close()


class Server:
    """The service with its workers."""

    def __init__(self, base: KnowledgeBase, root: Path) -> None:
        words = [sys.executable, "-m", "tests.hostile.server", base.folder, root, SECONDS]
        self.process = subprocess.Popen(
            list(map(str, words)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout
        self.host = urlsplit(self.process.stdout.readline()).netloc
        self.errors: list[str] = []
        self._readers = [
            threading.Thread(target=self._read, args=(stream,))
            for stream in (self.process.stdout, self.process.stderr)
        ]
        for reader in self._readers:
            reader.start()

    def _read(self, stream: IO[str]) -> None:
        self.errors += (line for line in stream if not line.startswith("INFO:"))

    def ready(self) -> None:
        for _ in range(200):
            try:
                if ask(self.host, HONEST[0])[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        pytest.fail("".join(self.errors))

    def use(self) -> None:
        """Ask for what is made when it is first asked for."""
        unknown = "ASK { <urn:x:none> ?p ?o }"
        for path in ("/", "/void", "/search?q=privacy", f"/sparql?query={quote(unknown)}"):
            connection = http.client.HTTPConnection(self.host, timeout=30)
            connection.request("GET", path, headers={"Accept": "text/html"})
            assert connection.getresponse().status == 200
            connection.close()

    def memory(self) -> int:
        """Return the bytes that the service, its nursery and its workers have for themselves."""
        main = psutil.Process(self.process.pid)
        return sum(one.memory_full_info().pss for one in (main, *main.children(recursive=True)))

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        for reader in self._readers:
            reader.join()
        for stream in (self.process.stdout, self.process.stderr):
            assert stream
            stream.close()


def ask(host: str, query: str, timeout: float = 30) -> tuple[int, float]:
    connection = http.client.HTTPConnection(host, timeout=timeout)
    try:
        since = time.perf_counter()
        connection.request("GET", f"/sparql?query={quote(query)}&format=json")
        response = connection.getresponse()
        response.read()
        return response.status, time.perf_counter() - since
    finally:
        connection.close()


def attack(host: str, request: bytes) -> tuple[int, bytes, float]:
    """Send a request; return the status (0 where the connection was closed), the body, the time."""
    since = time.perf_counter()
    received = b""
    name, _, port = host.partition(":")
    with socket.create_connection((name, int(port)), timeout=20) as channel:
        try:
            channel.sendall(sent(request, host))
            while piece := channel.recv(1 << 20):
                received = (received + piece)[:4096] + (received + piece)[4096:][-4096:]
        except (TimeoutError, ConnectionResetError, BrokenPipeError):
            pass
    status = int(received[9:12]) if received.startswith(b"HTTP/1.1 ") else 0
    return status, received, time.perf_counter() - since


class Honest(threading.Thread):
    """A client that asks short questions all the while."""

    def __init__(self, host: str, ended: threading.Event) -> None:
        super().__init__()
        self.host, self.ended = host, ended
        self.times: list[float] = []
        self.faults: list[object] = []

    def run(self) -> None:
        while not self.ended.is_set():
            for query in HONEST:
                try:
                    status, seconds = ask(self.host, query)
                except OSError as fault:
                    self.faults.append(fault)
                    continue
                self.times.append(seconds)
                if status != 200:
                    self.faults.append(status)
            time.sleep(0.02)


@pytest.fixture(scope="module")
def server(base: KnowledgeBase, root: Path) -> Iterator[Server]:
    server = Server(base, root)
    try:
        server.ready()
        yield server
    finally:
        server.end()


def test_nothing_that_a_stranger_sends_does_harm(server: Server, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<urn:secret> <urn:is> 'swordfish' .")
    canary, ended = Canary(), threading.Event()
    requests = hostile(canary.address, str(secret))
    assert len(requests) >= 40
    server.use()
    before = server.memory()
    clients = [Honest(server.host, ended) for _ in range(4)]
    for client in clients:
        client.start()
    wrong = {}
    try:
        for name, request in requests.items():
            for _ in range(TIMES):
                status, received, seconds = attack(server.host, request)
                if status >= 500 and status not in (503, 504):
                    wrong[name] = f"status {status}: {received[:300]!r}"
                if seconds > 1.2 * SECONDS:
                    wrong[name] = f"{seconds:.2f} s, status {status}"
                if b"swordfish" in received or b"root:" in received:
                    wrong[name] = f"a file was read: {received[:300]!r}"
                if b"Traceback" in received:
                    wrong[name] = f"a traceback: {received[:300]!r}"
    finally:
        ended.set()
        for client in clients:
            client.join()
        canary.close()
    times = sorted(time for client in clients for time in client.times)
    p95 = times[int(0.95 * len(times))]
    print(
        f"\n{len(requests)} requests, {TIMES} times each; {len(times)} honest answers: "
        f"median {statistics.median(times) * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms"
    )
    assert wrong == {}
    assert canary.calls == 0
    assert [fault for client in clients for fault in client.faults] == []
    assert server.process.poll() is None
    time.sleep(2)
    after = server.memory()
    print(f"memory {before / 2**20:.0f} MB before, {after / 2**20:.0f} MB after")
    assert after <= 1.1 * before
    assert not any("Traceback" in line for line in server.errors)
