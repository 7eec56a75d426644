"""Each constraint of our shapes finds its fault at its line, and leaves alone what is sound.

For each file of shapes there is a good file and a bad one. In a bad file a comment line
`# Shape: constraint …` says what is to be found on the next line that is no comment.
"""

import re
from collections import Counter
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import Graph
from tests.shapes.reference import of
from tests.shapes.shipped import COMPONENTS, ONTOLOGY, ROOT, SHAPES, constraints

from acquis import graph
from acquis.graph import Source
from acquis.names import SH
from acquis.positions import Places
from acquis.reasoning.facts import TYPE, iri
from acquis.shapes import Shapes, finding

FIXTURES = Path(__file__).parents[1] / "fixtures" / "shapes"
MODULES = sorted(path.stem for path in (ROOT / "ontology" / "shapes").iterdir())
GOOD, _ = graph.load(graph.files(FIXTURES / "good"), ROOT)
ALL_GOOD = [fact for source in GOOD for fact in source.facts]
EXPECTED = re.compile(r"\s*# ([\w-]+): ([\w ]+)")
PARAMETERS = {component: name for name, component in COMPONENTS.items()}
NEVER_PLAIN = {"hasInnovationPhilosophy-domain"}
"""What another shape rules out in any record, so that no record can show it sound."""

Found = Counter[tuple[int, str, str]]


def bad(module: str) -> Source:
    [source], _ = graph.load([FIXTURES / "bad" / f"{module}.ttl"], ROOT)
    return source


def expected(module: str) -> Found:
    found: Found = Counter()
    waiting: list[tuple[str, str]] = []
    text = (FIXTURES / "bad" / f"{module}.ttl").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if match := EXPECTED.fullmatch(line):
            waiting += [(match[1], constraint) for constraint in match[2].split()]
        else:
            assert not line.strip().startswith("#"), line
            found.update((number, *one) for one in waiting)
            waiting = []
    return found


def local(iri: str) -> str:
    return iri.rpartition("#")[2].rstrip(">")


@pytest.mark.parametrize("module", MODULES)
def test_each_fault_of_a_bad_file_is_found_on_its_line_and_nothing_else(module: str) -> None:
    source = bad(module)
    places = Places([source], {})
    faults = Shapes(SHAPES).faults([*ONTOLOGY, *ALL_GOOD, *source.facts])
    found = Counter(
        (
            finding(fault, places).line,
            local(fault.source_shape or fault.root_shape),
            PARAMETERS[fault.component],
        )
        for fault in faults
    )
    assert found - expected(module) == Counter()
    assert expected(module) - found == Counter()


def test_each_constraint_has_a_fault_that_it_finds() -> None:
    shown = {one[1:] for module in MODULES for one in expected(module)}
    assert constraints() - shown == set()


def test_the_good_files_are_left_alone() -> None:
    assert Shapes(SHAPES).faults([*ONTOLOGY, *ALL_GOOD]) == []


@pytest.mark.parametrize("module", MODULES)
def test_each_shape_looks_at_something_good(module: str) -> None:
    [source], _ = graph.load([ROOT / "ontology" / "shapes" / f"{module}.ttl"], ROOT)
    types = [(s, o) for s, p, o in ONTOLOGY if p == iri("rdfs:subClassOf")]
    kinds = {value for _, predicate, value in ALL_GOOD if predicate == TYPE}
    while more := {above for below, above in types if below in kinds} - kinds:
        kinds |= more
    used = {predicate for _, predicate, _ in ALL_GOOD}
    known = {"targetClass": kinds, "targetSubjectsOf": used, "path": used}
    seen = {
        (local(subject), predicate): False
        for subject, predicate, value in source.facts
        if subject.startswith("<") and value.startswith("<")
    }
    for subject, predicate, value in source.facts:
        if value in known.get(predicate.removeprefix(f"<{SH}")[:-1], {value}):
            seen[local(subject), predicate] = True
    idle = {shape for (shape, _), found in seen.items() if not found}
    assert idle - NEVER_PLAIN - forbidding() == set()


def forbidding() -> set[str]:
    """Return the shapes that allow no value at all."""
    return {local(s) for s, p, o in SHAPES if p == f"<{SH}maxCount>" and o.startswith('"0"')}


def test_the_shapes_are_shapes_by_the_shapes_of_shacl() -> None:
    """See https://www.w3.org/TR/shacl/#shacl-shacl."""
    conforms, _, report = validate(Graph(), shacl_graph=of(SHAPES), meta_shacl=True)
    assert conforms, report


def test_each_message_says_what_is_wrong_and_what_to_do() -> None:
    for subject, predicate, message in SHAPES:
        if predicate == f"<{SH}message>":
            assert message.endswith('."@en'), subject
            assert ";" in message, subject
