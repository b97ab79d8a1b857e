"""How a worker's engine differs from that of a process on its own: it sends what others ordered, and may lose its permission.

Rules (the ledger holds them, these keep them): no POST without a living owner; what the database did not confirm has not
happened, so that the order is begun anew when it answers again; nothing is given up but by a verdict of the vendor.
"""

import asyncio
from typing import Any, Protocol

from imastudio.adapters.engine.flight import Flight
from imastudio.adapters.engine.recorder import EventRecorder, HandOver, LostRace
from imastudio.adapters.engine.sender import Sender
from imastudio.domain.kernel import Failure, Kind, LedgerUnavailable
from imastudio.domain.lifecycle import Refused, Rejected, Stage, pause_asked

AGAIN_S = 0.5
"""So long a worker waits before it asks a database again that did not answer."""
NEVER_LEFT: Refused | Rejected = Refused(Failure(kind=Kind.NETWORK))
"""Surely nothing left: recovery goes on, here or in another process."""


class Permission(Protocol):
    """The permission that a worker's own session with the database gives."""

    def may_send(self) -> bool:
        """Tell whether the owner's lock is in place, as far as was seen a moment ago."""
        ...

    @property
    def given_up(self) -> bool:
        """Tell whether others took over what this process had: it is to end."""
        ...


class Slots(Protocol):
    """Grants slots as the account bears orders, all workers together."""

    async def take(self) -> None:
        """Wait until one more may leave."""
        ...

    def close(self) -> None:
        """Keep nobody waiting any longer."""

    async def cut(self, pause: float | None) -> None:
        """Note that the vendor refused one for haste, and for how long it asked to wait."""
        ...


class PatientRecorder(EventRecorder):
    """A recorder that waits for its database: a commit that failed is tried again once it is known that it did not land."""

    permission: Permission
    never_sent = NEVER_LEFT

    async def _commit(self, flight: Flight, hand_over: HandOver | None = None) -> Failure | None:
        while True:
            failure = await super()._commit(flight, hand_over)
            if failure is None or failure.kind is not Kind.LEDGER_UNAVAILABLE:
                return failure
            row = None
            while row is None and not self.permission.given_up:
                await asyncio.sleep(AGAIN_S)
                try:
                    row = await self._row(flight)
                except LedgerUnavailable:
                    continue
            newer = failure.facts.get("reason") == "newer_version"  # this process ends, others go on
            if row is None or newer or row.seq != flight.seq:
                raise LostRace(row or await self._row(flight))


class CrewSender(Sender):
    """Sends orders while its worker may, and at the pace that the account bears."""

    def __init__(self, *parts: Any, permission: Permission, slots: Slots) -> None:
        """Send nothing yet."""
        super().__init__(*parts)
        self._permission = permission
        self._slots = slots

    async def send(self, flight: Flight) -> None:
        """Send an order once this process may and the account bears it. Raises LostRace."""
        await self._slots.take()
        while not self._permission.may_send():
            await asyncio.sleep(AGAIN_S)
            if self._scheduler.closed or self._permission.given_up:
                return  # it stays as it is, for whoever takes it up
        await super().send(flight)
        generation = flight.generation
        if generation.stage is Stage.REFUSED and generation.throttles:
            await self._slots.cut(pause_asked(generation))
