"""The datatype map: every datatype's lexical forms, its values, and which values are the same."""

import base64
import math
import struct
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal, localcontext
from itertools import combinations

import numpy as np
import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.reasoning.lexical_forms import BOUNDS, FORMS, OTHERS, RDF_FORMS

from acquis.reasoning import datatypes
from acquis.reasoning.datatypes import (
    LANG_STRING,
    LEXICAL_ONLY,
    LITERAL,
    PLAIN_LITERAL,
    SUPPORTED,
    XML_LITERAL,
    contains,
    datatypes_of,
    differ,
    excludes,
    is_well_typed,
    split,
    value,
)

XSD = "http://www.w3.org/2001/XMLSchema#"
OWL_2_RL = """decimal integer nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger
    long int short byte unsignedLong unsignedInt unsignedShort unsignedByte float double string
    normalizedString token language Name NCName NMTOKEN boolean hexBinary base64Binary anyURI
    dateTime dateTimeStamp""".split()


def xsd(name: str) -> str:
    return f"<{XSD}{name}>"


def literal(form: str, datatype: str) -> str:
    """Return the literal as every reader of ours writes it."""
    iri = datatype.strip("<>") if datatype.startswith("<") else XSD + datatype
    return str(ox.Literal(form, datatype=ox.NamedNode(iri)))


RDF = {"PlainLiteral": PLAIN_LITERAL, "XMLLiteral": XML_LITERAL, "langString": LANG_STRING}
MAPPED = {
    **{xsd(name): table for name, table in FORMS.items()},
    **{RDF[name]: table for name, table in RDF_FORMS.items()},
}
ALL = [
    (datatype, form, good)
    for datatype, table in MAPPED.items()
    for good, part in zip((True, False), table, strict=True)
    for form in part
]


def short(case: object) -> str | None:
    return ascii(case)[:40] if isinstance(case, str) else None


def test_the_map_is_that_of_owl_2_rl() -> None:
    assert {xsd(name) for name in OWL_2_RL} | {LITERAL, *RDF.values()} == SUPPORTED
    assert {xsd(name) for name in OTHERS} == LEXICAL_ONLY


UNREFUSING = {"string", "normalizedString", "token", "anyURI"}


def test_every_datatype_has_its_forms() -> None:
    assert set(FORMS) == set(OWL_2_RL)
    for name, (good, bad) in {**FORMS, **OTHERS}.items():
        assert len(set(good)) >= 10, name
        assert len(set(bad)) >= (4 if name in UNREFUSING else 10), name


@pytest.mark.parametrize(("datatype", "form", "good"), ALL, ids=short)
def test_lexical_forms_are_accepted_or_refused(datatype: str, form: str, good: bool) -> None:
    term = literal(form, datatype)
    assert is_well_typed(term) is good
    assert (value(term) is not None) is good
    assert contains(datatype, term) is good
    assert excludes(datatype, term) is not good
    assert contains(LITERAL, term) is good
    assert (datatype in datatypes_of(term)) is good


@pytest.mark.parametrize("name", OTHERS)
def test_forms_outside_the_map_are_checked_and_their_values_are_not(name: str) -> None:
    for good, part in zip((True, False), OTHERS[name], strict=True):
        for form in part:
            term = literal(form, name)
            assert is_well_typed(term) is good, form
            assert contains(xsd(name), term) is good, form
            assert value(term) is not None
            assert datatypes_of(term) == ()


def forms(datatype: str, *texts: str) -> list[str]:
    return [literal(text, datatype) for text in texts]


UNIT = "<http://example.org/unit>"
ONE = ["integer", *(name for name, (_, high) in BOUNDS.items() if high is None or high > 0)]
ZERO = ["integer", *(name for name, (low, high) in BOUNDS.items() if 0 in (low, high))]
SAME: list[list[str]] = [
    [*(literal("1", name) for name in ONE), *forms("decimal", "1", "1.0", "1.", "+01.000")],
    [*(literal("-0", name) for name in ZERO), *forms("decimal", "0", "-0.0", ".0", "0.")],
    [literal("-1", "byte"), literal("-1", "negativeInteger"), literal("-1.0", "decimal")],
    forms("integer", "2", "02", "+2", " 2 "),
    forms("decimal", "0.5", ".50", "+00.5"),
    forms("decimal", "-0.5", "-.5"),
    forms("double", "1", "1.0", "10e-1", "+1E0", " 1 "),
    forms("float", "1", "1.0", "10e-1", "+1E0", "1.00000001"),
    forms("double", "0", "+0.0", "0e9", "1e-999"),
    forms("double", "-0", "-0.0", "-1e-999"),
    forms("float", "0", "+0.0", "1e-60"),
    forms("float", "-0", "-0.0", "-1e-60"),
    forms("double", "INF", "+INF", "1e999"),
    forms("double", "-INF", "-1e999"),
    forms("float", "INF", "+INF", "1e39", "3.4028235677973367e38"),
    forms("float", "-INF", "-1e39"),
    forms("float", "3.4028234663852886e38", "3.4028235677973366e38"),
    forms("double", "NaN", " NaN "),
    forms("float", "NaN"),
    forms("double", "0.1", "0.10000000000000000001"),
    forms("float", "0.1", "0.100000001"),
    [
        '"a"',
        *(literal("a", n) for n in ("string", "normalizedString", "language", "NCName", "NMTOKEN")),
        *(literal(" a\t", n) for n in ("token", "Name")),
        literal("a@", PLAIN_LITERAL),
    ],
    ['"A"', literal("A", "token")],
    ['" a "', literal("\ta\n", "normalizedString")],
    ['"\\ta\\n"', literal("\ta\n", "string")],
    ['"a b"', literal(" a\t\n b ", "token")],
    ['""', literal("  ", "token"), literal("@", PLAIN_LITERAL)],
    ['"a"@en-GB', '"a"@EN-gb', *forms(PLAIN_LITERAL, "a@en-GB", "a@EN-GB")],
    ['"a"@en'],
    ['"A"@en'],
    forms("anyURI", "a", " a "),
    forms("boolean", "true", "1", " 1 "),
    forms("boolean", "false", "0"),
    forms("hexBinary", "0fB7", "0FB7", "0fb7"),
    forms("base64Binary", "D7c=", "D 7 c ="),
    forms("hexBinary", "AAAA"),
    forms("base64Binary", "AAAA"),
    [
        *forms("dateTime", "2024-12-31T24:00:00Z", "2025-01-01T00:00:00Z"),
        *forms("dateTime", "2025-01-01T00:00:00-00:00"),
        *forms("dateTimeStamp", "2025-01-01T00:00:00.000+00:00"),
    ],
    forms("dateTime", "2025-01-01T00:00:00", "2024-12-31T24:00:00.0"),
    [literal("2025-01-01T01:00:00+01:00", name) for name in ("dateTime", "dateTimeStamp")],
    forms("dateTime", "2024-03-01T00:00:00", "2024-02-29T24:00:00"),
    forms("dateTime", "2023-03-01T00:00:00", "2023-02-28T24:00:00"),
    forms("dateTime", "2024-05-01T00:00:00", "2024-04-30T24:00:00"),
    forms("dateTime", "0000-01-01T00:00:00", "-0001-12-31T24:00:00"),
    forms("dateTime", "-0000-01-02T00:00:00", "0000-01-01T24:00:00"),
    forms("dateTime", "10000-01-01T00:00:00", "9999-12-31T24:00:00"),
    forms("dateTime", "2025-01-01T00:00:00.10", "2025-01-01T00:00:00.1"),
    forms(XML_LITERAL, "<b c='1' d='2'/>", '<b d="2" c="1"></b>'),
    forms(XML_LITERAL, "&#65;", "A"),
    forms(UNIT, "1"),
    forms(UNIT, "01"),
    forms("date", "2025-01-01"),
    forms("date", "2025-01-01Z"),
    ['"a"@en--ltr', '"a"@EN--ltr'],
    ['"a"@en--rtl'],
]
OPAQUE = {xsd("date"), UNIT, datatypes.DIR_LANG_STRING}


@pytest.mark.parametrize("terms", SAME, ids=lambda terms: terms[0][:40])
def test_equal_values(terms: list[str]) -> None:
    assert None not in map(value, terms)
    assert len({value(term) for term in terms}) == 1


def test_different_values() -> None:
    for left, right in combinations(SAME, 2):
        first, second = value(left[0]), value(right[0])
        assert first is not None
        assert second is not None
        assert first != second, (left[0], right[0])
        known = not OPAQUE & {split(left[0])[1], split(right[0])[1]}
        assert differ(first, second) is known, (left[0], right[0])
        assert not differ(first, first)


HOLDS = [
    ('"a"', "string normalizedString token language Name NCName NMTOKEN"),
    ('"a b"', "string normalizedString token"),
    ('" a"', "string normalizedString"),
    ('"a  b"', "string normalizedString"),
    ('"a\\n"', "string"),
    ('""', "string normalizedString token"),
    ('"a:b"', "string normalizedString token Name NMTOKEN"),
    ('"1"', "string normalizedString token NMTOKEN"),
    ('"en-GB"', "string normalizedString token language Name NCName NMTOKEN"),
    (
        literal("0", "byte"),
        "decimal integer nonNegativeInteger nonPositiveInteger long int short byte"
        " unsignedLong unsignedInt unsignedShort unsignedByte",
    ),
    (
        literal("200.0", "decimal"),
        "decimal integer nonNegativeInteger positiveInteger long int short"
        " unsignedLong unsignedInt unsignedShort unsignedByte",
    ),
    (
        literal("-200", "integer"),
        "decimal integer nonPositiveInteger negativeInteger long int short",
    ),
    (literal("1" * 5000, "integer"), "decimal integer nonNegativeInteger positiveInteger"),
    (literal("-" + "1" * 5000, "integer"), "decimal integer nonPositiveInteger negativeInteger"),
    (
        literal("18446744073709551615", "integer"),
        "decimal integer nonNegativeInteger positiveInteger unsignedLong",
    ),
    (
        literal("18446744073709551616", "integer"),
        "decimal integer nonNegativeInteger positiveInteger",
    ),
    (literal("1.5", "decimal"), "decimal"),
    (literal("1", "float"), "float"),
    (literal("1", "double"), "double"),
    (literal("1", "boolean"), "boolean"),
    (literal("11", "hexBinary"), "hexBinary"),
    (literal("1111", "base64Binary"), "base64Binary"),
    (literal("a", "anyURI"), "anyURI"),
    (literal("2025-01-01T00:00:00", "dateTime"), "dateTime"),
    (literal("2025-01-01T00:00:00Z", "dateTime"), "dateTime dateTimeStamp"),
]


@pytest.mark.parametrize(("term", "names"), HOLDS, ids=short)
def test_value_spaces(term: str, names: str) -> None:
    plain = {PLAIN_LITERAL} if names.startswith("string") else set()
    expected = {LITERAL, *plain, *map(xsd, names.split())}
    assert set(datatypes_of(term)) == expected
    assert len(datatypes_of(term)) == len(expected)
    for datatype in SUPPORTED:
        assert contains(datatype, term) is (datatype in expected)
        assert excludes(datatype, term) is (datatype not in expected)


def test_value_spaces_of_rdf() -> None:
    assert set(datatypes_of('"a"@en')) == {LITERAL, PLAIN_LITERAL, LANG_STRING}
    assert set(datatypes_of(literal("<b/>", XML_LITERAL))) == {LITERAL, XML_LITERAL}
    assert excludes(xsd("string"), '"a"@en')
    assert excludes(LANG_STRING, '"a"')


def test_what_is_not_known_is_neither_held_nor_excluded() -> None:
    for term in (literal("1", UNIT), literal("2025", "gYear"), '"a"@en--ltr'):
        for datatype in SUPPORTED:
            assert not contains(datatype, term)
            assert not excludes(datatype, term)
    assert contains(UNIT, literal("1", UNIT))
    assert not excludes(xsd("date"), '"1"')
    assert not contains(xsd("date"), '"1"')


def test_an_ill_typed_literal_is_excluded_everywhere() -> None:
    for datatype in (*SUPPORTED, UNIT):
        assert excludes(datatype, literal("a", "integer"))


@pytest.mark.parametrize(
    "tag", ["e", "en-abcdefghi", "abcdefghi", "en-a", "x", "en-x", "de-419-DE"]
)
def test_a_language_tag_must_be_well_formed(tag: str) -> None:
    assert value(f'"a"@{tag}') is None


@pytest.mark.parametrize(
    "tag",
    "en de-CH-1901 sl-rozaj-biske zh-Hant-TW es-419 sr-Latn-RS zh-cmn-Hans-CN en-US-u-islamcal"
    " de-CH-x-phonebk az-Arab-x-AZE-derbend x-whatever i-enochian en-GB-oed art-lojban qaa-Qaaa"
    " hy-Latn-IT-arevela en-a-myext-b-another mul und".split(),
)
def test_language_tags_of_rfc_5646(tag: str) -> None:
    assert value(f'"a"@{tag}') == ("text", "a", tag.lower())


@pytest.mark.parametrize("term", ["<http://a>", "_:b", "a", "", '"', "?x"])
def test_only_literals_can_be_split(term: str) -> None:
    with pytest.raises(ValueError, match="not an N-Triples literal"):
        split(term)


def test_split_resolves_escapes() -> None:
    term = r'"a\u00e9\U0001F680\t\b\n\r\f\"\'\\"^^<http://a/b>'
    assert split(term) == ("a\xe9\U0001f680\t\b\n\r\f\"'\\", "<http://a/b>", "")
    assert split(r'"\uD800"')[0] == "\ud800"
    assert value(r'"\uD800"') is None
    assert value(r'"\uD800"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral>') is None
    assert split('"a"@en-GB') == ("a", LANG_STRING, "en-GB")
    assert split('"a"@en--ltr') == ("a", datatypes.DIR_LANG_STRING, "en--ltr")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_split_reads_what_parsers_write(form: str) -> None:
    assert split(str(ox.Literal(form)))[0] == form
    assert split(str(ox.Literal(form, language="en"))) == (form, LANG_STRING, "en")
    assert split(literal(form, "token")) == (form, xsd("token"), "")


@given(st.integers(), st.integers())
@example(10**30, 10**30)
def test_integers_are_numbers(left: int, right: int) -> None:
    first, second = value(literal(str(left), "integer")), value(literal(f"{right:+}", "integer"))
    assert first is not None
    assert second is not None
    assert (first == second) is (left == right)
    for name, (low, high) in BOUNDS.items():
        held = (low is None or low <= left) and (high is None or left <= high)
        assert contains(xsd(name), literal(str(left), "integer")) is held


DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)


@given(DECIMALS, DECIMALS)
@example(Decimal("1.0"), Decimal(1))
def test_decimals_are_numbers(left: Decimal, right: Decimal) -> None:
    first, second = (value(literal(f"{each:f}", "decimal")) for each in (left, right))
    assert first is not None
    assert (first == second) is (left == right)


def bits(number: float) -> bytes:
    return b"NaN" if math.isnan(number) else struct.pack("d", number)


def form_of(number: float) -> str:
    return repr(number).replace("nan", "NaN").replace("inf", "INF")


@given(st.floats(), st.floats())
@example(0.0, -0.0)
@example(math.nan, math.nan)
@example(math.nan, math.inf)
def test_doubles_are_their_bits(left: float, right: float) -> None:
    first, second = (value(literal(form_of(each), "double")) for each in (left, right))
    assert first is not None
    assert (first == second) is (bits(left) == bits(right))


@given(st.floats(width=32), st.floats(width=32))
@example(0.0, -0.0)
def test_singles_are_their_bits(left: float, right: float) -> None:
    first, second = (value(literal(form_of(each), "float")) for each in (left, right))
    assert first is not None
    assert (first == second) is (bits(left) == bits(right))
    assert value(literal(form_of(left), "double")) != first


@given(st.floats(width=32, min_value=0, max_value=2.0**127), st.integers(1, 40))
@example(0.0, 1)
@example(1.0, 30)
def test_floats_are_rounded_once(single: float, beyond: int) -> None:
    """Just below and above the middle of two singles, by less than a double can hold."""
    above = float(np.nextafter(np.float32(single), np.float32(math.inf)))
    low, high = (value(literal(form_of(each), "float")) for each in (single, above))
    with localcontext(prec=1000):
        middle = (Decimal(single) + Decimal(above)) / 2
        little = middle.scaleb(-20 - beyond)
        up, down, negative = middle + little, middle - little, -middle - little
    assert value(literal(f"{up:f}", "float")) == high
    assert value(literal(f"{down:f}", "float")) == low
    assert value(literal(f"{negative:f}", "float")) == value(literal(form_of(-above), "float"))


def test_the_greatest_float_is_rounded_once() -> None:
    edge = 2**128 - 2**103
    greatest = value(literal("3.4028234663852886e38", "float"))
    assert value(literal(f"{edge}", "float")) == value(literal("INF", "float"))
    assert value(literal(f"{edge - 1}.999", "float")) == greatest
    assert value(literal(f"-{edge - 1}", "float")) == value(
        literal("-3.4028234663852886e38", "float")
    )


ZONES = st.none() | st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(timezones=ZONES), st.datetimes(timezones=ZONES))
@example(datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 1, 1))
def test_date_times_are_their_clock_and_their_zone(left: datetime, right: datetime) -> None:
    first, second = (value(literal(each.isoformat(), "dateTime")) for each in (left, right))
    same = left.replace(tzinfo=None) == right.replace(tzinfo=None)
    assert first is not None
    assert second is not None
    assert (first == second) is (same and left.utcoffset() == right.utcoffset())
    assert contains(xsd("dateTimeStamp"), literal(left.isoformat(), "dateTime")) is bool(
        left.tzinfo
    )


@given(st.integers(1, 9998), st.integers(1, 366))
def test_the_end_of_a_day_is_the_start_of_the_next(year: int, day: int) -> None:
    start = datetime(year, 1, 1) + timedelta(days=day - 1)
    end = literal(f"{start:%m-%dT24:00:00}".join((f"{start.year:04}-", "")), "dateTime")
    following = literal((start + timedelta(days=1)).isoformat(), "dateTime")
    assert value(end) == value(following)


@given(st.integers(-99999, 99999), st.integers(1, 12), st.integers(1, 31))
def test_days_exist_as_in_the_proleptic_calendar(year: int, month: int, day: int) -> None:
    form = f"{'-' * (year < 0)}{abs(year):04}-{month:02}-{day:02}"
    try:
        datetime(year % 400 + 400, month, day)
        exists = True
    except ValueError:
        exists = False
    assert is_well_typed(literal(form, "date")) is exists
    assert is_well_typed(literal(form + "T00:00:00", "dateTime")) is exists


@given(st.binary(), st.booleans())
def test_binary_data(octets: bytes, spaced: bool) -> None:
    text = base64.b64encode(octets).decode()
    assert value(literal(" ".join(text) if spaced else text, "base64Binary")) == (
        "base64Binary",
        text,
    )
    assert value(literal(octets.hex(), "hexBinary")) == ("hexBinary", octets.hex().upper())


@given(st.text("AQgwE9+/= ", max_size=9))
def test_base64_is_refused_where_it_does_not_decode_and_encode_to_itself(form: str) -> None:
    packed = " ".join(form.split()).replace(" ", "")
    try:
        again = base64.b64encode(base64.b64decode(packed, validate=True)).decode()
    except ValueError:
        again = None
    assert is_well_typed(literal(form, "base64Binary")) is (again == packed)


@given(st.text(max_size=30), st.sampled_from(sorted(SUPPORTED | LEXICAL_ONLY)))
def test_no_text_makes_it_raise(form: str, datatype: str) -> None:
    term = '"' + form.replace("\\", "\\\\").replace('"', '\\"') + '"^^' + datatype
    found = value(term)
    assert found is None or found == value(term)
    assert not (contains(datatype, term) and excludes(datatype, term))
    assert (datatypes_of(term) == ()) or is_well_typed(term)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("A " * 100000 + "!", "base64Binary"),
        ("a-" * 100000, "language"),
        (" " * 100000 + "1 1", "integer"),
        ("a " * 100000, "token"),
        ("P" + "1" * 100000, "duration"),
        ("1" * 100000 + "x", "decimal"),
        ("1" * 100000 + "e1" * 100000, "double"),
        ("9" * 100000 + "-12-31T24:00:00", "dateTime"),
    ],
    ids=short,
)
def test_long_forms_take_no_more_than_their_length(form: str, name: str) -> None:
    started = datetime.now()
    is_well_typed(literal(form, name))
    assert datetime.now() - started < timedelta(seconds=2)
