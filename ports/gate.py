"""The spend gate, as front ends for agents ask it (decision 56)."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeAlias

from imastudio.domain.lifecycle import Answer, Approval, Subject

Ask: TypeAlias = Callable[[Subject], Awaitable[Answer]]
"""Asks the person through the client; `nobody` where it can't."""


class Gate(Protocol):
    """Lets orders of agents through, and keeps what waits for a person. Raises LedgerUnavailable where it can't."""

    async def admit(self, subject: Subject, *, approved_points: int | None = None, ask: Ask = ...) -> None:
        """Return where this may be ordered now, once. Raises WishRefused: ABOVE_BUDGET, DECLINED, NEEDS_APPROVAL with its id."""

    async def waiting(self) -> Sequence[Approval]:
        """Return what waits for a person, oldest first."""

    async def agree(self, approval_id: str) -> Approval | None:
        """Note that a person agreed; None where nothing with this id waits any more."""

    async def refuse(self, approval_id: str) -> bool:
        """Let something no longer wait; False where it did not."""
