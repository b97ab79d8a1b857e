"""The machine's clock: wall-clock time as it was at the start, moved on by a clock that nobody can set back."""

import asyncio
import time

_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # the first goes on while the machine sleeps


class SystemClock:
    """The `Clock` port, on this machine."""

    def __init__(self) -> None:
        self._began = time.time() - time.clock_gettime(_STEADY)

    def now(self) -> float:
        """Return the seconds since the epoch."""
        return self._began + time.clock_gettime(_STEADY)

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""
        await asyncio.sleep(seconds)
