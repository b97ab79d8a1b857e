"""A lane beside the pump: steps of one kind that take long, so many at once; who waits in line takes no step's place."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from imastudio.adapters.engine.flight import Flight
from imastudio.adapters.engine.scheduler import Scheduler


class Limiter:
    """Does `step` for those who join, at most `most` at a time. `workers` are the tasks that do."""

    def __init__(self, most: int, pump: Scheduler, step: Callable[[Flight], Awaitable[None]]) -> None:
        """Start nothing yet."""
        self._most = most
        self._pump = pump
        self._step = step
        self._line: deque[Flight] = deque()
        self._hands = 0
        self.workers: set[asyncio.Task[None]] = set()

    def join(self, live: Flight) -> None:
        """Have the step done now, or when a hand is free."""
        if self._hands == self._most or self._pump.closed:
            self._line.append(live)
            return
        self._hands += 1
        self._pump.start(self._work, live)

    async def _work(self, live: Flight) -> None:
        worker = asyncio.current_task()
        assert worker is not None  # noqa: S101 - a step always runs in a task
        self.workers.add(worker)
        try:
            self._line.appendleft(live)
            while self._line and not self._pump.closed:
                await self._step(self._line.popleft())
        finally:
            self.workers.discard(worker)
            self._hands -= 1
