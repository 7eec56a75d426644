"""The command that serves the knowledge base."""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acquis.cli.asking import sound
from acquis.cli.console import CLEAN, entrance, guarded, report
from acquis.cli.settings import (
    Address,
    Bytes,
    Network,
    UrlPath,
    effective,
    setting,
    settings_file,
    strangers,
)
from acquis.errors import AcquisError
from acquis.web.settings import MIB, Settings

if TYPE_CHECKING:
    from acquis.engine.tasks import Engine
    from acquis.knowledge import KnowledgeBase
    from acquis.web.renewal import Content
    from acquis.web.tracing import Tracing

AT_LEAST_ONE = click.IntRange(min=1)
SOME_OR_NONE = click.IntRange(min=0)
SECONDS = click.FloatRange(min=0.1)


@click.command()
@settings_file
@click.option("--print-config", is_flag=True, help="Print the effective settings, and end.")
@setting("--host", help="Address to listen on.")
@setting("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 for any free one.")
@setting("--root-path", type=UrlPath(), help="Path that a reverse proxy serves it under.")
@setting(
    "--trusted-proxy",
    "trusted-proxies",
    type=Network(),
    multiple=True,
    help="Address or network of a proxy whose X-Forwarded-For and -Proto are believed.",
)
@setting("--rate", type=SOME_OR_NONE, help="Requests a second of one client; 0 for no limit.")
@setting("--burst", type=AT_LEAST_ONE, help="Requests that a client may send at once.")
@setting("--deadline", type=SECONDS, help="Seconds that a query may take.")
@setting("--rows", type=AT_LEAST_ONE, help="Rows or triples that an answer may have.")
@setting("--answer", type=Bytes(1), help="Size that an answer may have.")
@setting(
    "--workers",
    type=AT_LEAST_ONE,
    show_default="one a processor, at least 2",
    help="Queries that are answered at a time.",
)
@setting(
    "--slow-workers",
    type=SOME_OR_NONE,
    help="Queries that go on besides with the lowest priority, once they took 0.1 seconds.",
)
@setting("--queue", type=SOME_OR_NONE, help="Queries that may wait; others get 503.")
@setting(
    "--worker-memory", type=Bytes(16 * MIB), help="Memory of a worker, beside the shared data."
)
@setting("--memory", type=Bytes(), help="Size of all answers of a build that are kept; 0 for none.")
@setting(
    "--engine",
    type=Address(),
    metavar="URL",
    help="SPARQL endpoint to ask, which holds the build by `acquis publish`.",
)
@setting("--user", "engine-user", help="A user who may query there.")
@setting("--engine-connections", type=AT_LEAST_ONE, help="Queries that are sent there at a time.")
@setting("--keep", type=SOME_OR_NONE, help="Builds before this one that stay at /build/{hash}/.")
@setting("--watch", help="Build and serve anew after each change of the tree.")
@setting("--access-log", help="Write a line of JSON for each request to standard output.")
@setting("--grace", type=SOME_OR_NONE, help="Seconds that answers under way get to end at a stop.")
@click.pass_context
@guarded
def serve(context: click.Context, print_config: bool, **chosen: Any) -> None:
    """Serve the knowledge base over HTTP; end it with Ctrl-C or SIGTERM.

    SIGHUP makes it build and serve what the tree says then, without a request that fails.
    Queries are answered here, or by the engine at --engine. The password of the user there is
    that of ACQUIS_ENGINE_PASSWORD or of the netrc file, or is asked for.
    """
    for name, near in strangers(context.command):
        report(f"{name} is no setting; did you mean {near}?")
    if print_config:
        click.echo("\n".join(effective(context)))
        return
    run(context.obj, Settings(**chosen))


def run(root: Path, settings: Settings) -> None:
    """Serve the tree at `root` until the process is told to end, then end it."""
    from acquis import knowledge
    from acquis.web import serve as server
    from acquis.web.app import create_app
    from acquis.web.builds import Builds
    from acquis.web.renewal import Content, Renewal
    from acquis.web.telemetry import tracing

    traces = tracing()

    def renewed() -> Content:
        base = knowledge.build(root, report=report)
        if base.clashes:
            raise AcquisError(f"the tree is inconsistent ({base.clashes} contradictions)")
        return content(root, base, settings, traces)

    with server.listen(settings.host, settings.port) as socket:
        base = knowledge.build(root, report=report)
        sound(base)
        now = content(root, base, settings, traces)
        renewal = Renewal(renewed, report, root if settings.watch else None)
        builds = Builds(base.folder.parent, lambda: beside(root, settings, traces), settings.keep)
        app = create_app(
            now.knowledge, now.engine, now.questions, settings, renewal, builds, traces
        )
        report(f"serving on {server.address(socket)} (Ctrl-C stops)")
        server.run(app, socket, settings)
    if traces:
        traces.end()
    os._exit(CLEAN)


def content(
    root: Path, base: "KnowledgeBase", settings: Settings, traces: "Tracing | None"
) -> "Content":
    """Return a build of the tree at `root` with its engine and the saved queries.

    Raises AcquisError where the engine cannot answer from it.
    """
    from acquis import questions
    from acquis.web.renewal import Content

    engine = elsewhere(root, base, settings) if settings.engine else here(root, settings)
    return Content(base, traced(engine, traces), questions.load(root / "queries" / "questions"))


def here(root: Path, settings: Settings) -> "Engine":
    """Return an engine of this machine."""
    from acquis.engine.isolated.pool import Pool, Size

    size = Size(
        quick=settings.workers,
        long=settings.slow_workers,
        waiting=settings.queue,
        memory=settings.worker_memory,
    )
    return Pool(root, size)


def beside(root: Path, settings: Settings, traces: "Tracing | None") -> "Engine":
    """Return a small engine of this machine, for a build that few ask."""
    from acquis.engine.isolated.pool import SMALL, Pool

    return traced(Pool(root, replace(SMALL, memory=settings.worker_memory)), traces)


def traced(engine: "Engine", traces: "Tracing | None") -> "Engine":
    """Return an engine whose tasks are traced where anybody wants that."""
    return traces.engine(engine) if traces else engine


def elsewhere(root: Path, base: "KnowledgeBase", settings: Settings) -> "Engine":
    """Return the engine at an address. Raises AcquisError where it does not hold the build."""
    import asyncio

    from acquis.engine.remote import Remote

    assert settings.engine
    # The address goes before the environment, which `access` reads by itself.
    named = settings.engine_user != os.environ.get("ACQUIS_ENGINE_USER")
    access = entrance(settings.engine, settings.engine_user if named else None)

    async def seen() -> None:
        engine = Remote(access, root)
        try:
            await engine.load(base.folder)
        finally:
            await engine.close()

    asyncio.run(seen())
    return Remote(access, root, connections=settings.engine_connections, waiting=settings.queue)
