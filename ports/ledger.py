"""The ledger: the events of every generation, kept so that nothing paid for is lost (architecture, "One generation").

Rules: append-only; `Sending` is committed before the POST leaves, and its points are reserved by that same commit; a commit
that returned is on the disk; two processes may share one ledger, and a generation is driven by one living owner.
A caller that is cancelled gets its CancelledError after the commit that had begun; where that failed, its cause tells why.
Raises LedgerUnavailable where the ledger can't be written, and for an order after a loss that nobody accepted (reason "loss").
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from imastudio.domain.lifecycle import AppendAnswer, BeginAnswer, Entry, Generation, Loss, OtherKey, Owner, Query, Row


class Ledger(Protocol):
    """Keeps events."""

    async def begin(
        self,
        generation: Generation,
        owner: Owner,
        entries: Sequence[Entry],
        purses: Mapping[str, int | None],
        *,
        again: bool = False,
    ) -> BeginAnswer:
        """Commit the first entries of a generation, reserving its held points in every purse.

        They end with `Sending`, or with `Created` for a task that was found at the vendor. `purses` maps names to limits in
        points (None: no limit). With `again`, what stands under another key of the address is no twin.
        """

    async def append(self, generation: Generation, entries: Sequence[Entry], expected_seq: int) -> AppendAnswer:
        """Commit further entries, `generation` being the fold after them; False if another writer was first.

        TaskTaken where they bring a task that another generation has. Purses follow the change of `held` without regard to
        limits: a fact is recorded whatever it costs. Who opens a closed generation by it becomes its owner.
        """

    async def send_again(
        self,
        generation: Generation,
        entries: Sequence[Entry],
        expected_seq: int,
        purses: Mapping[str, int | None],
        *,
        again: bool = False,
    ) -> BeginAnswer:
        """Commit the way from a refusal to the next `Sending`, as `begin` does, in new purses; Twin: another was first.

        One that was closed is ordered anew: what stands under another key is its twin then, too (`again` as there).
        """

    async def load(self, generation_id: str) -> Row | None:
        """Return a generation by our id, or None."""

    async def find(self, account: str, name: str) -> Sequence[Row]:
        """Return those whose id, task id or request id is `name`; from MIN_NAME_CHARS on, the beginning of an id will do."""

    async def rows(self, query: Query) -> Sequence[Row]:
        """Return the rows asked for, newest first."""

    async def other_keys(self, account: str, address: str) -> Sequence[OtherKey]:
        """Return the other accounts of an address that have generations, and those of which no address is known."""

    async def adopt_key(self, account: str, address: str, other: str) -> int:
        """Give `other`'s generations to `account`; one whose request id that has gets another name. Return how many."""

    async def claim(self, generation_id: str, *, force: bool = False) -> Row | None:
        """Make this process the owner of an open generation whose owner is dead (`force`: or hangs), or ours; else None."""

    async def holds(self, generation_id: str, seq: int) -> bool:
        """Tell whether this process drives the generation, and nobody has written to it since its entry `seq`."""

    async def changes(self) -> int:
        """Return a number that changes whenever another process has written."""

    async def spent(self, purse: str) -> int:
        """Return the points held or spent in a purse."""

    async def timezone(self, default: str) -> str:
        """Return the name of the ledger's own time zone; the first who asks writes `default` into it (decision 33)."""

    async def set_timezone(self, name: str) -> None:
        """Count days and months by another time zone from now on."""

    async def forget(self, generation_id: str) -> bool:
        """Blank the bodies of an ended generation's events (`domain.lifecycle.forgotten`); False if none such is there."""

    async def losses(self) -> Sequence[Loss]:
        """Return what a damaged file lost and nobody has accepted, oldest first: until then no order leaves (decision 45)."""

    async def close(self) -> None:
        """Finish begun commits and let go of owned generations."""
