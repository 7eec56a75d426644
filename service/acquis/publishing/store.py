"""A server that keeps named graphs: https://www.w3.org/TR/sparql11-http-rdf-update/."""

import time
from collections.abc import Callable

import httpx
import pyoxigraph as ox

from acquis.errors import AcquisError
from acquis.publishing.access import Access

TRIES = 4
PAUSE = 0.5
BUSY = frozenset({408, 425, 429, 502, 503, 504})
ACCEPT = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5, text/plain;q=0.1"
PLAIN = {"text/plain": ox.RdfFormat.N_TRIPLES, "text/ntriples": ox.RdfFormat.N_TRIPLES}
HINTS = {
    401: "name a user with --user, in the environment or in the netrc file",
    403: "the user may not do that there",
    404: "is it the address of a Graph Store Protocol service?",
    405: "is it the address of a Graph Store Protocol service that may be written to?",
    413: "the server must be set to take larger requests",
    501: "is it the address of a Graph Store Protocol service that may be written to?",
}


class GraphStore:
    """Puts, gets and deletes named graphs; what fails in passing is tried again."""

    def __init__(self, access: Access, seconds: float = 300.0) -> None:
        """`seconds` is how long the server may be silent."""
        self.url = access.url
        timeout = httpx.Timeout(seconds, connect=10.0)
        self._client = httpx.Client(auth=access.auth, timeout=timeout)

    def __enter__(self) -> "GraphStore":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def put(self, name: str, triples: bytes) -> None:
        """Let a graph hold these N-Triples and nothing else. Raises AcquisError."""
        headers = {"Content-Type": "text/turtle"}
        self._asked("PUT", name, lambda: {"content": triples, "headers": headers})

    def get(self, name: str) -> list[ox.Triple]:
        """Return the triples of a graph, none where there is no such graph. Raises AcquisError."""
        response = self._asked("GET", name, lambda: {"headers": {"Accept": ACCEPT}}, absent={404})
        if response.status_code in {204, 404}:
            return []
        try:
            return _triples(response)
        except (SyntaxError, ValueError) as fault:
            raise AcquisError(
                f"{self.url} did not return the graph {name} as triples: {fault}"
            ) from fault

    def delete(self, name: str) -> None:
        """Let there be no such graph. Raises AcquisError."""
        self._asked("DELETE", name, dict, absent={404})

    def _asked(
        self,
        method: str,
        name: str,
        more: Callable[[], dict[str, object]],
        absent: frozenset[int] | set[int] = frozenset(),
    ) -> httpx.Response:
        """Return the response to a request for a graph; all three can be repeated without harm."""
        for left in reversed(range(TRIES)):
            try:
                response = self._client.request(
                    method,
                    self.url,
                    params={"graph": name},
                    **more(),  # type: ignore[arg-type]
                )
            except httpx.TransportError as fault:
                if left and not isinstance(fault, httpx.UnsupportedProtocol):
                    time.sleep(PAUSE * (TRIES - left))
                    continue
                raise AcquisError(f"{self.url} cannot be reached: {_words(fault)}") from fault
            if left and response.status_code in BUSY:
                time.sleep(PAUSE * (TRIES - left))
                continue
            break
        if response.is_success or response.status_code in absent:
            return response
        raise AcquisError(_refused(method, name, self.url, response))


def _triples(response: httpx.Response) -> list[ox.Triple]:
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    syntax = PLAIN.get(kind) or ox.RdfFormat.from_media_type(kind)
    if syntax is None:
        raise ValueError(f"its media type is {kind or 'not told'}")
    quads = ox.parse(response.content, format=syntax, base_iri=str(response.url))
    return [quad.triple for quad in quads]


def _words(fault: Exception) -> str:
    return str(fault) or type(fault).__name__


def _refused(method: str, name: str, url: str, response: httpx.Response) -> str:
    status = response.status_code
    said = " ".join(response.text.split())[:200]
    hint = HINTS.get(status, "")
    if response.has_redirect_location:
        hint = f"give the address that it names: {response.headers['location']}"
    parts = [f"{url} answers {status} to a {method} of the graph {name}", said, hint]
    return "; ".join(part for part in parts if part)
