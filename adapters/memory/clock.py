"""A clock that is turned by hand, or turns itself whenever somebody waits."""

import asyncio
import heapq
import itertools
from collections.abc import Callable

START = 1_800_000_000.0


class HandTimer:
    """A timer of a hand-turned clock."""

    def __init__(self, at: float, callback: Callable[[], object]) -> None:
        self.at = at
        self.callback = callback
        self.cancelled = False

    def cancel(self) -> None:
        """Keep it from happening."""
        self.cancelled = True


class HandClock:
    """The `Clock` port for tests. With `auto` a wait moves the time on and is over; otherwise it lasts until `advance`."""

    def __init__(self, start: float = START, *, auto: bool = False) -> None:
        self._now = start
        self._auto = auto
        self._timers: list[tuple[float, int, HandTimer]] = []
        self._order = itertools.count()

    def now(self) -> float:
        """Return the seconds since the epoch."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds` of this clock; other tasks get their turn in any case."""
        woken = asyncio.Event()
        timer = self.call_later(seconds, woken.set)
        try:
            await woken.wait()
        finally:
            timer.cancel()

    def call_later(self, seconds: float, callback: Callable[[], object]) -> HandTimer:
        """Call `callback` after `seconds` of this clock."""
        timer = HandTimer(self._now + max(seconds, 0.0), callback)
        if self._auto or seconds <= 0:
            asyncio.get_running_loop().call_soon(self._ring, timer)
        else:
            heapq.heappush(self._timers, (timer.at, next(self._order), timer))
        return timer

    async def advance(self, seconds: float) -> None:
        """Turn the clock on; what was to happen on the way does, in order, each at its own time."""
        end = self._now + seconds
        await _settle()
        while self._timers and self._timers[0][0] <= end:
            _, _, timer = heapq.heappop(self._timers)
            self._ring(timer)
            await _settle()
        self._now = end
        await _settle()

    @property
    def next_at(self) -> float | None:
        """Return when something happens next, None if nothing does."""
        return min((timer.at for _, _, timer in self._timers if not timer.cancelled), default=None)

    def _ring(self, timer: HandTimer) -> None:
        if not timer.cancelled:
            self._now = max(self._now, timer.at)
            timer.callback()


async def _settle() -> None:
    """Let every task that can go on do so, as far as a few turns of the loop carry it."""
    for _ in range(_TURNS):
        await asyncio.sleep(0)


_TURNS = 20
