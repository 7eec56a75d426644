"""`acquis serve` as a process: how it stops, and what it writes and believes."""

import json
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest
from tests.conftest import serving
from tests.documents import OPERATING, rows_of

from acquis.knowledge import KnowledgeBase

ALL = "SELECT * { GRAPH ?g { ?s ?p ?o } }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a != ?i) }"
JSON = {"Accept": "application/sparql-results+json", "Accept-Encoding": "identity"}


def ended(processes: list[psutil.Process], seconds: float = 5) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    return not [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_answer_under_way_ends_before_the_process_does(
    root: Path, cache: Path, base: KnowledgeBase, number: signal.Signals
) -> None:
    with serving(root, cache, "--grace", "60") as (process, address):
        children = psutil.Process(process.pid).children(recursive=True)
        assert len(children) >= 3
        with httpx.stream(
            "GET", f"{address}/sparql", params={"query": ALL}, headers=JSON
        ) as answer:
            pieces = answer.iter_bytes()
            begun = next(pieces)
            process.send_signal(number)
            time.sleep(1)
            assert process.poll() is None
            with pytest.raises(httpx.ConnectError):
                httpx.get(f"{address}/readyz")
            content = begun + b"".join(pieces)
        assert (
            len(json.loads(content)["results"]["bindings"])
            == base.manifest["asserted"] + (base.manifest["inferred"])
        )
        assert process.wait(timeout=20) == 0
        assert ended(children)


def test_a_query_that_takes_longer_than_the_grace_is_ended(
    root: Path, cache: Path, base: KnowledgeBase
) -> None:
    with serving(root, cache, "--grace", "1") as (process, address), ThreadPoolExecutor() as pool:
        waiting = pool.submit(
            httpx.get, f"{address}/sparql", params={"query": ENDLESS}, headers=JSON, timeout=30
        )
        time.sleep(1)
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        answer = waiting.result()
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert answer.json()["detail"] == "The service stops; try again later."
        assert ended(children)


def test_an_answer_that_takes_longer_than_the_grace_does_not_look_whole(
    root: Path, cache: Path, base: KnowledgeBase
) -> None:
    with (
        serving(root, cache, "--grace", "1") as (process, address),
        httpx.stream("GET", f"{address}/sparql", params={"query": ALL}, headers=JSON) as answer,
    ):
        pieces = answer.iter_bytes()
        next(pieces)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        with pytest.raises(httpx.RemoteProtocolError):
            list(pieces)


def test_each_request_is_a_line_of_json_without_the_question(
    root: Path, cache: Path, base: KnowledgeBase, tmp_path: Path
) -> None:
    log = tmp_path / "access.log"
    with serving(root, cache, log=log) as (_, address):
        forwarded = {"X-Forwarded-For": "192.0.2.1"}
        httpx.get(f"{address}/sparql", params={"query": "ASK { ?business ?p ?o }"})
        httpx.get(f"{address}/api/convergence", headers=forwarded)
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    asked = [line for line in lines if line["path"] != "/healthz"]
    assert [(line["path"], line["client"]) for line in asked] == [
        ("/sparql", "127.0.0.1"),
        ("/api/convergence", "192.0.2.1"),
    ]
    assert re.fullmatch("[0-9a-f]{16}", asked[0]["query"])
    assert "business" not in log.read_text()
    told = {row[0].strip("`") for row in rows_of(OPERATING, "field")}
    assert set(asked[0]) == told - {"trace"}


def test_a_word_about_the_client_is_believed_from_trusted_proxies_only(
    root: Path, cache: Path, base: KnowledgeBase, tmp_path: Path
) -> None:
    log = tmp_path / "access.log"
    options = ["--trusted-proxy", "192.0.2.0/24", "--rate", "1", "--burst", "1"]
    with serving(root, cache, *options, log=log) as (_, address):
        forwarded = {"X-Forwarded-For": "198.51.100.1"}
        answers = [httpx.get(f"{address}/api", headers=forwarded) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200] * 3
    assert "198.51.100.1" not in log.read_text()


def test_no_log_is_written_where_none_is_wanted(
    root: Path, cache: Path, base: KnowledgeBase, tmp_path: Path
) -> None:
    log = tmp_path / "access.log"
    with serving(root, cache, "--no-access-log", log=log) as (_, address):
        httpx.get(f"{address}/api")
    assert log.read_text() == ""


@pytest.mark.parametrize("path", ["/", "/sparql", "/api/convergence", "/static/style.css", "/none"])
def test_headers_of_every_response(server: str, path: str) -> None:
    headers = httpx.get(server + path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert not {"server", "x-powered-by", "set-cookie"} & set(headers)
