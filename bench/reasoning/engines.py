"""The engines under measurement, and the process that measures one of them on one graph.

`python -m bench.reasoning.engines ENGINE FILE MEGABYTES` prints one line of JSON: seconds to load
the file, to close it and to hand the result to Python, the number of inferred triples, and the
peak of resident memory. FILE holds N-Triples and is named `.ttl`, because one engine goes by the
name. Nothing but the engine is imported while the clock runs.
"""

import json
import os
import resource
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Engine:
    """How to use an engine from Python.

    `prepare` imports it, `load` reads a file, `close` computes the closure of what was read,
    and `hand_over` returns how many triples were inferred, having brought each to Python where
    the engine can. `note` says what a reader of the figures should know.
    """

    distribution: str
    prepare: Callable[[], Any]
    load: Callable[[Any, Path], Any]
    close: Callable[[Any, Any], Any]
    hand_over: Callable[[Any, Any], int]
    note: str = ""


def _acquis() -> Any:
    import pyoxigraph

    from acquis.reasoning.closure import close, prepare

    prepare()
    return pyoxigraph, close


def _read_facts(module: Any, path: Path) -> Any:
    pyoxigraph, _ = module
    quads = pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads]


def _owlrl() -> Any:
    import owlrl
    import rdflib

    return owlrl, rdflib


def _read_rdflib(module: Any, path: Path) -> Any:
    graph = module[1].Graph()
    graph.parse(path, format="nt")
    return graph, len(graph)


def _expand(module: Any, loaded: Any) -> Any:
    owlrl, _ = module
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(loaded[0])
    return loaded


def _turbo() -> Any:
    import owlrl_turbo
    import rdflib_turbo

    return owlrl_turbo, rdflib_turbo


def _read_turbo(module: Any, path: Path) -> Any:
    dataset = module[1].Dataset()
    dataset.parse(source=str(path), format="nt")
    return dataset, len(dataset)


def _expand_turbo(module: Any, loaded: Any) -> Any:
    dataset, size = loaded
    return module[0].expand(dataset, inference="owlrl", inplace=True), size


def _reasonable() -> Any:
    import reasonable

    return reasonable


def _read_reasonable(module: Any, path: Path) -> Any:
    reasoner = module.PyReasoner()
    reasoner.load_file(str(path))
    return reasoner


def _oxilite() -> Any:
    import oxilite

    return oxilite


def _read_oxilite(module: Any, path: Path) -> Any:
    store = module.Store()
    store.load(path=str(path), format=module.RdfFormat.N_TRIPLES)
    return store


def _sparq() -> Any:
    import sparq

    return sparq


def _ontologos() -> Any:
    import ontologos

    return ontologos


def _read_ontologos(module: Any, path: Path) -> Any:
    return module.Reasoner(path=str(path), profile="rl", trusted=True, lenient=True)


ENGINES = {
    "acquis": Engine(
        "quantum-acquis",
        _acquis,
        _read_facts,
        lambda module, facts: module[1](facts),
        lambda module, closure: sum(1 for _ in closure.inferred()),
        "records a proof of every inferred triple",
    ),
    "owlrl": Engine(
        "owlrl",
        _owlrl,
        _read_rdflib,
        _expand,
        lambda module, closed: len(closed[0]) - closed[1],
    ),
    "owlrl-turbo": Engine(
        "owlrl-turbo",
        _turbo,
        _read_turbo,
        _expand_turbo,
        lambda module, closed: len(closed[0]) - closed[1],
    ),
    "reasonable": Engine(
        "reasonable",
        _reasonable,
        _read_reasonable,
        lambda module, reasoner: (reasoner, reasoner.reason()),
        lambda module, closed: len({*closed[1]} - {*closed[0].get_base_triples()}),
        "32 of 78 rules; its closure time includes handing a list to Python",
    ),
    "oxilite": Engine(
        "oxilite",
        _oxilite,
        _read_oxilite,
        lambda module, store: store.materialize(),
        lambda module, count: int(count),
        "32 of 78 rules",
    ),
    "sparq": Engine(
        "sparq-rdf",
        _sparq,
        lambda module, path: module.Graph.load(path, format="ntriples"),
        lambda module, graph: graph.reason("owl"),
        lambda module, count: int(count),
        "69 of 78 rules; no datatypes",
    ),
    "ontologos": Engine(
        "ontologos",
        _ontologos,
        _read_ontologos,
        lambda module, reasoner: reasoner.classify(),
        lambda module, result: int(result["inferred_axioms"]),
        "its own axioms and not triples; a few of the rules",
    ),
}


def measure(engine: Engine, path: Path) -> dict[str, float]:
    """Return the seconds, the inferred triples and the peak memory of one run."""
    module = engine.prepare()
    marks = [time.perf_counter()]
    loaded = engine.load(module, path)
    marks.append(time.perf_counter())
    closed = engine.close(module, loaded)
    marks.append(time.perf_counter())
    inferred = engine.hand_over(module, closed)
    marks.append(time.perf_counter())
    load, close, out = (after - before for before, after in pairwise(marks))
    return {"load": load, "close": close, "out": out, "inferred": inferred, "peak_mb": _peak()}


def _peak() -> float:
    """Return the peak of resident memory in MB; `getrusage` would count the parent's too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def main(name: str, path: str, megabytes: str) -> None:
    """Measure one engine on one graph, on one core and in so much address space."""
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (int(megabytes) << 20,) * 2)
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    try:
        result: dict[str, Any] = {"status": "ok", **measure(ENGINES[name], Path(path))}
    except ImportError as fault:
        result = {"status": "missing", "why": str(fault)}
    except MemoryError:
        result = {"status": "memory"}
    print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
