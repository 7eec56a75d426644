"""Each module, with what it imports and nothing else, is consistent and inside the profiles."""

import shutil
from importlib.util import find_spec

import pytest

from acquis import graph, ontologies, profile, share
from acquis.graph import Source
from acquis.positions import Places
from acquis.reasoning.closure import close
from acquis.reasoning.satisfiability import Satisfiability

ROOT = share.root()
SOURCES, FAULTS = graph.load(graph.files(ROOT / "ontology"), ROOT)
BY_NAME = {
    header.name: (source, [fact[2] for fact in header.values(ontologies.IMPORTS)])
    for source in SOURCES
    if graph.is_knowledge(source)
    for header in ontologies.headers(source)
}
MODULES = sorted(name for name, (source, _) in BY_NAME.items() if "/modules/" in source.name)
HERMIT = pytest.mark.skipif(
    shutil.which("java") is None or find_spec("owlready2") is None,
    reason="the DL gate needs Java 11 or later and the extra dl",
)


def with_imports(name: str) -> list[Source]:
    """Return a module and what it imports, straight or through others."""
    wanted = [name]
    for one in wanted:
        wanted += [other for other in BY_NAME[one][1] if other not in wanted]
    return [BY_NAME[one][0] for one in wanted]


def called(name: str) -> str:
    return name.rpartition("/")[2][:-1]


def test_all_modules_are_here() -> None:
    assert FAULTS == []
    assert len(MODULES) == 10


@pytest.mark.parametrize("name", MODULES, ids=called)
def test_a_module_is_consistent_alone_and_its_classes_can_have_members(name: str) -> None:
    closure = close(fact for source in with_imports(name) for fact in source.facts)
    assert closure.clashes == []
    assert Satisfiability().are_all(closure)


@pytest.mark.parametrize("name", MODULES, ids=called)
def test_a_module_alone_declares_what_its_axioms_use(name: str) -> None:
    facts = [fact for source in with_imports(name) for fact in source.facts]
    assert profile.violations(facts, "RL") == []


@HERMIT
@pytest.mark.parametrize("name", MODULES, ids=called)
def test_a_module_is_consistent_alone_by_owl_2_dl(name: str) -> None:
    from acquis import dl

    sources = with_imports(name)
    assert dl.findings(sources, Places(sources, {})) == []
