"""What waits for a person's yes, shared by all processes of this machine (decision 56)."""

from collections.abc import Sequence
from typing import Protocol

from imastudio.domain.lifecycle import Approval, Subject


class Approvals(Protocol):
    """Keeps approvals. Whatever has expired is gone. Raises LedgerUnavailable where nothing can be kept."""

    async def ask(self, subject: Subject, at: float) -> Approval:
        """Return what waits for exactly this, or let it wait from now on."""

    async def waiting(self, at: float) -> Sequence[Approval]:
        """Return what waits and nobody has agreed to, oldest first."""

    async def agree(self, approval_id: str, at: float) -> Approval | None:
        """Note that a person agreed; None where nothing with this id waits any more."""

    async def use(self, key: str, at: float) -> bool:
        """Use up one yes for exactly this; False where there is none. Of several who ask at once, one gets it."""

    async def refuse(self, approval_id: str, at: float) -> bool:
        """Let something no longer wait; False where it did not."""
