"""Answers that are kept: the second time, no engine is asked."""

from collections.abc import Iterator

import httpx
import pytest
from tests.service.conftest import served

from acquis import share
from acquis.engine.isolated.pool import Pool
from acquis.engine.tasks import Answer, Task
from acquis.knowledge import KnowledgeBase
from acquis.web.app import create_app
from acquis.web.settings import Settings

JSON = "application/sparql-results+json"
SMALL = "SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 3"
LARGE = "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 2000"
LARGER = "SELECT * { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f } LIMIT 30000"


class Counted(Pool):
    """A pool that remembers what it was asked."""

    asked: list[str]

    async def ask(self, task: Task) -> Answer:
        self.asked.append(task.text)
        return await super().ask(task)


@pytest.fixture(scope="module")
def pool() -> Counted:
    made = Counted(share.root())
    made.asked = []
    return made


@pytest.fixture(scope="module")
def client(small: KnowledgeBase, pool: Counted) -> Iterator[httpx.Client]:
    app = create_app(small, pool, [], Settings(deadline=20))
    with served(app) as address, httpx.Client(base_url=address, timeout=30) as http:
        yield http


def get(client: httpx.Client, query: str) -> httpx.Response:
    headers = {"Accept": JSON, "Accept-Encoding": "identity"}
    return client.get("/sparql", params={"query": query}, headers=headers)


@pytest.mark.parametrize("query", [SMALL, LARGE], ids=["small", "sent as it comes"])
def test_an_answer_is_made_once(client: httpx.Client, pool: Counted, query: str) -> None:
    first = get(client, query)
    again = [get(client, query) for _ in range(3)]
    assert first.status_code == 200
    assert {each.content for each in again} == {first.content}
    assert {each.headers["etag"] for each in again} == {first.headers["etag"]}
    assert pool.asked.count(query) == 1


def test_what_is_too_large_to_be_kept_is_made_again(client: httpx.Client, pool: Counted) -> None:
    first, again = get(client, LARGER), get(client, LARGER)
    assert len(first.content) > 2**20
    assert again.content == first.content
    assert pool.asked.count(LARGER) == 2


def test_what_changes_is_asked_each_time(client: httpx.Client, pool: Counted) -> None:
    query = "SELECT (UUID() AS ?one) {}"
    assert get(client, query).content != get(client, query).content
    assert pool.asked.count(query) == 2
