"""The systemd unit: what systemd says of it, and that the service can live within it."""

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from acquis.cli import main
from acquis.engine.isolated.pool import Size
from acquis.web.settings import MIB

CHECKOUT = Path(__file__).parents[2]
UNIT = CHECKOUT / "deploy" / "acquis.service"
EXPOSED = 20


class Repeated(dict[str, str]):
    """Keeps what a name is given several times, line by line."""

    def __setitem__(self, key: str, value: object) -> None:
        if isinstance(value, list) and key in self:
            self[key].extend(value)
        else:
            super().__setitem__(key, value)


@pytest.fixture(scope="module")
def service() -> dict[str, str]:
    parser = configparser.RawConfigParser(strict=False, dict_type=Repeated)
    parser.optionxform = str
    parser.read(UNIT)
    return dict(parser["Service"])


def test_its_command_is_one(service: dict[str, str], tmp_path: Path) -> None:
    program, *words = service["ExecStart"].split()
    assert program == "/opt/acquis/bin/acquis"
    printed = CliRunner().invoke(main, ["serve", "--print-config"]).stdout
    (tmp_path / "acquis.toml").write_text(printed)
    words = [word.replace("/etc", str(tmp_path)) for word in words]
    done = CliRunner().invoke(main, [*words, "--print-config"])
    assert done.exit_code == 0, done.output


def test_only_the_main_process_is_told_to_end(service: dict[str, str]) -> None:
    """Else a stop would kill the workers before their answers have ended."""
    assert service["KillMode"] == "mixed"
    assert service["ExecReload"] == "/bin/kill -HUP $MAINPID"


def test_a_few_workers_of_full_size_fit_into_its_memory(service: dict[str, str]) -> None:
    most = int(service["MemoryMax"].removesuffix("G")) * 1024 * MIB
    assert most >= 6 * Size.memory


def systemd(*words: str | Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd-analyze: apt install systemd")
    return subprocess.run([program, *map(str, words)], capture_output=True, text=True)


def test_systemd_understands_it(tmp_path: Path) -> None:
    text = UNIT.read_text().replace("/opt/acquis/bin/acquis", sys.executable)
    (tmp_path / UNIT.name).write_text(text)
    done = systemd("verify", "--man=no", tmp_path / UNIT.name)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_systemd_finds_it_little_exposed() -> None:
    done = systemd("security", "--offline=true", f"--threshold={EXPOSED}", "--no-pager", UNIT)
    assert done.returncode == 0, done.stdout
