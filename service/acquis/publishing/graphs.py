"""Which graphs of a server hold a build, and the triples of each.

Every source file has its named graph, and so have the inferred triples, as in the build. A layer
has one graph more, the union of its graphs: engines differ in what they take for the default
graph, and a union that a server makes of hundreds of graphs is slow in some and has each
repeated triple twice in others.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from acquis.errors import AcquisError
from acquis.knowledge import KnowledgeBase
from acquis.names import BASE, INFERRED

LAYERS = ("all", "asserted", "inferred")
RECORD = BASE + "publication"
NOTHING = BASE + "layer/none"
QUAD = re.compile(r"(.*) <([^<>\s]*)> \.")


@dataclass(frozen=True)
class Graph:
    """A named graph with the lines of its N-Triples, each once and in order."""

    name: str
    lines: tuple[str, ...]

    @property
    def content(self) -> bytes:
        """The N-Triples, which are Turtle too."""
        return "".join(self.lines).encode()


def layer(name: str) -> str:
    """Return the name of the graph with all triples of a layer."""
    return str(INFERRED) if name == "inferred" else f"{BASE}layer/{name}"


def named(base: KnowledgeBase, of_layer: str = "all") -> tuple[str, ...]:
    """Return the names of the graphs that a query over a layer of a build finds."""
    files = [entry["graph"] for entry in base.manifest["files"]]
    chosen = {"all": [*files, str(INFERRED)], "asserted": files, "inferred": [str(INFERRED)]}
    return tuple(chosen[of_layer])


def graphs(base: KnowledgeBase) -> Iterator[Graph]:
    """Yield the graphs that a server is to hold: those of the files, then those of the layers.

    A file without a triple has none: to most servers an empty graph is no graph.
    Raises AcquisError where a file of the build is damaged.
    """
    by_name = _split(base.asserted_path)
    inferred = _split(base.inferred_path)
    asserted = {line for lines in by_name.values() for line in lines}
    everything = asserted.union(*inferred.values())
    layers = {layer("asserted"): asserted, layer("all"): everything}
    for name, lines in {**by_name, **inferred, **layers}.items():
        yield Graph(name, tuple(sorted(set(lines))))


def _split(path: Path) -> dict[str, list[str]]:
    """Return the triples of a file of N-Quads by their graph, each as it was written."""
    found: dict[str, list[str]] = {}
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                quad = QUAD.match(line)
                if quad is None:
                    raise ValueError(f"no quad with a named graph: {line[:80]!r}")
                found.setdefault(quad[2], []).append(f"{quad[1]} .\n")
    except (OSError, ValueError) as fault:
        raise AcquisError(
            f"{path} is damaged: {fault}; delete {path.parent} and build again"
        ) from fault
    return found
