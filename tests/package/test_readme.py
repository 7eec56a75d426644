"""The README's example gives the answer that the README shows."""

import re
from pathlib import Path

import httpx

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_query_of_the_readme_has_the_answer_of_the_readme(server: str) -> None:
    query = re.search(r"--data-urlencode 'query=\n(.*?)'\n```", README, re.DOTALL)
    shown = re.search(r"```csv\n(.*?)```", README, re.DOTALL)
    assert query
    assert shown
    answer = httpx.post(
        server + "/sparql", data={"query": query[1]}, headers={"Accept": "text/csv"}
    )
    assert answer.text.splitlines() == shown[1].splitlines()


def test_every_file_that_the_readme_names_is_there(root: Path) -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (Path(__file__).parents[2] / target).exists(), target


def test_every_command_has_a_line(server: str) -> None:
    from acquis.cli import main

    for name in main.commands:  # type: ignore[attr-defined]
        assert f"| `acquis {name}" in README
