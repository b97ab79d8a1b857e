"""The contract of letting go, over the ledger in memory, on disk and in a database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from imastudio.adapters.memory.ledger import MemoryLedger
from imastudio.adapters.memory.retention import MemoryRetention
from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.ledger import PostgresLedger
from imastudio.adapters.postgres.retention import PostgresRetention
from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.adapters.sqlite.retention import SqliteRetention
from imastudio.testing.contracts import RetentionContract


class TestMemoryRetention(RetentionContract):
    """In memory."""

    @pytest.fixture
    async def ledger(self) -> MemoryLedger:
        """Return a ledger in memory."""
        return MemoryLedger()

    @pytest.fixture
    async def retention(self, ledger: MemoryLedger) -> MemoryRetention:
        """Return what looks after its store."""
        return MemoryRetention(ledger.store)


class TestSqliteRetention(RetentionContract):
    """On disk."""

    @pytest.fixture
    async def ledger(self, tmp_path: Path) -> AsyncIterator[SqliteLedger]:
        """Return a ledger on disk."""
        ledger = SqliteLedger(tmp_path / "ledger.sqlite3")
        yield ledger
        await ledger.close()

    @pytest.fixture
    async def retention(self, ledger: SqliteLedger, tmp_path: Path) -> AsyncIterator[SqliteRetention]:
        """Return what looks after its file, as another process would."""
        del ledger
        retention = SqliteRetention(tmp_path / "ledger.sqlite3")
        yield retention
        await retention.close()


class TestPostgresRetention(RetentionContract):
    """In a database."""

    @pytest.fixture
    async def ledger(self, database: str) -> AsyncIterator[PostgresLedger]:
        """Return a ledger in a database."""
        ledger = PostgresLedger(Database(database))
        yield ledger
        await ledger.close()

    @pytest.fixture
    async def retention(self, ledger: PostgresLedger, database: str) -> AsyncIterator[PostgresRetention]:
        """Return what looks after the same database."""
        del ledger
        retention = PostgresRetention(Database(database))
        yield retention
        await retention.close()
