"""A proof that somebody gives is replayed, and believed in nothing."""

import json as json_library
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.explain.conftest import HEAD, Small

from acquis.errors import AcquisError
from acquis.explain import json, reading, turtle
from acquis.explain.basis import Basis
from acquis.explain.explanation import Explanation, explain, explained
from acquis.explain.pattern import parse
from acquis.explain.verification import Verifier
from acquis.names import QAP
from acquis.reasoning import rules
from acquis.reasoning.facts import SUBCLASS, TYPE
from acquis.reasoning.proof import Proof, Step

PRIVACY = "<https://w3id.org/quantum-acquis/id/value/privacy>"
LAW = (
    ":uncle owl:propertyChainAxiom ( :parent :brother ) .\n:ann :parent :bob .\n"
    ":bob :brother :cid .\n"
)


@pytest.fixture(scope="module")
def proved(shipped: Basis) -> Explanation:
    found = explain(shipped, (PRIVACY, TYPE, f"<{QAP}ConvergentValue>"))
    assert found
    return found


@pytest.fixture
def document(shipped: Basis, proved: Explanation) -> dict[str, Any]:
    found: dict[str, Any] = json_library.loads(json.render([proved], shipped.notation))
    return found


def verdicts(document: Any, basis: Basis) -> list[str]:
    content = json_library.dumps(document).encode()
    verifier = Verifier(basis)
    return [fault for each in reading.read(content) for fault in verifier.verdict(each).faults]


def test_a_proof_holds(document: dict[str, Any], shipped: Basis) -> None:
    assert verdicts(document, shipped) == []


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_proof_that_was_tampered_with_is_refused(
    data: st.DataObject, document: dict[str, Any], shipped: Basis
) -> None:
    changed = json_library.loads(json_library.dumps(document))
    statements = changed["explanations"][0]["statements"]
    at = data.draw(st.integers(0, len(statements) - 1))
    statement = statements[at]
    kinds_of_change = ["term", "rule", "premise", "asserted", "evidence", "article", "kind"]
    what = data.draw(st.sampled_from(kinds_of_change))
    if what == "term":
        place = data.draw(st.sampled_from(["subject", "predicate", "object"]))
        statement[place] = "<http://e/another>"
    elif what == "rule" and statement["rule"]:
        others = sorted({rule.name for rule in rules.table()} - {statement["rule"]})
        statement["rule"] = data.draw(st.sampled_from(others))
    elif what == "premise" and statement["premises"]:
        place = data.draw(st.integers(0, len(statement["premises"]) - 1))
        statement["premises"][place] = statements[-1]["id"]
    elif what == "asserted" and statement["rule"]:
        statement |= {"rule": None, "premises": [], "kind": "source"}
    elif what == "evidence" and not statement["rule"]:
        statement["evidence"] = [*statement["evidence"], "<http://e/evidence>"]
    elif what == "article" and not statement["rule"]:
        statement["article"] = None if statement["article"] else "<http://e/article>"
    elif what == "kind" and not statement["rule"]:
        kinds = {"source", "reading", "unchecked", "axiom", "asserted"} - {statement["kind"]}
        statement["kind"] = data.draw(st.sampled_from(sorted(kinds)))
    else:
        return
    assert verdicts(changed, shipped)


def test_a_fault_names_the_statement(document: dict[str, Any], shipped: Basis) -> None:
    last = document["explanations"][0]["statements"][-1]
    last["object"] = f"<{QAP}Instrument>"
    (fault,) = verdicts(document, shipped)
    assert re.fullmatch(
        r"step \d+: does not follow from its premises by \S+: value:privacy a qap:Instrument", fault
    )


def test_a_statement_called_law_that_is_our_reading_is_refused(
    document: dict[str, Any], shipped: Basis
) -> None:
    reading_of_ours = next(
        each for each in document["explanations"][0]["statements"] if each["kind"] == "reading"
    )
    reading_of_ours["kind"] = "source"
    (fault,) = verdicts(document, shipped)
    assert fault.endswith("called 'source', the sources make it 'reading'")


def drop(path: list[str | int]) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        del document[path[-1]]

    return change


def put(path: list[str | int], value: Any) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = value

    return change


FIRST: list[str | int] = ["explanations", 0, "statements", 0]
LAST: list[str | int] = ["explanations", 0, "statements", -1]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (drop(["format"]), "the document: has no field 'format'"),
        (put(["format"], "other"), "format: not 'quantum-acquis-proof'"),
        (put(["version"], 2), "version: 2, where 1 is what we read"),
        (put(["explanations"], {}), "explanations: not an array"),
        (put(["explanations"], []), "explanations: holds no proof"),
        (put(["explanations", 0], 7), "explanations[0]: not an object"),
        (put(["explanations", 0, "statements"], []), "explanations[0]: has no statement"),
        (put(["explanations", 0, "conclusion"], "x"), "not the id of the last statement"),
        (drop([*FIRST, "id"]), "explanations[0].statements[0]: has no field 'id'"),
        (put([*FIRST, "id"], 5), "explanations[0].statements[0].id: not text"),
        (put([*FIRST, "subject"], '"x"'), "subject: a literal, which cannot be a subject"),
        (put([*FIRST, "subject"], "no term"), "subject: 'no term' is no term of N-Triples"),
        (put([*FIRST, "subject"], "<a> <b>"), "is no term of N-Triples"),
        (put([*FIRST, "predicate"], "_:b"), "predicate: not an IRI"),
        (put([*FIRST, "object"], '"a" .\n'), "is no term of N-Triples"),
        (put([*FIRST, "object"], ["x"]), "object: not text"),
        (put([*FIRST, "kind"], "law"), "kind: 'law', not one of inferred, source"),
        (put([*FIRST, "rule"], "cax-sco"), "rule: 'cax-sco' does not go with the kind 'axiom'"),
        (put([*FIRST, "premises"], ["x"]), "premises: an asserted statement has none"),
        (put([*FIRST, "premises"], [1]), "premises[0]: not text"),
        (put([*FIRST, "evidence"], None), "evidence: not an array"),
        (put([*FIRST, "article"], 5), "article: not text"),
        (put([*LAST, "evidence"], ["<http://e/x>"]), "evidence: an inferred statement has none"),
        (put([*LAST, "article"], "<http://e/x>"), "article: an inferred statement has none"),
        (
            put(["explanations", 0, "statements", -1, "premises"], ["x"]),
            "premises[0]: no statement has the id 'x'",
        ),
    ],
)
def test_what_is_malformed_is_told_by_its_place(
    document: dict[str, Any], change: Callable[[Any], None], message: str
) -> None:
    change(document)
    with pytest.raises(AcquisError, match=re.escape(message)):
        reading.read(json_library.dumps(document).encode())


def test_an_id_that_stands_twice_is_malformed(document: dict[str, Any]) -> None:
    statements = document["explanations"][0]["statements"]
    statements[1]["id"] = statements[0]["id"]
    with pytest.raises(AcquisError, match=r"statements\[0\]: the id .* stands twice"):
        reading.read(json_library.dumps(document).encode())


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"{", b"\xff", b"[" * 100_000, b"{" * 100_000, b"{}", b"null", b"\x00", b"<a> <b>"],
)
def test_what_is_no_proof_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(AcquisError):
        reading.read(content)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_the_file_holds_there_is_a_message(content: bytes) -> None:
    with pytest.raises(AcquisError):
        reading.read(content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_field_may_hold_anything(
    data: st.DataObject, document: dict[str, Any], shipped: Basis
) -> None:
    changed = json_library.loads(json_library.dumps(document))
    statement = data.draw(st.sampled_from(changed["explanations"][0]["statements"]))
    target = data.draw(st.sampled_from([changed, changed["explanations"][0], statement]))
    target[data.draw(st.sampled_from(sorted(target)))] = data.draw(JSON)
    try:
        verdicts(changed, shipped)
    except AcquisError as error:
        message = str(error)
    else:
        message = "read"
    assert message


@pytest.fixture
def chain(small: Small) -> tuple[Basis, str, str]:
    basis = small(LAW)
    fact = parse((":ann", ":uncle", ":cid"), basis.table).fact
    assert fact
    found = explain(basis, fact)
    assert found
    return (
        basis,
        json.render([found], basis.notation),
        turtle.render([found], basis.notation),
    )


def test_blank_nodes_may_have_other_labels(chain: tuple[Basis, str, str]) -> None:
    basis, as_json, as_turtle = chain
    for text in (as_json, as_turtle):
        renamed = re.sub(r"_:b([0-9a-f]+)", r"_:other\1", text)
        assert renamed != text
        (written,) = reading.read(renamed.encode())
        assert Verifier(basis).verdict(written).faults == ()


def test_blank_nodes_stand_only_for_nodes_of_which_the_same_is_said(
    chain: tuple[Basis, str, str], small: Small
) -> None:
    _, as_json, _ = chain
    (written,) = reading.read(re.sub(r"_:b([0-9a-f]+)", r"_:other\1", as_json).encode())
    other = small(LAW.replace("( :parent :brother )", "( :brother :parent )"))
    assert Verifier(other).verdict(written).faults


def test_a_long_list_with_other_labels_is_soon_verified(small: Small) -> None:
    basis = small(f":C owl:oneOf ( {' '.join(f':m{n}' for n in range(3000))} ) .\n")
    found = explain(basis, ("<http://e/m2999>", TYPE, "<http://e/C>"))
    assert found
    text = turtle.render([found], basis.notation).encode()
    start = time.process_time()
    (written,) = reading.read(text)
    assert len(written.statements) > 3000
    assert Verifier(basis).verdict(written).faults == ()
    assert time.process_time() - start < 10


def test_evidence_may_be_a_blank_node(small: Small) -> None:
    supported = f"<{QAP}isSupportedBy>"
    basis = small(f":A rdfs:subClassOf :B .\n:x a :A ; {supported} [ rdfs:label 'seen' ] .\n")
    found = explain(basis, ("<http://e/x>", TYPE, "<http://e/B>"))
    assert found
    text = turtle.render([found], basis.notation)
    assert "qap:isSupportedBy _:" in text
    (written,) = reading.read(text.encode())
    assert Verifier(basis).verdict(written).faults == ()
    (written,) = reading.read(re.sub(r"qap:isSupportedBy _:\w+ ;", "", text).encode())
    (fault,) = Verifier(basis).verdict(written).faults
    assert fault.startswith(":x a :A: its evidence is _:")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("a proof:Conclusion ,", "a proof:SourceStatement ,", "called an assertion"),
        ("a proof:Conclusion ,", "a proof:Conclusion , proof:Axiom ,", "called an assertion"),
        ("prov:wasGeneratedBy", f"<{QAP}isSupportedBy> :e ; prov:wasGeneratedBy", "called an asse"),
        ("prov:wasGeneratedBy", "proof:article :art ; prov:wasGeneratedBy", "called an assertion"),
        ("a proof:Assertion ,", "proof:article :art ; a proof:Assertion ,", "article is none, not"),
    ],
)
def test_turtle_that_claims_more_than_the_sources_is_refused(
    chain: tuple[Basis, str, str], old: str, new: str, told: str
) -> None:
    basis, _, as_turtle = chain
    assert old in as_turtle
    (written,) = reading.read(as_turtle.replace(old, new, 1).encode())
    (fault,) = Verifier(basis).verdict(written).faults
    assert told in fault


def test_a_statement_may_follow_in_one_proof_and_be_asserted_in_another(small: Small) -> None:
    basis = small(":A rdfs:subClassOf :B .\n:x a :A , :B .\n:B rdfs:subClassOf :C .\n")
    asserted = explain(basis, ("<http://e/x>", TYPE, "<http://e/B>"))
    fact = ("<http://e/x>", TYPE, "<http://e/B>")
    axiom, leaf = ("<http://e/A>", SUBCLASS, "<http://e/B>"), ("<http://e/x>", TYPE, "<http://e/A>")
    steps = (Step(axiom, ""), Step(leaf, ""), Step(fact, "cax-sco", (0, 1)))
    inferred = explained(basis, Proof(steps))
    assert asserted
    for one, other in ((asserted, inferred), (inferred, asserted)):
        written = reading.read(turtle.render([one, other], basis.notation).encode())
        assert sorted(len(each.statements) for each in written) == [1, 3]
        assert [Verifier(basis).verdict(each).faults for each in written] == [(), ()]


def test_a_search_for_blank_nodes_comes_to_an_end(small: Small) -> None:
    ring = "".join(f"_:n{n} :p _:n{m} .\n" for n in range(12) for m in range(12) if n != m)
    basis = small(ring)
    leaves = [
        (f"_:x{n}", "<http://e/p>", f"_:x{m}") for n in range(14) for m in range(14) if n != m
    ]
    statements = [
        {
            **{"id": f"s{n}", "subject": s, "predicate": p, "object": o, "kind": "asserted"},
            **{"rule": None, "premises": [], "evidence": [], "article": None},
        }
        for n, (s, p, o) in enumerate(leaves)
    ]
    explanation = {"conclusion": f"s{len(leaves) - 1}", "statements": statements}
    document = {"format": "quantum-acquis-proof", "version": 1, "explanations": [explanation]}
    assert verdicts(document, basis)


PROOF = """@prefix proof: <https://w3id.org/quantum-acquis/ns/proof#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
SAID = "rdf:subject :x ; rdf:predicate :p ; rdf:object :y"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (":p a proof:Proof .", "has no <https://w3id.org/quantum-acquis/ns/proof#proves>"),
        (":p a proof:Proof ; proof:proves :s .", "has no <http://www.w3.org/1999/02/22"),
        (f":p a proof:Proof ; proof:proves :s . :s {SAID} .", "not of one kind of assertion"),
        (f":p a proof:Proof ; proof:proves :s , :t . :s {SAID} .", "has 2 "),
        (
            f":p a proof:Proof ; proof:proves :s ; proof:hasInference :i . :s {SAID} ; "
            "prov:wasGeneratedBy :i . :i proof:rule 'r' ; proof:premises ( :s ) .",
            "<http://e/s>: rests on itself",
        ),
        (
            f":p a proof:Proof ; proof:proves :s ; proof:hasInference :i . :s {SAID} ; "
            "prov:wasGeneratedBy :i . :i proof:rule 'r' ; proof:premises _:l . "
            f"_:l rdf:first :t ; rdf:rest _:l . :t {SAID} ; a proof:Axiom .",
            "runs in a circle",
        ),
        (
            f":p a proof:Proof ; proof:proves :s ; proof:hasInference :i , :j . :s {SAID} ; "
            "prov:wasGeneratedBy :i , :j .",
            "infers <http://e/s> twice",
        ),
        (
            f":p a proof:Proof ; proof:proves :s ; proof:hasInference :i . :s {SAID} ; "
            "prov:wasGeneratedBy :i . :i proof:rule :r ; proof:premises () .",
            "is not text",
        ),
        (
            ":p a proof:Proof ; proof:proves :s . :s a proof:Axiom ; "
            "rdf:subject 'x' ; rdf:predicate :p ; rdf:object :y .",
            "cannot be that of a triple",
        ),
        (":x a :y .", "holds no <https://w3id.org/quantum-acquis/ns/proof#Proof>"),
        (":x a", "no JSON and no Turtle"),
    ],
)
def test_turtle_that_is_no_proof_is_told(text: str, message: str) -> None:
    with pytest.raises(AcquisError, match=re.escape(message)):
        reading.read((HEAD + PROOF + text).encode())
