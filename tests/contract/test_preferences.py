"""The contract of preferences, over files and memory."""

from pathlib import Path

import pytest

from imastudio.adapters.files.preferences import FilePreferences
from imastudio.adapters.memory.preferences import MemoryPreferences
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
