"""Where this service is, as its client reached it."""

import re

from starlette.requests import Request

from acquis.web.problems import Problem

HOST = re.compile(r"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")


def address_of(request: Request) -> str:
    """Return the address of the front page, without a slash at its end.

    It has the host of the request, which may be any (https://www.rfc-editor.org/rfc/rfc9110#name-host-and-authority).
    Raises Problem 400 for one that is no host.
    """
    host = request.headers.get("host", "")
    if not HOST.fullmatch(host):
        raise Problem(400, "The header Host names no host.")
    root = request.scope.get("root_path", "").rstrip("/")
    return f"{request.url.scheme}://{host}{root}"
