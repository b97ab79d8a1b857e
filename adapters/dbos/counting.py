"""How often each thing happened, as the log tells it."""

from collections import Counter

from imastudio.ports.journal import Journal


class CountingJournal:
    """A journal that counts its lines by their event, and passes them on."""

    def __init__(self, journal: Journal) -> None:
        """Count from zero."""
        self._journal = journal
        self.counts: Counter[str] = Counter()

    def info(self, event: str, **facts: object) -> None:
        """Count and pass on something ordinary."""
        self.counts[event] += 1
        self._journal.info(event, **facts)

    def warning(self, event: str, **facts: object) -> None:
        """Count and pass on a surprise."""
        self.counts[event] += 1
        self._journal.warning(event, **facts)

    def error(self, event: str, *, error: BaseException | None = None, **facts: object) -> None:
        """Count and pass on a defect."""
        self.counts[event] += 1
        self._journal.error(event, error=error, **facts)
