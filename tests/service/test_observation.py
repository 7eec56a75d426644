"""What an operator sees: readiness, metrics and the access log."""

import json
import logging
import time

import httpx
import pytest

SECRET = "ASK { ?s ?p 'a question that is nobody else''s business' }".replace("''", "`")


def test_readiness_names_the_build(http: httpx.Client) -> None:
    response = http.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "ready", "build": "ab" * 32}


def test_metrics_count_by_area_and_status(http: httpx.Client) -> None:
    def count(line: str) -> float:
        lines = http.get("/metrics").text.splitlines()
        return float(next((one.split()[-1] for one in lines if one.startswith(line)), 0))

    good = 'acquis_requests_total{area="sparql",status="200"}'
    bad = 'acquis_requests_total{area="sparql",status="400"}'
    before = count(good), count(bad)
    http.get("/sparql", params={"query": "ASK {}"})
    http.get("/sparql", params={"query": "ASK {"})
    http.get("/nowhere/at/all")
    assert (count(good), count(bad)) == (before[0] + 1, before[1] + 1)
    assert http.get("/metrics").headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "nowhere" not in http.get("/metrics").text


def test_metrics_name_the_build_and_the_memory(http: httpx.Client) -> None:
    text = http.get("/metrics").text
    assert f'acquis_build_info{{build="{"ab" * 32}",version="' in text
    assert "process_resident_memory_bytes" in text


def test_the_access_log_tells_the_build_and_not_the_question(
    http: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "acquis.access"):
        for _ in range(2):
            http.post("/sparql", data={"query": SECRET})
        http.get("/sparql", params={"query": "ASK {}"})
        for _ in range(100):
            told = [one.message for one in caplog.records if one.name == "acquis.access"]
            if len(told) >= 3:
                break
            time.sleep(0.02)
    lines = [json.loads(line) for line in told][-3:]
    first, second, other = lines
    assert (first["method"], first["path"], first["status"]) == ("POST", "/sparql", 200)
    assert first["build"] == "ab" * 32
    assert first["query"] == second["query"] != other["query"]
    assert first["whole"]
    assert first["bytes"] > 0
    assert "business" not in caplog.text
