"""Who is shown at the door of a server: by option, address, environment and netrc."""

import base64
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from tests.conftest import Run
from tests.engines import virtuoso

from acquis.errors import AcquisError
from acquis.publishing import GraphStore, access


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("ACQUIS_ENGINE_USER", "ACQUIS_ENGINE_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))


class Door(BaseHTTPRequestHandler):
    """Lets in whoever has the password `key`, by basic authentication; counts who knocks."""

    knocks: list[str | None]

    def do_PUT(self) -> None:
        told = self.headers.get("Authorization")
        self.knocks.append(told)
        self.rfile.read(int(self.headers["Content-Length"]))
        known = told == "Basic " + base64.b64encode(b"me:key").decode()
        self.send_response(204 if known else 401)
        self.send_header("WWW-Authenticate", 'Basic realm="graphs"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def door() -> Iterator[str]:
    Door.knocks = []
    with HTTPServer(("127.0.0.1", 0), Door) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/store"
        server.shutdown()
        thread.join()


def put(url: str, user: str | None = None, password: str | None = None) -> None:
    with GraphStore(access(url, user, password)) as store:
        store.put("http://example.org/g", b"")
        store.put("http://example.org/h", b"")


def test_a_password_is_shown_only_when_it_is_asked_for(door: str) -> None:
    put(door, "me", "key")
    assert [bool(told) for told in Door.knocks] == [False, True, True]


def test_the_user_of_the_address(door: str) -> None:
    put(door.replace("//", "//me:key@"))
    assert Door.knocks[-1]


def test_the_user_of_the_environment(door: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACQUIS_ENGINE_USER", "me")
    monkeypatch.setenv("ACQUIS_ENGINE_PASSWORD", "key")
    put(door)


def test_the_password_of_the_environment_for_a_user_that_is_named(
    door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACQUIS_ENGINE_PASSWORD", "key")
    put(door, "me")


def test_the_user_of_the_netrc_file(door: str, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password key\n")
    netrc.chmod(0o600)
    put(door)
    with pytest.raises(AcquisError, match="answers 401"):
        put(door, "you")


def test_a_wrong_password_is_told_without_it(door: str) -> None:
    with pytest.raises(AcquisError, match="answers 401 to a PUT") as told:
        put(door.replace("//", "//me:secret@"))
    assert "--user" in str(told.value)
    assert "secret" not in str(told.value)
    assert "secret" not in repr(access(door.replace("//", "//me:secret@")))


@pytest.mark.parametrize("url", ["ftp://example.org/", "example.org", "http://", "http://a/#b", ""])
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(AcquisError, match="is no address"):
        access(url)


def test_digest_authentication_of_a_real_server(tmp_path: Path, acquis: Run) -> None:
    with virtuoso(tmp_path) as server:
        put(server.graphs, "dba", "dba")
        done = acquis(
            "publish", "--to", server.graphs, "--user", "dba", ACQUIS_ENGINE_PASSWORD="wrong"
        )
    assert done.returncode == 2
    assert "answers 401" in done.stderr
    assert "Traceback" not in done.stderr
