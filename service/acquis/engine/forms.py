"""How the literals of a build were written, which a Store of pyoxigraph does not keep.

It holds values: `"01"^^xsd:integer` comes back as `"1"^^xsd:integer`, and so does
`"1"^^xsd:nonNegativeInteger` (https://github.com/oxigraph/oxigraph/issues/526).
"""

from collections.abc import Iterable

import pyoxigraph as ox

from acquis.engine.formats import Term

AS_WRITTEN = frozenset(
    {
        "http://www.w3.org/2001/XMLSchema#string",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
    }
)
Place = tuple[Term, ox.NamedNode, Term]


class Forms:
    """The literals that a Store writes otherwise, by what it makes of them."""

    def __init__(self) -> None:
        self._made_of: dict[ox.Literal, ox.Literal] = {}
        self._at: dict[Place, ox.Literal] = {}
        self.of_all: dict[Term, Term] = {}

    def learn(self, quads: Iterable[ox.Quad]) -> None:
        """Take note of the literals in some quads."""
        typed = [
            (quad.subject, quad.predicate, quad.object)
            for quad in quads
            if isinstance(quad.object, ox.Literal) and quad.object.datatype.value not in AS_WRITTEN
        ]
        self._made_of |= _made({literal for _, _, literal in typed} - self._made_of.keys())
        for subject, predicate, literal in typed:
            made = self._made_of[literal]
            if made != literal:
                self._at[subject, predicate, made] = literal
        written: dict[ox.Literal, set[ox.Literal]] = {}
        for literal, made in self._made_of.items():
            written.setdefault(made, set()).add(literal)
        self.of_all = {
            made: forms.pop()
            for made, forms in written.items()
            if len(forms) == 1 and made not in forms
        }

    def of(self, triple: ox.Triple) -> ox.Triple:
        """Return a triple as the build has it."""
        found = self._at.get((triple.subject, triple.predicate, triple.object))
        return triple if found is None else ox.Triple(triple.subject, triple.predicate, found)


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
