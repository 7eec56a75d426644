"""The whole build in real engines: the saved queries have the rows that the embedded one gives."""

import asyncio
from collections import Counter

import pyoxigraph as ox
import pytest
from tests.engines import Server

from acquis import questions, share
from acquis.engine.answers import Solutions
from acquis.engine.embedded import Engine
from acquis.engine.remote import Remote
from acquis.engine.tasks import DeadlinePassed, Limits, Task, whole
from acquis.errors import QueryError
from acquis.knowledge import KnowledgeBase
from acquis.publishing import GraphStore, access, publish
from acquis.questions import Question

SAVED = questions.load(share.root() / "queries" / "questions")
DATES = {"date": "2025-05-06"}
LIMITS = Limits(seconds=20)
OTHERWISE = {
    "oxigraph": {},
    "virtuoso": {
        "author-positions": "an OPTIONAL whose FILTER looks outside finds nothing",
        "changed-between": "an OPTIONAL whose FILTER looks outside finds nothing",
        "claims-by-relation": "EXISTS is 1 and not true",
        "control-measures-by-target": "CONCAT of an unbound variable is no error",
        "controls-without-multilateral-listing": "at times a path lets others through",
        "convergence-counts": "GROUP BY makes several groups of one",
        "inferred-convergence": "EXISTS is 1 and not true",
        "law-on-quantum-technology": "refused: a path without a start",
        "quantum-supply-chain": "EXISTS is 1 and not true",
        "report-by-jurisdiction": "COUNT counts what is unbound",
        "risks-and-mitigations": "refused: an error of its compiler",
        "rqt-by-design": "refused: an error of its compiler",
        "standing-not-recorded-on": "refused: an error of its compiler",
        "technologies-without-rule": "takes too long",
        "values-of-frameworks": "EXISTS is 1 and not true",
        "values-upheld-on": "GROUP BY makes several groups of one",
    },
}
AT_TIMES = {"controls-without-multilateral-listing"}
Rows = Counter[tuple[object, ...]]


@pytest.fixture(scope="module")
def published(server: Server, base: KnowledgeBase) -> Server:
    with GraphStore(access(server.graphs, server.user, server.password)) as store:
        publish(base, store, report=lambda message: None)
    return server


def rows_of(engine: Engine, question: Question, values: dict[str, str]) -> Rows:
    answer = questions.ask(engine, question, values)
    assert isinstance(answer, Solutions)
    return Counter(answer)


async def asked(remote: Remote, question: Question, values: dict[str, str]) -> Rows:
    terms = questions.bound(question, values, remote.prefixes)
    bound = {name: str(term) for name, term in terms.items()}
    content, _ = await whole(remote, Task(question.text, bound=bound, limits=LIMITS))
    parsed = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
    assert isinstance(parsed, ox.QuerySolutions)
    return Counter(tuple(row) for row in parsed)


def cases() -> list[tuple[Question, dict[str, str]]]:
    """Every question, and those that take a day for another day too."""
    dated = [q for q in SAVED if any(parameter.name == "date" for parameter in q.parameters)]
    return [*((q, {}) for q in SAVED), *((q, DATES) for q in dated)]


def test_the_rows_are_those_of_the_embedded_engine(
    published: Server, base: KnowledgeBase, engine: Engine
) -> None:
    """What an engine answers otherwise is named, here and in `docs/engines.md`.

    Virtuoso's plans depend on samples of the data, and so do some of its faults.
    """
    known = OTHERWISE[published.name]

    async def differing() -> tuple[set[str], set[str]]:
        remote = Remote(access(published.queries), share.root())
        await remote.load(base.folder)
        found, late = set(), set()
        for question, values in cases():
            try:
                same = await asked(remote, question, values) == rows_of(engine, question, values)
            except QueryError as error:
                same = False
                if isinstance(error, DeadlinePassed):
                    late.add(question.name)
            if not same:
                found.add(question.name)
        await remote.close()
        return found, late

    found, late = asyncio.run(differing())
    assert found - AT_TIMES == known.keys() - AT_TIMES
    assert late == {name for name, reason in known.items() if reason == "takes too long"}


def test_what_an_engine_answers_otherwise_is_documented() -> None:
    page = (share.root() / "docs" / "engines.md").read_text(encoding="utf-8")
    for known in OTHERWISE.values():
        for name, reason in known.items():
            assert f"| {name} | {reason} |" in page
