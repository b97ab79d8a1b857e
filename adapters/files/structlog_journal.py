"""The journal of a program that logs with structlog (extra `structlog`): our lines among its own, redacted as in ours.

open_studio(journal=StructlogJournal(structlog.get_logger("imastudio")))
"""

from collections.abc import Sequence
from typing import Any

from structlog.typing import FilteringBoundLogger

from imastudio.domain.lifecycle import safe_fields


class StructlogJournal:
    """Hands each line to a bound logger. A logger that fails stops nothing."""

    def __init__(self, logger: FilteringBoundLogger, *, secrets: Sequence[str] = ()) -> None:
        """Write to `logger`; `secrets` are withheld beside all that looks like a key."""
        self._logger = logger
        self._secrets = secrets
        self.failures = 0

    def info(self, event: str, **facts: object) -> None:
        """Write something that is as it should be."""
        self._write("info", event, facts)

    def warning(self, event: str, **facts: object) -> None:
        """Write something that should be looked at."""
        self._write("warning", event, facts)

    def error(self, event: str, *, error: BaseException | None = None, **facts: object) -> None:
        """Write something that went wrong, and where."""
        self._write("error", event, {**facts, "error": error})

    def _write(self, level: str, event: str, facts: dict[str, object]) -> None:
        fields: dict[str, Any] = dict(safe_fields({"event": event, **facts}, self._secrets))
        name = fields.pop("event")
        try:
            getattr(self._logger, level)(name, **fields)
        except Exception:  # noqa: BLE001 - a line may not fail a paid generation, whatever stands behind it
            self.failures += 1
