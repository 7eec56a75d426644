"""`acquis publish` to real servers: what arrives, again, after a change, and after a kill."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.builds import build_of
from tests.conftest import Run
from tests.engines import Server

from acquis import share
from acquis.engine.remote import Remote
from acquis.errors import AcquisError
from acquis.knowledge import KnowledgeBase
from acquis.publishing import GraphStore, Published, access, publish, record
from acquis.publishing.graphs import RECORD, layer

EX = "https://w3id.org/quantum-acquis/graph/data/"
FIRST = """
@prefix ex: <http://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix g: <https://w3id.org/quantum-acquis/graph/data/> .
g:one { ex:a ex:p ex:b ; ex:label "naïve \\"x\\"\\n\\t\\\\"@en , "法"@zh-Hans ;
  ex:count "01"^^xsd:integer , "1.50"^^xsd:decimal ; ex:is "true"^^xsd:boolean ;
  ex:year "2026"^^xsd:gYear ; ex:list [ ex:of [ ex:q "1"^^xsd:nonNegativeInteger ] , [ ] ] . }
g:two { ex:c ex:p ex:d ; ex:p ex:b . }
g:three { ex:a ex:p ex:b . }
"""
INFERRED = """
@prefix ex: <http://example.org/> .
<https://w3id.org/quantum-acquis/graph/inferred> { ex:b ex:q ex:a . }
"""


def build(folder: Path, trig: str, name: str) -> KnowledgeBase:
    folder.mkdir(parents=True)
    graphs = [f"{EX}{word}" for word in ("one", "two", "three") if f"g:{word} {{" in trig]
    files = [{"path": g, "graph": g, "sha256": "", "triples": 1} for g in graphs]
    told = {"version": "1", "rules": "none", "asserted": 1, "inferred": 1, "clashes": 0}
    return build_of(folder, trig, INFERRED, {"hash": name * 64, "files": files, **told})


@pytest.fixture
def store(server: Server) -> Iterator[GraphStore]:
    with GraphStore(access(server.graphs, server.user, server.password)) as found:
        yield found


def published(base: KnowledgeBase, store: GraphStore) -> Published:
    return publish(base, store, report=lambda message: None)


def test_a_build_arrives_whole_and_is_sent_once(store: GraphStore, tmp_path: Path) -> None:
    base = build(tmp_path / "a", FIRST, "a")
    first = published(base, store)
    assert (first.graphs, first.sent, first.removed) == (6, 6, 0)
    sizes = {name: len(store.get(layer(name))) for name in ("asserted", "inferred", "all")}
    assert sizes == {"asserted": 13, "inferred": 1, "all": 14}, "each triple once"
    again = published(base, store)
    assert (again.sent, again.removed) == (0, 0)
    told = record.read(store.get(RECORD))
    assert told
    assert told.complete
    assert told.build == "a" * 64


def test_a_change_sends_only_what_changed_and_a_removed_file_goes(
    store: GraphStore, tmp_path: Path
) -> None:
    published(build(tmp_path / "a", FIRST, "a"), store)
    changed = FIRST.replace("ex:c ex:p ex:d ;", "ex:c ex:p ex:e ;").replace(
        "g:three { ex:a ex:p ex:b . }", ""
    )
    done = published(build(tmp_path / "b", changed, "b"), store)
    assert (done.sent, done.removed) == (3, 1), "the changed file and the two unions"
    assert store.get(f"{EX}three") == []
    told = record.read(store.get(RECORD))
    assert told
    assert f"{EX}three" not in told.graphs


def test_what_was_changed_in_the_server_is_mended(store: GraphStore, tmp_path: Path) -> None:
    base = build(tmp_path / "a", FIRST, "a")
    published(base, store)
    store.put(f"{EX}two", b"<http://example.org/x> <http://example.org/p> <http://example.org/y> .")
    assert published(base, store).sent == 1
    assert len(store.get(f"{EX}two")) == 2


def test_a_graph_of_somebody_else_stays(store: GraphStore, tmp_path: Path) -> None:
    triple = b"<http://example.org/x> <http://example.org/p> <http://example.org/y> .\n"
    store.put("http://example.org/mine", triple)
    published(build(tmp_path / "a", FIRST, "a"), store)
    assert len(store.get("http://example.org/mine")) == 1
    store.delete("http://example.org/mine")
    assert store.get("http://example.org/mine") == []


def test_two_runs_at_a_time_are_seen(store: GraphStore, tmp_path: Path) -> None:
    published(build(tmp_path / "a", FIRST, "a"), store)
    other = build(tmp_path / "b", FIRST.replace("ex:d", "ex:e"), "b")
    third = build(tmp_path / "c", FIRST.replace("ex:d", "ex:f"), "c")

    def meanwhile(message: str) -> None:
        published(third, store)

    with pytest.raises(AcquisError, match="another run has changed"):
        publish(other, store, report=meanwhile)


def test_no_password_is_asked_for_where_nobody_answers(server: Server, acquis: Run) -> None:
    done = acquis("publish", "--to", server.graphs, "--user", "somebody")
    assert done.returncode == 2
    assert "no password for somebody: set ACQUIS_ENGINE_PASSWORD" in done.stderr


def test_a_server_that_is_not_there_is_told(acquis: Run) -> None:
    done = acquis("publish", "--to", "http://127.0.0.1:9/store")
    assert done.returncode == 2
    assert "http://127.0.0.1:9/store cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_address_that_keeps_no_graphs_is_told(server: Server, acquis: Run) -> None:
    root = httpx.URL(server.graphs).copy_with(path="/no-such-service")
    done = acquis("publish", "--to", str(root))
    assert done.returncode == 2
    assert "is it the address of a Graph Store Protocol service" in done.stderr


def test_killed_half_way_is_seen_and_the_next_run_goes_on(
    server: Server, store: GraphStore, acquis: Run, base: KnowledgeBase, cache: Path
) -> None:
    words = [sys.executable, "-m", "acquis", "publish", "--to", server.graphs]
    env = {**os.environ, "ACQUIS_CACHE": str(cache)}
    if server.user and server.password:
        env |= {"ACQUIS_ENGINE_USER": server.user, "ACQUIS_ENGINE_PASSWORD": server.password}
    process = subprocess.Popen(words, env=env, stderr=subprocess.DEVNULL)
    first = base.manifest["files"][40]["graph"]
    deadline = time.monotonic() + 60
    while not store.get(first):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.1)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    told = record.read(store.get(RECORD))
    assert told
    assert not told.complete
    refused = acquis("serve", "--port", "0", "--engine", server.queries)
    assert refused.returncode == 2
    assert "holds a build in part; run `acquis publish`" in refused.stderr
    assert "Traceback" not in refused.stderr
    names = {name: env[name] for name in env if name.startswith("ACQUIS_ENGINE")}
    done = acquis("publish", "--to", server.graphs, **names)
    assert done.returncode == 0, done.stderr
    assert "holds a build in part; going on with it" in done.stderr
    assert f"holds build {base.manifest['hash']}" in done.stderr
    sent = int(done.stderr.rpartition(" graphs, ")[2].split()[0])
    assert 0 < sent < len(base.manifest["files"]) - 30, "what had arrived is not sent again"

    async def load() -> None:
        engine = Remote(access(server.queries), share.root())
        await engine.load(base.folder)
        await engine.close()

    asyncio.run(load())
