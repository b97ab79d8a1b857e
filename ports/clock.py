"""Time: wall-clock seconds anchored to a monotonic clock, and ways to wait. Time is I/O."""

from collections.abc import Callable
from typing import Protocol


class Timer(Protocol):
    """Something that is going to happen."""

    def cancel(self) -> object:
        """Keep it from happening."""


class Clock(Protocol):
    """A clock that can be waited on."""

    def now(self) -> float:
        """Return the seconds since the epoch; never goes backwards while the process lives."""

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""

    def call_later(self, seconds: float, callback: Callable[[], object]) -> Timer:
        """Call `callback` after `seconds`, in the running loop; never before this call has returned."""
