"""The text of a query as another engine is sent it.

It is admitted and parsed here first, so that the other engine never meets what this one refuses:
an update, SERVICE, or words of a dialect. It is sent terminal by terminal and without comments,
and its dataset goes beside it (https://www.w3.org/TR/sparql11-protocol/#dataset).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pyoxigraph as ox

from acquis.engine.admission import FORMS, Query, QueryRefused, admit
from acquis.engine.diagnosis import GAP, NEVER_VALID, diagnose
from acquis.engine.embedded import computed
from acquis.engine.remote.binding import bind
from acquis.engine.tokens import GLUED, Token, layout, position, tokens
from acquis.errors import QueryError

UNLABELLED = (Token("open", "[", 0), Token("close", "]", 0))
ENDINGS = ("VALUES ?acquis { }", "")
REPORT = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
OWN_CODE = ("<bif:", "<sql:", "<java:")


@dataclass(frozen=True)
class Prepared:
    """A query as it is sent: its text, its form and the dataset that it names itself.

    `finds_graphs` says whether its answer can depend on named graphs, `computed` are the
    variables that get their value from an expression.
    """

    tokens: tuple[Token, ...]
    text: str
    form: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    finds_graphs: bool
    computed: frozenset[str]


def prepare(
    text: str,
    base_iri: str | None,
    bound: Mapping[str, str],
    prefixes: Mapping[str, str],
    mended: Callable[[Query], Query] = lambda query: query,
) -> Prepared:
    """Return a query as another engine is sent it.

    `base_iri` resolves relative IRIs, `bound` gives variables a term of N-Triples, `prefixes` are
    the ones to offer where a query uses a prefix that it does not declare; `mended` puts
    otherwise, or refuses, what that engine would answer wrongly.

    Raises QueryRefused for what is not run, QueryError with the place of the fault for a query
    that is malformed.
    """
    query = admit(text)
    parse = _parser(base_iri)
    if not _is_query(query.tokens, parse):
        raise diagnose(query, parse, prefixes)
    _check_dialect(query)
    found = mended(query).tokens
    if bound:
        found = bind(found, {name: tuple(tokens(term)) for name, term in bound.items()})
        if not _is_query(found, parse):
            names = ", ".join(f"?{name}" for name in bound)
            raise QueryError(f"the query does not let {names} have a value beforehand")
    kept, default, named = _dataset(found, base_iri)
    words = [token.text.upper() for token in found if token.kind == "word"]
    base = f"BASE <{ox.NamedNode(base_iri).value}> " if base_iri else ""
    return Prepared(
        tuple(found),
        base + plain(kept),
        next(word for word in words if word in FORMS),
        default,
        named,
        "GRAPH" in words,
        computed(found),
    )


def plain(found: Sequence[Token]) -> str:
    """Return a text that reads as these terminals, in the words that they have.

    Unlike `tokens.layout` it is for a text that is known to be a query, and for parsers that
    know no escapes in an IRI and no blank in a literal.
    """
    end = Token("other", "", 0)
    return "".join(
        token.text + ("" if _is_glued(token, after) else " ")
        for token, after in pairwise((*found, end))
    )


def _is_glued(token: Token, after: Token) -> bool:
    if after.kind == "language" or "^^" in (token.text, after.text):
        return True
    return after.text == "(" and token.text.upper() in GLUED


def _parser(base_iri: str | None) -> Callable[[str], object]:
    empty = ox.Store()

    def parse(text: str) -> object:
        try:
            return empty.query(text, base_iri=base_iri)
        except ValueError as fault:
            if isinstance(fault, SyntaxError):
                raise
            raise QueryError(f"the base is not an absolute IRI: {fault}") from fault

    return parse


def _is_query(found: Sequence[Token], parse: Callable[[str], object]) -> bool:
    """Say whether some terminals are a query, without planning or evaluating it.

    A terminal that never fits is put behind: only behind a query is it the first fault, where the
    end would have fitted. A query without VALUES at its end gets some, since nothing else can
    follow then. The parser tells what would have fitted by reading once more, when it takes the
    labels of blank nodes for used: so they are looked at without that.
    """
    bare = [part for token in found for part in (UNLABELLED if _is_label(token) else (token,))]
    for ending in ENDINGS:
        ends, fits = _fault(bare, ending, parse)
        if ends and fits:
            return len(bare) == len(found) or _fault(found, ending, parse)[0]
    return False


def _is_label(token: Token) -> bool:
    return token.kind == "name" and token.text.startswith("_:")


def _fault(
    found: Sequence[Token], ending: str, parse: Callable[[str], object]
) -> tuple[bool, bool]:
    """Say whether the first fault is behind the terminals, and whether the end would fit there."""
    text = layout(found, GAP) + ending + GAP
    try:
        parse(text + NEVER_VALID + GAP)
    except SyntaxError as error:
        report = REPORT.match(str(error))
        if report:
            behind = (int(report[1]), int(report[2])) == (text.count("\n") + 1, 1)
            return behind, "EOF" in report[3]
    return False, False


def _check_dialect(query: Query) -> None:
    """Refuse names by which an engine is told to run code of its own, not SPARQL.

    A namespace, a base and an IRI that stands alone all begin with their scheme.
    """
    for token in query.tokens:
        if token.kind == "iri" and token.text.lower().startswith(OWN_CODE):
            line, column = position(query.text, token.start)
            raise QueryRefused(
                f"{token.text} names a function of one engine, not of SPARQL, and is not run",
                line=line,
                column=column,
            )


def _dataset(
    found: Sequence[Token], base_iri: str | None
) -> tuple[list[Token], tuple[str, ...], tuple[str, ...]]:
    """Return a query without FROM and FROM NAMED, and the graphs that these name."""
    kept: list[Token] = []
    default: list[Token] = []
    named: list[Token] = []
    left = iter(found)
    for token in left:
        if token.kind != "word" or token.text.upper() != "FROM":
            kept.append(token)
            continue
        name = next(left)
        if name.kind == "word":
            named.append(next(left))
        else:
            default.append(name)
    prologue = _prologue(found)
    return kept, _resolved(prologue, default, base_iri), _resolved(prologue, named, base_iri)


def _prologue(found: Sequence[Token]) -> Sequence[Token]:
    at = next(
        at for at, token in enumerate(found) if token.kind == "word" and token.text.upper() in FORMS
    )
    return found[:at]


def _resolved(
    prologue: Sequence[Token], names: Iterable[Token], base_iri: str | None
) -> tuple[str, ...]:
    """Return the IRIs that some terminals name under the prefixes and the base of a query."""
    wanted = list(names)
    if not wanted:
        return ()
    text = f"{layout(prologue)} SELECT ?name {{ VALUES ?name {{ {layout(wanted)} }} }}"
    rows = ox.Store().query(text, base_iri=base_iri)
    assert isinstance(rows, ox.QuerySolutions)
    return tuple(row["name"].value for row in rows)
