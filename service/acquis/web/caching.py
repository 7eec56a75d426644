"""Answers that are kept and can be cited: entity tags, and a memory of what was answered.

A build never changes, so that the answer to a query is the same as long as the build is
(https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3, https://www.rfc-editor.org/rfc/rfc9111).
"""

import hashlib
import json
import re
from collections import OrderedDict
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from acquis import __version__
from acquis.engine.tasks import Task
from acquis.web.compression import uncoded

CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
FRESH = "public, max-age=300"
NEVER = "no-store"
LARGEST = 16 * 2**20


@dataclass(frozen=True)
class Kept:
    """An answer that can be given again: its media type and its content."""

    media_type: str
    content: bytes


class Memory:
    """The answers used last, as many as fit into `size` bytes; none is larger than LARGEST."""

    def __init__(self, size: int) -> None:
        self._room, self._one = size, min(size, LARGEST)
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    def get(self, tag: str) -> Kept | None:
        """Return the answer with an entity tag, None where it is not kept."""
        found = self._kept.get(tag)
        if found:
            self._kept.move_to_end(tag)
        return found

    def fits(self, size: int) -> bool:
        """Say whether an answer of so many bytes may be kept."""
        return size <= self._one

    def keep(self, tag: str, kept: Kept) -> None:
        """Keep an answer, in the place of those that were not used for longest."""
        if not tag or tag in self._kept or not self.fits(len(kept.content)):
            return
        self._kept[tag] = kept
        self._room -= len(kept.content)
        while self._room < 0:
            _, gone = self._kept.popitem(last=False)
            self._room += len(gone.content)


def entity_tag(build: str, task: Task, kind: str = "") -> str:
    """Return the strong entity tag of the answer to a task, empty where it may change.

    It names the build, all that the answer depends on and the form of it; `kind` tells what is
    made of it besides.
    """
    if CHANGING.search(task.text):
        return ""
    said = json.dumps(
        [build, __version__, kind, *vars(task).values()], sort_keys=True, default=vars
    )
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def validators(tag: str) -> dict[str, str]:
    """Return the headers that an answer with an entity tag is kept by; with none it is not."""
    return {"ETag": tag, "Cache-Control": FRESH} if tag else {"Cache-Control": NEVER}


def validated(request: Request, response: Response) -> Response:
    """Return a response with the tag of its content, or a 304 where the client has that."""
    tag = f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'
    response.headers.update(validators(tag))
    if not matches(request, tag):
        return response
    del response.headers["content-length"]
    return Response(status_code=304, headers=dict(response.headers))


def matches(request: Request, tag: str) -> bool:
    """Say whether the client has the answer with a tag already (If-None-Match)."""
    given = ",".join(request.headers.getlist("if-none-match"))
    told = {uncoded(one.strip().removeprefix("W/")) for one in given.split(",")}
    return bool(tag) and (tag in told or "*" in told)
