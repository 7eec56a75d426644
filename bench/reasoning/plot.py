"""The picture of how time and memory grow over generated law."""

from pathlib import Path

from bench.reasoning.table import OURS, Results


def draw(results: Results, family: str, path: Path) -> None:
    """Write a picture with two panels: seconds and memory against triples, both logarithmic.

    The kind of picture goes by the ending of `path`; the same results give the same SVG.
    """
    import matplotlib

    matplotlib.use("agg")
    matplotlib.rcParams.update({"svg.hashsalt": "acquis", "font.size": 9})
    from matplotlib import pyplot

    figure, (time, memory) = pyplot.subplots(1, 2, figsize=(9, 4), layout="constrained")
    for engine in results.engines():
        cells = sorted(results.finished(engine, family), key=lambda cell: cell.triples)
        if not cells:
            continue
        style = {"marker": "o", "markersize": 4, "linewidth": 2.5 if engine == OURS else 1}
        sizes = [cell.triples for cell in cells]
        time.plot(sizes, [cell.close for cell in cells], label=engine, **style)
        memory.plot(sizes, [cell.peak_mb for cell in cells], label=engine, **style)
    for panel, title in ((time, "closure, seconds"), (memory, "peak memory, MB")):
        panel.set(xscale="log", yscale="log", xlabel="triples of generated law", title=title)
        panel.grid(alpha=0.3)
    time.legend(frameon=False)
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
    pyplot.close(figure)
