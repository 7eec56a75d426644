"""How to get into a server: its address, and a user who may.

Basic and digest are those of https://www.rfc-editor.org/rfc/rfc7617 and
https://www.rfc-editor.org/rfc/rfc7616.
"""

import netrc
import os
from collections.abc import Generator
from dataclasses import dataclass, field

import httpx

from acquis.errors import AcquisError

USER, PASSWORD = "ACQUIS_ENGINE_USER", "ACQUIS_ENGINE_PASSWORD"
Flow = Generator[httpx.Request, httpx.Response, None]


class Challenged(httpx.Auth):
    """Shows a password only when the server asks for it, in the way that it asks for."""

    def __init__(self, user: str, password: str) -> None:
        self._digest = httpx.DigestAuth(user, password)
        self._basic = httpx.BasicAuth(user, password)
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Flow:
        """Send a request, again with the password where it is refused without."""
        if self._chosen is None:
            response = yield request
            if response.status_code != 401:
                return
            self._chosen = self._wanted(response)
        if self._chosen:
            yield from self._chosen.auth_flow(request)

    def _wanted(self, response: httpx.Response) -> httpx.Auth | None:
        schemes = [
            challenge.strip().partition(" ")[0].lower()
            for challenge in response.headers.get_list("www-authenticate")
        ]
        if "digest" in schemes:
            return self._digest
        return self._basic if "basic" in schemes else None


@dataclass(frozen=True)
class Access:
    """The address of a service, without a password in it, and what to show at the door."""

    url: str
    auth: httpx.Auth | None = field(default=None, repr=False)


def access(url: str, user: str | None = None, password: str | None = None) -> Access:
    """Return the way into the service at an address.

    The user is the one named here, else the one in the address, else that of the environment
    variables ACQUIS_ENGINE_USER and ACQUIS_ENGINE_PASSWORD, else that of the netrc file for the
    host; the password goes with it. Without a password nobody is shown at the door. Raises
    AcquisError where the address is none of HTTP.
    """
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError) as fault:
        raise AcquisError(f"{url!r} is no address: {fault}") from fault
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise AcquisError(f"{url!r} is no address of a server; one begins with http:// or https://")
    if parsed.fragment:
        raise AcquisError(f"{url!r} is no address of a service: it has a #")
    bare = str(parsed.copy_with(username=None, password=None))
    known = _known(parsed, user, password)
    return Access(bare, Challenged(*known) if known else None)


def _known(url: httpx.URL, user: str | None, password: str | None) -> tuple[str, str] | None:
    """Return a user and the password, None where nobody is named or the password is not."""
    if password is None:
        password = url.password or os.environ.get(PASSWORD)
    user = user or url.username or os.environ.get(USER)
    if user and password is not None:
        return user, password
    return _of_netrc(url.host, user)


def _of_netrc(host: str, user: str | None) -> tuple[str, str] | None:
    """Return a user and the password that the netrc file has for a host."""
    try:
        entry = netrc.netrc(os.environ.get("NETRC")).authenticators(host)
    except FileNotFoundError:
        return None
    except (OSError, netrc.NetrcParseError) as fault:
        raise AcquisError(f"the netrc file cannot be read: {fault}") from fault
    if entry is None or (user and entry[0] != user):
        return None
    return entry[0], entry[2] or ""
