"""Several processes at one ledger, on disk or in a database: one pays, one claims, purses hold, a killed one harms nobody."""

import asyncio
import json
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, TypeAlias

import attrs
import pytest

from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.ledger import PostgresLedger
from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.adapters.sqlite.upkeep import SqliteUpkeep
from imastudio.domain.lifecycle.events import Created
from imastudio.domain.lifecycle.generation import Stage
from imastudio.domain.lifecycle.rows import Query
from tests import warm
from tests.ledgers import begin, told, wrong_in

Start: TypeAlias = Callable[[str], Awaitable[Process]]
PROCESSES = 4

FRAME = """
import asyncio, json, sys
from pathlib import Path
from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.ledger import PostgresLedger
from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.domain.lifecycle.events import Created, Entry
from imastudio.domain.lifecycle.generation import fold
from imastudio.domain.lifecycle.rows import Begun
from tests.ledgers import owner, told
from imastudio.testing.contracts.ledger import after

number = int(sys.argv[2])

def say(value):
    sys.stdout.write(json.dumps(value) + chr(10))
    sys.stdout.flush()

async def main():
    ledger = {opening}
    say("ready")
    sys.stdin.readline()
{body}
    sys.stdin.readline()
    await ledger.close()

asyncio.run(main())
"""
SAME_REQUEST = """
    entries = told()
    answer = await ledger.begin(fold(f"gen-{number:04}", entries), owner("one"), entries, {"batch": None})
    say(isinstance(answer, Begun))
"""
CLAIM = """
    taken = await asyncio.gather(*(ledger.claim(f"gen-{index:04}") for index in range(20)))
    say([row.generation.id for row in taken if row is not None])
"""
SPEND = """
    async def order(name):
        entries = told()
        purses = {"batch": 3000, "all": None} if number % 2 else {"all": None, "batch": 3000}
        return await ledger.begin(fold(name, entries), owner(name), entries, purses)
    answers = await asyncio.gather(*(order(f"gen-{number}-{index:03}") for index in range(300)))
    say(sum(isinstance(answer, Begun) for answer in answers))
"""
WORK = """
    async def order(name):
        entries = told()
        generation = fold(name, entries)
        await ledger.begin(generation, owner(name), entries, {"batch": None})
        say(["sending", name])
        created = Entry(200.0, Created(task_id=f"task of {name}"))
        assert await ledger.append(after(generation, created), [created], 2)
        say(["created", name])
    for turn in range(10_000):
        await asyncio.gather(*(order(f"gen-{turn:04}-{index:02}") for index in range(8)))
"""


@attrs.frozen
class Kept:
    """Where a ledger is kept, and how another process opens it there."""

    place: str
    opening: str

    def open(self) -> SqliteLedger | PostgresLedger:
        """Open it here."""
        if self.opening.startswith("Sqlite"):
            return SqliteLedger(Path(self.place))
        return PostgresLedger(Database(self.place))


@pytest.fixture(params=["sqlite", "postgres"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    """Return a place where there is no ledger yet."""
    if request.param == "sqlite":
        return Kept(str(tmp_path / "state" / "ledger.sqlite3"), "SqliteLedger(Path(sys.argv[1]))")
    return Kept(request.getfixturevalue("database"), "PostgresLedger(Database(sys.argv[1]))")


@pytest.fixture
async def start(kept: Kept, repository: Path) -> AsyncIterator[Start]:
    """Return what starts another process at the ledger; it waits for a line before it begins, and another before it ends."""
    processes: list[Process] = []

    async def starting(body: str) -> Process:
        frame = FRAME.replace("{opening}", kept.opening).replace("{body}", body)
        process = await warm.create_subprocess_exec(
            *(sys.executable, "-c", frame, kept.place, str(len(processes))),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=repository,
            env={"PYTHONPATH": str(repository)},
        )
        processes.append(process)
        assert await heard(process) == "ready"
        return process

    yield starting
    for process in processes:
        if process.returncode is None:
            go(process)
        await process.communicate()


async def heard(process: Process) -> Any:
    """Return the next thing that a process says."""
    assert process.stdout is not None
    return json.loads(await process.stdout.readline())


def go(*processes: Process) -> None:
    """Let processes go on."""
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(b"\n")


async def dead(ledger: SqliteLedger | PostgresLedger) -> None:
    """Return once nothing is driven: a file's lock ends with its process, a session when the server has noticed."""
    while any(row.alive for row in await ledger.rows(Query())):  # noqa: ASYNC110 - the server notices in its own time
        await asyncio.sleep(0.01)


async def race(start: Start, body: str) -> list[Any]:
    """Return what several processes say that do the same at the same time; they live on."""
    processes = [await start(body) for _ in range(PROCESSES)]
    go(*processes)
    return [await heard(process) for process in processes]


async def test_one_of_many_pays(start: Start, kept: Kept) -> None:
    """Of processes that begin the same request on a disk without a ledger, one begins it, and its points are held once."""
    assert sorted(await race(start, SAME_REQUEST)) == [False, False, False, True]
    ledger = kept.open()
    assert len(await ledger.rows(Query())) == 1
    assert await ledger.spent("batch") == 6
    await ledger.close()


async def test_one_of_many_claims(start: Start, kept: Kept) -> None:
    """Each generation of a dead process is claimed by exactly one of those that want all."""
    ledger = kept.open()
    for number in range(20):
        await begin(ledger, f"gen-{number:04}", told(Created(task_id=f"t{number}")))
    await ledger.close()
    claimed = [name for names in await race(start, CLAIM) for name in names]
    assert sorted(claimed) == [f"gen-{number:04}" for number in range(20)]


async def test_purses_hold_across_processes(start: Start, kept: Kept) -> None:
    """However many processes spend from one purse at once (1,200 orders of four), it gives its limit and not a point more."""
    assert sum(await race(start, SPEND)) == 3000 // 6
    ledger = kept.open()
    assert [await ledger.spent("batch"), await ledger.spent("all")] == [3000, 3000]
    assert len(await ledger.rows(Query())) == 500
    await ledger.close()


@pytest.mark.parametrize("words", [1, 50, 777])
async def test_a_killed_writer_takes_nothing_with_it(start: Start, kept: Kept, words: int) -> None:
    """After kill -9 all that was told as committed is there, rows and purses follow from the events, and all can be claimed."""
    process = await start(WORK)
    go(process)
    said = [await heard(process) for _ in range(words)]
    process.send_signal(signal.SIGKILL)
    rest, _ = await process.communicate()
    said += [json.loads(line) for line in rest.splitlines(keepends=True) if line.endswith(b"\n")]
    ledger = kept.open()
    await dead(ledger)
    rows = {row.generation.id: row for row in await ledger.rows(Query())}
    assert all(rows[name].generation.stage is Stage.CREATED for stage, name in said if stage == "created")
    assert {name for _, name in said} <= rows.keys()
    assert all(row.readable for row in rows.values())
    assert await ledger.spent("batch") == 6 * len(rows)
    taken = [await ledger.claim(name) for name in rows]
    assert all(row is not None and row.alive for row in taken)
    await ledger.close()
    if isinstance(ledger, SqliteLedger):
        path = Path(kept.place)
        assert len(list(path.with_name(f"{path.name}-owners").glob("*.lock"))) == 0
        assert wrong_in(path) == []
        assert SqliteUpkeep(path).verify().ok


async def test_a_living_process_is_seen_and_its_death_too(start: Start, kept: Kept) -> None:
    """What another process drives is alive and not to be had, until that process is killed."""
    process = await start(SAME_REQUEST)
    go(process)
    assert await heard(process) is True
    ledger = kept.open()
    row = await ledger.load("gen-0000")
    assert row is not None
    assert row.alive
    assert await ledger.claim("gen-0000") is None
    process.kill()
    await process.wait()
    await dead(ledger)
    assert await ledger.claim("gen-0000") is not None
    await ledger.close()


FORKED = """
import os, sys
from pathlib import Path
from imastudio.adapters.sqlite.owners import Owners

owners = Owners(Path(sys.argv[1]))
name = owners.own()
if not (child := os.fork()):
    owners.close()
    os._exit(0)
os.waitpid(child, 0)
lived = Owners(Path(sys.argv[1])).alive(name)
owners.close()
print(lived, Owners(Path(sys.argv[1])).alive(name))
"""


def test_a_forked_child_lets_go_of_nothing(tmp_path: Path) -> None:
    """What it closes was its parent's, who lives on for all others until it closes that itself."""
    command = [sys.executable, "-c", FORKED, str(tmp_path)]
    done = warm.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert (done.stdout, done.stderr) == ("True False\n", "")
