"""The ledger in memory: a fake for tests and for whoever embeds this package without a disk.

Ledgers over one `MemoryStore` behave like processes that share one file; closing one is the death of its process.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence

import attrs

from imastudio.domain.errors import unavailable
from imastudio.domain.lifecycle.events import Entry
from imastudio.domain.lifecycle.forgetting import forgotten
from imastudio.domain.lifecycle.generation import Generation, Stage, fold
from imastudio.domain.lifecycle.rows import SHORTEST_NAME, BeginAnswer, Begun, OverBudget, Owner, Query, Row, Twin

_NUMBERS = itertools.count(1)


@attrs.define(kw_only=True)
class _Kept:
    owner: Owner
    entries: tuple[Entry, ...]
    generation: Generation
    purses: tuple[str, ...]
    driver: int | None


@attrs.define
class MemoryStore:
    """What would be the file: generations, purses, the living, and how often each has written."""

    kept: dict[str, _Kept] = attrs.field(factory=dict)
    purses: dict[str, int] = attrs.field(factory=dict)
    living: set[int] = attrs.field(factory=set)
    writes: int = 0


class MemoryLedger:
    """A ledger that ends with the process. Set `unavailable` to a reason, and it cannot be written."""

    def __init__(self, store: MemoryStore | None = None) -> None:
        """Begin with nothing, or with what `store` holds."""
        self.store = store if store is not None else MemoryStore()
        self.unavailable: str | None = None
        self._name = next(_NUMBERS)
        self.store.living.add(self._name)

    async def begin(
        self,
        generation: Generation,
        owner: Owner,
        entries: Sequence[Entry],
        purses: Mapping[str, int | None],
    ) -> BeginAnswer:
        """Keep the first entries of a generation, reserving its points; or say why not."""
        self._check()
        twin = self._twin(generation.id, owner)
        if twin is not None:
            return Twin(twin)
        over = self._over(purses, generation.held)
        if over is not None:
            return over
        kept = _Kept(owner=owner, entries=(), generation=generation, purses=(), driver=self._name)
        self.store.kept[generation.id] = kept
        self._keep(kept, generation, entries, held=0, purses=tuple(purses))
        return Begun()

    async def append(self, generation: Generation, entries: Sequence[Entry], expected_seq: int) -> bool:
        """Keep further entries; False if another writer was first."""
        self._check()
        kept = self.store.kept.get(generation.id)
        if kept is None or len(kept.entries) != expected_seq:
            return False
        self._keep(kept, generation, entries, held=kept.generation.held, purses=kept.purses)
        return True

    async def send_again(
        self, generation: Generation, entries: Sequence[Entry], expected_seq: int, purses: Mapping[str, int | None]
    ) -> BeginAnswer:
        """Keep entries that end with another `Sending`, reserving its points anew; or say why not."""
        self._check()
        kept = self.store.kept.get(generation.id)
        if kept is None:
            raise unavailable("gone")
        if len(kept.entries) != expected_seq:
            return Twin(self._row(kept))
        over = self._over(purses, generation.held)
        if over is not None:
            return over
        self._keep(kept, generation, entries, held=0, purses=tuple(purses))
        kept.driver = self._name
        return Begun()

    async def load(self, generation_id: str) -> Row | None:
        """Return a generation by our id, or None."""
        kept = self.store.kept.get(generation_id)
        return self._row(kept) if kept is not None else None

    async def find(self, account: str, name: str) -> Sequence[Row]:
        """Return the account's generations that `name` may mean, newest first."""

        def meant(row: Row) -> bool:
            begins = len(name) >= SHORTEST_NAME and row.generation.id.startswith(name)
            return begins or name in {row.generation.id, row.generation.task_id, row.owner.request_id}

        return self._rows(lambda row: row.owner.account == account and meant(row))

    async def rows(self, query: Query) -> Sequence[Row]:
        """Return the rows asked for, newest first."""

        def wanted(row: Row) -> bool:
            whose, stage, is_open = row.owner, row.generation.stage, row.generation.open
            asked = (query.account, query.user, query.request_id, query.fingerprint, query.stage, query.open)
            there = (whose.account, whose.user, whose.request_id, whose.fingerprint, stage, is_open)
            unsettled = is_open or stage is Stage.UNKNOWN
            return all(ask is None or ask == is_ for ask, is_ in zip(asked, there, strict=True)) and (
                unsettled or not query.unsettled
            )

        return self._rows(wanted)[: query.limit]

    async def claim(self, generation_id: str, *, force: bool = False) -> Row | None:
        """Make this process the owner of an open generation whose owner is dead (or, with `force`, hangs)."""
        self._check()
        kept = self.store.kept.get(generation_id)
        if kept is None or not kept.generation.open:
            return None
        if kept.driver in self.store.living and kept.driver != self._name and not force:
            return None
        kept.driver = self._name
        self.store.writes += 1
        return self._row(kept)

    async def changes(self) -> int:
        """Return a number that changes whenever anybody has written."""
        return self.store.writes

    async def spent(self, purse: str) -> int:
        """Return the points held or spent in a purse."""
        return self.store.purses.get(purse, 0)

    async def forget(self, generation_id: str) -> bool:
        """Blank the bodies of an ended generation's events, keeping points and ids."""
        self._check()
        kept = self.store.kept.get(generation_id)
        if kept is None or kept.generation.open:
            return False
        kept.entries = tuple(forgotten(entry) for entry in kept.entries)
        kept.generation = fold(generation_id, kept.entries)
        self.store.writes += 1
        return True

    async def close(self) -> None:
        """Let go of owned generations."""
        self.store.living.discard(self._name)
        self.unavailable = "closed"

    def _check(self) -> None:
        if self.unavailable is not None:
            raise unavailable(self.unavailable)

    def _twin(self, generation_id: str, owner: Owner) -> Row | None:
        asked = (owner.account, owner.user, owner.request_id)
        for kept in self.store.kept.values():
            there = (kept.owner.account, kept.owner.user, kept.owner.request_id)
            if kept.generation.id == generation_id or there == asked:
                return self._row(kept)
        return None

    def _over(self, purses: Mapping[str, int | None], points: int) -> OverBudget | None:
        for name, limit in purses.items():
            if limit is not None and points > 0:
                left = limit - self.store.purses.get(name, 0)
                if points > left:
                    return OverBudget(purse=name, limit=limit, left=max(0, left))
        return None

    def _keep(
        self, kept: _Kept, generation: Generation, entries: Sequence[Entry], *, held: int, purses: tuple[str, ...]
    ) -> None:
        for name in purses:
            self.store.purses[name] = self.store.purses.get(name, 0) + generation.held - held
        if kept.driver is None:
            kept.driver = self._name
        kept.entries = (*kept.entries, *entries)
        kept.generation = fold(generation.id, kept.entries)
        kept.purses = purses
        kept.driver = kept.driver if generation.open else None
        self.store.writes += 1

    def _row(self, kept: _Kept) -> Row:
        alive = kept.driver in self.store.living
        at = kept.entries[0].at
        return Row(generation=kept.generation, owner=kept.owner, seq=len(kept.entries), at=at, alive=alive)

    def _rows(self, wanted: Callable[[Row], bool]) -> list[Row]:
        rows = [row for row in map(self._row, self.store.kept.values()) if wanted(row)]
        return sorted(rows, key=lambda row: (row.at, row.generation.id), reverse=True)
