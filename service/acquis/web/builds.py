"""Builds that are kept: what was answered from them is answered again at `/build/{hash}/…`."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.routing import Router
from starlette.types import Receive, Scope, Send

from acquis import knowledge
from acquis.engine.tasks import Engine
from acquis.errors import AcquisError
from acquis.web.citation import PERMANENT, SHORT, SITE
from acquis.web.problems import Problem
from acquis.web.site import Site

LEAST = 8


class Builds:
    """The newest builds of a folder besides the one that is served.

    Each is loaded when it is first asked for, and closed when newer ones have taken its place.
    """

    def __init__(self, folder: Path, engine: Callable[[], Engine], most: int) -> None:
        """Keep at most `most` builds of a folder; `engine` makes one that nothing is loaded in."""
        self._folder, self._engine, self._most = folder, engine, most
        self._open: dict[str, Site] = {}
        self._turn = asyncio.Lock()

    async def find(self, name: str, current: Site) -> Site:
        """Return the build whose hash begins with a name of LEAST characters or more.

        `current` is the one that is served; the saved queries are those of today in any. Raises
        Problem: 404 where none is kept, 503 where it cannot be loaded.
        """
        hashes = [current.build, *await asyncio.to_thread(self._kept, current.build)]
        found = [build for build in hashes if len(name) >= LEAST and build.startswith(name)]
        if not found:
            known = ", ".join(build[:SHORT] for build in hashes)
            raise Problem(404, f"No build is kept here as {name}; these are: {known}.")
        if found[0] == current.build:
            return current
        async with self._turn:
            await self._close([build for build in self._open if build not in hashes])
            if found[0] not in self._open:
                self._open[found[0]] = await self._loaded(found[0], current)
            return self._open[found[0]]

    async def close(self) -> None:
        """Close what was loaded."""
        await self._close(list(self._open))

    def _kept(self, current: str) -> list[str]:
        """Return the content hashes of the builds that are kept, the newest first."""
        made = {path.parent.name: path for path in self._folder.glob("*/manifest.json")}
        made.pop(current, None)
        return sorted(made, key=lambda build: -made[build].stat().st_mtime_ns)[: self._most]

    async def _loaded(self, build: str, current: Site) -> Site:
        def opened() -> Site:
            base = knowledge.open_folder(self._folder / build)
            return Site(base, self._engine(), [*current.questions.values()], current.settings)

        try:
            site = await asyncio.to_thread(opened)
            await site.engine.load(site.knowledge.folder)
        except AcquisError as error:
            raise Problem(503, f"{error}.") from error
        return site

    async def _close(self, builds: list[str]) -> None:
        for build in builds:
            await self._open.pop(build).engine.close()


class Permalinks:
    """ASGI application of `/build/{name}/…`: the routes of the service, for one build."""

    def __init__(self, routes: Router, builds: Builds) -> None:
        self._routes, self._builds = routes, builds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request from the build that its path names."""
        if PERMANENT in scope:
            raise Problem(404, "A permanent address names one build.")
        current = Request(scope).app.state.site
        scope[SITE] = await self._builds.find(scope["path_params"]["name"], current)
        scope[PERMANENT] = True
        await self._routes(scope, receive, send)
