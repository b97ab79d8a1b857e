"""The connections of one process to its ledger: a pool, opened with the first question, that outlasts a server's restart.

Rules: the schema is up to date before anything else is asked; where the server is away it is asked again for `patience_s`;
however many wait for a connection, they wait as long as others are answered.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from imastudio.adapters.postgres.database import Database, is_crowded, is_lost
from imastudio.adapters.postgres.poolers import refuse_swapping
from imastudio.adapters.postgres.schema import REAL, Place, prepare
from imastudio.adapters.postgres.session import steady
from imastudio.domain.kernel import unavailable

if TYPE_CHECKING:
    from psycopg import AsyncConnection
    from psycopg_pool import AsyncConnectionPool

T = TypeVar("T")
Work: TypeAlias = "Callable[[AsyncConnection], Awaitable[T]]"
PATIENCE_S = 10.0
HURRY_S = 1.0
RETRY_EVERY_S = 0.2


class Connections:
    """A pool over the schema `place` of `database`, of one event loop."""

    def __init__(self, database: Database, place: Place = REAL) -> None:
        """Connect to nothing yet."""
        self.database = database
        self.place = place
        self.patience_s = PATIENCE_S
        self._pool: AsyncConnectionPool | None = None
        self._opening = asyncio.Lock()
        self._closed = False
        self._answered = float("-inf")

    def hurry(self) -> None:
        """Wait no longer than a moment for a server that is away: the person has ended the command."""
        self.patience_s = HURRY_S

    async def pool(self) -> "AsyncConnectionPool":
        """Return the open pool. Raises LedgerUnavailable."""
        async with self._opening:
            if self._closed:
                raise unavailable("closed")
            if self._pool is None:
                async with await self.database.connect_async() as connection:
                    await refuse_swapping(self.database, connection)
                    await prepare(connection, self.place)
                self._pool = self.database.pool()
                await self._pool.open()
            return self._pool

    async def read(self, statement: str, values: Any, *, patience_s: float | None = None) -> Sequence[tuple[Any, ...]]:
        """Return what a statement, written for the schema `ima`, finds. Raises LedgerUnavailable, as all that follow do."""

        async def work(connection: "AsyncConnection") -> Sequence[tuple[Any, ...]]:
            cursor = await connection.execute(self.place.sql(statement), values)
            found: Sequence[tuple[Any, ...]] = await cursor.fetchall()
            return found

        return await self.patiently(work, patience_s)

    async def now(self) -> float:
        """Return the instant by the database's clock, in seconds since the epoch."""
        [(now,)] = await self.read("SELECT extract(epoch FROM clock_timestamp())::double precision", None)
        return float(now)

    async def do(self, statement: str, values: Any) -> int:
        """Run a statement that may be repeated; return how many rows it changed."""

        async def work(connection: "AsyncConnection") -> int:
            return int((await connection.execute(self.place.sql(statement), values)).rowcount)

        return await self.patiently(work)

    async def transact(self, work: "Work[T]") -> T:
        """Return what `work` answers, which may be repeated, within a transaction."""

        async def transaction(connection: "AsyncConnection") -> T:
            async with connection.transaction():
                return await work(connection)

        return await self.patiently(transaction)

    async def patiently(self, work: "Work[T]", patience_s: float | None = None) -> T:
        """Return what `work` answers on a connection, asking again while the server is away."""
        patience = self.patience_s if patience_s is None else patience_s
        latest = steady() + patience
        while True:
            try:
                pool = await self.pool()
                async with pool.connection(timeout=max(0.1, latest - steady())) as connection:
                    answer = await work(connection)
                    self._answered = steady()
                    return answer
            except Exception as error:
                if is_crowded(error):  # the server is there, and others are before us
                    latest = max(latest, self._answered + patience)
                translated = self.database.translated(error)
                if not is_lost(error) or self._closed or steady() >= latest:
                    if translated is error:
                        raise
                    raise translated from error
            await asyncio.sleep(RETRY_EVERY_S)

    async def close(self) -> None:
        """Close the pool; whatever is asked from now on is refused."""
        async with self._opening:
            self._closed = True
            pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()
