"""What a person writes for a subject, predicate or object, and what is said of a slip."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.errors import AcquisError
from acquis.explain.pattern import Pattern, parse

TABLE = {
    "value": "https://w3id.org/quantum-acquis/id/value/",
    "disvalue": "https://w3id.org/quantum-acquis/id/disvalue/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "": "http://e/",
}
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
PRIVACY = "<https://w3id.org/quantum-acquis/id/value/privacy>"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def value_of(word: str) -> str | None:
    return parse(("value:privacy", "a", word), TABLE).object


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("value:privacy", PRIVACY),
        (PRIVACY, PRIVACY),
        (PRIVACY[1:-1], PRIVACY),
        (":x", "<http://e/x>"),
        ("urn:isbn:0451450523", "<urn:isbn:0451450523>"),
        ("value:a\\,b", "<https://w3id.org/quantum-acquis/id/value/a,b>"),
        ('"x"', '"x"'),
        ("'x'", '"x"'),
        ('"x"@EN-gb', '"x"@en-GB'),
        ('"1"^^xsd:gYear', '"1"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
        ("007", f'"007"^^<{INTEGER}>'),
        ("-5", f'"-5"^^<{INTEGER}>'),
        ("true", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("_:b12ab", "_:b12ab"),
        ("?", None),
        ("?x", None),
        ("_", None),
        (" value:privacy ", PRIVACY),
    ],
)
def test_what_a_word_stands_for(word: str, term: str | None) -> None:
    assert value_of(word) == term


def test_a_is_a_predicate_only() -> None:
    assert parse(("?", "a", "?"), TABLE) == Pattern(None, TYPE, None)
    with pytest.raises(AcquisError, match="the subject 'a' cannot be read"):
        parse(("a", "a", "?"), TABLE)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("valeu:privacy", "a", "?"), "the prefix valeu: is not known; did you mean value:"),
        (("zzz:privacy", "a", "?"), "known prefixes: disvalue, value, xsd"),
        (('"x"', "a", "?"), "a literal cannot be a subject"),
        (("?", '"x"', "?"), "a predicate must be an IRI"),
        (("?", "_:b1", "?"), "a predicate must be an IRI"),
        (("?", "a", "value:x . <urn:a> <urn:b> <urn:c>"), "cannot be read"),
        (("?", "a", "value:x , value:y"), "cannot be read"),
        (("?", "a", "[]"), "cannot be read"),
        (("?", "a", "( value:x )"), "cannot be read"),
        (("?", "a", "<not an iri>"), "cannot be read"),
        (("?", "a", '"open'), "cannot be read"),
        (("?", "a", ""), "cannot be read"),
        (("?", "a", "<relative>"), "cannot be read"),
    ],
)
def test_a_slip_is_told(words: tuple[str, str, str], message: str) -> None:
    with pytest.raises(AcquisError, match=re.escape(message)):
        parse(words, TABLE)


def test_a_bare_word_gets_the_names_that_it_may_mean() -> None:
    with pytest.raises(AcquisError, match=r"did you mean value:privacy or :privacy\?"):
        parse(("privacy", "a", "?"), TABLE, lambda word: [f"value:{word}", f":{word}"])


@given(st.text())
def test_any_word_is_read_or_refused_in_words(word: str) -> None:
    with suppress(AcquisError):
        found = value_of(word)
        assert found is None or found[0] in '<"_'


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_any_literal_is_found_as_it_is_written(text: str) -> None:
    import pyoxigraph as ox

    written = str(ox.Literal(text))
    assert value_of(written) == written
