"""The service of the shipped knowledge base, called in process: many requests in little time.

Routes run where they are called: handing each to a thread would double the time.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from unittest.mock import patch
from urllib.parse import unquote, urlsplit

from fastapi import FastAPI


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


class Direct:
    """Sends GET requests to an ASGI application (https://asgi.readthedocs.io/)."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.loop = asyncio.Runner()

    def close(self) -> None:
        self.loop.close()

    def get(self, path: str, accept: str = "*/*", *, follow: bool = False) -> Reply:
        """Get one path, and where it leads by 303 if told to follow."""
        return self.get_all([(path, accept)], follow=follow)[0]

    def get_all(self, asked: Iterable[tuple[str, str]], *, follow: bool = False) -> list[Reply]:
        """Get paths with the media types accepted, one after the other."""

        async def one_by_one() -> list[Reply]:
            return [await self._reached(path, accept, follow) for path, accept in asked]

        with patch("fastapi.routing.run_in_threadpool", _here):
            return self.loop.run(one_by_one())

    async def _reached(self, path: str, accept: str, follow: bool) -> Reply:
        reply = await self._get(path, accept)
        if follow and reply.status == 303:
            return await self._get(reply.headers["location"], accept)
        return reply

    async def _get(self, path: str, accept: str) -> Reply:
        parts = urlsplit(path)
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": unquote(parts.path),
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [(b"host", b"direct"), (b"accept", accept.encode())],
            "server": ("direct", 80),
            "client": ("127.0.0.1", 1),
        }
        sent: list[dict[str, object]] = []

        asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

        async def receive() -> dict[str, object]:
            return next(asked, None) or await asyncio.Future()

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}  # type: ignore[attr-defined]
        body = b"".join(message.get("body", b"") for message in sent[1:])  # type: ignore[misc]
        return Reply(int(str(sent[0]["status"])), headers, body)


async def _here(call: Callable[..., object], /, *args: object, **named: object) -> object:
    return call(*args, **named)
