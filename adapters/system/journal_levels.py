"""The three calls of the `Journal` port as one: a journal says what becomes of a line, whatever its level."""

from abc import ABC, abstractmethod


class JournalLevels(ABC):
    """Hands lines of every level to `write`; the exception of an error is one of its facts."""

    def info(self, event: str, **facts: object) -> None:
        """Note a step that went as it should."""
        self.write("info", event, facts)

    def warning(self, event: str, **facts: object) -> None:
        """Note a surprise."""
        self.write("warning", event, facts)

    def error(self, event: str, *, error: BaseException | None = None, **facts: object) -> None:
        """Note a defect, and where it happened."""
        self.write("error", event, {**facts, "error": error})

    @abstractmethod
    def write(self, level: str, event: str, facts: dict[str, object]) -> None:
        """Note a line."""
