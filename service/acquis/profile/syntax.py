"""Axioms and expressions of OWL 2, and their text in functional-style syntax.

See https://www.w3.org/TR/owl2-syntax/. A named class, datatype, individual or literal is its
term; the inverse of an object property is its term with `INVERSE_MARK` before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from acquis.reasoning.facts import SPACES, Fact, is_literal

INVERSE_MARK = "^"
LONGEST_TEXT = 40


class Expression(NamedTuple):
    """A class expression or a data range.

    `kind` is its name in functional-style syntax, `parts` its classes, ranges, individuals or
    literals, `properties` what it restricts, `number` its cardinality (-1 for none), and `fact`
    the triple that makes it what it is.
    """

    kind: str
    parts: tuple["Part", ...]
    fact: Fact
    properties: tuple[str, ...] = ()
    number: int = -1

    def __str__(self) -> str:
        number = [str(self.number)] if self.number >= 0 else []
        return f"{self.kind}({' '.join([*number, *map(text, (*self.properties, *self.parts))])})"


Part = str | Expression


class Axiom(NamedTuple):
    """An axiom: its name in functional-style syntax, its arguments, and its main triple.

    A chain is `SubObjectPropertyOf` with the implied property first: `SubChain(P Q R)` says that
    Q then R implies P.
    """

    kind: str
    parts: tuple[Part, ...]
    fact: Fact

    def __str__(self) -> str:
        if self.kind == CHAIN_AXIOM:
            head, *links = map(text, self.parts)
            return f"SubObjectPropertyOf(ObjectPropertyChain({' '.join(links)}) {head})"
        return f"{self.kind}({' '.join(map(text, self.parts))})"


CHAIN_AXIOM = "SubChain"


@dataclass
class Ontology:
    """What a graph says in OWL 2.

    `axioms` leaves out declarations, annotations and assertions between named things, and
    `expressions` are all class expressions and data ranges. `links` are the object property
    assertions with a blank node; `literals` has one fact for each datatype of a literal in an
    assertion, and `built_in` one for each predicate of OWL in an assertion.
    """

    axioms: list[Axiom] = field(default_factory=list)
    expressions: list[Expression] = field(default_factory=list)
    links: list[Fact] = field(default_factory=list)
    literals: dict[str, Fact] = field(default_factory=dict)
    built_in: dict[str, Fact] = field(default_factory=dict)

    def statements(self) -> Iterator[Axiom | Expression]:
        """Yield the axioms and then the expressions."""
        yield from self.axioms
        yield from self.expressions


def inverse(property_: str) -> str:
    """Return the inverse of an object property expression."""
    if property_.startswith(INVERSE_MARK):
        return named(property_)
    return INVERSE_MARK + property_


def named(property_: str) -> str:
    """Return the property of an object property expression."""
    return property_.removeprefix(INVERSE_MARK)


def text(part: Part) -> str:
    """Return a part of an axiom in functional-style syntax, with local names."""
    if isinstance(part, str) and part.startswith(INVERSE_MARK):
        return f"ObjectInverseOf({local_name(named(part))})"
    return local_name(part) if isinstance(part, str) else str(part)


def local_name(term: str) -> str:
    """Return what follows the last `#` or `/` of an IRI; a literal with its datatype so named.

    A term of RDF, RDFS, OWL or XSD has its prefix, and a long text is cut.
    """
    if is_literal(term):
        return _short(term)
    if not term.startswith("<"):
        return term
    for prefix, space in SPACES.items():
        if term.startswith(space, 1):
            return f"{prefix}:{term[len(space) + 1 : -1]}"
    whole = term[1:-1]
    short = whole.rstrip("/#")
    return short[max(short.rfind("#"), short.rfind("/")) + 1 :] or whole


def _short(literal: str) -> str:
    end = literal.rindex('"')
    form, kind = literal[1:end], literal[end + 1 :]
    if len(form) > LONGEST_TEXT:
        form = form[: LONGEST_TEXT - 1] + "…"
    return f'"{form}"^^{local_name(kind[2:])}' if kind.startswith("^^") else f'"{form}"{kind}'
