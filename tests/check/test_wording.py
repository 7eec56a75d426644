"""Blank nodes in findings: written as in Turtle, told apart by what they are."""

from dataclasses import replace
from pathlib import Path

import pytest

from acquis import graph, share
from acquis.check import check
from acquis.findings import Finding
from acquis.positions import Places
from acquis.wording import readable

HEAD = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix x: <http://x/> .
"""
ONE = Finding("a.ttl", 4, "r", "m", "s")


def places(folder: Path, text: str) -> Places:
    path = folder / "a.ttl"
    path.write_text(HEAD + text)
    return Places([graph.read(path, folder)], {"x": "http://x/"})


def label(where: Places, predicate: str) -> str:
    """Return the label of the blank node to which a property leads."""
    return next(
        fact[2] for fact in where.about("<http://x/a>") if fact[1] == f"<http://x/{predicate}>"
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("[ x:q 1 ; x:r [ x:q x:b ] ]", '[ x:q "1"^^<http://www.w3.org/2001/XMLSchema#integer> ;'),
        ("( x:b [ x:q x:c ] )", "( x:b [ x:q x:c ] )"),
        ("[]", "[ ]"),
        (f"( {'x:b ' * 300})", "( … )"),
        (f"[ x:q {' , '.join(f'x:b{n}' for n in range(300))} ]", "[ … ]"),
        (f"{'[ x:q ' * 500} 1 {']' * 500}", "[ … ]"),
    ],
)
def test_a_blank_node_is_written_by_what_is_said_of_it(
    tmp_path: Path, value: str, shown: str
) -> None:
    where = places(tmp_path, f"x:a x:p {value} .")
    node = label(where, "p")
    line = f"a.ttl:4: x:a x:p {node}"
    [found] = readable([replace(ONE, message=f"{node} is bad", statements=(line,))], where)
    assert found.message.startswith(shown)
    assert found.statements[0].startswith(f"a.ttl:4: x:a x:p {shown}")
    assert "_:" not in str(found)


def test_as_a_subject_it_is_left_short(tmp_path: Path) -> None:
    where = places(tmp_path, "x:a x:p [ x:q x:b ] .")
    line = f"a.ttl:4: {label(where, 'p')} x:q x:b"
    assert readable([replace(ONE, statements=(line,))], where)[0].statements == (
        "a.ttl:4: [ … ] x:q x:b",
    )


def test_findings_without_blank_nodes_stay_as_they_are(tmp_path: Path) -> None:
    where = places(tmp_path, 'x:a x:p "_:b0" .')
    other = replace(ONE, line=2, statements=('a.ttl:4: x:a x:p "_:b0"',))
    assert readable([ONE, other], where) == [other, ONE]


def test_a_check_tells_two_nodes_on_one_line_apart_and_shows_neither_label(tmp_path: Path) -> None:
    found = checked(tmp_path, "[] a x:A , x:B ; x:p x:c . [] a x:A , x:B ; x:p x:d .")
    assert [(one.rule, one.subject) for one in found] == [
        ("cax-dw", "[ a x:A ; a x:B ; x:p x:c ]"),
        ("cax-dw", "[ a x:A ; a x:B ; x:p x:d ]"),
    ]
    assert "_:" not in "\n".join(map(str, found))


def test_a_check_shows_the_expression_behind_a_fault(tmp_path: Path) -> None:
    text = "x:C a owl:Class ; rdfs:subClassOf [ a owl:Class ; owl:intersectionOf ( x:A x:B ) ] ."
    [found] = checked(tmp_path, text)
    assert (
        f"{tmp_path}/a.ttl:5: x:C rdfs:subClassOf [ owl:intersectionOf ( x:A x:B ) ]"
        in found.statements
    )


def checked(folder: Path, text: str) -> list[Finding]:
    path = folder / "a.ttl"
    path.write_text(f"{HEAD}x:A owl:disjointWith x:B .\n{text}")
    return check(share.root(), [path], alone=True, use_cache=False)
