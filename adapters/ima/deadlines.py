"""How long a call may take in all: one timer for any number of calls.

An HTTP client's own limit is a timer for each call, which is a sixth of what a call costs. Rule: as `asyncio.timeout`, who is
overdue is cancelled where it waits and gets a TimeoutError, unless somebody else has cancelled it too.
"""

import asyncio
from types import TracebackType
from typing import Any


class Deadlines:
    """The calls that are being waited for, each with the instant at which it is given up. Lives in one event loop."""

    def __init__(self) -> None:
        self._due: dict[asyncio.Task[Any], float] = {}
        self._overdue: set[asyncio.Task[Any]] = set()
        self._timer: asyncio.TimerHandle | None = None

    def within(self, seconds: float) -> "_Limit":
        """Return what gives up its block after `seconds`, raising TimeoutError. A task is in one such block at a time."""
        return _Limit(self, seconds)

    def close(self) -> None:
        """Give up nothing any more."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None

    def watch(self, task: asyncio.Task[Any], seconds: float) -> None:
        """Cancel `task` after `seconds`."""
        loop = asyncio.get_running_loop()
        due = self._due[task] = loop.time() + seconds
        if self._timer is not None and due < self._timer.when():
            self.close()
        if self._timer is None:
            self._timer = loop.call_at(due, self._look)

    def unwatch(self, task: asyncio.Task[Any]) -> bool:
        """Forget `task`; tell whether it was cancelled for being overdue."""
        del self._due[task]
        overdue = task in self._overdue
        self._overdue.discard(task)
        return overdue

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


class _Limit:
    """The time that one block may take."""

    __slots__ = ("_before", "_deadlines", "_seconds", "_task")

    def __init__(self, deadlines: Deadlines, seconds: float) -> None:
        self._deadlines = deadlines
        self._seconds = seconds

    def __enter__(self) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a coroutine that is awaited runs in a task
        self._task = task
        self._before = task.cancelling()
        self._deadlines.watch(task, self._seconds)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._deadlines.unwatch(self._task):
            left = self._task.uncancel()
            if kind is asyncio.CancelledError and left <= self._before:
                raise TimeoutError from None
