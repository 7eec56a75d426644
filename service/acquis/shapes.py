"""SHACL validation of the sources, with the place of each fault.

See https://www.w3.org/TR/shacl/. The engine is the package `shacl`; it passes in silence over what
it does not know, so `unknown_terms` looks for that.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import is_

import shacl

from acquis.findings import SEVERITIES as WEIGHTS
from acquis.findings import Finding, Severity
from acquis.graph import SHAPES, Source, is_foreign, is_knowledge, language_tag
from acquis.names import SH
from acquis.positions import Places
from acquis.reasoning.facts import Fact

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
ONTOLOGY = "<http://www.w3.org/2002/07/owl#Ontology>"
SEVERITIES: dict[str, Severity] = {f"{SH}Warning": "warning", f"{SH}Info": "info"}
LABEL = "urn:acquis:blank-node"
LABELLING = (
    f"<{LABEL}> {TYPE} <{SH}NodeShape> .\n"
    f"<{LABEL}> <{SH}targetSubjectsOf> <{LABEL}> .\n"
    f"<{LABEL}> <{SH}property> <{LABEL}#value> .\n"
    f"<{LABEL}#value> <{SH}path> <{LABEL}> .\n"
    f'<{LABEL}#value> <{SH}maxLength> "0"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
)
LANGUAGE = re.compile(r'(?<=")@([A-Za-z0-9-]+)\Z')
KNOWN = frozenset(
    # Shapes, targets and paths: https://www.w3.org/TR/shacl/#shapes and #property-paths.
    "Shape NodeShape PropertyShape targetNode targetClass targetSubjectsOf targetObjectsOf "
    "targetWhere property path alternativePath inversePath zeroOrMorePath oneOrMorePath "
    "zeroOrOnePath deactivated message severity Violation Warning Info "
    # What describes a shape and constrains nothing: #nonValidation.
    "name description order group defaultValue PropertyGroup intent agentInstruction "
    # Constraints: #core-components.
    "class datatype nodeKind BlankNode IRI Literal BlankNodeOrIRI BlankNodeOrLiteral "
    "IRIOrLiteral minCount maxCount minExclusive minInclusive maxExclusive maxInclusive "
    "minLength maxLength pattern flags languageIn uniqueLang equals disjoint lessThan "
    "lessThanOrEquals not and or xone node qualifiedValueShape qualifiedMinCount "
    "qualifiedMaxCount qualifiedValueShapesDisjoint closed ignoredProperties hasValue in "
    # Constraints of SHACL 1.2 Core that the engine has: https://www.w3.org/TR/shacl12-core/.
    "singleLine uniqueMembers minListLength maxListLength memberShape subsetOf someValue "
    "rootClass reifierShape reificationRequired expression "
    # SPARQL-based constraints and components: #sparql-constraints, #sparql-constraint-components.
    "sparql SPARQLConstraint SPARQLSelectValidator SPARQLAskValidator SPARQLExecutable "
    "SPARQLSelectExecutable SPARQLAskExecutable select ask prefixes declare prefix namespace "
    "PrefixDeclaration ConstraintComponent Parameterizable Parameter parameter optional "
    "labelTemplate validator nodeValidator propertyValidator Validator "
    # Links from data to shapes, which are for people here: #shapes-graph.
    "shapesGraph suggestedShapesGraph entailment".split()
)
ABOUT_PREFIXES = frozenset(
    f"<{SH}{name}>"
    for name in ("declare", "prefix", "namespace", "PrefixDeclaration", "shapesGraph")
)


@dataclass(frozen=True)
class Fault:
    """One validation result; `source_shape` is "" where the shape has no IRI."""

    focus: str
    path: str
    value: str
    source_shape: str
    root_shape: str
    component: str
    severity: Severity
    message: str


class Malformed(ValueError):
    """Shapes that are no well-formed shapes graph."""


class Shapes:
    """A compiled shapes graph, which can be asked again and from any thread."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        """Compile shapes; raises Malformed where they are not well-formed."""
        self._text = ntriples(facts)
        self._shapes = _compiled(self._text)

    def __len__(self) -> int:
        return len(self._shapes)

    def faults(self, facts: Iterable[Fact]) -> list[Fault]:
        """Return what some facts break, in no order.

        Raises Malformed where a shape turns out to be wrong only when it is used.
        """
        data = ntriples(facts)
        try:
            results = self._shapes.validate_text(data, "ntriples").results
        except ValueError as fault:
            raise Malformed(str(fault)) from None
        named = any(_is_blank(result.focus_node, result.value) for result in results)
        labels = self._labels(data) if named else {}
        return [_fault(result, labels) for result in results]

    def _labels(self, data: str) -> dict[str, str]:
        """Return our label of each blank node by that of the engine, which renames them.

        It numbers them as they come. So the same text, with one more statement about each at
        its end and one more shape that finds these, tells the numbers.
        """
        nodes = dict.fromkeys(re.findall(r"_:b[0-9a-f]+(?= |$)", data, re.MULTILINE))
        said = "".join(f'{node} <{LABEL}> "{node}" .\n' for node in nodes)
        results = _compiled(self._text + LABELLING).validate_text(data + said, "ntriples").results
        return {
            result.focus_node: result.value_plain or ""
            for result in results
            if result.source_shape == f"<{LABEL}#value>"
        }


def ntriples(facts: Iterable[Fact]) -> str:
    """Return facts as a document of N-Triples."""
    return "".join([f"{s} {p} {o} .\n" for s, p, o in facts])


def _compiled(text: str) -> shacl.Shapes:
    try:
        return shacl.Shapes.from_text(text, "ntriples")
    except ValueError as fault:
        raise Malformed(str(fault).removeprefix("invalid shapes graph: ")) from None


def _is_blank(*terms: str | None) -> bool:
    return any(term is not None and term.startswith("_:") for term in terms)


def _fault(result: shacl.Result, labels: dict[str, str]) -> Fault:
    return Fault(
        focus=_own(result.focus_node, labels),
        path=result.path or "",
        value=_own(result.value or "", labels),
        source_shape=_iri(result.source_shape),
        root_shape=_iri(result.root_shape),
        component=result.component,
        severity=SEVERITIES.get(result.severity_iri, "error"),
        message=result.message or _said(result),
    )


def _iri(term: str | None) -> str:
    return term[1:-1] if term and term.startswith("<") else ""


def _own(term: str, labels: dict[str, str]) -> str:
    """Return a term of the engine as it stands in our facts."""
    if term.startswith('"'):
        return LANGUAGE.sub(lambda tag: "@" + language_tag(tag[1]), term)
    return labels.get(term, term)


def _said(result: shacl.Result) -> str:
    """Return a message for a shape that has none."""
    name = result.component.removesuffix("ConstraintComponent")
    constraint = f"sh:{name[:1].lower()}{name[1:]}"
    where = f" on {result.path}" if result.path else ""
    what = f": {result.value}" if result.value else ""
    return f"breaks {constraint}{where}{what}"


def of(sources: Iterable[Source]) -> list[Source]:
    """Return the sources that hold shapes: the folder of shapes, and any such file elsewhere."""
    return [
        source
        for source in sources
        if str(source.graph).startswith(SHAPES) or (is_foreign(source) and _holds_shapes(source))
    ]


def _holds_shapes(source: Source) -> bool:
    own = f"<{SH}"
    return any(
        term.startswith(own) and term not in ABOUT_PREFIXES
        for _, predicate, value in source.facts
        for term in (predicate, value)
    )


class Validation:
    """The shapes among some sources, compiled again only when one of them has changed."""

    def __init__(self) -> None:
        self._chosen: list[Source] = []
        self._shapes: Shapes | None = None

    def findings(self, sources: Iterable[Source], places: Places) -> list[Finding]:
        """Return a finding for each result of the shapes on what the sources assert.

        The shapes see no inferred triple: a type that only a range gives is no declaration.
        """
        sources = list(sources)
        chosen = of(sources)
        found = unknown_terms(chosen, places)
        data = [fact for source in sources for fact in _checked(source)]
        try:
            faults = different(self._compiled(chosen).faults(data))
        except Malformed:
            return sorted(found or [malformed(chosen, data)])
        return sorted([*found, *(finding(fault, places) for fault in faults)])

    def _compiled(self, chosen: list[Source]) -> Shapes:
        same = len(chosen) == len(self._chosen) and all(map(is_, chosen, self._chosen))
        if self._shapes is None or not same:
            self._shapes = Shapes(fact for source in chosen for fact in source.facts)
            self._chosen = chosen
        return self._shapes


def _checked(source: Source) -> Iterable[Fact]:
    """Return the facts that shapes look at: of a file that only checks others, its header."""
    if is_knowledge(source):
        return source.facts
    named = {fact[0] for fact in source.facts if fact[1:] == (TYPE, ONTOLOGY)}
    return [fact for fact in source.facts if fact[0] in named]


def different(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults without those that two shapes find by the same kind of constraint.

    Of several on one path with one value, the gravest is kept. Constraints without a path may be
    of one kind and still ask different things.
    """
    found: dict[tuple[str, ...], Fault] = {}
    order = sorted(faults, key=lambda fault: (-WEIGHTS.index(fault.severity), fault.source_shape))
    for fault in order:
        shape = "" if fault.path else fault.source_shape or fault.root_shape or fault.message
        found.setdefault((fault.focus, fault.path, fault.value, fault.component, shape), fault)
    return list(found.values())


def malformed(chosen: Iterable[Source], data: Iterable[Fact]) -> Finding:
    """Return the finding for shapes that are not well-formed, on the file that makes them so."""
    data = list(data)
    whole: list[Fact] = []
    file = what = ""
    for source in chosen:
        file = source.name
        whole += source.facts
        try:
            Shapes(whole).faults(data)
        except Malformed as fault:
            what = f": {fault}"
            break
    message = f"no well-formed shapes{what}; until they are mended, no shape is checked"
    return Finding(file, 0, "malformed-shapes", message)


def unknown_terms(chosen: Iterable[Source], places: Places) -> list[Finding]:
    """Return a finding for each term of SHACL that the engine passes over, once a file."""
    own = f"<{SH}"
    uses: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for source in chosen:
        for fact in source.facts:
            for term in fact[1:]:
                if term.startswith(own) and term[len(own) : -1] not in KNOWN:
                    uses[source.name, term].append(fact)
    return [_unknown(facts, term, places) for (_, term), facts in uses.items()]


def _unknown(facts: list[Fact], term: str, places: Places) -> Finding:
    (file, line), fact = min((places.of(fact), fact) for fact in facts)
    name = f"sh:{term[len(SH) + 1 : -1]}"
    times = f" ({len(facts):,} times in this file)" if len(facts) > 1 else ""
    message = (
        f"{name} is nothing that the SHACL engine knows, so it checks nothing{times}; correct it"
    )
    statements = (places.statement(fact),)
    return Finding(file, line, "unknown-shape-term", message, name, statements=statements)


def finding(fault: Fault, places: Places) -> Finding:
    """Return the finding for a validation result."""
    behind = _behind(fault, places)
    file, line = places.of(behind[0]) if behind else places.subject(fault.focus)
    subject = places.name(fault.focus)
    shape = fault.source_shape or fault.root_shape
    rule = re.split("[#/]", shape)[-1] or shape or fault.component
    statements = tuple(places.statement(fact) for fact in behind)
    message = f"{subject}: {fault.message}"
    return Finding(file, line, rule, message, subject, fault.severity, statements)


def _behind(fault: Fault, places: Places) -> list[Fact]:
    """Return the statements that a result is about: that with its value, or all on its path."""
    if not fault.path.startswith("<"):
        return []
    on_path = [fact for fact in places.about(fault.focus) if fact[1] == fault.path]
    return [fact for fact in on_path if not fault.value or fact[2] == fault.value]
