"""Hearing that something was written: a session that listens, and a number that goes up."""

import asyncio
from typing import TYPE_CHECKING

from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.schema import REAL, Place

if TYPE_CHECKING:
    from psycopg import AsyncConnection


class Watcher:
    """Counts the notifications of a schema, from the first call on."""

    def __init__(self, database: Database, place: Place = REAL) -> None:
        """Listen to nothing yet."""
        self._database = database
        self._place = place
        self._connection: AsyncConnection | None = None
        self._asking = asyncio.Lock()
        self._count = 0

    async def count(self) -> int:
        """Return the number, another one after each commit of anybody and after a lost line. Raises LedgerUnavailable."""
        import psycopg

        async with self._asking:
            try:
                if self._connection is None:
                    self._connection = await self._listening()
                await self._connection.execute("SELECT 1")  # brings what has been told meanwhile
            except psycopg.Error as error:
                await self._drop()
                raise self._database.translated(error) from error
            return self._count

    async def close(self) -> None:
        """Listen no longer."""
        async with self._asking:
            await self._drop()

    async def _listening(self) -> "AsyncConnection":
        connection = await self._database.connect_async()
        connection.add_notify_handler(self._heard)
        await connection.execute(f"LISTEN {self._place.schema}")
        # From now on those who write tell of it; those who are about to commit are waited for.
        await connection.execute(self._place.sql("SELECT pg_advisory_lock_shared(4243, 0)"))
        self._count += 1
        return connection

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            self._count += 1
            await connection.close()

    def _heard(self, _: object) -> None:
        self._count += 1
