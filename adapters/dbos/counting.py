"""How often each thing happened, as the log tells it."""

from collections import Counter

from imastudio.adapters.system.journal_levels import JournalLevels
from imastudio.ports.journal import Journal


class CountingJournal(JournalLevels):
    """A journal that counts its lines by their event, and passes them on."""

    def __init__(self, journal: Journal) -> None:
        """Count from zero."""
        self._journal = journal
        self.counts: Counter[str] = Counter()

    def write(self, level: str, event: str, facts: dict[str, object]) -> None:
        """Count a line and pass it on."""
        self.counts[event] += 1
        getattr(self._journal, level)(event, **facts)
