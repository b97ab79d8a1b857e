"""The contract of preferences, over files, memory and a database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from imastudio.adapters.files.preferences import FilePreferences
from imastudio.adapters.memory.preferences import MemoryPreferences
from imastudio.adapters.postgres.connections import Connections
from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.preferences import PostgresPreferences
from imastudio.ports.preferences import Preferences
from imastudio.testing.contracts import PreferencesContract


class TestFilePreferences(PreferencesContract):
    """In a file."""

    @pytest.fixture
    def preferences(self, tmp_path: Path) -> Preferences:
        """Return a file that isn't there yet."""
        return FilePreferences(tmp_path / "memory" / "ima_prefs.json", note=lambda notice: pytest.fail(notice.code))


class TestMemoryPreferences(PreferencesContract):
    """In memory."""

    @pytest.fixture
    def preferences(self) -> Preferences:
        """Return empty ones."""
        return MemoryPreferences()


class TestPostgresPreferences(PreferencesContract):
    """In a database."""

    @pytest.fixture
    async def preferences(self, database: str) -> AsyncIterator[Preferences]:
        """Return those of an empty database."""
        connections = Connections(Database(database))
        yield PostgresPreferences(connections)
        await connections.close()
