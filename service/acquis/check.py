"""Every check on a tree of sources, in the order in which one presupposes the other."""

from collections.abc import Iterable
from pathlib import Path

from acquis import graph, knowledge, names, shapes, share, verify
from acquis.engine.embedded import Engine
from acquis.findings import Finding
from acquis.graph import Source
from acquis.knowledge import KnowledgeBase, Report, silent
from acquis.positions import Places
from acquis.reasoning.consistency import Consistency


def check(
    root: Path, paths: Iterable[Path] = (), out: Path | None = None, *, report: Report = silent
) -> list[Finding]:
    """Check the tree at `root`, together with further files or folders of Turtle.

    Syntax comes first: a file that does not parse ends the check. Then consistency by OWL 2 RL,
    the SHACL shapes, and the verify queries. `out` is the folder that builds are kept in.

    Returns the findings in order of place. Raises AcquisError where the check could not run.
    """
    wanted = {path.resolve(): path for path in graph.tree(root)}
    for path in paths:
        wanted.update({file.resolve(): file for file in graph.files(path)})
    sources, faults = graph.load(wanted.values(), root)
    if faults:
        return sorted(faults)
    table = names.prefixes(root)
    base = knowledge.build_sources(sources, out or share.cache(), table, report=report)
    places = Places(sources, table)
    report("checking shapes and verify queries")
    found = consistency(base, sources, places)
    found += shapes.findings(sources, places)
    found += verify.findings(Engine(base), root / "queries" / "verify", places)
    return sorted(found)


def consistency(base: KnowledgeBase, sources: list[Source], places: Places) -> list[Finding]:
    """Return the contradictions and unwanted equalities of a build."""
    asserted = graph.merged(source for source in sources if graph.is_knowledge(source))
    return Consistency(asserted, base.inferred(), places).findings(base.clashes)
