"""The picture of a run: latency of each query, and requests a second beside a heavy query."""

from pathlib import Path

from bench.service.results import Results
from bench.service.servers import OURS


def draw(results: Results, path: Path) -> None:
    """Write a picture with two panels; the same results give the same SVG."""
    import matplotlib

    matplotlib.use("agg")
    matplotlib.rcParams.update({"svg.hashsalt": "acquis", "font.size": 9})
    from matplotlib import pyplot

    figure, (time, rate) = pyplot.subplots(
        1, 2, figsize=(12, 4), layout="constrained", width_ratios=(3, 2)
    )
    servers, places = results.servers(), []
    for at, name in enumerate(servers):
        points = []
        for over in results.graphs:
            seen = over.servers.get(name)
            queries = seen.latencies if seen else {}
            points += [queries[q][0] if q in queries else None for q in over.titles]
        marker = {"marker": "o", "markersize": 6 if name == OURS else 3, "linewidth": 0}
        color = f"C{at}"
        time.plot(range(1, len(points) + 1), points, label=name, color=color, **marker)
        seen = [over.servers[name] for over in results.graphs if name in over.servers]
        alone = sum(one.alone for one in seen) / len(seen)
        beside = sum(one.beside for one in seen) / len(seen)
        places.append(name)
        rate.barh([at - 0.2], [alone], height=0.38, color=color)
        rate.barh([at + 0.2], [beside], height=0.38, color=color, alpha=0.5)
    split = len(results.graphs[0].titles) + 0.5
    time.axvline(split, color="grey", linewidth=0.5)
    names = "; then ".join(over.graph for over in results.graphs)
    time.set(yscale="log", xlabel=f"queries: {names}", title="median latency, ms")
    rate.set(xscale="log", title="requests/s of 4 clients (pale: beside a heavy query)")
    rate.set_yticks(range(len(places)), places)
    rate.invert_yaxis()
    time.grid(alpha=0.3)
    rate.grid(alpha=0.3, axis="x")
    time.legend(frameon=False, ncols=2, fontsize=7)
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
    pyplot.close(figure)
