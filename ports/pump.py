"""What makes things happen when they are due: one heap, one timer, and never more than so many steps at once.

Rules:
- What waits is an entry of the heap, not a coroutine.
- What falls due close together is done together, and a crowd of it a few at a time, with a breath in between: the vendor
  gets no burst, and what a call needs is gone again before the collector of garbage takes it for something that stays.
- Whoever ends a step goes on with what is due by then; while every place is taken no timer runs.
"""

import asyncio
from math import inf

from imastudio.ports.clock import Clock, Timer
from imastudio.ports.schedule import Schedule, Step

STEPS_AT_ONCE = 128
BEGUN_AT_ONCE = 8
BREATH = 0.002
SHORTEST_WAIT = 0.05


class Pump:
    """Does what is due. Lives in one event loop."""

    def __init__(self, clock: Clock) -> None:
        """Start nothing yet."""
        self._clock = clock
        self._schedule = Schedule()
        self.workers: set[asyncio.Task[None]] = set()
        self._timer: Timer | None = None
        self._next_look = inf
        self.closed = False

    def put(self, when: float, key: str, step: Step) -> None:
        """Have `step` done at `when`, instead of what waits under `key`."""
        self._schedule.put(when, key, step)
        if when < self._next_look:
            self._look_at(when)

    def drop(self, key: str) -> None:
        """Forget what waits under `key`; no timer runs for nothing."""
        self._schedule.drop(key)
        if self._timer is not None and self._schedule.first is None:
            self._rest()

    def start(self, step: Step) -> None:
        """Do `step` now, and then what is due by then."""
        worker = asyncio.create_task(self._work(step))
        self.workers.add(worker)
        worker.add_done_callback(self._ended)

    def close(self) -> None:
        """Start nothing more."""
        self.closed = True
        self._rest()

    async def _work(self, step: Step | None) -> None:
        while step is not None:
            await step()
            step = None if self.closed else self._schedule.pop(self._clock.now())

    def _ended(self, worker: asyncio.Task[None]) -> None:
        self.workers.discard(worker)
        if len(self.workers) == STEPS_AT_ONCE - 1:
            self._look()

    def _look(self) -> None:
        """Do what is due, and look again when the next is."""
        self._timer, self._next_look = None, inf
        if self.closed:
            return
        now = self._clock.now()
        most = min(STEPS_AT_ONCE, len(self.workers) + BEGUN_AT_ONCE)
        while len(self.workers) < most and (step := self._schedule.pop(now)) is not None:
            self.start(step)
        first = self._schedule.first
        if first is not None:
            self._look_at(first, BREATH)

    def _look_at(self, when: float, breath: float = 0.0) -> None:
        if self.closed or len(self.workers) >= STEPS_AT_ONCE:
            return
        self._rest()
        self._next_look = when
        seconds = when - self._clock.now()
        seconds = max(seconds, SHORTEST_WAIT) if seconds > 0 else breath
        self._timer = self._clock.call_later(seconds, self._look)

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._next_look = None, inf
