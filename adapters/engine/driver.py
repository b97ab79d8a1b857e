"""When a generation's next effect is done, and what follows from the event that comes of it.

Rules: a waiting generation is an entry of one heap, not a coroutine; what takes long has places of its own, so that it keeps
nobody from asking; a rate limit pauses all orders of the account, not just the one that met it; a defect in one step ends
that flight alone, and is raised to whoever waits for it.
"""

from functools import partial
from math import ceil

from imastudio.adapters.engine.advisor import Advisor
from imastudio.adapters.engine.announcer import Announcer
from imastudio.adapters.engine.context import Ports
from imastudio.adapters.engine.flight import Flight
from imastudio.adapters.engine.flights import Flights
from imastudio.adapters.engine.notifier import Notifier, Subscriber
from imastudio.adapters.engine.pacer import Pacer
from imastudio.adapters.engine.recorder import EventRecorder, LostRace
from imastudio.adapters.engine.scheduling import Limiter, Scheduler
from imastudio.adapters.engine.sender import Sender
from imastudio.adapters.engine.steps import Doable, Steps
from imastudio.domain.lifecycle import (
    AskDetail,
    CreateTask,
    Deliver,
    Ended,
    Finish,
    Generation,
    InFlight,
    Noticed,
    NotYet,
    Reordered,
    Slowed,
    Stage,
    UploadInputs,
    pause_asked,
)
from imastudio.domain.orders import Notice
from imastudio.domain.quoting import NO_ADVICE, Advice

CREATES_AT_ONCE, FIRST_CREATES_AT_ONCE = 256, 32
"""One more for each that is answered: an account that bears it gets the 10,000 of a large batch within some seconds."""
UPLOADS_AT_ONCE = 16
DELIVERIES_AT_ONCE = 16
_UNORDERED = frozenset({Stage.PREPARING, Stage.SENDING, Stage.REFUSED})


class Driver:
    """Drives flights until they end. Lives in one event loop."""

    def __init__(  # noqa: PLR0917 - the engine puts it together, once
        self,
        ports: Ports,
        scheduler: Scheduler,
        flights: Flights,
        notifier: Notifier,
        announcer: Announcer,
        recorder: EventRecorder,
        steps: Steps,
        pacer: Pacer,
        sender: Sender,
        *,
        for_others: bool = False,
    ) -> None:
        """Start nothing yet. What is done `for_others` ends with the results' addresses."""
        self._ports = ports
        self._scheduler = scheduler
        self._flights = flights
        self._notifier = notifier
        self._announcer = announcer
        self._recorder = recorder
        self._steps = steps
        self._pacer = pacer
        self._sender = sender
        self._for_others = for_others
        self.advisor = Advisor(ports.service, ports.clock)
        self.creates = Limiter(CREATES_AT_ONCE, scheduler, self._step, ports.clock, FIRST_CREATES_AT_ONCE)
        self._limiters = {
            UploadInputs: Limiter(UPLOADS_AT_ONCE, scheduler, self._step, ports.clock),
            CreateTask: self.creates,
            Deliver: Limiter(DELIVERIES_AT_ONCE, scheduler, self._step, ports.clock),
        }

    def start(self, flight: Flight) -> None:
        """Drive `flight` from now on. Raises LedgerUnavailable where the studio is closed."""
        self._flights.check_open(flight)
        self._flights.hold(flight)
        self._announcer.schedule_progress(flight)
        if not self._reschedule(flight):
            self._scheduler.start(self._end, flight)

    def _reschedule(self, flight: Flight) -> bool:
        """Have the next effect done when it is due; False if nothing is left to do."""
        generation = flight.generation
        if generation.stage not in _UNORDERED:
            flight.settle()
        if flight.elsewhere:
            return True
        effect = generation.next
        if isinstance(effect, Finish | InFlight) or (isinstance(effect, Deliver) and self._for_others):
            return False
        limiter = self._limiters.get(type(effect))
        if isinstance(effect, CreateTask):
            self._tell_pause(flight)
        if limiter is None:
            self._scheduler.put(effect.at, flight.id, self._step, flight)
        elif effect.at <= self._ports.clock.now():
            limiter.join(flight)
        else:
            self._scheduler.call(effect.at, flight.id, limiter.join, flight)
        return True

    def _tell_pause(self, flight: Flight) -> None:
        """Tell that an order waits for the account's pause: the first time, and then each time its refusals have doubled."""
        pause, said = self.creates.pause, flight.generation.throttles.bit_length()
        if pause and said > flight.pauses_told:
            flight.pauses_told = said
            self._announcer.say(flight, Noticed(Notice("throttled", {"wait": ceil(pause)})))

    async def _step(self, flight: Flight) -> None:
        effect = flight.generation.next
        try:
            if isinstance(effect, CreateTask):
                await self._sender.send(flight)
                self._pace(flight.generation)
            elif not isinstance(effect, Finish | InFlight):
                await self._do(flight, effect)
        except Exception as error:  # noqa: BLE001 - a defect in one step must not end the others; it is raised to who waits
            if not isinstance(error, LostRace):
                self._ports.journal.error("step_failed", error=error, generation=flight.id)
            flight.error = error
            self._finish_when_told(flight)
            return
        if not self._reschedule(flight):
            await self._end(flight)

    def _pace(self, generation: Generation) -> None:
        """Adapt how many orders leave at once to the answer to one: what one learns of the account holds for all."""
        if generation.stage is Stage.CREATED:
            self.creates.grow()
        elif generation.stage is Stage.REFUSED and generation.throttles:
            self.creates.throttle(pause_asked(generation))

    async def _do(self, flight: Flight, effect: Doable) -> None:
        if isinstance(effect, AskDetail) and flight.unwritten:  # what the disk refused is tried again
            await self._recorder.record(flight)
        before = flight.generation
        performed = await self._steps.perform(effect, before, flight.content, partial(self._announcer.say, flight))
        flight.content = performed.content
        match performed.event:
            case NotYet() as event:
                flight.generation = before.heard(event, self._ports.clock.now())
                if isinstance(effect, AskDetail) and event.missed and _is_worth_a_word(flight.generation.misses):
                    self._ports.journal.warning(
                        "poll_missed",
                        generation=flight.id,
                        task_id=flight.generation.task_id,
                        why=event.why.value,
                        misses=flight.generation.misses,
                    )
                    self._announcer.say(flight, Slowed(why=event.why, pause=event.pause, way=event.way))
            case Reordered() as event:
                flight.hear(event, self._ports.clock.now())  # committed together with the next Sending
                for notice in event.order.notices[len(before.order.notices) :]:
                    self._announcer.say(flight, Noticed(notice))
            case event:
                await self._recorder.record(flight, event)

    # the end

    async def _end(self, flight: Flight) -> None:
        self._pacer.note(flight.generation)
        failure = flight.generation.failure
        if failure is not None and failure.may_be_an_input and flight.generation.order.input_count:
            await self._ports.uploads.distrust()
        flight.advice = NO_ADVICE if self._for_others else await self._advice(flight)
        flight.end = Ended(flight.generation, flight.advice, offline=self._ports.offline)
        self._announcer.say(flight, flight.end)
        self._finish_when_told(flight)

    def _finish_when_told(self, flight: Flight) -> None:
        if flight.listeners:
            self._notifier.start(self._finish_told(flight))
        else:
            self._finish(flight)

    async def _finish_told(self, flight: Flight) -> None:
        told: tuple[Subscriber, ...] = ()
        while flight.listeners != told:  # somebody may come meanwhile
            told = flight.listeners
            await self._notifier.told(told)
        self._finish(flight)

    def _finish(self, flight: Flight) -> None:
        self._announcer.drop_progress(flight)
        self._flights.end(flight)

    async def _advice(self, flight: Flight) -> Advice:
        try:
            return await self.advisor.about(flight.generation, flight.advice)
        except Exception as error:  # noqa: BLE001 - what else could be taken may not keep an end from being told
            self._ports.journal.error("advice_failed", error=error, generation=flight.id)
            return NO_ADVICE


def _is_worth_a_word(misses: int) -> bool:
    """Tell whether so many misses in a row are news: the second, and then each time they double."""
    return misses > 1 and misses & (misses - 1) == 0
