"""Answers that can be cited: each names its build, and the address where it stays as it is."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from acquis.web.caching import FRESH
from acquis.web.headers import BUILD
from acquis.web.signposts import Link

SITE, PERMANENT = "acquis.site", "acquis.permanent"
PREFIX = "/build/"
SHORT = 16
LONGEST = 4_000
FOREVER = "public, max-age=31536000, immutable"


def permanent(build: str) -> str:
    """Return the path below which a build is, as long as it is kept."""
    return PREFIX + build[:SHORT]


def counterpart(scope: Scope, build: str) -> Link:
    """Return a link to the permanent address of what is asked for.

    Where that is asked for already, it is one to the address of the newest
    (https://www.rfc-editor.org/rfc/rfc5829#section-3.2).
    """
    mounted = scope.get("root_path", "").rstrip("/")
    path, query = scope["path"].removeprefix(mounted), scope["query_string"].decode("latin-1")
    relation, root = "bookmark", mounted + permanent(build)
    if PERMANENT in scope:
        relation, root = "latest-version", mounted.rpartition(PREFIX)[0]
    return Link(root + path + (f"?{query}" if query else ""), relation)


class Citation:
    """ASGI middleware that says in the headers of an answer how it is cited.

    What is at a permanent address may be kept for ever.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; a site has been noted in the scope where one has answered."""

        async def cited(message: Message) -> None:
            if message["type"] == "http.response.start" and SITE in scope:
                _cite(scope, MutableHeaders(scope=message), message["status"])
            await send(message)

        await self.app(scope, receive, cited)


def _cite(scope: Scope, headers: MutableHeaders, status: int) -> None:
    headers[BUILD] = build = scope[SITE].build
    if status not in {200, 303, 304} or scope["method"] not in {"GET", "HEAD"}:
        return
    if PERMANENT in scope and headers.get("cache-control") == FRESH:
        headers["cache-control"] = FOREVER
    link = counterpart(scope, build)
    if len(link.target) <= LONGEST:
        known = headers.get("link")
        headers["link"] = f"{known}, {link}" if known else str(link)
