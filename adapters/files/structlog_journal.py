"""The journal of a program that logs with structlog (extra `structlog`): our lines among its own, redacted as in ours.

open_studio(journal=StructlogJournal(structlog.get_logger("imastudio")))
"""

from collections.abc import Sequence
from typing import Any

from structlog.typing import FilteringBoundLogger

from imastudio.adapters.system.journal_levels import JournalLevels
from imastudio.domain.lifecycle import safe_fields


class StructlogJournal(JournalLevels):
    """Hands each line to a bound logger. A logger that fails stops nothing."""

    def __init__(self, logger: FilteringBoundLogger, *, secrets: Sequence[str] = ()) -> None:
        """Write to `logger`; `secrets` are withheld beside all that looks like a key."""
        self._logger = logger
        self._secrets = secrets
        self.failures = 0

    def write(self, level: str, event: str, facts: dict[str, object]) -> None:
        """Hand a line to the logger."""
        fields: dict[str, Any] = dict(safe_fields({"event": event, **facts}, self._secrets))
        name = fields.pop("event")
        try:
            getattr(self._logger, level)(name, **fields)
        except Exception:  # noqa: BLE001 - a line may not fail a paid generation, whatever stands behind it
            self.failures += 1
