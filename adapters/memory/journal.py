"""A journal in memory, for tests: its lines are as the real one's."""

from collections.abc import Sequence

from imastudio.adapters.system.journal_levels import JournalLevels
from imastudio.domain.lifecycle import safe_fields


class MemoryJournal(JournalLevels):
    """Keeps lines in a list."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        """Begin with none; `secrets` are withheld wherever they stand."""
        self.lines: list[dict[str, object]] = []
        self._secrets = secrets

    def write(self, level: str, event: str, facts: dict[str, object]) -> None:
        """Keep a line."""
        self.lines.append(safe_fields({"level": level, "event": event, **facts}, self._secrets))
