"""The workflows of a worker: DBOS hands it generations by their ids, its engine drives them, the ledger decides.

Rules: a workflow never returns while its generation is a worker's to drive, and never raises; the number of the owner is the
executor's id, one life of a process; a worker that was given up takes nothing more and ends.
"""

import asyncio
from typing import TYPE_CHECKING

from imastudio.adapters.dbos.crew import AGAIN_S, NEVER_LEFT, Permission
from imastudio.adapters.dbos.following import DRIVEN
from imastudio.adapters.engine.engine import Engine
from imastudio.adapters.engine.flight import Flight, new_flight
from imastudio.adapters.engine.recorder import LostRace
from imastudio.domain.kernel import LedgerUnavailable
from imastudio.domain.lifecycle import Stage

if TYPE_CHECKING:
    from imastudio.adapters.dbos.claims import Claims, Taken

MAX_LOOK_S = 10.0
"""A generation that another process drives is looked at so seldom, at last."""
CREATES_GRACE_S = 25.0
"""So long a worker that is told to end waits for the answers to its POSTs: a supervisor usually kills after 30 s."""


class Workflows:
    """Drives what its queues hand out. Lives in one event loop, and once in a process: DBOS does."""

    def __init__(self, engine: Engine, claims: "Claims", permission: Permission) -> None:
        """Drive nothing yet."""
        self._engine = engine
        self._claims = claims
        self._permission = permission
        self._driving: set[str] = set()
        self._bodies: set[asyncio.Task[None]] = set()
        self.closing = False

    @property
    def in_hand(self) -> int:
        """Return how many generations this worker drives."""
        return sum(1 for _ in self._engine.flights)

    async def drive(self, generation_id: str) -> None:
        """Drive a generation until it is no worker's any more; the body of its workflow."""
        task = _this_task()
        self._bodies.add(task)
        pause = AGAIN_S
        while not await self._try_alone(generation_id):
            if self.closing or self._permission.given_up:
                await asyncio.Event().wait()  # another worker goes on: this one may not say that it has ended
            await asyncio.sleep(pause)
            pause = min(MAX_LOOK_S, pause * 2)
        self._bodies.discard(task)

    async def leave(self) -> None:
        """End the workflows that are unfinished, once DBOS can write nothing of it any more."""
        for body in self._bodies:
            body.cancel()
        if self._bodies:
            await asyncio.wait(self._bodies)

    async def _try_alone(self, generation_id: str) -> bool:
        """Go on with a generation, unless another workflow of this process does so at this moment."""
        if generation_id in self._driving:
            return False
        self._driving.add(generation_id)
        try:
            return await self._try(generation_id)
        finally:
            self._driving.discard(generation_id)

    async def _try(self, generation_id: str) -> bool:
        """Go on with a generation as far as it goes; tell whether nothing of it is a worker's any more."""
        if self.closing or self._permission.given_up:
            return False
        try:
            taken = await self._claims.take(generation_id)
            if taken is None or taken.row is None:
                return taken is None
            return await self._fly(taken)
        except LedgerUnavailable:
            return False
        except asyncio.CancelledError:
            if self.closing and not _this_task().cancelling():
                return False  # the flight was ended by who closes, not this body by `leave`
            raise
        except Exception as error:  # noqa: BLE001 - a workflow that raises is never gone on with
            self._engine.ports.journal.error("drive_failed", error=error, generation=generation_id)
            return False

    async def _fly(self, taken: "Taken") -> bool:
        engine, row = self._engine, taken.row
        assert row is not None  # noqa: S101 - whoever calls has looked
        flight = new_flight(row.generation.taken_up(engine.ports.clock.now()), row.owner, seq=row.seq)
        flight.content, flight.purses = taken.content, lambda _: taken.purses
        if (
            flight.generation.stage is Stage.SENDING
        ):  # ours, and no task of this process sends it: its commit was unclear
            await engine.recorder.record(flight, NEVER_LEFT)
        ended = asyncio.get_running_loop().create_future()
        flight.watchers.append(ended)
        engine.driver.start(flight)
        await ended
        if flight.error is not None and not isinstance(flight.error, LostRace):
            raise flight.error
        await self._write_rest(flight)
        if flight.generation.undelivered:
            await self._claims.release(flight.id)
        return flight.error is None and flight.generation.stage not in DRIVEN

    async def _write_rest(self, flight: Flight) -> None:
        """Write what the database did not take: a fact is never lost while this process lives."""
        while flight.unwritten:
            await asyncio.sleep(AGAIN_S)
            await self._engine.recorder.record(flight)

    async def close(self) -> None:
        """Begin nothing more, and give the POSTs in flight their time; what is unfinished is another worker's."""
        self.closing = True
        await self._engine.close(CREATES_GRACE_S)


def _this_task() -> "asyncio.Task[None]":
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - a workflow runs in a task
    return task
