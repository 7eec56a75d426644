"""Paths of no length from things that the data do not have.

By SPARQL 1.1 (section 9.3) `<x> <p>* ?y` has `<x>` among its solutions whether any triple has it or
not. pyoxigraph 0.5 asks first whether one does. So a triple is put in for it, with a predicate that
the query cannot see, or the query is refused where it could.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pyoxigraph as ox

from acquis.engine.admission import Query
from acquis.engine.algebra import algebra
from acquis.engine.deviations import NotAnswered
from acquis.engine.formats import Term
from acquis.engine.tokens import Token

HERE = ox.NamedNode("urn:acquis:here")
BEFORE_STEP, BEHIND_STEP = frozenset("/|^"), frozenset("/|*+?")
Knows = Callable[[Term], bool]


def absent(query: Query, knows: Knows, base_iri: str | None = None) -> list[ox.NamedNode]:
    """Return what a path of no length may lead from or to, and the data do not have.

    `knows` says whether the data have a term as subject or object. Raises NotAnswered where the
    query would see a triple that is put in for it, or where that cannot be told.
    """
    if not _may_repeat(query.tokens) or all(map(knows, _named(query.tokens))):
        return []
    with ThreadPoolExecutor(1) as apart:
        reading = apart.submit(_read, query.text, base_iri).result()
    found = [one for one in map(ox.NamedNode, sorted(reading.anchors)) if not knows(one)]
    if found and reading.sees:
        raise NotAnswered(
            f"the data do not have {found[0]}, and a path that may have no length leads from or to "
            "it beside patterns that match any triple; the engine answers that wrongly: leave it "
            "out, or use + in place of *"
        )
    return found


def _read(text: str, base_iri: str | None) -> "_Reading":
    """Read a query by rdflib; what that cannot read is left to the engine to judge.

    The parser leaves cycles behind that hold the frames of whoever called it, and rows of
    pyoxigraph must not outlive their thread: so this is called in a thread that has none.
    """
    reading = _Reading()
    with suppress(Exception):
        reading.visit(algebra(text, base_iri=base_iri))
    return reading


def _may_repeat(tokens: Sequence[Token]) -> bool:
    """Say whether there may be a path that is repeated any number of times, or optional."""
    return any(
        after.kind == "operator"
        and after.text in ("*", "?")
        and (one.kind in ("iri", "name") or one.text in ("a", ")"))
        for one, after in pairwise(tokens)
    )


def _named(tokens: Sequence[Token]) -> Iterator[Term]:
    """Yield the things that a query names behind its prologue, without the steps of paths."""
    spaces: dict[str, str] = {}
    for at, token in enumerate(tokens):
        before = tokens[at - 1].text.upper() if at else ""
        if before in BEFORE_STEP or tokens[min(at + 1, len(tokens) - 1)].text in BEHIND_STEP:
            continue
        if before == "PREFIX" and token.kind == "name" and at + 1 < len(tokens):
            spaces[token.text] = tokens[at + 1].text[1:-1]
        elif token.kind == "iri" and not (at > 1 and tokens[at - 2].text.upper() == "PREFIX"):
            yield ox.NamedNode(_absolute(token.text[1:-1]))
        elif token.kind == "name":
            prefix, _, name = token.text.partition(":")
            yield ox.NamedNode(_absolute(spaces.get(f"{prefix}:", "") + name.replace("\\", "")))


def _absolute(iri: str) -> str:
    """Return an IRI, one that no data have for what is not absolute."""
    return iri if ":" in iri else f"urn:acquis:relative:{iri}"


class _Reading:
    """The ends of paths that may have no length, and whether any pattern matches any triple."""

    def __init__(self) -> None:
        self.anchors: set[str] = set()
        self.sees = False

    def visit(self, part: Any) -> None:
        """Read a part of the algebra of a query."""
        from rdflib.plugins.sparql.parserutils import CompValue

        if isinstance(part, list | tuple | set):
            for one in part:
                self.visit(one)
        elif isinstance(part, CompValue):
            self.sees = self.sees or part.name == "Graph" or bool(part.datasetClause)
            if part.name == "BGP":
                for triple in part.triples:
                    self._triple(*triple)
            else:
                self.visit(list(part.values()))

    def _triple(self, subject: Any, predicate: Any, value: Any) -> None:
        from rdflib.paths import NegatedPath, Path
        from rdflib.term import URIRef, Variable

        from acquis.engine.footprint import may_be_empty

        ends = [end for end in (subject, value) if isinstance(end, URIRef)]
        if isinstance(predicate, Variable) or _negates(predicate, NegatedPath):
            self.sees = True
        elif isinstance(predicate, Path) and may_be_empty(predicate):
            self.anchors.update(map(str, ends))
            self.sees = self.sees or not ends


def _negates(predicate: Any, negated: type) -> bool:
    parts = [*getattr(predicate, "args", ()), getattr(predicate, "arg", None)]
    parts.append(getattr(predicate, "path", None))
    return isinstance(predicate, negated) or any(
        _negates(part, negated) for part in parts if part is not None
    )


def quads(nodes: Sequence[ox.NamedNode], graphs: Sequence[ox.NamedNode]) -> list[ox.Quad]:
    """Return what makes nodes known, in the first of the graphs asked or in the default graph."""
    graph = graphs[0] if graphs else ox.DefaultGraph()
    return [ox.Quad(node, HERE, node, graph) for node in nodes]
