"""Every piece of Turtle and SPARQL in the documents can be read.

A piece of Turtle that declares no prefix stands in a file of the tree, with those of its table.
"""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

from acquis import names

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(turtle|sparql)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [
    pytest.param(match[1], match[2], id=f"{page.stem}-{number}")
    for page in PAGES
    for number, match in enumerate(BLOCK.finditer(page.read_text(encoding="utf-8")), 1)
]


@pytest.mark.parametrize(("language", "text"), BLOCKS)
def test_an_example_can_be_read(language: str, text: str) -> None:
    if language == "sparql":
        prepareQuery(text)
    else:
        if "@prefix" not in text:
            table = names.prefixes(ROOT).items()
            text = "".join(f"@prefix {name}: <{space}> .\n" for name, space in table) + text
        assert list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
