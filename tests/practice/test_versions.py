"""One version in the headers of the ontology and in the files of the project beside it."""

import re
import shutil
from pathlib import Path

import pytest

from acquis import files, graph, names, ontologies, prefix_table
from acquis.findings import Finding
from acquis.positions import Places

PROJECT = Path(__file__).parents[2]
BESIDE = ("pyproject.toml", "CITATION.cff", "CHANGELOG.md")


@pytest.fixture
def tree(root: Path, tmp_path: Path) -> Path:
    """A copy of the ontology and little of the data, with what stands beside them."""
    shutil.copytree(root / "ontology", tmp_path / "ontology")
    (tmp_path / "data" / "ttl").mkdir(parents=True)
    shutil.copy(root / "data" / "ttl" / "values.ttl", tmp_path / "data" / "ttl")
    for name in BESIDE:
        shutil.copy(PROJECT / name, tmp_path)
    return tmp_path


def found(tree: Path) -> list[Finding]:
    sources, faults = graph.load(graph.files(tree / "ontology"), tree)
    assert faults == []
    places = Places(sources, names.prefixes(tree))
    table = names.prefixes(tree)
    return [
        *ontologies.findings(sources, tree, places),
        *prefix_table.findings(sources, table, places),
    ]


def change(path: Path, old: str, new: str) -> int:
    """Replace the first match of a pattern; return its line."""
    text = path.read_text(encoding="utf-8")
    match = re.search(old, text, re.MULTILINE)
    assert match, old
    path.write_text(text[: match.start()] + new + text[match.end() :], encoding="utf-8")
    return text.count("\n", 0, match.start()) + 1


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("pyproject.toml", r'^version = "[^"]+"', 'version = "9.9.9"'),
        ("CITATION.cff", r"^version: \S+", "version: 9.9.9"),
        ("CHANGELOG.md", r"^## \[?[0-9.]+", "## [9.9.9"),
    ],
)
def test_a_file_of_another_version_is_told_at_its_line(
    tree: Path, name: str, old: str, new: str
) -> None:
    assert found(tree) == []
    line = change(tree / name, old, new)
    [finding] = found(tree)
    assert (finding.file, finding.line, finding.rule) == (name, line, "version-differs")
    assert tree / name in files.inputs(tree, (), alone=False), "else an old verdict would be kept"


def test_another_project_owes_nothing(tree: Path) -> None:
    change(tree / "pyproject.toml", r'^name = "[^"]+"', 'name = "other"')
    change(tree / "CITATION.cff", r"^version: \S+", "version: 9.9.9")
    assert found(tree) == []


def test_a_tree_of_other_ontologies_owes_nothing(tmp_path: Path) -> None:
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "o.ttl").write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix ex: <http://example.org/> .\n"
        '<http://example.org/o#> a owl:Ontology ; owl:versionInfo "1"@en ; owl:imports ex:1.0.0 .\n'
    )
    (tmp_path / "ontology" / "p.ttl").write_text("<urn:a> <urn:b> <urn:c> .\n")
    assert found(tmp_path) == []


def test_the_licence_of_the_code_stands_in_the_package() -> None:
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'license = "Apache-2.0 AND CC-BY-4.0"' in text
    assert (PROJECT / "LICENSE").read_text(encoding="utf-8").lstrip().startswith("Apache License")
