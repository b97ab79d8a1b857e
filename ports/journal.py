"""Lines of the log, about what matters in a generation's life. structlog's bound logger fits; rotation is the adapter's."""

from typing import Protocol


class Journal(Protocol):
    """Keeps notes; facts never hold the key, a prompt, a user id or the vendor's own words."""

    def warning(self, event: str, **facts: object) -> object:
        """Note a surprise."""
        ...
