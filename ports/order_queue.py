"""The queue between those who order and the workers who send: one database, several machines.

Rules: an order is in the queue by the same commit that records it, with all that is needed to send it; what it is made of is
gone by the commit that ends its sending. Raises LedgerUnavailable where the database can't be asked.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from imastudio.domain.lifecycle import BeginAnswer, Entry, Generation, Owner, Row
from imastudio.domain.orders import Content


class OrderQueue(Protocol):
    """What a process that orders asks of it."""

    async def takes(self) -> bool:
        """Tell whether orders go to workers rather than to this process."""

    async def workers(self) -> int:
        """Return how many workers of this account live."""

    async def hand_over(
        self,
        generation: Generation,
        owner: Owner,
        entries: Sequence[Entry],
        expected_seq: int,
        *,
        content: Content,
        purses: Mapping[str, int | None],
        again: bool = False,
    ) -> BeginAnswer:
        """Commit an order that is nobody's and waits for a worker; `expected_seq` is 0 for a new one, `again` as in `begin`.

        Twin with the generation's own id: it stands there already. Raises HandoverUnclear where nobody knows whether it does.
        """

    async def changed(self, known: Mapping[str, int]) -> Sequence[Row]:
        """Return those of these generations that have other entries now than so many."""

    async def pass_on(self, generation_id: str) -> bool:
        """Have another worker go on with an open generation, whoever has it; False where it is not open."""


class QueueWorker(Protocol):
    """One life of a worker, as who starts it sees it."""

    @property
    def place(self) -> str:
        """Return the database that it serves, without its password."""

    @property
    def health_port(self) -> int | None:
        """Return the port of loopback at which its health is told, where that was wanted."""

    async def run(self, *, drain: bool = False, ready: Callable[[int], object] = ...) -> int:
        """Serve until told to end, given up, or (with `drain`) until nothing is left; return the exit code.

        `ready` is called with the worker's number, once it serves.
        """

    def end(self) -> None:
        """Have `run` return soon; may be called from any signal."""


class HandoverUnclear(Exception):
    """The database was lost while an order was handed over, and could not be asked since whether it has it."""
