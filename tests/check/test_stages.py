"""A checkup that is asked again after a change says what a new one would say."""

import random
from pathlib import Path

import pytest
from tests.conftest import Run

from acquis.stages import STAGES, Checkup

BAD = Path(__file__).parents[1] / "fixtures" / "bad"
EDITS = 12


def lines_of(path: Path) -> list[int]:
    """Return the lines of a canonical file that hold one statement and end in a semicolon."""
    text = path.read_text().splitlines()
    return [at for at, line in enumerate(text) if line.startswith("    ") and line.endswith(" ;")]


def edited(path: Path, choice: random.Random) -> None:
    """Delete, or say again with another value, one statement of a file."""
    text = path.read_text().splitlines(keepends=True)
    fits = [at for at in lines_of(path) if text[at - 1].rstrip().endswith((" ;", " a"))]
    at = choice.choice(fits)
    if choice.random() < 0.5:
        del text[at]
    else:
        words = text[at].split()
        text.insert(at, f'    {words[0]} "another  value"@en ;\n')
    path.write_text("".join(text))


@pytest.fixture(scope="module")
def rng() -> random.Random:
    return random.Random(20261122)


def test_after_each_of_many_edits_it_says_what_a_new_one_says(
    copy: Path, rng: random.Random
) -> None:
    files = sorted([*(copy / "data" / "ttl").rglob("*.ttl"), *(copy / "ontology").rglob("*.ttl")])
    files = [path for path in files if lines_of(path) and path.stem != "prefixes"]
    checkup = Checkup(copy)
    assert checkup.findings() == []
    list(checkup.expect_changes())
    changed = 0
    for path in rng.sample(files, EDITS):
        before = path.read_text()
        edited(path, rng)
        found = checkup.findings()
        changed += bool(found)
        assert found == Checkup(copy).findings()
        path.write_text(before)
    assert changed > EDITS // 2
    assert checkup.findings() == []


def test_files_that_come_and_go_are_seen(copy: Path) -> None:
    checkup = Checkup(copy)
    assert checkup.findings() == []
    new = copy / "data" / "ttl" / "claim-as-fact.ttl"
    new.write_text((BAD / "claim-as-fact.ttl").read_text())
    assert "claim-as-fact" in {finding.rule for finding in checkup.findings()}
    new.write_text("broken")
    assert {finding.rule for finding in checkup.findings()} == {"syntax"}
    new.unlink()
    assert checkup.findings() == []
    rule = copy / "queries" / "verify" / "new.rq"
    rule.write_text(
        "#+ id: new\n#+ severity: info\n#+ message: m\n#+ scope: file\n"
        "SELECT ?subject ?graph { GRAPH ?graph { ?subject a "
        "<https://w3id.org/quantum-acquis/ns#Treaty> } }"
    )
    assert "new" in {finding.rule for finding in checkup.findings()}


def test_the_stages_stand_in_the_order_in_which_one_presupposes_the_other() -> None:
    assert [stage.name for stage in STAGES if stage.name != "dl"] == [
        "syntax",
        "imports",
        "headers",
        "profile",
        "consistency",
        "shapes",
        "completeness",
        "mappings",
        "queries",
        "saved queries",
    ]


def test_a_malformed_file_ends_the_check(acquis: Run, copy: Path) -> None:
    (copy / "data" / "ttl" / "values.ttl").write_text("broken")
    (copy / "queries" / "questions" / "01-acquis-codification.rq").write_text("broken")
    done = acquis("--root", copy, "check")
    assert done.stdout.startswith("data/ttl/values.ttl:1: error: ")
    assert done.stdout.count("error:") == 1


def test_what_another_stage_says_of_a_statement_the_profile_does_not_say_again(copy: Path) -> None:
    path = copy / "data" / "ttl" / "new.ttl"
    path.write_text(
        "@prefix qap: <https://w3id.org/quantum-acquis/ns#> .\n"
        "<http://example.org/a> a qap:Undeclared .\n"
    )
    assert {finding.rule for finding in Checkup(copy).findings()} == {"undeclared-reference"}
