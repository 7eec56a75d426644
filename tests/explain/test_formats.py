"""JSON, Turtle, SVG and HTML: the same proof in each, and nothing that a reader could trip over."""

import json as json_library
import re
import xml.etree.ElementTree as xml
from pathlib import Path

import html5rdf
import pytest
from hypothesis import HealthCheck, given, settings
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from tests.axioms import GRAPHS
from tests.explain.conftest import Small, of_facts

from acquis.explain import html, json, reading, svg, turtle
from acquis.explain.answer import RENDERERS
from acquis.explain.basis import Basis
from acquis.explain.explanation import PROOFS, Explanation, explain
from acquis.explain.given import Written
from acquis.explain.pattern import Pattern, parse
from acquis.explain.verification import Verifier
from acquis.graph import fact as as_fact
from acquis.names import QAP
from acquis.reasoning.closure import close
from acquis.reasoning.facts import SUBCLASS, TYPE, Fact

SVG = "{http://www.w3.org/2000/svg}"
CONVERGENT = f"<{QAP}ConvergentValue>"


@pytest.fixture(scope="module")
def convergent(shipped: Basis) -> list[Explanation]:
    _, facts = shipped.matching(Pattern(None, TYPE, CONVERGENT))
    return [found for fact in facts[:4] if (found := explain(shipped, fact))]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(GRAPHS)
def test_the_proof_in_turtle_is_the_proof_in_json(tmp_path: Path, graph: list[Fact]) -> None:
    basis = of_facts(graph, tmp_path)
    _, inferred = basis.matching(Pattern(None, None, None))
    explanations = [found for fact in inferred[:5] if (found := explain(basis, fact))]
    if not explanations:
        return
    one = reading.read(json.render(explanations, basis.notation).encode())
    other = reading.read(turtle.render(explanations, basis.notation).encode())
    verifier = Verifier(basis)
    assert [each.statements[-1].fact for each in one] == [e.conclusion.fact for e in explanations]
    same = {each.statements[-1].id: each for each in other}
    for written in one:
        assert verifier.verdict(written).faults == ()
        twin = same[written.statements[-1].id]
        assert verifier.verdict(twin).faults == ()
        assert without_blanks(written) == without_blanks(twin)


def without_blanks(written: Written) -> list[tuple[object, ...]]:
    return [
        (
            *(each.id, each.rule, each.premises),
            *((each.kind, each.evidence, each.article) if not each.rule else ()),
            *("_:" if term.startswith("_:") else term for term in each.fact),
        )
        for each in written.statements
    ]


def test_the_proofs_of_the_shipped_tree_too(shipped: Basis, convergent: list[Explanation]) -> None:
    verifier = Verifier(shipped)
    one = reading.read(json.render(convergent, shipped.notation).encode())
    other = reading.read(turtle.render(convergent, shipped.notation).encode())
    assert len(one) == len(other) == len(convergent)
    for written in (*one, *other):
        assert verifier.verdict(written).faults == ()
    key = lambda written: written.statements[-1].id  # noqa: E731
    for written, twin in zip(sorted(one, key=key), sorted(other, key=key), strict=True):
        assert without_blanks(written) == without_blanks(twin)


def test_json_says_where_each_leaf_stands_and_on_what_evidence(
    shipped: Basis, convergent: list[Explanation]
) -> None:
    document = json_library.loads(json.render(convergent, shipped.notation))
    for explanation in document["explanations"]:
        for statement in explanation["statements"]:
            if statement["rule"] is None:
                assert statement["places"][0]["line"] > 0
                assert not statement["premises"]
            for record in statement["evidence"]:
                evidence = document["evidence"][record]
                assert evidence["code"]
                assert evidence["document"] is None or evidence["document"] in document["documents"]
            if statement["article"]:
                assert document["articles"][statement["article"]]["act"]["title"]


def test_turtle_says_with_prov_what_was_derived_from_what(
    shipped: Basis, convergent: list[Explanation]
) -> None:
    text = turtle.render(convergent[:1], shipped.notation)
    graph = Graph().parse(data=text, format="turtle")
    answer = graph.query(
        """PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX proof: <https://w3id.org/quantum-acquis/ns/proof#>
        SELECT DISTINCT ?document { ?proof proof:proves/prov:wasDerivedFrom+ ?leaf .
          ?leaf a proof:SourceStatement ; prov:hadPrimarySource ?document }"""
    )
    cited = {
        f"<{row.document}>"
        for row in answer  # type: ignore[union-attr]
    }
    sources = [each for each in convergent[0].assertions if each.kind == "source"]
    wanted = {
        record.document.term for each in sources for record in each.evidence if record.document
    }
    assert wanted
    assert cited == wanted


def test_the_vocabulary_declares_what_the_turtle_uses_and_extends_prov(
    root: Path, shipped: Basis, convergent: list[Explanation]
) -> None:
    vocabulary = Graph().parse(root / "ontology" / "proof.ttl")
    graph = Graph().parse(data=turtle.render(convergent, shipped.notation), format="turtle")
    used = {str(term) for triple in graph for term in triple if str(term).startswith(PROOFS)}
    declared = {
        str(term)
        for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
        for term in vocabulary.subjects(RDF.type, kind)
    }
    assert used <= declared
    closure = close(as_fact(triple) for triple in (*graph, *vocabulary))
    assert closure.consistent
    prov = "http://www.w3.org/ns/prov#"
    for own, general in (("Conclusion", "Entity"), ("Inference", "Activity"), ("Proof", "Entity")):
        members = set(graph.subjects(RDF.type, URIRef(PROOFS + own)))
        assert members
        for member in members:
            wanted = as_fact((member, RDF.type, URIRef(prov + general)))
            assert closure.row(wanted) is not None
            assert vocabulary.value(URIRef(PROOFS + own), RDFS.subClassOf)


HOSTILE = (
    "<script>alert(1)</script>",
    "]]>&amp;\" onload='x",
    "\\u0000\\u0008\\u001B\\uFFFE",
    "x" * 3000,
    "مرحبا \\u202E 密码法 🧪",
)


@pytest.mark.parametrize("label", HOSTILE)
def test_nothing_of_the_data_gets_out_of_its_place(small: Small, label: str) -> None:
    quoted = label.replace("\\u0000", "").replace('"', '\\"')
    basis = small(
        f':p rdfs:subPropertyOf :q .\n:x :p "{quoted}" ; rdfs:label "{quoted}" .\n'
        ":x :p <javascript:alert(1)> .\n"
    )
    found = [explain(basis, fact) for fact in basis.matching(Pattern(None, None, None))[1]]
    kept = [each for each in found if each]
    assert len(kept) == 2
    drawing = xml.fromstring(svg.render(kept, basis.notation))
    assert not list(drawing.iter(f"{SVG}script"))
    assert not any("javascript" in value for e in drawing.iter() for value in e.attrib.values())
    page = html5rdf.parse(html.render(kept, basis.notation), namespaceHTMLElements=False)
    tags = {element.tag for element in page.iter()}
    assert "script" not in tags
    assert not any(name.startswith("on") for e in page.iter() for name in e.attrib)
    reading.read(json.render(kept, basis.notation).encode())
    reading.read(turtle.render(kept, basis.notation).encode())


def test_the_drawing_tells_kinds_apart_by_shape_and_label_and_is_accessible(
    shipped: Basis, convergent: list[Explanation]
) -> None:
    text = svg.render(convergent[:1], shipped.notation)
    drawing = xml.fromstring(text)
    assert (
        drawing.find(f"{SVG}title").text
        == "Accountability and responsibility is a convergent value."
    )
    assert drawing.find(f"{SVG}desc").text
    assert drawing.get("role") == "img"
    words = " ".join(drawing.itertext())
    for label in ("INFERRED", "A SOURCE SAYS", "OUR READING", "AXIOM"):
        assert label in words
    shapes = {
        kind: {
            re.sub(r"-?\d+", "", element.get("d", element.tag))
            for element in drawing.iter()
            if element.get("class") == f"card {kind}"
        }
        for kind in ("inferred", "source", "axiom")
    }
    assert all(len(shape) == 1 for shape in shapes.values())
    assert len(set(map(str, shapes.values()))) == 3
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)
    assert not re.search(r"<script|<image|url\(|@import|xlink", text)
    assert int(drawing.get("width", "0")) < 1400
    assert int(drawing.get("height", "0")) < 3000


def test_a_page_of_several_keeps_ids_apart(shipped: Basis, convergent: list[Explanation]) -> None:
    text = html.render(convergent, shipped.notation)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    page = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    assert len(list(page.iter("h1"))) == len(convergent)


@pytest.mark.parametrize("form", RENDERERS)
def test_the_same_again(form: str, shipped: Basis, convergent: list[Explanation]) -> None:
    assert RENDERERS[form](convergent, shipped.notation) == RENDERERS[form](
        convergent, shipped.notation
    )


@pytest.mark.parametrize("name", ["a <b c> d.ttl", 'a "b" \\ [c] ( d ).ttl', "法 é.ttl"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(f"<urn:x> a <urn:A> . <urn:A> {SUBCLASS} <urn:B> .")
    basis = Basis.of_files([path], tmp_path)
    found = explain(basis, ("<urn:x>", TYPE, "<urn:B>"))
    assert found
    graph = Graph().parse(data=turtle.render([found], basis.notation), format="turtle")
    assert {str(file) for file in graph.objects(None, URIRef(PROOFS + "file"))} == {name}


def test_a_literal_keeps_its_form(small: Small) -> None:
    basis = small(':p rdfs:subPropertyOf :q .\n:x :p 01.50 , "a\\nb"@en-GB .\n')
    for word in ("01.50", '"a\\nb"@en-GB'):
        fact = parse((":x", ":q", word), basis.table).fact
        assert fact
        found = explain(basis, fact)
        assert found
        for written in (
            *reading.read(json.render([found], basis.notation).encode()),
            *reading.read(turtle.render([found], basis.notation).encode()),
        ):
            assert written.statements[-1].fact == fact
