"""The figures of the front page, asked of the graph once: a build never changes."""

from collections import defaultdict
from dataclasses import dataclass

import pyoxigraph as ox

from acquis.engine.answers import Solutions, Term
from acquis.engine.embedded import Engine
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


class Home:
    """What the front page counts."""

    def __init__(self, engine: Engine, terms: Terms) -> None:
        found = {row[0]: row[1] for row in _rows(engine, COUNT)}
        self.counts = {
            name: _number(found.get(ox.NamedNode(str(kind)))) for name, kind in KINDS.items()
        }
        self.jurisdictions = [
            (terms.show(order), _number(acts), _number(parts))
            for order, acts, parts in _rows(engine, BY_JURISDICTION)
        ]
        self.powers = [terms.iri(str(ID[f"jurisdiction/{power}"])) for power in POWERS]
        self.convergence = _convergence(engine, terms)


def _convergence(engine: Engine, terms: Terms) -> list[Convergence]:
    counts: dict[Term | None, dict[Term | None, int]] = defaultdict(dict)
    for value, order, parts in _rows(engine, CONVERGENCE):
        counts[value][order] = _number(parts)
    orders = [ox.NamedNode(str(ID[f"jurisdiction/{power}"])) for power in POWERS]
    found = [
        Convergence(terms.show(value), tuple(by_order.get(order, 0) for order in orders))
        for value, by_order in counts.items()
    ]
    return sorted(found, key=lambda row: (-min(row.counts), row.value.text))


def _rows(engine: Engine, text: str) -> Solutions:
    answer = engine.query(text)
    assert isinstance(answer, Solutions)
    return answer


def _number(term: object) -> int:
    return int(term.value) if isinstance(term, ox.Literal) else 0
