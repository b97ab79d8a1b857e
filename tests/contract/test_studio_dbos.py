"""The studio's contract over DBOS: who orders is one studio, who sends is a worker beside it, Postgres lies between them.

DBOS is there once in an interpreter: of processes that live at the same time the first has the worker, the others order. What a
worker can't write it tells in its log, not to who ordered: that is another machine.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, suppress
from functools import partial
from typing import Any, ClassVar

import attrs
import pytest

from imastudio.adapters.dbos.process import WorkerProcess
from imastudio.adapters.dbos.queue import PostgresQueue
from imastudio.adapters.dbos.studio import QueueStudio
from imastudio.adapters.engine import Identity, Ports
from imastudio.adapters.memory.delivery import MemoryDelivery
from imastudio.adapters.memory.films import MemoryFilms
from imastudio.adapters.memory.preferences import MemoryPreferences
from imastudio.adapters.memory.recommendations import MemoryRecommendations
from imastudio.adapters.memory.service import MemoryService
from imastudio.adapters.memory.uploads import MemoryUploads
from imastudio.adapters.memory.works import MemoryWorks
from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.ledger import PostgresLedger
from imastudio.adapters.postgres.session import OwnerSession
from imastudio.adapters.system.clock import SystemClock
from imastudio.domain.kernel import unavailable
from imastudio.domain.lifecycle import Begun, Entry, Rejected, Reordered, Stage, Twin
from imastudio.domain.orders import Content
from imastudio.domain.orders.tasks import TaskType
from imastudio.ports.ledger import Ledger
from imastudio.ports.studio import Studio
from imastudio.testing.contracts import StudioContract
from imastudio.testing.contracts.ledger import OLD, ORDER, REFUSAL, RENEWED, after, begin
from imastudio.testing.contracts.studio import CAT, before_answer, before_detail, fill_disk, rows_of
from tests.leaves import small_catalog
from tests.postgres import Server
from tests.studios import Journal, numbered_ids

SPEED = 60.0
WRITES = frozenset({"begin", "append", "send_again", "hand_over"})


@attrs.define
class Disk:
    """Whether there is room; what orders and what sends have the same one."""

    unavailable: str | None = None


class Fillable:
    """A ledger or a queue on a disk that may be full."""

    def __init__(self, whole: Any, disk: Disk) -> None:
        """Stand before it."""
        self._whole, self._disk = whole, disk

    def __getattr__(self, name: str) -> Any:
        """Return what it has; a write asks for room first."""
        found = getattr(self._whole, name)
        if name not in WRITES:
            return found

        async def written(*given: Any, **named: Any) -> Any:
            if self._disk.unavailable is not None:
                raise unavailable(self._disk.unavailable)
            return await found(*given, **named)

        return written

    @property
    def unavailable(self) -> str | None:
        """Return why there is no room."""
        return self._disk.unavailable

    @unavailable.setter
    def unavailable(self, reason: str | None) -> None:
        self._disk.unavailable = reason


@attrs.define(eq=False)
class Pair:
    """Who orders, and perhaps a worker, as one process."""

    studio: Studio
    service: MemoryService
    ledger: Any
    journal: Journal
    worker: WorkerProcess | None = None
    running: asyncio.Task[int] | None = None

    def die(self) -> None:
        """End the worker at once: its session is gone, what it sends is cut, and it writes no more than it must."""
        if self.worker is None or self.running is None:
            return
        session = self.worker.ledger.session
        session._ending.set()
        assert session._connection is not None
        session._connection.close()
        session._connection = None
        for task in self.worker.engine.scheduler.workers:
            task.cancel()
        self.running.cancel()


class TestDbosStudio(StudioContract):
    """The engine of several machines."""

    examples = 5  # each has a database and a life of DBOS of its own
    _server: ClassVar[Server]
    _template: ClassVar[str]
    _made: ExitStack
    _alive: ClassVar[list[Pair]] = []

    @pytest.fixture(autouse=True, scope="class")
    @classmethod
    def _tables(cls, postgres: Server) -> Iterator[None]:
        """Make a database once that has all tables, to be copied."""
        with postgres.database() as url:
            cls._server, cls._template = postgres, url
            asyncio.run(cls()._make_tables(url))
            yield

    @pytest.fixture(autouse=True)
    def _stores(self) -> Iterator[None]:
        """Drop the databases of a test at its end."""
        with ExitStack() as self._made:
            yield

    async def _make_tables(self, url: str) -> None:
        async with self.open(url):
            pass

    def store(self) -> str:
        """Return the address of a new database."""
        return self._made.enter_context(self._server.database(template=self._template))

    def look(self, store: str) -> Ledger:
        """Return another look into it."""
        return PostgresLedger(Database(store))

    @asynccontextmanager
    async def open(
        self,
        store: Any,
        *,
        prefix: str = "generation",
        seconds: float = 12.0,
        purses: dict[str, int | None] | None = None,
    ) -> AsyncIterator[Pair]:
        """Begin who orders, and a worker where none lives."""
        clock, disk, journal = SystemClock(SPEED), Disk(), Journal()
        service = MemoryService(map(small_catalog, TaskType), clock=clock, seconds=seconds)
        own, theirs = (
            PostgresLedger(Database(store), session=OwnerSession(Database(store), renews=it)) for it in (True, False)
        )
        ports = Ports(
            service=service,
            uploads=MemoryUploads(),
            delivery=MemoryDelivery(),
            preferences=MemoryPreferences(),
            recommendations=MemoryRecommendations(installed=False),
            ledger=Fillable(own, disk),
            work_records=MemoryWorks(),
            films=MemoryFilms(),
            clock=clock,
            journal=journal,
        )
        identity = Identity(
            account="account", user="user", new_id=numbered_ids(prefix), purses=lambda _: purses or {"user": None}
        )
        queue: Any = Fillable(PostgresQueue(own, "account", always=True), disk)
        for dead in [pair for pair in self._alive if pair.running is not None and pair.running.cancelling()]:
            await self._end(dead)
        async with QueueStudio(ports, identity, queue, closers=(own.close,), patience=SPEED) as studio:
            pair = Pair(studio, service, ports.ledger, journal)
            if not self._alive:
                await self._start(pair, attrs.evolve(ports, ledger=Fillable(theirs, disk)), identity, theirs)
            try:
                yield pair
            finally:
                if pair in self._alive:
                    assert pair.worker is not None
                    pair.worker.end()
                    await self._end(pair)

    async def _start(self, pair: Pair, ports: Ports, identity: Identity, ledger: PostgresLedger) -> None:
        pair.worker = WorkerProcess(ports, identity, ledger, concurrency=100, lanes=("default",), poll_every_s=0.05)
        ready = asyncio.Event()
        pair.running = asyncio.create_task(pair.worker.run(ready=lambda _: ready.set()))
        self._alive.append(pair)
        await asyncio.wait([asyncio.ensure_future(ready.wait()), pair.running], return_when=asyncio.FIRST_COMPLETED)

    async def _end(self, pair: Pair) -> None:
        assert pair.running is not None
        assert pair.worker is not None
        with suppress(asyncio.CancelledError):
            await asyncio.wait([pair.running])
            pair.running.result()
        self._alive.remove(pair)
        await pair.worker.ledger.close()

    async def test_a_task_id_that_cannot_be_written_is_told_and_written_later(self) -> None:
        """It is told in the worker's log: who ordered is elsewhere, and hears of it from the ledger."""
        async with self.open(self.store()) as process:
            before_answer(process, lambda: fill_disk(process, full=True))
            before_detail(process, lambda: fill_disk(process, full=False))
            result = await process.studio.generate(CAT)
            assert (result.ok, result.generation.task_id) == (True, "task_1")
            told = [facts["task_id"] for event, facts in process.journal.lines if event == "ledger_unwritten"]
            assert set(told) == {"task_1"}
            (row,) = await rows_of(process)
            assert (row.generation.stage, row.generation.task_id) == (Stage.SUCCEEDED, "task_1")

    async def test_what_another_key_makes_is_not_handed_over(self) -> None:
        """A rejected order is not given to the workers anew while another key makes that request, unless it is said."""
        ledger = PostgresLedger(Database(self.store()))
        queue = PostgresQueue(ledger, RENEWED.account, always=True)
        anew = Entry(200.0, Reordered(order=ORDER, anew=True))
        try:
            ours = after(await begin(ledger, Rejected(REFUSAL), owner=RENEWED), anew)
            await begin(ledger, id="gen-0002", owner=OLD)
            hand_over = partial(
                queue.hand_over, ours, RENEWED, [anew], 3, content=Content(prompt="a cat"), purses={"batch": None}
            )
            answer = await hand_over()
            assert isinstance(answer, Twin)
            assert answer.row.generation.id == "gen-0002"
            assert await hand_over(again=True) == Begun()
        finally:
            await ledger.close()
