"""What an operator decides about a service; nothing is imported to know it."""

import os
from dataclasses import dataclass

MIB = 2**20


@dataclass(frozen=True)
class Settings:
    """The settings of one service. Times are in seconds, sizes in bytes.

    `answer` is the size of the largest answer to a query and `memory` that of all answers of a
    build that are kept, 0 for none; a worker may use `worker_memory` more than the data that all
    share. `rate` is in requests a second of one client, 0 for no limit. `keep` builds before the
    one that is served can be asked too.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    root_path: str = ""
    trusted_proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    rate: int = 20
    burst: int = 100
    deadline: float = 30.0
    rows: int = 1_000_000
    answer: int = 256 * MIB
    workers: int = max(2, os.cpu_count() or 2)
    slow_workers: int = 8
    queue: int = 64
    worker_memory: int = 512 * MIB
    memory: int = 128 * MIB
    engine: str | None = None
    engine_user: str | None = None
    engine_connections: int = 8
    keep: int = 1
    watch: bool = False
    access_log: bool = True
    grace: int = 5
