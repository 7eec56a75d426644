"""The steps of the Containerfile, run in a folder in the place of an image.

The packages that the second step downloads are those of the running environment here.
"""

import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from tests.deploy.containerfile import Stage, stages, words
from tests.deploy.port import free_port
from tests.package.test_install import environment

from acquis.cli.serving import serve
from acquis.cli.settings import options

CHECKOUT = Path(__file__).parents[2]
MADE, SHIPPED = stages(CHECKOUT / "Containerfile")
WITHOUT_RIGHTS = ["setpriv", "--no-new-privs"]
if os.geteuid() == 0:
    WITHOUT_RIGHTS += ["--bounding-set=-all", "--inh-caps=-all"]


@dataclass
class Image:
    """The folder that stands for /opt/acquis, and what a container of it begins with."""

    folder: Path
    stage: Stage

    def here(self, text: str) -> str:
        return text.replace("/opt/acquis", str(self.folder))

    def environment(self, **more: str) -> dict[str, str]:
        told = {key: self.here(value) for key, value in self.stage.environment.items()}
        return {**told, "HOME": "/nonexistent", **more}

    def start(self, **env: str) -> subprocess.Popen[bytes]:
        command = [*WITHOUT_RIGHTS, self._program(self.stage.entry), *self.stage.entry[1:]]
        return subprocess.Popen(
            command,
            env=self.environment(**env),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
        )

    def health(self, **env: str) -> int:
        command = [self._program(self.stage.health), *self.stage.health[1:]]
        done = subprocess.run(command, env=self.environment(**env), stderr=subprocess.DEVNULL)
        return done.returncode

    def _program(self, command: list[str]) -> str:
        return str(self.folder / "bin" / command[0])


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Image]:
    folder = tmp_path_factory.mktemp("image") / "acquis"
    environment(folder, CHECKOUT)
    found = Image(folder, SHIPPED)
    step = found.here(MADE.run[2])
    done = subprocess.run(["sh", "-c", step], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    paths = [folder, *folder.rglob("*")]
    modes = {path: path.stat().st_mode for path in paths if not path.is_symlink()}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    yield found
    for path, mode in modes.items():
        path.chmod(mode)


def listing(folder: Path) -> dict[Path, int]:
    return {path: path.lstat().st_mtime_ns for path in folder.rglob("*")}


def test_it_serves_without_rights_from_a_tree_that_cannot_be_written(image: Image) -> None:
    before = listing(image.folder)
    port = str(free_port())
    process = image.start(ACQUIS_PORT=port)
    try:
        since = time.monotonic()
        while image.health(ACQUIS_PORT=port):
            assert process.poll() is None
            assert time.monotonic() - since < 60
        answer = httpx.get(f"http://127.0.0.1:{port}/api/convergence")
        assert answer.status_code == 200
        assert len(answer.json()) > 3
    finally:
        process.terminate()
        assert process.wait(timeout=20) == 0
    assert image.health(ACQUIS_PORT=port) != 0
    assert listing(image.folder) == before


def test_the_tree_cannot_be_written(image: Image) -> None:
    """The test above would pass for nothing if it could be."""
    command = [*WITHOUT_RIGHTS, "touch", str(image.folder / "builds" / "x")]
    assert subprocess.run(command, stderr=subprocess.DEVNULL).returncode != 0


def test_it_is_installed_with_the_tested_versions_and_an_extra_that_there_is() -> None:
    install = words(MADE.run[1])
    assert install[install.index("-c") + 1] == "/src/constraints.txt"
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    extra = install[-1].removeprefix("/src[").rstrip("]")
    assert extra in project["optional-dependencies"]
    assert MADE.base == SHIPPED.base
    version = ".".join(map(str, sys.version_info[:2]))
    assert SHIPPED.base.endswith(f"python:{version}-slim")


def test_it_runs_as_nobody_in_particular() -> None:
    user, _, group = SHIPPED.user.partition(":")
    assert int(user) > 999
    assert int(group) > 999


def test_its_settings_are_settings() -> None:
    known = {str(option.envvar) for option in options(serve).values()} | {"ACQUIS_CACHE"}
    assert {name for name in SHIPPED.environment if name.startswith("ACQUIS_")} <= known


def test_all_that_is_installed_is_sent_to_the_builder() -> None:
    lines = (CHECKOUT / ".dockerignore").read_text().splitlines()
    sent = {line[1:] for line in lines if line.startswith("!")}
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {path.split("/")[0] for path in [*wheel["packages"], *wheel["force-include"]]}
    needed |= {project["project"]["readme"], *project["project"]["license-files"]}
    assert sent == needed | {"pyproject.toml", "constraints.txt"}
    assert all((CHECKOUT / name).exists() for name in sent)
