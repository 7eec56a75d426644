"""What files import with owl:imports, as far as it lies beside them; nothing is fetched.

See https://www.w3.org/TR/owl2-syntax/#Imports.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from acquis import files
from acquis.findings import Finding
from acquis.graph import Source, is_foreign
from acquis.positions import Places
from acquis.reader import Reader
from acquis.reasoning.facts import TYPE, Fact, iri

IMPORTS, ONTOLOGY, VERSION = iri("owl:imports"), iri("owl:Ontology"), iri("owl:versionIRI")


def beside(
    sources: Iterable[Source], paths: Iterable[Path], reader: Reader
) -> tuple[list[Source], list[Finding]]:
    """Return the further files that foreign sources import, straight or through one another.

    They are looked for under the address that is imported, if that is a file, and among the
    files in the folder of each file of `paths`, by the name of their ontology. With them comes a
    finding for each file that is imported by its address and malformed.
    """
    known = list(sources)
    nearby = [file for path in paths if path.is_file() for file in files.beside(path)]
    added: list[Source] = []
    faults: dict[Path, Finding] = {}
    while wanted := set(_missing([*known, *added])):
        read = {source.path.resolve() for source in [*known, *added]}
        named = sorted(path for path in map(_file, wanted) if path and _is_file(path))
        likely = [path for path in nearby if _may_hold(path, wanted)]
        faults.update((path, fault) for path in named for fault in reader.read([path])[1])
        candidates = [path for path in dict.fromkeys([*named, *likely]) if path not in read]
        found, _ = reader.read(candidates)
        new = [source for source in found if wanted & _names(source)]
        if not new:
            break
        added += new
    return added, list(faults.values())


def unresolved(sources: Iterable[Source], places: Places) -> Iterator[Finding]:
    """Yield a finding for each import of a foreign source that is none of the files read."""
    for imported, fact in _missing(list(sources)).items():
        file, line = places.of(fact)
        name = places.name(imported)
        message = f"imports {name}, which is none of the files checked; what it says is left out"
        statements = (places.statement(fact),)
        yield Finding(file, line, "unresolved-import", message, name, "info", statements)


def _missing(sources: list[Source]) -> dict[str, Fact]:
    foreign = [source for source in sources if is_foreign(source)]
    wanted = {fact[2]: fact for source in foreign for fact in source.facts if fact[1] == IMPORTS}
    present = {name for source in sources for name in _names(source)} if wanted else set()
    return {name: fact for name, fact in wanted.items() if name not in present}


def _names(source: Source) -> set[str]:
    """Return the IRIs that a source may be imported by: of its ontology, version and file."""
    named = {fact[0] for fact in source.facts if fact[1] == TYPE and fact[2] == ONTOLOGY}
    versions = {fact[2] for fact in source.facts if fact[1] == VERSION and fact[0] in named}
    return named | versions | {f"<{source.path.resolve().as_uri()}>"}


def _may_hold(path: Path, wanted: Iterable[str]) -> bool:
    """Say whether a file writes an IRI that is wanted, or a prefix for it, before it is parsed."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    return any(part in content for name in wanted for part in _writings(name[1:-1]))


def _writings(name: str) -> Iterator[bytes]:
    bare = name.rstrip("#/")
    yield bare.encode()
    space = bare[: 1 + max(bare.rfind("/"), bare.rfind("#"))]
    yield from (f"{space}{end}".encode() for end in (">", '"', "'"))


def _file(name: str) -> Path | None:
    parts = urlsplit(name[1:-1])
    path = Path(unquote(parts.path))
    is_rdf = parts.scheme == "file" and path.suffix.lower() in files.SUFFIXES
    return path if is_rdf else None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def addressed(sources: Iterable[Source]) -> set[Path]:
    """Return the files that foreign sources import by their address, there or not."""
    foreign = (source for source in sources if is_foreign(source))
    named = {fact[2] for source in foreign for fact in source.facts if fact[1] == IMPORTS}
    return {path for path in map(_file, named) if path}
