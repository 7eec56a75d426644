"""Where the ontology, the data and the queries are."""

import os
from pathlib import Path

from acquis.errors import AcquisError

PACKAGE = Path(__file__).resolve().parent


def root() -> Path:
    """Return the folder that holds `ontology/`, `data/ttl/` and `queries/`.

    That is the folder named by the environment variable ACQUIS_ROOT; else the copy inside an
    installed wheel; else the checkout (also for an editable install).

    Raises AcquisError where that folder holds no ontology.
    """
    packaged = PACKAGE / "_share"
    default = packaged if packaged.is_dir() else PACKAGE.parents[1]
    return checked(Path(os.environ.get("ACQUIS_ROOT") or default))


def checked(folder: Path) -> Path:
    """Return `folder` made absolute, or raise AcquisError where it holds no `ontology/` folder."""
    if not (folder / "ontology").is_dir():
        raise AcquisError(
            f"{folder} holds no ontology/ folder; name a folder that has ontology/, data/ttl/ and "
            "queries/ with --root or ACQUIS_ROOT"
        )
    return folder.resolve()


def cache() -> Path:
    """Return the folder that built knowledge bases are kept in.

    ACQUIS_CACHE names it; else `quantum-acquis` in the XDG cache folder
    (https://specifications.freedesktop.org/basedir-spec/).
    """
    named = os.environ.get("ACQUIS_CACHE")
    if named:
        return Path(named).resolve()
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "quantum-acquis"
