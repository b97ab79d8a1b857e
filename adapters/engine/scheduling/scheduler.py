"""What makes things happen when they are due: one heap and one timer for steps, one for calls, and only so many steps at once.

Rules:
- What waits is an entry of the heap, not a coroutine.
- What falls due close together is done together, and a crowd of it a few at a time, with a breath in between: the vendor
  gets no burst, and what a call needs is gone again before the collector of garbage takes it for something that stays.
- After a crowd the next one may gather for a moment: calls that follow each other cost half of what each costs alone.
- Whoever ends a step goes on with what is due by then; while every place is taken only calls are looked after.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from math import inf
from typing import Any, TypeAlias, TypeVar

from imastudio.adapters.engine.scheduling.timer_heap import TimerHeap
from imastudio.ports.clock import Clock, Timer

T = TypeVar("T")
Step: TypeAlias = Callable[[Any], Awaitable[None]]
Call: TypeAlias = Callable[[Any], object]
# Tuned with 10,000 in flight (docs/explanation/speed.md):
STEPS_AT_ONCE = 128
"""More calls in flight than that answer no sooner, and each holds a connection and its buffers."""
BEGUN_AT_ONCE = 8
"""With all that is due at once, the collector of garbage took the objects of the calls for lasting ones: a quarter of the CPU."""
BREATH_S = 0.02
"""Long enough for the eight before to be answered by a near vendor, short enough that 10,000 are begun within half a minute."""
MIN_WAIT_S = 0.05
"""A timer for each instant would wake the loop for one call at a time."""
GATHERING_S = 0.25
"""Calls that follow each other find warm caches and cost half; nobody notices a quarter of a second in a wait of minutes."""


class _RestingTimer:
    """A timer for the first of what waits, which is due at `when`."""

    def __init__(self, clock: Clock, ring: Callable[[], object]) -> None:
        self._clock = clock
        self._ring = ring
        self._timer: Timer | None = None
        self.when = inf

    def set(self, when: float, seconds: float) -> None:
        """Ring in so many seconds, and not when it was to ring before."""
        if self._timer is not None:
            self._timer.cancel()
        self.when = when
        self._timer = self._clock.call_later(seconds, self._ring)

    def rest(self) -> None:
        """Don't ring."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self.when = None, inf


class Scheduler:
    """Does what is due. Lives in one event loop."""

    def __init__(self, clock: Clock) -> None:
        """Start nothing yet."""
        self._clock = clock
        self._steps: TimerHeap[Step] = TimerHeap()
        self._calls: TimerHeap[Call] = TimerHeap()
        self.workers: set[asyncio.Task[None]] = set()
        """Whatever is being done, those of the limiters too."""
        self._due: set[asyncio.Task[None]] = set()
        """Those that were begun because something fell due: only these are `STEPS_AT_ONCE`."""
        self._stepping = _RestingTimer(clock, self._step)
        self._calling = _RestingTimer(clock, self._call)
        self._gathered = 0.0
        self.closed = False

    def put(self, when: float, key: Hashable, step: Callable[[T], Awaitable[None]], subject: T) -> None:
        """Have `step` done with `subject` at `when`, instead of what waits under `key`."""
        self._steps.put(when, key, step, subject)
        if when < self._stepping.when and not self._full and not self.closed:
            self._step_at(when)

    def call(self, when: float, key: Hashable, call: Callable[[T], object], subject: T) -> None:
        """Have `call` called with `subject` at `when`, however many steps hang. It must take no time."""
        self._calls.put(when, key, call, subject)
        if when < self._calling.when and not self.closed:
            self._call_at(when)

    def drop(self, key: Hashable) -> None:
        """Forget what waits under `key`; no timer runs for nothing."""
        self._steps.drop(key)
        self._calls.drop(key)
        if self._steps.first is None:
            self._stepping.rest()
        if self._calls.first is None:
            self._calling.rest()

    def start(self, step: Callable[[T], Awaitable[None]], subject: T) -> None:
        """Do `step` with `subject` now, and then what is due by then."""
        self._begin(step, subject)

    def close(self) -> None:
        """Start nothing more."""
        self.closed = True
        self._stepping.rest()
        self._calling.rest()

    @property
    def _full(self) -> bool:
        return len(self._due) >= STEPS_AT_ONCE

    def _begin(self, step: Step, subject: Any, *among: set[asyncio.Task[None]]) -> None:
        worker = asyncio.create_task(self._work(step, subject))
        for workers in (self.workers, *among):
            workers.add(worker)
        worker.add_done_callback(self._ended)

    async def _work(self, step: Step, subject: Any) -> None:
        await step(subject)
        while not self.closed and (due := self._steps.pop(self._clock.now())) is not None:
            step, subject = due
            await step(subject)

    def _ended(self, worker: asyncio.Task[None]) -> None:
        self.workers.discard(worker)
        was_full = self._full
        self._due.discard(worker)
        if was_full and not self._full and not self.closed:
            self._step()

    def _step(self) -> None:
        """Begin what is due, and look again when the next is."""
        self._stepping.rest()
        now = self._clock.now()
        most = min(STEPS_AT_ONCE, len(self._due) + BEGUN_AT_ONCE)
        while len(self._due) < most and (due := self._steps.pop(now)) is not None:
            self._begin(*due, self._due)
        if len(self._due) == most:
            self._gathered = now + GATHERING_S
        first = self._steps.first
        if first is not None and not self._full:
            self._step_at(first, BREATH_S)

    def _step_at(self, when: float, breath: float = 0.0) -> None:
        now = self._clock.now()
        self._stepping.set(when, max(when, now + MIN_WAIT_S, self._gathered) - now if when > now else breath)

    def _call(self) -> None:
        """Make the calls that are due, and look again when the next is."""
        self._calling.rest()
        now = self._clock.now()
        while (due := self._calls.pop(now)) is not None:
            call, subject = due
            call(subject)
        if self._calls.first is not None and not self.closed:
            self._call_at(self._calls.first)

    def _call_at(self, when: float) -> None:
        now = self._clock.now()
        self._calling.set(when, max(when - now, MIN_WAIT_S) if when > now else 0.0)
