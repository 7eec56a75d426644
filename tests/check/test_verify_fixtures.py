"""Verify queries find what is bad, at its line, and leave alone what is good.

For each such query there is a bad file and a good one, which stand as if in the data of a tree. In
a bad file the comment `# found` belongs to the next line.
"""

from collections import Counter
from pathlib import Path

import pytest

from acquis import graph, share, verify
from acquis.engine.live import LiveEngine
from acquis.graph import Source
from acquis.positions import Places
from acquis.verify import Rule

FIXTURES = Path(__file__).parents[1] / "fixtures" / "verify"
ROOT = share.root()
RULES = {rule.name: rule for rule in verify.load(ROOT / "queries" / "verify")}
SHOWN = sorted(path.stem for path in (FIXTURES / "bad" / "data" / "ttl").iterdir())
ONTOLOGY, _ = graph.load(graph.files(ROOT / "ontology" / "modules"), ROOT)


def source(kind: str, name: str) -> Source:
    folder = FIXTURES / kind
    return graph.read(folder / "data" / "ttl" / f"{name}.ttl", folder)


def lines(rule: Rule, source: Source) -> Counter[int]:
    """Return the lines of a file that a rule finds, however many findings each has."""
    engine = LiveEngine({})
    engine.hold({str(one.graph): one.facts for one in (*ONTOLOGY, source)})
    places = Places([source], {})
    return Counter(verify.finding(rule, row, places).line for row in verify.rows(engine, rule))


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_bad_is_found_where_it_stands(name: str) -> None:
    bad = source("bad", name)
    text = bad.content.decode().splitlines()
    wanted = [number for number, line in enumerate(text, 2) if line.strip() == "# found"]
    assert wanted
    assert set(lines(RULES[name], bad)) == set(wanted)


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_good_is_left_alone(name: str) -> None:
    assert lines(RULES[name], source("good", name)) == Counter()
