"""Lexical forms to data values, for each datatype of XSD 1.1 and RDF that OWL 2 RL knows.

A mapping takes a lexical form and returns its value, or None where it is no form of the datatype.
It never raises, and takes a form of any length.

Two forms have equal values where XSD 1.1 calls the values *identical*, which is more than equal:
+0 and -0 are two values of xsd:double, and one instant at two time zone offsets is two values of
xsd:dateTime, while NaN is one value (OWL 2 Structural Specification, sections 4.2 and 4.7). The
whiteSpace facet is applied first, as in XSD 1.1, section 4.3.6. Characters and names are those of
XML 1.1, which XSD 1.1 leaves to the implementation, and RDF 1.1 Concepts too (section 3.3).

See https://www.w3.org/TR/xmlschema11-2/ and https://www.w3.org/TR/rdf-plain-literal/.
"""

import math
import re
import struct
from collections.abc import Callable
from decimal import MAX_EMAX, Context, Decimal
from typing import TypeAlias
from xml.etree import ElementTree

Value: TypeAlias = tuple[str, ...]
"""A data value: the name of its space, then what tells it from the other values there."""

Mapping: TypeAlias = Callable[[str], Value | None]
Bounds: TypeAlias = tuple[int | None, int | None]

_BLANKS = re.compile(r"[ \t\n\r]+")
_CHARS = re.compile("[\x01-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PART = _START + "0-9.\xb7\u0300-\u036f\u203f\u2040-"
STRINGS = {
    "string": _CHARS,
    "normalizedString": re.compile(r"[^\t\n\r]*"),
    "token": re.compile(r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?"),
    "language": re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*"),
    "Name": re.compile(f"[:{_START}][:{_PART}]*"),
    "NCName": re.compile(f"[{_START}][{_PART}]*"),
    "NMTOKEN": re.compile(f"[:{_PART}]+"),
}
"""The strings that each string datatype holds."""

INTEGERS: dict[str, Bounds] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
"""The least and the greatest number that each integer datatype holds."""

_FAR = 2**65
_FAR_DIGITS = len(str(_FAR))
_SIGNED = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_FLOAT = re.compile(rf"{_DECIMAL.pattern}(?:[Ee][+-]?[0-9]+)?|[+-]?INF|NaN")
_BEYOND_SINGLE = 2.0**128 - 2.0**103
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})*")
_BASE64 = re.compile(
    r"(?:(?:[A-Za-z0-9+/] ?){4})*"
    r"(?:(?:[A-Za-z0-9+/] ?){3}[A-Za-z0-9+/]"
    r"|(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?="
    r"|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?"
)
_YEAR = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_DATE_TIME = re.compile(f"({_YEAR})-({_MONTH})-({_DAY})T({_TIME})({_ZONE})?")
_LAST_DAYS = {"02": "29", "04": "30", "06": "30", "09": "30", "11": "30"}
_LANGUAGE_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*"
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+"
    r"|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)"
    r"|en-gb-oed|sgn-be-fr|sgn-be-nl|sgn-ch-de"
)

_SPAN = r"(?:[0-9]+{})?"
_CLOCK = "(?:T(?=[0-9])" + _SPAN.format("H") + _SPAN.format("M") + r"(?:[0-9]+(?:\.[0-9]+)?S)?)?"
OTHERS = {
    name: re.compile(pattern)
    for name, pattern in {
        "date": f"(?P<year>{_YEAR})-(?P<month>{_MONTH})-(?P<day>{_DAY}){_ZONE}?",
        "time": f"{_TIME}{_ZONE}?",
        "gYear": f"{_YEAR}{_ZONE}?",
        "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}?",
        "gMonth": f"--{_MONTH}{_ZONE}?",
        "gMonthDay": f"--(?P<month>{_MONTH})-(?P<day>{_DAY}){_ZONE}?",
        "gDay": f"---{_DAY}{_ZONE}?",
        "duration": "-?P(?=[0-9T])" + "".join(map(_SPAN.format, "YMD")) + _CLOCK,
        "dayTimeDuration": "-?P(?=[0-9T])" + _SPAN.format("D") + _CLOCK,
        "yearMonthDuration": "-?P(?=[0-9])" + _SPAN.format("Y") + _SPAN.format("M"),
    }.items()
}
"""The lexical forms of the datatypes of XSD 1.1 that are not in the map of OWL 2 RL."""


def collapsed(lexical: str) -> str:
    """Apply the whiteSpace facet `collapse`."""
    return _BLANKS.sub(" ", lexical).strip(" ") if _BLANKS.search(lexical) else lexical


def is_form(name: str, lexical: str) -> bool:
    """Tell whether `lexical` is a form of the datatype of that name in OTHERS."""
    match = OTHERS[name].fullmatch(collapsed(lexical))
    if match is None:
        return False
    parts = match.groupdict()
    return "day" not in parts or _exists(parts.get("year", "2000"), parts["month"], parts["day"])


def clipped(digits: str) -> int:
    """Return an integer in canonical form as a number, or one beyond all bounds if it is long."""
    if len(digits) > _FAR_DIGITS:
        return -_FAR if digits[0] == "-" else _FAR
    return int(digits)


def within(bounds: Bounds, number: int) -> bool:
    low, high = bounds
    return (low is None or low <= number) and (high is None or number <= high)


def text(lexical: str, language: str) -> Value | None:
    """Return the value of a text in a language; tags that differ only in case are one.

    A tag must be well-formed (RFC 5646, section 2.2.9), registered or not.
    """
    tag = language.lower()
    if _LANGUAGE_TAG.fullmatch(tag) and _CHARS.fullmatch(lexical):
        return "text", lexical, tag
    return None


def plain(lexical: str) -> Value | None:
    """Read an rdf:PlainLiteral, which is its text, an @ and a language tag or nothing."""
    string, at, language = lexical.rpartition("@")
    if language:
        return text(string, language) if at else None
    return ("string", string) if at and _CHARS.fullmatch(string) else None


def xml(lexical: str) -> Value | None:
    """Read an rdf:XMLLiteral: a fragment, so that it cannot have a DTD, nor entities of its own.

    RDF 1.1 Concepts, section 5.3; the value is the fragment in Canonical XML 2.0.
    """
    if not _CHARS.fullmatch(lexical):
        return None
    try:
        return "XML", ElementTree.canonicalize(f"<x>{lexical}</x>", with_comments=True)
    except ElementTree.ParseError:
        return None


def _matching(space: str, pattern: re.Pattern[str]) -> Mapping:
    """Return the mapping of a datatype whose lexical forms are its values."""

    def read(lexical: str) -> Value | None:
        return (space, lexical) if pattern.fullmatch(lexical) else None

    return read


def _collapsing(mapping: Mapping) -> Mapping:
    def read(lexical: str) -> Value | None:
        return mapping(collapsed(lexical))

    return read


def _normalized_string(lexical: str) -> Value | None:
    string = lexical.replace("\t", " ").replace("\n", " ").replace("\r", " ")
    return ("string", string) if _CHARS.fullmatch(string) else None


def _decimal(lexical: str) -> Value | None:
    return ("decimal", _digits(lexical)) if _DECIMAL.fullmatch(lexical) else None


def _digits(lexical: str) -> str:
    """Return the canonical form of a decimal number, that of an integer where it is one."""
    whole, _, part = lexical.lstrip("+-").partition(".")
    part = part.rstrip("0")
    number = (whole.lstrip("0") or "0") + ("." + part if part else "")
    return "-" + number if lexical[0] == "-" and number != "0" else number


def _integer(bounds: Bounds) -> Mapping:
    def read(lexical: str) -> Value | None:
        if not _SIGNED.fullmatch(lexical):
            return None
        digits = _digits(lexical)
        return ("decimal", digits) if within(bounds, clipped(digits)) else None

    return read


def _boolean(lexical: str) -> Value | None:
    if lexical in ("true", "1"):
        return "boolean", "true"
    return ("boolean", "false") if lexical in ("false", "0") else None


def _double(lexical: str) -> Value | None:
    return ("double", repr(float(lexical))) if _FLOAT.fullmatch(lexical) else None


def _float(lexical: str) -> Value | None:
    return ("float", repr(_nearest_single(lexical))) if _FLOAT.fullmatch(lexical) else None


def _single(number: float) -> float:
    if abs(number) >= _BEYOND_SINGLE:
        return math.copysign(math.inf, number)
    rounded: float = struct.unpack("f", struct.pack("f", number))[0]
    return rounded


def _nearest_single(lexical: str) -> float:
    """Round once, from the digits (XSD 1.1, floatingPointRound).

    A double half-way between two singles was itself rounded, so that the digits decide.
    """
    double = float(lexical)
    single = _single(double)
    if single == double or math.isnan(double):
        return single
    if _single(2 * double - single) == 2 * double - single:
        exact, half = Decimal(lexical), Decimal(double)
        if exact != half:
            return _single(math.nextafter(double, math.inf if exact > half else -math.inf))
    return single


def _hex_binary(lexical: str) -> Value | None:
    return ("hexBinary", lexical.upper()) if _HEX.fullmatch(lexical) else None


def _base64_binary(lexical: str) -> Value | None:
    return ("base64Binary", lexical.replace(" ", "")) if _BASE64.fullmatch(lexical) else None


def _date_time(lexical: str) -> Value | None:
    """Read an xsd:dateTime: its seven properties (XSD 1.1, section D.2.1) in canonical form."""
    match = _DATE_TIME.fullmatch(lexical)
    if match is None:
        return None
    year, month, day, time, zone = match.groups("")
    if not _exists(year, month, day):
        return None
    if time.startswith("24"):
        year, month, day = _next_day(year, month, day)
        time = "00:00:00"
    elif "." in time:
        time = time.rstrip("0").rstrip(".")
    if zone in ("+00:00", "-00:00"):
        zone = "Z"
    return "dateTime", _digits(year), month, day, time, zone


def _date_time_stamp(lexical: str) -> Value | None:
    found = _date_time(lexical)
    return found if found and found[-1] else None


def _exists(year: str, month: str, day: str) -> bool:
    """Tell whether the proleptic Gregorian calendar, with a year 0, has this day."""
    if (month, day) == ("02", "29"):
        number = int(year[-4:])
        return number % 4 == 0 and (number % 100 != 0 or number % 400 == 0)
    return day <= _LAST_DAYS.get(month, "31")


def _next_day(year: str, month: str, day: str) -> tuple[str, str, str]:
    following = f"{int(day) + 1:02}"
    if _exists(year, month, following):
        return year, month, following
    if month != "12":
        return year, f"{int(month) + 1:02}", "01"
    return str(Context(prec=len(year) + 1, Emax=MAX_EMAX).add(Decimal(year), 1)), "01", "01"


MAPPINGS: dict[str, Mapping] = {
    **{each: _collapsing(_matching("string", pattern)) for each, pattern in STRINGS.items()},
    "string": _matching("string", _CHARS),
    "normalizedString": _normalized_string,
    "token": _collapsing(_matching("string", _CHARS)),
    "decimal": _collapsing(_decimal),
    **{each: _collapsing(_integer(bounds)) for each, bounds in INTEGERS.items()},
    "float": _collapsing(_float),
    "double": _collapsing(_double),
    "boolean": _collapsing(_boolean),
    "hexBinary": _collapsing(_hex_binary),
    "base64Binary": _collapsing(_base64_binary),
    "anyURI": _collapsing(_matching("anyURI", _CHARS)),
    "dateTime": _collapsing(_date_time),
    "dateTimeStamp": _collapsing(_date_time_stamp),
}
"""The lexical mapping of each datatype of XSD that is in the map of OWL 2 RL."""
