"""Real servers for tests, each a process of its own over a folder of its own, on loopback."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
Striping = 0
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
MaxCheckpointRemap = 2000
Striping = 0
[Parameters]
ServerPort = {sql}
DirsAllowed = {folder}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
ServerThreads = 20
CheckpointInterval = 0
DefaultHost = 127.0.0.1:{port}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
ServerThreads = 10
MaxClientConnections = 10
KeepAliveTimeout = 10
MaxKeepAlives = 10
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""


@dataclass(frozen=True)
class Server:
    """A running engine: where it is asked, where it keeps graphs, and who may write there."""

    name: str
    queries: str
    graphs: str
    user: str | None = None
    password: str | None = None


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def binary(name: str, package: str) -> str:
    """Return the path of a program; skip the test where there is none."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.is_file() else shutil.which(name)
    if not found:
        pytest.skip(f"no {name} on the PATH: install {package}")
    return found


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """Run `oxigraph serve`, which goes on with a query whose client has left for 10 seconds."""
    program = binary("oxigraph", "oxigraph from PyPI")
    words = [program, "serve", "--location", str(folder / "data"), "--timeout-s", "10"]
    port = free_port()
    with _running([*words, "--bind", f"127.0.0.1:{port}"], f"http://127.0.0.1:{port}/", folder):
        address = f"http://127.0.0.1:{port}"
        yield Server("oxigraph", f"{address}/query", f"{address}/store")


@contextmanager
def virtuoso(folder: Path, rows: int = 1_000_000) -> Iterator[Server]:
    """Run Virtuoso, which gives at most so many `rows` in an answer."""
    program = binary("virtuoso-t", "virtuoso-opensource-7-bin of Debian")
    port, ini = free_port(), folder / "virtuoso.ini"
    ini.write_text(INI.format(folder=folder, port=port, sql=free_port(), rows=rows))
    words = [program, "+foreground", "+configfile", str(ini)]
    with _running(words, f"http://127.0.0.1:{port}/sparql", folder):
        address = f"http://127.0.0.1:{port}"
        graphs = f"{address}/sparql-graph-crud-auth"
        yield Server("virtuoso", f"{address}/sparql", graphs, "dba", "dba")


SERVERS: dict[str, Callable[[Path], "contextmanager[Server]"]] = {
    "oxigraph": oxigraph,
    "virtuoso": virtuoso,
}


@contextmanager
def _running(words: list[str], address: str, folder: Path) -> Iterator[None]:
    """Run a server until the end; it is there once its address answers."""
    log = folder / "output.log"
    with log.open("wb") as output:
        process = subprocess.Popen(words, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait(process, address, log)
        yield
    finally:
        process.kill()
        process.wait()


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            httpx.get(address, timeout=5)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} does not answer: {log.read_text(errors='replace')}")
