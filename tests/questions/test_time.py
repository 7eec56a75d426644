"""Law in time: what differs between 6 May 2025 and 22 November 2026, and which law changed."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Run

from acquis import names, parameters, questions, share
from acquis.engine.answers import Solutions
from acquis.engine.embedded import Engine
from acquis.errors import AcquisError

HERE = Path(__file__).parent
SAVED = {q.name: q for q in questions.load(share.root() / "queries" / "questions")}
PREFIXES = names.prefixes()
BEFORE, AFTER = "2025-05-06", "2026-11-22"

# A question; a column and a value that names the law; on which of the two days it has a row; why.
CHANGES = [
    ("in-force-on", "act", "instrument/us-bis-ai-diffusion-2025", BEFORE, "rescinded in May 2025"),
    ("in-force-on", "act", "instrument/us-nsm-25", BEFORE, "rescinded by NSPM-11 in June 2026"),
    ("in-force-on", "act", "instrument/eu-ai-omnibus", AFTER, "in force from 27 July 2026"),
    ("in-force-on", "act", "instrument/cn-14th-fyp-2021", BEFORE, "ended with 2025"),
    ("applies-on", "part", "provision/eu-ai-act-art-53", AFTER, "applies from 2 August 2025"),
    ("applies-on", "part", "provision/eu-ai-act-art-50-1", AFTER, "applies from 2 August 2026"),
    ("rescinded-or-replaced-by", "act", "instrument/us-nsm-25", AFTER, "rescinded June 2026"),
    ("rescinded-or-replaced-by", "act", "instrument/us-co-sb24-205", AFTER, "replaced May 2026"),
    (
        "suspensions-on",
        "thing",
        "control-measure/cn-gallium-germanium-us",
        AFTER,
        "suspended by Announcement No. 72 of 2025 to 27 November 2026",
    ),
    (
        "standing-not-recorded-on",
        "thing",
        "instrument/us-bis-affiliates-rule-2025",
        AFTER,
        "the truce ended on 9 November 2026 and what followed was not seen",
    ),
    ("controls-on", "entry", "control-entry/gb-pl9013", BEFORE, "SI 2025/1197 left it out"),
    (
        "convergence",
        "provision",
        "provision/eu-ai-act-art-50-1",
        AFTER,
        "the AI Act applies in general from 2 August 2026",
    ),
    (
        "divergence",
        "value",
        "value/inclusion-equity",
        BEFORE,
        "Article 95 of the AI Act applies from 2 August 2026, and the Union is no longer without",
    ),
    (
        "mechanisms-of-one-order",
        "way",
        "mechanism/labelling-of-synthetic-content",
        BEFORE,
        "only China had it until Article 50 of the AI Act applied, from 2 August 2026",
    ),
    (
        "value-side-by-side",
        "provision",
        "provision/eu-ai-act-art-53",
        AFTER,
        "Chapter V applies from 2 August 2025",
    ),
]


def rows(engine: Engine, name: str, **values: str) -> list[dict[str, str]]:
    answer = questions.ask(engine, SAVED[name], values)
    assert isinstance(answer, Solutions)
    lines = answer.serialize("text/csv").decode().splitlines()
    return [
        {key: text.removeprefix(names.BASE + "id/") for key, text in row.items()}
        for row in csv.DictReader(lines)
    ]


@pytest.mark.parametrize(("name", "column", "law", "day", "why"), CHANGES)
def test_the_answers_differ_where_the_law_changed(
    engine: Engine, name: str, column: str, law: str, day: str, why: str
) -> None:
    found = {
        each: law in {r[column] for r in rows(engine, name, date=each)} for each in (BEFORE, AFTER)
    }
    assert found == {each: each == day for each in (BEFORE, AFTER)}, why


@pytest.mark.parametrize("name", sorted(path.stem for path in (HERE / "dated").iterdir()))
def test_every_dated_question_answers_otherwise_on_the_two_days(engine: Engine, name: str) -> None:
    def without_day(day: str) -> list[list[str]]:
        return [[v for k, v in row.items() if k != "date"] for row in rows(engine, name, date=day)]

    assert without_day(BEFORE) != without_day(AFTER)


@pytest.mark.parametrize(
    ("day", "article", "extent"),
    [
        ("2025-02-01", "Art. 5(1)(c)", None),
        ("2025-02-02", "Art. 5(1)(c)", "in full"),
        ("2025-08-01", "Art. 53", None),
        ("2025-08-02", "Art. 53", "in full"),
        ("2026-08-01", "Art. 50(1)", None),
        ("2026-08-02", "Art. 50(1)", "in full"),
        ("2026-12-01", "Art. 5(1)(ba)", None),
        ("2026-12-02", "Art. 5(1)(ba)", "in full"),
        ("2027-12-01", "Art. 9", None),
        ("2027-12-02", "Art. 9", "in part"),
        ("2028-08-02", "Art. 9", "in full"),
        ("2027-12-02", "Art. 6(1)", None),
        ("2028-08-02", "Art. 6(1)", "in full"),
    ],
)
def test_the_phases_of_the_ai_act(
    engine: Engine, day: str, article: str, extent: str | None
) -> None:
    found = {row["article"]: row["extent"] for row in rows(engine, "applies-on", date=day)}
    assert found.get(article) == extent


@pytest.mark.parametrize(
    ("first", "last", "day", "holds"),
    [
        ("2025-05-06", None, "2025-05-05", False),
        ("2025-05-06", None, "2025-05-06", True),
        ("2025-05", None, "2025-04-30", False),
        ("2025-05", None, "2025-05-01", True),
        ("2025", None, "2024-12-31", False),
        ("2025", None, "2025-01-01", True),
        (None, "2025-05-06", "2025-05-06", True),
        (None, "2025-05-06", "2025-05-07", False),
        (None, "2025-05", "2025-05-31", True),
        (None, "2025-05", "2025-06-01", False),
        (None, "2025", "2025-12-31", True),
        (None, "2025", "2026-01-01", False),
    ],
)
def test_a_coarse_date_counts_from_its_first_day_to_its_last(
    first: str | None, last: str | None, day: str, holds: bool
) -> None:
    import pyoxigraph as ox

    kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}

    def said(name: str, value: str | None) -> str:
        return f'; qap:{name} "{value}"^^xsd:{kinds[len(value)]}' if value else ""

    store = ox.Store()
    store.update(
        f"""PREFIX qap: <{names.QAP}> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        PREFIX status: <{names.ID}status/> PREFIX j: <{names.ID}jurisdiction/>
        PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        INSERT DATA {{ <u:act> qap:originatesIn j:eu ; a qap:BindingInstrument ;
          skos:prefLabel "act"@en ; qap:hasStatusRecord <u:r> . j:eu skos:notation "EU" .
          status:in-force skos:prefLabel "in force"@en .
          <u:r> qap:hasStatus status:in-force {said("validFrom", first)}
            {said("validUntil", last)} }}"""
    )
    question = SAVED["in-force-on"]
    terms = questions.bound(question, {"date": day}, PREFIXES)
    found = store.query(
        question.text, substitutions={ox.Variable(name): term for name, term in terms.items()}
    )
    assert len(list(found)) == holds  # type: ignore[arg-type]


def test_no_date_of_the_graph_has_a_time_zone_or_another_form(engine: Engine) -> None:
    answer = engine.query(
        f"""PREFIX qap: <{names.QAP}> PREFIX eli: <http://data.europa.eu/eli/ontology#>
        SELECT ?s ?d {{ ?s qap:validFrom|qap:validUntil|eli:date_applicability|eli:date_document ?d
        FILTER (!REGEX(STR(?d), "^[0-9]{{4}}(-[0-9]{{2}}(-[0-9]{{2}})?)?$")) }}"""
    )
    assert isinstance(answer, Solutions)
    assert list(answer) == []


def test_no_common_value_stands_two_steps_below_another(engine: Engine) -> None:
    """The counts follow one step of skos:broader, which is all there is."""
    answer = engine.query(
        """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        PREFIX scheme: <https://w3id.org/quantum-acquis/id/scheme/>
        SELECT ?v { ?v skos:inScheme scheme:common-values ; skos:broader/skos:broader ?top }"""
    )
    assert isinstance(answer, Solutions)
    assert list(answer) == []


@pytest.mark.parametrize("name", sorted(name for name, q in SAVED.items() if q.parameters))
def test_values_written_out_give_the_same_rows(engine: Engine, name: str) -> None:
    """So a nested SELECT that does not pass the parameter on would be found."""
    question = SAVED[name]
    for day in (BEFORE, AFTER):
        values = {each.name: day for each in question.parameters if each.name == "date"}
        text = questions.written_out(question, questions.bound(question, values, PREFIXES))
        plain, given = engine.query(text), questions.ask(engine, question, values)
        assert plain.serialize("text/csv") == given.serialize("text/csv")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ["date=22/11/2026"],
            "the parameter date is a day (xsd:date), such as 2026-11-22, and not",
        ),
        (["date=2025-02-30"], "and not '2025-02-30'"),
        (["date=2026"], "and not '2026'"),
        (["day=2026-11-22"], "in-force-on has no parameter day; it has: date"),
        (["date"], "is not a name, = and a value"),
        (["date=2026-11-22", "date=2026-11-21"], "a parameter is given twice"),
    ],
)
def test_a_value_that_does_not_fit_is_told(acquis: Run, words: list[str], says: str) -> None:
    given = [part for word in words for part in ("--param", word)]
    done = acquis("ask", "in-force-on", *given)
    assert done.returncode == 2
    assert says in done.stderr


def test_a_bad_identifier_is_told(engine: Engine) -> None:
    for bad in ("value", "value:a b", "<value", ""):
        with pytest.raises(AcquisError, match="the parameter value is an identifier"):
            questions.ask(engine, SAVED["value-side-by-side"], {"value": bad})


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("date xsd:date", "is not a name, a type, a default and a note"),
        ("date xsd:duration P1D the time", "xsd:duration is no type of a parameter"),
        ("other xsd:date 2026-11-22 a day", "has no variable ?other"),
        ("x xsd:date 2026-11-22 a day\n#+ parameter: x xsd:gYear 2026 a year", "more than one"),
    ],
)
def test_a_bad_parameter_line_is_told(tmp_path: Path, line: str, says: str) -> None:
    head = f"#+ id: a\n#+ question: b\n#+ tags: c\n#+ parameter: {line}\n"
    (tmp_path / "x.rq").write_text(head + "SELECT ?x { ?x ?y ?z }")
    with pytest.raises(AcquisError) as caught:
        questions.load(tmp_path)
    assert says in str(caught.value)


TEXT = parameters.Parameter("x", "xsd:string", "none", "a text")
ECHO = """SELECT ?x ?n WHERE {
  BIND (1 AS ?n) OPTIONAL { <u:a> <u:p> ?x } FILTER NOT EXISTS { ?x a ?x }
}"""


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_no_value_changes_anything_but_the_bound_term(text: str) -> None:
    """A text that looks like SPARQL comes back as the text that it is, in one row."""
    import pyoxigraph as ox

    term = TEXT.term(text, {}, "q")
    assert isinstance(term, ox.Literal)
    assert term.value == text
    [row] = ox.Store().query(ECHO, substitutions={ox.Variable("x"): term})  # type: ignore[misc,union-attr]
    assert row["x"] == term
    assert row["n"].value == "1"
    written = f"SELECT ?x WHERE {{ VALUES ?x {{ {term} }} }}"
    [row] = ox.Store().query(written)  # type: ignore[misc,union-attr]
    assert row["x"] == term


@given(st.sampled_from(sorted(parameters.TYPES)), st.text())
def test_a_value_is_a_term_of_its_type_or_is_refused(kind: str, text: str) -> None:
    import pyoxigraph as ox

    parameter = parameters.Parameter("x", kind, "none", "a value")
    refused, term = "", None
    try:
        term = parameter.term(text, PREFIXES, "q")
    except AcquisError as error:
        refused = str(error)
    if term is None:
        assert f"({kind})" in refused
    elif kind == "iri":
        assert isinstance(term, ox.NamedNode)
    else:
        assert isinstance(term, ox.Literal)
        assert term.value == text
        assert term.datatype.value == parameters.XSD + kind.removeprefix("xsd:")
