"""Headers that every response carries."""

import re

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
}
BUILD = "Acquis-Build"
ROWS = "Acquis-Rows"
HINT = "Acquis-Hint"
RATE, RATE_POLICY = "RateLimit", "RateLimit-Policy"
SHARED = (
    *("/sparql", "/api", "/openapi.json", "/explain", "/search", "/id/", "/doc/", "/ns"),
    *("/graph", "/data/", "/void", "/.well-known/void", "/context.jsonld"),
)
EXPOSED = f"{BUILD}, {ROWS}, {HINT}, {RATE}, {RATE_POLICY}, ETag, Link, Retry-After"
PERMANENT = re.compile("^/build/[^/]+(?=/)")
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
SECURED = [(name.lower().encode(), value.encode()) for name, value in SECURITY.items()]
ALLOWED = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", EXPOSED.encode()),
]


class Headers:
    """ASGI middleware: security headers everywhere, CORS for the data, without credentials.

    See https://fetch.spec.whatwg.org/#http-cors-protocol. Scripts of any site may read what is
    public; no cookie is ever set or read.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add the headers to its response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        shared = PERMANENT.sub("", path).startswith(SHARED)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                known = {name for name, _ in headers}
                headers += (pair for pair in SECURED if pair[0] not in known)
                if shared:
                    headers += ALLOWED
            await send(message)

        if shared and scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=PREFLIGHT)(scope, receive, send_with_headers)
        else:
            await self.app(scope, receive, send_with_headers)
