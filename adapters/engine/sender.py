"""The paid POST: `Sending` is committed before it leaves, and whatever comes of it, cancellation too, is recorded."""

import asyncio
from functools import partial

from imastudio.adapters.engine.announcer import Announcer
from imastudio.adapters.engine.context import Ports
from imastudio.adapters.engine.flight import Flight, no_purses
from imastudio.adapters.engine.recorder import EventRecorder
from imastudio.adapters.engine.scheduling import Scheduler
from imastudio.adapters.engine.steps import Steps
from imastudio.domain.kernel import Failure, Kind
from imastudio.domain.lifecycle import Created, Lost, Rejected, Stage, TaskCreated
from imastudio.domain.orders import Content


class Sender:
    """Sends orders."""

    def __init__(
        self, ports: Ports, scheduler: Scheduler, announcer: Announcer, recorder: EventRecorder, steps: Steps
    ) -> None:
        """Send nothing yet."""
        self._ports = ports
        self._scheduler = scheduler
        self._announcer = announcer
        self._recorder = recorder
        self._steps = steps

    async def send(self, flight: Flight) -> None:
        """Send the order of `flight`, unless the studio closes or the ledger says no. Raises LostRace."""
        content = flight.content
        if content is None:
            await self._recorder.record(flight, Rejected(Failure(kind=Kind.INTERRUPTED)))
        elif await self._recorder.commit_sending(flight):
            if self._scheduler.closed:  # it closed while that was committed, and would not wait for the answer
                await self._recorder.record(flight, self._recorder.never_sent)
            else:
                await self._post(flight, content)

    async def _post(self, flight: Flight, content: Content) -> None:
        try:
            event = await self._steps.create(flight.generation, content, partial(self._recorder.holds, flight))
        except asyncio.CancelledError:
            await self._recorder.record(flight, Lost(Failure(kind=Kind.OUTCOME_UNKNOWN)))
            raise
        await self._recorder.record(flight, event)
        if flight.generation.stage is not Stage.REFUSED:
            flight.content, flight.purses = None, no_purses
        if isinstance(event, Created) and flight.generation.task_id == event.task_id:
            flight.settle()
            self._announce(flight, event)

    def _announce(self, flight: Flight, created: Created) -> None:
        news = TaskCreated(
            generation_id=flight.id,
            task_id=created.task_id,
            order=flight.generation.order,
            offline=self._ports.offline,
        )
        self._announcer.say(flight, news)
        self._announcer.schedule_progress(flight)
