"""What becomes of the engine's results: places, names, and what it passes over in silence."""

from pathlib import Path

import pytest

from acquis import graph
from acquis.findings import Finding
from acquis.positions import Places
from acquis.shapes import KNOWN, Shapes, Validation

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix x: <http://x/> .
"""
SHAPE = HEAD + "x:S a sh:NodeShape ; sh:targetClass x:C ; "


def findings(
    folder: Path, shapes: str, data: str, validation: Validation | None = None
) -> list[Finding]:
    """Validate two files outside any tree."""
    for name, text in (("s.ttl", shapes), ("d.ttl", HEAD + data)):
        (folder / name).write_text(text)
    sources, faults = graph.load(graph.files(folder), Path("/nowhere"))
    assert not faults
    return (validation or Validation()).findings(sources, Places(sources, {"x": "http://x/"}))


def test_a_result_has_the_line_of_its_value(tmp_path: Path) -> None:
    shapes = SHAPE + "sh:property [ sh:path x:p ; sh:nodeKind sh:IRI ; sh:severity sh:Warning ] ."
    data = 'x:a a x:C ;\n x:p x:b ,\n  "no" .'
    [finding] = findings(tmp_path, shapes, data)
    assert (Path(finding.file).name, finding.line, finding.rule) == ("d.ttl", 5, "S")
    assert finding.severity == "warning"
    assert finding.message == 'x:a: breaks sh:nodeKind on <http://x/p>: "no"'
    assert finding.statements == (f'{tmp_path}/d.ttl:5: x:a x:p "no"',)


def test_blank_nodes_are_found_again(tmp_path: Path) -> None:
    shapes = SHAPE + 'sh:property [ sh:path x:p ; sh:minCount 1 ; sh:message "no p" ] .'
    data = "x:a x:q [ a x:C ; x:p 1 ] .\n[] a x:D .\nx:b x:q [\n a x:C ] .\n_:n a x:C ; x:p 1 ."
    [finding] = findings(tmp_path, shapes, data)
    assert finding.line == 5
    assert finding.message.endswith(": no p")


def test_language_and_form_of_a_literal_are_kept(tmp_path: Path) -> None:
    shapes = SHAPE + "sh:property [ sh:path x:p ; sh:maxLength 1 ] ."
    data = 'x:a a x:C ; x:p "long"@en-GB ,\n 0100 ,\n "line\\nbreak" .'
    found = findings(tmp_path, shapes, data)
    assert [finding.line for finding in found] == [3, 4, 5]


@pytest.mark.parametrize("term", ["minCuont 1", "rule [ a sh:TripleRule ]", "js []"])
def test_a_term_that_the_engine_does_not_know_is_found(tmp_path: Path, term: str) -> None:
    found = findings(tmp_path, SHAPE + f"\n sh:{term} .", "x:a a x:C .")
    assert {finding.rule for finding in found} == {"unknown-shape-term"}
    assert found[0].line == 4
    assert f"sh:{term.split()[0]}" in {finding.subject for finding in found}


def test_every_term_that_is_known_does_something_or_is_for_people() -> None:
    """What the engine does not know, it passes over: this tells one from the other."""
    breaks = {
        "closed": "sh:closed true",
        "ignoredProperties": "sh:closed true ; sh:ignoredProperties ()",
        "singleLine": "sh:property [ sh:path x:s ; sh:singleLine true ]",
        "uniqueMembers": "sh:property [ sh:path x:l ; sh:uniqueMembers true ]",
        "minListLength": "sh:property [ sh:path x:l ; sh:minListLength 5 ]",
        "maxListLength": "sh:property [ sh:path x:l ; sh:maxListLength 1 ]",
        "memberShape": "sh:property [ sh:path x:l ; sh:memberShape [ sh:nodeKind sh:IRI ] ]",
        "subsetOf": "sh:property [ sh:path x:s ; sh:subsetOf x:t ]",
        "someValue": "sh:property [ sh:path x:s ; sh:someValue [ sh:hasValue 9 ] ]",
        "rootClass": "sh:property [ sh:path x:k ; sh:rootClass x:Root ]",
        "reifierShape": (
            "sh:property [ sh:path x:s ; sh:reifierShape [ sh:path x:q ; sh:minCount 1 ] ; "
            "sh:reificationRequired true ]"
        ),
        "expression": "sh:expression [ sh:path x:none ]",
        "sparql": 'sh:sparql [ sh:select "SELECT $this WHERE { $this ?p ?o }" ]',
        "targetNode": "sh:nodeKind sh:Literal",
        "targetObjectsOf": "sh:nodeKind sh:Literal",
        "targetWhere": "sh:nodeKind sh:Literal",
    }
    targets = {
        "targetNode": "sh:targetNode x:a",
        "targetObjectsOf": "sh:targetObjectsOf x:k",
        "targetWhere": "sh:targetWhere [ sh:hasValue x:a ]",
    }
    data = 'x:a a x:C ; x:l ( 1 1 ) ; x:s "line\\nbreak" ; x:k x:b .'
    facts = graph.facts((HEAD + data).encode())
    for name, constraint in breaks.items():
        assert name in KNOWN
        target = targets.get(name, "sh:targetClass x:C")
        shape = f"{HEAD}x:S a sh:NodeShape ; {target} ; {constraint} ."
        assert Shapes(graph.facts(shape.encode())).faults(facts), name


@pytest.mark.parametrize(
    "wrong", ["sh:minCount 'x'", "sh:pattern '('", "sh:sparql [ sh:select 'x' ]"]
)
def test_malformed_shapes_are_a_finding(tmp_path: Path, wrong: str) -> None:
    shapes = SHAPE + f"sh:property [ sh:path x:p ; {wrong} ] ."
    [finding] = findings(tmp_path, shapes, "x:a a x:C .")
    assert (Path(finding.file).name, finding.rule) == ("s.ttl", "malformed-shapes")


def test_no_shape_makes_the_engine_go_to_the_network(tmp_path: Path) -> None:
    select = "SELECT $this WHERE { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }"
    shapes = SHAPE + f'sh:sparql [ sh:select "{select}" ] .'
    [finding] = findings(tmp_path, shapes, "x:a a x:C .")
    assert finding.rule == "malformed-shapes"
    assert "SERVICE" in finding.message


def test_shapes_that_have_changed_are_compiled_anew(tmp_path: Path) -> None:
    validation = Validation()
    data = "x:a a x:C ."
    assert findings(tmp_path, SHAPE + "sh:nodeKind sh:IRI .", data, validation) == []
    assert len(findings(tmp_path, SHAPE + "sh:nodeKind sh:Literal .", data, validation)) == 1
