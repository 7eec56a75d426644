"""What pySHACL, the reference implementation in Python, says of some facts."""

import re
from collections import Counter
from collections.abc import Iterable

from pyshacl import validate
from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from acquis import graph
from acquis.reasoning.facts import Fact
from acquis.shapes import SEVERITIES, Shapes

Result = tuple[str, str, str, str, str, str]


def of(facts: Iterable[Fact]) -> Graph:
    made = Graph(bind_namespaces="none")
    for fact in facts:
        made.add(graph.triple(fact))
    return made


def by_pyshacl(shapes: Iterable[Fact], data: Iterable[Fact]) -> Counter[Result]:
    """Return focus, path, value, shape, severity and component of each result."""
    _, report, _ = validate(of(data), shacl_graph=of(shapes), inference="none", inplace=True)
    assert isinstance(report, Graph)

    def text(result: Node, predicate: URIRef) -> str:
        value = report.value(result, predicate)
        return "" if value is None else graph.ntriples_term(value)

    return Counter(
        (
            text(result, SH.focusNode),
            _simple(text(result, SH.resultPath)),
            text(result, SH.value),
            _simple(text(result, SH.sourceShape))[1:-1],
            SEVERITIES.get(text(result, SH.resultSeverity)[1:-1], "error"),
            _component(text(result, SH.sourceConstraintComponent)),
        )
        for result in report.objects(None, SH.result)
    )


def by_ours(shapes: Iterable[Fact], data: Iterable[Fact]) -> Counter[Result]:
    return Counter(
        (
            fault.focus,
            _simple(fault.path),
            fault.value,
            fault.source_shape,
            fault.severity,
            fault.component,
        )
        for fault in Shapes(shapes).faults(data)
    )


def _simple(path: str) -> str:
    return path if re.fullmatch(r"<[^<>]*>", path) else ""


def _component(iri: str) -> str:
    return iri[1:-1].rpartition("#")[2]
