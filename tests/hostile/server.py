"""The service in a process of its own: `python -m tests.hostile.server FOLDER ROOT SECONDS`.

It prints its address in one line and serves until it is killed. It keeps few answers, so that
what grows is nothing that it is told to keep.
"""

import sys
from pathlib import Path

from acquis import knowledge, questions
from acquis.engine.isolated.pool import Pool, Size
from acquis.web import protocol, serve
from acquis.web.app import create_app
from acquis.web.serve import address, listen, run
from acquis.web.settings import Settings


def main(folder: str, root: str, seconds: str) -> None:
    protocol.BODY_SECONDS = serve.HEAD_SECONDS = float(seconds)
    listening = listen("127.0.0.1", 0)
    settings = Settings(deadline=float(seconds), access_log=False, memory=2**20)
    app = create_app(
        knowledge.open_folder(Path(folder)),
        Pool(Path(root), Size(memory=256 * 2**20)),
        questions.load(Path(root) / "queries" / "questions"),
        settings,
    )
    print(address(listening), flush=True)
    run(app, listening, settings)


if __name__ == "__main__":
    main(*sys.argv[1:])
