"""What the essay says stays a claim."""

from pathlib import Path

from acquis import headers
from acquis.engine.answers import Boolean, Solutions
from acquis.engine.embedded import Engine
from acquis.knowledge import KnowledgeBase

PREFIXES = """
PREFIX claim: <https://w3id.org/quantum-acquis/id/claim/>
PREFIX qap: <https://w3id.org/quantum-acquis/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


def rows(engine: Engine, text: str) -> list[tuple[str, ...]]:
    answer = engine.query(PREFIXES + text)
    assert isinstance(answer, Solutions)
    return [tuple("" if cell is None else cell.value for cell in row) for row in answer]  # type: ignore[union-attr]


def test_no_claim_of_the_essay_has_become_a_plain_fact(engine: Engine, root: Path) -> None:
    path = root / "queries" / "verify" / "claim-as-fact.rq"
    text = path.read_text(encoding="utf-8")
    assert headers.read(text, ("id",), str(path))["id"] == "claim-as-fact"
    answer = engine.query(text)
    assert isinstance(answer, Solutions)
    assert list(answer) == []


def test_that_query_sees_claims_and_would_see_a_fact(base: KnowledgeBase, root: Path) -> None:
    """The same query finds the fault where a claim is also stated plainly."""
    import pyoxigraph as ox

    store = ox.Store()
    store.bulk_load(path=str(base.turtle_path), format=ox.RdfFormat.TURTLE)
    text = (root / "queries" / "verify" / "claim-as-fact.rq").read_text(encoding="utf-8")
    assert list(store.query(text)) == []  # type: ignore[arg-type]
    store.update(
        PREFIXES + "INSERT { ?s ?p ?o } WHERE { claim:kop-2025-r011 qap:claimSubject ?s ; "
        "qap:claimPredicate ?p ; qap:claimObject ?o }"
    )
    assert len(list(store.query(text))) == 1  # type: ignore[arg-type]


def test_all_lines_of_the_register_are_there_with_their_modality(engine: Engine) -> None:
    found = rows(
        engine,
        "SELECT DISTINCT ?n ?m { ?c a qap:Claim ; skos:notation ?n ; "
        "qap:hasModality/skos:notation ?m . FILTER STRSTARTS(STR(?c), STR(claim:kop-2025-r)) }",
    )
    modality = dict(found)
    assert set(modality) == {f"R{number:03}" for number in range(1, 63)}
    assert modality["R052"] == "could"
    assert modality["R036"] == "must"
    assert modality["R018"] == "risk"
    assert modality["R011"] == "finding"


def test_nothing_proposed_is_real(engine: Engine) -> None:
    answer = engine.query(
        PREFIXES
        + "ASK { ?x a qap:Proposal . { ?x a qap:Instrument } UNION { ?x a qap:Institution }"
        " UNION { ?x qap:hasStatusRecord/qap:hasStatus/skos:notation ?s . "
        "FILTER (?s NOT IN ('proposed', 'withdrawn', 'expired', 'superseded')) } }"
    )
    assert isinstance(answer, Boolean)
    assert not answer


def test_no_value_is_upheld_through_a_proposal(engine: Engine) -> None:
    found = rows(engine, "SELECT ?p { ?p a qap:Provision ; qap:isProvisionOf/a qap:Proposal }")
    assert found == []
