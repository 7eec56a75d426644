"""The knowledge base: asserted and inferred triples of one build, in a folder of its own."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypedDict

import pyoxigraph as ox

from acquis import __version__, graph, names, share, turtle
from acquis.errors import AcquisError
from acquis.findings import as_text
from acquis.graph import Source, Triple
from acquis.names import INFERRED
from acquis.reasoning import by_owlrl as closure
from acquis.reasoning.by_owlrl import Clash

FORMAT = "2"
Report = Callable[[str], None]


class FileEntry(TypedDict):
    """One source file in the manifest."""

    path: str
    graph: str
    sha256: str
    triples: int


class ClashEntry(TypedDict):
    """One contradiction in the manifest."""

    rule: str
    message: str
    terms: list[str]


class Manifest(TypedDict):
    """What a build holds: `hash` names it, counts are of triples."""

    hash: str
    version: str
    closure: str
    asserted: int
    inferred: int
    files: list[FileEntry]
    clashes: list[ClashEntry]


@dataclass(frozen=True)
class KnowledgeBase:
    """A build on disk.

    `folder` is named by the content hash and holds `manifest.json`, `asserted.nq` (a named
    graph for each source file), `inferred.nq` (one named graph), and both as one graph in
    `quantum-acquis.ttl`. Same sources, same bytes.
    """

    folder: Path
    manifest: Manifest

    @property
    def asserted_path(self) -> Path:
        """The N-Quads of what the sources say."""
        return self.folder / "asserted.nq"

    @property
    def inferred_path(self) -> Path:
        """The N-Quads of what follows from it."""
        return self.folder / "inferred.nq"

    def inferred(self) -> list[Triple]:
        """Return the triples of `inferred.nq`."""
        quads = ox.parse(path=str(self.inferred_path), format=ox.RdfFormat.N_QUADS)
        return [
            (graph.term(q.subject), graph.term(q.predicate), graph.term(q.object)) for q in quads
        ]

    @property
    def turtle_path(self) -> Path:
        """Everything as one graph, for tools without named graphs."""
        return self.folder / "quantum-acquis.ttl"

    @property
    def clashes(self) -> list[Clash]:
        """The contradictions met while reasoning; a sound build has none."""
        entries = self.manifest["clashes"]
        return [Clash(entry["rule"], entry["message"], tuple(entry["terms"])) for entry in entries]


def silent(message: str) -> None:
    """Report nothing."""


def build(root: Path, out: Path | None = None, *, report: Report = silent) -> KnowledgeBase:
    """Build the knowledge base of the tree at `root`, or return it where it is already built.

    `out` is the folder that builds are kept in (default: the cache), `report` is told what
    goes on. Raises AcquisError where a file is malformed.
    """
    sources, findings = graph.load(graph.tree(root), root)
    if findings:
        raise AcquisError("the sources cannot be read:\n" + as_text(findings))
    return build_sources(sources, out or share.cache(), names.prefixes(root), report=report)


def build_sources(
    sources: Iterable[Source], out: Path, table: Mapping[str, str], *, report: Report = silent
) -> KnowledgeBase:
    """Build the knowledge base of some sources; shapes and prefixes among them are left out.

    `table` holds the prefixes of the one-file Turtle.
    """
    kept = [source for source in sources if graph.is_knowledge(source)]
    folder = out / content_hash(kept, table)
    if (folder / "manifest.json").is_file():
        return open_folder(folder)
    count = sum(len(source.triples) for source in kept)
    report(f"reasoning over {count:,} triples of {len(kept)} files ({closure.ENGINE})")
    given = {triple for source in kept for triple in source.triples}
    found = closure.closure(given)
    asserted = [_quad(triple, source.graph) for source in kept for triple in source.triples]
    inferred = [_quad(triple, INFERRED) for triple in found.inferred]
    manifest = _manifest(folder.name, kept, len(inferred), found.clashes)
    texts = {
        "asserted.nq": "".join(sorted(asserted)),
        "inferred.nq": "".join(sorted(inferred)),
        "quantum-acquis.ttl": _turtle(given | found.inferred, table),
        "manifest.json": json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True) + "\n",
    }
    _write(folder, texts)
    report(f"built {folder}")
    return KnowledgeBase(folder, manifest)


def open_folder(folder: Path) -> KnowledgeBase:
    """Open a build. Raises AcquisError where the folder holds none."""
    try:
        manifest: Manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if missing := Manifest.__required_keys__ - manifest.keys():
            raise ValueError(f"its manifest lacks {', '.join(sorted(missing))}")
    except (AttributeError, OSError, ValueError) as fault:
        raise AcquisError(f"{folder} is no build: {fault}; delete it and build again") from fault
    return KnowledgeBase(folder, manifest)


def content_hash(sources: Iterable[Source], table: Mapping[str, str]) -> str:
    """Return the hexadecimal SHA-256 over all that a build is made of.

    That is the sources' paths and bytes, the prefixes, this version and the closure engine.
    """
    lines = [f"{FORMAT} {__version__} {closure.ENGINE}"]
    lines += sorted(f"{prefix}: {space}" for prefix, space in table.items())
    lines += sorted(f"{source.name} {source.graph} {source.sha256}" for source in sources)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _turtle(triples: set[Triple], table: Mapping[str, str]) -> str:
    """Return canonical Turtle, or plain lines where blank nodes are shared between statements."""
    try:
        return turtle.serialise(triples, table)
    except turtle.Unwritable:
        return "".join(sorted(f"{graph.n3(triple)}\n" for triple in triples))


def _quad(triple: Triple, name: str) -> str:
    return f"{graph.n3(triple)[:-2]} <{name}> .\n"


def _manifest(
    name: str, sources: list[Source], inferred: int, clashes: tuple[Clash, ...]
) -> Manifest:
    files: list[FileEntry] = [
        {
            "path": source.name,
            "graph": str(source.graph),
            "sha256": source.sha256,
            "triples": len(source.triples),
        }
        for source in sources
    ]
    return {
        "hash": name,
        "version": __version__,
        "closure": closure.ENGINE,
        "asserted": sum(entry["triples"] for entry in files),
        "inferred": inferred,
        "files": files,
        "clashes": [asdict(clash) for clash in clashes],  # type: ignore[misc]
    }


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder.parent))
    except OSError as fault:
        raise AcquisError(
            f"{folder.parent}: cannot be written ({fault.strerror}); "
            "name another folder with --out or ACQUIS_CACHE"
        ) from fault
    try:
        for name, text in texts.items():
            (draft / name).write_text(text, encoding="utf-8", newline="\n")
        draft.chmod(0o755)
        _publish(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _publish(draft: Path, folder: Path) -> None:
    try:
        draft.rename(folder)
    except OSError:
        if not (folder / "manifest.json").is_file():
            shutil.rmtree(folder, ignore_errors=True)
            draft.rename(folder)
