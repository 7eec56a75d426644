"""Verify queries: their headers, their scope, and what each row becomes."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from acquis import graph, share, verify
from acquis.engine.live import LiveEngine
from acquis.errors import AcquisError
from acquis.names import INFERRED
from acquis.positions import Places
from acquis.verify import Rule, Verification

ROOT = share.root()
RULES = verify.load(ROOT / "queries" / "verify")
BAD = Path(__file__).parents[1] / "fixtures" / "bad"
FAULTY = b"""@prefix x: <http://x/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix qap: <https://w3id.org/quantum-acquis/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
qap:a rdfs:label "a  b" ; rdfs:isDefinedBy x: ; x:n 1.0e0 , [] ; rdfs:comment "c" ;
    skos:exactMatch "text" ; owl:equivalentClass x:A ; owl:sameAs x:s ;
    qap:isUpheldIn x:b ; a qap:ConvergentValue ;
    <http://schema.org/p> <https://www.w3.org/2002/07/owl#Class> .
qap:b a rdf:Statement ; eli:in_force x:i ; eli:date_document "2999"^^xsd:gYear ;
    dcterms:source "a book" ; eli:cites <https://eur-lex.europa.eu/x> ; qap:mitigates x:r .
"""
PRACTICE = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix id: <https://w3id.org/quantum-acquis/id/> .
<https://w3id.org/quantum-acquis/terms/T> a owl:Class , owl:Ontology .
qap:UNThingsOrOther a owl:Class ; rdfs:subClassOf owl:Thing ;
    owl:equivalentClass qap:TreatyV2 ; skos:definition "such as this"@en .
qap:TreatyV2 a owl:Class . qap:Goods a owl:Class . qap:owner a owl:ObjectProperty .
id:Thing a qap:Value ; dcterms:creator "Jane" ; skos:prefLabel "no language" , "x"@english ;
    skos:editorialNote "an\u00a0odd one" , "\\"%s\\""@en .
qap:p rdfs:range xsd:date ; owl:propertyChainAxiom ( qap:owner ) .
[] a owl:Restriction ; owl:onProperty qap:p ; owl:allValuesFrom qap:Goods .
skos:broader rdfs:range skos:Concept .
"""
FAULTY += (PRACTICE % ("many words " * 20)).encode()


@pytest.mark.parametrize("rule", [r for r in RULES if r.scope == "file"], ids=lambda r: r.name)
def test_what_one_file_decides_is_the_same_asked_of_each_file_alone(rule: Rule) -> None:
    facts = graph.facts(FAULTY, mark="m")
    place = "https://w3id.org/quantum-acquis/graph/{}"
    graphs = {place.format(name): facts for name in ("data/a", "data/b", "ontology/o")}
    graphs[place.format("data/c")] = facts[:5]
    engine = LiveEngine({})
    engine.hold({**graphs, str(INFERRED): facts})
    whole = verify.rows(engine, rule)
    assert whole, "the faulty file breaks no rule of this name; add what does"
    alone = [row for name in graphs for row in verify.rows(engine, rule, [name])]
    assert sorted(map(str, alone)) == sorted(map(str, whole))
    assert {row["graph"][1:-1] for row in whole} <= graphs.keys()


def test_only_files_that_changed_are_asked_again() -> None:
    rule = next(rule for rule in RULES if rule.name == "label-whitespace")
    verification, engine = Verification(), LiveEngine({})
    asked: list[list[str]] = []

    class Spy(LiveEngine):
        def query(self, text, **options):  # type: ignore[no-untyped-def]
            asked.append(list(options["named_graphs"]))
            return engine.query(text, **options)

    one, two = graph.facts(FAULTY, mark="1"), graph.facts(b"<u:a> <u:b> <u:c> .")
    with ThreadPoolExecutor(2) as pool:
        for graphs in ({"u:g": one, "u:h": two}, {"u:g": one, "u:h": one}, {"u:h": two}):
            engine.hold(graphs)
            rows = list(verification.rows(Spy({}), [rule], graphs, pool))
            assert len(rows) == sum(facts is one for facts in graphs.values())
    assert asked == [["u:g", "u:h"], ["u:h"], ["u:h"]]


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("#+ severity: grave", "severity is one of error, warning, info"),
        ("#+ severity: error\n#+ scope: some", "scope is one of all, file, names"),
        ("#+ severity: error\n#+ applies: there", "applies is one of here, elsewhere, any"),
    ],
)
def test_a_wrong_header_is_told(tmp_path: Path, header: str, says: str) -> None:
    path = tmp_path / "r.rq"
    path.write_text(f"#+ id: r\n#+ message: m\n{header}\nSELECT ?subject {{}}")
    with pytest.raises(AcquisError, match=says):
        verify.read(path)


@pytest.mark.parametrize(
    ("scope", "text"),
    [("all", "ASK {}"), ("all", "SELECT ?x { ?x ?p ?o }"), ("file", "SELECT ?subject { }")],
)
def test_a_rule_without_its_variables_is_told(scope: str, text: str) -> None:
    rule = Rule("r", "error", "m", text, scope)
    with pytest.raises(AcquisError, match="the rule r is no SELECT query with"):
        verify.rows(LiveEngine({}), rule)


def test_a_row_is_placed_by_the_statement_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<u:a>\n <u:p> 01 ;\n <u:p> 2 , 'x'@en-GB .")
    source = graph.read(path, tmp_path)
    engine = LiveEngine({})
    engine.hold({"u:g": source.facts})
    rule = Rule(
        "r", "error", "m", "SELECT ?subject ?predicate ?object { ?subject ?predicate ?object }"
    )
    places = Places([source], {})
    found = [verify.finding(rule, row, places) for row in verify.rows(engine, rule)]
    assert sorted(finding.line for finding in found) == [2, 3, 3]


def test_every_rule_has_a_message_that_says_what_to_do() -> None:
    for rule in RULES:
        assert ";" in rule.message, rule.name
        assert rule.message.endswith("."), rule.name
