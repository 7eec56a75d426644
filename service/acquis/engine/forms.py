"""How the literals of a build were written, which a Store of pyoxigraph does not keep.

It holds values: `"01"^^xsd:integer` comes back as `"1"^^xsd:integer`, and so does
`"1"^^xsd:nonNegativeInteger` (https://github.com/oxigraph/oxigraph/issues/526).
"""

from collections.abc import Iterable
from typing import TypeGuard

import pyoxigraph as ox

from acquis.engine.formats import Term

AS_WRITTEN = frozenset(
    {
        "http://www.w3.org/2001/XMLSchema#string",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
    }
)
MANY = 100_000
Place = tuple[Term, ox.NamedNode, Term]


class Forms:
    """The literals that a Store writes otherwise, by what it makes of them."""

    def __init__(self) -> None:
        self.made_of: dict[ox.Literal, ox.Literal] = {}
        self.at: dict[Place, ox.Literal] = {}
        self.of_all: dict[Term, Term] = {}

    def learn(self, quads: Iterable[ox.Quad]) -> None:
        """Take note of the literals in some quads."""
        typed = [
            (quad.subject, quad.predicate, quad.object)
            for quad in quads
            if isinstance(quad.object, ox.Literal) and quad.object.datatype.value not in AS_WRITTEN
        ]
        self.made_of |= _made({literal for _, _, literal in typed} - self.made_of.keys())
        for subject, predicate, literal in typed:
            made = self.made_of[literal]
            if made != literal:
                self.at[subject, predicate, made] = literal
        written: dict[ox.Literal, set[ox.Literal]] = {}
        for literal, made in self.made_of.items():
            written.setdefault(made, set()).add(literal)
        self.of_all = {
            made: forms.pop()
            for made, forms in written.items()
            if len(forms) == 1 and made not in forms
        }

    def of(self, triple: ox.Triple) -> ox.Triple:
        """Return a triple as the build has it."""
        value = triple.object
        if not isinstance(value, ox.Literal) or value.language:
            return triple
        found = self.at.get((triple.subject, triple.predicate, value))
        return triple if found is None else ox.Triple(triple.subject, triple.predicate, found)


class Restored:
    """The literals of another engine as the build has them.

    Engines differ in what they make of a literal: one gives `"1"^^xsd:boolean` for `true`. So it
    is looked up by its value, and by its place where a triple is known.
    """

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        written: dict[ox.Literal, set[ox.Literal]] = {}
        for literal, made in forms.made_of.items():
            written.setdefault(made, set()).add(literal)
        self._only = {made: some.pop() for made, some in written.items() if len(some) == 1}
        self._values: dict[ox.Literal, ox.Literal] = {}

    def get(self, term: Term, otherwise: Term, /) -> Term:
        """Return the one form that the build has for the value of a literal, if there is one."""
        if not _is_typed(term):
            return otherwise
        return self._only.get(self._value(term), otherwise)

    def triple(self, triple: ox.Triple) -> ox.Triple:
        """Return a triple as the build has it."""
        if not _is_typed(triple.object):
            return triple
        value = self._value(triple.object)
        place = self._forms.at.get((triple.subject, triple.predicate, value))
        form = place or (value if value in self._forms.made_of else triple.object)
        return ox.Triple(triple.subject, triple.predicate, form)

    def _value(self, literal: ox.Literal) -> ox.Literal:
        """Return what a Store makes of a literal; the values of some are remembered."""
        found = self._forms.made_of.get(literal) or self._values.get(literal)
        if found is None:
            if len(self._values) >= MANY:
                self._values.clear()
            found = self._values[literal] = _made([literal])[literal]
        return found


def _is_typed(term: Term) -> TypeGuard[ox.Literal]:
    return isinstance(term, ox.Literal) and term.datatype.value not in AS_WRITTEN


def _made(literals: Iterable[ox.Literal]) -> dict[ox.Literal, ox.Literal]:
    """Return what a Store makes of some literals."""
    given = list(literals)
    store, said = ox.Store(), ox.NamedNode("urn:acquis:is")
    store.extend(
        ox.Quad(ox.NamedNode(f"urn:acquis:{at}"), said, literal) for at, literal in enumerate(given)
    )
    found = {}
    for quad in store:
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.object, ox.Literal)
        found[given[int(quad.subject.value.rpartition(":")[2])]] = quad.object
    return found
