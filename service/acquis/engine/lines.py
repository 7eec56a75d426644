"""Triples in N-Triples as pyoxigraph writes them, with literals as the data write them.

A quotation mark within a literal has a backslash before it, and an end of line is written as an
escape (https://www.w3.org/TR/n-triples/#n-triples-grammar).
"""

from contextlib import suppress

import pyoxigraph as ox

from acquis.engine.answers import Triples

TYPED = '"^^<'


def lines(answer: Triples, most: int) -> list[str]:
    """Return the lines of triples that pyoxigraph made, sorted, of `most` + 1 at most."""
    assert isinstance(answer.raw, ox.QueryTriples)
    file = _File(most)
    with suppress(_Enough):
        answer.raw.serialize(file, format=ox.RdfFormat.N_TRIPLES)  # type: ignore[arg-type]
    text = file.content[: file.content.rfind(b"\n") + 1].decode()
    found = text.split("\n")[: most + 1]
    if TYPED in text:
        found = [_as_written(line, answer) for line in found]
    return [f"{line}\n" for line in sorted(set(found)) if line]


class _Enough(Exception):
    """There are more lines than are wanted."""


class _File:
    def __init__(self, most: int) -> None:
        self.content = bytearray()
        self._most, self._lines = most, 0

    def write(self, content: bytes) -> int:
        self.content += content
        self._lines += content.count(b"\n")
        if self._lines > self._most:
            raise _Enough
        return len(content)

    def flush(self) -> None:
        pass


def _as_written(line: str, answer: Triples) -> str:
    if TYPED not in line:
        return line
    [quad] = ox.parse(line, format=ox.RdfFormat.N_TRIPLES)
    written = answer.written(quad.triple)
    return line if written == quad.triple else f"{written} ."
