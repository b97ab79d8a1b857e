"""The parts that drive generations, put together; the doors of the studio share them.

Rule: closing starts no order, gives the POSTs in flight a second to answer, then records that nobody knows.
"""

import asyncio
import os
from collections.abc import Callable
from typing import Any

from imastudio.adapters.engine.announcer import Announcer
from imastudio.adapters.engine.calendar import Calendar
from imastudio.adapters.engine.context import Identity, Ports
from imastudio.adapters.engine.customer import Customer
from imastudio.adapters.engine.driver import Driver
from imastudio.adapters.engine.flight import Flight, new_flight
from imastudio.adapters.engine.flights import Flights
from imastudio.adapters.engine.model_choice import Chooser
from imastudio.adapters.engine.notifier import Notifier
from imastudio.adapters.engine.pacer import Pacer
from imastudio.adapters.engine.price_lists import PriceLists
from imastudio.adapters.engine.recorder import EventRecorder
from imastudio.adapters.engine.scheduling import Scheduler
from imastudio.adapters.engine.sender import Sender
from imastudio.adapters.engine.steps import Steps
from imastudio.domain.kernel import Failure, Kind
from imastudio.domain.lifecycle import Generation, Rejected, Result, Row, Stage, judge_interrupted
from imastudio.domain.quoting import NO_ADVICE
from imastudio.ports.messenger import Messenger

GRACE_S = 1.0
"""So long POSTs on their way may be answered while a studio closes; then nobody knows what became of them."""
_BETWEEN_ATTEMPTS = frozenset({Stage.PREPARING, Stage.REFUSED})


class Engine:
    """One account's and user's generations in one event loop. `patience` multiplies the longest waits."""

    def __init__(
        self,
        ports: Ports,
        identity: Identity,
        patience: float = 1.0,
        sender: Callable[..., Sender] = Sender,
        recorder: type[EventRecorder] = EventRecorder,
        *,
        for_others: bool = False,
    ) -> None:
        """Start nothing yet. `sender` makes what sends the orders, `recorder` what writes of them.

        `for_others`: whoever ordered waits elsewhere, fetches the results there, and has others go on when this one closes.
        """
        self._for_others = for_others
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pid = os.getpid()
        self.ports, self.identity, self.patience = ports, identity, patience
        self.looks = 0
        """So many look at something that has ended."""
        self.lists = PriceLists()
        self.scheduler = Scheduler(ports.clock)
        self.notifier = Notifier(ports.journal)
        self.flights = Flights(self.scheduler, ports.clock)
        self.announcer = Announcer(self.notifier, self.scheduler, ports.clock)
        self.calendar = Calendar(ports.ledger, ports.clock, identity.timezone)
        self.recorder = recorder(ports, self.announcer, self.calendar)
        pacer = Pacer(ports, identity)
        self.steps = Steps(ports, pacer.durations)
        self.driver = Driver(
            ports,
            self.scheduler,
            self.flights,
            self.notifier,
            self.announcer,
            self.recorder,
            self.steps,
            pacer,
            sender(ports, self.scheduler, self.announcer, self.recorder, self.steps),
            for_others=for_others,
        )
        self.customer = Customer(ports.ledger, identity)
        self.chooser = Chooser(ports.preferences, ports.recommendations, ports.clock, identity.user_id)

    @property
    def busy(self) -> bool:
        """Tell whether something is being done at this moment, rather than waited for."""
        return bool(self.scheduler.workers or self.notifier.workers) or self.looks > 0

    def check_loop(self) -> None:
        """Belong to the event loop of the first call. Raises RuntimeError in another, as after a fork.

        What is awaited there would wait for the other loop: a paid request might be sent, and its answer lost.
        """
        running = asyncio._get_running_loop()  # noqa: SLF001 - None without one, where get_running_loop raises
        self._loop = self._loop or running
        if os.getpid() != self._pid or (running is not None and running is not self._loop):
            raise RuntimeError(
                "This studio belongs to the event loop that opened it. Open one in each loop, or use imastudio.sync."
            )

    async def adopt(self, row: Row, messenger: Messenger | None) -> Flight:
        """Drive a generation that this process has claimed from a dead one, unless it is driven here by now."""
        known = self.flights.get(row.generation.id)
        if known is not None:
            if messenger is not None:
                self.announcer.listen(known, messenger)
            return known
        flight = new_flight(row.generation.taken_up(self.ports.clock.now()), row.owner, seq=row.seq)
        self.flights.hold(flight)
        if messenger is not None:
            self.announcer.listen(flight, messenger)
        verdict = judge_interrupted(flight.generation)
        try:
            if verdict is not None:
                await self.recorder.record(flight, verdict)
        finally:
            self.driver.start(flight)
        return flight

    async def close(self, grace: float | None = None) -> None:
        """Start no order, let the POSTs in flight answer for a second, or `grace`, then let go of everything."""
        self.scheduler.close()
        posting = set(self.driver.creates.workers)
        try:
            await asyncio.gather(
                _end_all(self.scheduler.workers - posting, 0.0), _end_all(posting, GRACE_S if grace is None else grace)
            )
            await _end_all({asyncio.ensure_future(self._give_up(flight)) for flight in self.flights}, GRACE_S)
            await self.notifier.close(GRACE_S)
        finally:  # whoever cancels this, nobody waits for ever
            for flight in self.flights:
                self.flights.let_go(flight)

    async def _give_up(self, flight: Flight) -> None:
        """Record that an order which waits to be sent again is not: surely nothing was charged."""
        if flight.begun and not (flight.elsewhere or self._for_others) and flight.generation.stage in _BETWEEN_ATTEMPTS:
            await self.recorder.record(flight, Rejected(Failure(kind=Kind.INTERRUPTED)))


class EnginePart:
    """Answers a front end about one subject. The studio is made of such parts, over one engine."""

    _whole: Engine

    @property
    def _engine(self) -> Engine:
        """Return what drives the generations. Raises RuntimeError in another event loop than its own."""
        self._whole.check_loop()
        return self._whole

    def look_at(self, row: Row) -> Result:
        """Return how a row of the ledger stood when it was written."""
        return Result(generation=row.generation, at=row.at, offline=self._engine.ports.offline)

    def _now(self, generation: Generation, **known: Any) -> Result:
        """Return how a generation stands at this moment."""
        ports = self._engine.ports
        return Result(generation=generation, at=ports.clock.now(), offline=ports.offline, **known)

    def _result(self, flight: Flight) -> Result:
        """Return how a flight stands at this moment. Raises the defect that ended it, or LostRace."""
        if flight.error is not None:
            raise flight.error
        return self._now(flight.generation, texts=flight.texts, advice=flight.advice or NO_ADVICE)


async def _end_all(tasks: set[asyncio.Task[None]], grace: float) -> None:
    """Give `tasks` so many seconds to end by themselves, then cancel them and wait for that."""
    tasks = set(tasks)
    try:
        if tasks:
            await asyncio.wait(tasks, timeout=grace)
    finally:  # whoever cancels this
        for task in tasks:
            task.cancel()
    if tasks:
        await asyncio.wait(tasks)
