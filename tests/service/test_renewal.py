"""A new build is served without a request that fails; a broken tree changes nothing."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from tests.conftest import serving

LABEL = 'skos:prefLabel "Privacy and data protection"@en'
QUERY = (
    "SELECT ?l { <https://w3id.org/quantum-acquis/id/value/privacy> "
    "<http://www.w3.org/2004/02/skos/core#prefLabel> ?l }"
)
ASK = {"query": QUERY, "format": "csv"}
PRIVACY = "/doc/value/privacy.nt"


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


class Asking(threading.Thread):
    """A client that asks all the while, and remembers what it was told."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.ended = address, threading.Event()
        self.faults: list[str] = []
        self.told: dict[str, set[str]] = {}

    def run(self) -> None:
        with httpx.Client(base_url=self.address, timeout=30) as client:
            while not self.ended.is_set():
                response = client.get("/sparql", params=ASK)
                if response.status_code != 200:
                    self.faults.append(response.text)
                build = response.headers["acquis-build"]
                self.told.setdefault(build, set()).add(response.text + response.headers["etag"])


def test_a_change_is_served_without_a_request_that_fails(copy: Path, cache: Path) -> None:
    path = copy / "data" / "ttl" / "values.ttl"
    text = path.read_text(encoding="utf-8")
    assert LABEL in text
    with serving(copy, cache) as (process, address):
        client = Asking(address)
        client.start()
        try:
            until(lambda: len(client.told) == 1)
            path.write_text(
                text.replace(LABEL, LABEL.replace("Privacy", "Privacies")), encoding="utf-8"
            )
            process.send_signal(signal.SIGHUP)
            until(lambda: len(client.told) == 2)
            path.write_text(text.replace(LABEL, LABEL[:-9]), encoding="utf-8")
            process.send_signal(signal.SIGHUP)
            time.sleep(5)
            path.write_text(text, encoding="utf-8")
            process.send_signal(signal.SIGHUP)
            time.sleep(1)
        finally:
            client.ended.set()
            client.join()
    assert client.faults == []
    assert len(client.told) == 2
    assert all(len(answers) == 1 for answers in client.told.values())
    assert any("Privacies" in answer for answers in client.told.values() for answer in answers)


@pytest.fixture
def renewed(copy: Path, tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """The address of a service that has served three builds, and these from the oldest on."""
    path = copy / "data" / "ttl" / "values.ttl"
    text = path.read_text(encoding="utf-8")
    with serving(copy, tmp_path / "builds") as (process, address):
        builds: list[str] = []
        for number in range(3):
            label = LABEL.replace("Privacy", f"Privacy {number}")
            path.write_text(text.replace(LABEL, label), encoding="utf-8")
            process.send_signal(signal.SIGHUP)
            known = len(builds)

            def changed(known: int = known) -> bool:
                told = httpx.get(address + "/sparql", params=ASK)
                if f"Privacy {known}" in told.text:
                    builds.append(told.headers["acquis-build"])
                return len(builds) > known

            until(changed)
        yield address, builds


def test_the_build_before_is_asked_and_the_one_before_that_is_gone(
    renewed: tuple[str, list[str]],
) -> None:
    address, (oldest, before, newest) = renewed
    answers: list[httpx.Response] = []

    def ask() -> None:
        answers.append(httpx.get(f"{address}/build/{before}/sparql", params=ASK, timeout=60))

    clients = [threading.Thread(target=ask) for _ in range(4)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert ["Privacy 1" in answer.text for answer in answers] == [True] * 4
    assert {answer.headers["acquis-build"] for answer in answers} == {before}
    kept = httpx.get(f"{address}/build/{before[:16]}{PRIVACY}")
    assert "Privacy 1" in kept.text
    assert "Privacy 2" in httpx.get(address + PRIVACY).text
    gone = httpx.get(f"{address}/build/{oldest}/sparql", params=ASK)
    assert gone.status_code == 404
    assert newest[:16] in gone.json()["detail"]
    assert before[:16] in gone.json()["detail"]
