"""The check of a tree of sources, of further files beside it, or of those files alone.

What was checked before and has not changed is answered from the cache. The stages themselves are
in `stages`, which is imported when it is needed.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from acquis import files, share, verdicts
from acquis.errors import AcquisError
from acquis.findings import Finding

Report = Callable[[str], None]


def silent(message: str) -> None:
    """Report nothing."""


def check(
    root: Path,
    paths: Iterable[Path] = (),
    out: Path | None = None,
    *,
    alone: bool = False,
    dl: bool = False,
    profile: Literal["RL", "DL"] | None = None,
    use_cache: bool = True,
    report: Report = silent,
) -> list[Finding]:
    """Check the tree at `root`, together with further files or folders of RDF.

    Syntax comes first: a file that does not parse ends the check. Then what files import, the
    profile, consistency by OWL 2 RL, the SHACL shapes, the verify queries and the saved queries.
    `alone` checks the files without the tree: by the shapes that they hold, and by the queries
    that suit any ontology. `profile` is the profile of OWL 2 that all must lie in (default: RL
    with the tree; DL alone, where what lies outside is a warning). `dl` asks HermiT too. `out` is
    the folder that verdicts are kept in (default: the cache), `report` is told what goes on.

    Returns the findings in order of place. Raises AcquisError where the check could not run.
    """
    paths = list(paths)
    today = str(datetime.now(UTC).date())  # A rule looks for dates that are still to come.
    options = [str(root), str(alone), str(dl), str(profile), today, *map(str, paths)]
    if alone and not paths:
        raise AcquisError("nothing to check: name the files or folders to check alone")
    folder = (out or share.cache()) / "verdicts"
    read = [*files.inputs(root, paths, alone)]
    name = _key(read, options) if use_cache else ""
    kept = verdicts.read(folder, name) if use_cache else None
    if kept is not None:
        report("nothing has changed since the last check")
        return kept
    from acquis.stages import Checkup

    checkup = Checkup(root, paths, alone=alone, profile=profile, dl=dl, report=report)
    found = checkup.findings()
    known = {path.resolve() for path in read}
    if use_cache and checkup.read_from <= known and _key(read, options) == name:
        verdicts.write(folder, name, found)
    return found


def _key(read: list[Path], options: list[str]) -> str:
    try:
        return verdicts.key([(str(path), path) for path in read], options)
    except OSError as fault:
        raise AcquisError(f"{fault.filename}: cannot be read: {fault.strerror}") from fault
