"""What a command does not need is not imported: an unchanged check answers at once."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"fastapi", "jinja2", "numpy", "owlrl", "pyshacl", "rdflib", "rich", "shacl", "uvicorn"}
RUN = """
import sys, types
from acquis.findings import Finding
stub = types.ModuleType("acquis.check")
stub.check = lambda *args, **more: [Finding("d.ttl", 1, "cax-dw", "m")]
sys.modules["acquis.check"] = stub
from acquis.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    print("exit", end.code)
print("imported", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--version"], 0),
        (["--help"], 0),
        (["check", "--help"], 0),
        (["check", "--list-rules"], 0),
        (["check", "--select", "no-such-rule"], 2),
        (["check"], 1),
        (["check", "--select", "claim-as-fact"], 0),
        (["check", "--format", "sarif", "--report", "junit=out.xml"], 1),
    ],
)
def test_what_a_command_does_not_need_is_not_imported(
    tmp_path: Path, words: list[str], code: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, *words], cwd=tmp_path, capture_output=True, text=True
    )
    lines = done.stdout.splitlines()
    assert f"exit {code}" in lines, done.stderr
    assert not HEAVY & set(lines[-1].split())


def test_help_names_the_formats_of_an_answer() -> None:
    words = [sys.executable, "-m", "acquis", "query", "--help"]
    done = subprocess.run(words, capture_output=True, text=True)
    assert "[table|json|xml|csv|tsv|turtle|ntriples|rdfxml|jsonld]" in done.stdout
