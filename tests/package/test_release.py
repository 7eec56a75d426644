"""One version everywhere, and the ontology says the same."""

import re
import tomllib
from pathlib import Path

import acquis

ROOT = Path(__file__).parents[2]


def test_one_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert acquis.__version__ == version
    assert f"version: {version}\n" in (ROOT / "CITATION.cff").read_text()
    newest = re.search(r"^## \[?([0-9.]+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest
    assert newest[1] == version


def test_every_ontology_header_carries_it() -> None:
    for path in [ROOT / "ontology" / "qap.ttl", *(ROOT / "ontology" / "modules").glob("*.ttl")]:
        assert f'owl:versionInfo "{acquis.__version__}"' in path.read_text()
        assert f"/{acquis.__version__}> " in path.read_text()
