"""Every rule that a finding may carry: its id, a sentence, and where it is explained.

A stage of the check that brings rules of its own adds a function to SOURCES.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from acquis import headers
from acquis.errors import AcquisError
from acquis.findings import Severity
from acquis.reasoning.rulebook import IN_WORDS
from acquis.reasoning.rules import table

SH = "http://www.w3.org/ns/shacl#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
OWL_RL = "https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules"
OWL_PROFILES = "https://www.w3.org/TR/owl2-profiles/"
OWL_DL = "https://www.w3.org/TR/owl2-direct-semantics/"
SHACL = "https://www.w3.org/TR/shacl/"
SHACL_SEVERITY: dict[str, Severity] = {SH + "Warning": "warning", SH + "Info": "info"}
SYNTAX = "syntax"


@dataclass(frozen=True)
class Rule:
    """What may be found: `name` as findings carry it, `text` in words, `help` an address.

    `stage` says which part of the check looks for it, `severity` how grave it is by itself.
    """

    name: str
    text: str
    stage: str
    help: str = ""
    severity: Severity = "error"


READING = {
    SYNTAX: "A file is malformed or not in UTF-8; until it is mended, nothing else is checked.",
    "saved-query": "A saved query is malformed.",
    "saved-query-rows": "The answer to a saved query has lost rows.",
    "malformed-shapes": "A file of SHACL shapes is malformed.",
    "unknown-shape-term": "A term of the SHACL namespace is one that the engine passes over.",
}
IMPORTS = {"unresolved-import": "An ontology that is imported is not among the files checked."}
HEADERS = {
    "ontology-header": "A file of the ontology does not have exactly one header.",
    "ontology-name": "The name of an ontology ends in / or #, or outside the project's namespace.",
    "version-name": "The versionIRI of an ontology is not its name, a slash and its versionInfo.",
    "version-differs": "The ontologies, the package and its change log carry different versions.",
    "version-step": "A version is not the next one after the one that it says it follows.",
    "import-of-version": "An ontology imports one version of another, and not the other itself.",
    "licence": "An ontology is under another licence than CC BY 4.0.",
    "prefix-table": "The prefix table has one prefix or one namespace twice.",
    "prefix": "A file of the tree gives a prefix another meaning than the prefix table does.",
}
COMPLETENESS = {
    "class-without-shape": "No node shape checks what is of a class of the project.",
    "shape-without-message": "A shape rules something out and does not say what.",
    "term-without-question": "No saved query asks for a term of the project.",
    "mapping-without-record": "A file of mappings does not say whose reading they are.",
}
MAPPINGS = {
    "external-list": "A list of terms of others is malformed, or does not say what was read.",
    "foreign-term": "A term of another vocabulary is in no list of `ontology/external/`.",
    "mapping-columns": "A mapping set has a column too many or too few.",
    "mapping-metadata": "The head of a mapping set lacks what it has to say, or is wrong.",
    "mapping-cell": "A cell of a mapping is empty or no value of its kind.",
    "mapping-predicate": "A mapping uses a relation outside the closed list.",
    "mapping-justification": "A mapping is justified by no process of the SEMAPV vocabulary.",
    "mapping-exact-uncurated": "An exact match was not made by hand.",
    "mapping-two-exact": "A term has two exact matches in one vocabulary.",
    "mapping-found-and-not": "A term has a match where another row says that there is none.",
    "mapping-subject": "The subject of a mapping is no term or record of the project.",
    "mapping-object-unlisted": "The object of a mapping is in no list of `ontology/external/`.",
    "mapping-version": "A mapping names another vocabulary or version than the list of its object.",
    "mapping-page": "A mapping points to a web page in place of the thing that it is about.",
    "mapping-kind": "A mapping joins a property to what is none.",
}
LOOSE_MAPPINGS = {
    "mapping-label": "A label in a mapping is not that of its term.",
    "unmapped-term": "A term of the project is mapped nowhere, and no row says that it cannot be.",
}
CLASHES = {rule.name: IN_WORDS[rule.name] for rule in table() if rule.contradicts}
MEANING = {
    "same-as": "Two names turn out to be names of one thing.",
    "unsatisfiable-class": "A class can have no member.",
}
DL = {
    "dl-inconsistent": "The statements cannot all hold by OWL 2 DL.",
    "dl-unsatisfiable": "A class can have no member by OWL 2 DL.",
    "dl-refused": "The statements are outside OWL 2 DL, so that HermiT judges nothing.",
}
POLICY = {
    "waiver-expired": "A waiver has passed its end date.",
    "waiver-unused": "A waiver matches no finding.",
    "baseline-stale": "An entry of the baseline is no longer found.",
}
COMPONENTS = {
    "And": "A value does not conform to all of several shapes.",
    "Class": "A value is not of the class that the shape names.",
    "Closed": "A thing has a property that the shape does not name.",
    "Datatype": "A value is no literal of the datatype that the shape names.",
    "Disjoint": "Two properties have a value in common.",
    "Equals": "Two properties have different values.",
    "HasValue": "A property lacks the value that the shape names.",
    "In": "A value is none of those that the shape lists.",
    "LanguageIn": "A text is in none of the languages that the shape lists.",
    "LessThan": "A value of one property is not less than one of another.",
    "LessThanOrEquals": "A value of one property is greater than one of another.",
    "MaxCount": "A property has more values than the shape allows.",
    "MaxExclusive": "A value is not less than the bound of the shape.",
    "MaxInclusive": "A value is greater than the bound of the shape.",
    "MaxLength": "A value is longer than the shape allows.",
    "MinCount": "A property has fewer values than the shape asks for.",
    "MinExclusive": "A value is not greater than the bound of the shape.",
    "MinInclusive": "A value is less than the bound of the shape.",
    "MinLength": "A value is shorter than the shape asks for.",
    "Node": "A value does not conform to the shape that is named.",
    "NodeKind": "A value is not of the kind (IRI, blank node, literal) that the shape asks for.",
    "Not": "A value conforms to a shape that is ruled out.",
    "Or": "A value conforms to none of several shapes.",
    "Pattern": "A value does not match the regular expression of the shape.",
    "Property": "A property does not conform to its shape.",
    "QualifiedMaxCount": "More values than allowed conform to a shape.",
    "QualifiedMinCount": "Fewer values than asked for conform to a shape.",
    "SPARQL": "The query of a SPARQL constraint finds something.",
    "UniqueLang": "Two values of a property are in one language.",
    "Xone": "A value conforms to none, or to more than one, of several shapes.",
}


def _outside() -> dict[str, str]:
    """Return the rules of the profiles, each with why it forbids something."""
    from acquis.profile.rules import RULES

    return {name: f"{rule.reason[:1].upper()}{rule.reason[1:]}." for name, rule in RULES.items()}


def fixed(root: Path) -> Iterator[Rule]:
    """Yield the rules that are the same for every tree."""
    groups: tuple[tuple[dict[str, str], str, str, Severity], ...] = (
        (READING, "reading", "", "error"),
        (IMPORTS, "reading", "", "info"),
        (HEADERS, "headers", "", "error"),
        (_outside(), "profile", OWL_PROFILES, "warning"),
        (CLASHES, "consistency", OWL_RL, "error"),
        (MEANING, "consistency", "", "error"),
        (DL, "dl", OWL_DL, "error"),
        (COMPLETENESS, "completeness", "", "error"),
        (MAPPINGS, "mappings", "", "error"),
        (LOOSE_MAPPINGS, "mappings", "", "warning"),
        (POLICY, "policy", "", "warning"),
    )
    for texts, stage, address, severity in groups:
        for name, text in texts.items():
            yield Rule(name, text, stage, address, severity)


def components(root: Path) -> Iterator[Rule]:
    """Yield a rule for each SHACL constraint component, which an unnamed shape is known by."""
    for name, text in COMPONENTS.items():
        anchor = "sparql-constraints" if name == "SPARQL" else f"{name}ConstraintComponent"
        yield Rule(f"{name}ConstraintComponent", text, "shapes", f"{SHACL}#{anchor}")


def queries(root: Path) -> Iterator[Rule]:
    """Yield a rule for each verify query of the tree at `root`."""
    for path in sorted((root / "queries" / "verify").glob("*.rq")):
        text = headers.text(path)
        fields = headers.read(text, ("id", "severity", "message"), str(path))
        severity = cast(Severity, fields["severity"])
        yield Rule(fields["id"], fields["message"], "queries", severity=severity)


def tree_shapes(root: Path) -> Iterator[Rule]:
    """Yield a rule for each named shape of the tree at `root`."""
    yield from shapes([root / "ontology" / "shapes"])


SOURCES: tuple[Callable[[Path], Iterable[Rule]], ...] = (fixed, queries, tree_shapes, components)


def registry(root: Path) -> dict[str, Rule]:
    """Return every rule of the tree at `root` by its name, in the order of the check."""
    return {rule.name: rule for source in SOURCES for rule in source(root)}


def known_rules(root: Path) -> dict[str, str]:
    """Return every rule of the tree at `root` as {id: what it finds, in a sentence}."""
    return {name: rule.text for name, rule in registry(root).items()}


def shapes(paths: Iterable[Path]) -> Iterator[Rule]:
    """Yield a rule for each named SHACL shape in some files, and in the files of some folders.

    What cannot be read is passed over: the check itself tells of it.
    """
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            yield from _shapes_of(file)


def _shapes_of(file: Path) -> Iterator[Rule]:
    form = ox.RdfFormat.from_extension(file.suffix[1:])
    if form is None or not file.is_file():
        return
    try:
        content = file.read_bytes()
        if SH.encode() not in content:
            return
        quads = ox.Dataset(ox.parse(content, format=form))
    except (OSError, SyntaxError, ValueError):
        return
    for kind in ("NodeShape", "PropertyShape"):
        for quad in sorted(quads.quads_for_object(ox.NamedNode(SH + kind)), key=str):
            if quad.predicate.value == TYPE and isinstance(quad.subject, ox.NamedNode):
                yield _shape(quads, quad.subject)


def _shape(quads: ox.Dataset, shape: ox.NamedNode) -> Rule:
    values = {
        quad.predicate.value.removeprefix(SH): quad.object.value
        for quad in quads.quads_for_subject(shape)
        if isinstance(quad.object, ox.Literal | ox.NamedNode)
    }
    texts = [values[name] for name in ("message", "description", "name") if name in values]
    text = texts[0] if texts else f"A thing does not conform to the shape {shape.value}."
    name = re.split("[#/]", shape.value)[-1] or shape.value
    severity = SHACL_SEVERITY.get(values.get("severity", ""), "error")
    return Rule(name, text, "shapes", severity=severity)


def unknown(name: str, rules: Iterable[str], where: str) -> AcquisError:
    """Return the error for a name that no rule has, with the nearest names."""
    near = difflib.get_close_matches(name, list(rules), n=3)
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    return AcquisError(
        f"{where}: no rule is called {name}; {hint}`acquis check --list-rules` lists them"
    )
