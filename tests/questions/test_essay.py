"""The answers about the essay that its evidence fixes, and the line between claim and world."""

import csv
import io

import pytest
from tests.conftest import Run

from acquis.engine.answers import Boolean, Solutions
from acquis.engine.embedded import Engine

PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX document: <https://w3id.org/quantum-acquis/id/document/>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX evidence-code: <https://w3id.org/quantum-acquis/id/evidence-code/>
PREFIX function: <https://w3id.org/quantum-acquis/id/function/>
PREFIX institution: <https://w3id.org/quantum-acquis/id/institution/>
PREFIX instrument: <https://w3id.org/quantum-acquis/id/instrument/>
PREFIX modality: <https://w3id.org/quantum-acquis/id/modality/>
PREFIX norm: <https://w3id.org/quantum-acquis/id/norm/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX provision: <https://w3id.org/quantum-acquis/id/provision/>
PREFIX qap: <https://w3id.org/quantum-acquis/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX technology: <https://w3id.org/quantum-acquis/id/technology/>
"""

# The lines of the register that are facts of the world: the graph states them, no claim does.
WORLD = {
    "R097": "?m a qap:ControlMeasure ; qap:isImposedBy instrument:us-bis-ifr-quantum-2024",
    "R098": "?m qap:isImposedBy instrument:us-bis-ifr-quantum-2024 ; "
    "qap:coversEntry/qap:controlsTechnology technology:quantum-computing",
    "R100": "?m qap:isImposedBy instrument:us-outbound-rule-31cfr850 ; "
    "qap:restrictsTechnology technology:quantum-computing . "
    "instrument:us-outbound-rule-31cfr850 qap:regulates technology:artificial-intelligence",
    "R102": "instrument:cn-dual-use-regulations-2024 a qap:BindingInstrument . "
    "?l a qap:ControlList ; qap:isMaintainedUnder instrument:cn-dual-use-regulations-2024",
    "R103": "?m a qap:ControlMeasure ; qap:isImposedBy instrument:eu-dual-use-regulation . "
    "document:gasser-call-for-responsible-quantum-technology "
    "dcterms:references instrument:eu-dual-use-regulation",
    "R104": "?s a qap:Standard ; qap:isDevelopedBy institution:iso-iec-jtc3 ; "
    "skos:prefLabel ?l FILTER CONTAINS(LCASE(?l), 'quantum')",
    "R106": "?m a org:Membership ; org:organization institution:iter-organization",
    "R108": "norm:cern-convention-art-ii-1 a qap:Obligation ; "
    "skos:definition ?d FILTER CONTAINS(?d, 'no military work')",
    "R109": "norm:cern-convention-art-ii-1 a qap:Obligation ; "
    "skos:definition ?d FILTER CONTAINS(?d, 'results published')",
    "R110": "institution:iaea qap:performs function:verification . "
    "norm:npt-art-iii-1 qap:isStatedIn provision:npt-art-iii-1",
    "R111": "institution:iaea qap:performs function:safeguards . "
    "provision:iaea-statute-art-iii-a-5 qap:isProvisionOf instrument:iaea-statute",
    "R112": "instrument:un-res-78-265 a qap:SoftLawInstrument",
    "R113": "instrument:npt a qap:Treaty",
}


def rows(engine: Engine, text: str) -> list[tuple[str, ...]]:
    answer = engine.query(PREFIXES + text)
    assert isinstance(answer, Solutions)
    return [tuple("" if cell is None else cell.value for cell in row) for row in answer]  # type: ignore[union-attr]


def asked(acquis: Run, name: str) -> list[dict[str, str]]:
    done = acquis("ask", name, "--format", "csv")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_each_line_of_the_register_is_a_claim_or_a_fact_and_never_both(engine: Engine) -> None:
    claims = {
        n for (n,) in rows(engine, "SELECT DISTINCT ?n { ?c a qap:Claim ; skos:notation ?n }")
    }
    assert claims | set(WORLD) == {f"R{number:03}" for number in range(1, 120)}
    assert claims.isdisjoint(WORLD)


@pytest.mark.parametrize("line", WORLD)
def test_the_graph_states_the_facts_of_the_world(engine: Engine, line: str) -> None:
    answer = engine.query(f"{PREFIXES} ASK {{ {WORLD[line]} }}")
    assert isinstance(answer, Boolean)
    assert answer


def test_iter_has_seven_members(engine: Engine) -> None:
    found = rows(
        engine,
        "SELECT DISTINCT ?n { ?m org:organization institution:iter-organization ; "
        "org:member/skos:notation ?n }",
    )
    assert {n for (n,) in found} == {"CN", "EU", "IN", "JP", "KR", "RU", "US"}


def test_the_essay_says_only_what_was_read_in_its_abstract_or_its_authors_post(
    engine: Engine,
) -> None:
    codes = rows(
        engine,
        "SELECT DISTINCT ?code { ?c a qap:Claim ; "
        "qap:isPositedBy document:kop-2025-atomic-agency ; "
        "qap:isSupportedBy/qap:hasEvidenceCode ?code }",
    )
    assert {code.rpartition("/")[2] for (code,) in codes} == {"seen-essay", "seen-author"}


def test_nothing_of_a_later_work_is_attributed_to_the_essay(engine: Engine) -> None:
    later = rows(
        engine,
        "SELECT ?c ?thing { ?c qap:isPositedBy document:kop-2025-atomic-agency ; "
        "qap:claimSubject|qap:claimObject ?thing . ?thing qap:isPositedBy ?work . "
        "?work eli:date_publication ?date . FILTER (STR(?date) > '2025-05-06') }",
    )
    assert later == []


def test_bridges_are_signed_by_the_project_and_nothing_else_has_their_modality(
    engine: Engine,
) -> None:
    pairs = rows(
        engine,
        "SELECT DISTINCT ?work ?code { ?c a qap:Claim ; qap:hasModality modality:link ; "
        "qap:isPositedBy ?work ; qap:isSupportedBy/qap:hasEvidenceCode ?code }",
    )
    assert [tuple(cell.rpartition("/")[2] for cell in pair) for pair in pairs] == [
        ("quantum-acquis", "inferred")
    ]


def test_what_a_summary_reports_is_its_own_and_not_the_essays(engine: Engine) -> None:
    works = rows(
        engine,
        "SELECT DISTINCT ?work { ?c a qap:Claim ; qap:isPositedBy ?work ; "
        "qap:isSupportedBy/qap:hasEvidenceCode evidence-code:seen-third-party }",
    )
    assert len(works) == 3
    assert not any("kop" in work for (work,) in works)


def test_each_iaea_function_has_one_row_with_the_evidence_of_its_counterpart(acquis: Run) -> None:
    found = {row["article"]: row["evidence"] for row in asked(acquis, "agency-iaea-counterparts")}
    assert found == {
        "Art. III.A.1": "seen with a third party",
        "Art. III.A.2": "inferred",
        "Art. III.A.3": "inferred",
        "Art. III.A.4": "inferred",
        "Art. III.A.5": "seen in the essay",
        "Art. III.A.6": "seen with a third party",
        "Art. XII.A.1": "inferred",
        "Art. XII.A.2": "",
        "Art. XII.A.3": "inferred",
        "Art. XII.A.4": "inferred",
        "Art. XII.A.5": "",
        "Art. XII.A.6": "inferred",
    }


def test_instruments_on_both_fields_hold_the_two_sure_ones_and_none_on_one_field(
    acquis: Run,
) -> None:
    found = {
        row["instrument"].rpartition("/")[2] for row in asked(acquis, "instruments-on-both-fields")
    }
    assert {"us-outbound-rule-31cfr850", "eu-critical-tech-rec"} <= found
    assert found.isdisjoint({"eu-ai-act", "us-nqi-act-2018", "eu-dual-use-regulation", "npt"})


def test_the_risks_are_the_eight_that_the_essay_names(acquis: Run) -> None:
    found = {
        row["risk"].rpartition("/")[2]: row["state"]
        for row in asked(acquis, "risks-and-mitigations")
    }
    assert set(found) == {
        "arms-race",
        "decoupling",
        "export-of-autocratic-norms",
        "planetary-challenges",
        "premature-regulation",
        "proliferation",
        "stifled-collaboration",
        "stifled-supply-chains",
    }
    assert found["arms-race"] == "path"
    assert found["planetary-challenges"] == "no path"


def test_controlled_inputs_hold_the_three_numbers_and_each_link_is_signed(acquis: Run) -> None:
    found = asked(acquis, "controlled-inputs")
    assert {row["number"][:5] for row in found} >= {"3A901", "3A904", "4A906"}
    assert {(row["linkDrawnBy"], row["evidence"]) for row in found} == {
        ("Quantum Acquis knowledge graph", "inferred")
    }


def test_the_ten_principles_are_three_groups_from_one_source_and_unverified(acquis: Run) -> None:
    found = asked(acquis, "ten-principles")
    assert [row["number"] for row in found] == [str(number) for number in range(1, 11)]
    assert [row["seaGroup"][:-6] for row in found] == (
        ["Safeguarding"] * 3 + ["Engaging"] * 3 + ["Advancing"] * 4
    )
    assert {(row["source"], row["evidence"]) for row in found} == {
        ("10 Principles for Responsible Quantum Innovation", "unverified")
    }


def test_the_earlier_set_is_that_of_2021_and_is_kept_apart(acquis: Run) -> None:
    [row] = asked(acquis, "earlier-principles")
    assert row["date"] == "2021-03-30"
    assert row["set"].endswith("/kop-2021-principles")


def test_principles_without_a_link_stand_beside_those_with_one(acquis: Run) -> None:
    found = asked(acquis, "principles-put-to-work")
    assert {row["number"] for row in found} == {str(number) for number in range(1, 11)}
    assert {(row["link"], row["evidence"]) for row in found} == {
        ("mapping", "our mapping"),
        ("claim", "inferred"),
        ("gap", ""),
    }


def test_every_claim_has_source_place_and_evidence_and_the_undated_are_known(acquis: Run) -> None:
    found = asked(acquis, "statement-provenance")
    for row in found:
        assert row["readIn"], row
        assert row["place"] != "no place recorded", row
        assert row["evidence"], row
        assert row["confidence"], row
    assert {row["saidBy"] for row in found if row["date"] == "no date seen"} == {
        "Gasser, De Jong and Kop, A call for responsible quantum technology",
        "Kop and Forrest, Global Quantum Governance: From Principles to Practice",
        "arxivlens.com on the essay (machine-written summary)",
        "outpoll.com, news report on the Grandview Institution",
        "tomesphere.com/paper/2505.11515",
    }


def test_the_authors_positions_of_2021_and_2025_stand_side_by_side(acquis: Run) -> None:
    found = asked(acquis, "author-positions")
    years = {row["date"][:4] for row in found}
    assert {"2021", "2022", "2023", "2024", "2025", "2026"} <= years
    tense = {(row["date"][:4], row["inTensionWith"]) for row in found if row["inTensionWith"]}
    assert tense == {
        ("2021", "Strategic Sino-American recoupling"),
        ("2025", "Strategic Tech Alliance"),
    }


def test_counter_positions_name_who_holds_them(acquis: Run) -> None:
    found = asked(acquis, "counter-positions")
    disputed = {(row["heldBy"], row["ofTheEssay"]) for row in found if row["stance"] == "disputes"}
    assert (
        "Afina and Lewis (2023), The Nuclear Governance Model Won't Work for AI",
        "The Atomic Agency could be modelled on IAEA safeguards",
    ) in disputed


def test_homonyms_are_two_effects_with_two_senses(acquis: Run) -> None:
    found = [row for row in asked(acquis, "effect-homonyms") if row["name"] == "Washington effect"]
    assert len(found) == 2
    assert {row["against"] for row in found} == {"another sense"}
