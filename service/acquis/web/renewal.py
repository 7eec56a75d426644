"""A new build in the place of the one that is served, without a request that fails."""

import asyncio
import signal
import threading
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI

from acquis import files
from acquis.engine.tasks import Engine
from acquis.errors import AcquisError
from acquis.knowledge import KnowledgeBase
from acquis.questions import Question
from acquis.web.settings import Settings
from acquis.web.site import Site

PAUSE = 1.0
Stamps = dict[Path, tuple[int, int]]


@dataclass(frozen=True)
class Content:
    """What a service is of: a build, the engine that is to answer from it, the saved queries."""

    knowledge: KnowledgeBase
    engine: Engine
    questions: Sequence[Question]


class Renewal:
    """Makes the content anew on SIGHUP, and after each change of the tree where it is watched."""

    def __init__(
        self,
        make: Callable[[], Content],
        report: Callable[[str], None],
        watched: Path | None = None,
    ) -> None:
        """`make` builds what is there now and may raise AcquisError; `watched` is a tree."""
        self._make, self._report, self._watched = make, report, watched
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, app: FastAPI) -> None:
        """Look out for what calls for a new build of the service."""
        loop = asyncio.get_running_loop()
        if threading.current_thread() is threading.main_thread():
            loop.add_signal_handler(signal.SIGHUP, lambda: self._start(self.renew(app)))
        if self._watched:
            self._start(self._watch(app, self._watched))

    async def end(self) -> None:
        """Look out no more, and close what was replaced."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def renew(self, app: FastAPI) -> None:
        """Serve what the tree says now; where that cannot be, go on with what is served."""
        async with self._turn:
            old: Site = app.state.site
            try:
                made = await asyncio.to_thread(self._make)
                if made.knowledge.manifest["hash"] == old.build:
                    return
                await made.engine.load(made.knowledge.folder)
                site = await asyncio.to_thread(shown, made, old.settings)
            except AcquisError as error:
                self._report(f"not renewed: {error}")
                return
            app.state.site = site
            self._report(f"serving the build {site.build[:12]}")
            self._start(_retired(old))

    async def _watch(self, app: FastAPI, tree: Path) -> None:
        seen = await asyncio.to_thread(_stamps, tree)
        while True:
            await asyncio.sleep(PAUSE)
            now = await asyncio.to_thread(_stamps, tree)
            if now != seen:
                seen = now
                await self.renew(app)


def shown(content: Content, settings: Settings) -> Site:
    """Return what is shown of some content, all of it made."""
    site = Site(content.knowledge, content.engine, content.questions, settings)
    site.prepare()
    return site


async def _retired(site: Site) -> None:
    """Close the engine of a site once its last answer must have ended."""
    try:
        await asyncio.sleep(site.limits.seconds)
    finally:
        await site.engine.close()


def _stamps(tree: Path) -> Stamps:
    found = {}
    with suppress(AcquisError, OSError):
        for path in files.inputs(tree, (), alone=False):
            with suppress(OSError):
                state = path.stat()
                found[path] = (state.st_mtime_ns, state.st_size)
    return found
