"""Real engines, each with nothing in it at the beginning of a module."""

from collections.abc import Iterator

import pytest
from tests.engines import SERVERS, Server


@pytest.fixture(scope="module", params=SERVERS)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """An engine that runs for the tests of one module."""
    with SERVERS[request.param](tmp_path_factory.mktemp(request.param)) as running:
        yield running
