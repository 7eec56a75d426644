"""Somebody else's files: checked without our ontology, or together with it."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from acquis import share
from acquis.check import check
from acquis.errors import AcquisError
from acquis.findings import Finding

ROOT = share.root()
HEAD = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <http://example.org/> .
"""
LINES = HEAD.count("\n")


def found(*paths: Path, alone: bool = True) -> list[Finding]:
    return check(ROOT, paths, alone=alone, use_cache=False)


def told(findings: list[Finding]) -> list[tuple[str, int, str]]:
    """Return the file's name, line and rule of each finding."""
    return [(Path(finding.file).name, finding.line, finding.rule) for finding in findings]


def written(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = folder / name.replace("_", ".")
        path.write_text(HEAD + text if path.suffix == ".ttl" else text)
    return folder


def test_a_sound_ontology_is_clean_in_every_syntax(tmp_path: Path) -> None:
    written(
        tmp_path,
        a_ttl="ex: a owl:Ontology . ex:A a owl:Class ; rdfs:label 'a'@en .\nex:i a ex:A .",
        b_nt='<http://example.org/i> <http://www.w3.org/2000/01/rdf-schema#label> "i" .\n',
        c_jsonld='{"@id": "http://example.org/j", "@type": "http://example.org/A"}',
    )
    assert found(tmp_path) == []


def test_a_contradiction_across_syntaxes_names_both_files(tmp_path: Path) -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    written(
        tmp_path,
        a_ttl="ex:A a owl:Class ; owl:disjointWith ex:B .\nex:B a owl:Class .",
        b_rdf=f"""<rdf:RDF xmlns:rdf="{rdf}" xmlns:ex="http://example.org/">
  <ex:A rdf:about="http://example.org/i"/>
</rdf:RDF>""",
        c_jsonld='{"@context": {"ex": "http://example.org/"},\n "@id": "ex:i",\n "@type": "ex:B"}',
    )
    [finding] = found(tmp_path)
    assert finding.rule == "cax-dw"
    places = {statement.split(": ")[0].rpartition("/")[2] for statement in finding.statements}
    assert places == {"a.ttl:7", "b.rdf:2", "c.jsonld:3"}


def test_a_class_that_can_have_no_member(tmp_path: Path) -> None:
    text = "ex:A a owl:Class ; owl:disjointWith ex:B . ex:B a owl:Class .\n"
    text += "ex:C a owl:Class ;\n rdfs:subClassOf ex:A , ex:B ."
    [finding] = found(written(tmp_path, a_ttl=text))
    assert finding.rule == "unsatisfiable-class"
    assert finding.line in (LINES + 2, LINES + 3)


def test_shapes_among_the_files_are_applied(tmp_path: Path) -> None:
    written(
        tmp_path,
        s_ttl="ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property [\n"
        " sh:path ex:p ; sh:minCount 1 ; sh:message 'needs p'@en ] .",
        d_ttl="ex:i a ex:A .",
    )
    assert told(found(tmp_path)) == [("d.ttl", LINES + 1, "S")]


def test_what_lies_outside_the_profile_is_a_warning_unless_asked_for(tmp_path: Path) -> None:
    text = "ex: a owl:Ontology .\nex:i a ex:Undeclared .\n"
    path = written(tmp_path, a_ttl=text) / "a.ttl"
    [finding] = found(path)
    assert (finding.rule, finding.line) == ("dl-undeclared-class", LINES + 2)
    assert finding.severity == "warning"
    [asked] = check(ROOT, [path], alone=True, profile="DL", use_cache=False)
    assert asked.severity == "error"
    path.write_text(path.read_text().replace("ex: a owl:Ontology .", ""))
    assert found(path) == []


@pytest.mark.parametrize(
    ("rule", "line", "text"),
    [
        ("label-untrimmed", 1, "ex:a rdfs:label 'two  blanks'@en ."),
        ("label-untrimmed", 2, "ex:a rdfs:comment 'a\\n b' ;\n skos:prefLabel ' a' ."),
        ("namespace-look-alike", 2, "ex:a\n a <https://www.w3.org/2002/07/owl#Class> ."),
        ("namespace-look-alike", 1, "ex:a <https://www.w3.org/2000/01/rdf-schema#label> 'a' ."),
        (
            "class-cycle",
            1,
            "ex:A rdfs:subClassOf ex:B . ex:B rdfs:subClassOf [] .\nex:B rdfs:subClassOf ex:A .",
        ),
        ("mapping-object", 2, "ex:a skos:exactMatch <http://x/a> ;\n skos:closeMatch 'a' ."),
        ("mapping-object", 1, "ex:a skos:exactMatch ex:a ."),
        ("mapping-object", 1, "ex:a skos:broadMatch [] ."),
        (
            "mapping-conflict",
            2,
            "ex:a skos:exactMatch <http://x/a> ;\n skos:broadMatch <http://x/a> .",
        ),
        ("deprecated-in-use", 2, "ex:A owl:deprecated true .\nex:i a ex:A ."),
        (
            "deprecated-in-use",
            3,
            "ex:p owl:deprecated true .\nex:A rdfs:subClassOf [ a owl:Restriction ;\n"
            " owl:onProperty ex:p ; owl:hasValue 1 ] .",
        ),
    ],
)
def test_hygiene_that_suits_any_ontology(tmp_path: Path, rule: str, line: int, text: str) -> None:
    findings = found(written(tmp_path, a_ttl=text))
    assert ("a.ttl", LINES + line, rule) in told(findings)
    assert {finding.rule for finding in findings} == {rule}


@pytest.mark.parametrize(
    "text",
    [
        "ex:A rdfs:subClassOf ex:B . ex:B rdfs:subClassOf ex:A ; owl:equivalentClass ex:A .",
        "ex:A owl:equivalentClass ex:B . ex:B rdfs:subClassOf ex:C .",
        "ex:a skos:exactMatch <http://x/a> ; skos:closeMatch <http://x/b> ; skos:broadMatch ex:c .",
        "ex:A owl:deprecated true ; rdfs:subClassOf ex:B . ex:B owl:deprecated true .",
        "ex:a rdfs:comment 'two  blanks' .",
    ],
)
def test_what_is_sound_is_left_alone(tmp_path: Path, text: str) -> None:
    assert found(written(tmp_path, a_ttl=text)) == []


def test_rules_of_our_own_project_are_not_asked_of_others(tmp_path: Path) -> None:
    text = "ex:a ex:p 1.5e0 ; rdfs:comment 'x' ; rdfs:isDefinedBy ex: ; ex:q [] ."
    path = written(tmp_path, a_ttl=text)
    assert found(path) == []
    assert "datatype-float" in {finding.rule for finding in found(path, alone=False)}


def test_alone_wants_something_to_check() -> None:
    with pytest.raises(AcquisError, match="name the files or folders"):
        check(ROOT, alone=True)


IMPORT = "ex:m a owl:Ontology ; owl:imports\n {} .\nex:i a ex:A , ex:B ."
BASE = """ex:base a owl:Ontology ; owl:versionIRI ex:base-1 .
ex:A a owl:Class ; owl:disjointWith ex:B .
ex:B a owl:Class .
"""


@pytest.mark.parametrize("name", ["ex:base", "ex:base-1", "<base.ttl>", "<sub/base.ttl>"])
def test_imports_beside_a_file_are_honoured(tmp_path: Path, name: str) -> None:
    where = tmp_path / "sub" if "sub" in name else tmp_path
    where.mkdir(exist_ok=True)
    written(where, base_ttl=BASE)
    written(tmp_path, m_ttl=IMPORT.format(name))
    assert [finding.rule for finding in found(tmp_path / "m.ttl")] == ["cax-dw"]


def test_imports_of_imports_are_honoured(tmp_path: Path) -> None:
    written(tmp_path, m_ttl=IMPORT.format("ex:mid"), base_ttl=BASE)
    written(tmp_path, mid_ttl="ex:mid a owl:Ontology ; owl:imports ex:base .")
    assert [finding.rule for finding in found(tmp_path / "m.ttl")] == ["cax-dw"]


def test_files_beside_that_are_not_imported_are_not_read(tmp_path: Path) -> None:
    written(tmp_path, m_ttl="ex:i a ex:A , ex:B .", base_ttl=BASE, broken_ttl="x")
    assert found(tmp_path / "m.ttl") == []


def test_an_import_that_is_not_there_is_told_and_no_error(tmp_path: Path) -> None:
    written(tmp_path, m_ttl="ex:m a owl:Ontology ; owl:imports\n <http://elsewhere.example/x> .")
    [finding] = found(tmp_path)
    assert (finding.rule, finding.severity, finding.line) == (
        "unresolved-import",
        "info",
        LINES + 2,
    )


def test_an_import_that_is_malformed_is_told_where_it_is(tmp_path: Path) -> None:
    written(tmp_path, m_ttl=IMPORT.format("<base.ttl>"), base_ttl="ex:base a")
    assert told(found(tmp_path / "m.ttl")) == [("base.ttl", LINES + 1, "syntax")]
    assert told(found(tmp_path)) == [("base.ttl", LINES + 1, "syntax")]


def test_an_import_whose_address_no_file_can_have_is_told_like_another(tmp_path: Path) -> None:
    written(tmp_path, m_ttl=IMPORT.format(f"<file:///{'a' * 300}.ttl>"))
    assert ("m.ttl", LINES + 2, "unresolved-import") in told(found(tmp_path))


@pytest.mark.parametrize("name", ["closed.ttl", "closed.json"])
def test_a_neighbour_that_cannot_be_read_is_no_matter(tmp_path: Path, name: str) -> None:
    written(tmp_path, m_ttl="ex:i a ex:A .")
    (tmp_path / name).symlink_to("/proc/self/mem")
    assert check(ROOT, [tmp_path / "m.ttl"], tmp_path / "out", alone=True) == []
    with pytest.raises(AcquisError, match="cannot be read"):
        check(ROOT, [tmp_path], tmp_path / "out", alone=True)


def test_a_folder_that_may_not_be_read_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, m_ttl="ex:i a ex:A .")
    (tmp_path / "closed").mkdir()
    scan = os.scandir

    def scandir(path: str) -> Any:
        if str(path).endswith("closed"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr("os.scandir", scandir)
    with pytest.raises(AcquisError, match="closed: cannot be read: Permission denied"):
        found(tmp_path)


def test_an_extension_that_imports_ours_is_checked_with_it(tmp_path: Path) -> None:
    text = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix qap: <https://w3id.org/quantum-acquis/ns#> .
<http://example.org/act> a owl:Ontology ; owl:imports <https://w3id.org/quantum-acquis/ns> .
<http://example.org/i> a qap:Treaty ,
    qap:ProposedInstrument .
"""
    (tmp_path / "act.ttl").write_text(text)
    findings = found(tmp_path, alone=False)
    assert "unresolved-import" not in {finding.rule for finding in findings}
    clash = next(finding for finding in findings if finding.rule in ("cax-dw", "cax-adc"))
    assert {statement.split(": ")[0] for statement in clash.statements} >= {
        f"{tmp_path}/act.ttl:4",
        f"{tmp_path}/act.ttl:5",
    }


def test_a_foreign_term_equated_with_ours_is_found(tmp_path: Path) -> None:
    text = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix qap: <https://w3id.org/quantum-acquis/ns#> .
qap:Instrument
    owl:equivalentClass <http://example.org/Law> .
"""
    (tmp_path / "a.ttl").write_text(text)
    assert ("a.ttl", 4, "foreign-equated") in told(found(tmp_path, alone=False))


def test_terms_are_named_by_the_prefixes_of_their_own_file(tmp_path: Path) -> None:
    [finding] = found(written(tmp_path, a_ttl="ex:a rdfs:label ' a' ."))
    assert finding.subject == "ex:a"
