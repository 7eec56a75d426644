"""SHACL validation of the sources, with the place of each fault."""

from collections.abc import Iterable

from pyshacl import validate
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from acquis.findings import Finding, Severity
from acquis.graph import SHAPES, Source, Triple, is_knowledge, merged
from acquis.positions import Places

SEVERITIES: dict[Node, Severity] = {SH.Warning: "warning", SH.Info: "info"}


def findings(sources: Iterable[Source], places: Places) -> list[Finding]:
    """Return a finding for each result of the shapes on what the sources assert.

    The shapes see no inferred triple: a type that only a range gives is no declaration.
    See https://www.w3.org/TR/shacl/.
    """
    sources = list(sources)
    shapes = merged(source for source in sources if str(source.graph).startswith(SHAPES))
    data = merged(source for source in sources if is_knowledge(source))
    _, report, _ = validate(data, shacl_graph=shapes, inference="none", inplace=True)
    if not isinstance(report, Graph):
        raise TypeError(f"pySHACL returned no report: {report}")
    results = report.subjects(RDF.type, SH.ValidationResult)
    return sorted(_finding(report, result, data, places) for result in results)


def _finding(report: Graph, result: Node, data: Graph, places: Places) -> Finding:
    focus = report.value(result, SH.focusNode) or URIRef("")
    behind = _statements(report, result, focus, data)
    file, line = places.of(behind[0]) if behind else places.subject(focus)
    severity = SEVERITIES.get(report.value(result, SH.resultSeverity) or SH.Violation, "error")
    subject = places.name(focus)
    message = f"{subject}: {report.value(result, SH.resultMessage)}"
    statements = tuple(places.statement(triple) for triple in behind)
    return Finding(file, line, _rule(report, result), message, subject, severity, statements)


def _statements(report: Graph, result: Node, focus: Node, data: Graph) -> list[Triple]:
    """Return the statements that a result is about: that with its value, or all on its path."""
    path = report.value(result, SH.resultPath)
    value = report.value(result, SH.value)
    return sorted(data.triples((focus, path, value))) if isinstance(path, URIRef) else []


def _rule(report: Graph, result: Node) -> str:
    shape = report.value(result, SH.sourceShape)
    if isinstance(shape, URIRef):
        return shape.partition("#")[2] or str(shape)
    component = report.value(result, SH.sourceConstraintComponent)
    return str(component).partition("#")[2]
