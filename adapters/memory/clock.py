"""A clock that is turned by hand, or turns itself whenever somebody waits."""

import asyncio
import heapq
import itertools

START = 1_800_000_000.0


class HandClock:
    """The `Clock` port for tests. With `auto` a sleep moves the time on and returns; otherwise it waits for `advance`."""

    def __init__(self, start: float = START, *, auto: bool = False) -> None:
        self._now = start
        self._auto = auto
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> float:
        """Return the seconds since the epoch."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds` of this clock; other tasks get their turn in any case."""
        if self._auto:
            self._now += max(seconds, 0.0)
            await asyncio.sleep(0)
            return
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._now + seconds, next(self._order), woken))
        await woken

    async def advance(self, seconds: float) -> None:
        """Turn the clock on, waking sleepers in order, each at its own time."""
        end = self._now + seconds
        await _settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            at, _, woken = heapq.heappop(self._sleepers)
            self._now = max(self._now, at)
            if not woken.done():
                woken.set_result(None)
            await _settle()
        self._now = end
        await _settle()

    @property
    def next_at(self) -> float | None:
        """Return when the first sleeper wakes, None if nobody sleeps."""
        return min((at for at, _, woken in self._sleepers if not woken.done()), default=None)


async def _settle() -> None:
    """Let every task that can go on do so, as far as a few turns of the loop carry it."""
    for _ in range(_TURNS):
        await asyncio.sleep(0)


_TURNS = 20
