"""A client that asks too much is told to wait, and no other client feels it."""

import asyncio
import time
from collections.abc import Iterator

import httpx
import pytest
from starlette.responses import PlainTextResponse
from tests.service.conftest import BROWSER, QUESTIONS, served

from acquis import share
from acquis.engine.isolated.pool import Pool
from acquis.knowledge import KnowledgeBase
from acquis.web.app import create_app
from acquis.web.rates import Rates
from acquis.web.settings import Settings

RATE, BURST = 2, 5


@pytest.fixture(scope="module")
def limited(small: KnowledgeBase) -> Iterator[httpx.Client]:
    """A client of a service behind a proxy on this machine, which tells who asks."""
    app = create_app(small, Pool(share.root()), QUESTIONS, Settings(rate=RATE, burst=BURST))
    with served(app) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


def get(client: httpx.Client, host: str, path: str = "/api", **headers: str) -> httpx.Response:
    return client.get(path, headers={"X-Forwarded-For": host, **headers})


def exhaust(client: httpx.Client, host: str, path: str = "/api") -> httpx.Response:
    for _ in range(BURST + 3):
        if (answer := get(client, host, path)).status_code == 429:
            return answer
    raise AssertionError("never refused")


def test_beyond_the_burst_a_client_is_refused_until_it_waited(limited: httpx.Client) -> None:
    answers = [get(limited, "192.0.2.1") for _ in range(BURST)]
    assert [answer.status_code for answer in answers] == [200] * BURST
    assert [answer.headers["ratelimit"].split(";")[1] for answer in answers[:2]] == ["r=4", "r=3"]
    assert answers[0].headers["ratelimit-policy"] == f'"client";q={BURST};w=3'
    refused = exhaust(limited, "192.0.2.1")
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["status"] == 429
    assert refused.json()["detail"].startswith("This client may send 5 requests at once and 2 a")
    assert refused.headers["access-control-allow-origin"] == "*"
    assert refused.headers["x-content-type-options"] == "nosniff"
    time.sleep(int(refused.headers["retry-after"]))
    assert get(limited, "192.0.2.1").status_code == 200


def test_another_client_is_not_refused(limited: httpx.Client) -> None:
    exhaust(limited, "192.0.2.2")
    assert get(limited, "192.0.2.3").status_code == 200


def test_a_browser_is_refused_with_a_page(limited: httpx.Client) -> None:
    exhaust(limited, "192.0.2.4")
    page = get(limited, "192.0.2.4", "/", Accept=BROWSER)
    assert page.status_code == 429
    assert page.headers["content-type"].startswith("text/html")
    assert "try again in 1 s" in page.text


@pytest.mark.parametrize("path", ["/nowhere", "/static/style.css", "/sparql"])
def test_whatever_is_asked_is_counted(limited: httpx.Client, path: str) -> None:
    exhaust(limited, f"198.51.100.{len(path)}", path)


def test_an_ipv6_client_is_its_network(limited: httpx.Client) -> None:
    exhaust(limited, "2001:db8:1:1::1")
    assert get(limited, "2001:db8:1:1:ffff::2").status_code == 429
    assert get(limited, "2001:db8:1:2::1").status_code == 200


def test_an_ipv4_client_is_the_same_by_ipv6(limited: httpx.Client) -> None:
    exhaust(limited, "192.0.2.5")
    assert get(limited, "::ffff:192.0.2.5").status_code == 429


def test_what_a_client_puts_before_the_proxys_word_changes_nothing(limited: httpx.Client) -> None:
    exhaust(limited, "192.0.2.6")
    for said in ("127.0.0.1", "192.0.2.99", "nobody"):
        assert get(limited, f"{said}, 192.0.2.6").status_code == 429


def test_clients_without_an_address_share_one_bucket(limited: httpx.Client) -> None:
    exhaust(limited, "nobody")
    assert get(limited, "somebody").status_code == 429


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probes_are_not_counted(limited: httpx.Client, path: str) -> None:
    for _ in range(3 * BURST):
        answer = get(limited, "192.0.2.7", path)
        assert answer.status_code == 200
        assert "ratelimit" not in answer.headers


def test_this_machine_is_not_counted(limited: httpx.Client) -> None:
    assert {limited.get("/api").status_code for _ in range(3 * BURST)} == {200}


def test_no_more_clients_are_remembered_than_may() -> None:
    """Where more ask, the one that did not for longest is forgotten."""
    app = Rates(PlainTextResponse("here"), 1, 1, lambda *_: PlainTextResponse("no", 429), clients=3)
    transports = {
        host: httpx.ASGITransport(app, client=(host, 1))
        for host in ("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4")
    }

    async def status(host: str) -> int:
        async with httpx.AsyncClient(transport=transports[host], base_url="http://a") as client:
            return (await client.get("/")).status_code

    async def statuses(*last: int) -> list[int]:
        return [await status(f"192.0.2.{one}") for one in last]

    assert asyncio.run(statuses(1, 2, 3, 1, 4, 3, 2)) == [200, 200, 200, 429, 200, 429, 200]
