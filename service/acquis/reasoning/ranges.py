"""Which datatypes hold all values that several others have in common.

See OWL 2 Structural Specification, section 4 (https://www.w3.org/TR/owl2-syntax/#Datatype_Maps).
"""

from collections.abc import Iterable

from acquis.reasoning import lexical
from acquis.reasoning.datatypes import (
    DATE_TIME,
    DATE_TIME_STAMP,
    DECIMAL,
    LITERAL,
    PLAIN_LITERAL,
    STRING,
    XML_LITERAL,
)
from acquis.reasoning.facts import iri

INTEGERS = {iri(f"xsd:{name}"): bounds for name, bounds in lexical.INTEGERS.items()}
NORMALIZED, TOKEN, NAME, NCNAME, NMTOKEN, LANGUAGE = (
    iri(f"xsd:{name}")
    for name in ("normalizedString", "token", "Name", "NCName", "NMTOKEN", "language")
)
DERIVED_FROM = {
    STRING: PLAIN_LITERAL,
    NORMALIZED: STRING,
    TOKEN: NORMALIZED,
    LANGUAGE: TOKEN,
    NMTOKEN: TOKEN,
    NAME: TOKEN,
    NCNAME: NAME,
    DATE_TIME_STAMP: DATE_TIME,
}
ALONE = (
    XML_LITERAL,
    *(iri(f"xsd:{name}") for name in "float double boolean hexBinary base64Binary anyURI".split()),
)
# Datatypes of different spaces have no value in common.
SPACES = {
    DECIMAL: DECIMAL,
    **dict.fromkeys(INTEGERS, DECIMAL),
    **dict.fromkeys((PLAIN_LITERAL, *DERIVED_FROM), PLAIN_LITERAL),
    **dict.fromkeys((DATE_TIME, DATE_TIME_STAMP), DATE_TIME),
    **{name: name for name in ALONE},
}


def is_within(narrow: Iterable[str], wide: str) -> bool:
    """Say whether every value that all datatypes of `narrow` have is known to be in `wide`.

    Where they have none in common, that holds of every datatype. A datatype outside the map of
    OWL 2 RL says nothing.
    """
    known = {name for name in narrow if name in SPACES}
    if wide in (*known, LITERAL):
        return bool(known)
    if len({SPACES[name] for name in known}) > 1:
        return True
    if any(wide in _ancestors(name) for name in known):
        return True
    bounds = [INTEGERS[name] for name in known if name in INTEGERS]
    return bool(bounds) and _is_within_bounds(bounds, wide)


def _ancestors(name: str) -> list[str]:
    found = []
    while name in DERIVED_FROM:
        name = DERIVED_FROM[name]
        found.append(name)
    return found


def _is_within_bounds(narrow: list[lexical.Bounds], wide: str) -> bool:
    lows = [low for low, _ in narrow if low is not None]
    highs = [high for _, high in narrow if high is not None]
    if lows and highs and max(lows) > min(highs):
        return True
    if wide == DECIMAL:
        return True
    low, high = INTEGERS.get(wide, (0, -1))
    above = low is None or (bool(lows) and max(lows) >= low)
    below = high is None or (bool(highs) and min(highs) <= high)
    return above and below and wide in INTEGERS
