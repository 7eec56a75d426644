"""The datatype map of OWL 2 RL: which literals denote a data value, and which denote the same.

Terms are N-Triples text: a literal is `"1"^^<http://www.w3.org/2001/XMLSchema#integer>`, a
datatype is its IRI in angle brackets. The datatypes are those of OWL 2 Profiles, section 4.2,
with rdf:langString, the datatype of every literal that has a language tag. What the datatype of a
literal does not tell, a rule must not conclude: the value of a literal outside the map is opaque.

See https://www.w3.org/TR/owl2-profiles/#Entities_3 and
https://www.w3.org/TR/owl2-syntax/#Datatype_Maps.
"""

import re

from acquis.reasoning import lexical
from acquis.reasoning.lexical import Mapping, Value

_RDF = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#{}>".format
_XSD = "<http://www.w3.org/2001/XMLSchema#{}>".format
LITERAL = "<http://www.w3.org/2000/01/rdf-schema#Literal>"
PLAIN_LITERAL, XML_LITERAL = _RDF("PlainLiteral"), _RDF("XMLLiteral")
LANG_STRING, DIR_LANG_STRING = _RDF("langString"), _RDF("dirLangString")
STRING, DECIMAL, DATE_TIME = _XSD("string"), _XSD("decimal"), _XSD("dateTime")
DATE_TIME_STAMP = _XSD("dateTimeStamp")

_OPAQUE = "opaque"
_ESCAPE = re.compile(
    r"""\\(?:u([0-9A-Fa-f]{4})|U(00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})|([tbnrf"'\\]))"""
)
_CONTROLS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}

_STRINGS = {_XSD(name): pattern for name, pattern in lexical.STRINGS.items()}
_INTEGERS = {_XSD(name): bounds for name, bounds in lexical.INTEGERS.items()}
_OTHERS = {_XSD(name): name for name in lexical.OTHERS}
_MAPPINGS: dict[str, Mapping] = {
    PLAIN_LITERAL: lexical.plain,
    XML_LITERAL: lexical.xml,
    **{_XSD(name): mapping for name, mapping in lexical.MAPPINGS.items()},
}
_SPACES: dict[str, tuple[str, ...]] = {
    "string": (LITERAL, PLAIN_LITERAL, *_STRINGS),
    "text": (LITERAL, PLAIN_LITERAL, LANG_STRING),
    "XML": (LITERAL, XML_LITERAL),
    "decimal": (LITERAL, DECIMAL, *_INTEGERS),
    "dateTime": (LITERAL, DATE_TIME, DATE_TIME_STAMP),
    **{
        name: (LITERAL, _XSD(name))
        for name in ("float", "double", "boolean", "hexBinary", "base64Binary", "anyURI")
    },
    _OPAQUE: (),
}

SUPPORTED: frozenset[str] = frozenset({LITERAL, LANG_STRING, *_MAPPINGS})
"""The datatypes of the map: those of OWL 2 RL, and rdf:langString."""

LEXICAL_ONLY: frozenset[str] = frozenset(_OTHERS)
"""Datatypes outside the map that `acquis check` reads all the same: only their lexical form."""


def split(term: str) -> tuple[str, str, str]:
    """Return the lexical form, the datatype and the language tag ("" if none) of a literal.

    Escapes are resolved. The datatype is an IRI in angle brackets: that of a literal without one
    is xsd:string or, with a language tag, rdf:langString (RDF 1.1 Concepts, section 3.3). A base
    direction, as in `"x"@ar--rtl`, is returned with the tag (RDF 1.2).

    Raises ValueError where `term` is no N-Triples literal.
    """
    end = term.rfind('"')
    if end < 1 or term[0] != '"':
        raise ValueError(f"not an N-Triples literal: {term}")
    form, rest = term[1:end], term[end + 1 :]
    if "\\" in form:
        form = _ESCAPE.sub(_unescaped, form)
    if not rest:
        return form, STRING, ""
    if rest[0] == "@":
        return form, DIR_LANG_STRING if "--" in rest else LANG_STRING, rest[1:]
    return form, rest[2:], ""


def value(term: str) -> Value | None:
    """Return the data value that a literal denotes, or None where it is ill-typed.

    Two literals denote the same value if and only if their values are equal. The value of a
    literal whose datatype is outside the map is opaque: equal to itself alone, and never None.
    """
    form, datatype, language = split(term)
    mapping = _MAPPINGS.get(datatype)
    if mapping:
        return mapping(form)
    if datatype == LANG_STRING:
        return lexical.text(form, language)
    return _OPAQUE, datatype, form, language.lower()


def differ(first: Value, second: Value) -> bool:
    """Tell whether two values are known to be different, which is what rule dt-diff asks.

    Of an opaque value nothing is known but that it equals itself.
    """
    return first != second and first[0] != _OPAQUE and second[0] != _OPAQUE


def is_well_typed(term: str) -> bool:
    """Tell whether the lexical form of a literal is one of its datatype.

    It is for every datatype outside SUPPORTED and LEXICAL_ONLY, of which we know nothing.
    """
    form, datatype, _ = split(term)
    name = _OTHERS.get(datatype)
    return lexical.is_form(name, form) if name else value(term) is not None


def contains(datatype: str, term: str) -> bool:
    """Tell whether the value space of `datatype` is known to hold the value of the literal."""
    found = value(term)
    if found is None:
        return False
    if found[0] == _OPAQUE:
        return datatype == found[1] and is_well_typed(term)
    return datatype in _datatypes(found)


def excludes(datatype: str, term: str) -> bool:
    """Tell whether the value space of `datatype` is known not to hold the value of the literal.

    That is what rule dt-not-type asks. An ill-typed literal has no value, so that every datatype
    excludes it. Beyond that, a datatype outside the map excludes nothing, and nothing excludes an
    opaque value.
    """
    found = value(term)
    if found is None:
        return True
    return found[0] != _OPAQUE and datatype in SUPPORTED and datatype not in _datatypes(found)


def datatypes_of(term: str) -> tuple[str, ...]:
    """Return the supported datatypes whose value space holds the value of the literal (dt-type2).

    There is none for an ill-typed or an opaque one.
    """
    found = value(term)
    return _datatypes(found) if found else ()


def _datatypes(found: Value) -> tuple[str, ...]:
    space = found[0]
    if space == "string":
        narrow = (each for each, pattern in _STRINGS.items() if pattern.fullmatch(found[1]))
        return LITERAL, PLAIN_LITERAL, *narrow
    if space == "decimal":
        if "." in found[1]:
            return LITERAL, DECIMAL
        number = lexical.clipped(found[1])
        return LITERAL, DECIMAL, *(d for d, b in _INTEGERS.items() if lexical.within(b, number))
    if space == "dateTime" and not found[-1]:
        return LITERAL, DATE_TIME
    return _SPACES[space]


def _unescaped(match: re.Match[str]) -> str:
    short, long, control = match.groups()
    return _CONTROLS.get(control, control) if control else chr(int(short or long, 16))
