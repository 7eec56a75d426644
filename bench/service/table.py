"""The tables of a run, as Markdown."""

from collections.abc import Iterable, Sequence

from bench.service.results import Over, Results, faster, more
from bench.service.servers import OURS

CLIENTS = ("1", "4", "16")


def report(results: Results) -> str:
    """Return all tables with their titles."""
    parts = ["\n".join(f"{key}: {value}" for key, value in results.machine.items())]
    parts.append("## How many times as fast as the others acquis is\n\n" + ratios(results))
    for over in results.graphs:
        parts.append(f"## {over.graph}, {over.triples:,} triples\n\n{figures(over)}")
        parts.append(f"Latency of one client, ms: median (95 %)\n\n{latencies(over)}")
        parts += [text for text in (faults(over),) if text]
    return "\n\n".join(parts)


def ratios(results: Results) -> str:
    """Return, for each peer, the geometric means over both graphs."""
    rows = []
    for peer in results.servers():
        if peer == OURS:
            continue
        each = [_times(faster([over], peer)) for over in results.graphs]
        rates = [_times(more(results.graphs, peer, clients)) for clients in CLIENTS]
        rows.append([peer, _times(faster(results.graphs, peer)), *each, *rates])
    names = [f"latency, {over.graph}" for over in results.graphs]
    rates = [f"requests/s, {clients} clients" for clients in CLIENTS]
    return _rows(["than", "latency", *names, *rates], rows)


def figures(over: Over) -> str:
    """Return what was measured of each server besides latency."""
    head = ["server", "start, s", "MB loaded", "MB after", *(f"{n} clients" for n in CLIENTS)]
    rows = [
        [
            name,
            f"{seen.start:.2f}",
            *(f"{size:.0f}" for size in seen.memory),
            *(_rate(seen.rates.get(clients)) for clients in CLIENTS),
            f"{_rate(seen.alone)} → {_rate(seen.beside)} ({-seen.drop:+.0f} %)",
        ]
        for name, seen in over.servers.items()
    ]
    return _rows([*head, "4 clients, beside a heavy query"], rows)


def latencies(over: Over) -> str:
    """Return the latency of each query on each server."""
    rows = []
    for query, title in over.titles.items():
        cells = []
        for seen in over.servers.values():
            found = seen.latencies.get(query)
            cells.append(
                f"{_ms(found[0])} ({_ms(found[1])})" if found else _why(over, seen.wrong, query)
            )
        rows.append([f"{query}: {title}", *cells])
    return _rows(["query", *over.servers], rows)


def faults(over: Over) -> str:
    """Return a line for each wrong answer, and for each query that no two engines agree on."""
    lines = [
        f"* {name} answers {query} otherwise than the others: {said}"
        for name, seen in over.servers.items()
        for query, said in seen.wrong.items()
        if query not in over.unsettled
    ]
    lines += [f"* no two engines agree on {query}; it was not timed" for query in over.unsettled]
    return "\n".join(lines)


def _why(over: Over, wrong: dict[str, str], query: str) -> str:
    return "no agreement" if query in over.unsettled else "wrong" if query in wrong else ""


def _ms(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _rate(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *rows])
