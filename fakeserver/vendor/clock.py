"""The fake vendor's clock: seconds since 1970, as it tells them to everybody.

Rules this file obeys:
* A running clock follows the machine's and can be pushed ahead; a hand-turned one moves by `advance` alone.
* It may be turned from any thread: whoever sleeps by it is woken in the loop where they sleep; an alarm of a hand-turned
  clock rings in the thread that turns it, before `advance` returns.
"""

import asyncio
import threading
import time
from collections.abc import Callable

DEFAULT_START = 1_800_000_000.0  # a hand-turned clock starts at the same instant every time, so that runs repeat


class VendorClock:
    """Tell the time, and sleep by it."""

    def __init__(self, *, hand: bool = False, start: float | None = None) -> None:
        self.hand = hand
        self._lock = threading.Lock()
        self._sleepers: list[tuple[float, Callable[[], object]]] = []
        self._alarms: list[tuple[float, Callable[[], object]]] = []
        self._ahead = 0.0
        self._start = start if start is not None else _usual_start(hand=hand)
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
            due = [waiting for waiting in (*self._sleepers, *self._alarms) if waiting[0] <= now]
            self._sleepers = [sleeper for sleeper in self._sleepers if sleeper[0] > now]
            self._alarms = [alarm for alarm in self._alarms if alarm[0] > now]
        for _, wake in due:
            wake()
        return now

    def begin_again(self, *, hand: bool) -> None:
        """Start anew, as a new clock would; whoever still waits is let go."""
        with self._lock:
            due = [*self._sleepers, *self._alarms]
            self._sleepers, self._alarms = [], []
            self.hand, self._ahead, self._start, self._since = hand, 0.0, _usual_start(hand=hand), time.monotonic()
        for _, wake in due:
            wake()

    @property
    def next_at(self) -> float | None:
        """Give the instant at which the first sleeper wakes, None if nobody sleeps; alarms are nobody's sleep."""
        with self._lock:
            return min((at for at, _ in self._sleepers), default=None)

    def alarm(self, seconds: float, ring: Callable[[], object]) -> None:
        """Call `ring` once this clock has moved on by some seconds. Call it in an event loop."""
        if not self.hand:
            asyncio.get_running_loop().call_later(seconds, ring)
            return
        with self._lock:
            self._alarms.append((self.now() + seconds, ring))

    async def sleep(self, seconds: float) -> None:
        """Wait until this clock has moved on by some seconds; none are over at once."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken = asyncio.Event()
        loop = asyncio.get_running_loop()
        sleeper = (self.now() + seconds, lambda: loop.call_soon_threadsafe(woken.set))
        with self._lock:
            self._sleepers.append(sleeper)
        try:
            async with asyncio.timeout(None if self.hand else seconds):
                await woken.wait()
        except TimeoutError:
            pass  # the machine's own time did it
        finally:
            with self._lock:
                self._sleepers = [other for other in self._sleepers if other is not sleeper]


def _usual_start(*, hand: bool) -> float:
    return DEFAULT_START if hand else time.time()
