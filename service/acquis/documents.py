"""RDF documents in any common syntax, read as facts for the reasoner."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from acquis import files, malformed
from acquis.errors import AcquisError
from acquis.reasoning.facts import Fact

TAG = re.compile(
    rb""""@language"\s*:\s*"([^"]+)"|xml:lang\s*=\s*["']([^"']+)"""
    rb"""|["']@([A-Za-z]+(?:-[A-Za-z0-9]+)*)"""
)


def facts(path: Path, *, among_others: bool = False) -> Iterator[Fact]:
    """Yield the triples of a document, of all its graphs, as facts.

    The name's ending tells the syntax. A language tag keeps its letter case where the document
    spells it in one way. `among_others` gives blank nodes names that no other document has.

    Raises AcquisError with file and line where the document cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise AcquisError(f"{path}: cannot be read: {fault.strerror}") from fault
    syntax = files.syntax(path, content)
    base = path.resolve().as_uri()
    try:
        content = malformed.prepared(content, syntax)
        form = malformed.FORMATS[syntax]
        quads = ox.parse(content, form, base_iri=base, rename_blank_nodes=among_others)
        yield from _facts(quads, spellings(content))
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise AcquisError(f"{path}:{line}: {malformed.NOT_UTF_8}") from fault
    except SyntaxError as fault:
        found = malformed.located(fault, content, syntax, base)
        raise AcquisError(f"{path}:{found.lineno or 0}: {found.msg}") from fault


def _facts(quads: Iterable[ox.Quad], tags: Mapping[str, str]) -> Iterator[Fact]:
    for quad in quads:
        value = quad.object
        text = str(value)
        if isinstance(value, ox.Triple):
            raise malformed.Unsupported(malformed.TRIPLE_TERM)
        if isinstance(value, ox.Literal) and value.language:
            if value.direction:
                raise malformed.Unsupported(malformed.DIRECTION)
            tag = tags.get(value.language, value.language)
            text = text.removesuffix(value.language) + tag
        yield str(quad.subject), str(quad.predicate), text


def spellings(content: bytes) -> dict[str, str]:
    """Return the language tags that a document does not write in lower case, by the lower case.

    The parser lower-cases tags. One that is spelled in several ways is left so.
    """
    found: dict[str, set[str]] = {}
    for groups in set(TAG.findall(content)):
        for tag in groups:
            spelled = tag.decode("ascii", "replace")
            if spelled:
                found.setdefault(spelled.lower(), set()).add(spelled)
    return {
        lower: next(iter(ways))
        for lower, ways in found.items()
        if len(ways) == 1 and ways != {lower}
    }
