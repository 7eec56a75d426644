"""Every check on a tree of sources, in the order in which one presupposes the other."""

from collections.abc import Iterable
from pathlib import Path

from acquis import consistency, graph, knowledge, names, questions, shapes, share, verify
from acquis.engine.embedded import Engine
from acquis.errors import QueryError
from acquis.findings import Finding
from acquis.knowledge import Report, silent
from acquis.positions import Places


def check(
    root: Path, paths: Iterable[Path] = (), out: Path | None = None, *, report: Report = silent
) -> list[Finding]:
    """Check the tree at `root`, together with further files or folders of Turtle.

    Syntax comes first: a file that does not parse ends the check. Then consistency by OWL 2 RL,
    the SHACL shapes, the verify queries and the saved queries. `out` is the folder that builds
    are kept in.

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
    found = consistency.findings(base.closure(), places)
    found += shapes.findings(sources, places)
    engine = Engine(base, table)
    found += verify.findings(engine, root / "queries" / "verify", places)
    found += saved_queries(engine, root)
    return sorted(found)


def saved_queries(engine: Engine, root: Path) -> list[Finding]:
    """Return a finding for each saved query that is malformed."""
    found = []
    for question in questions.load(root / "queries" / "questions"):
        try:
            engine.query(question.text)
        except QueryError as error:
            file = question.path.relative_to(root).as_posix()
            found.append(Finding(file, error.line or 0, "saved-query", str(error)))
    return found
