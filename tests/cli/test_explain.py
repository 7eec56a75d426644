"""`acquis explain` and `acquis verify-proof` as a person and a program call them."""

import json
import xml.etree.ElementTree as xml
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.conftest import Run

CONVERGENT = ("value:privacy", "a", "qap:ConvergentValue")
LAW = """@prefix : <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:Act rdfs:subClassOf :Law .
:Law rdfs:subClassOf :Norm .
:uncle owl:propertyChainAxiom ( :parent :brother ) .
:gdpr a :Act .
:ann :parent :bob .
:bob :brother :cid .
"""
FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


@pytest.fixture
def law(tmp_path: Path) -> Path:
    path = tmp_path / "law.ttl"
    path.write_text(LAW)
    return path


def test_a_tree_for_people(acquis: Run) -> None:
    done = acquis("explain", *CONVERGENT)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "Privacy and data protection is a convergent value."
    assert lines[1] == "value:privacy a qap:ConvergentValue"
    assert any(line.startswith("└─ ") for line in lines)
    assert "data/ttl/mappings/values-eu.ttl:" in done.stdout


@pytest.mark.parametrize("form", ["json", "turtle"])
def test_a_proof_can_be_handed_on_and_verified(acquis: Run, form: str) -> None:
    written = acquis("explain", *CONVERGENT, "--format", form).stdout
    done = acquis("verify-proof", "-", stdin=written)
    assert (done.returncode, done.stdout) == (0, "holds: value:privacy a qap:ConvergentValue\n")
    wrong = written.replace("cls-hv2", "cls-hv1")
    done = acquis("verify-proof", "-", stdin=wrong)
    assert done.returncode == 1
    assert done.stdout.startswith("refused: value:privacy a qap:ConvergentValue\n  step ")
    assert "0 of 1 hold" in done.stderr


def test_a_drawing_in_a_file(acquis: Run, tmp_path: Path) -> None:
    for form in ("svg", "html"):
        path = tmp_path / f"proof.{form}"
        done = acquis("explain", *CONVERGENT, "--format", form, "--output", path)
        assert (done.returncode, done.stdout) == (0, "")
        assert path.read_text(encoding="utf-8").rstrip().endswith(f"</{form}>")
    assert xml.parse(tmp_path / "proof.svg").getroot().tag == "{http://www.w3.org/2000/svg}svg"


def test_a_pattern_explains_what_is_inferred_and_counts_what_is_asserted(acquis: Run) -> None:
    done = acquis("explain", "?v", "a", "qap:ConvergentValue", "--format", "json")
    explanations = json.loads(done.stdout)["explanations"]
    assert len(explanations) > 10
    assert f"{len(explanations)} inferred triples and 0 asserted fit" in done.stderr
    some = acquis("explain", "?", "a", "qap:ConvergentValue", "--format", "json", "--limit", "2")
    assert json.loads(some.stdout)["explanations"] == explanations[:2]
    assert "; 2 explained" in some.stderr


def test_asserted_triples_are_told_where_they_are_asked_for(acquis: Run, law: Path) -> None:
    words = ("explain", "?", "a", "?", "--file", law)
    assert "asserted, not" not in acquis(*words).stdout.lower()
    done = acquis(*words, "--all")
    assert "2 inferred triples and 1 asserted fit; 3 explained" in done.stderr
    assert done.stdout.count("Asserted, not inferred") == 1


def test_an_asserted_triple_says_so(acquis: Run) -> None:
    done = acquis("explain", "value:privacy", "a", "qap:Value")
    assert done.returncode == 0
    assert "Asserted, not inferred: it is what a source says." in done.stdout
    assert "data/ttl/values.ttl:" in done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("value:privcy", "a", "qap:ConvergentValue"),
            "the subject value:privcy occurs nowhere; did you mean value:privacy?",
        ),
        (
            ("value:privacy", "a", "qap:Instrument"),
            "known of value:privacy a ?\n  value:privacy a qap:Value  (asserted)\n"
            "  value:privacy a qap:ConvergentValue  (inferred)",
        ),
        (
            ("value:privacy", "qap:isProvisionOf", "instrument:eu-gdpr"),
            "nothing is known of value:privacy qap:isProvisionOf ?\n"
            "known of ? qap:isProvisionOf instrument:eu-gdpr\n  provision:eu-gdpr-art-",
        ),
        (("?", "qap:isUphelIn", "?"), "did you mean qap:isUpheldIn?"),
        (("?", "owl:distinctMembers", "?"), "owl:distinctMembers occurs nowhere\n"),
        (("_:nobody", "a", "?"), "the subject _:nobody occurs nowhere; the labels of blank nodes"),
        (
            ("value:privacy", "skos:prefLabel", "?"),
            "no inferred triple fits; 1 asserted, shown with --all",
        ),
    ],
)
def test_what_does_not_follow_exits_1_and_says_what_is_known(
    acquis: Run, words: tuple[str, str, str], told: str
) -> None:
    done = acquis("explain", *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("valeu:privacy", "a", "?"), "did you mean value:"),
        (("privacy", "a", "?"), "did you mean value:privacy?"),
        (("?", "a", "?", "--file", "no-such.ttl"), "no-such.ttl: no such file"),
        (("?", "a", "?", "--file", __file__), "says no syntax"),
        (("?", "a", "?", "--limit", "0"), "--limit"),
        (("?", "a", "?", "--output", "/no/such/folder/x"), "cannot be written"),
        (("?", "a"), "Missing argument"),
    ],
)
def test_bad_input_exits_2_in_words(acquis: Run, words: tuple[str, ...], told: str) -> None:
    done = acquis("explain", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("suffix", FORMATS)
def test_files_in_any_syntax_alone(acquis: Run, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"law.{suffix}"
    quads = ox.parse(LAW, format=ox.RdfFormat.TURTLE)
    ox.serialize(quads, str(path), format=FORMATS[suffix])
    words = ("https://example.org/ann", "https://example.org/uncle", "https://example.org/cid")
    done = acquis("explain", *words, "--file", path, "--format", "json")
    assert done.returncode == 0, done.stderr
    (explanation,) = json.loads(done.stdout)["explanations"]
    leaves = [each for each in explanation["statements"] if each["rule"] is None]
    assert {place["file"] for each in leaves for place in each["places"]} == {str(path)}
    assert acquis("explain", *CONVERGENT, "--file", path).returncode == 1
    again = acquis("verify-proof", "-", "--file", path, stdin=done.stdout)
    assert again.returncode == 0, again.stdout
    assert acquis("verify-proof", "-", stdin=done.stdout).returncode == 1


def test_several_files_and_their_own_prefixes(acquis: Run, law: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.ttl"
    more.write_text("@prefix law: <https://example.org/> . law:dsa a law:Act .")
    done = acquis("explain", "law:dsa", "a", "law:Norm", "--file", law, "--file", more)
    assert done.returncode == 0, done.stderr
    assert f"{more}:1" in done.stdout
    assert f"{law}:5" in done.stdout


def test_a_statement_that_two_files_make_has_two_places(
    acquis: Run, law: Path, tmp_path: Path
) -> None:
    more = tmp_path / "more.ttl"
    more.write_text("@prefix law: <https://example.org/> . law:gdpr a law:Act .")
    done = acquis("explain", "law:gdpr", "a", "law:Act", "--file", law, "--file", more)
    assert f"{law}:7, {more}:1" in done.stdout


def test_a_file_that_is_named_twice_is_read_once(acquis: Run, law: Path, tmp_path: Path) -> None:
    (tmp_path / "link.ttl").symlink_to(law)
    words = ("--file", law, "--file", tmp_path, "--file", f"{tmp_path}/../{tmp_path.name}/law.ttl")
    done = acquis("explain", ":gdpr", "a", ":Norm", *words)
    assert done.stdout.count("asserted · ") == 1
    assert f"asserted · {law}:7\n" in done.stdout


def test_a_terminal_that_cannot_show_a_letter_does_not_break_the_command(
    acquis: Run, tmp_path: Path
) -> None:
    path = tmp_path / "law.ttl"
    path.write_text("<urn:法> a <urn:A> .", encoding="utf-8")
    words = ("explain", "<urn:法>", "a", "<urn:A>", "--file", path)
    proof = acquis(*words, "--format", "json", "--output", tmp_path / "proof.json")
    assert proof.returncode == 0, proof.stderr
    narrow = {"PYTHONIOENCODING": "latin-1"}
    assert acquis(*words, **narrow).returncode == 0
    done = acquis("verify-proof", tmp_path / "proof.json", "--file", path, **narrow)
    assert (done.returncode, done.stdout) == (0, "holds: <urn:法> a <urn:A>\n")


def test_sources_that_contradict_one_another_are_explained_with_a_warning(
    acquis: Run, copy: Path, tmp_path: Path
) -> None:
    path = copy / "data" / "ttl" / "values.ttl"
    wrong = "\nvalue:privacy a qap:Technology .\n"
    path.write_text(path.read_text(encoding="utf-8") + wrong, encoding="utf-8")
    done = acquis("--root", copy, "explain", *CONVERGENT, ACQUIS_CACHE=str(tmp_path / "cache"))
    assert done.returncode == 0
    assert "inconsistent (" in done.stderr


def test_every_format_is_offered(acquis: Run) -> None:
    from acquis.explain.answer import RENDERERS

    assert f"[{'|'.join(RENDERERS)}]" in acquis("explain", "--help").stdout


def test_a_file_that_cannot_be_read_is_told_by_its_line(acquis: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<urn:a> <urn:b> .\n")
    done = acquis("explain", "?", "a", "?", "--file", tmp_path / "bad.ttl")
    assert done.returncode == 2
    assert "bad.ttl:1: error:" in done.stderr


def test_a_proof_that_is_none_exits_2(acquis: Run, tmp_path: Path) -> None:
    for text in ("", "{}", "no proof"):
        done = acquis("verify-proof", "-", stdin=text)
        assert (done.returncode, done.stdout) == (2, "")
        assert "acquis: error: " in done.stderr
        assert "Traceback" not in done.stderr
    assert acquis("verify-proof", tmp_path / "no-such.json").returncode == 2


def test_the_vocabulary_is_served_at_its_address(server: str) -> None:
    import httpx

    answer = httpx.get(server + "/ns/proof", headers={"Accept": "text/turtle"})
    assert answer.status_code == 200
    graph = list(ox.parse(answer.content, format=ox.RdfFormat.TURTLE))
    terms = {str(triple.subject) for triple in graph}
    assert "<https://w3id.org/quantum-acquis/ns/proof#Conclusion>" in terms


def test_other_ways_rest_on_other_statements(acquis: Run, tmp_path: Path) -> None:
    path = tmp_path / "two.ttl"
    path.write_text(
        "@prefix : <http://x.example/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        ":a a :B , :C .\n:B rdfs:subClassOf :D .\n:C rdfs:subClassOf :D .\n"
    )
    asked = ("explain", "--file", path, ":a", "a", ":D", "--format", "json", "--ways")
    one, more = (json.loads(acquis(*asked, ways).stdout) for ways in ("1", "5"))
    assert (len(one["explanations"]), len(more["explanations"])) == (1, 2)
