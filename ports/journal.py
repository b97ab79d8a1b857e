"""Lines of the log: what matters in a generation's life, and what went wrong. Rotation is the adapter's.

Rules for every adapter: a line never raises, whatever its facts are; lines come to rest in the order they were written;
neither the key, a prompt, a user id nor the vendor's own words are in one (`redaction` withholds what looks like them);
of an error its class and its places are kept, no message. What is older than seven days goes whenever a log is opened.
"""

from typing import Protocol


class Journal(Protocol):
    """Keeps notes."""

    def info(self, event: str, **facts: object) -> object:
        """Note a step that went as it should: a name in words with underscores, and its facts."""

    def warning(self, event: str, **facts: object) -> object:
        """Note a surprise."""

    def error(self, event: str, *, error: BaseException | None = None, **facts: object) -> object:
        """Note a defect, and where it happened."""
