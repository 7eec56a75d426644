"""Every rule of practice for the ontology finds the mistake it is made for, and nothing else.

A fixture is a text of Turtle for one or more files of the tree, each behind a line `# to: path`:
added at its end where there is such a file, else a new file. A line on which something is to be
found ends in a comment with the rules that find it there.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from acquis.policy.rules import registry
from acquis.watch import Watch

HERE = Path(__file__).parent / "ontology"
TABLE = Path(__file__).parents[2] / "docs" / "practice-ontology.md"
ROW = re.compile(r"^\| ([AP]\d+) \| (error|warning) \| .*? \| ([^|]*) \|$", re.MULTILINE)
ROWS = [
    (row[1], row[2], re.findall("`([^`]+)`", row[3])) for row in ROW.finditer(TABLE.read_text())
]
PATTERNS = {rule for _, _, rules in ROWS for rule in rules}
MARK = re.compile(r" # ([\w*, -]+)$")
ELSEWHERE = {"A8", "A12", "A36", "A37"}
WARNINGS = {"A5", "A22", "A28", "A30", "A32"}
PROFILES = ("dl-", "rl-")
NO_RULE = {"A52", "A53"}
Told = set[tuple[str, int, str]]


def blocks(fixture: Path) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each part of a fixture."""
    parts = re.split(r"^# to: (.*)\n", fixture.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert not parts[0].strip(), fixture
    yield from zip(parts[1::2], parts[2::2], strict=True)


@contextmanager
def added(tree: Path, fixture: Path) -> Iterator[Told]:
    """Add a fixture to a tree for a while, and give what is to be found."""
    before: dict[Path, bytes | None] = {}
    wanted: Told = set()
    try:
        for name, text in blocks(fixture):
            path = tree / name
            before[path] = path.read_bytes() if path.exists() else None
            whole = (before[path] or b"").decode() + text
            path.write_text(whole, encoding="utf-8")
            for number, line in enumerate(whole.splitlines(), 1):
                if mark := MARK.search(line):
                    wanted |= {(name, number, rule) for rule in mark[1].split(", ")}
        yield wanted
    finally:
        for path, content in before.items():
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content)


@pytest.fixture(scope="module")
def tree(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the ontology with little of the data, so that each check is quick."""
    folder = tmp_path_factory.mktemp("tree")
    for part in ("ontology", "queries/verify"):
        shutil.copytree(root / part, folder / part)
    (folder / "data" / "ttl").mkdir(parents=True)
    for name in ("sources", "topics", "values"):
        shutil.copy(root / "data" / "ttl" / f"{name}.ttl", folder / "data" / "ttl")
    return folder


class Practice:
    """What the rules of the table find in a tree, but for what was there at first."""

    def __init__(self, tree: Path) -> None:
        self._watch = Watch(tree)
        self._first = self._all()
        assert {rule for _, _, rule in self._first} <= {"undeclared-reference"}

    def _all(self) -> Told:
        return {
            (one.file, one.line, one.rule)
            for one in self._watch.findings()
            if any(fnmatchcase(one.rule, pattern) for pattern in PATTERNS)
        }

    def found(self) -> Told:
        return self._all() - self._first


@pytest.fixture(scope="module")
def practice(tree: Path) -> Practice:
    return Practice(tree)


@pytest.mark.parametrize("fixture", sorted(HERE.glob("*.bad.ttl")), ids=lambda path: path.name)
def test_the_mistake_is_found_where_it_stands(
    fixture: Path, tree: Path, practice: Practice
) -> None:
    with added(tree, fixture) as wanted:
        assert practice.found() == wanted


@pytest.mark.parametrize("fixture", sorted(HERE.glob("*.good.ttl")), ids=lambda path: path.name)
def test_what_is_sound_is_left_alone(fixture: Path, tree: Path, practice: Practice) -> None:
    with added(tree, fixture) as wanted:
        assert wanted == set()
        assert practice.found() == set()


def test_every_practice_has_its_row() -> None:
    errors = {asked for asked, grave, _ in ROWS if grave == "error"}
    wanted = {f"A{number}" for number in range(1, 55)}
    assert wanted - ELSEWHERE - WARNINGS - NO_RULE <= errors


@pytest.mark.parametrize(("asked", "grave", "rules"), ROWS, ids=lambda value: str(value))
def test_each_row_names_rules_that_are_there_and_a_fixture_for_each(
    asked: str, grave: str, rules: list[str], root: Path
) -> None:
    known = registry(root)
    marked = {
        rule
        for _, text in blocks(HERE / f"{asked}.bad.ttl")
        for line in text.splitlines()
        if (mark := MARK.search(line))
        for rule in mark[1].split(", ")
    }
    assert (HERE / f"{asked}.good.ttl").is_file()
    assert rules
    for pattern in rules:
        assert [rule for rule in known if fnmatchcase(rule, pattern)], pattern
        if asked != "A40" and pattern != "dl-*":
            assert [rule for rule in marked if fnmatchcase(rule, pattern)], pattern
    severities = {
        known[rule].severity for rule in rules if rule in known and not rule.startswith(PROFILES)
    }
    if asked not in WARNINGS:
        assert severities <= {grave}


def test_every_fixture_belongs_to_a_row() -> None:
    assert {path.name.split(".")[0] for path in HERE.iterdir()} == {row[0] for row in ROWS}


def test_what_lies_outside_owl_2_rl_is_an_error_in_the_tree_and_a_warning_beside_it(
    tree: Path, tmp_path: Path
) -> None:
    with added(tree, HERE / "A38.bad.ttl"):
        here = [one for one in Watch(tree).findings() if one.rule.startswith("rl-")]
    assert {one.severity for one in here} == {"error"}
    file = tmp_path / "extension.ttl"
    file.write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix ex: <http://example.org/> .\n"
        "ex:A a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:unionOf ( ex:B ex:C ) ] .\n"
        "ex:B a owl:Class . ex:C a owl:Class .\n"
    )
    beside = [one for one in Watch(tree, [file]).findings() if one.rule.startswith("rl-")]
    assert {(one.file, one.severity) for one in beside} == {(str(file), "warning")}


def test_the_style_of_the_house_is_not_asked_of_an_extension(tree: Path, tmp_path: Path) -> None:
    """Names, versions, prefixes, quotations and the rest are the extension's own affair."""
    file = tmp_path / "extension.ttl"
    quoted = "words of somebody else " * 12
    file.write_text(
        f"""@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix risk: <http://example.org/Risks#> .
@prefix qap: <https://w3id.org/quantum-acquis/ns#> .
risk:things_and_OTHERS a owl:Class ; rdfs:subClassOf owl:Thing ;
    skos:definition "such as\\u00A0this" , "a quotation: \\"{quoted}\\""@en-GB-oed .
risk:owner a owl:ObjectProperty ; rdfs:domain qap:Risk , qap:Goal ; owl:inverseOf risk:owned .
risk:owned a owl:ObjectProperty ; owl:inverseOf risk:owner , risk:owner2 .
risk:owner2 a owl:ObjectProperty .
"""
    )
    found = {one.rule for one in Watch(tree, [file]).findings() if one.file == str(file)}
    assert found <= {"rl-superclass-thing"}
