"""Flights that another process drives: one look at the ledger for all of them, and their news told as if they were ours.

Rule: who follows drives nothing until what is left is the follower's: to fetch the results.
"""

import asyncio
from typing import TYPE_CHECKING

from imastudio.adapters.dbos.queue import PostgresQueue
from imastudio.adapters.engine.flight import Flight
from imastudio.domain.kernel import Kind, LedgerUnavailable, refuse
from imastudio.domain.lifecycle import Noticed, Row, Stage, TaskCreated
from imastudio.domain.orders import Notice

if TYPE_CHECKING:
    from imastudio.adapters.engine.engine import Engine

LOOK_EVERY_S = 0.25  # one question for all that are followed; nobody notices a quarter of a second
WORKERS_EVERY_S = 2.0
"""So long nobody may be at work before that is said."""
DRIVEN = frozenset({Stage.PREPARING, Stage.SENDING, Stage.REFUSED, Stage.CREATED})
"""The stages in which a generation is a worker's."""
_ORDERED = frozenset(Stage) - {Stage.PREPARING, Stage.SENDING, Stage.REFUSED}


class Following:
    """Follows flights. Lives in one event loop."""

    def __init__(self, queue: PostgresQueue) -> None:
        """Follow none yet; `engine` is set by who puts the two together."""
        self.engine: Engine
        self._queue = queue
        self._flights: dict[str, Flight] = {}
        self._looking: asyncio.Task[None] | None = None

    def follow(self, flight: Flight) -> None:
        """Tell of `flight` what the ledger tells, until it ends."""
        flight.elsewhere = True
        self._flights[flight.id] = flight
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())

    async def close(self) -> None:
        """Look no more."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])

    async def _look(self) -> None:
        clock, journal = self.engine.ports.clock, self.engine.ports.journal
        idle_since, said = clock.now(), set[str]()
        while self._flights:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                for row in await self._queue.changed({flight.id: flight.seq for flight in self._flights.values()}):
                    self._catch_up(self._flights[row.generation.id], row)
                if clock.now() - idle_since >= WORKERS_EVERY_S:
                    idle_since = clock.now()
                    said = said & self._flights.keys() if await self._is_idle(said) else set()
            except LedgerUnavailable:  # it comes back: until then nothing is known, and nothing is lost
                continue
            except Exception as error:  # noqa: BLE001 - who waits is not to wait for ever for a look that failed
                journal.error("look_failed", error=error)

    def _catch_up(self, flight: Flight, row: Row) -> None:
        if not row.readable:
            flight.error = refuse(Kind.NOT_READABLE, "id", flight.id)
            del self._flights[flight.id]
            self.engine.flights.end(flight)
            return
        self._tell(flight, row)
        if row.generation.stage not in DRIVEN:
            del self._flights[flight.id]
            now = self.engine.ports.clock.now()
            flight.generation = row.generation.taken_up(now)  # when it is due, another's clock told
            flight.elsewhere = False
            self.engine.driver.start(flight)

    def _tell(self, flight: Flight, row: Row) -> None:
        before, after = flight.generation, row.generation
        flight.generation, flight.seq, flight.begun = after, row.seq, True
        announcer = self.engine.announcer
        for notice in after.order.notices[len(before.order.notices) :]:
            announcer.say(flight, Noticed(notice))
        if after.task_id is not None and before.task_id is None:
            offline = self.engine.ports.offline
            news = TaskCreated(generation_id=flight.id, task_id=after.task_id, order=after.order, offline=offline)
            announcer.say(flight, news)
            announcer.schedule_progress(flight)
        if after.stage in _ORDERED:
            flight.settle()

    async def _is_idle(self, said: set[str]) -> bool:
        """Tell whether no worker lives, and tell those who wait, once."""
        if await self._queue.workers():
            return False
        for flight in self._flights.values():
            if flight.id not in said:
                self.engine.announcer.say(flight, Noticed(Notice("no_worker")))
                self.engine.ports.journal.warning("no_worker", generation=flight.id)
            said.add(flight.id)
        return True
