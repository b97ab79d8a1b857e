"""Steps of one kind that take long, so many at once; who waits in line takes no step's place.

Rules: first come, first served; after `close` of the scheduler nobody comes. How many go at once can adapt to what an account
bears: one more for each answer, half as many after a refusal for haste, and nobody at all until the pause is over that it
asked for, whoever was refused.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from imastudio.adapters.engine.flight import Flight
from imastudio.adapters.engine.scheduling.scheduler import Scheduler
from imastudio.domain.lifecycle import MAX_BACKOFF_S
from imastudio.ports.clock import Clock

_MAX_DOUBLINGS = 10  # that is far beyond MAX_BACKOFF_S


class Limiter:
    """Does `step` for those who join, `first` at a time to begin with (None: `most`), never more than `most`.

    `workers` are the tasks that do.
    """

    def __init__(
        self,
        most: int,
        scheduler: Scheduler,
        step: Callable[[Flight], Awaitable[None]],
        clock: Clock,
        first: int | None = None,
    ) -> None:
        """Start nothing yet."""
        self._most = most
        self._allowed = most if first is None else first
        self._paused_until = 0.0
        self._unanswered = 0
        self._scheduler = scheduler
        self._step = step
        self._clock = clock
        self._line: deque[Flight] = deque()
        self._hands = 0
        self.workers: set[asyncio.Task[None]] = set()

    @property
    def allowed(self) -> int:
        """Return how many may go at once now."""
        return self._allowed

    @property
    def pause(self) -> float:
        """Return the seconds until the next may go: 0 where nothing is paused."""
        return max(0.0, self._paused_until - self._clock.now())

    def join(self, flight: Flight) -> None:
        """Have the step done now, or when it is its turn; who was refused for haste stands in front of those who come later."""
        if flight.generation.throttles:
            self._line.appendleft(flight)
        else:
            self._line.append(flight)
        self._begin()

    def grow(self) -> None:
        """Let one more go at once: an answer came."""
        self._unanswered = 0
        self._allowed = min(self._most, self._allowed + 1)
        self._begin()

    def throttle(self, asked: float | None) -> None:
        """Let nobody go for the seconds that were `asked` for (None: twice as long each time that nobody was answered since).

        Then half as many as went may; refusals during a pause change nothing but its length.
        """
        if not self.pause:
            self._allowed = max(1, min(self._allowed, self._hands) // 2)
            self._unanswered += 1
        pause = asked or min(MAX_BACKOFF_S, 2.0 ** min(self._unanswered, _MAX_DOUBLINGS))
        self._paused_until = max(self._paused_until, self._clock.now() + pause)
        self._scheduler.call(self._paused_until, self, Limiter._begin, self)

    def _begin(self) -> None:
        while self._line and self._hands < self._allowed and not self.pause and not self._scheduler.closed:
            self._hands += 1
            self._scheduler.start(self._work, self._line.popleft())

    async def _work(self, flight: Flight) -> None:
        worker = asyncio.current_task()
        assert worker is not None  # noqa: S101 - a step always runs in a task
        self.workers.add(worker)
        try:
            await self._step(flight)
            while self._line and self._hands <= self._allowed and not self.pause and not self._scheduler.closed:
                await self._step(self._line.popleft())
        finally:
            self.workers.discard(worker)
            self._hands -= 1
