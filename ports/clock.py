"""Time: wall-clock seconds anchored to a monotonic clock, and sleep. Time is I/O."""

from typing import Protocol


class Clock(Protocol):
    """A clock that can be waited on."""

    def now(self) -> float:
        """Return the seconds since the epoch; never goes backwards while the process lives."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""
        ...
