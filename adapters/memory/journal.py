"""A journal in memory, for tests: its lines are as the real one's."""

from collections.abc import Sequence

from imastudio.domain.lifecycle import safe_fields


class MemoryJournal:
    """Keeps lines in a list."""

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        """Begin with none; `secrets` are withheld wherever they stand."""
        self.lines: list[dict[str, object]] = []
        self._secrets = secrets

    def info(self, event: str, **facts: object) -> None:
        """Keep something that is as it should be."""
        self._keep("info", event, facts)

    def warning(self, event: str, **facts: object) -> None:
        """Keep something that should be looked at."""
        self._keep("warning", event, facts)

    def error(self, event: str, *, error: BaseException | None = None, **facts: object) -> None:
        """Keep something that went wrong, and where."""
        self._keep("error", event, {**facts, "error": error})

    def _keep(self, level: str, event: str, facts: dict[str, object]) -> None:
        self.lines.append(safe_fields({"level": level, "event": event, **facts}, self._secrets))
