"""The ledger in memory: a fake for tests and for whoever embeds this package without a disk.

Ledgers over one `MemoryStore` behave like processes that share one file; closing one is the death of its process.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence

import attrs

from imastudio.domain.kernel import unavailable
from imastudio.domain.lifecycle import (
    MIN_NAME_CHARS,
    AppendAnswer,
    BeginAnswer,
    Begun,
    Entry,
    Generation,
    Loss,
    OtherKey,
    OverBudget,
    Owner,
    Query,
    Row,
    Stage,
    TaskTaken,
    Twin,
    fold,
    forgotten,
    is_unknown,
)

_NUMBERS = itertools.count(1)


@attrs.define(kw_only=True)
class _Kept:
    owner: Owner
    entries: tuple[Entry, ...]
    generation: Generation
    purses: tuple[str, ...]
    driver: int | None
    at: float = 0.0
    """When it was ordered, of one whose entries were let go of."""


@attrs.define
class MemoryStore:
    """Stands for the file: generations, purses, the living, and how often each has written."""

    kept: dict[str, _Kept] = attrs.field(factory=dict)
    purses: dict[str, int] = attrs.field(factory=dict)
    living: set[int] = attrs.field(factory=set)
    addresses: dict[str, str] = attrs.field(factory=dict)
    timezone: str | None = None
    losses: tuple[Loss, ...] = ()
    writes: int = 0

    def twin(self, generation_id: str, owner: Owner, *, again: bool) -> Row | None:
        """Return what an order of this id and owner would be a twin of."""
        own = [self.kept[generation_id]] if generation_id in self.kept else []
        own += [kept for kept in self.alike(owner) if kept.owner.account == owner.account]
        if own:
            return self.row(own[0])
        return None if again else self.twin_of_another_key(owner)

    def twin_of_another_key(self, owner: Owner) -> Row | None:
        """Return what another key of the address has made, or is making, of this owner's request."""
        address = owner.address or self.addresses.get(owner.account)
        others = self.others(owner.account, address) if address else set()
        for kept in self.alike(owner):
            if kept.owner.account in others and kept.generation.stage is not Stage.REJECTED:
                return self.row(kept)
        return None

    def alike(self, owner: Owner) -> list[_Kept]:
        """Return what is there of this owner's user and request id, under whatever key."""
        asked = (owner.user, owner.request_id)
        return [kept for kept in self.kept.values() if (kept.owner.user, kept.owner.request_id) == asked]

    def others(self, account: str, address: str) -> set[str]:
        """Return the accounts that are of `address`, or may be, but for `account`."""
        return {name for name, known in self.addresses.items() if known in {address, ""} and name != account}

    def taken(self, generation: Generation, before: str | None, account: str) -> TaskTaken | None:
        """Return who has the task that `generation` newly has, if another has it."""
        task_id, address = generation.task_id, self.addresses.get(account)
        if task_id is None or before is not None:
            return None
        for kept in self.kept.values():
            theirs = kept.owner.account
            alike = theirs == account or (address and self.addresses.get(theirs) == address)
            if alike and kept.generation.task_id == task_id and kept.generation.id != generation.id:
                return TaskTaken(task_id=task_id, generation_id=kept.generation.id)
        return None

    def over(self, purses: Mapping[str, int | None], points: int) -> OverBudget | None:
        """Return the first purse that so many points are too much for."""
        for name, limit in purses.items():
            if limit is not None and points > 0:
                left = limit - self.purses.get(name, 0)
                if points > left:
                    return OverBudget(purse=name, limit=limit, left=max(0, left))
        return None

    def keep(
        self,
        kept: _Kept,
        generation: Generation,
        entries: Sequence[Entry],
        *,
        held: int,
        purses: tuple[str, ...],
        writer: int,
    ) -> None:
        """Add entries to a generation, and what they hold to its purses."""
        for name in purses:
            self.purses[name] = self.purses.get(name, 0) + generation.held - held
        if kept.driver is None:
            kept.driver = writer
        kept.entries = (*kept.entries, *entries)
        kept.generation = fold(generation.id, kept.entries)
        kept.purses = purses
        kept.driver = kept.driver if generation.open else None
        self.writes += 1

    def row(self, kept: _Kept) -> Row:
        """Return a generation as it stands."""
        alive = kept.driver in self.living
        seq, at = len(kept.entries), kept.entries[0].at if kept.entries else kept.at
        return Row(generation=kept.generation, owner=kept.owner, seq=seq, at=at, alive=alive, readable=seq > 0)

    def rows(self, wanted: Callable[[Row], bool]) -> list[Row]:
        """Return the wanted rows, newest first."""
        rows = [row for row in map(self.row, self.kept.values()) if wanted(row)]
        return sorted(rows, key=lambda row: (row.at, row.generation.id), reverse=True)


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
        *,
        again: bool = False,
    ) -> BeginAnswer:
        """Keep the first entries of a generation, reserving its points; or say why not."""
        self._check(sends=generation.stage is Stage.SENDING)
        if owner.address or owner.account not in self.store.addresses:
            self.store.addresses[owner.account] = owner.address
        twin = self.store.twin(generation.id, owner, again=again)
        if twin is not None:
            return Twin(twin)
        taken = self.store.taken(generation, None, owner.account)
        if taken is not None:
            return taken
        over = self.store.over(purses, generation.held)
        if over is not None:
            return over
        kept = _Kept(owner=owner, entries=(), generation=generation, purses=(), driver=self._name)
        self.store.kept[generation.id] = kept
        self.store.keep(kept, generation, entries, held=0, purses=tuple(purses), writer=self._name)
        return Begun()

    async def append(self, generation: Generation, entries: Sequence[Entry], expected_seq: int) -> AppendAnswer:
        """Keep further entries; False if another writer was first."""
        self._check()
        kept = self.store.kept.get(generation.id)
        if kept is None or len(kept.entries) != expected_seq:
            return False
        taken = self.store.taken(generation, kept.generation.task_id, kept.owner.account)
        if taken is not None:
            return taken
        self.store.keep(kept, generation, entries, held=kept.generation.held, purses=kept.purses, writer=self._name)
        return True

    async def send_again(
        self,
        generation: Generation,
        entries: Sequence[Entry],
        expected_seq: int,
        purses: Mapping[str, int | None],
        *,
        again: bool = False,
    ) -> BeginAnswer:
        """Keep entries that end with another `Sending`, reserving its points anew; or say why not."""
        self._check(sends=True)
        kept = self.store.kept.get(generation.id)
        if kept is None:
            raise unavailable("gone")
        if len(kept.entries) != expected_seq:
            return Twin(self.store.row(kept))
        twin = None if again or kept.generation.open else self.store.twin_of_another_key(kept.owner)
        if twin is not None:
            return Twin(twin)
        over = self.store.over(purses, generation.held)
        if over is not None:
            return over
        self.store.keep(kept, generation, entries, held=0, purses=tuple(purses), writer=self._name)
        kept.driver = self._name
        return Begun()

    async def load(self, generation_id: str) -> Row | None:
        """Return a generation by our id, or None."""
        kept = self.store.kept.get(generation_id)
        return self.store.row(kept) if kept is not None else None

    async def find(self, account: str, name: str) -> Sequence[Row]:
        """Return the account's generations that `name` may mean, newest first."""

        def meant(row: Row) -> bool:
            begins = len(name) >= MIN_NAME_CHARS and row.generation.id.startswith(name)
            return begins or name in {row.generation.id, row.generation.task_id, row.owner.request_id}

        return self.store.rows(lambda row: row.owner.account == account and meant(row))

    async def rows(self, query: Query) -> Sequence[Row]:
        """Return the rows asked for, newest first."""

        def wanted(row: Row) -> bool:
            whose, stage, is_open = row.owner, row.generation.stage, row.generation.open
            asked = (query.account, query.user, query.request_id, query.fingerprint, query.stage, query.open)
            there = (whose.account, whose.user, whose.request_id, whose.fingerprint, stage, is_open)
            if row.pruned and query.request_id is None:
                return False
            alike = all(ask is None or ask == is_ for ask, is_ in zip(asked, there, strict=True))
            early = query.since is not None and row.at < query.since
            late = query.until is not None and row.at >= query.until
            return alike and not early and not late and _stands(row, query)

        return self.store.rows(wanted)[: query.limit]

    async def other_keys(self, account: str, address: str) -> Sequence[OtherKey]:
        """Return the other accounts of an address that have generations, and those of which no address is known."""
        found: dict[str, list[Row]] = {}
        others = self.store.others(account, address)
        for row in self.store.rows(lambda row: row.owner.account in others):
            found.setdefault(row.owner.account, []).append(row)
        return [
            OtherKey(account=name, unsettled=sum(map(_is_unsettled, rows)), at=rows[0].at)
            for name, rows in found.items()
        ]

    async def adopt_key(self, account: str, address: str, other: str) -> int:
        """Give the generations of the account `other` to `account`; return how many."""
        self._check()
        self.store.addresses[account] = address
        theirs = [kept for kept in self.store.kept.values() if kept.owner.account == other != account]
        for kept in theirs:
            mine = attrs.evolve(kept.owner, account=account, address=address)
            if self.store.twin("", mine, again=True) is not None:
                mine = attrs.evolve(mine, request_id=f"{mine.request_id} ({kept.generation.id})")
            kept.owner = mine
        self.store.writes += 1
        return len(theirs)

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
        return self.store.row(kept)

    async def holds(self, generation_id: str, seq: int) -> bool:
        """Tell whether this process drives the generation, and nobody has written to it since its entry `seq`."""
        kept = self.store.kept.get(generation_id)
        return kept is not None and kept.driver == self._name and len(kept.entries) == seq

    async def changes(self) -> int:
        """Return a number that changes whenever anybody has written."""
        return self.store.writes

    async def timezone(self, default: str) -> str:
        """Return the name of the ledger's own time zone; the first who asks writes `default` into it."""
        if self.store.timezone is None:
            self._check()
            self.store.timezone = default
        return self.store.timezone

    async def set_timezone(self, name: str) -> None:
        """Count days and months by another time zone from now on."""
        self._check()
        self.store.timezone = name

    async def spent(self, purse: str) -> int:
        """Return the points held or spent in a purse."""
        return self.store.purses.get(purse, 0)

    async def forget(self, generation_id: str) -> bool:
        """Blank the bodies of an ended generation's events, keeping points and ids."""
        self._check()
        kept = self.store.kept.get(generation_id)
        if kept is None or kept.generation.open or not kept.entries:
            return False
        kept.entries = tuple(forgotten(entry) for entry in kept.entries)
        kept.generation = fold(generation_id, kept.entries)
        self.store.writes += 1
        return True

    async def losses(self) -> Sequence[Loss]:
        """Return what the store is said to have lost, and nobody has accepted."""
        return [loss for loss in self.store.losses if not loss.accepted]

    async def close(self) -> None:
        """Let go of owned generations."""
        self.store.living.discard(self._name)
        self.unavailable = "closed"

    def _check(self, *, sends: bool = False) -> None:
        if self.unavailable is not None:
            raise unavailable(self.unavailable)
        lost = [loss for loss in self.store.losses if not loss.accepted]
        if sends and lost:
            raise unavailable("loss", file=lost[0].file, missing=lost[0].missing)


def _stands(row: Row, query: Query) -> bool:
    return (not query.unsettled or _is_unsettled(row)) and (not query.unknown or is_unknown(row))


def _is_unsettled(row: Row) -> bool:
    return row.generation.open or row.generation.stage is Stage.UNKNOWN
