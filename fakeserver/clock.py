"""The fake vendor's clock: seconds since 1970, as it tells them to everybody.

Rules this file obeys:
* A running clock follows the machine's and can be pushed ahead; a hand-turned one moves by `advance` alone.
* It may be turned from any thread: whoever sleeps by it is woken in the loop where they sleep.
"""

import asyncio
import threading
import time

DEFAULT_START = 1_800_000_000.0  # a hand-turned clock starts at the same instant every time, so that runs repeat


class Clock:
    """Tell the time, and sleep by it."""

    def __init__(self, *, hand: bool = False, start: float | None = None) -> None:
        self.hand = hand
        self._lock = threading.Lock()
        self._sleepers: list[tuple[float, asyncio.AbstractEventLoop, asyncio.Event]] = []
        self._ahead = 0.0
        if hand:
            self._start = DEFAULT_START if start is None else start
        else:
            self._start = time.time() if start is None else start
        self._since = time.monotonic()

    def now(self) -> float:
        """Give the present instant, in seconds since 1970."""
        passed = 0.0 if self.hand else time.monotonic() - self._since
        return self._start + passed + self._ahead

    def advance(self, seconds: float) -> float:
        """Move ahead by some seconds and wake whoever was waiting for that; return the new instant."""
        if seconds < 0:
            raise ValueError("the clock does not go backwards")
        with self._lock:
            self._ahead += seconds
            now = self.now()
            due = [sleeper for sleeper in self._sleepers if sleeper[0] <= now]
            self._sleepers = [sleeper for sleeper in self._sleepers if sleeper[0] > now]
        for _, loop, woken in due:
            loop.call_soon_threadsafe(woken.set)
        return now

    async def sleep(self, seconds: float) -> None:
        """Wait until this clock has moved on by some seconds."""
        woken = asyncio.Event()
        sleeper = (self.now() + seconds, asyncio.get_running_loop(), woken)
        with self._lock:
            self._sleepers.append(sleeper)
        try:
            async with asyncio.timeout(None if self.hand else seconds):
                await woken.wait()
        except TimeoutError:
            pass  # the machine's own time did it
        finally:
            with self._lock:
                self._sleepers = [other for other in self._sleepers if other[2] is not woken]
