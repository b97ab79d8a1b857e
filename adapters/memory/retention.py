"""Retention in memory: a fake for tests."""

from imastudio.adapters.memory.ledger import MemoryStore
from imastudio.domain.lifecycle import (
    MAX_LARGEST,
    DayOf,
    DaySums,
    LedgerSize,
    Pruned,
    day_sums,
    is_prunable,
    keeps_name,
    remnant,
)


class MemoryRetention:
    """The `Retention` port, for ledgers over `store`."""

    def __init__(self, store: MemoryStore) -> None:
        """Let go of nothing yet."""
        self._store = store
        self._sums: DaySums = {}

    async def timezone(self, default: str) -> str:
        """Return the name of the ledger's own time zone, `default` where it has none yet."""
        return self._store.timezone or default

    async def size(self, day_of: DayOf) -> LedgerSize:
        """Return how large the store is; a repr takes the place of the bytes."""
        kept = [kept for kept in self._store.kept.values() if kept.entries]
        sizes = [(one.generation.id, sum(len(repr(entry.event)) for entry in one.entries)) for one in kept]
        orders = [(one.entries[0].at, one.generation.held) for one in kept]
        return LedgerSize.of(
            orders,
            self._sums,
            day_of,
            events=sum(len(one.entries) for one in kept),
            bytes=sum(size for _, size in sizes),
            largest=tuple(sorted(sizes, key=lambda size: (-size[1], size[0]))[:MAX_LARGEST]),
        )

    async def prune(self, before: float, day_of: DayOf, *, dry_run: bool = False) -> Pruned:
        """Let go of what was ordered before an instant, has ended, and is known."""
        rows = self._store.rows(lambda row: row.at < before and is_prunable(row))
        if dry_run:
            return Pruned().plus(rows)
        self._sums = day_sums(rows, day_of, self._sums)
        for row in rows:
            there, generation = self._store.kept, row.generation
            if keeps_name(row):
                kept = there[generation.id]
                kept.generation = remnant(
                    generation.id,
                    stage=generation.stage,
                    held=generation.held,
                    task_id=generation.task_id,
                    at=row.at,
                    pruned=True,
                )
                kept.entries, kept.at, kept.purses = (), row.at, ()
            else:
                del there[generation.id]
        self._store.writes += bool(rows)
        return Pruned().plus(rows)

    async def close(self) -> None:
        """Let go of nothing."""
