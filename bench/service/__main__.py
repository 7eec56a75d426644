"""Measure SPARQL endpoints side by side over HTTP: `python -m bench.service --help`."""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.service import answers, graphs, plot, table
from bench.service.client import Connection, Seen, request
from bench.service.graphs import Graph
from bench.service.results import Measured, Over, Results, percentile
from bench.service.servers import DEADLINE, KINDS, OURS, Missing, NotServing, Server

from acquis import share

ROOT = Path(__file__).resolve().parents[2]
LOADS = (4, 16)
HEAVY = """SELECT (COUNT(*) AS ?pairs) WHERE {
  ?a ?p ?b . ?c ?q ?d FILTER(STRLEN(STR(?b)) + STRLEN(STR(?d)) = 7)
}"""


def arguments() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.service", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round")
    parser.add_argument("--servers", default=",".join(KINDS), help="names, with commas")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of all servers (default 3)")
    parser.add_argument("--seconds", type=float, default=5.0, help="of each load (default 5)")
    parser.add_argument("--cache", type=Path, help="folder for the graphs")
    parser.add_argument("--results", type=Path, help="where the JSON goes")
    parser.add_argument("--plot", type=Path, help="where the picture goes")
    parser.add_argument("--show", type=Path, help="measure nothing; show these results")
    return parser.parse_args()


def main() -> None:
    """Measure and print, or print what was measured before."""
    asked = arguments()
    results = Results.load(asked.show) if asked.show else measured(asked)
    if asked.results:
        results.save(asked.results)
    print(table.report(results))
    if asked.plot:
        plot.draw(results, asked.plot)


def measured(asked: argparse.Namespace) -> Results:
    """Run every server over every graph."""
    names = asked.servers.split(",")
    unknown = set(names) - KINDS.keys()
    if unknown:
        sys.exit(f"no such server: {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}")
    folder = asked.cache or share.cache() / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    rounds, seconds = (1, 1.5) if asked.quick else (asked.rounds, asked.seconds)
    machine = about(names)
    found = []
    for graph in (graphs.shipped(folder), *graphs.brick(folder, say)):
        with TemporaryDirectory(prefix="bench-service-") as place:
            bench = Bench(graph, Path(place), rounds, seconds)
            try:
                found.append(bench.run(names))
            finally:
                bench.stop()
            machine |= bench.overhead
    return Results(machine, found)


class Bench:
    """Measures servers over one graph; they take turns, so that a slow minute falls on all."""

    def __init__(self, graph: Graph, folder: Path, rounds: int, seconds: float) -> None:
        self.graph, self.folder = graph, folder
        self.rounds, self.seconds = rounds, seconds
        self.queries = {query.name: query for query in graph.queries}
        titles = {query.name: query.title for query in graph.queries}
        self.over = Over(graph.name, graph.triples, titles)
        self.live: dict[str, Server] = {}
        self.overhead: dict[str, str] = {}

    def run(self, names: Iterable[str]) -> Over:
        """Return what was measured of the servers that can be had."""
        for name in names:
            self._begin(name)
        self._compare()
        latencies: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        rates: dict[tuple[str, int], list[float]] = defaultdict(list)
        for number in range(self.rounds):
            say(f"round {number + 1} of {self.rounds} over {self.graph.name}")
            for name, server in self.live.items():
                right = self.queries.keys() - self.over.servers[name].wrong.keys()
                seen = self._load(server, sorted(right), 1, passes=2)
                for query, values in seen.latencies.items():
                    latencies[name][query] += values
            for clients in LOADS:
                for name, server in self.live.items():
                    rates[name, clients].append(self._load(server, self.over.mix, clients).rate)
        for name in self.live:
            self._keep(name, latencies[name], {n: rates[name, n] for n in LOADS})
        self._measure_client()
        for server in self.live.values():
            self._beside(server)
        return self.over

    def stop(self) -> None:
        """End all servers."""
        for server in self.live.values():
            server.stop()

    def _begin(self, name: str) -> None:
        say(f"starting {name} over {self.graph.name} ({self.graph.triples:,} triples)")
        try:
            server = Server(name, self.graph, self.folder / name.replace(" ", "-"))
            starts = []
            for _ in range(self.rounds):
                server.stop()
                starts.append(server.start())
        except (Missing, NotServing) as fault:
            say(f"{name} is left out: {fault}")
            return
        self.live[name] = server
        seen = Measured(statistics.median(starts), [server.memory()])
        self.over.servers[name] = seen

    def _compare(self) -> None:
        """Find out which answers are right, which is also the first time that they are asked."""
        engines = {name: KINDS[name].engine for name in self.live}
        for query in self.graph.queries:
            said = {name: self._said(server, query.name) for name, server in self.live.items()}
            right = answers.right(said, engines)
            if right is None:
                self.over.unsettled.append(query.name)
            for name, answer in said.items():
                if answer != right:
                    self.over.servers[name].wrong[query.name] = answer
        wrong = {query for seen in self.over.servers.values() for query in seen.wrong}
        self.over.mix = [name for name in self.queries if name not in wrong]

    def _said(self, server: Server, name: str) -> str:
        query = self.queries[name]
        connection = Connection(server.port, 2 * DEADLINE)
        try:
            status, body = connection.ask(server.request(query).encode())
            if status != 200:
                return f"status {status}: {' '.join(body.decode(errors='replace').split())[:80]}"
            return answers.digest(body, query.accept)
        except (OSError, ValueError, SyntaxError) as fault:
            return f"no answer: {fault}"
        finally:
            connection.close()

    def _load(self, server: Server, names: Iterable[str], clients: int, passes: int = 0) -> Seen:
        requests = {name: server.request(self.queries[name]) for name in names}
        return load(server.port, requests, clients, self.seconds, passes)

    def _keep(
        self, name: str, latencies: dict[str, list[float]], rates: dict[int, list[float]]
    ) -> None:
        seen = self.over.servers[name]
        for query in self.queries:
            if values := latencies.get(query):
                middle, high = statistics.median(values), percentile(values, 0.95)
                seen.latencies[query] = (1000 * middle, 1000 * high, len(values))
        means = [statistics.mean(latencies[query]) for query in self.over.mix]
        seen.rates = {"1": 1 / statistics.mean(means)}
        seen.rates |= {str(clients): statistics.median(each) for clients, each in rates.items()}
        seen.memory.append(self.live[name].memory())

    def _beside(self, server: Server) -> None:
        """Measure four clients alone and beside a query that nothing but a deadline ends."""
        say(f"{server.name} beside a heavy query")
        alone, beside = [], []
        heavy = server.request(graphs.Query("heavy", "", HEAVY))
        for _ in range(self.rounds):
            alone.append(self._load(server, self.over.mix, 4).rate)
            asking = begun(server.port, {"heavy": heavy}, 1, 3 * DEADLINE, 0, 4 * DEADLINE)
            time.sleep(1.0)
            requests = {name: server.request(self.queries[name]) for name in self.over.mix}
            seen = load(server.port, requests, 4, self.seconds, patience=self.seconds)
            beside.append(seen.rate)
            asking.kill()
            asking.communicate()
            server.stop()
            server.start()
        seen_here = self.over.servers[server.name]
        seen_here.alone, seen_here.beside = statistics.median(alone), statistics.median(beside)

    def _measure_client(self) -> None:
        """Tell what the client itself takes, and what the least request takes."""
        server = self.live.get(OURS)
        if server:
            asked = {"health": request("/healthz", "*/*")}
            seen = load(server.port, asked, 1, self.seconds)
            each = 1e6 * seen.cpu / seen.answers
            least = 1000 * statistics.median(seen.latencies["health"])
            text = f"{each:.0f} µs of processor time a request; /healthz takes {least:.2f} ms"
            self.overhead = {"client": text}


def begun(
    port: int,
    requests: dict[str, str],
    clients: int,
    seconds: float,
    passes: int,
    patience: float,
) -> "subprocess.Popen[str]":
    """Start clients in a process of their own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.service.client"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    asked = {"port": port, "requests": requests, "clients": clients, "seconds": seconds}
    assert process.stdin
    process.stdin.write(json.dumps({**asked, "passes": passes, "patience": patience}))
    process.stdin.close()
    process.stdin = None
    return process


def load(
    port: int,
    requests: dict[str, str],
    clients: int,
    seconds: float,
    passes: int = 0,
    patience: float = 2 * DEADLINE,
) -> Seen:
    """Return what clients saw."""
    told, _ = begun(port, requests, clients, seconds, passes, patience).communicate()
    return Seen(**json.loads(told))


def about(names: Iterable[str]) -> dict[str, str]:
    """Return what a reader of the figures must know of the machine and the versions."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = (line.partition(": ")[2] for line in lines if "model name" in line)
    found = {
        "date": date.today().isoformat(),
        "processor": f"{next(models, 'unknown')}, {len(os.sched_getaffinity(0))} cores",
        "Python": platform.python_version(),
    }
    return found | dict(_versions(names))


def _versions(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        distribution = KINDS[name].distribution
        try:
            yield name, version(distribution) if distribution else "of the system"
        except PackageNotFoundError:
            yield name, "of another environment"


def say(message: str) -> None:
    """Tell a person what goes on."""
    print(f"bench: {message}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
