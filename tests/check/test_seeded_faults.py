"""Each kind of mistake, made once in a copy of the shipped tree, is told once, where it stands."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import Run

from acquis import files, graph
from acquis.findings import Finding, placed
from acquis.watch import Watch

AGENTS = "ontology/modules/agents.ttl"
AXIOMS = "ontology/qap.ttl"
CLAIMS = "ontology/modules/claims.ttl"
CORE = "ontology/modules/core.ttl"
INSTRUMENTS = "ontology/modules/instruments.ttl"
EFFECTS = "data/ttl/effects.ttl"
INSTITUTIONS = "data/ttl/institutions/international.ttl"
JURISDICTIONS = "data/ttl/jurisdictions.ttl"
MAPPINGS = "data/ttl/mappings/values-international.ttl"
NPT = "data/ttl/law/international/npt.ttl"
NQI = "data/ttl/law/us/nqi-act-2018.ttl"
PROPOSALS = "data/ttl/proposals-eu.ttl"
TECHNOLOGIES = "data/ttl/technologies.ttl"
TOPICS = "data/ttl/topics.ttl"
VALUES = "data/ttl/values.ttl"
OWL = "http://www.w3.org/2002/07/owl#"
ID = "https://w3id.org/quantum-acquis/id/"


@dataclass(frozen=True)
class Fault:
    """A mistake: in `file`, `old` is replaced by `new`, or `new` added at the end for no `old`.

    `rule` is to find it on the line where `at` stands first in the edited text from the edited
    line on, or else last before it.
    """

    name: str
    rule: str
    file: str
    old: str
    new: str
    at: str

    def edited(self, content: bytes) -> bytes:
        old, new = self.old.encode(), self.new.encode("latin-1" if "\xff" in self.new else "utf-8")
        if not old:
            return content + new
        assert old in content, f"{self.file} no longer says {self.old}"
        return content.replace(old, new, 1)

    def line(self, content: bytes) -> int:
        text, at = self.edited(content), self.at.encode("latin-1")
        start = content.index(self.old.encode()) if self.old else len(content)
        start = content.rfind(b"\n", 0, start) + 1
        found = text.find(at, start)
        return text.count(b"\n", 0, text.rindex(at) if found < 0 else found) + 1


HYBRID = "technology:quantum-ai-hybrid a qap:Technology"
FREEDOM = 'skos:prefLabel "Freedom and autonomy"@en'
FAULTS = [
    Fault("syntax", "syntax", NQI, "status:in-force ;", "status:in-force", "qap:isSupportedBy"),
    Fault("not UTF-8", "syntax", VALUES, "Freedom and autonomy", "Libert\xff", "skos:prefLabel"),
    Fault(
        "two disjoint classes",
        "cax-adc",
        TECHNOLOGIES,
        HYBRID,
        f"{HYBRID} ,\n        qap:Risk",
        "qap:Risk",
    ),
    Fault(
        "a class that its uses deny",
        "cax-adc",
        INSTITUTIONS,
        "institution:iaea a qap:Institution",
        "institution:iaea a qap:Institution ,\n        qap:Document",
        "qap:Document",
    ),
    Fault(
        "two kinds of instrument",
        "cax-adc",
        NPT,
        "instrument:npt a qap:Treaty",
        "instrument:npt a qap:LegislativeAct ,\n        qap:Treaty",
        "instrument:npt a",
    ),
    Fault(
        "two deontic modes",
        "cax-adc",
        NPT,
        "norm:npt-art-i a qap:Prohibition",
        "norm:npt-art-i a qap:Obligation ,\n        qap:Prohibition",
        "norm:npt-art-i a",
    ),
    Fault(
        "the wrong subject for a property",
        "cax-adc",
        JURISDICTIONS,
        "jurisdiction:cn a qap:Jurisdiction ;",
        f"jurisdiction:cn a qap:Jurisdiction ;\n    qap:isStatedIn <{ID}provision/npt-art-i> ;",
        "qap:isStatedIn",
    ),
    Fault(
        "the wrong object for a property",
        "cax-adc",
        NQI,
        "qap:originatesIn jurisdiction:us",
        "qap:originatesIn instrument:us-nqi-act-2018",
        "qap:originatesIn",
    ),
    Fault(
        "an act in place of its provision",
        "cax-dw",
        NPT,
        "qap:isStatedIn provision:npt-art-i .",
        "qap:isStatedIn instrument:npt .",
        "qap:isStatedIn",
    ),
    Fault(
        "an irreflexive property",
        "prp-irp",
        EFFECTS,
        "effect:beijing-kop-2025 a qap:Effect ;",
        "effect:beijing-kop-2025 a qap:Effect ;\n    qap:isHomonymOf effect:beijing-kop-2025 ;",
        "qap:isHomonymOf",
    ),
    Fault(
        "an asymmetric property",
        "prp-asyp",
        TOPICS,
        "topic:broad-quantum-controls a",
        f"skos:broader a <{OWL}AsymmetricProperty> .\n\n"
        "topic:export-controls skos:broader topic:broad-quantum-controls .\n\n"
        "topic:broad-quantum-controls a",
        "skos:broader topic:export-controls",
    ),
    Fault(
        "two values of a functional property",
        "same-as",
        NPT,
        "qap:isProvisionOf instrument:npt ;",
        "qap:isProvisionOf instrument:npt ,\n        instrument:udhr ;",
        "qap:isProvisionOf",
    ),
    Fault(
        "two owners of an inverse functional property",
        "same-as",
        NPT,
        "qap:hasStatusRecord status-record:npt-1 ;",
        "qap:hasStatusRecord status-record:npt-1 ,\n        status-record:udhr-1 ;",
        "status-record:udhr-1",
    ),
    Fault(
        "a number that is none",
        "dt-not-type",
        NQI,
        'eli:date_document "2018-12-21"^^xsd:date',
        'eli:date_document "2018-12-21"^^xsd:integer',
        "eli:date_document",
    ),
    Fault(
        "a day that is none",
        "dt-not-type",
        NQI,
        'eli:date_document "2018-12-21"^^xsd:date',
        'eli:date_document "2018-13-21"^^xsd:date',
        "eli:date_document",
    ),
    Fault(
        "a year that is none",
        "dt-not-type",
        INSTITUTIONS,
        '"1957"^^xsd:gYear',
        '"57"^^xsd:gYear',
        "schema:foundingDate",
    ),
    Fault(
        "a value outside a range",
        "dt-not-type",
        "ontology/schemes/evidence-codes.ttl",
        "qap:confidence 0.967",
        "qap:confidence 0.967e0",
        "qap:confidence",
    ),
    Fault(
        "a class below two disjoint ones",
        "unsatisfiable-class",
        INSTRUMENTS,
        "qap:Treaty a owl:Class ;",
        "qap:Treaty a owl:Class ;\n    rdfs:subClassOf qap:LegislativeAct ;",
        "rdfs:subClassOf qap:LegislativeAct",
    ),
    Fault(
        "a class whose members are other things",
        "unsatisfiable-class",
        AGENTS,
        "rdfs:subClassOf qap:Institution ;",
        "rdfs:subClassOf qap:Institution ,\n        qap:Goal ;",
        "qap:Goal",
    ),
    Fault(
        "a class above its parent",
        "unsatisfiable-class",
        INSTRUMENTS,
        "qap:Instrument a owl:Class ;",
        "qap:Instrument a owl:Class ;\n    rdfs:subClassOf qap:BindingInstrument ;",
        "rdfs:subClassOf qap:BindingInstrument",
    ),
    Fault(
        "a chain with a link too many",
        "cax-adc",
        AXIOMS,
        "( qap:isStatedIn qap:isProvisionOf )",
        "( qap:isStatedIn qap:isProvisionOf qap:originatesIn )",
        "qap:isNormOf",
    ),
    Fault(
        "a chain with a link too few",
        "cax-adc",
        AXIOMS,
        "( qap:isExpressedIn qap:isProvisionOf qap:originatesIn )",
        "( qap:isExpressedIn qap:isProvisionOf )",
        "owl:propertyChainAxiom",
    ),
    Fault(
        "a domain that its uses deny",
        "cax-adc",
        AXIOMS,
        "qap:isNormOf owl:propertyChainAxiom",
        "qap:isStatedIn rdfs:domain qap:Provision .\n\nqap:isNormOf owl:propertyChainAxiom",
        "rdfs:domain",
    ),
    Fault(
        "a property that is not symmetric",
        "cax-adc",
        AXIOMS,
        "qap:isNormOf owl:propertyChainAxiom",
        "qap:isStatedIn a owl:SymmetricProperty .\n\nqap:isNormOf owl:propertyChainAxiom",
        "owl:SymmetricProperty",
    ),
    Fault(
        "a restriction that no use conforms to",
        "cls-maxc1",
        AXIOMS,
        "qap:isNormOf owl:propertyChainAxiom",
        "qap:Norm rdfs:subClassOf [\n        a owl:Restriction ;\n"
        "        owl:onProperty qap:isStatedIn ;\n"
        '        owl:maxCardinality "0"^^xsd:nonNegativeInteger\n'
        "    ] .\n\nqap:isNormOf owl:propertyChainAxiom",
        "owl:maxCardinality",
    ),
    Fault(
        "one thing under two names",
        "same-as-by-hand",
        TECHNOLOGIES,
        "",
        f"\ntechnology:quantum-technology <{OWL}sameAs> technology:artificial-intelligence .\n",
        "technology:",
    ),
    Fault(
        "different from itself",
        "eq-diff1",
        TECHNOLOGIES,
        "",
        f"\ntechnology:quantum-technology <{OWL}differentFrom> technology:quantum-technology .\n",
        "technology:",
    ),
    Fault(
        "an undeclared class",
        "undeclared-reference",
        NQI,
        "a qap:LegislativeAct ;",
        "a qap:LegislativeAct ,\n        qap:LegislationAct ;",
        "qap:LegislationAct",
    ),
    Fault(
        "an undeclared property",
        "undeclared-property",
        NQI,
        "    qap:originatesIn",
        "    qap:originatesFrom jurisdiction:us ;\n    qap:originatesIn",
        "qap:originatesFrom",
    ),
    Fault(
        "an undeclared property of another vocabulary",
        "undeclared-foreign-property",
        NQI,
        "    dcterms:title",
        '    dcterms:alternative "NQI"@en ;\n    dcterms:title',
        "dcterms:alternative",
    ),
    Fault(
        "a misspelt identifier",
        "undeclared-reference",
        NQI,
        "qap:bindsRole role:nist ;",
        "qap:bindsRole role:nits ;",
        "qap:bindsRole role:nits",
    ),
    Fault(
        "a misspelt identifier that a shape looks at",
        "undeclared-reference",
        NQI,
        "qap:isSupportedBy evidence:seen-govinfo-gov-bills-119hr8462ih-xml ;",
        "qap:isSupportedBy evidence:seen-govinfo-gov-bills-119hr8462ih ;",
        "qap:isSupportedBy evidence:seen-govinfo-gov-bills-119hr8462ih ;",
    ),
    Fault(
        "no evidence",
        "EvidencedRecordShape-isSupportedBy",
        VALUES,
        "    skos:inScheme scheme:common-values ;\n"
        "    qap:isSupportedBy evidence:seen-udhr-english-text .\n\nvalue:human",
        "    skos:inScheme scheme:common-values .\n\nvalue:human",
        "value:freedom-autonomy a",
    ),
    Fault(
        "no label",
        "LabelledRecordShape-prefLabel",
        VALUES,
        f"    {FREEDOM} ;\n",
        "",
        "value:freedom-autonomy a",
    ),
    Fault(
        "two English labels",
        "LabelledRecordShape-prefLabel",
        VALUES,
        FREEDOM,
        'skos:prefLabel "Autonomy"@en ,\n        "Freedom and autonomy"@en',
        "skos:prefLabel",
    ),
    Fault(
        "a label without a language",
        "text-without-language",
        VALUES,
        FREEDOM,
        FREEDOM.removesuffix("@en"),
        "skos:prefLabel",
    ),
    Fault(
        "a date that is a text",
        "StatusRecordShape-validFrom",
        NQI,
        'qap:validFrom "2018-12-21"^^xsd:date',
        'qap:validFrom "2018-12-21"',
        "qap:validFrom",
    ),
    Fault(
        "a concept of another scheme",
        "ClaimShape-modalityScheme",
        PROPOSALS,
        "qap:hasModality modality:could",
        "qap:hasModality status:proposed",
        "claim:com-2026-13-art-7-2-k a",
    ),
    Fault(
        "an end before the beginning",
        "interval-order",
        NQI,
        'qap:validFrom "2018-12-21"^^xsd:date .',
        'qap:validFrom "2018-12-21"^^xsd:date ;\n    qap:validUntil "2017"^^xsd:gYear .',
        "qap:validUntil",
    ),
    Fault(
        "two statuses at once",
        "status-overlap",
        "data/ttl/proposals-eu.ttl",
        'qap:validFrom "2026-01-20"^^xsd:date .\n',
        'qap:validFrom "2026-01-20"^^xsd:date .\n\n'
        "proposal:eu-nis2-amendment qap:hasStatusRecord status-record:again .\n\n"
        "status-record:again a qap:StatusRecord ;\n"
        '    skos:prefLabel "NIS 2 amendment (proposal): proposed again"@en ;\n'
        "    qap:hasStatus status:proposed ;\n"
        "    qap:isSupportedBy evidence:unverified ;\n"
        '    qap:validFrom "2026-03-01"^^xsd:date .\n',
        "proposal:eu-nis2-amendment qap:hasStatusRecord",
    ),
    Fault(
        "a claim as a fact",
        "claim-as-fact",
        JURISDICTIONS,
        "jurisdiction:us a qap:Jurisdiction ;",
        "jurisdiction:us a qap:Jurisdiction ;\n"
        f"    qap:hasInnovationPhilosophy <{ID}philosophy/market-driven> ;",
        "qap:hasInnovationPhilosophy",
    ),
    Fault(
        "a relation that only claims assert",
        "claim-relation-as-predicate",
        PROPOSALS,
        "qap:originatesIn jurisdiction:eu .",
        "qap:originatesIn jurisdiction:eu ;\n    qap:convergesOn value:information-security .",
        "qap:convergesOn",
    ),
    Fault(
        "an inferred relation",
        "inferred-by-hand",
        NPT,
        "norm:npt-art-i a qap:Prohibition ;",
        "norm:npt-art-i a qap:Prohibition ;\n    qap:isNormOf instrument:npt ;",
        "qap:isNormOf",
    ),
    Fault(
        "an inferred class",
        "inferred-by-hand",
        TECHNOLOGIES,
        HYBRID,
        f"{HYBRID} ,\n        qap:QuantumAITechnology",
        "qap:QuantumAITechnology",
    ),
    Fault(
        "a proposal in force",
        "proposal-in-force",
        PROPOSALS,
        '"NIS 2 amendment (proposal): proposed"@en ;\n    qap:hasStatus status:proposed',
        '"NIS 2 amendment (proposal): proposed"@en ;\n    qap:hasStatus status:in-force',
        "qap:hasStatusRecord status-record:eu-nis2-amendment-1",
    ),
    Fault(
        "one label for two terms",
        "duplicate-label",
        INSTRUMENTS,
        'skos:prefLabel "treaty"@en',
        'skos:prefLabel "norm"@en',
        "qap:Norm a",
    ),
    Fault(
        "a definition that says its label",
        "definition-contains-label",
        INSTRUMENTS,
        "binding agreement between states or",
        "binding treaty between states or",
        "binding treaty",
    ),
    Fault(
        "two properties above each other",
        "hierarchy-cycle",
        CLAIMS,
        "qap:aligns a",
        "qap:claimRelation rdfs:subPropertyOf qap:aligns .\n\nqap:aligns a",
        "rdfs:subPropertyOf qap:claimRelation",
    ),
    Fault(
        "a part of itself",
        "part-cycle",
        JURISDICTIONS,
        "jurisdiction:us a qap:Jurisdiction ;",
        "jurisdiction:us a qap:Jurisdiction ;\n    qap:isPartOfJurisdiction jurisdiction:us ;",
        "jurisdiction:us a",
    ),
    Fault(
        "broader than itself",
        "broader-cycle",
        TOPICS,
        "topic:broad-quantum-controls a skos:Concept ;",
        "topic:broad-quantum-controls a skos:Concept ;\n"
        "    skos:broader topic:broad-quantum-controls ;",
        "topic:broad-quantum-controls a",
    ),
    Fault(
        "two effects of one name",
        "homonym-unlinked",
        EFFECTS,
        '"Beijing effect (Kop 2025)"',
        '"Brussels effect (Bradford 2012)"',
        "effect:beijing-kop-2025 a",
    ),
    Fault(
        "two blanks in a row",
        "label-whitespace",
        VALUES,
        '"Freedom and autonomy"',
        '"Freedom and  autonomy"',
        "and  autonomy",
    ),
    Fault(
        "a number that is not exact",
        "datatype-float",
        VALUES,
        FREEDOM,
        f'{FREEDOM} ;\n    skos:notation "1.5"^^<http://www.w3.org/2001/XMLSchema#double>',
        "skos:notation",
    ),
    Fault(
        "a class that is an individual",
        "punned-term",
        INSTRUMENTS,
        "qap:Treaty a owl:Class ;",
        "qap:Treaty a owl:Class ,\n        skos:Concept ;",
        "qap:Treaty a",
    ),
    Fault(
        "a property of two kinds",
        "punned-term",
        INSTRUMENTS,
        "qap:isStatedIn a owl:ObjectProperty ;",
        "qap:isStatedIn a owl:DatatypeProperty ,\n        owl:ObjectProperty ;",
        "qap:isStatedIn a",
    ),
    Fault(
        "a term declared again",
        "single-declaration",
        AGENTS,
        "",
        "\nqap:Treaty a owl:Class .\n",
        "qap:Treaty",
    ),
    Fault(
        "a union that no rule can use",
        "rl-superclass-union",
        INSTRUMENTS,
        "rdfs:domain qap:Norm ;\n    rdfs:range skos:Concept",
        "rdfs:domain [\n        a owl:Class ;\n        owl:unionOf ( qap:Norm qap:Provision )\n"
        "    ] ;\n    rdfs:range skos:Concept",
        "owl:unionOf",
    ),
    Fault(
        "a transitive property that is irreflexive",
        "dl-non-simple-property",
        "ontology/modules/technology.ttl",
        "owl:TransitiveProperty ;",
        "owl:IrreflexiveProperty ,\n        owl:TransitiveProperty ;",
        "owl:IrreflexiveProperty",
    ),
    Fault(
        "an unknown word of SHACL",
        "unknown-shape-term",
        "ontology/shapes/values.ttl",
        "sh:minCount 1",
        "sh:minimumCount 1",
        "sh:minimumCount",
    ),
    Fault(
        "an unknown kind of node",
        "unknown-shape-term",
        "ontology/shapes/core.ttl",
        "sh:nodeKind sh:IRI",
        "sh:nodeKind sh:Iri",
        "sh:Iri",
    ),
    Fault(
        "an import that no file is",
        "undeclared-reference",
        INSTRUMENTS,
        "owl:imports <https://w3id.org/quantum-acquis/ns/agents>",
        "owl:imports <https://w3id.org/quantum-acquis/ns/agent>",
        "owl:imports",
    ),
    Fault(
        "an import of another project",
        "OntologyShape-imports",
        INSTRUMENTS,
        "owl:imports <https://w3id.org/quantum-acquis/ns/agents>",
        "owl:imports <http://purl.org/dc/terms/>",
        "owl:imports",
    ),
    Fault(
        "a look-alike of a namespace",
        "foreign-namespace-twin",
        NQI,
        "@prefix schema: <https://schema.org/>",
        "@prefix schema: <http://schema.org/>",
        "schema:url",
    ),
    Fault(
        "a mapping of a look-alike",
        "foreign-namespace-twin",
        MAPPINGS,
        "",
        f"\n<{ID.replace('https', 'http')}provision/npt-art-i> qap:expressesValue value:trust .\n",
        "<http:",
    ),
    Fault(
        "a thing without a name",
        "blank-node-in-data",
        VALUES,
        FREEDOM,
        f'skos:related [\n        skos:prefLabel "Choice"@en\n    ] ;\n    {FREEDOM}',
        "skos:related",
    ),
    Fault(
        "a comment in a source",
        "comment-in-source",
        VALUES,
        FREEDOM,
        f'{FREEDOM} ;\n    <http://www.w3.org/2000/01/rdf-schema#comment> "A note."@en',
        "<http://www.w3.org/2000",
    ),
    Fault(
        "a name of a class in small letters",
        "ClassNameShape",
        INSTRUMENTS,
        "",
        "\nqap:treatyText a owl:Class ;\n"
        "    rdfs:subClassOf qap:Document ;\n"
        '    skos:prefLabel "treaty text"@en ;\n'
        '    skos:definition "words of a binding agreement between states, as signed"@en ;\n'
        '    skos:example "The words of 1968."@en ;\n'
        '    skos:scopeNote "Not the agreement."@en .\n',
        "qap:treatyText",
    ),
    Fault(
        "a term without a definition",
        "TermDefinitionShape",
        INSTRUMENTS,
        '    skos:definition "relation from a norm to a provision whose words lay it down"@en ;\n',
        "",
        "qap:isStatedIn a",
    ),
    Fault(
        "a malformed saved query",
        "saved-query",
        "queries/questions/01-acquis-codification.rq",
        "SELECT (",
        "SELCT (",
        "SELCT",
    ),
    Fault(
        "a saved query that lost rows",
        "saved-query-rows",
        "queries/questions/01-acquis-codification.rq",
        "qap:claimSubject proposal:quantum-acquis-planetaire",
        "qap:claimSubject proposal:quantum-acquis-planet",
        "#+ rows",
    ),
]


@pytest.fixture(scope="module")
def tree(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped tree, to edit and to restore."""
    folder = tmp_path_factory.mktemp("tree")
    for part in ("ontology", "data", "queries"):
        shutil.copytree(root / part, folder / part)
    return folder


@pytest.fixture(scope="module")
def watch(tree: Path) -> Iterator[Watch]:
    """One check of the tree for all edits; the tree is clean before and after them."""
    watch = Watch(tree)
    assert watch.findings() == []
    yield watch
    assert watch.findings() == []


def told(findings: list[Finding]) -> list[tuple[str, str, int]]:
    return [(one.rule, one.file, one.line) for one in findings]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_told_once_where_it_stands(fault: Fault, tree: Path, watch: Watch) -> None:
    path = tree / fault.file
    content = path.read_bytes()
    path.write_bytes(fault.edited(content))
    try:
        assert told(watch.findings()) == [(fault.rule, fault.file, fault.line(content))]
    finally:
        path.write_bytes(content)


AS_A_COMMAND = ["not UTF-8", "two deontic modes", "a misspelt identifier", "no evidence"]


@pytest.mark.parametrize("name", AS_A_COMMAND)
def test_the_command_tells_it_alike(name: str, acquis: Run, tree: Path) -> None:
    fault = next(fault for fault in FAULTS if fault.name == name)
    path = tree / fault.file
    content = path.read_bytes()
    path.write_bytes(fault.edited(content))
    try:
        done = acquis("--root", tree, "check")
    finally:
        path.write_bytes(content)
    assert done.returncode == 1
    heads = [line for line in done.stdout.splitlines() if not line.startswith("    ")]
    assert len(heads) == 1, heads
    assert heads[0].startswith(f"{fault.file}:{fault.line(content)}: error: ")
    assert heads[0].endswith(f"[{fault.rule}]")


def test_two_mistakes_of_one_kind_are_told_both(tree: Path, watch: Watch) -> None:
    path = tree / NPT
    content = path.read_bytes()
    text = content.decode()
    for article in ("i", "ii"):
        text = text.replace(
            f"norm:npt-art-{article} a qap:Prohibition ;",
            f"norm:npt-art-{article} a qap:Obligation ,\n        qap:Prohibition ;",
        )
    path.write_text(text)
    try:
        assert [one.rule for one in watch.findings()] == ["cax-adc", "cax-adc"]
    finally:
        path.write_bytes(content)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_is_edited_a_finding_stands_on_a_line_that_exists(
    data: st.DataObject, tree: Path, watch: Watch
) -> None:
    path = data.draw(st.sampled_from(files.tree(tree)))
    facts = list(graph.read(path, tree).facts)
    at = data.draw(st.integers(0, len(facts) - 1))
    subject, predicate, _ = facts.pop(at)
    if data.draw(st.booleans(), label="swap the object"):
        values = sorted({value for _, _, value in facts})
        facts.append((subject, predicate, data.draw(st.sampled_from(values))))
    content = path.read_bytes()
    path.write_text("".join(f"{s} {p} {o} .\n" for s, p, o in facts), encoding="utf-8")
    try:
        for finding in watch.findings():
            assert finding.line <= lines(tree / finding.file)
            for statement in finding.statements:
                file, line, _ = placed(statement)
                assert 0 < line <= lines(tree / file), statement
    finally:
        path.write_bytes(content)


def lines(path: Path) -> int:
    return len(path.read_bytes().splitlines())
