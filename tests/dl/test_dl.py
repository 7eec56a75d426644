"""The DL gate: what HermiT finds that OWL 2 RL cannot, at file and line, and how it fails."""

import shutil
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, URIRef

from acquis import consistency, dl, graph
from acquis.dl import hermit
from acquis.dl.justification import justification
from acquis.dl.projection import Axiom, projection
from acquis.errors import AcquisError
from acquis.findings import Finding
from acquis.graph import Source
from acquis.positions import Places
from acquis.reasoning.closure import close

HERMIT = pytest.mark.skipif(
    shutil.which("java") is None or find_spec("owlready2") is None,
    reason="the DL gate needs Java 11 or later and the extra dl",
)
PREFIXES = """\
@prefix : <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FIRST = PREFIXES.count("\n") + 1
TABLE = {
    "": "http://example.org/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}
Judge = Callable[..., list[Finding]]


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., list[Source]]:
    """Write Turtle texts, each a file `0.ttl`, `1.ttl`, … whose text begins on line FIRST."""

    def write(*texts: str) -> list[Source]:
        paths = [tmp_path / f"{number}.ttl" for number, _ in enumerate(texts)]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(PREFIXES + text, encoding="utf-8")
        sources, faults = graph.load(paths, tmp_path)
        assert not faults
        return sources

    return write


@pytest.fixture
def judged(written: Callable[..., list[Source]]) -> Judge:
    """Judge such texts by OWL 2 DL."""

    def judge(*texts: str, **limits: float) -> list[Finding]:
        sources = written(*texts)
        return dl.findings(sources, Places(sources, TABLE), **limits)

    return judge


@pytest.fixture
def by_rules(written: Callable[..., list[Source]]) -> Judge:
    """Judge such texts by the rules of OWL 2 RL."""

    def judge(*texts: str) -> list[Finding]:
        sources = written(*texts)
        closed = close(graph.fact(triple) for source in sources for triple in source.triples)
        return consistency.findings(closed, Places(sources, TABLE))

    return judge


def placed(finding: Finding) -> set[str]:
    """The statements behind a finding, with lines counted from the first after the prefixes."""
    found = set()
    for statement in finding.statements:
        place, _, text = statement.partition(": ")
        file, _, line = place.partition(":")
        found.add(f"{file}:{int(line) - FIRST + 1}: {text}")
    return found


LAW = """\
:hasPart a owl:ObjectProperty ; rdfs:range :Article .
:Article a owl:Class ; owl:disjointWith :Annex .
:Annex a owl:Class .
:Act a owl:Class .
:Treaty a owl:Class .
:Text a owl:Class ; owl:unionOf ( :Act :Treaty ) .
:Text owl:disjointWith :Article .
"""


@HERMIT
def test_the_shipped_tree_is_consistent_and_every_class_can_have_an_instance(root: Path) -> None:
    sources, _ = graph.load(graph.tree(root), root)
    assert dl.findings(sources, Places(sources, {})) == []


@HERMIT
def test_a_class_without_possible_instance_is_found_at_its_declaration(
    judged: Judge, by_rules: Judge
) -> None:
    odd = "\n:Odd a owl:Class ; rdfs:subClassOf :Act , [ a owl:Restriction ; "
    odd += "owl:onProperty :hasPart ; owl:someValuesFrom :Annex ] .\n"
    assert by_rules(LAW, odd) == []
    (finding,) = judged(LAW, odd)
    assert (finding.rule, finding.subject, finding.severity) == (
        "dl-unsatisfiable",
        ":Odd",
        "error",
    )
    assert (finding.file, finding.line) == ("1.ttl", FIRST + 1)
    assert placed(finding) == {
        "0.ttl:1: :hasPart rdfs:range :Article",
        "0.ttl:2: :Article owl:disjointWith :Annex",
        "1.ttl:2: :Odd rdfs:subClassOf [ owl:onProperty :hasPart ; owl:someValuesFrom :Annex ]",
    }


@HERMIT
def test_each_unsatisfiable_class_is_a_finding(judged: Judge) -> None:
    text = ":Odd a owl:Class ; rdfs:subClassOf :Article , :Annex .\n"
    text += ":Odder a owl:Class ; rdfs:subClassOf :Odd .\n"
    found = judged(LAW, text)
    assert [(f.subject, f.line) for f in found] == [(":Odd", FIRST), (":Odder", FIRST + 1)]
    assert len(found[1].statements) == len(found[0].statements) + 1


@HERMIT
def test_reasoning_by_cases_finds_a_contradiction(judged: Judge, by_rules: Judge) -> None:
    text = ":Act owl:disjointWith :Annex .\n:Treaty owl:disjointWith :Annex .\n:a a :Text .\n"
    text += ":a rdfs:comment 'no part of it' .\n:a a :Annex .\n:b a :Text .\n:b a :Act .\n"
    assert by_rules(LAW, text) == []
    (finding,) = judged(LAW, text)
    assert (finding.rule, finding.file, finding.line) == ("dl-inconsistent", "1.ttl", FIRST + 2)
    assert placed(finding) == {
        "1.ttl:3: :a a :Text",
        "1.ttl:5: :a a :Annex",
        "0.ttl:6: :Text owl:unionOf ( :Act :Treaty )",
        "1.ttl:1: :Act owl:disjointWith :Annex",
        "1.ttl:2: :Treaty owl:disjointWith :Annex",
    }


@HERMIT
def test_a_transitive_property_in_a_cardinality_is_named(judged: Judge) -> None:
    text = ":above a owl:ObjectProperty ; rdfs:label 'above' .\n:above a owl:TransitiveProperty .\n"
    text += ":below a owl:ObjectProperty .\n:above a owl:AsymmetricProperty .\n"
    (finding,) = judged(LAW, text)
    assert finding.rule == "dl-refused"
    assert "<http://example.org/above>" in finding.message
    assert placed(finding) == {
        "1.ttl:2: :above a owl:TransitiveProperty",
        "1.ttl:4: :above a owl:AsymmetricProperty",
    }


@HERMIT
def test_a_refusal_that_names_nothing_is_traced_to_its_axioms(judged: Judge) -> None:
    text = ":q a owl:ObjectProperty ; owl:propertyChainAxiom ( :p :r ) .\n"
    text += ":p a owl:ObjectProperty ; owl:propertyChainAxiom ( :r :p :r ) .\n"
    text += ":r a owl:ObjectProperty .\n"
    (finding,) = judged(LAW, text)
    assert finding.rule == "dl-refused"
    assert placed(finding) == {"1.ttl:2: :p owl:propertyChainAxiom ( :r :p :r )"}


@HERMIT
def test_an_ill_typed_literal_is_traced_to_its_statement(judged: Judge) -> None:
    text = ":count a owl:DatatypeProperty .\n:a :count 1 .\n:a :count 'one'^^xsd:integer .\n"
    (finding,) = judged(LAW, text)
    assert (finding.rule, finding.line) == ("dl-refused", FIRST + 2)


@HERMIT
def test_dates_durations_and_annotations_do_not_stop_it(judged: Judge) -> None:
    text = """\
<urn:o> a owl:Ontology ; owl:imports <http://example.invalid/none> ; :date "2024"^^xsd:gYear .
:date a owl:DatatypeProperty ; rdfs:range xsd:date .
:note a owl:AnnotationProperty ; rdfs:domain :Act ; rdfs:subPropertyOf rdfs:comment .
:Old a owl:Class ; owl:intersectionOf ( :Act [ a owl:Restriction ;
    owl:onProperty :date ; owl:hasValue "1990"^^xsd:gYear ] ) .
:Short a rdfs:Datatype ; owl:equivalentClass [ a rdfs:Datatype ; owl:onDatatype xsd:duration ;
    owl:withRestrictions ( [ xsd:maxInclusive "P1D"^^xsd:duration ] ) ] .
:a a :Act , :Annex ; :date "2024-02"^^xsd:gYearMonth , "P1Y"^^xsd:duration , "x"^^:Own ;
    :note "2024-02-30"^^xsd:date ; :undeclared :b ; :part [ :undeclared "\\u0022\\\\é𝄞" ] .
[] a owl:Axiom ; owl:annotatedSource :a ; owl:annotatedProperty rdf:type ;
    owl:annotatedTarget :Act ; rdfs:comment "2024"^^xsd:gYear .
"""
    assert judged(LAW, text) == []
    (finding,) = judged(LAW + ":Act owl:disjointWith :Annex .\n", text)
    assert finding.rule == "dl-inconsistent"


@HERMIT
def test_names_and_texts_of_any_script_reach_it(judged: Judge) -> None:
    text = ":法 a owl:Class ; rdfs:subClassOf :Article , :Annex .\n"
    text += ":says a owl:DatatypeProperty .\n"
    text += ":a :says '法 𝄞 \\\" \\\\ \\n # <x>'@zh-Hans , \"'''\" .\n"
    assert [finding.subject for finding in judged(LAW, text)] == ["<http://example.org/法>"]


@HERMIT
def test_a_finding_without_time_for_its_statements_says_so(judged: Judge) -> None:
    text = ":Odd a owl:Class ; rdfs:subClassOf :Article , :Annex .\n"
    (finding,) = judged(LAW, text, budget=0)
    assert (finding.line, finding.statements) == (FIRST, ())
    assert "not found in time" in finding.message
    (finding,) = judged(LAW, text + ":a a :Odd .\n", budget=0)
    assert (finding.rule, finding.statements) == ("dl-inconsistent", ())


@HERMIT
def test_a_verdict_that_takes_too_long_is_given_up(judged: Judge) -> None:
    with pytest.raises(AcquisError, match=r"no verdict within 0\.001 s"):
        judged(LAW, timeout=0.001)


def java(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a `java` first on the path that runs a shell script."""
    program = folder / "bin" / "java"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    monkeypatch.delenv("JAVA_HOME", raising=False)


SATISFIABLE = "http://www.w3.org/2002/07/owl#Thing is satisfiable."
BROKEN = {
    "old": (
        "echo 'Exception in thread \"main\" java.lang.UnsupportedClassVersionError: x'",
        "Java 11",
    ),
    "silent": ("exit 1", "Java 11"),
    "wrong": ("echo 'Unrecognized option: -XX'; exit 1", "Unrecognized option"),
    "memory": ("echo 'Exception in thread \"main\" java.lang.OutOfMemoryError: heap'", "memory"),
    "blind": (f"echo '{SATISFIABLE}'", "did not read"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_java_that_cannot_run_it_is_told_in_words(
    kind: str, judged: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, told = BROKEN[kind]
    monkeypatch.setattr(hermit, "_classpath", lambda: "")
    java(tmp_path, monkeypatch, script)
    with pytest.raises(AcquisError, match=told):
        judged(LAW)


def test_without_java_it_says_what_to_install(
    judged: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(AcquisError, match=r"no Java found; acquis check --dl needs Java 11 or lat"):
        judged(LAW)


def test_without_owlready2_it_says_what_to_install(
    judged: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java(tmp_path, monkeypatch, "exit 0")
    monkeypatch.setattr(hermit, "find_spec", lambda name: None)
    with pytest.raises(AcquisError, match=r"pip install 'quantum-acquis\[dl\]'"):
        judged(LAW)


def axiom(number: int) -> Axiom:
    return Axiom(((URIRef(f"urn:{number % 5}"), URIRef("urn:p"), URIRef(f"urn:{number}")),))


@given(
    st.integers(1, 60).flatmap(
        lambda size: st.tuples(
            st.just(size),
            st.lists(st.sets(st.integers(0, size - 1), max_size=6), min_size=1, max_size=4),
        )
    )
)
def test_a_justification_fails_and_none_of_it_can_be_left_out(
    case: tuple[int, list[set[int]]],
) -> None:
    size, clashes = case
    axioms = [axiom(number) for number in range(size)]
    wanted = [{axioms[number] for number in clash} for clash in clashes]

    def fails(given: set[Axiom]) -> bool:
        return any(clash <= given for clash in wanted)

    def judge(sets: Sequence[Sequence[Axiom]]) -> int:
        return next((at for at, given in enumerate(sets) if fails(set(given))), len(sets))

    found = set(justification(axioms, judge))
    assert fails(found)
    assert not any(fails(found - {one}) for one in found)


def test_an_axiom_is_kept_whole_or_left_out_whole() -> None:
    text = """\
:p a owl:DatatypeProperty .
:A a owl:Class ; owl:equivalentClass [ a owl:Restriction ; owl:onProperty :p ;
    owl:someValuesFrom [ a rdfs:Datatype ; owl:oneOf ( 1 "2024"^^xsd:gYear ) ] ] .
:B a owl:Class ; owl:equivalentClass [ a owl:Restriction ; owl:onProperty :p ;
    owl:someValuesFrom [ a rdfs:Datatype ; owl:oneOf ( 1 2 ) ] ] .
"""
    axioms = projection(graph.parse((PREFIXES + text).encode())).axioms
    assert [str(axiom.statement[0]) for axiom in axioms] == ["http://example.org/B"]
    assert len(axioms[0].triples) == 1 + 3 + 2 + 4
    assert not any(triple[1] == RDF.type for triple in [axioms[0].statement])
