"""Answers are kept in memory, as many as the setting allows."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from tests.service.conftest import QUESTIONS, served

from acquis import share
from acquis.engine.isolated.pool import Pool
from acquis.engine.tasks import Answer, Task
from acquis.knowledge import KnowledgeBase
from acquis.web.app import create_app
from acquis.web.caching import Kept, Memory
from acquis.web.settings import Settings


class Counting(Pool):
    """A pool that counts what it is asked."""

    asked = 0

    async def ask(self, task: Task) -> Answer:
        self.asked += 1
        return await super().ask(task)


@contextmanager
def service(small: KnowledgeBase, settings: Settings) -> Iterator[tuple[Counting, httpx.Client]]:
    engine = Counting(share.root())
    app = create_app(small, engine, QUESTIONS, settings)
    with served(app) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield engine, client


@pytest.mark.parametrize(("memory", "asked"), [(2**20, 2), (0, 4)])
def test_an_answer_is_asked_for_once_unless_none_is_kept(
    small: KnowledgeBase, memory: int, asked: int
) -> None:
    with service(small, Settings(memory=memory)) as (engine, client):
        answers = []
        for _ in range(2):
            answers += [
                client.get("/sparql", params={"query": "SELECT * { ?s a ?c } LIMIT 3"}),
                client.get("/api/convergence"),
            ]
        assert [answer.status_code for answer in answers] == [200] * 4
        assert (answers[0].content, answers[1].content) == (answers[2].content, answers[3].content)
        assert engine.asked == asked


def test_an_answer_that_is_larger_than_all_takes_the_place_of_none() -> None:
    memory = Memory(100)
    memory.keep("a", Kept("text/csv", bytes(60)))
    memory.keep("b", Kept("text/csv", bytes(101)))
    assert memory.get("a")
    assert not memory.get("b")
    memory.keep("c", Kept("text/csv", bytes(60)))
    assert not memory.get("a")
    assert memory.get("c")
