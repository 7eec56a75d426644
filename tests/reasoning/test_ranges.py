"""Datatypes within one another, against the values that they hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.reasoning import lexical
from acquis.reasoning.datatypes import LITERAL, SUPPORTED, contains
from acquis.reasoning.facts import iri
from acquis.reasoning.ranges import is_within

EDGES = sorted(
    {
        sign * 2**power + step
        for power in (0, 7, 8, 15, 16, 31, 32, 63, 64, 70)
        for sign in (1, -1)
        for step in (-1, 0, 1)
    }
)
VALUES = [
    *(f'"{number}"^^{iri("xsd:integer")}' for number in EDGES),
    f'"0.5"^^{iri("xsd:decimal")}',
    *(f'"{text}"' for text in ("", "a", "a b", " a", "a\\n", "1a", ":a", "en-GB", "a:b")),
    '"a"@en',
    f'"<a/>"^^{iri("rdf:XMLLiteral")}',
    f'"2026-11-22T00:00:00"^^{iri("xsd:dateTime")}',
    f'"2026-11-22T00:00:00Z"^^{iri("xsd:dateTime")}',
    f'"1"^^{iri("xsd:float")}',
    f'"1"^^{iri("xsd:double")}',
    f'"true"^^{iri("xsd:boolean")}',
    f'"00"^^{iri("xsd:hexBinary")}',
    f'"AA=="^^{iri("xsd:base64Binary")}',
    f'"a"^^{iri("xsd:anyURI")}',
]
DATATYPES = st.sampled_from(sorted(SUPPORTED))
INTEGERS = st.sampled_from([iri(f"xsd:{name}") for name in lexical.INTEGERS])


@given(st.sets(DATATYPES, min_size=1, max_size=3), DATATYPES)
def test_no_value_is_in_all_and_not_within(narrow: set[str], wide: str) -> None:
    if is_within(narrow, wide):
        for value in VALUES:
            if all(contains(datatype, value) for datatype in narrow):
                assert contains(wide, value), value


@given(st.sets(INTEGERS, min_size=1, max_size=3), INTEGERS)
def test_integers_are_compared_exactly(narrow: set[str], wide: str) -> None:
    """Between integer datatypes the bounds decide, and the values have an edge at every bound."""
    common = [each for each in VALUES if all(contains(datatype, each) for datatype in narrow)]
    assert is_within(narrow, wide) == all(contains(wide, value) for value in common)


@pytest.mark.parametrize(
    ("narrow", "wide", "expected"),
    [
        ("xsd:byte", "xsd:short", True),
        ("xsd:short", "xsd:byte", False),
        ("xsd:byte xsd:unsignedInt", "xsd:unsignedByte", True),
        ("xsd:nonNegativeInteger xsd:nonPositiveInteger", "xsd:byte", True),
        ("xsd:positiveInteger xsd:negativeInteger", "xsd:string", True),
        ("xsd:integer xsd:string", "xsd:boolean", True),
        ("xsd:decimal", "xsd:integer", False),
        ("xsd:NCName", "rdf:PlainLiteral", True),
        ("xsd:dateTimeStamp", "xsd:dateTime", True),
        ("xsd:boolean", "rdfs:Literal", True),
        ("owl:Thing", "rdfs:Literal", False),
        ("owl:Thing xsd:byte", "xsd:integer", True),
        ("xsd:byte", "owl:Thing", False),
    ],
)
def test_table(narrow: str, wide: str, expected: bool) -> None:
    assert is_within([iri(name) for name in narrow.split()], iri(wide)) == expected


def test_no_datatype_says_nothing() -> None:
    assert not is_within([], LITERAL)
