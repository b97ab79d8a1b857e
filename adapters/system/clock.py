"""The machine's clock: wall-clock time as it was at the start, moved on by a clock that nobody can set back."""

import asyncio
import time
from collections.abc import Callable

_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # the first goes on while the machine sleeps


class SystemClock:
    """The `Clock` port, on this machine. `speed` makes time pass faster: for a fake server that runs as fast."""

    def __init__(self, speed: float = 1.0) -> None:
        self._began = time.time()
        self._steady = time.clock_gettime(_STEADY)
        self._speed = speed

    def now(self) -> float:
        """Return the seconds since the epoch."""
        return self._began + (time.clock_gettime(_STEADY) - self._steady) * self._speed

    def set_to(self, now: float) -> None:
        """Go on from another instant: that of a database, which several hosts share."""
        self._began, self._steady = now, time.clock_gettime(_STEADY)

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""
        await asyncio.sleep(seconds / self._speed)

    def call_later(self, seconds: float, callback: Callable[[], object]) -> asyncio.TimerHandle:
        """Call `callback` after `seconds`."""
        return asyncio.get_running_loop().call_later(seconds / self._speed, callback)
