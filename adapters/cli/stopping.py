"""Ctrl-C, SIGTERM and their like as something that a command can wait beside: what is ordered goes on, the command ends.

Rules: the first signal ends the waiting, further ones change nothing; whoever listened before listens again afterwards. From
the signal on nobody is waited for longer than a moment: `hurried` is called with it, and with what is opened after it.
"""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, TypeVar

from imastudio.adapters.cli.starting import SIGNALLED, Starting, heard

T = TypeVar("T")


class Stopped(Exception):
    """A signal ended the waiting."""


class Stopping:
    """Hears signals in the running loop, as a context manager."""

    def __init__(self) -> None:
        self._stopped = asyncio.Event()  # belongs to the loop that first waits for it
        self._before: dict[signal.Signals, Any] = {}
        self._hurry: Callable[[], None] | None = None

    def __enter__(self) -> Self:
        self._listen()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._deafen()

    @property
    def stopped(self) -> bool:
        """Tell whether a signal came."""
        return self._stopped.is_set()

    def hurried(self, hurry: Callable[[], None]) -> None:
        """Have `hurry` called when a signal comes, or now where one came."""
        self._hurry = hurry
        if self.stopped:
            hurry()

    async def beside(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what `work` returns. Raises Stopped on a signal."""
        task = asyncio.ensure_future(work)
        stopped = asyncio.ensure_future(self._stopped.wait())
        try:
            await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise Stopped
            return task.result()
        finally:
            stopped.cancel()
            if not task.done():
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()

        def hear(*_: object) -> None:
            SIGNALLED.note()  # at once, though the loop may be held up
            with suppress(RuntimeError):  # the loop has ended: there is nothing left to stop
                loop.call_soon_threadsafe(self._stop)

        with suppress(ValueError):  # not the main thread
            for number in heard():
                self._before[number] = signal.signal(number, hear)  # at once in place of the one before: none is lost
        for before in self._before.values():
            if isinstance(before, Starting):
                before.end()
                if before.stopped:  # whatever it interrupted did not mind
                    SIGNALLED.note()
                    self._stop()

    def _stop(self) -> None:
        self._stopped.set()
        if self._hurry is not None:
            self._hurry()

    def _deafen(self) -> None:
        for number, before in self._before.items():
            signal.signal(number, signal.SIG_DFL if before is None else before)
