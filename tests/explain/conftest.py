"""Bases of explanations: the shipped tree, and small ones from a text of Turtle."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from acquis import names
from acquis.explain.basis import Basis, read
from acquis.graph import is_knowledge, tree
from acquis.knowledge import KnowledgeBase
from acquis.reasoning.facts import Fact

HEAD = """@prefix : <http://e/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
Small = Callable[[str], Basis]


@pytest.fixture(scope="session")
def shipped(root: Path, base: KnowledgeBase) -> Basis:
    """The basis of the shipped tree, with the session's build."""
    sources = [source for source in read(tree(root), root) if is_knowledge(source)]
    return Basis(sources, names.prefixes(root), base.closure, base.lines())


@pytest.fixture
def small(tmp_path: Path, root: Path) -> Small:
    """Make the basis of a text of Turtle."""

    def basis(text: str) -> Basis:
        (tmp_path / "small.ttl").write_text(HEAD + text, encoding="utf-8")
        return Basis.of_files([tmp_path / "small.ttl"], root)

    return basis


def of_facts(facts: Iterable[Fact], folder: Path) -> Basis:
    """Return the basis of some facts, from a file of N-Triples."""
    path = folder / "facts.nt"
    path.write_text("".join(f"{s} {p} {o} .\n" for s, p, o in facts), encoding="utf-8")
    return Basis.of_files([path], folder)
