"""How long a ledger keeps what has ended, and how large it is (rules: `domain.lifecycle.pruning`). Raises LedgerUnavailable."""

from typing import Protocol

from imastudio.domain.lifecycle import DayOf, LedgerSize, Pruned


class Retention(Protocol):
    """One ledger."""

    async def timezone(self, default: str) -> str:
        """Return the name of the ledger's own time zone, `default` where it has none yet."""

    async def size(self, day_of: DayOf) -> LedgerSize:
        """Return how large the ledger is."""

    async def prune(self, before: float, day_of: DayOf, *, dry_run: bool = False) -> Pruned:
        """Let go of what was ordered before an instant and has ended; sums and chosen names stay. Goes on where one stopped."""

    async def close(self) -> None:
        """Let go of the ledger."""
