"""What makes things happen when they are due: one heap, one sleeper, and never more than so many steps at once.

Rules:
- What waits is an entry of the heap, not a coroutine.
- What falls due close together is done together, and a crowd of it a few at a time, with a breath in between: the vendor
  gets no burst, and what a call needs is gone again before the collector of garbage takes it for something that stays.
- While every place is taken nobody sleeps: the step that ends goes on with what is due.
"""

import asyncio
from collections.abc import Coroutine
from math import inf
from typing import Any

from imastudio.ports.clock import Clock
from imastudio.ports.schedule import Action, Schedule

STEPS_AT_ONCE = 128
BEGUN_AT_ONCE = 8
BREATH = 0.002
SHORTEST_SLEEP = 0.05


class Pump:
    """Does what is due. Lives in one event loop."""

    def __init__(self, clock: Clock) -> None:
        """Start nothing yet."""
        self._clock = clock
        self._schedule = Schedule()
        self.steps: set[asyncio.Task[None]] = set()
        self._sleeper: asyncio.Task[None] | None = None
        self._next_look = inf
        self._closed = False

    def put(self, when: float, key: str, action: Action) -> None:
        """Have `action` done at `when`, instead of what waits under `key`."""
        self._schedule.put(when, key, action)
        if when < self._next_look:
            self._look_at(when)

    def drop(self, key: str) -> None:
        """Forget what waits under `key`; nobody sleeps for nothing."""
        self._schedule.drop(key)
        if self._sleeper is not None and self._schedule.first is None:
            self._rest()

    def start(self, step: Coroutine[Any, Any, None]) -> None:
        """Do `step` now, in a task."""
        task = asyncio.create_task(step)
        self.steps.add(task)
        task.add_done_callback(self._ended)

    def close(self) -> None:
        """Start nothing more."""
        self._closed = True
        self._rest()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.steps.discard(task)
        if len(self.steps) == STEPS_AT_ONCE - 1:
            self._look()

    def _look(self) -> None:
        """Do what is due, and sleep until the next is."""
        self._next_look = inf
        if self._closed:
            return
        now = self._clock.now()
        most = min(STEPS_AT_ONCE, len(self.steps) + BEGUN_AT_ONCE)
        while len(self.steps) < most and (action := self._schedule.pop(now)) is not None:
            action()
        first = self._schedule.first
        if first is not None:
            self._look_at(first, BREATH)

    def _look_at(self, when: float, breath: float = 0.0) -> None:
        if self._closed or len(self.steps) >= STEPS_AT_ONCE:
            return
        self._rest()
        self._next_look = when
        seconds = when - self._clock.now()
        seconds = max(seconds, SHORTEST_SLEEP) if seconds > 0 else breath
        if seconds:
            self._sleeper = asyncio.create_task(self._sleep(seconds))
        else:
            asyncio.get_running_loop().call_soon(self._look)

    def _rest(self) -> None:
        if self._sleeper is not None:
            self._sleeper.cancel()
        self._sleeper = None
        self._next_look = inf

    async def _sleep(self, seconds: float) -> None:
        await self._clock.sleep(seconds)
        self._sleeper = None
        self._look()
