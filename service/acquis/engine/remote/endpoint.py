"""A SPARQL 1.1 Protocol endpoint as an engine (https://www.w3.org/TR/sparql11-protocol/)."""

import asyncio
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pyoxigraph as ox

from acquis import knowledge, names
from acquis.engine import nowhere
from acquis.engine.admission import Query
from acquis.engine.context import of_ontology
from acquis.engine.deviations import NotAnswered, repaired
from acquis.engine.embedded import nodes
from acquis.engine.formats import Term
from acquis.engine.forms import Forms, Restored
from acquis.engine.jsonld import Context
from acquis.engine.remote.exchange import Answer, EngineLost, Link, Request
from acquis.engine.remote.text import Prepared, prepare
from acquis.engine.tasks import Overloaded, Task
from acquis.errors import AcquisError, QueryError
from acquis.knowledge import KnowledgeBase
from acquis.publishing import Access, graphs
from acquis.publishing.graphs import LAYERS, NOTHING, RECORD, layer
from acquis.publishing.record import COMPLETE, IDENTIFIER, STATUS

FRESH = 5.0
ASKED = f"SELECT ?build ?status {{ <{RECORD}> {IDENTIFIER} ?build ; {STATUS} ?status }}"


@dataclass(frozen=True)
class _Held:
    """What is known of the build that the engine holds."""

    build: str
    named: Mapping[str, tuple[str, ...]]
    forms: Restored
    context: Context
    terms: frozenset[Term]


class Remote:
    """Answers tasks by asking an engine elsewhere, to which a build was published.

    At most `connections` queries are under way there, and `waiting` more wait here.
    """

    def __init__(
        self, access: Access, root: Path, *, connections: int = 8, waiting: int = 64
    ) -> None:
        """`root` is the tree whose prefixes are written and offered."""
        self.prefixes: Mapping[str, str] = names.prefixes(root)
        self._most = connections + waiting
        client = httpx.AsyncClient(
            auth=access.auth,
            timeout=httpx.Timeout(None, connect=10.0),
            limits=httpx.Limits(max_connections=connections),
        )
        threads = ThreadPoolExecutor(connections, thread_name_prefix="acquis-remote")
        self._link = Link(access.url, client, asyncio.Semaphore(connections), threads)
        self._held: _Held | None = None
        self._server = ""
        self._seen = 0.0
        self._turn = asyncio.Lock()

    async def load(self, folder: Path) -> None:
        """Answer from the build in a folder from now on, which the engine has to hold.

        Raises AcquisError where it does not; then all stays as it was.
        """
        held = await asyncio.to_thread(_held, knowledge.open_folder(folder), self.prefixes)
        try:
            await self._look(held.build)
        except QueryError as fault:
            raise AcquisError(f"{self._link.url}: {fault}") from fault
        self._held = held

    async def ask(self, task: Task) -> Answer:
        """Begin to answer a task; its time runs from now.

        Raises Overloaded where too many wait already.
        """
        if len(self._link.live) >= self._most:
            raise Overloaded("too many queries are under way")
        return Answer(self._link, task, lambda: self._request(task))

    async def close(self) -> None:
        """End what is under way, and every connection."""
        under_way = tuple(self._link.live)
        for answer in under_way:
            answer.close()
        for answer in under_way:
            await answer.ended()
        await self._link.client.aclose()
        await asyncio.to_thread(self._link.threads.shutdown)

    # --- what is sent

    async def _request(self, task: Task) -> Request:
        assert self._held, "load a build first"
        held = self._held
        prepared = await asyncio.to_thread(self._prepared, task, held)
        await self._check(held.build)
        fields: dict[str, str | list[str]] = {"query": prepared.text}
        default, named = _dataset(task, prepared, held.named[task.layer])
        fields["default-graph-uri"] = list(default)
        if prepared.finds_graphs:
            fields["named-graph-uri"] = list(named)
        if self._server.startswith("Virtuoso"):
            fields["timeout"] = str(max(int(task.limits.seconds * 1000), 1000))
        return Request(prepared, fields, held.forms, held.context)

    def _prepared(self, task: Task, held: _Held) -> Prepared:
        def mended(query: Query) -> Query:
            if not self._server.startswith("Oxigraph"):
                return query
            if nowhere.absent(query, held.terms.__contains__, task.base_iri):
                raise NotAnswered(
                    "a path that may have no length leads from or to what the data do not have; "
                    "the engine answers that wrongly: leave it out, or use + in place of *"
                )
            return repaired(query)

        nodes((*task.default_graphs, *task.named_graphs))
        return prepare(task.text, task.base_iri, task.bound, self.prefixes, mended)

    # --- what is there

    async def _check(self, build: str) -> None:
        """See, every few seconds, that the engine still holds the build. Raises EngineLost."""
        async with self._turn:
            if time.monotonic() - self._seen > FRESH:
                await self._look(build)

    async def _look(self, build: str) -> None:
        """See that the engine holds a build. Raises EngineLost."""
        link = replace(self._link, places=asyncio.Semaphore(1), live=set())
        answer = Answer(link, Task(ASKED), _asking_for_the_record)
        try:
            content = b"".join([piece async for piece in answer.pieces()])
        finally:
            answer.close()
        self._server = answer.server
        there = _told(content)
        if there != {(build, COMPLETE)}:
            raise EngineLost(_lacking(build, there))
        self._seen = time.monotonic()


async def _asking_for_the_record() -> Request:
    prepared = await asyncio.to_thread(prepare, ASKED, None, {}, {})
    fields: dict[str, str | list[str]] = {"query": ASKED, "default-graph-uri": RECORD}
    return Request(prepared, fields, Restored(Forms()), Context())


def _told(content: bytes) -> set[tuple[str, str]]:
    """Return the builds that a record names, with their status.

    No error may keep the rows of pyoxigraph alive: they end where another thread lets them go.
    """
    rows = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
    assert isinstance(rows, ox.QuerySolutions)
    return {(row["build"].value, row["status"].value) for row in rows}


def _lacking(build: str, there: set[tuple[str, str]]) -> str:
    if not there:
        return "the engine holds no build; `acquis publish` sends it one"
    if any(status != COMPLETE for _, status in there):
        return "the engine holds a build in part; run `acquis publish` to the end"
    found = ", ".join(sorted(name[:12] for name, _ in there))
    return f"the engine holds build {found}, and not {build[:12]}; run `acquis publish`"


def _dataset(
    task: Task, prepared: Prepared, known: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the graphs that a task asks: of its request, else of its query, else of its layer.

    Graphs that are not of the build are left out, whatever else the engine may hold. An engine
    may take an empty list for all that it has, so that nothing has a name too.
    """
    default, named = task.default_graphs, task.named_graphs
    if not default and not named:
        default, named = prepared.default_graphs, prepared.named_graphs
    if not default and not named:
        return (layer(task.layer),), known
    ours = frozenset(known)
    chosen = (tuple(name for name in names if name in ours) for names in (default, named))
    first, second = (names or (NOTHING,) for names in chosen)
    return first, second


def _held(base: KnowledgeBase, prefixes: Mapping[str, str]) -> _Held:
    forms = Forms()
    terms: set[Term] = set()
    asserted, inferred = (
        list(ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))
        for path in (base.asserted_path, base.inferred_path)
    )
    for quads in (asserted, inferred):
        forms.learn(quads)
        terms.update(end for quad in quads for end in (quad.subject, quad.object))
    return _Held(
        base.manifest["hash"],
        {name: graphs.named(base, name) for name in LAYERS},
        Restored(forms),
        of_ontology(asserted, prefixes),
        frozenset(terms),
    )
