"""An answer of another engine as one of ours."""

import io
from collections.abc import Callable
from itertools import islice
from typing import IO, cast

import pyoxigraph as ox

from acquis.engine.answers import Answer, Boolean, Solutions, Triples
from acquis.engine.deviations import columns
from acquis.engine.forms import Restored
from acquis.engine.jsonld import Context
from acquis.engine.remote.text import Prepared
from acquis.publishing.comparison import without_node_ids

RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.5"
GRAPHS = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"
BOOLEAN = b'{"head":{},"boolean":%s}'
NODE_ID, NODE = b'"type": "bnode", "value": "nodeID://', b'"type": "bnode", "value": "'


class Body(io.RawIOBase):
    """The body of a response, as a file.

    The labels that Virtuoso gives to blank nodes (`nodeID://b10000`) are mended in JSON, where
    no parser takes them. The bytes looked for have quotes that no literal can have there.
    """

    def __init__(self, chunk: Callable[[], bytes]) -> None:
        """`chunk` returns the next bytes, none at the end."""
        self._chunk = chunk
        self._ready, self._held, self._ended = b"", b"", False

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return some bytes, none at the end."""
        while not self._ready and not self._ended:
            self._fetch()
        most = len(self._ready) if size < 0 else size
        taken, self._ready = self._ready[:most], self._ready[most:]
        return taken

    def _fetch(self) -> None:
        """Make the next bytes ready, but for the last where they may be half of a label."""
        chunk = self._chunk()
        self._ended = not chunk
        text = (self._held + chunk).replace(NODE_ID, NODE)
        keep = next(
            (
                size
                for size in range(min(len(NODE_ID) - 1, len(text)), 0, -1)
                if not self._ended and text.endswith(NODE_ID[:size])
            ),
            0,
        )
        self._ready, self._held = text[: len(text) - keep], text[len(text) - keep :]


def answer(body: Body, kind: str, sent: Prepared, forms: Restored) -> Answer:
    """Return the answer that a body of some media type holds, to be read as it comes.

    Literals get the form that the build has them in. Raises ValueError (or SyntaxError) where the
    body holds none.
    """
    media_type = kind.partition(";")[0].strip().lower()
    if sent.form in {"CONSTRUCT", "DESCRIBE"}:
        return _triples(body, media_type, forms)
    syntax = ox.QueryResultsFormat.from_media_type(media_type)
    if syntax is None:
        raise ValueError(f"results cannot come as {media_type or 'nothing that is named'}")
    raw = ox.parse_query_results(cast(IO[bytes], body), format=syntax)
    if sent.form == "ASK":
        return _boolean(raw)
    if isinstance(raw, ox.QueryBoolean):
        raise ValueError("a truth value came for rows")
    names = columns(sent.tokens, [variable.value for variable in raw.variables])
    return Solutions(raw, names, forms, sent.computed)


def _boolean(raw: ox.QuerySolutions | ox.QueryBoolean) -> Boolean:
    """Return a truth value; Virtuoso 7 gives a row with 1 or 0 for it."""
    if isinstance(raw, ox.QuerySolutions):
        cells = [cell for row in islice(raw, 1) for cell in row if isinstance(cell, ox.Literal)]
        holds = bool(cells) and cells[0].value in {"1", "true"}
        content = BOOLEAN % str(holds).lower().encode()
        raw = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
    assert isinstance(raw, ox.QueryBoolean)
    return Boolean(raw)


def _triples(body: Body, media_type: str, forms: Restored) -> Triples:
    syntax = ox.RdfFormat.from_media_type(media_type)
    if media_type == "text/plain":
        syntax = ox.RdfFormat.N_TRIPLES
    if syntax is None:
        raise ValueError(f"triples cannot come as {media_type or 'nothing that is named'}")
    quads = ox.parse(cast(IO[bytes], body), format=syntax)
    return Triples((without_node_ids(quad.triple) for quad in quads), Context(), forms.triple)
