"""How long a ledger in a database keeps what has ended, and how large it is; its sums stand among its settings.

Rule: a few hundred orders are one transaction, so that nobody else waits long.
"""

import json
from itertools import groupby
from typing import TYPE_CHECKING

from imastudio.adapters.postgres.connections import Connections
from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.reading import NAMED, OLD, folded
from imastudio.adapters.postgres.schema import REAL, Place
from imastudio.adapters.system.storable import key
from imastudio.domain.lifecycle import (
    DayOf,
    DaySums,
    LedgerSize,
    Pruned,
    Row,
    day_sums,
    is_prunable,
    keeps_name,
    month_tallies,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import AsyncConnection

AT_ONCE = 400
MAX_LARGEST = 5
PRUNED = "pruned in "
_SUMS = f"SELECT value FROM ima.setting WHERE name LIKE '{PRUNED}%%'"  # noqa: S608 - our own words
_SET = """
    INSERT INTO ima.setting (name, value) VALUES (%s, %s)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = clock_timestamp()
"""
_LARGEST = """
    SELECT generation, sum(octet_length(body)) AS bytes FROM ima.event GROUP BY generation
    ORDER BY bytes DESC, generation LIMIT %s
"""
_BYTES = """
    SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname || '.' || c.relname IN ('ima.generation', 'ima.event', 'ima.purse')
"""


class PostgresRetention:
    """The `Retention` port, for the ledger in a database."""

    def __init__(self, database: Database, place: Place = REAL) -> None:
        """Connect to nothing yet."""
        self._connections = Connections(database, place)

    async def timezone(self, default: str) -> str:
        """Return the name of the ledger's own time zone, `default` where it has none yet."""
        found = await self._connections.read("SELECT value FROM ima.setting WHERE name = 'timezone'", [])
        return str(found[0][0]) if found else default

    async def size(self, day_of: DayOf) -> LedgerSize:
        """Return how large the ledger is."""
        read = self._connections.read
        sums = _decoded(await read(_SUMS, []))
        orders = [
            (float(at), int(held)) for at, held in await read("SELECT at, held FROM ima.generation WHERE seq > 0", [])
        ]
        [(events,)] = await read("SELECT count(*) FROM ima.event", [])
        [(size,)] = await read(_BYTES, [])
        largest = await read(_LARGEST, [MAX_LARGEST])
        return LedgerSize(
            generations=len(orders),
            events=int(events),
            bytes=int(size),
            pruned=sum(count for count, _ in sums.values()),
            oldest=min((at for at, _ in orders), default=None),
            newest=max((at for at, _ in orders), default=None),
            months=month_tallies(orders, sums, day_of),
            largest=tuple((str(name), int(bytes_)) for name, bytes_ in largest),
        )

    async def prune(self, before: float, day_of: DayOf, *, dry_run: bool = False) -> Pruned:
        """Let go of what was ordered before an instant, has ended, and is known. The server gives the room back by itself."""
        pruned, last = Pruned(), ""
        while True:
            asked = {"after": last, "before": before, "most": AT_ONCE}
            names = [str(name) for (name,) in await self._connections.read(OLD, asked)]
            if not names:
                return pruned
            rows = await self._pruned(names, day_of, dry_run=dry_run)
            pruned, last = pruned.plus(rows), names[-1]

    async def close(self) -> None:
        """Let go of the connections."""
        await self._connections.close()

    async def _pruned(self, names: "Sequence[str]", day_of: DayOf, *, dry_run: bool) -> "Sequence[Row]":
        sql = self._connections.place.sql

        async def work(connection: "AsyncConnection") -> "Sequence[Row]":
            cursor = await connection.execute(sql(NAMED), [list(names)])
            rows = [row for row in folded(await cursor.fetchall()) if is_prunable(row)]
            if dry_run or not rows:
                return rows
            gone = [key(row.generation.id) for row in rows]
            kept = [key(row.generation.id) for row in rows if keeps_name(row)]
            await connection.execute(sql("DELETE FROM ima.event WHERE generation = ANY(%s)"), [gone])
            await connection.execute(sql("UPDATE ima.generation SET seq = 0, purses = '{}' WHERE id = ANY(%s)"), [kept])
            away = sorted({*gone} - {*kept})
            await connection.execute(sql("DELETE FROM ima.generation WHERE id = ANY(%s)"), [away])
            await connection.execute(sql("LOCK TABLE ima.setting IN SHARE ROW EXCLUSIVE MODE"))
            before = _decoded(await (await connection.execute(sql(_SUMS), [])).fetchall())
            lines = [(day, model, *counts) for (day, model), counts in sorted(day_sums(rows, day_of, before).items())]
            for month, of_it in groupby(lines, key=lambda line: line[0].rpartition("-")[0]):
                await connection.execute(sql(_SET), [f"{PRUNED}{month}", json.dumps(list(of_it))])
            await connection.execute(sql("SELECT ima.notify()"))
            return rows

        return await self._connections.transact(work)


def _decoded(found: "Sequence[tuple[str, ...]]") -> DaySums:
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for (text,) in found:
        sums |= {(day, model): (orders, points) for day, model, orders, points in json.loads(text)}
    return sums
