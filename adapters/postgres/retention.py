"""How long a ledger in a database keeps what has ended, and how large it is; its sums stand among its settings.

Rule: a few hundred orders are one transaction, so that nobody else waits long.
"""

from typing import TYPE_CHECKING

from imastudio.adapters.postgres.connections import Connections
from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.reading import NAMED, OLD, folded
from imastudio.adapters.postgres.schema import REAL, Place
from imastudio.adapters.postgres.settings import SET_SETTING, SETTING
from imastudio.adapters.system.ledger_settings import PRUNED, TIMEZONE, decode_sums, encode_sums
from imastudio.adapters.system.storable import key
from imastudio.domain.lifecycle import (
    MAX_LARGEST,
    DayOf,
    LedgerSize,
    Pruned,
    Row,
    day_sums,
    is_prunable,
    keeps_name,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from psycopg import AsyncConnection

AT_ONCE = 400  # orders a commit: who orders meanwhile waits for one of them at most
_SUMS = f"SELECT value FROM ima.setting WHERE name LIKE '{PRUNED}%%'"  # noqa: S608 - our own words
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
        found = await self._connections.read(SETTING, [TIMEZONE])
        return str(found[0][0]) if found else default

    async def size(self, day_of: DayOf) -> LedgerSize:
        """Return how large the ledger is."""
        read = self._connections.read
        sums = decode_sums(text for (text,) in await read(_SUMS, []))
        orders = [
            (float(at), int(held)) for at, held in await read("SELECT at, held FROM ima.generation WHERE seq > 0", [])
        ]
        [(events,)] = await read("SELECT count(*) FROM ima.event", [])
        [(size,)] = await read(_BYTES, [])
        largest = await read(_LARGEST, [MAX_LARGEST])
        named = tuple((str(name), int(bytes_)) for name, bytes_ in largest)
        return LedgerSize.of(orders, sums, day_of, events=int(events), bytes=int(size), largest=named)

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
            found = await (await connection.execute(sql(_SUMS), [])).fetchall()
            before = decode_sums(text for (text,) in found)
            for month, text in encode_sums(day_sums(rows, day_of, before)):
                await connection.execute(sql(SET_SETTING), [f"{PRUNED}{month}", text])
            await connection.execute(sql("SELECT ima.notify()"))
            return rows

        return await self._connections.transact(work)
