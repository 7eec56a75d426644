"""Compressed answers: zstd, Brotli or gzip, as the client takes them.

Each content coding of an answer has an entity tag of its own, as a strong one must
(https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3.3).
"""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

from acquis.engine.formats import GRAPHS, RESULTS

CODED = re.compile(r'-(?:zstd|br|gzip)"\Z')
OTHERS = ("application/n-quads", "application/problem+json", "application/openapi+json")

for _media_type in (*(form.media_type for form in (*RESULTS, *GRAPHS)), *OTHERS):
    add_compress_type(_media_type)


def uncoded(tag: str) -> str:
    """Return the entity tag of an answer as it is, from that of the answer or of a coding of it."""
    return CODED.sub('"', tag)


class Compression:
    """ASGI middleware: compresses what is text, and tags it so."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = CompressMiddleware(app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and compress its response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        known = Headers(scope=scope).get("if-none-match", "")

        async def send_tagged(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                tag = headers.get("etag")
                if tag:
                    headers.add_vary_header("Accept-Encoding")
                    headers["etag"] = _tag(tag, headers.get("content-encoding", ""), known)
            await send(message)

        await self.app(scope, receive, send_tagged)


def _tag(tag: str, coding: str, known: str) -> str:
    """Return the entity tag of a response: that of its coding, or that the client has."""
    if coding:
        return f'{tag[:-1]}-{coding}"'
    given = (one.strip() for one in known.split(","))
    return next((one for one in given if uncoded(one) == tag), tag)
