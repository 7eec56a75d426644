"""The settings of `acquis serve`: where each comes from, and what is said of one that is wrong."""

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from acquis.cli import main
from acquis.engine.isolated.pool import Size
from acquis.engine.tasks import Limits
from acquis.web.settings import Settings


def serve(*words: str | Path, **env: str) -> Result:
    return CliRunner(env=env).invoke(main, ["serve", *map(str, words)])


def effective(*words: str | Path, **env: str) -> dict[str, object]:
    done = serve("--print-config", *words, **env)
    assert done.exit_code == 0, done.output
    return tomllib.loads(done.stdout)


def source(text: str, key: str) -> str:
    [line] = [line for line in text.splitlines() if line.lstrip("# ").startswith(f"{key} =")]
    return line.rpartition("# ")[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "acquis.toml"


def test_the_command_line_goes_before_the_environment_and_that_before_the_file(file: Path) -> None:
    file.write_text('port = 1\ndeadline = 2\nmemory = "3MiB"\n')
    env = {"ACQUIS_PORT": "4", "ACQUIS_DEADLINE": "5.5", "ACQUIS_CONFIG": str(file)}
    done = serve("--print-config", "--port", "6", **env)
    told = tomllib.loads(done.stdout)
    assert (told["port"], told["deadline"], told["memory"]) == (6, 5.5, "3MiB")
    keys = ("port", "deadline", "memory", "rate", "engine")
    expected = ["--port", "ACQUIS_DEADLINE", str(file), "default", "not set"]
    assert [source(done.stdout, key) for key in keys] == expected


def test_what_is_printed_is_a_file_of_the_same_settings(file: Path) -> None:
    words = ["--trusted-proxy", "10.0.0.0/8", "--trusted-proxy", "::1", "--memory", "1000"]
    words += ["--watch", "--no-access-log", "--root-path", "/a/", "--engine", "http://h/q"]
    told = effective(*words)
    assert (told["trusted-proxies"], told["watch"]) == (["10.0.0.0/8", "::1"], True)
    assert (told["root-path"], told["memory"]) == ("/a", "1000")
    file.write_text(serve("--print-config", *words).stdout)
    assert effective("--config", file) == told


def test_every_setting_has_an_option_and_is_printed() -> None:
    unset = {"engine", "engine-user"}
    fields = {name.replace("_", "-") for name in Settings.__dataclass_fields__}
    assert set(effective()) == fields - unset


def test_the_defaults_are_those_of_the_engine() -> None:
    given = Settings()
    assert Limits(given.deadline, given.rows, given.answer) == Limits()
    sizes = (given.workers, given.slow_workers, given.queue)
    assert Size(*sizes, memory=given.worker_memory) == Size()


def test_a_password_is_never_printed() -> None:
    done = serve("--print-config", ACQUIS_ENGINE="http://me:secret@h/q", ACQUIS_ENGINE_USER="you")
    assert tomllib.loads(done.stdout)["engine"] == "http://me@h/q"
    assert "secret" not in serve("--print-config", ACQUIS_ENGINE_PASSWORD="secret").output


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("prot = 1", "prot: no such setting; did you mean port?"),
        ("zzz = 1", "zzz: no such setting; known: access-log, answer,"),
        ("port = 70000", "port: 70000 is not in the range 0<=x<=65535."),
        ('port = "80"', 'port: "80" is not a whole number'),
        ("port = 80.5", "port: 80.5 is not a whole number"),
        ("port = true", "port: true is not a whole number"),
        ('deadline = "1"', 'deadline: "1" is not a number'),
        ("deadline = 0", "deadline: 0.0 is not in the range x>=0.1."),
        ("watch = 1", "watch: 1 is not true or false"),
        ("host = 1", "host: 1 is not a text in quotes"),
        ('memory = "1 GB"', "memory: '1 GB' is no number of bytes, such as 64MiB"),
        ('worker-memory = "1MiB"', "worker-memory: 1MiB is not in the range x>=16MiB."),
        ('trusted-proxies = "::1"', 'trusted-proxies: "::1" is not a list of texts in quotes'),
        ("trusted-proxies = [1]", "trusted-proxies: one of them is not a text in quotes"),
        ('trusted-proxies = ["10.0.0.1/8"]', "trusted-proxies: 10.0.0.1/8 has host bits set"),
        ('root-path = "a"', "root-path: 'a' does not begin with /"),
        ("port 1", "Expected '=' after a key"),
    ],
)
def test_a_fault_in_the_file_is_told_by_file_and_key(file: Path, line: str, message: str) -> None:
    file.write_text(f"host = '127.0.0.1'\n{line}\n" if "host" not in line else line)
    done = serve("--config", file)
    assert done.exit_code == 2
    assert f"Error: {file}: {message}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_told(file: Path) -> None:
    done = serve("--config", file)
    assert (done.exit_code, "No such file" in done.stderr) == (2, True)


def test_a_fault_in_the_environment_is_told_by_variable() -> None:
    done = serve(ACQUIS_PORT="many")
    assert done.exit_code == 2
    assert "ACQUIS_PORT" in done.stderr
    assert "'many' is not a valid integer" in done.stderr


def test_a_variable_that_is_nearly_one_is_told() -> None:
    done = serve("--print-config", ACQUIS_WORKRES="3", ACQUIS_CACHE="x", ACQUIS_NO_SKIP="1")
    told = "acquis: ACQUIS_WORKRES is no setting; did you mean ACQUIS_WORKERS?"
    assert told in done.stderr.splitlines()
    assert not {"ACQUIS_CACHE", "ACQUIS_NO_SKIP"} & set(done.stderr.split())
