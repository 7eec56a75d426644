"""The knowledge base: asserted and inferred triples of one build, in a folder of its own."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypedDict

import pyoxigraph as ox

from acquis import __version__, graph, names, positions, share, sssom, turtle
from acquis.errors import AcquisError
from acquis.findings import as_text
from acquis.graph import Source, Triple
from acquis.names import INFERRED
from acquis.reasoning import archive, rules
from acquis.reasoning.closure import Closure, close
from acquis.reasoning.facts import (
    SUBCLASS,
    SUBPROPERTY,
    TYPE,
    Fact,
    holds_of_every_graph,
    iri,
    is_iri,
)

FORMAT = "5"
Report = Callable[[str], None]


class FileEntry(TypedDict):
    """One source file in the manifest."""

    path: str
    graph: str
    sha256: str
    triples: int


class Manifest(TypedDict):
    """What a build holds: `hash` names it, counts are of triples and of contradictions."""

    hash: str
    version: str
    rules: str
    asserted: int
    inferred: int
    files: list[FileEntry]
    clashes: int


@dataclass(frozen=True)
class KnowledgeBase:
    """A build on disk.

    `folder` is named by the content hash and holds `manifest.json`, `asserted.nq` (a named
    graph for each source file), `inferred.nq` (one named graph), both as one graph in
    `quantum-acquis.ttl`, `bridge.ttl` with the axioms that place our terms under those of others,
    `closure.npz` with the proofs, and `lines.json` with the lines of the sources. Same sources,
    same bytes.
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
    def bridge_path(self) -> Path:
        """The axioms that place our terms under those of others, which no other file holds."""
        return self.folder / "bridge.ttl"

    @property
    def closure_path(self) -> Path:
        """The closure with the derivation of each inferred triple."""
        return self.folder / "closure.npz"

    def closure(self) -> Closure:
        """Return the closure, to prove what was inferred. Raises AcquisError where it is lost."""
        return archive.read(self.closure_path)

    def lines(self) -> dict[str, list[int]]:
        """Return, for each source file, the line of each of its facts, in the facts' order.

        Raises AcquisError where that is lost.
        """
        path = self.folder / "lines.json"
        try:
            found: dict[str, list[int]] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as fault:
            raise AcquisError(f"{path}: {fault}; delete its folder and build again") from fault
        return found

    @property
    def clashes(self) -> int:
        """How many contradictions the sources hold; a sound build has none."""
        return self.manifest["clashes"]


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
    asserted = [(fact, source.graph) for source in kept for fact in source.facts]
    report(f"reasoning over {len(asserted):,} triples of {len(kept)} files")
    closed = close((fact for fact, _ in asserted), report=report)
    inferred = [fact for fact in closed.inferred() if tells_something(fact)]
    manifest = _manifest(folder.name, kept, len(inferred), len(closed.clashes))
    texts = {
        "asserted.nq": _quads(asserted),
        "inferred.nq": _quads((fact, INFERRED) for fact in inferred),
        "quantum-acquis.ttl": _turtle([*(fact for fact, _ in asserted), *inferred], table),
        "bridge.ttl": _turtle(bridge(kept), table),
        "closure.npz": archive.to_bytes(closed),
        "lines.json": _text(json.dumps({source.name: _lines(source) for source in kept}) + "\n"),
        "manifest.json": _text(
            json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
        ),
    }
    _write(folder, texts)
    report(f"built {folder}")
    return KnowledgeBase(folder, manifest)


def bridge(sources: Iterable[Source]) -> list[Fact]:
    """Return the axioms of the mapping sets, with a declaration of each term of others in them."""
    axioms = [
        axiom
        for source in sources
        if source.syntax == "sssom"
        for axiom in sssom.axioms(source.content.decode("utf-8"))
    ]
    kinds = {SUBCLASS: iri("owl:Class"), SUBPROPERTY: iri("owl:ObjectProperty")}
    declared = [(value, TYPE, kinds[predicate]) for _, predicate, value in axioms]
    return [*declared, *axioms]


@lru_cache(maxsize=1 << 18)
def tells_something(fact: Fact) -> bool:
    """Say whether an inferred triple belongs in a build.

    Left out are those that hold of every graph, and those with a blank node, which names nothing
    that a reader could look up.
    """
    return is_iri(fact[0]) and not fact[2].startswith("_:") and not holds_of_every_graph(fact)


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

    That is the sources' paths and bytes, the prefixes, this version and the table of rules.
    """
    lines = [f"{FORMAT} {__version__} {rules.digest()}"]
    lines += sorted(f"{prefix}: {space}" for prefix, space in table.items())
    lines += sorted(f"{source.name} {source.graph} {source.sha256}" for source in sources)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _lines(source: Source) -> list[int]:
    where = positions.lines(source)
    return [where.of(fact) for fact in source.facts]


def _turtle(facts: Iterable[Fact], table: Mapping[str, str]) -> bytes:
    """Return canonical Turtle, or plain lines where blank nodes are shared between statements."""
    distinct = set(facts)
    try:
        return _text(turtle.serialise(map(graph.triple, distinct), table))
    except turtle.Unwritable:
        return _text("".join(sorted(f"{s} {p} {o} .\n" for s, p, o in distinct)))


def _quads(facts: Iterable[tuple[Fact, str]]) -> bytes:
    return _text("".join(sorted(f"{s} {p} {o} <{name}> .\n" for (s, p, o), name in facts)))


def _text(text: str) -> bytes:
    return text.encode()


def _manifest(name: str, sources: list[Source], inferred: int, clashes: int) -> Manifest:
    files: list[FileEntry] = [
        {
            "path": source.name,
            "graph": str(source.graph),
            "sha256": source.sha256,
            "triples": len(source.facts),
        }
        for source in sources
    ]
    return {
        "hash": name,
        "version": __version__,
        "rules": rules.digest(),
        "asserted": sum(entry["triples"] for entry in files),
        "inferred": inferred,
        "files": files,
        "clashes": clashes,
    }


def _write(folder: Path, texts: Mapping[str, bytes]) -> None:
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
            (draft / name).write_bytes(text)
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
