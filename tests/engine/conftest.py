"""A tiny knowledge base, and the engine over it."""

import pytest
from tests.builds import build_of

from acquis.engine import Engine
from acquis.knowledge import KnowledgeBase

ASSERTED = """
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
GRAPH ex:g1 { ex:a ex:p ex:b ; ex:label "one"@en , "two" ; ex:count 3 ; ex:text "<&\\"'\\n" . }
GRAPH ex:g2 { ex:a ex:p ex:b . ex:c ex:p ex:d . }
"""
INFERRED = """
@prefix ex: <http://example.org/> .
GRAPH <https://w3id.org/quantum-acquis/graph/inferred> { ex:b ex:q ex:a . ex:a ex:p ex:b . }
"""


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    folder = tmp_path_factory.mktemp("tiny")
    manifest = {
        "hash": "0" * 64,
        "version": "0",
        "rules": "none",
        "asserted": 6,
        "inferred": 2,
        "files": [],
        "clashes": 0,
    }
    return build_of(folder, ASSERTED, INFERRED, manifest)


@pytest.fixture(scope="session")
def engine(tiny: KnowledgeBase) -> Engine:
    return Engine(tiny)
