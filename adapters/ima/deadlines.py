"""How long a call may take in all: one timer for any number of calls.

An HTTP client's own limit is a timer for each call, which is a sixth of what a call costs. Rule: as `asyncio.timeout`, who is
overdue is cancelled where it waits and gets a TimeoutError, unless somebody else has cancelled it too.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class Deadlines:
    """The calls that are being waited for, each with the instant at which it is given up. Lives in one event loop."""

    def __init__(self) -> None:
        self._due: dict[asyncio.Task[Any], float] = {}
        self._overdue: set[asyncio.Task[Any]] = set()
        self._timer: asyncio.TimerHandle | None = None

    async def within(self, seconds: float, call: Coroutine[Any, Any, T]) -> T:
        """Return what `call` answers within `seconds`. Raises TimeoutError. A task waits for one call at a time."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a coroutine that is awaited runs in a task
        before = task.cancelling()
        self._watch(task, seconds)
        try:
            return await call
        except asyncio.CancelledError:
            if task in self._overdue and task.uncancel() <= before:
                raise TimeoutError from None
            raise
        finally:
            del self._due[task]
            self._overdue.discard(task)

    def close(self) -> None:
        """Give up nothing any more."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None

    def _watch(self, task: asyncio.Task[Any], seconds: float) -> None:
        loop = asyncio.get_running_loop()
        due = self._due[task] = loop.time() + seconds
        if self._timer is not None and due < self._timer.when():
            self.close()
        if self._timer is None:
            self._timer = loop.call_at(due, self._look)

    def _look(self) -> None:
        self._timer = None
        loop = asyncio.get_running_loop()
        now = loop.time()
        for task, due in self._due.items():
            if due <= now and task not in self._overdue:
                self._overdue.add(task)
                task.cancel()
        waiting = [due for task, due in self._due.items() if task not in self._overdue]
        if waiting:
            self._timer = loop.call_at(min(waiting), self._look)
