"""Workers kept ready for queries: bounded in number, killed at the deadline, and replaced.

A query begins in one of a few quick places. One that takes longer moves aside: it goes on with
the lowest priority and its place is free again, so that short queries do not wait for long ones.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from acquis import names
from acquis.engine.isolated import nursery, wire
from acquis.engine.tasks import DeadlinePassed, Limits, Overloaded, Task, Told, WorkerLost
from acquis.errors import AcquisError, QueryError

LOWEST = 19
BUFFERED = 4 * 2**20
SLACK = 0.01
TRIES = 3


@dataclass(frozen=True)
class Size:
    """How much a pool may use.

    `quick` queries run at a time with full priority and `long` ones besides, each of these after
    `aside` seconds; `waiting` may wait for a place. A worker may use `memory` bytes more than
    the data that it shares with all others.
    """

    quick: int = max(2, os.cpu_count() or 2)
    long: int = 8
    waiting: int = 64
    aside: float = 0.1
    memory: int = 512 * 2**20


SMALL = Size(quick=1, long=2, waiting=16)


class Answer:
    """The answer of a worker, as it comes (`tasks.Answer`)."""

    def __init__(self, worker: "_Worker", limits: Limits) -> None:
        self.media_type = ""
        self.told: Told | None = None
        self._worker: _Worker | None = worker
        self._limits = limits
        self._error: QueryError | None = None
        self._pieces: deque[bytes] = deque()
        self._size = 0
        self._news = asyncio.Event()

    @property
    def whole(self) -> bytes | None:
        """All that is still to be read, None where more is to come."""
        return b"".join(self._pieces) if self.told else None

    async def begun(self) -> None:
        """Wait until the first piece is there."""
        while not self._pieces and not self.told:
            self._raise()
            await self._more()

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield the answer piece by piece."""
        while True:
            while self._pieces:
                piece = self._pieces.popleft()
                self._size -= len(piece)
                if self._worker and self._size < BUFFERED:
                    self._worker.resume()
                yield piece
            if self.told:
                return
            self._raise()
            await self._more()

    def close(self) -> None:
        """End the query if it still runs."""
        if self._worker:
            self._worker.kill()

    def _raise(self) -> None:
        if self._error:
            raise self._error

    async def _more(self) -> None:
        self._news.clear()
        await self._news.wait()

    # --- what the worker says

    def take(self, kind: bytes, content: bytes) -> bool:
        """Take a frame; say whether it is the last."""
        if kind == wire.START:
            self.media_type = content.decode()
        elif kind == wire.DATA:
            self._pieces.append(content)
            self._size += len(content)
            if self._size >= BUFFERED and self._worker:
                self._worker.pause()
        elif kind == wire.END:
            self.told = wire.told(content)
        else:
            self._error = wire.error(content)
        self._news.set()
        if self.told or self._error:
            self._worker = None
        return self._worker is None

    def lose(self, late: bool) -> None:
        """Take note that the worker is gone."""
        self._worker = None
        seconds = f"{self._limits.seconds:.3g}"
        self._error = (
            DeadlinePassed(f"the query was ended: it took more than {seconds} seconds")
            if late
            else WorkerLost("the query was ended: it needed more memory than one may have")
        )
        self._news.set()


class _Worker(asyncio.Protocol):
    """A worker as the pool sees it."""

    def __init__(self, pool: "Pool", home: "_Nursery", process: int, handle: int) -> None:
        self.pool, self.home = pool, home
        self.process, self.handle = process, handle
        self.answer: Answer | None = None
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self._deadline = 0.0
        self._timers: list[asyncio.TimerHandle] = []
        self.aside = self._busy = False
        self.gone = asyncio.Event()

    def ask(self, task: Task) -> Answer:
        """Begin a task."""
        self.answer = Answer(self, task.limits)
        self._busy = True
        self._deadline = time.monotonic() + task.limits.seconds
        loop = asyncio.get_running_loop()
        self._timers = [
            loop.call_later(self.pool.size.aside, self.pool.move_aside, self),
            loop.call_later(task.limits.seconds, self._expire),
        ]
        assert self._transport
        self._transport.write(wire.frame(wire.TASK, wire.encoded(task)))
        return self.answer

    def _expire(self) -> None:
        """Give up at the deadline: a process with much memory takes its time to be gone."""
        if self.answer:
            self.answer.lose(late=True)
            self.answer = None
        self.kill()

    def pause(self) -> None:
        """Read no more for now: the worker then has to wait."""
        if self._transport and not self._transport.is_closing():
            self._transport.pause_reading()

    def resume(self) -> None:
        """Read again."""
        if self._transport and not self._transport.is_closing():
            self._transport.resume_reading()

    def demote(self) -> None:
        """Give way to every other process."""
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.process, LOWEST)

    def kill(self) -> None:
        """End the process at once."""
        with suppress(OSError):
            signal.pidfd_send_signal(self.handle, signal.SIGKILL)

    def leave(self) -> None:
        """Let the process go, which has nothing to do."""
        if self._transport:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the channel."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Hand on the frames that are complete."""
        self._buffer += data
        at, size = 0, wire.HEAD.size
        while len(self._buffer) - at >= size:
            kind, length = wire.HEAD.unpack_from(self._buffer, at)
            if len(self._buffer) - at - size < length:
                break
            content = bytes(self._buffer[at + size : at + size + length])
            at += size + length
            if self.answer and self.answer.take(kind, content):
                self._done()
        del self._buffer[:at]

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the answer that there will be no more."""
        if self.answer:
            self.answer.lose(late=time.monotonic() >= self._deadline - SLACK)
        os.close(self.handle)
        self._transport = None
        self.gone.set()
        self.pool.forget(self)
        self._done()

    def _done(self) -> None:
        for timer in self._timers:
            timer.cancel()
        self.answer = None
        if self._busy:
            self._busy = False
            self.pool.done(self)
        self.pool.offer(self)

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._transport is not None and not self._transport.is_closing()


class _Nursery:
    """The process that forks workers."""

    def __init__(self, folder: Path, root: Path, memory: int) -> None:
        self.folder = folder
        self._control, theirs = socket.socketpair()
        words = [sys.executable, "-m", nursery.__name__, str(folder), str(root), str(memory)]
        with theirs:
            self.process = subprocess.Popen(words, stdin=theirs.fileno())
        self._turn = asyncio.Lock()

    async def ready(self) -> None:
        """Wait until it can fork. Raises AcquisError where it ends instead."""
        if await asyncio.to_thread(self._control.recv, 1) != nursery.READY:
            raise AcquisError(f"the engine could not load {self.folder}")

    async def fork(self) -> tuple[int, int, socket.socket]:
        """Return the process, its handle and its channel. Raises OSError where it is gone."""
        async with self._turn:
            return await asyncio.to_thread(self._fork)

    def _fork(self) -> tuple[int, int, socket.socket]:
        self._control.sendall(nursery.FORK)
        told, handles, _, _ = socket.recv_fds(self._control, 8, 2)
        if len(handles) < 2:
            raise OSError("the nursery is gone")
        return int.from_bytes(told, "big"), handles[0], socket.socket(fileno=handles[1])

    def close(self) -> None:
        """Let it end."""
        self.process.terminate()
        self.process.wait()
        self._control.close()


class Pool:
    """Answers tasks over a build, each in a process of its own choice."""

    def __init__(self, root: Path, size: Size | None = None) -> None:
        """`root` is the tree whose prefixes are written and offered."""
        self.root, self.size = root, size or Size()
        self.prefixes = names.prefixes(root)
        self._home: _Nursery | None = None
        self._idle: list[_Worker] = []
        self._living: set[_Worker] = set()
        self._quick = self._aside = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._background: set[asyncio.Task[None]] = set()
        self._closed = False
        self._loading = asyncio.Lock()

    async def load(self, folder: Path) -> None:
        """Answer from the build in a folder from now on; what is under way goes on as it is.

        Raises AcquisError where the build cannot be loaded; then all stays as it was.
        """
        async with self._loading:
            await self._load(folder)

    async def _load(self, folder: Path) -> None:
        home = _Nursery(folder, self.root, self.size.memory)
        warm: list[_Worker] = []
        try:
            await home.ready()
            while len(warm) < self.size.quick:
                warm.append(await self._born(home))
        except BaseException as fault:
            for worker in warm:
                worker.leave()
            home.close()
            if isinstance(fault, OSError):
                raise AcquisError(f"the engine could not load {folder}: {fault}") from fault
            raise
        old, idle = self._home, self._idle
        self._home, self._idle = home, warm
        for worker in idle:
            worker.leave()
        if old:
            await asyncio.to_thread(old.close)

    @property
    def nursery(self) -> int | None:
        """The number of the process that holds the data, None before a build is loaded."""
        return self._home.process.pid if self._home else None

    async def ask(self, task: Task) -> Answer:
        """Begin to answer a task; its time runs from now, waiting included.

        Raises Overloaded where too many wait already, DeadlinePassed where its turn never came.
        """
        since = time.monotonic()
        await self._place(task.limits.seconds)
        left = task.limits.seconds - (time.monotonic() - since)
        try:
            worker = await self._worker()
        except BaseException:
            self._free()
            raise
        return worker.ask(replace(task, limits=replace(task.limits, seconds=max(left, 0.01))))

    async def close(self) -> None:
        """End all workers and the process that holds the data."""
        self._closed = True
        await asyncio.gather(*self._background, return_exceptions=True)
        workers = list(self._living)
        for worker in workers:
            worker.kill()
            worker.leave()
        await asyncio.gather(*(worker.gone.wait() for worker in workers))
        if self._home:
            await asyncio.to_thread(self._home.close)

    # --- places

    async def _place(self, seconds: float) -> None:
        if self._quick < self.size.quick:
            self._quick += 1
            return
        if len(self._waiting) >= self.size.waiting:
            raise Overloaded("too many queries are under way")
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await asyncio.wait_for(turn, seconds)
        except TimeoutError:
            raise Overloaded("too many queries are under way; the turn never came") from None
        finally:
            with suppress(ValueError):
                self._waiting.remove(turn)

    def _free(self) -> None:
        """Give a quick place to whoever waits first."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._quick -= 1

    def move_aside(self, worker: _Worker) -> None:
        """Let a query that takes longer go on beside the quick ones, as far as there is room."""
        if self._aside < self.size.long:
            self._aside += 1
            worker.aside = True
            worker.demote()
            self._free()

    def done(self, worker: _Worker) -> None:
        """Take note that a worker has nothing to do any more."""
        if worker.aside:
            self._aside -= 1
        else:
            self._free()

    # --- workers

    def forget(self, worker: _Worker) -> None:
        """Take note that a worker is gone."""
        self._living.discard(worker)

    def offer(self, worker: _Worker) -> None:
        """Keep a worker for the next task, or replace it."""
        if worker in self._idle:
            self._idle.remove(worker)
        fit = worker.alive and not worker.aside and worker.home is self._home
        if fit and len(self._idle) < self.size.quick:
            self._idle.append(worker)
        elif not self._closed:
            worker.leave()
            self._replenish()

    def _replenish(self) -> None:
        task = asyncio.get_running_loop().create_task(self._keep_warm())
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _keep_warm(self) -> None:
        with suppress(OSError, AcquisError):
            while not self._closed and len(self._idle) < self.size.quick:
                self._idle.append(await self._fork())

    async def _worker(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
        return await self._fork()

    async def _fork(self) -> _Worker:
        """Return a new worker, from a new nursery where the old one is gone."""
        for _ in range(TRIES):
            home = self._home
            assert home, "load a build first"
            try:
                return await self._born(home)
            except OSError:
                async with self._loading:
                    if self._home is home:
                        await self._load(home.folder)
        raise AcquisError("the engine cannot be kept alive")

    async def _born(self, home: _Nursery) -> _Worker:
        process, handle, channel = await home.fork()
        worker = _Worker(self, home, process, handle)
        self._living.add(worker)
        await asyncio.get_running_loop().create_connection(lambda: worker, sock=channel)
        return worker
