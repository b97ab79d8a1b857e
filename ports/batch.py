"""Driving: many wishes over one studio, quoted as a whole before the first is ordered."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Protocol, TypeAlias

from imastudio.domain.kernel import Failure
from imastudio.domain.lifecycle import BatchQuote, Line, Outcome

Tell: TypeAlias = Callable[[Outcome], Awaitable[None]]


class WishLines(Protocol):
    """The lines of a batch: from the first each time, and the same each time. `digest` tells them from other lines."""

    @property
    def digest(self) -> str:
        """Return the digest of all lines."""

    def __len__(self) -> int:
        """Return how many there are."""

    def __iter__(self) -> Iterator[Line]:
        """Read from the first line on."""


class Batch(Protocol):
    """Some lines before a studio. Call `quote` first, then `run`."""

    stopped_by: Failure | None  # why no further line is ordered; whoever runs it may set that

    @property
    def purse(self) -> str:
        """Return the name of the purse that this batch draws on, for this account and user."""

    async def quote(self, tell: Tell = ...) -> BatchQuote:
        """Return what the whole would order and cost, and tell which lines can't be. Raises WishRefused (ABOVE_BUDGET)."""

    async def run(self, tell: Tell) -> None:
        """Order what is to be ordered, wait for all, and tell what came of each line as soon as it is known."""
