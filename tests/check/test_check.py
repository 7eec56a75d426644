"""`acquis check`: clean on the tree; on bad files it exits 1 and names the statements."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Run

BAD = Path(__file__).parents[1] / "fixtures" / "bad"
Found = list[dict[str, Any]]


def of(found: Found, rule: str, file: str) -> dict[str, Any]:
    """Return the finding of a rule in a file, of which there must be one."""
    fits = [f for f in found if f["rule"] == rule and Path(f["file"]).name == file]
    assert len(fits) == 1, [(f["rule"], f["file"]) for f in found]
    return fits[0]


def behind(finding: dict[str, Any]) -> list[str]:
    return [statement.split(": ", 1)[1] for statement in finding["statements"]]


def small_tree(folder: Path, data: str) -> None:
    """Write a tree whose one data file holds `data` from its second line on."""
    for part in ("ontology", "data/ttl"):
        (folder / part).mkdir(parents=True)
    (folder / "ontology" / "o.ttl").write_text("<urn:p> a <urn:P> .\n")
    prefix = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    (folder / "data" / "ttl" / "d.ttl").write_text(prefix + data)


@pytest.fixture(scope="module")
def found(acquis: Run) -> Found:
    """The findings on all bad fixtures at once: reasoning takes its time."""
    done = acquis("check", BAD, "--format", "json")
    assert done.returncode == 1, done.stderr
    findings: Found = json.loads(done.stdout)
    return findings


def test_the_tree_is_clean(acquis: Run) -> None:
    done = acquis("check")
    assert (done.returncode, done.stdout) == (0, "")


def test_every_finding_is_about_what_the_bad_files_say(found: Found) -> None:
    shared = {"instrument:npt", "instrument:udhr"}
    for finding in found:
        places = [finding["file"], *(s.split(":")[0] for s in finding["statements"])]
        told = any(Path(place).parent.name == "bad" for place in places)
        assert told or finding["subject"] in shared, finding


def test_a_proposal_is_never_a_treaty(found: Found) -> None:
    finding = of(found, "cax-adc", "proposal-treaty.ttl")
    assert behind(finding)[:2] == [
        "proposal:test-treaty a qap:ProposedInstrument",
        "proposal:test-treaty a qap:Treaty",
    ]
    lines = [statement.split(":")[1] for statement in finding["statements"]]
    assert lines[:2] == ["6", "7"]
    axioms = {statement.split(":")[0] for statement in finding["statements"][2:]}
    assert all(file.startswith("ontology/") for file in axioms)


def test_a_norm_has_one_deontic_mode(found: Found) -> None:
    finding = of(found, "cax-adc", "obligation-prohibition.ttl")
    assert behind(finding)[:2] == [
        "norm:test-both a qap:Obligation",
        "norm:test-both a qap:Prohibition",
    ]


def test_a_status_record_belongs_to_one_thing(found: Found) -> None:
    finding = of(found, "same-as", "shared-status-record.ttl")
    assert behind(finding) == [
        "instrument:npt qap:hasStatusRecord status-record:test-shared",
        "instrument:udhr qap:hasStatusRecord status-record:test-shared",
        "qap:hasStatusRecord a owl:InverseFunctionalProperty",
    ]
    echoes = [f for f in found if f["subject"] == "status-record:test-shared"]
    assert echoes == [], "what the shape of status records finds is the same mistake"


def test_an_effect_is_no_homonym_of_itself(found: Found) -> None:
    finding = of(found, "prp-irp", "effect-homonym-of-itself.ttl")
    assert behind(finding) == [
        "effect:test-self qap:isHomonymOf effect:test-self",
        "qap:isHomonymOf a owl:IrreflexiveProperty",
    ]


def test_a_provision_needs_evidence_label_and_instrument(found: Found) -> None:
    about = [f for f in found if f["subject"] == "provision:test-bare"]
    messages = " ".join(f["message"] for f in about)
    assert "evidence" in messages
    assert "label" in messages
    rules = {f["rule"] for f in found if f["file"].endswith("no-evidence.ttl")}
    assert "undeclared-reference" in rules
    assert all(f["line"] > 0 for f in about)


def test_what_the_essay_says_is_no_fact(found: Found) -> None:
    finding = of(found, "claim-as-fact", "claim-as-fact.ttl")
    assert behind(finding) == [
        "jurisdiction:us qap:hasInnovationPhilosophy philosophy:market-driven"
    ]
    assert finding["line"] == 5


def test_a_syntax_fault_is_told_by_file_and_line(acquis: Run, tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("@prefix ex: <http://example.org/> .\nex:a ex:b\n    .\n")
    done = acquis("check", path)
    assert done.returncode == 1
    assert done.stdout.startswith(f"{path}:3: error: ")
    assert done.stdout.rstrip().endswith("[syntax]")


@pytest.mark.parametrize("words", [["check", "/no/such/file.ttl"], ["--root", "/tmp", "check"]])
def test_a_check_that_cannot_run_exits_2(acquis: Run, words: list[str]) -> None:
    done = acquis(*words)
    assert done.returncode == 2
    assert done.stderr.startswith("acquis: error: ")
    assert "Traceback" not in done.stderr


def test_removing_a_reference_target_is_found(acquis: Run, copy: Path) -> None:
    (copy / "data" / "ttl" / "values.ttl").unlink()
    done = acquis("--root", copy, "check")
    assert done.returncode == 1
    assert "[undeclared-reference]" in done.stdout


def test_paths_of_the_tree_itself_are_not_read_twice(acquis: Run, root: Path) -> None:
    done = acquis("check", root / "data" / "ttl" / "values.ttl")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_copy_of_the_tree_is_checked_in_its_place(acquis: Run, copy: Path) -> None:
    shutil.copy(BAD / "claim-as-fact.ttl", copy / "data" / "ttl" / "claim-as-fact.ttl")
    done = acquis("--root", copy, "check")
    assert done.returncode == 1
    assert "data/ttl/claim-as-fact.ttl:5: error: " in done.stdout


def test_an_ill_typed_literal_is_found_where_it_stands(acquis: Run, tmp_path: Path) -> None:
    small_tree(
        tmp_path,
        '<urn:a> <urn:p> 1 ,\n    "one"^^xsd:integer .\n',
    )
    done = acquis("--root", tmp_path, "check")
    assert done.returncode == 1
    errors = [line for line in done.stdout.splitlines() if ": error: " in line]
    assert len(errors) == 1
    assert errors[0].startswith("data/ttl/d.ttl:3: ")
    assert errors[0].endswith("[dt-not-type]")


def test_a_triple_term_is_told_by_file_and_line(acquis: Run, tmp_path: Path) -> None:
    path = tmp_path / "star.ttl"
    path.write_text('# <<( none\n<urn:a> <urn:b> "<<(" ,\n <<( <urn:c> <urn:d> <urn:e> )>> .')
    done = acquis("check", path)
    assert done.returncode == 1
    assert done.stdout.startswith(f"{path}:3: error: a triple term of RDF 1.2")


def test_a_partial_date_is_a_date(acquis: Run, tmp_path: Path) -> None:
    small_tree(
        tmp_path,
        '<urn:a> <urn:p> "2024"^^xsd:gYear ,\n    "2024-12"^^xsd:gYearMonth ,\n'
        '    "20x"^^xsd:gYear ,\n    "2020-13"^^xsd:gYearMonth .\n',
    )
    done = acquis("--root", tmp_path, "check", "--format", "json")
    findings = json.loads(done.stdout)
    assert [one["line"] for one in findings if one["rule"] == "dt-not-type"] == [4, 5]


def test_a_malformed_saved_query_is_a_finding(acquis: Run, copy: Path) -> None:
    path = copy / "queries" / "questions" / "01-acquis-codification.rq"
    path.write_text(path.read_text().replace("SELECT", "SELCT"))
    done = acquis("--root", copy, "check")
    assert done.returncode == 1
    assert "queries/questions/01-acquis-codification.rq:" in done.stdout
    assert "[saved-query]" in done.stdout


def test_a_folder_called_shapes_elsewhere_is_data(acquis: Run, tmp_path: Path) -> None:
    path = tmp_path / "ontology" / "shapes" / "x.ttl"
    path.parent.mkdir(parents=True)
    path.write_text((BAD / "proposal-treaty.ttl").read_text())
    assert "[cax-adc]" in acquis("check", path).stdout
