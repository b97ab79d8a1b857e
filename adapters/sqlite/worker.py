"""A thread that does work on one connection: as much as is waiting, with one commit for all of it.

Rules: work that fails harms no other work; who is cancelled waits for the commit that has begun; results go back to each
event loop with one wake-up a batch; whatever was handed over before `stop` (or the end of the interpreter) is done.
"""

import asyncio
import atexit
import contextlib
import threading
import time
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import attrs

from imastudio.adapters.sqlite.marks import last_event
from imastudio.adapters.sqlite.sqlite_errors import is_damage, reason, translated
from imastudio.domain.kernel import LedgerUnavailable, unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from sqlite3 import Connection

    from imastudio.adapters.sqlite.files import LedgerFile

T = TypeVar("T")
Item = TypeVar("Item")
Work: TypeAlias = "Callable[[Connection], T]"
Bulk: TypeAlias = "Callable[[Connection, Sequence[Item]], Sequence[T]]"
MAX_JOBS_AT_ONCE = 512


@attrs.define(eq=False)
class _Job:
    bulk: "Bulk[Any, Any]"
    item: Any
    loop: asyncio.AbstractEventLoop
    future: "asyncio.Future[Any]"
    file: "Path"
    value: Any = None
    error: Exception | None = None
    settled: bool = False


class Worker:
    """One thread, one connection. `writes` tells whether what is done together is one transaction."""

    def __init__(self, file: "LedgerFile", *, writes: bool) -> None:
        """Start nothing yet."""
        self._file = file
        self._writes = writes
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._gate = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = False
        self._connection: Connection | None = None
        self._identity: tuple[int, int] | None = None
        self.openings = 0

    @property
    def started(self) -> bool:
        """Tell whether there is a thread to wait for."""
        return self._thread is not None

    async def run(self, work: "Work[T]") -> T:
        """Return what `work` answers, once it is committed. Raises LedgerUnavailable.

        A caller that is cancelled gets its CancelledError after the commit; where that failed, with the reason as its cause.
        """
        return await self.run_for(lambda connection, _: [work(connection)], None)

    async def run_for(self, bulk: "Bulk[Item, T]", item: Item) -> T:
        """Return what `bulk` answers for `item`, as `run` does. It is called once for all items that are waiting for it."""
        loop = asyncio.get_running_loop()
        job = _Job(bulk, item, loop, loop.create_future(), self._file.path)
        self._hand_over(job)
        try:
            value: T = await job.future
        except asyncio.CancelledError as cancelled:
            while not job.settled:
                job.future = loop.create_future()
                with contextlib.suppress(asyncio.CancelledError, Exception):  # the cancellation is what is told
                    await job.future
            raise cancelled from (None if job.error is None else translated(job.error, job.file))
        return value

    def stop(self) -> None:
        """Finish what was handed over and end the thread; blocks until then."""
        with self._gate:
            if not self._stopped:
                self._stopped = True
                self._queue.put(None)
        if self._thread is not None:
            self._thread.join()
            atexit.unregister(self.stop)

    def _hand_over(self, job: _Job) -> None:
        with self._gate:
            if self._stopped:
                raise unavailable("closed")
            if self._thread is None:
                # A daemon, so that a program that forgets to close still ends; atexit waits for the begun commits.
                self._thread = threading.Thread(target=self._main, name="ledger", daemon=True)
                self._thread.start()
                atexit.register(self.stop)
            self._queue.put(job)

    # in the thread

    def _main(self) -> None:
        going = True
        while going:
            jobs, going = self._take()
            self._do(jobs)
            damaged = [job for job in jobs if job.error is not None and is_damage(job.error)]
            if damaged:
                self._file.suspect = True
                self._do(damaged)
            _answer(jobs)
        self._disconnect()

    def _take(self) -> tuple[list[_Job], bool]:
        """Return what is waiting, and whether more may come; who comes while a commit is written shares the next one."""
        jobs: list[_Job] = []
        job = self._queue.get()
        while job is not None:
            jobs.append(job)
            if len(jobs) == MAX_JOBS_AT_ONCE or self._queue.empty():
                break
            job = self._queue.get()
        return jobs, job is not None

    def _do(self, jobs: list[_Job]) -> None:
        if jobs and not self._attempt(jobs) and len(jobs) > 1:
            for job in jobs:
                self._attempt([job])

    def _attempt(self, jobs: list[_Job]) -> bool:
        """Do the work of one transaction; False if some work failed, which may have taken other work with it.

        Where another process holds the file, it is tried again for as long as the file's patience lasts.
        """
        began = time.monotonic()
        while True:
            done = self._try(jobs)
            if not _is_busy(jobs[0].error) or not self._file.waits(began, time.monotonic()):
                return done

    def _try(self, jobs: list[_Job]) -> bool:
        working = False
        try:
            connection = self._connected()
            if self._writes:
                connection.execute("BEGIN IMMEDIATE")
            working = True
            alike: dict[Bulk[Any, Any], list[_Job]] = {}
            for job in jobs:
                alike.setdefault(job.bulk, []).append(job)
            for bulk, group in alike.items():
                answers = bulk(connection, [job.item for job in group])
                for job, answer in zip(group, answers, strict=True):
                    job.value = answer
            working = False
            if self._writes:
                newest = last_event(connection)  # with the write lock held: nobody adds between this and the commit
                with self._file.seal.renewed():
                    connection.execute("COMMIT")
                self._file.committed(newest, self._identity)
        except Exception as error:  # noqa: BLE001 - told to those who wait
            self._undo(error)
            for job in jobs:
                job.error = error
            return not working
        for job in jobs:
            job.error = None
        return True

    def _undo(self, error: Exception) -> None:
        """Leave the transaction. A connection that complained is given up: the next look at the file is a fresh one."""
        if self._connection is not None and (isinstance(error, LedgerUnavailable) or _is_busy(error)):
            with contextlib.suppress(Exception):  # if even that fails, the next BEGIN complains
                self._connection.rollback()
        else:
            self._disconnect()

    def _connected(self) -> "Connection":
        file = self._file
        if self._connection is not None and not file.fleeting and file.seal.is_broken():
            file.suspect = True
        if self._connection is not None and (file.suspect or file.fleeting or file.identity != self._identity):
            self._disconnect()
        if self._connection is None:
            self._connection = self._file.open_writer() if self._writes else self._file.open_reader()
            self._identity = self._file.identity
            self.openings += 1
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(Exception):  # the commits are on the disk; a failed clean-up loses nothing
                self._file.seal.close(self._connection)
        self._connection = None


def _is_busy(error: Exception | None) -> bool:
    return error is not None and not isinstance(error, LedgerUnavailable) and reason(error) == "busy"


def _answer(jobs: list[_Job]) -> None:
    loops: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in jobs:
        loops.setdefault(job.loop, []).append(job)
    for loop, theirs in loops.items():
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_settle, theirs)


def _settle(jobs: list[_Job]) -> None:
    for job in jobs:
        job.settled = True
        if job.future.done():
            continue  # cancelled: who waits comes back for the settling
        if job.error is None:
            job.future.set_result(job.value)
        else:
            job.future.set_exception(translated(job.error, job.file))
