"""The pages for people who read, add and correct: what they say of the graph is so."""

import re
from pathlib import Path

import pytest
import yaml
from tests import documents
from tests.conftest import Run

CHECKOUT = documents.ROOT
DOCS = CHECKOUT / "docs"
MUST = """Ontology name; Ontology owner; Ontology license; Ontology URL; Ontology repository
Methodological framework; Need; Competition; Target audience; Scope and coverage
Development community; Communication; Knowledge acquisition methodology
Knowledge representation language; Incorporation of other ontologies; Entity naming convention
Identifier generation policy; Entity metadata policy; Upper ontology; Ontology relationships
Axiom patterns; Sustainability plan; Entity deprecation strategy; Versioning policy; Testing
Evaluation; Example of use"""
PAGES = [
    *(DOCS / f"{name}.md" for name in "adding correcting coverage miro omissions operating".split())
]
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)")
NAME = re.compile(r"`((?:claim|disvalue|document|instrument|proposal|provision):[a-z0-9-]+)`")
AGAIN = "write it anew with: python -m tests.documents"


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("heading", documents.REPORTS)
def test_the_tables_of_coverage_are_the_answers_of_the_reports(heading: str) -> None:
    assert documents.rows_of(documents.COVERAGE, heading) == documents.reported(heading), AGAIN


def test_the_sizes_on_the_miro_page_are_those_of_the_ontology() -> None:
    rows = documents.rows_of(documents.MIRO, "what")
    assert rows == documents.measured(), AGAIN
    assert f"version {dict(rows)['version']}." in text(documents.MIRO)


@pytest.mark.parametrize("item", [item.strip() for item in re.split(r"[;\n]", MUST)])
def test_each_item_that_miro_demands_is_answered(item: str) -> None:
    sections = dict(
        part.split("\n", 1) for part in re.split(r"^## ", text(documents.MIRO), flags=re.M)[1:]
    )
    assert len(sections[item].split()) >= 5


@pytest.mark.parametrize("page", [*PAGES, *sorted((DOCS / "decisions").glob("*.md"))], ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    for path, anchor in LINK.findall(text(page)):
        if "://" in path:
            continue
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), path
        if anchor:
            heads = re.findall(r"^#+ (.+)$", text(target), re.M)
            slugs = {re.sub(r"[^\w\- ]", "", head).lower().replace(" ", "-") for head in heads}
            assert anchor in slugs, anchor


def test_what_the_omissions_name_is_in_the_graph() -> None:
    subjects = {
        match[1]
        for path in (CHECKOUT / "data" / "ttl").rglob("*.ttl")
        for match in re.finditer(r"^([a-z-]+:[a-z0-9-]+) ", text(path), re.M)
    }
    named = set(NAME.findall(text(DOCS / "omissions.md")))
    assert len(named) > 10
    assert named <= subjects


def test_every_evidence_code_is_explained() -> None:
    scheme = text(CHECKOUT / "ontology" / "schemes" / "evidence-codes.ttl")
    codes = set(re.findall(r"^evidence-code:([a-z-]+) ", scheme, re.M))
    assert {row[0].strip("`") for row in documents.rows_of(DOCS / "correcting.md", "code")} == codes


def test_the_example_adds_a_provision_in_under_ten_lines(acquis: Run, copy: Path) -> None:
    law, mapping = re.findall(r"```turtle\n(.*?)```", text(DOCS / "adding.md"), re.S)
    path = copy / "data" / "ttl" / "law" / "eu" / "cra.ttl"
    values = copy / "data" / "ttl" / "mappings" / "values-eu.ttl"
    before = text(path).splitlines()
    path.write_text(text(path) + law, encoding="utf-8")
    values.write_text(text(values) + mapping, encoding="utf-8")
    assert acquis("--root", copy, "fmt").returncode == 0
    after = text(path).splitlines()
    added = list(after)
    for line in before:
        added.remove(line)
    assert len(after) - len(before) == len(added)
    assert 0 < len([line for line in added if line]) < 10
    done = acquis("--root", copy, "check")
    assert done.returncode == 0, done.stdout
    path.write_text("\n".join(after).replace("provision:eu-cra-art-33-1 .", "provision:none ."))
    assert acquis("--root", copy, "check").returncode == 1


@pytest.mark.parametrize("name", ["mapping", "new-instrument", "new-term", "wrong-fact"])
def test_the_forms_ask_for_what_cannot_be_done_without(name: str) -> None:
    form = yaml.safe_load(text(CHECKOUT / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml"))
    asked = {field["id"]: field["validations"]["required"] for field in form["body"]}
    assert len(asked) == len(form["body"])
    needed = {
        "mapping": {"subject", "relation", "object", "why"},
        "new-instrument": {"title", "order", "source"},
        "new-term": {"name", "label", "definition", "parent"},
        "wrong-fact": {"record", "says", "source"},
    }
    assert all(asked[field] for field in needed[name])
