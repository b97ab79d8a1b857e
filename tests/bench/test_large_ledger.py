"""What a ledger of many generations costs whoever asks it, beside an empty one. `IMASTUDIO_BENCH=full` makes a million."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import attrs

from imastudio.adapters.sqlite import writing
from imastudio.adapters.sqlite.files import LedgerFile
from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.adapters.sqlite.marks import last_event, owners_folder
from imastudio.adapters.sqlite.owners import Owners
from imastudio.domain.lifecycle import Created, Entry, Owner, Query, Succeeded, fold
from imastudio.testing.strategies import media
from tests.ledgers import owner, told

FULL = os.environ.get("IMASTUDIO_BENCH") == "full"
MANY = 1_000_000 if FULL else 4000
AT_ONCE = 2000
ROUNDS, REPEATS = 9, 20


def _whose(name: str) -> Owner:
    return attrs.evolve(owner(name), fingerprint=f"f-{name}")


def _fill(path: Path, count: int) -> None:
    """Write so many generations that have ended, as a studio would have, but many in a commit."""
    file, owners = LedgerFile(path), Owners(owners_folder(path))
    connection = file.open_writer()
    happened = [*told(), Entry(102.0, Created(task_id="t")), Entry(110.0, Succeeded((media(),)))]
    for first in range(0, count, AT_ONCE):
        connection.execute("BEGIN IMMEDIATE")
        begun, ended = [], []
        for number in range(first, min(first + AT_ONCE, count)):
            name, created = f"gen-{number:08}", Created(task_id=f"task of {number:08}")
            entries = [Entry(entry.at + number, entry.event) for entry in happened]
            entries[2] = Entry(entries[2].at, created)
            step = writing.PendingEntries(generation=fold(name, entries[:2]), entries=entries[:2])
            begun.append(writing.Beginning(step=step, owner=_whose(name), purses={"user:al/2026-11-20": None}))
            ended.append(writing.PendingEntries(generation=fold(name, entries), entries=entries[2:], seq=2))
        writing.begin(connection, begun, owners)
        writing.append(connection, ended, owners)
        newest = last_event(connection)
        with file.seal.renewed():
            connection.execute("COMMIT")
        file.committed(newest, file.identity)
    file.seal.close(connection)
    owners.close()


async def _asked(ledger: SqliteLedger, question: Callable[[SqliteLedger], Awaitable[object]]) -> float:
    """Return the CPU seconds of a question."""
    start = time.process_time()
    for _ in range(REPEATS):
        await question(ledger)
    return (time.process_time() - start) / REPEATS


async def _opened(path: Path) -> float:
    start = time.process_time()
    ledger = SqliteLedger(path)
    await ledger.spent("batch")
    took = time.process_time() - start
    await ledger.close()
    return took


class _Orders:
    """Orders one after another, each of something else."""

    def __init__(self) -> None:
        self._count = 0

    async def begin(self, ledger: SqliteLedger) -> None:
        """Order, up to the commit before the POST."""
        self._count += 1
        name = f"new-{self._count:08}"
        await ledger.begin(fold(name, told()), _whose(name), told(), {"user:al/2026-11-20": None})


QUESTIONS: dict[str, Callable[[SqliteLedger], Awaitable[object]]] = {
    "history(limit=20)": lambda ledger: ledger.rows(Query(account=owner("x").account, limit=20)),
    "what resume looks for": lambda ledger: ledger.rows(Query(account=owner("x").account, open=True)),
    "twins": lambda ledger: ledger.rows(Query(user=owner("x").user, fingerprint="f-gen-00000017", unsettled=True)),
    "unknown twins": lambda ledger: ledger.rows(Query(user=owner("x").user, fingerprint="f-new", unknown=True)),
    "a request id": lambda ledger: ledger.rows(
        Query(account=owner("x").account, user=owner("x").user, request_id="gen-00000017", limit=1)
    ),
    "begin": _Orders().begin,
}


def test_questions_cost_the_same_in_a_large_ledger(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Each is to cost 1.1 times what it costs beside twenty generations; five times as much on any machine is a defect.

    What SQLite does for each is counted exactly in `tests/unit/adapters/test_sqlite_plans.py`; microseconds on a busy core vary.
    """
    with TemporaryDirectory(dir=tmp_path) as folder:
        small, large = Path(folder, "small", "ledger.sqlite3"), Path(folder, "large", "ledger.sqlite3")
        _fill(small, 20)
        _fill(large, MANY)
        ratios = asyncio.run(_compared(small, large))
        size = large.stat().st_size
    told_of = ", ".join(f"{name} {ratio:.2f}" for name, ratio in ratios.items())
    record_property(
        "figure", f"a ledger of {MANY} generations ({size / MANY / 1024:.1f} KB each): CPU {told_of} x a small one"
    )
    assert max(ratios.values()) <= 5, ratios


async def _compared(small: Path, large: Path) -> dict[str, float]:
    ledgers = [SqliteLedger(path) for path in (small, large)]
    ratios = {"opening": await _ratio([partial(_opened, path) for path in (small, large)])}
    for name, question in QUESTIONS.items():
        ratios[name] = await _ratio([partial(_asked, ledger, question) for ledger in ledgers])
    for ledger in ledgers:
        await ledger.close()
    return ratios


async def _ratio(rivals: "list[Callable[[], Awaitable[float]]]") -> float:
    turns = [[await rival() for rival in rivals] for _ in range(ROUNDS)]
    small, large = (median(times[1:]) for times in zip(*turns, strict=True))
    return float(large / small)
