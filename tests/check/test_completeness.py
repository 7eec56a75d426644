"""What the tree lacks is told at the line of what it is lacking for."""

from pathlib import Path

import pytest

from acquis import completeness, graph, questions
from acquis.positions import Places

HEAD = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix qap: <https://w3id.org/quantum-acquis/ns#> .
@prefix qsh: <https://w3id.org/quantum-acquis/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
LINES = HEAD.count("\n")
SHAPE = "qsh:S a sh:NodeShape ; sh:targetClass qap:Thing .\n"


ASKS = "#+ id: q\n#+ question: Which?\n#+ tags: t\n"
ALL = ASKS + "SELECT ?x { ?x a ?kind } VALUES ?kind { qap:Thing qap:Other }"


def told(root: Path, query: str = ALL, **texts: str) -> list[tuple[str, int, str]]:
    """Return file, line and rule of what a tree of these files lacks, `_` standing for `/`."""
    for name, text in texts.items():
        path = root / f"{name.replace('_', '/')}.ttl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + text)
    sources, faults = graph.load(graph.files(root), root)
    assert not faults
    (root / "q.rq").write_text(query)
    found = completeness.findings(sources, questions.load(root), Places(sources, {}))
    return [(finding.file, finding.line, finding.rule) for finding in found]


def test_a_class_without_a_node_shape(tmp_path: Path) -> None:
    module = "qap:Thing a owl:Class .\nqap:Other\n a owl:Class ."
    found = told(tmp_path, ontology_modules_m=module, ontology_shapes_m=SHAPE)
    assert found == [("ontology/modules/m.ttl", LINES + 3, "class-without-shape")]


@pytest.mark.parametrize(
    "module",
    [
        "qap:Thing a owl:Class .",
        "qap:Old a owl:Class ; owl:deprecated true .",
        "<http://example.org/Foreign> a owl:Class .",
    ],
)
def test_a_class_that_needs_none_or_has_one(tmp_path: Path, module: str) -> None:
    assert told(tmp_path, ontology_modules_m=module, ontology_shapes_m=SHAPE) == []


def test_a_property_shape_is_no_node_shape(tmp_path: Path) -> None:
    shape = "qsh:S a sh:PropertyShape ; sh:targetClass qap:Thing ; sh:path qap:p ."
    found = told(tmp_path, ontology_modules_m="qap:Thing a owl:Class .", ontology_shapes_m=shape)
    assert [rule for _, _, rule in found] == ["class-without-shape"]


def test_a_shape_that_rules_something_out_and_does_not_say_what(tmp_path: Path) -> None:
    shapes = (
        "qsh:S a sh:NodeShape ; sh:targetClass qap:Thing ; sh:property qsh:S-p .\n"
        "qsh:S-p a sh:PropertyShape ; sh:path qap:p ; sh:minCount 1 .\n"
        "qsh:S-q a sh:PropertyShape ; sh:path qap:q ; sh:minCount 1 ; sh:message 'add it'@en ."
    )
    found = told(tmp_path, ontology_shapes_m=shapes)
    assert found == [("ontology/shapes/m.ttl", LINES + 2, "shape-without-message")]


def test_a_file_of_mappings_that_does_not_say_whose_they_are(tmp_path: Path) -> None:
    link = "qap:a qap:expressesValue qap:b .\n"
    record = (
        "<https://w3id.org/quantum-acquis/graph/data/ttl/mappings/{}> qap:isSupportedBy qap:e ."
    )
    found = told(
        tmp_path,
        data_ttl_mappings_bare=link,
        data_ttl_mappings_good=link + record.format("good"),
        data_ttl_mappings_other=link + record.format("good"),
        data_ttl_law_x=link,
    )
    assert found == [
        ("data/ttl/mappings/bare.ttl", 1, "mapping-without-record"),
        ("data/ttl/mappings/other.ttl", 1, "mapping-without-record"),
    ]


RELATIONS = """qap:claimPredicate a owl:AnnotationProperty .
qap:asks a owl:ObjectProperty ;
    <http://www.w3.org/2000/01/rdf-schema#subPropertyOf> qap:claimRelation .
"""


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { ?x qap:claimPredicate ?y }",
        "SELECT ?x { ?x <https://w3id.org/quantum-acquis/ns#claimPredicate> qap:asks }",
    ],
)
def test_a_term_that_a_question_asks_for(tmp_path: Path, query: str) -> None:
    assert told(tmp_path, ASKS + query, ontology_modules_m=RELATIONS) == []


def test_a_term_that_no_question_asks_for(tmp_path: Path) -> None:
    query = "# qap:claimPredicate\nSELECT ?x { ?x qap:asks ?y }"
    found = told(tmp_path, ASKS + query, ontology_modules_m=RELATIONS)
    assert found == [("ontology/modules/m.ttl", LINES + 1, "term-without-question")]
