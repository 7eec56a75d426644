"""The registry: every rule that the checks of the tree may find has a sentence."""

from pathlib import Path

from acquis.errors import AcquisError
from acquis.policy.rules import CLASHES, known_rules, registry, shapes, unknown
from acquis.reasoning.rules import table


def test_every_source_contributes(root: Path) -> None:
    known = known_rules(root)
    assert {"syntax", "saved-query", "same-as", "waiver-unused", *CLASHES} <= known.keys()
    assert {path.stem for path in (root / "queries" / "verify").glob("*.rq")} <= known.keys()
    assert {"EvidenceShape-citesSource", "MinCountConstraintComponent"} <= known.keys()
    assert all(text.strip() for text in known.values())
    assert list(known) == list(known_rules(root))


def test_what_the_reasoner_may_find_is_listed() -> None:
    assert set(CLASHES) == {rule.name for rule in table() if rule.contradicts}


def test_a_rule_has_its_stage_severity_and_address(root: Path) -> None:
    known = registry(root)
    assert known["cax-dw"].help.startswith("https://www.w3.org/TR/owl2-profiles/")
    assert known["MinCountConstraintComponent"].help.endswith("#MinCountConstraintComponent")
    assert {known[name].stage for name in ("cax-dw", "claim-as-fact", "EvidenceShape")} == {
        "consistency",
        "queries",
        "shapes",
    }
    severities = {rule.severity for rule in known.values() if rule.stage == "queries"}
    assert severities >= {"error"}
    assert known["waiver-unused"].severity == "warning"


def test_a_tree_without_queries_and_shapes_has_the_fixed_rules(tmp_path: Path) -> None:
    assert "cax-dw" in known_rules(tmp_path)


def test_shapes_of_further_files_are_rules(tmp_path: Path) -> None:
    sh = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    (tmp_path / "s.ttl").write_text(
        sh + '<urn:x#Named> a sh:NodeShape ; sh:message "told" ; sh:severity sh:Warning .\n'
        "<http://x.org/Slash> a sh:PropertyShape . [] a sh:NodeShape ."
    )
    (tmp_path / "broken.ttl").write_text("<urn:a")
    (tmp_path / "notes.txt").write_text("none")
    found = {rule.name: rule for rule in shapes([tmp_path, tmp_path / "missing.ttl"])}
    assert found.keys() == {"Named", "Slash"}
    assert (found["Named"].text, found["Named"].severity) == ("told", "warning")
    assert "http://x.org/Slash" in found["Slash"].text


def test_a_misspelt_rule_is_told_with_the_nearest(root: Path) -> None:
    error = unknown("claim-as-fct", known_rules(root), "--select")
    assert isinstance(error, AcquisError)
    assert str(error).startswith("--select: no rule is called claim-as-fct; did you mean claim-as-")
