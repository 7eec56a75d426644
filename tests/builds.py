"""Small builds for tests that need an engine or a service and not the whole data."""

import json
from pathlib import Path

import pyoxigraph as ox

from acquis.knowledge import KnowledgeBase, Manifest

MANIFEST: Manifest = {
    "hash": "0" * 64,
    "version": "0",
    "rules": "none",
    "asserted": 0,
    "inferred": 0,
    "files": [],
    "clashes": 0,
}


def build_of(folder: Path, asserted: str, inferred: str, manifest: Manifest) -> KnowledgeBase:
    """Write two TriG texts as the files of a build, and return it."""
    for name, trig in (("asserted.nq", asserted), ("inferred.nq", inferred)):
        quads = ox.parse(trig.encode(), format=ox.RdfFormat.TRIG)
        ox.serialize(quads, str(folder / name), ox.RdfFormat.N_QUADS)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return KnowledgeBase(folder, manifest)
