"""Approvals in memory."""

import secrets
from collections.abc import Sequence

import attrs

from imastudio.domain.lifecycle import MAX_WAITING, Approval, Subject


class MemoryApprovals:
    """Approvals that wait, gone with the process."""

    def __init__(self) -> None:
        self._known: dict[str, Approval] = {}

    async def ask(self, subject: Subject, at: float) -> Approval:
        """Return what waits for exactly this, or let it wait from now on."""
        for approval in await self.waiting(at):
            if approval.subject.key == subject.key:
                return approval
        approval = Approval(id=secrets.token_hex(4), subject=subject, asked_at=at)
        self._known[approval.id] = approval
        for old in (await self.waiting(at))[:-MAX_WAITING]:
            del self._known[old.id]
        return approval

    async def waiting(self, at: float) -> Sequence[Approval]:
        """Return what waits and nobody has agreed to, oldest first."""
        self._known = {one.id: one for one in self._known.values() if at < one.expires_at}
        return [one for one in self._known.values() if one.agreed_at is None]

    async def agree(self, approval_id: str, at: float) -> Approval | None:
        """Note that a person agreed; None where nothing with this id waits any more."""
        for approval in await self.waiting(at):
            if approval.id == approval_id:
                self._known[approval_id] = attrs.evolve(approval, agreed_at=at)
                return self._known[approval_id]
        return None

    async def use(self, key: str, at: float) -> bool:
        """Use up one yes for exactly this."""
        await self.waiting(at)
        agreed = [one for one in self._known.values() if one.agreed_at is not None and one.subject.key == key]
        for approval in agreed[:1]:
            del self._known[approval.id]
        return bool(agreed)

    async def refuse(self, approval_id: str, at: float) -> bool:
        """Let something no longer wait."""
        found = approval_id in {one.id for one in await self.waiting(at)}
        self._known.pop(approval_id, None)
        return found
