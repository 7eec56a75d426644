"""The IRIs of the project and the one table of prefixes."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote

import pyoxigraph as ox
from rdflib import Namespace, URIRef

from acquis import share
from acquis.errors import AcquisError

BASE = "https://w3id.org/quantum-acquis/"
QAP = Namespace(BASE + "ns#")
ID = Namespace(BASE + "id/")
GRAPH = Namespace(BASE + "graph/")
INFERRED = GRAPH["inferred"]

SH = "http://www.w3.org/ns/shacl#"
LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


def graph_name(relative: Path) -> URIRef:
    """Return the IRI of the named graph of a source file, from its path below the root.

    A file of Turtle has its path without the `.ttl`; no two files have one name.
    """
    return GRAPH[quote(os.fsencode(relative.as_posix().removesuffix(".ttl")))]


def file_name(graph: str) -> str:
    """Return the path below the root of the file that a named graph holds."""
    path = unquote(graph.removeprefix(str(GRAPH)))
    return path if path.endswith(".tsv") else path + ".ttl"


def prefixes(root: Path | None = None) -> dict[str, str]:
    """Return the prefix table of `ontology/prefixes.ttl` as {prefix: namespace IRI}.

    A tree without that file has no prefixes.
    """
    path = (root or share.root()) / "ontology" / "prefixes.ttl"
    return _declared(path) if path.is_file() else {}


def _declared(path: Path) -> dict[str, str]:
    prefix, namespace = ox.NamedNode(SH + "prefix"), ox.NamedNode(SH + "namespace")
    try:
        graph = ox.Dataset(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except SyntaxError as fault:
        raise AcquisError(f"{path}:{fault.lineno or 0}: {fault.msg}") from fault
    spaces = {quad.subject: quad.object for quad in graph.quads_for_predicate(namespace)}
    return {
        quad.object.value: spaces[quad.subject].value  # type: ignore[union-attr]
        for quad in graph.quads_for_predicate(prefix)
        if quad.subject in spaces
    }


def compress(iri: str, table: Mapping[str, str]) -> str:
    """Return `iri` as a prefixed name by the longest namespace of `table`, else as `<iri>`."""
    fits = [
        (len(namespace), prefix)
        for prefix, namespace in table.items()
        if iri.startswith(namespace) and LOCAL_NAME.fullmatch(iri, len(namespace))
    ]
    if not fits:
        return f"<{iri}>"
    length, prefix = max(fits)
    return f"{prefix}:{iri[length:]}"
