"""How much one client may ask: a token bucket for each, of which the newest are kept.

The fields RateLimit and RateLimit-Policy are those of
https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/.
"""

import ipaddress
from collections.abc import Callable
from functools import lru_cache
from math import ceil

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from throttled import RateLimiterType, RateLimitState, Throttled, rate_limiter, store

from acquis.web.headers import RATE, RATE_POLICY
from acquis.web.observation import PROBES, inside
from acquis.web.problems import Problem

CLIENTS = 16_384
UNKNOWN = "unknown"


class Rates:
    """ASGI middleware that refuses what a client asks beyond `rate` a second after a `burst`.

    A client is an IPv4 address or an IPv6 network of 64 bits; one of this machine is never
    refused. `clients` are remembered at most, those that asked last. `refuse` makes a response
    of a problem.
    """

    def __init__(
        self,
        app: ASGIApp,
        rate: int,
        burst: int,
        refuse: Callable[[Request, Exception], Response],
        clients: int = CLIENTS,
    ) -> None:
        self.app, self.rate, self.burst, self.refuse = app, rate, burst, refuse
        self._buckets = Throttled(
            using=RateLimiterType.GCRA.value,
            quota=rate_limiter.per_sec(rate, burst),
            store=store.MemoryStore(options={"MAX_SIZE": clients}),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        name = _counted(scope)
        if name is None:
            await self.app(scope, receive, send)
            return
        result = self._buckets.limit(name)
        told = self._told(result.state)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(told)
            await send(message)

        if result.limited:
            response = self.refuse(Request(scope), self._problem(result.state))
            await response(scope, receive, send_with_headers)
        else:
            await self.app(scope, receive, send_with_headers)

    def _told(self, state: RateLimitState) -> dict[str, str]:
        window = ceil(self.burst / self.rate)
        return {
            RATE_POLICY: f'"client";q={self.burst};w={window}',
            RATE: f'"client";r={state.remaining};t={ceil(state.reset_after)}',
        }

    def _problem(self, state: RateLimitState) -> Problem:
        seconds = max(1, ceil(state.retry_after))
        return Problem(
            429,
            f"This client may send {self.burst} requests at once and {self.rate} a second; "
            f"try again in {seconds} s.",
            headers={"Retry-After": str(seconds)},
        )


def _counted(scope: Scope) -> str | None:
    """Return the name that a request is counted under, None where it is not."""
    if scope["type"] != "http" or not scope.get("client"):
        return None
    if inside(scope) in PROBES:
        return None
    return client(scope["client"][0])


@lru_cache(maxsize=4096)
def client(host: str) -> str | None:
    """Return the client that a host belongs to, None for this machine."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    if address.is_loopback:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.IPv6Network((int(address) >> 64 << 64, 64)))
