"""The graphs that are served, as a tree for acquis and as one file of N-Triples for the others.

Both hold the same triples: what the sources assert and what follows by OWL 2 RL.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from bench.reasoning import corpora

from acquis import knowledge, share

QUERIES = Path(__file__).resolve().parent / "queries"
BRICK = "Brick 1.4"
NO_ONTOLOGY = "@prefix brick: <https://brickschema.org/schema/Brick#> .\n"


@dataclass(frozen=True)
class Query:
    """A query of the mix: its name, what it asks in words, and its text."""

    name: str
    title: str
    text: str

    @property
    def accept(self) -> str:
        """The media type that its answer is asked for in."""
        graph = "\nCONSTRUCT" in self.text
        return "application/n-triples" if graph else "application/sparql-results+json"


@dataclass(frozen=True)
class Graph:
    """A graph with its queries; `tree` and `file` hold the same `triples`."""

    name: str
    tree: Path
    file: Path
    triples: int
    queries: tuple[Query, ...]


def shipped(folder: Path) -> Graph:
    """Return the knowledge base of this checkout."""
    return _graph("knowledge base", share.root(), folder, "law")


def brick(folder: Path, say: Callable[[str], None]) -> Iterator[Graph]:
    """Yield Brick, the ontology of buildings, where it can be had; `say` is told if not."""
    for corpus in corpora.foreign(folder, [BRICK], say):
        tree = folder / "brick-tree"
        for part in ("ontology", "data/ttl", "queries"):
            (tree / part).mkdir(parents=True, exist_ok=True)
        (tree / "ontology" / "none.ttl").write_text(NO_ONTOLOGY, encoding="utf-8")
        shutil.copyfile(corpus.path, tree / "data" / "ttl" / "brick.ttl")
        yield _graph(BRICK, tree, folder, "brick")


def queries(name: str) -> tuple[Query, ...]:
    """Return the queries of a mix; the first line of each says what it asks."""
    found = []
    for path in sorted((QUERIES / name).glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        title = text.partition("\n")[0].removeprefix("# ")
        found.append(Query(path.stem, title.rstrip("."), text))
    return tuple(found)


def _graph(name: str, tree: Path, folder: Path, mix: str) -> Graph:
    built = knowledge.build(tree)
    triples = {
        str(quad.triple)
        for path in (built.asserted_path, built.inferred_path)
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS)
    }
    file = folder / f"service-{mix}.nt"
    file.write_text("".join(f"{triple} .\n" for triple in sorted(triples)), encoding="utf-8")
    return Graph(name, tree, file, len(triples), queries(mix))
