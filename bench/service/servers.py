"""The servers under measurement: how each is started over a graph, and what it takes."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import httpx
import psutil
from bench.service.client import Connection, request
from bench.service.graphs import Graph, Query
from tests.engines import free_port

DEADLINE = 30
OURS, CACHED, RDFLIB, OXIGRAPH, IN_MEMORY, VIRTUOSO = (
    "acquis",
    "acquis cached",
    "rdflib-endpoint",
    "oxigraph serve",
    "oxigraph serve in memory",
    "Virtuoso 7",
)
DATA = "urn:data"
INI = (Path(__file__).resolve().parent / "virtuoso.ini").read_text(encoding="utf-8")
JSON = "application/sparql-results+json"


class Missing(Exception):
    """A server that is not installed; the message says how it could be."""


class NotServing(Exception):
    """A server that did not begin to answer."""


@dataclass(frozen=True)
class Launch:
    """How a server is started: its command, and the address of its endpoint.

    `fields` go into each request besides the query; `fill` puts the data into a running server.
    """

    words: list[str]
    path: str
    fields: Mapping[str, str] = field(default_factory=dict)
    env: Mapping[str, str] = field(default_factory=dict)
    fill: Callable[[], None] | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of server: the distribution that it comes from, and how it is made ready.

    `engine` tells whose evaluation of queries it uses; `prepare` gets a graph, an empty folder
    and a port.
    """

    distribution: str
    engine: str
    prepare: Callable[[Graph, Path, int], Launch]


class Server:
    """A server over one graph, started and ended as often as is needed."""

    def __init__(self, name: str, graph: Graph, folder: Path) -> None:
        """Make the server ready, its data loaded where it keeps any. Raises Missing."""
        self.name, self.graph, self.folder = name, graph, folder
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self._launch = KINDS[name].prepare(graph, folder, self.port)
        self._process: psutil.Process | None = None

    def request(self, query: Query) -> str:
        """Return the request that asks a query."""
        fields = urlencode({"query": query.text, **self._launch.fields})
        return request(f"{self._launch.path}?{fields}", query.accept)

    def start(self) -> float:
        """Start it; return the seconds until it answered a query over its data.

        Raises NotServing.
        """
        since = time.perf_counter()
        with (self.folder / "output.log").open("wb") as log:
            process = subprocess.Popen(
                self._launch.words,
                cwd=self.folder,
                env={**os.environ, **self._launch.env},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._process = psutil.Process(process.pid)
        connection, first = Connection(self.port, DEADLINE), self.request(self.graph.queries[0])
        while time.perf_counter() - since < 2 * DEADLINE:
            if process.poll() is not None:
                break
            with suppress(OSError):
                status, body = connection.ask(first.encode())
                if self._launch.fill and status == 200:
                    self._launch.fill()
                    status, body = connection.ask(first.encode())
                if status == 200 and b'"value"' in body:
                    connection.close()
                    return time.perf_counter() - since
            time.sleep(0.005)
        self.stop()
        raise NotServing((self.folder / "output.log").read_text(errors="replace")[-300:])

    def stop(self) -> None:
        """End it with all that it started."""
        if self._process is None:
            return
        processes = [self._process, *self._children()]
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes, timeout=10)
        self._process = None

    def memory(self) -> float:
        """Return the MB of its processes; what several share counts once (PSS)."""
        assert self._process
        sizes = []
        for process in (self._process, *self._children()):
            with suppress(psutil.NoSuchProcess):
                sizes.append(process.memory_full_info().pss)
        return float(sum(sizes)) / 1e6

    def busy(self) -> float:
        """Return how many processors it used in the last half second."""
        before = self._used()
        time.sleep(0.5)
        return (self._used() - before) / 0.5

    def _used(self) -> float:
        assert self._process
        used = 0.0
        for process in (self._process, *self._children()):
            with suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                used += times.user + times.system
        return used

    def _children(self) -> list[psutil.Process]:
        assert self._process
        with suppress(psutil.NoSuchProcess):
            return list(self._process.children(recursive=True))
        return []


def program(name: str, package: str) -> str:
    """Return the path of a program. Raises Missing where it is not installed."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.is_file() else shutil.which(name)
    if not found:
        raise Missing(f"no {name} on the PATH; it comes with {package}")
    return found


def _acquis(graph: Graph, folder: Path, port: int, memory: str | None = "0") -> Launch:
    words = [program("acquis", "quantum-acquis"), "--root", str(graph.tree)]
    env = {"ACQUIS_RATE": "0", **({"ACQUIS_MEMORY": memory} if memory else {})}
    return Launch([*words, "serve", "--port", str(port)], "/sparql", env=env)


def _cached(graph: Graph, folder: Path, port: int) -> Launch:
    return _acquis(graph, folder, port, memory=None)


def _rdflib(graph: Graph, folder: Path, port: int) -> Launch:
    words = [program("rdflib-endpoint", "rdflib-endpoint[cli] of PyPI"), "serve"]
    words += ["--host", "127.0.0.1", "--port", str(port), str(graph.file)]
    return Launch(words, "/")


def _oxigraph(graph: Graph, folder: Path, port: int) -> Launch:
    place = ["--location", str(folder / "data")]
    command = program("oxigraph", "oxigraph of PyPI")
    load = [command, "load", *place, "--file", str(graph.file)]
    subprocess.run(load, check=True, capture_output=True)
    return _serve(command, port, place)


def _in_memory(graph: Graph, folder: Path, port: int) -> Launch:
    def fill() -> None:
        headers = {"Content-Type": "application/n-triples"}
        content = graph.file.read_bytes()
        store = f"http://127.0.0.1:{port}/store?default"
        httpx.put(store, content=content, headers=headers, timeout=60).raise_for_status()

    launch = _serve(program("oxigraph", "oxigraph of PyPI"), port, [])
    return Launch(launch.words, launch.path, fill=fill)


def _serve(command: str, port: int, place: list[str]) -> Launch:
    words = [command, "serve", *place, "--bind", f"127.0.0.1:{port}"]
    return Launch([*words, "--timeout-s", str(DEADLINE)], "/query")


def _virtuoso(graph: Graph, folder: Path, port: int) -> Launch:
    command = program("virtuoso-t", "virtuoso-opensource-7-bin of Debian")
    ini = folder / "virtuoso.ini"
    places = {"folder": folder, "port": port, "sql": free_port(), "deadline": DEADLINE}
    ini.write_text(INI.format(**places), encoding="utf-8")
    launch = Launch(
        [command, "+foreground", "+configfile", str(ini)],
        "/sparql",
        {"default-graph-uri": DATA},
    )
    _load_virtuoso(launch, graph, port, folder)
    return launch


def _load_virtuoso(launch: Launch, graph: Graph, port: int, folder: Path) -> None:
    """Put the data into a new database, and end the server in order, so that it keeps them."""
    address = f"http://127.0.0.1:{port}/sparql-graph-crud-auth"
    with (folder / "load.log").open("wb") as log:
        process = subprocess.Popen(launch.words, cwd=folder, stdout=log, stderr=log)
    try:
        for _ in range(600):
            with suppress(httpx.TransportError):
                httpx.get(f"http://127.0.0.1:{port}/sparql", timeout=5)
                break
            time.sleep(0.1)
        httpx.put(
            address,
            params={"graph": DATA},
            content=graph.file.read_bytes(),
            headers={"Content-Type": "application/n-triples"},
            auth=httpx.DigestAuth("dba", "dba"),
            timeout=300,
        ).raise_for_status()
    finally:
        process.terminate()
        process.wait()


KINDS: dict[str, Kind] = {
    OURS: Kind("quantum-acquis", "oxigraph", _acquis),
    CACHED: Kind("quantum-acquis", "oxigraph", _cached),
    RDFLIB: Kind("rdflib-endpoint", "rdflib", _rdflib),
    OXIGRAPH: Kind("oxigraph", "oxigraph", _oxigraph),
    IN_MEMORY: Kind("oxigraph", "oxigraph", _in_memory),
    VIRTUOSO: Kind("", "virtuoso", _virtuoso),
}
