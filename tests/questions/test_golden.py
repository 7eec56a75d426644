"""Facts that certain answers must hold, written by hand: writing new rows cannot hide an error.

The law is that of the texts named beside each test.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.questions import expect

from acquis import questions, share
from acquis.engine.answers import Solutions
from acquis.engine.embedded import Engine

SAVED = questions.load(share.root() / "queries" / "questions")
ID = "https://w3id.org/quantum-acquis/id/"
Row = dict[str, str]
Ask = Callable[[str], list[Row]]


@pytest.fixture(scope="module")
def ask(engine: Engine) -> Ask:
    """Return a function from the id of a question to the rows of its answer."""

    def rows(name: str) -> list[Row]:
        answer = engine.query(questions.find(SAVED, name).text)
        assert isinstance(answer, Solutions)
        columns = answer.variables
        return [
            {
                column: cell.value  # type: ignore[union-attr]
                for column, cell in zip(columns, row, strict=True)
                if cell is not None
            }
            for row in answer
        ]

    return rows


BANDS = [
    ("34", "100", "0.0001"),
    ("100", "200", "0.001"),
    ("200", "350", "0.002"),
    ("350", "500", "0.003"),
    ("500", "700", "0.004"),
    ("700", "1100", "0.005"),
    ("1100", "2000", "0.006"),
    ("2000", None, None),
]


@pytest.mark.parametrize(
    ("order", "code"), [("US", "4A906.a.{}"), ("EU", "4A506.a.{}"), ("GB", "4A506.a.{}")]
)
def test_the_eight_bands_of_quantum_computers(ask: Ask, order: str, code: str) -> None:
    """ECCN 4A906.a and point 4A506.a of Annex I: 34 to 99 qubits and so on."""
    found = {
        row["code"]: row
        for row in ask("quantum-computer-thresholds")
        if row["legalOrder"] == order and row["status"] == "in force"
    }
    for number, (least, most, error) in enumerate(BANDS, 1):
        row = found[code.format(number)]
        assert (row["minimumQubits"], row["minimumIncluded"]) == (least, "true")
        assert (row.get("maximumQubits"), row.get("maximumError")) == (most, error)
        assert row.get("maximumIncluded") == ("false" if most else None)
        assert row.get("errorIncluded") == ("true" if error else None)


def test_several_legal_orders_share_each_band(ask: Ask) -> None:
    rows = ask("quantum-computer-bands")
    found = {(row["minimumQubits"], row["fewerThan"], row["maximumError"]): row for row in rows}
    for least, most, error in BANDS:
        assert int(found[least, most or "no limit", error or "no limit"]["legalOrders"]) >= 5


def test_the_limits_of_cryogenic_coolers(ask: Ask) -> None:
    """ECCN 3A904.a: 600 microwatt or more at 0.1 kelvin or less for more than 48 hours."""
    limits = {
        row["quantity"]: (row.get("least"), row.get("most"), row["unit"])
        for row in ask("cryogenic-thresholds")
        if row["code"] == "3A904.a" and row["technology"] == "Cryogenics"
    }
    assert limits == {
        "cooling power": ("600", None, "MicroW"),
        "cooling temperature": (None, "0.1", "K"),
        "cooling time": ("48", None, "HR"),
    }


def test_the_first_band_may_use_the_exception_for_like_minded_countries(ask: Ask) -> None:
    assert any(
        row["code"] == "4A906.a.1" and row["exception"] == "License Exception IEC"
        for row in ask("licence-exceptions")
    )
    reasons = {row["reason"] for row in ask("control-reasons") if row["code"] == "4A906.a.1"}
    assert reasons == {"national security", "regional stability", "anti-terrorism"}


def test_no_multilateral_list_covers_quantum_computers(ask: Ask) -> None:
    rows = ask("controls-without-multilateral-listing")
    orders = {row["legalOrder"] for row in rows if row["technology"] == "Quantum computing"}
    assert {"US", "EU", "GB", "CA", "DE", "ES", "FR", "JP", "NL"} <= orders


def test_three_post_quantum_standards_of_the_united_states_are_law_and_one_is_not(ask: Ask) -> None:
    status = {row["number"]: row["status"] for row in ask("post-quantum-standards")}
    assert [status[f"FIPS {number}"] for number in (203, 204, 205)] == ["in force"] * 3
    assert status["FIPS 206"] == "under development"
    law = {row["number"]: row["legalForce"] for row in ask("standards-that-are-law")}
    assert law["FIPS 203"] == "executive act"
    assert "FIPS 206" not in law


def test_drafts_for_the_articles_on_high_risk_ai(ask: Ask) -> None:
    rows = [row for row in ask("standards-for-articles") if row["instrument"] == "AI Act"]
    pairs = {(row["article"], row["number"]) for row in rows}
    assert {("Art. 9", "prEN 18228"), ("Art. 17", "prEN 18286")} <= pairs


def test_duties_of_providers_name_the_article(ask: Ask) -> None:
    rows = ask("duties-of-high-risk-providers")
    articles = {row["article"] for row in rows if row["instrument"] == "AI Act"}
    assert {f"Art. {number}" for number in (9, 10, 11, 12, 13, 15, 16, 17, 18, 72)} <= articles
    assert all(row["evidence"] and row["provision"].startswith(ID) for row in rows)
    days = {row["article"]: (row["appliesFrom"], row["appliesInFullFrom"]) for row in rows}
    assert days["Art. 9"] == ("2027-12-02", "2028-08-02"), "its own days, Annex III and Annex I"
    assert days["Art. 72"] == ("2026-08-02", "2026-08-02"), "the day of the act"


def test_bans_of_the_ai_act(ask: Ask) -> None:
    articles = {row["article"] for row in ask("prohibitions") if row["instrument"] == "AI Act"}
    assert {"Art. 5(1)(e)", "Art. 5(1)(f)", "Art. 5(1)(h)"} <= articles


def test_treaties_that_wait_and_one_that_does_not(ask: Ask) -> None:
    waiting = {row["act"].removeprefix(ID) for row in ask("treaties-not-in-force")}
    assert {"instrument/coe-ai-convention", "instrument/ctbt"} <= waiting
    assert "instrument/npt" not in waiting


def test_the_law_on_quantum_technology(ask: Ask) -> None:
    found = {
        (row["about"], row["act"].removeprefix(ID), row["force"])
        for row in ask("law-on-quantum-technology")
    }
    assert ("Post-quantum cryptography", "instrument/us-qccpa-2022", "binding") in found
    assert ("Quantum computing", "instrument/us-bis-ifr-quantum-2024", "binding") in found
    assert ("Quantum technology", "instrument/oecd-quantum-recommendation", "not binding") in found
    assert "instrument/eu-ai-act" not in {act for _, act, _ in found}


def test_a_later_act_on_the_ai_act(ask: Ask) -> None:
    rows = {
        (row["laterAct"].removeprefix(ID), row["relation"], row["earlierAct"].removeprefix(ID))
        for row in ask("succession-of-instruments")
    }
    assert ("instrument/eu-ai-omnibus", "amends", "instrument/eu-ai-act") in rows
    assert ("instrument/us-nspm-11", "replaces", "instrument/us-nsm-25") in rows


def test_nobody_safeguards_ai_or_quantum_technology(ask: Ask) -> None:
    found = {row["task"]: row for row in ask("iaea-tasks-without-counterpart")}
    assert {"Inspection", "Safeguarding", "Verification"} <= found.keys()
    assert found["Safeguarding"]["bodiesOnAIOrQuantum"] == "0"


def test_a_hybrid_joins_both_fields_and_a_simulator_does_not(ask: Ask) -> None:
    found = {row["technology"].removeprefix(ID) for row in ask("quantum-ai-technologies")}
    assert "technology/quantum-ai-hybrid" in found
    assert "technology/quantum-simulation" not in found


def test_what_the_essay_says_could_be_is_told_as_what_could_be(ask: Ask) -> None:
    [row] = [row for row in ask("claims-of-cause") if row["relation"] == "enforces"]
    assert (row["first"], row["second"], row["modality"]) == (
        "Atomic Agency for Quantum-AI",
        "Quantum Acquis Planetaire",
        "could",
    )


def test_nothing_that_is_proposed_has_come_about_unseen(ask: Ask) -> None:
    rows = ask("proposed-institutions")
    agency = [row for row in rows if row["planned"] == f"{ID}proposal/atomic-agency"]
    assert agency
    assert all("cameAbout" not in row for row in agency)


def test_thirty_questions_and_more_have_an_asker_who_is_no_reader_of_the_essay() -> None:
    askers = expect.ASKERS.keys() - {"essay"}
    asked = {asker: [q for q in SAVED if asker in q.tags] for asker in askers}
    assert len({q.name for found in asked.values() for q in found}) >= 30
    assert all(len(found) >= 5 for found in asked.values())


def test_the_page_of_questions_is_up_to_date(root: Path) -> None:
    text = (root / "docs" / "questions.md").read_text(encoding="utf-8")
    assert text == expect.page(SAVED), "run: python -m tests.questions.expect"
