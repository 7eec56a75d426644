"""Mappings to other vocabularies: each fault of a mapping set or a list is told where it stands."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from acquis import dl, files, graph, knowledge, names, share, sssom, vocabularies
from acquis.check import check
from acquis.findings import Finding
from acquis.knowledge import KnowledgeBase
from acquis.mappings import WARNINGS
from acquis.policy import rules
from acquis.policy.rules import LOOSE_MAPPINGS, MAPPINGS
from acquis.positions import Places
from acquis.watch import Watch

ROOT = share.root()
RULES = MAPPINGS.keys() | LOOSE_MAPPINGS.keys()
BASE = "https://w3id.org/quantum-acquis/"
SET, LIST = "ontology/mappings/ex.sssom.tsv", "ontology/external/ex.tsv"
ONTOLOGY = f"""@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix qap: <{BASE}ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

qap:Thing a owl:Class ; skos:prefLabel "thing"@en .
qap:has a owl:ObjectProperty ; skos:prefLabel "has"@en .
"""
HEAD = f"""#curie_map:
#  ex: "http://example.org/"
#  qap: "{BASE}ns#"
#license: "https://creativecommons.org/licenses/by/4.0/"
#mapping_set_id: "{BASE}graph/ontology/mappings/ex.sssom.tsv"
#mapping_set_title: "Mappings to an example"
#mapping_set_version: "0.1.0"
"""
COLUMNS = (
    "subject_id	subject_label	predicate_id	object_id	object_label	mapping_justification"
    "	author_id	object_source	object_source_version	mapping_date	confidence	comment"
)
CLASS = (
    "qap:Thing	thing	skos:exactMatch	ex:Thing	Thing	semapv:ManualMappingCuration	ex:me"
    "	ex:	2.0	2026-11-23	0.9	"
)
PROPERTY = CLASS.replace("qap:Thing	thing", "qap:has	has").replace(
    "ex:Thing	Thing", "ex:has	has"
)
NONE = PROPERTY.replace("ex:has	has", "sssom:NoTermFound	")
FIRST = HEAD.count("\n") + 2
OTHER = CLASS.replace("ex:Thing	Thing", "ex:Other	Other")


def external(iri: str, *terms: str, **changed: str) -> str:
    said = {
        "vocabulary": iri,
        "title": "Example",
        "namespace": iri,
        "version": "2.0",
        "copied": "2026-11-23",
        "source": iri,
    }
    head = "".join(f'#{key}: "{value}"\n' for key, value in {**said, **changed}.items() if value)
    return head + "iri	kind	label\n" + "".join(f"{iri}{term}\n" for term in terms)


TERMS = ("Other	class	Other", "Thing	class	Thing", "has	object property	has")
GOOD = {
    "ontology/a.ttl": ONTOLOGY,
    "data/ttl/a.ttl": f"<{BASE}id/thing/a> a <{BASE}ns#Thing> .\n",
    SET: "\n".join([HEAD + COLUMNS, CLASS, PROPERTY, ""]),
    LIST: external("http://example.org/", *TERMS),
    "ontology/external/skos.tsv": external(
        sssom.SKOS, "prefLabel	annotation property	preferred label"
    ),
    "ontology/external/semapv.tsv": external(
        sssom.BUILT_IN["semapv"], "ManualMappingCuration	class	manual mapping curation"
    ),
}


def tree(folder: Path, changed: dict[str, str]) -> Path:
    for name, text in {**GOOD, **changed}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def found(root: Path) -> list[Finding]:
    told = check(root, use_cache=False)
    return [finding for finding in told if finding.rule in RULES or finding.rule == "syntax"]


def rows(*lines: str, head: str = HEAD, columns: str = COLUMNS) -> dict[str, str]:
    return {SET: "\n".join([head + columns, *lines, ""])}


def listed(*terms: str, **changed: str) -> dict[str, str]:
    return {LIST: external("http://example.org/", *terms, **changed)}


def test_a_tree_in_order_is_clean(tmp_path: Path) -> None:
    assert found(tree(tmp_path, {})) == []


def test_a_tree_that_maps_nothing_is_let_be(tmp_path: Path) -> None:
    root = tree(tmp_path, {})
    for file in [*files.mapping_sets(root), *files.vocabularies(root)]:
        file.unlink()
    assert found(root) == []


BAD = [
    (
        "mapping-columns",
        SET,
        FIRST - 1,
        rows(CLASS + "	x", PROPERTY + "	x", columns=COLUMNS + "	more"),
    ),
    ("mapping-metadata", SET, 1, rows(CLASS, PROPERTY, head=HEAD.replace("#license", "#licence"))),
    ("mapping-metadata", SET, 1, rows(CLASS, PROPERTY, head=HEAD.replace("ex.sssom", "x.sssom"))),
    ("mapping-metadata", SET, 1, rows(CLASS, PROPERTY, head=HEAD.replace("https://creative", "c"))),
    ("mapping-cell", SET, FIRST, rows(CLASS.replace("ex:me", ""), PROPERTY)),
    ("mapping-cell", SET, FIRST, rows(CLASS.replace("0.9", "90"), PROPERTY)),
    ("mapping-cell", SET, FIRST + 1, rows(CLASS, PROPERTY.replace("11-23", "23-11"))),
    (
        "mapping-predicate",
        SET,
        FIRST,
        rows(CLASS.replace("skos:exactMatch", "owl:sameAs"), PROPERTY),
    ),
    ("mapping-predicate", SET, FIRST, rows(CLASS.replace("skos:exact", "skos:any"), PROPERTY)),
    (
        "mapping-justification",
        SET,
        FIRST,
        rows(CLASS.replace("exact", "close").replace(":Manual", ":Guessed"), PROPERTY),
    ),
    ("mapping-two-exact", SET, FIRST + 1, rows(CLASS, OTHER, PROPERTY)),
    ("mapping-found-and-not", SET, FIRST + 2, rows(CLASS, PROPERTY, NONE)),
    (
        "mapping-subject",
        SET,
        FIRST + 1,
        rows(CLASS, CLASS.replace("qap:Thing", "qap:No"), PROPERTY),
    ),
    ("mapping-object-unlisted", SET, FIRST, rows(CLASS.replace("ex:Thing", "ex:Thin"), PROPERTY)),
    ("mapping-version", SET, FIRST, rows(CLASS.replace("2.0", "1.9"), PROPERTY)),
    ("mapping-version", SET, FIRST, rows(CLASS.replace("	ex:	", "	skos:	"), PROPERTY)),
    ("mapping-version", SET, FIRST, rows(CLASS.replace("	ex:	", "	qap:	"), PROPERTY)),
    (
        "mapping-kind",
        SET,
        FIRST + 1,
        rows(CLASS, PROPERTY.replace("ex:has	has", "ex:Other	Other")),
    ),
    (
        "mapping-kind",
        SET,
        FIRST,
        rows(CLASS.replace("skos:exactMatch", "rdfs:subPropertyOf"), PROPERTY),
    ),
    ("mapping-label", SET, FIRST, rows(CLASS.replace("	thing	", "	object	"), PROPERTY)),
    ("mapping-label", SET, FIRST, rows(CLASS.replace("	Thing	", "	Object	"), PROPERTY)),
    (
        "mapping-page",
        SET,
        FIRST,
        rows(CLASS.replace("ex:Thing	", "https://www.wikidata.org/wiki/Q1	"), PROPERTY),
    ),
    ("syntax", SET, FIRST, rows(CLASS.replace("ex:Thing	", "Thing	"), PROPERTY)),
    ("syntax", SET, FIRST, rows(CLASS.replace("ex:Thing	", "no:Thing	"), PROPERTY)),
    ("syntax", SET, FIRST + 1, rows(CLASS, "qap:has	has")),
    ("syntax", SET, 1, rows(CLASS, head="#nonsense\n" + HEAD)),
    ("syntax", SET, FIRST - 1, rows(columns="subject_id	object_id")),
    ("unmapped-term", "ontology/a.ttl", 6, rows(CLASS)),
    ("external-list", LIST, 1, listed(*TERMS, version="")),
    ("external-list", LIST, 1, listed(*TERMS, copied="lately")),
    ("external-list", LIST, 11, listed(*TERMS, "Thing	class	Thing")),
    ("external-list", LIST, 11, listed(*TERMS, "x	kind	x")),
    ("external-list", LIST, 8, listed(*TERMS, namespace="http://example.com/")),
    (
        "foreign-term",
        "data/ttl/a.ttl",
        2,
        {
            "data/ttl/a.ttl": f"<{BASE}id/thing/a> a <{BASE}ns#Thing> ;\n"
            "    <http://example.org/hsa> <http://example.org/Thing> .\n"
        },
    ),
    (
        "mapping-page",
        "data/ttl/a.ttl",
        1,
        {
            "data/ttl/a.ttl": f"<{BASE}id/thing/a> <{sssom.SKOS}closeMatch>"
            " <https://eur-lex.europa.eu/eli/reg/2024/1689/oj> .\n"
        },
    ),
]


@pytest.mark.parametrize(
    ("rule", "file", "line", "changed"), BAD, ids=[f"{case[0]}-{at}" for at, case in enumerate(BAD)]
)
def test_a_fault_is_told_where_it_stands(
    tmp_path: Path, rule: str, file: str, line: int, changed: dict[str, str]
) -> None:
    told = found(tree(tmp_path, changed))
    assert (rule, file, line) in [(one.rule, one.file, one.line) for one in told]
    assert {one.severity for one in told if one.rule == rule} == {
        "warning" if rule in LOOSE_MAPPINGS else "error"
    }


def test_an_exact_match_has_to_be_made_by_hand(tmp_path: Path) -> None:
    process = "LexicalMatching	class	lexical matching process"
    semapv = external(sssom.BUILT_IN["semapv"], "ManualMappingCuration	class	manual", process)
    guessed = CLASS.replace(":ManualMappingCuration", ":LexicalMatching")
    root = tree(tmp_path, {**rows(guessed, PROPERTY), "ontology/external/semapv.tsv": semapv})
    assert [(one.rule, one.line) for one in found(root)] == [("mapping-exact-uncurated", FIRST)]
    (root / SET).write_text(rows(guessed.replace("exact", "close"), PROPERTY)[SET])
    assert found(root) == []


def test_every_rule_has_a_bad_example() -> None:
    assert {case[0] for case in BAD} | {"mapping-exact-uncurated"} >= RULES


def test_the_rules_are_known_to_settings() -> None:
    registry = rules.registry(ROOT)
    assert registry.keys() >= RULES
    assert {name for name in RULES if registry[name].severity == "warning"} == set(WARNINGS)


def test_a_row_states_what_it_says_and_a_record_of_the_set_has_evidence(tmp_path: Path) -> None:
    kind = PROPERTY.replace("skos:exactMatch", "rdfs:subPropertyOf")
    source = graph.read(tree(tmp_path, rows(CLASS, kind, NONE)) / SET, tmp_path)
    exact, broader = (f"<{sssom.SKOS}{name}Match>" for name in ("exact", "broad"))
    assert (f"<{BASE}ns#Thing>", exact, "<http://example.org/Thing>") in source.facts
    assert (f"<{BASE}ns#has>", broader, "<http://example.org/has>") in source.facts
    record = f"<{source.graph}>"
    assert {fact[1].rpartition("/")[2] for fact in source.facts if fact[0] == record} == {
        "22-rdf-syntax-ns#type>",
        "ns#isSupportedBy>",
        "title>",
        "license>",
    }
    assert len(source.facts) == 6
    assert [axiom[0] for axiom in knowledge.bridge([source])] == [
        "<http://example.org/has>",
        f"<{BASE}ns#has>",
    ]


def test_a_long_text_in_the_head_may_go_on_in_the_next_line() -> None:
    text = "# title: one\n#   more: of it\n# creator_id:\n#   - ex:a\n#   - ex:b\na	b\n1	2\n"
    table = sssom.table(text)
    assert table.head == {"title": "one more: of it", "creator_id": ["ex:a", "ex:b"]}
    assert [row.line for row in table.rows] == [7]


def test_a_set_of_somebody_else_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "their.sssom.tsv"
    path.write_text(rows(CLASS.replace("ex:Thing", "qap:Other"), PROPERTY)[SET])
    assert check(ROOT, [path], alone=True, use_cache=False) == []
    path.write_text(rows(CLASS.replace("ex:Thing", "qap:Thing"))[SET])
    told = check(ROOT, [path], alone=True, use_cache=False)
    assert [(one.rule, one.line) for one in told] == [("mapping-object", FIRST)]


# --- our own


def test_each_of_our_sets_reads_as_yaml_and_tsv_do() -> None:
    yaml = pytest.importorskip("yaml")
    for path in [*files.mapping_sets(ROOT), *files.vocabularies(ROOT)]:
        text = path.read_text()
        head = [line[1:] for line in text.splitlines() if line.startswith("#")]
        table = sssom.table(text)
        assert yaml.safe_load("\n".join(head)) == dict(table.head), path
        assert len(table.rows) == len(text.splitlines()) - len(head) - 1, path


def test_prefixes_stand_for_what_they_stand_for_elsewhere() -> None:
    table = names.prefixes(ROOT)
    for path in files.mapping_sets(ROOT):
        declared = sssom.table(path.read_text()).head["curie_map"]
        assert isinstance(declared, dict)
        assert declared.items() <= table.items(), path


def test_the_vocabularies_asked_for_are_mapped() -> None:
    sets = {path.name.removesuffix(".sssom.tsv") for path in files.mapping_sets(ROOT)}
    asked = "eli dpv airo org prov folio lkif eurovoc wikidata"
    assert sets >= set(asked.split())
    lists = vocabularies.read(files.vocabularies(ROOT), ROOT)
    assert "https://w3id.org/dpv/legal/eu/aiact#GPAIModel" in lists
    assert lists.faults == []


def test_the_bridge_contradicts_nothing(base: KnowledgeBase) -> None:
    """The gate runs with it here, and without it everywhere else."""
    assert "rdfs:subClassOf" in base.bridge_path.read_text()
    told = check(ROOT, [base.bridge_path], use_cache=False)
    assert [str(finding) for finding in told if finding.severity == "error"] == []


def test_the_bridge_is_outside_the_knowledge_base(base: KnowledgeBase) -> None:
    axiom = f"<{BASE}ns#Institution> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://www"
    assert axiom not in base.asserted_path.read_text()
    assert axiom not in base.inferred_path.read_text()


@pytest.mark.skipif(
    shutil.which("java") is None or find_spec("owlready2") is None,
    reason="the DL gate needs Java 11 or later and the extra dl",
)
def test_hermit_finds_the_ontology_with_the_bridge_consistent(base: KnowledgeBase) -> None:
    sources, faults = graph.load([*files.turtle(ROOT / "ontology"), base.bridge_path], ROOT)
    assert not faults
    known = [source for source in sources if graph.is_knowledge(source)]
    assert [str(one) for one in dl.findings(known, Places(known, {}))] == []


def test_a_cell_that_no_statement_rests_on_is_read_anew_once_it_changes(tmp_path: Path) -> None:
    watch = Watch(tree(tmp_path, {}))
    file = tmp_path / SET
    before = file.read_text(encoding="utf-8")
    found = []
    for text in (before, before.replace("	0.9	", "	nine	"), before):
        file.write_text(text, encoding="utf-8")
        found.append([one.line for one in watch.findings() if one.rule == "mapping-cell"])
    assert found == [[], [FIRST, FIRST + 1], []]
