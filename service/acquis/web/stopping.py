"""What a client is told whose request does not end before the service does."""

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from acquis.web.problems import Problem

AGAIN = "5"


class Stopping:
    """ASGI middleware that answers 503 where a request is cancelled before its answer began.

    A server cancels a request when it stops and has waited for long enough. `refuse` makes a
    response of a problem.
    """

    def __init__(self, app: ASGIApp, refuse: Callable[[Request, Exception], Response]) -> None:
        self.app, self.refuse = app, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except asyncio.CancelledError:
            if begun or scope["type"] != "http":
                raise
            problem = Problem(
                503, "The service stops; try again later.", headers={"Retry-After": AGAIN}
            )
            await self.refuse(Request(scope), problem)(scope, receive, send)
