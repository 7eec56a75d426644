"""The SHACL engine agrees with pySHACL, result by result, on everything that our shapes use."""

from collections import Counter
from pathlib import Path

import pytest
from tests.shapes.reference import Result, by_ours, by_pyshacl
from tests.shapes.shipped import COMPONENTS, ONTOLOGY, ROOT, SHAPES, TREE

from acquis import graph
from acquis.names import SH
from acquis.reasoning.facts import TYPE, Fact

BAD = Path(__file__).parents[1] / "fixtures" / "bad"
XSD = "http://www.w3.org/2001/XMLSchema#"
WILD = [
    "<urn:nothing>",
    "_:b0123456789abcdef",
    '""',
    '" a  b "@en',
    '"one"@de',
    '"two"@de',
    f'"{"long " * 60}"@en',
    '"x"@zh-Hans',
    f'"2024-13"^^<{XSD}gYearMonth>',
    f'"2024-12-31"^^<{XSD}date>',
    f'"-5"^^<{XSD}integer>',
    f'"1000000.5"^^<{XSD}decimal>',
    f'"01"^^<{XSD}integer>',
    f'"maybe"^^<{XSD}boolean>',
    f'"not a b"^^<{XSD}anyURI>',
]
NUMBERS = [value for value in WILD if "integer" in value or "decimal" in value]
ORDERED = {
    term
    for subject, predicate, bound in SHAPES
    if predicate == f"<{SH}lessThanOrEquals>"
    for term in (bound, *(o for s, p, o in SHAPES if (s, p) == (subject, f"<{SH}path>")))
}
QAP = "https://w3id.org/quantum-acquis/ns#"
TEXTS = ("<http://x/p>", "<http://x/s>")
CHIMERA = f"<{QAP}Chimera-1>"
PROPERTIES = {s for s, p, o in ONTOLOGY if p == TYPE and o.endswith("Property>")}
PATHS = frozenset(f"<{SH}{name}>" for name in ("path", "inversePath", "oneOrMorePath"))
NO_CONSTRAINT = frozenset(
    "targetClass targetSubjectsOf property path inversePath alternativePath oneOrMorePath "
    "message severity qualifiedValueShape flags".split()
)


OF_OUR_IDENTIFIERS = {"https://w3id.org/quantum-acquis/shapes#EvidenceAuthorShape"}
"""What rules out records by their identifier: the seeded things have others, the fixtures not."""


def said(subject: str, name: str) -> list[str]:
    return [o for s, p, o in SHAPES if s == subject and p == f"<{SH}{name}>"]


def within(shape: str) -> list[Fact]:
    """Return all that is said of a shape and of what it is made of."""
    found: list[Fact] = []
    todo, done = [shape], set()
    while todo:
        node = todo.pop()
        if node not in done:
            done.add(node)
            here = [fact for fact in SHAPES if fact[0] == node]
            found += here
            todo += [o for _, _, o in here if o.startswith("_:") or "/shapes#" in o]
    return found


def wild_for(path: str) -> list[str]:
    """Return odd values for a path: numbers where pySHACL stops at what it cannot compare."""
    return NUMBERS if path in ORDERED else WILD


def seeded() -> list[Fact]:
    """Return things that break the shapes in every way: bare, wild, with one fact, chimeras."""
    facts: list[Fact] = []
    shapes = sorted({s for s, p, _ in SHAPES if p.startswith(f"<{SH}target")})
    for number, shape in enumerate(shapes):
        parts = within(shape)
        iris = {o for _, p, o in parts if o.startswith("<") and not o.startswith(f"<{SH}")}
        looked_at = {o for _, p, o in parts if p in PATHS and o.startswith("<")}
        looked_at |= iris & PROPERTIES
        constants = sorted(iris - looked_at)
        bare, wild, one = (f"<{QAP}{name}_{number}>" for name in ("bare", "wild", "one"))
        nodes = [bare, wild, one, CHIMERA, "_:babcdefabcdefabcd"]
        facts += [(wild, path, value) for path in looked_at for value in wild_for(path)]
        facts += [(one, path, CHIMERA) for path in looked_at]
        for place, path in enumerate(sorted(looked_at)):
            sole, step = f"<urn:sole:{number}:{place}>", f"<urn:step:{number}:{place}>"
            nodes.append(sole)
            facts += [(sole, path, node) for node in (step, *constants)]
            facts += [(step, next_, value) for next_ in looked_at for value in constants]
        facts += [(node, TYPE, kind) for node in nodes for kind in said(shape, "targetClass")]
        for predicate in said(shape, "targetSubjectsOf"):
            facts += [(node, predicate, value) for node in (wild, one) for value in WILD]
    return facts


def bad() -> list[Fact]:
    found, _ = graph.load(graph.files(BAD), ROOT)
    return [fact for source in found for fact in source.facts]


@pytest.fixture(scope="module")
def seeded_results() -> tuple[Counter[Result], Counter[Result]]:
    data = [*ONTOLOGY, *seeded()]
    return by_ours(SHAPES, data), by_pyshacl(SHAPES, data)


def incomparable(result: Result) -> bool:
    """Say whether a bound was compared with what is no number.

    "For each value node v where the SPARQL expression $minInclusive <= v does not return true,
    there is a validation result" (https://www.w3.org/TR/shacl/#MinInclusiveConstraintComponent);
    pySHACL compares some such values all the same, and an IRI with itself.
    """
    number = result[2].endswith((f"<{XSD}integer>", f"<{XSD}decimal>"))
    return result[5].startswith(("LessThan", "MinInclusive", "MaxInclusive")) and not number


def test_both_engines_say_the_same_of_seeded_faults(
    seeded_results: tuple[Counter[Result], Counter[Result]],
) -> None:
    ours, reference = seeded_results
    assert sum(ours.values()) > 2500
    assert reference - ours == Counter()
    assert [result for result in ours - reference if not incomparable(result)] == []


@pytest.fixture(scope="module")
def component_results() -> tuple[Counter[Result], Counter[Result]]:
    shapes = graph.facts(Path(__file__).with_name("components.ttl").read_bytes())
    things = ["<http://x/one>", "_:b0123456789abcdef"]
    data = [
        (node, f"<http://x/{name}>", value) for node in things for name in "ps" for value in WILD
    ]
    data += [(node, "<http://x/q>", value) for node in things for value in NUMBERS]
    data += [(node, "<http://x/r>", value) for node in things for value in NUMBERS[:1]]
    data += [(node, TYPE, "<http://x/Thing>") for node in things]
    return by_ours(shapes, data), by_pyshacl(shapes, data)


def test_both_engines_say_the_same_of_every_component(
    component_results: tuple[Counter[Result], Counter[Result]],
) -> None:
    ours, reference = component_results
    assert set(COMPONENTS.values()) == {component for *_, component in ours}
    assert reference - ours == Counter()
    assert [result for result in ours - reference if not incomparable(result)] == []


def test_every_component_that_our_shapes_use_is_compared() -> None:
    assert parameters() <= COMPONENTS.keys()


def parameters() -> set[str]:
    """Return the constraining parameters in our shapes; a new one needs a line in COMPONENTS."""
    own = {p[len(SH) + 1 : -1] for _, p, _ in SHAPES if p.startswith(f"<{SH}")}
    return own - NO_CONSTRAINT


def test_every_shape_is_broken_by_a_seeded_fault(
    seeded_results: tuple[Counter[Result], Counter[Result]],
) -> None:
    broken = {shape for *_, shape, _, _ in seeded_results[0]}
    constraining = {
        s[1:-1] for s, p, _ in SHAPES if p[len(SH) + 1 : -1] in COMPONENTS and s[0] == "<"
    }
    assert constraining - broken == OF_OUR_IDENTIFIERS


def test_both_engines_say_the_same_of_the_bad_files() -> None:
    data = [*TREE, *bad()]
    ours = by_ours(SHAPES, data)
    assert ours
    assert ours == by_pyshacl(SHAPES, data)
