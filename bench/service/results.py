"""What was measured: of each server over each graph, and what ratios come of it."""

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.service.servers import OURS


@dataclass
class Measured:
    """One server over one graph.

    `start` is in seconds, `memory` (with the data loaded, and after all requests) in MB.
    `latencies` are in milliseconds by query: median, 95th percentile and number of requests;
    `wrong` has what it said to the others. `rates` are requests a second by the number of
    clients; `alone` and `beside` those of four clients without and with a heavy query.
    """

    start: float = 0.0
    memory: list[float] = field(default_factory=list)
    latencies: dict[str, tuple[float, float, int]] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    rates: dict[str, float] = field(default_factory=dict)
    alone: float = 0.0
    beside: float = 0.0

    @property
    def drop(self) -> float:
        """The part of the requests a second that a heavy query takes, in %."""
        return 100 * (1 - self.beside / self.alone) if self.alone else 0.0


@dataclass
class Over:
    """One graph with what was measured over it; `mix` are the queries that all answer right."""

    graph: str
    triples: int
    titles: dict[str, str]
    mix: list[str] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    servers: dict[str, Measured] = field(default_factory=dict)


@dataclass(frozen=True)
class Results:
    """All that was measured, and the machine and the versions it was measured with."""

    machine: dict[str, str]
    graphs: list[Over]

    def save(self, path: Path) -> None:
        """Write the results as JSON."""
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Results":
        """Read results that `save` wrote."""
        value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        graphs = []
        for one in value["graphs"]:
            servers = {name: Measured(**told) for name, told in one.pop("servers").items()}
            graphs.append(Over(**one, servers=servers))
        return cls(value["machine"], graphs)

    def servers(self) -> list[str]:
        """Return the servers that ran, in the order in which they were measured."""
        return list(dict.fromkeys(name for over in self.graphs for name in over.servers))


def faster(graphs: Iterable[Over], peer: str, ours: str = OURS) -> float | None:
    """Return how many times faster ours answers than a peer: the geometric mean of the ratios of
    the medians, over the queries that both answer right."""
    ratios = [
        theirs.latencies[query][0] / mine.latencies[query][0]
        for over in graphs
        if (mine := over.servers.get(ours)) and (theirs := over.servers.get(peer))
        for query in mine.latencies.keys() & theirs.latencies.keys()
    ]
    return statistics.geometric_mean(ratios) if ratios else None


def more(graphs: Iterable[Over], peer: str, clients: str, ours: str = OURS) -> float | None:
    """Return how many times the requests a second of a peer ours answers, as a geometric mean."""
    ratios = [
        mine.rates[clients] / theirs.rates[clients]
        for over in graphs
        if (mine := over.servers.get(ours)) and (theirs := over.servers.get(peer))
        if mine.rates.get(clients) and theirs.rates.get(clients)
    ]
    return statistics.geometric_mean(ratios) if ratios else None


def percentile(values: Sequence[float], part: float) -> float:
    """Return the value that a part of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
