"""The import order: a module may import only what stands in an earlier layer or beside it."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "service" / "acquis"
LAYERS = [
    {"errors"},
    {"atomic", "reasoning", "share"},
    {"names", "profile", "reasoned"},
    {"blanks", "files", "findings", "headers", "parameters", "sssom"},
    {"malformed", "vocabularies"},
    {"documents", "graph"},
    {"turtle", "positions"},
    {"blame", "reader"},
    {"causes", "consistency", "imports", "knowledge", "ontologies", "prefix_table"},
    {"publishing"},
    {"engine"},
    {"dl", "explain", "questions", "shapes", "verify"},
    {"completeness", "mappings", "references", "wording"},
    {"policy", "stages", "tables", "web"},
    {"verdicts"},
    {"check"},
    {"watch"},
    {"gate", "reports"},
    {"cli", "pytest_plugin"},
    {"__main__"},
]
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module)
            if node.module == "acquis":
                found |= {f"acquis.{alias.name}" for alias in node.names}
    return {room(name) for name in found if name.startswith("acquis.")} - {"__version__"}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.stem)
def test_arrows_point_one_way(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own == "__init__":
        assert imported(path) == set()
        return
    for other in imported(path) - {own}:
        assert RANK[other] < RANK[own], f"{own} imports {other}, which stands beside or after it"


def test_every_module_has_a_place() -> None:
    names = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
    assert names - {"__init__", "__pycache__", "_share", "py"} == set(RANK)
