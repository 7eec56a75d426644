"""The OWL 2 test cases of the W3C as records, and their ontologies as facts.

The file is `owl2/all.rdf` of the folder that `ACQUIS_W3C` names, else of `../shared/w3c` beside
the checkout. Its terms: OWL 2 Conformance, section 3
(https://www.w3.org/TR/owl2-conformance/#Test_Cases). A term is its N-Triples text and a fact a
tuple of three, as in `acquis.reasoning`.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.exceptions import ParserError
from tests.conformance import functional

from acquis.graph import ntriples_term

Fact = tuple[str, str, str]
Role = Literal["premise", "conclusion", "nonconclusion", "input"]
Syntax = Literal["RDFXML", "FUNCTIONAL"]

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
OWL = "http://www.w3.org/2002/07/owl#"
TEST = "http://www.w3.org/2007/OWL/testOntology#"
# pyoxigraph wants double quotes here; XML allows both.
ENTITY = re.compile(r"""(<!ENTITY\s+\S+\s+)'([^'"]*)'""")
DOCUMENTS: dict[str, tuple[Role, Syntax]] = {
    "rdfXmlPremiseOntology": ("premise", "RDFXML"),
    "rdfXmlConclusionOntology": ("conclusion", "RDFXML"),
    "rdfXmlNonConclusionOntology": ("nonconclusion", "RDFXML"),
    "rdfXmlInputOntology": ("input", "RDFXML"),
    "fsPremiseOntology": ("premise", "FUNCTIONAL"),
    "fsConclusionOntology": ("conclusion", "FUNCTIONAL"),
    "fsNonConclusionOntology": ("nonconclusion", "FUNCTIONAL"),
}


@dataclass(frozen=True)
class OwlTest:
    """One test case.

    `types`, `semantics`, `species` and `profiles` hold the local names that the file states
    (`ConsistencyTest`, `DIRECT`, `DL`, `RL`), `not_species` and `not_profiles` those it denies;
    `status` is empty where the file states none. `documents` are the texts by role and syntax,
    `imports` the texts of the ontologies that it brings along, by IRI.
    """

    iri: str
    name: str
    types: frozenset[str]
    status: str
    semantics: frozenset[str]
    species: frozenset[str]
    not_species: frozenset[str]
    profiles: frozenset[str]
    not_profiles: frozenset[str]
    documents: Mapping[tuple[Role, Syntax], str] = field(repr=False)
    imports: Mapping[str, str] = field(repr=False)

    def roles(self) -> list[Role]:
        """Return the roles for which the test has an ontology."""
        return sorted({role for role, _ in self.documents})

    def facts(self, role: Role) -> frozenset[Fact]:
        """Return the facts of one ontology with those it imports, from RDF/XML where there is.

        An imported ontology that the test does not bring along adds nothing.
        """
        text = self.documents.get((role, "RDFXML"))
        if text is not None:
            own = from_rdfxml(text, self.iri, f"{role}-")
        else:
            own = frozenset(functional.parse(self.documents[role, "FUNCTIONAL"], f"{role}-"))
        return self._with_imports(own)

    def _with_imports(self, own: frozenset[Fact]) -> frozenset[Fact]:
        found, seen = set(own), set[str]()
        while waiting := _imported(found) - seen:
            for iri in sorted(waiting):
                seen.add(iri)
                text = self.imports.get(iri.strip("<>"))
                if text is not None:
                    found |= from_rdfxml(text, iri.strip("<>"), f"import{len(seen)}-")
        return frozenset(found)


def folder() -> Path:
    """Return the folder of the W3C test data; skip the test where it is absent."""
    beside = Path(__file__).parents[3] / "shared" / "w3c"
    path = Path(os.environ.get("ACQUIS_W3C", beside))
    if not (path / "owl2" / "all.rdf").is_file():
        pytest.skip(f"no W3C test data at {path}; set ACQUIS_W3C to their folder")
    return path


@cache
def load(path: Path | None = None) -> tuple[OwlTest, ...]:
    """Return every test case of `all.rdf` in the order of its IRIs; skip where it is absent."""
    text = ((path or folder()) / "owl2" / "all.rdf").read_text(encoding="utf-8")
    records: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    quads = ox.parse(ENTITY.sub(r'\1"\2"', text), format=ox.RdfFormat.RDF_XML)
    for quad in quads:
        records[quad.subject.value][quad.predicate.value].append(quad.object.value)
    denied = _denied(records.values())
    tests = (iri for iri, record in records.items() if TEST + "TestCase" in record[RDF_TYPE])
    return tuple(_test(iri, records, denied) for iri in sorted(tests))


def from_rdfxml(text: str, base: str, mark: str = "") -> frozenset[Fact]:
    """Parse RDF/XML; blank nodes are numbered in the order of the text and carry `mark`.

    rdflib reads what pyoxigraph refuses. Raises SyntaxError where both do.
    """
    try:
        triples = [
            (str(t.subject), str(t.predicate), str(t.object))
            for t in ox.parse(
                ENTITY.sub(r'\1"\2"', text), format=ox.RdfFormat.RDF_XML, base_iri=base
            )
        ]
    except SyntaxError as fault:
        triples = _by_rdflib(text, base, fault)
    labels: dict[str, str] = {}
    return frozenset(
        tuple(  # type: ignore[misc]
            labels.setdefault(term, f"_:{mark}b{len(labels)}") if term.startswith("_:") else term
            for term in triple
        )
        for triple in triples
    )


def _by_rdflib(text: str, base: str, fault: SyntaxError) -> list[Fact]:
    graph = rdflib.Graph()
    try:
        graph.parse(data=text, format="xml", publicID=base)
    except ParserError:
        raise fault from None
    return sorted((ntriples_term(s), ntriples_term(p), ntriples_term(o)) for s, p, o in graph)


def _imported(facts: Iterable[Fact]) -> set[str]:
    return {o for _, p, o in facts if p == f"<{OWL}imports>"}


def _denied(records: Iterable[Mapping[str, list[str]]]) -> dict[tuple[str, str], set[str]]:
    """Return the negative property assertions as {(subject, local property): local values}."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for record in records:
        if OWL + "sourceIndividual" in record:
            (source,) = record[OWL + "sourceIndividual"]
            (predicate,) = record[OWL + "assertionProperty"]
            (target,) = record[OWL + "targetIndividual"]
            found[source, _local(predicate)].add(_local(target))
    return found


def _test(
    iri: str,
    records: Mapping[str, Mapping[str, list[str]]],
    denied: Mapping[tuple[str, str], set[str]],
) -> OwlTest:
    record = records[iri]

    def names(local: str) -> frozenset[str]:
        return frozenset(_local(value) for value in record.get(TEST + local, ()))

    return OwlTest(
        iri=iri,
        name=record[TEST + "identifier"][0],
        types=frozenset(map(_local, record[RDF_TYPE])) - {"TestCase"},
        status=next(iter(names("status")), ""),
        semantics=names("semantics"),
        species=names("species"),
        not_species=frozenset(denied.get((iri, "species"), ())),
        profiles=names("profile"),
        not_profiles=frozenset(denied.get((iri, "profile"), ())),
        documents=_documents(record),
        imports={
            records[support][TEST + "importedOntologyIRI"][0]: text
            for support in record.get(TEST + "importedOntology", ())
            for text in records[support].get(TEST + "rdfXmlInputOntology", ())
        },
    )


def _documents(record: Mapping[str, list[str]]) -> dict[tuple[Role, Syntax], str]:
    return {
        place: text for local, place in DOCUMENTS.items() for text in record.get(TEST + local, ())
    }


def _local(iri: str) -> str:
    return iri.removeprefix(TEST)
