"""Queries in processes of their own: limits, ends, and what remains when a process is killed."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from acquis import share
from acquis.engine.answers import AnswerTooLarge, NotAcceptable
from acquis.engine.isolated.pool import Pool, Size
from acquis.engine.tasks import DeadlinePassed, Limits, Overloaded, Task, WorkerLost, whole
from acquis.errors import AcquisError, QueryError
from acquis.knowledge import KnowledgeBase

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"
Use = Callable[[Pool], Awaitable[None]]


def pooled(base: KnowledgeBase, use: Use, size: Size | None = None) -> None:
    """Use a pool over a build."""

    async def run() -> None:
        pool = Pool(share.root(), size or Size(quick=2))
        await pool.load(base.folder)
        try:
            await use(pool)
        finally:
            await pool.close()

    asyncio.run(run())


def nursery_of(pool: Pool) -> psutil.Process:
    """Return the process that holds the data of a pool."""
    assert pool.nursery
    return psutil.Process(pool.nursery)


def test_many_at_a_time(small: KnowledgeBase) -> None:
    async def use(pool: Pool) -> None:
        answers = await asyncio.gather(*(whole(pool, Task(COUNT)) for _ in range(40)))
        assert len({content for content, _ in answers}) == 1

    before = set(psutil.Process().children(recursive=True))
    pooled(small, use)
    assert set(psutil.Process().children(recursive=True)) <= before


def test_the_deadline_is_kept_and_the_next_query_is_answered(small: KnowledgeBase) -> None:
    async def use(pool: Pool) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(3):
            since = loop.time()
            with pytest.raises(DeadlinePassed, match=r"more than 0[.]3 seconds"):
                await whole(pool, Task(ENDLESS, limits=Limits(seconds=0.3)))
            assert loop.time() - since < 0.36 + 0.2
        assert b'"value"' in (await whole(pool, Task(COUNT)))[0]

    pooled(small, use)


def test_long_queries_leave_room_for_short_ones(small: KnowledgeBase) -> None:
    async def use(pool: Pool) -> None:
        long = [
            asyncio.ensure_future(whole(pool, Task(ENDLESS, limits=Limits(seconds=2))))
            for _ in range(4)
        ]
        await asyncio.sleep(0.6)
        for _ in range(20):
            await asyncio.wait_for(whole(pool, Task(COUNT)), 1)
        assert not any(one.done() for one in long)
        for one in long:
            with pytest.raises(DeadlinePassed):
                await one

    pooled(small, use, Size(quick=2, long=4))


def test_more_than_may_wait_are_turned_away(small: KnowledgeBase) -> None:
    async def use(pool: Pool) -> None:
        tasks = [
            asyncio.ensure_future(whole(pool, Task(ENDLESS, limits=Limits(seconds=1))))
            for _ in range(6)
        ]
        found = await asyncio.gather(*tasks, return_exceptions=True)
        assert sum(isinstance(one, Overloaded) for one in found) >= 3
        assert await whole(pool, Task(COUNT))

    pooled(small, use, Size(quick=1, long=0, waiting=2))


def test_memory_has_a_bound(small: KnowledgeBase) -> None:
    doubled = " ".join(f"BIND(CONCAT(?v{n}, ?v{n}, ?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(30))
    text = f"SELECT (STRLEN(?v30) AS ?n) {{ BIND('xxxx' AS ?v0) {doubled} }}"

    async def use(pool: Pool) -> None:
        with pytest.raises(WorkerLost, match="more memory"):
            await whole(pool, Task(text))
        assert await whole(pool, Task(COUNT))

    pooled(small, use, Size(quick=1, memory=128 * 2**20))


@pytest.mark.parametrize(
    ("task", "kind", "message"),
    [
        (Task("SELECT * { ?s ?p ?o }", limits=Limits(rows=3)), AnswerTooLarge, "3 rows"),
        (Task("CONSTRUCT WHERE { ?s ?p ?o }", limits=Limits(rows=3)), AnswerTooLarge, "3 triples"),
        (Task("ASK {}", results=""), NotAcceptable, "sparql-results"),
        (Task("ASK {"), QueryError, "too early"),
    ],
)
def test_errors_come_back_as_they_were(
    small: KnowledgeBase, task: Task, kind: type[QueryError], message: str
) -> None:
    async def use(pool: Pool) -> None:
        with pytest.raises(kind, match=message):
            await whole(pool, task)

    pooled(small, use)


def test_rows_that_may_be_cut_say_so(small: KnowledgeBase) -> None:
    async def use(pool: Pool) -> None:
        limits = Limits(rows=3, cut=True)
        content, told = await whole(pool, Task("SELECT * { ?s ?p ?o }", limits=limits))
        assert (told.rows, told.cut) == (3, True)
        assert content.count(b'"s":') == 3
        _, told = await whole(pool, Task("SELECT * { ?s ?p ?o } LIMIT 3", limits=limits))
        assert not told.cut

    pooled(small, use)


@pytest.mark.parametrize("victim", ["worker", "nursery", "all"])
def test_after_a_process_was_killed_the_next_query_is_answered(
    small: KnowledgeBase, victim: str
) -> None:
    async def use(pool: Pool) -> None:
        expected = await whole(pool, Task(COUNT))
        for _ in range(5):
            nursery = nursery_of(pool)
            processes = [nursery] if victim != "worker" else nursery.children()
            if victim == "all":
                processes += nursery.children()
            for process in processes:
                with suppress(psutil.NoSuchProcess):
                    process.send_signal(signal.SIGKILL)
            answers = await asyncio.gather(
                *(whole(pool, Task(COUNT)) for _ in range(8)), return_exceptions=True
            )
            # A query that was under way in a killed process is told of it; none after that is.
            assert all(one == expected or isinstance(one, WorkerLost) for one in answers)
            assert await whole(pool, Task(COUNT)) == expected

    pooled(small, use)


def test_a_build_is_swapped_beside_queries_and_a_broken_one_changes_nothing(
    small: KnowledgeBase, tmp_path: Path
) -> None:
    async def use(pool: Pool) -> None:
        expected = await whole(pool, Task(COUNT))
        others = set(psutil.Process().children()) - {nursery_of(pool)}
        ended = False

        async def ask() -> int:
            count = 0
            while not ended:
                assert await whole(pool, Task(COUNT)) == expected
                count += 1
            return count

        clients = [asyncio.ensure_future(ask()) for _ in range(3)]
        for _ in range(3):
            await pool.load(small.folder)
        with pytest.raises(AcquisError, match="could not load"):
            await pool.load(tmp_path)
        loading = asyncio.ensure_future(pool.load(small.folder))
        await asyncio.sleep(0.05)
        for process in set(psutil.Process().children()) - others:
            process.send_signal(signal.SIGKILL)
        await asyncio.gather(loading, return_exceptions=True)
        await asyncio.sleep(0.5)
        ended = True
        found = await asyncio.gather(*clients, return_exceptions=True)
        assert all(isinstance(one, int | WorkerLost) for one in found)
        assert await whole(pool, Task(COUNT)) == expected

    before = set(psutil.Process().children(recursive=True))
    pooled(small, use)
    assert set(psutil.Process().children(recursive=True)) <= before


def test_a_worker_can_open_nothing(small: KnowledgeBase) -> None:
    async def use(pool: Pool) -> None:
        await whole(pool, Task(COUNT))
        nursery = nursery_of(pool)
        workers = nursery.children()
        assert workers
        for worker in workers:
            assert worker.rlimit(psutil.RLIMIT_NOFILE) == (0, 0)
            assert worker.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
            assert worker.rlimit(psutil.RLIMIT_AS)[0] < 2**40

    pooled(small, use)
