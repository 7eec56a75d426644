"""The tests of the service, with a real engine in the place of the embedded one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.engines import SERVERS

SERVICE = Path(__file__).parents[1] / "service"
OF_ENGINES = (
    *("api", "builds", "caching", "compression", "dataset", "graph_store", "hinting"),
    *("linked_data", "negotiation", "pages", "protocol", "resources", "search"),
)


@pytest.mark.parametrize("engine", SERVERS)
def test_the_service_is_the_same_before_it(engine: str, tmp_path: Path) -> None:
    modules = [str(SERVICE / f"test_{name}.py") for name in OF_ENGINES]
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *modules]
    done = subprocess.run(
        words,
        env={**os.environ, "ACQUIS_TEST_ENGINE": engine, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-4_000:]
    assert " passed" in done.stdout.splitlines()[-1]
