"""The figures of the front page, asked of the graph once: a build never changes."""

from collections import defaultdict
from dataclasses import dataclass

import pyoxigraph as ox

from acquis.engine.answers import solutions
from acquis.engine.formats import Term
from acquis.engine.tasks import Backend, Task, whole
from acquis.names import ID, QAP
from acquis.web.terms import Shown, Terms

POWERS = ("us", "eu", "cn")
KINDS = {
    "instruments": QAP.Instrument,
    "provisions": QAP.Provision,
    "values": QAP.Value,
    "claims": QAP.Claim,
}
COUNT = f"""PREFIX qap: <{QAP}>
SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE {{
  VALUES ?class {{ {" ".join(f"<{kind}>" for kind in KINDS.values())} }}
  ?thing a ?class
}} GROUP BY ?class"""
BY_JURISDICTION = f"""PREFIX qap: <{QAP}>
SELECT ?order (COUNT(DISTINCT ?act) AS ?acts) (COUNT(DISTINCT ?part) AS ?parts) WHERE {{
  ?act a qap:Instrument ; qap:originatesIn ?order
  OPTIONAL {{ ?part qap:isProvisionOf ?act }}
}} GROUP BY ?order ORDER BY DESC(?parts) ?order"""
CONVERGENCE = f"""PREFIX qap: <{QAP}>
SELECT ?value ?order (COUNT(DISTINCT ?part) AS ?parts) WHERE {{
  ?value a qap:ConvergentValue .
  ?part qap:expressesValue ?value ; qap:isProvisionOf/qap:originatesIn ?order
}} GROUP BY ?value ?order"""


@dataclass(frozen=True)
class Convergence:
    """A value that the law of all three powers protects, with the provisions found in each."""

    value: Shown
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Home:
    """What the front page counts."""

    counts: dict[str, int]
    jurisdictions: list[tuple[Shown, int, int]]
    powers: list[Shown]
    convergence: list[Convergence]


async def counted(engine: Backend, terms: Terms) -> Home:
    """Return what the front page counts in the graph of an engine."""
    found = {row[0]: row[1] for row in await _rows(engine, COUNT)}
    return Home(
        {name: _number(found.get(ox.NamedNode(str(kind)))) for name, kind in KINDS.items()},
        [
            (terms.show(order), _number(acts), _number(parts))
            for order, acts, parts in await _rows(engine, BY_JURISDICTION)
        ],
        [terms.iri(str(ID[f"jurisdiction/{power}"])) for power in POWERS],
        _convergence(await _rows(engine, CONVERGENCE), terms),
    )


def _convergence(rows: list[tuple[Term | None, ...]], terms: Terms) -> list[Convergence]:
    counts: dict[Term | None, dict[Term | None, int]] = defaultdict(dict)
    for value, order, parts in rows:
        counts[value][order] = _number(parts)
    orders = [ox.NamedNode(str(ID[f"jurisdiction/{power}"])) for power in POWERS]
    found = [
        Convergence(terms.show(value), tuple(by_order.get(order, 0) for order in orders))
        for value, by_order in counts.items()
    ]
    return sorted(found, key=lambda row: (-min(row.counts), row.value.text))


async def _rows(engine: Backend, text: str) -> list[tuple[Term | None, ...]]:
    content, _ = await whole(engine, Task(text))
    parsed = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
    assert isinstance(parsed, ox.QuerySolutions)
    return list(solutions(parsed))


def _number(term: object) -> int:
    return int(term.value) if isinstance(term, ox.Literal) else 0
