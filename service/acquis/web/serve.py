"""The server process."""

import uvicorn
from fastapi import FastAPI

GRACE_SECONDS = 5
MAX_HEAD = 131_072


def run(app: FastAPI, host: str, port: int, *, root_path: str = "") -> None:
    """Serve until interrupted; requests under way get GRACE_SECONDS to end.

    `root_path` is the path a reverse proxy serves it under, and takes away.
    MAX_HEAD bounds the request line and headers: a query of the largest size fits into a URL.
    """
    uvicorn.run(
        app,
        host=host,
        port=port,
        root_path=root_path,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        h11_max_incomplete_event_size=MAX_HEAD,
        http="h11",
    )
