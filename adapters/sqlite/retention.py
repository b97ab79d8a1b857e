"""How long the ledger's file keeps what has ended, and how large it is.

Rules: a few hundred orders are one commit, so that nobody else waits long; their sums, and how many events are gone, stand in the
same commit among the settings, where the checks and the salvage of a damaged file find them. The newest event stays: by its
number what was cut off is noticed.
"""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from imastudio.adapters.sqlite.checksums import row_checksum
from imastudio.adapters.sqlite.files import LedgerFile
from imastudio.adapters.sqlite.reading import by_numbers
from imastudio.adapters.sqlite.settings import PRUNED_EVENTS, read_number, timezone, write
from imastudio.adapters.sqlite.sqlite_text import column
from imastudio.adapters.sqlite.worker import Worker
from imastudio.adapters.system.ledger_settings import PRUNED, decode_sums, encode_sums
from imastudio.domain.lifecycle import (
    MAX_LARGEST,
    PRUNABLE,
    DayOf,
    DaySums,
    LedgerSize,
    Pruned,
    Row,
    day_sums,
    is_prunable,
    keeps_name,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

AT_ONCE = 400  # orders a commit: who orders meanwhile waits for one of them at most
_STAGES = ", ".join(f"'{stage.value}'" for stage in sorted(PRUNABLE))
_OLD = f"""
    SELECT rowid FROM generation
    WHERE rowid > ? AND at < ? AND open = 0 AND seq > 0 AND stage IN ({_STAGES})
          AND id <> ifnull((SELECT generation FROM event ORDER BY id DESC LIMIT 1), '')
    ORDER BY rowid LIMIT {AT_ONCE}
"""  # noqa: S608 - our own words
_LARGEST = """
    SELECT generation, sum(length(CAST(body AS BLOB))) AS bytes FROM event GROUP BY generation
    ORDER BY bytes DESC, generation LIMIT ?
"""


class SqliteRetention:
    """The `Retention` port, for the ledger at `path`."""

    def __init__(self, path: Path) -> None:
        """Touch nothing yet."""
        self._file = LedgerFile(path)
        self._writer = Worker(self._file, writes=True)
        self._reader = Worker(self._file, writes=False)

    async def timezone(self, default: str) -> str:
        """Return the name of the ledger's own time zone, `default` where it has none yet."""
        return await self._reader.run(timezone) or default

    async def size(self, day_of: DayOf) -> LedgerSize:
        """Return how large the ledger is."""
        size = await self._reader.run(lambda connection: _size(connection, day_of))
        return attrs.evolve(size, bytes=_bytes(self._file.path))

    async def prune(self, before: float, day_of: DayOf, *, dry_run: bool = False) -> Pruned:
        """Let go of what was ordered before an instant, has ended, and is known; then give its room back to the disk."""
        pruned, last, bytes_before = Pruned(), 0, _bytes(self._file.path)
        worker = self._reader if dry_run else self._writer
        while True:
            numbers = await self._reader.run(partial(_old, after=last, before=before))
            if not numbers:
                break
            rows = await worker.run(partial(_prune, numbers=numbers, day_of=day_of, dry_run=dry_run))
            pruned, last = pruned.plus(rows), numbers[-1]
        if pruned.generations and not dry_run:
            with contextlib.suppress(Exception):  # another process is at it: the room is used again by what comes
                await asyncio.to_thread(partial(self._file.empty_wal, compact=True))
        return pruned if dry_run else attrs.evolve(pruned, bytes=max(0, bytes_before - _bytes(self._file.path)))

    async def close(self) -> None:
        """Let go of the file."""
        self._writer.stop()
        self._reader.stop()


def _bytes(path: Path) -> int:
    """Return how many bytes the file and its -wal take."""
    return sum(part.stat().st_size for part in (path, path.with_name(f"{path.name}-wal")) if part.exists())


def _old(connection: "Connection", after: int, before: float) -> list[int]:
    return [number for (number,) in connection.execute(_OLD, (after, before)).fetchall()]


def _prune(connection: "Connection", numbers: Sequence[int], day_of: DayOf, *, dry_run: bool) -> list[Row]:
    """Let go of those of the rows that still may be let go of; return them as they were."""
    rows = [row for row in by_numbers(connection, numbers) if is_prunable(row)]
    if dry_run or not rows:
        return rows
    gone = 0
    for row in rows:
        name = (column(row.generation.id),)
        gone += connection.execute("DELETE FROM event WHERE generation = ?", name).rowcount
        if keeps_name(row):
            owner, generation = row.owner, row.generation
            task_id = None if generation.task_id is None else column(generation.task_id)
            whose = (*name, column(owner.user), column(owner.fingerprint), row.at)
            checksum = row_checksum((*whose, 0, generation.stage.value, 0, generation.held, "[]", task_id))
            kept = "UPDATE generation SET seq = 0, purses = '[]', checksum = ? WHERE id = ?"
            connection.execute(kept, (checksum, *name))
        else:
            connection.execute("DELETE FROM generation WHERE id = ?", name)
    write(connection, PRUNED_EVENTS, str(read_number(connection, PRUNED_EVENTS) + gone), time.time())
    for month, text in encode_sums(day_sums(rows, day_of, _sums(connection))):
        write(connection, f"{PRUNED}{month}", text, time.time())
    return rows


def _sums(connection: "Connection") -> DaySums:
    """Return the sums of what was let go of."""
    found = connection.execute("SELECT value FROM setting WHERE name GLOB ?", (f"{PRUNED}*",)).fetchall()
    return decode_sums(text for (text,) in found)


def _size(connection: "Connection", day_of: DayOf) -> LedgerSize:
    sums = _sums(connection)
    orders = connection.execute("SELECT at, held FROM generation WHERE seq > 0").fetchall()
    (events,) = connection.execute("SELECT count(*) FROM event").fetchone()
    largest = connection.execute(_LARGEST, (MAX_LARGEST,)).fetchall()
    named = tuple((str(name), int(size)) for name, size in largest)
    return LedgerSize.of(orders, sums, day_of, events=events, bytes=0, largest=named)
