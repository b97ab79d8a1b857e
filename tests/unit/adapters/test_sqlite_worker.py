"""The thread that writes: many commits in one, no work harmed by another's, nothing begun left undone."""

import asyncio
import sqlite3
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import attrs
import pytest

from imastudio.adapters.sqlite.files import LedgerFile
from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.adapters.sqlite.worker import MAX_JOBS_AT_ONCE, Worker
from imastudio.domain.kernel.errors import LedgerUnavailable
from imastudio.domain.lifecycle.events import Created, Entry
from imastudio.domain.lifecycle.generation import fold
from imastudio.domain.lifecycle.rows import BeginAnswer, Begun, Query
from imastudio.testing.contracts.ledger import after
from imastudio.testing.strategies import an_order
from tests import warm
from tests.ledgers import begin, owner, told


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[SqliteLedger]:
    """Return a ledger."""
    ledger = SqliteLedger(tmp_path / "ledger.sqlite3")
    yield ledger
    await ledger.close()


@pytest.fixture
async def worker(tmp_path: Path) -> AsyncIterator[Worker]:
    """Return a worker that writes."""
    worker = Worker(LedgerFile(tmp_path / "ledger.sqlite3"), writes=True)
    yield worker
    worker.stop()


def put(name: str) -> "Work":
    """Return work that puts a point into a purse."""
    return Work(name)


@attrs.define
class Work:
    """Puts a point into the purse `name`; holds the thread until `gate` opens."""

    name: str
    gate: threading.Event | None = None
    begun: threading.Event = attrs.field(factory=threading.Event)

    def __call__(self, connection: sqlite3.Connection) -> str:
        """Do it."""
        self.begun.set()
        if self.gate is not None:
            assert self.gate.wait(60)
        connection.execute("INSERT INTO purse VALUES (?, 1)", (self.name,))
        return self.name


async def names(worker: Worker) -> list[str]:
    """Return the purses that are there."""
    return await worker.run(
        lambda connection: [name for (name,) in connection.execute("SELECT name FROM purse ORDER BY name").fetchall()]
    )


async def test_what_waits_is_committed_together(worker: Worker, tmp_path: Path) -> None:
    """While one commit holds the disk, all others gather, and the next takes them in one."""
    gate = threading.Event()
    first = Work("first", gate)
    tasks = [asyncio.create_task(worker.run(first))]
    await asyncio.to_thread(first.begun.wait, 60)
    tasks += [asyncio.create_task(worker.run(put(f"{number:03}"))) for number in range(300)]
    await asyncio.sleep(0)
    watch = sqlite3.connect(tmp_path / "ledger.sqlite3")
    before = watch.execute("PRAGMA data_version").fetchone()[0]
    gate.set()
    assert await asyncio.gather(*tasks) == ["first", *(f"{number:03}" for number in range(300))]
    assert watch.execute("SELECT count(*) FROM purse").fetchone() == (301,)
    assert watch.execute("PRAGMA data_version").fetchone()[0] > before
    watch.close()


async def test_nobody_waits_for_others_to_join(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a crowd, too, the thread sleeps for nobody: who comes while a commit is being written shares the next one."""
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    gate = threading.Event()
    held = Work("a", gate)
    alone = asyncio.create_task(worker.run(held))
    await asyncio.to_thread(held.begun.wait, 60)
    crowd = [asyncio.create_task(worker.run(put(name))) for name in ("b", "c")]
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(alone, *crowd)
    await asyncio.gather(*(worker.run(put(name)) for name in ("d", "e")))
    assert pauses == []
    assert await names(worker) == ["a", "b", "c", "d", "e"]


async def test_who_is_cancelled_is_told_why_the_commit_failed(worker: Worker) -> None:
    """The cancellation comes after the commit that had begun, with the reason as its cause where that failed."""
    gate = threading.Event()
    work = Work("a", gate)
    await worker.run(put("a"))  # the name is taken
    task = asyncio.create_task(worker.run(work))
    await asyncio.to_thread(work.begun.wait, 60)
    task.cancel()
    gate.set()
    with pytest.raises(asyncio.CancelledError) as cancelled:
        await task
    assert isinstance(cancelled.value.__cause__, LedgerUnavailable)


async def test_more_than_fits_one_commit_takes_several(worker: Worker) -> None:
    """However much waits, all of it is done."""
    count = MAX_JOBS_AT_ONCE * 2 + 3
    await asyncio.gather(*(worker.run(put(f"{number:05}")) for number in range(count)))
    assert len(await names(worker)) == count


async def test_a_full_commit_holds_as_many_generations(ledger: SqliteLedger) -> None:
    """As many beginnings, and then as many next events, as one commit takes are done by its few statements."""
    entries = told()
    begun = [fold(f"g{number:04}", entries) for number in range(MAX_JOBS_AT_ONCE + 1)]
    answers = await asyncio.gather(
        *(ledger.begin(generation, owner(generation.id), entries, {"user": None}) for generation in begun)
    )
    assert [Begun()] * len(begun) == answers
    created = [Entry(200.0, Created(task_id=f"task of {generation.id}")) for generation in begun]
    added = await asyncio.gather(
        *(ledger.append(after(generation, entry), [entry], 2) for generation, entry in zip(begun, created, strict=True))
    )
    assert added == [True] * len(begun)
    assert await ledger.spent("user") == sum(generation.held for generation in begun)
    assert {row.seq for row in await ledger.rows(Query())} == {3}


async def test_bad_work_harms_no_other(worker: Worker) -> None:
    """Of a batch, what fails is told so, and the rest is committed."""
    gate = threading.Event()
    first = Work("a", gate)
    tasks = [asyncio.create_task(worker.run(first))]
    await asyncio.to_thread(first.begun.wait, 60)

    def defect(_: sqlite3.Connection) -> str:
        raise ZeroDivisionError

    def too_big(connection: sqlite3.Connection) -> str:
        connection.execute("INSERT INTO purse VALUES ('z', ?)", (2**63,))
        return ""

    works: list[Callable[[sqlite3.Connection], str]] = [put("b"), put("a"), defect, put("\ud800"), too_big, put("c")]
    tasks += [asyncio.create_task(worker.run(work)) for work in works]
    await asyncio.sleep(0)
    gate.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    kinds = [answer if isinstance(answer, str) else type(answer) for answer in answers]
    assert kinds == ["a", "b", LedgerUnavailable, ZeroDivisionError, LedgerUnavailable, LedgerUnavailable, "c"]
    assert await names(worker) == ["a", "b", "c"]


async def test_a_failed_commit_is_told_to_everybody(worker: Worker) -> None:
    """Where the commit itself fails, nobody is told that his work is on the disk."""
    await worker.run(put("a"))

    def sabotage(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE parent (x PRIMARY KEY)")
        connection.execute("CREATE TABLE child (x REFERENCES parent DEFERRABLE INITIALLY DEFERRED)")
        connection.execute("INSERT INTO child VALUES (1)")

    def heed(connection: sqlite3.Connection) -> None:
        connection.execute("COMMIT")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN IMMEDIATE")

    await worker.run(heed)
    with pytest.raises(LedgerUnavailable):
        await worker.run(sabotage)
    assert await names(worker) == ["a"]


async def test_who_is_cancelled_waits_for_the_commit(worker: Worker) -> None:
    """A begun commit is on the disk before the cancelled caller goes on, however often it is cancelled."""
    gate = threading.Event()
    work = Work("a", gate)
    task = asyncio.create_task(worker.run(work))
    await asyncio.to_thread(work.begun.wait, 60)
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not task.done()
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await names(worker) == ["a"]


async def test_a_cancelled_caller_leaves_no_unheard_error(worker: Worker) -> None:
    """The error of work whose caller is gone is nobody's."""
    gate = threading.Event()
    work = Work("\ud800", gate)
    task = asyncio.create_task(worker.run(work))
    await asyncio.to_thread(work.begun.wait, 60)
    task.cancel()
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await names(worker) == []


async def test_stopping_finishes_what_was_handed_over(worker: Worker, tmp_path: Path) -> None:
    """All work handed over before the stop is on the disk after it, and later work is refused."""
    tasks = [asyncio.create_task(worker.run(put(f"{number:03}"))) for number in range(700)]
    await asyncio.sleep(0)
    worker.stop()
    with pytest.raises(LedgerUnavailable):
        await worker.run(put("late"))
    connection = sqlite3.connect(tmp_path / "ledger.sqlite3")
    assert connection.execute("SELECT count(*) FROM purse").fetchone() == (700,)
    connection.close()
    assert len(await asyncio.gather(*tasks)) == 700


def test_a_closed_loop_loses_no_commit(tmp_path: Path) -> None:
    """Work handed over by a loop that ended abruptly is committed all the same, and another loop goes on."""
    worker = Worker(LedgerFile(tmp_path / "ledger.sqlite3"), writes=True)
    gate = threading.Event()
    work = Work("a", gate)
    loop = asyncio.new_event_loop()
    running = worker.run(work)
    loop.run_until_complete(_first_step(running))
    assert work.begun.wait(60)
    running.close()
    loop.close()
    gate.set()
    assert asyncio.run(names(worker)) == ["a"]
    worker.stop()


async def _first_step(running: Coroutine[Any, Any, object]) -> None:
    # To its first await and no further, as a loop leaves it that is stopped.
    running.send(None)


FORGETFUL = """
import asyncio, sys
from pathlib import Path
from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.domain.lifecycle.generation import fold
from tests.ledgers import owner, told

async def main():
    ledger = SqliteLedger(Path(sys.argv[1]))
    for number in range(50):
        asyncio.ensure_future(ledger.begin(fold(f"gen-{number:04}", told()), owner(str(number)), told(), {}))
    await asyncio.sleep(0)

loop = asyncio.new_event_loop()
loop.run_until_complete(main())
sys.stdout.write("done")
sys.stdout.flush()
if sys.argv[2:]:
    raise SystemExit(3)
"""


@pytest.mark.parametrize("how", [(), ("exit",)])
async def test_a_program_that_forgets_to_close_ends_and_loses_nothing(
    tmp_path: Path, repository: Path, how: tuple[str, ...]
) -> None:
    """The interpreter ends by itself, and what was begun is on the disk."""
    path = tmp_path / "ledger.sqlite3"
    done = await asyncio.to_thread(
        warm.run,
        [sys.executable, "-W", "ignore", "-c", FORGETFUL, str(path), *how],
        cwd=repository,
        env={"PYTHONPATH": str(repository)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (3 if how else 0, b"done")
    ledger = SqliteLedger(path)
    assert len(await ledger.rows(Query())) == 50
    assert not any(row.alive for row in await ledger.rows(Query()))
    await ledger.close()


async def test_points_beyond_any_column_order_nothing(ledger: SqliteLedger) -> None:
    """An order too dear to be counted is refused, its neighbours are not, and the purse stays right."""
    await begin(ledger, "gen-0000", told(), purses={"batch": None})

    async def order(name: str, points: int) -> BeginAnswer:
        entries = told(points=points)
        return await ledger.begin(fold(name, entries), owner(name), entries, {"batch": None})

    asked = [order("gen-0001", 6), order("gen-0002", 2**63), order("gen-0003", 2**63 - 1), order("gen-0004", 6)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert [answers[0], answers[3]] == [Begun(), Begun()]
    assert [type(answer) for answer in answers[1:3]] == [LedgerUnavailable, LedgerUnavailable]
    assert await ledger.spent("batch") == 18
    assert an_order().total == 6


async def test_an_instant_that_is_none_orders_nothing(ledger: SqliteLedger) -> None:
    """An entry without a time is refused, and the ledger goes on."""
    entries = told(at=float("nan"))
    with pytest.raises(LedgerUnavailable) as caught:
        await ledger.begin(fold("gen-0001", entries), owner("one"), entries, {})
    assert caught.value.failure.facts.items() >= {"reason": "unstorable"}.items()
    await begin(ledger, "gen-0002", told())
