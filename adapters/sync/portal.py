"""An event loop in a thread of its own, and calls into it that look like plain calls.

Rules: Ctrl-C during a call cancels what it waits for and is raised when that has let go; whatever a studio drives lives on in the
thread until the portal is closed. A call works inside a running event loop too (a notebook's), and blocks it while it lasts.
A thread does not live on in a forked process: there nothing is called and nothing closed.
"""

import asyncio
import os
import threading
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")


class Portal:
    """Runs coroutines in its own loop and thread."""

    def __init__(self) -> None:
        """Start the loop."""
        self._pid = os.getpid()
        self._loop = asyncio.new_event_loop()
        # A daemon: a program that ends without closing ends, and what it ordered goes on in the ledger.
        self._thread = threading.Thread(target=self._loop.run_forever, name="imastudio", daemon=True)
        self._thread.start()

    @property
    def is_ours(self) -> bool:
        """Tell whether it was made in this process."""
        return self._pid == os.getpid()

    def start(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        """Begin `work` in the loop. Raises RuntimeError where the portal is closed, or another process's."""
        if self._loop.is_closed() or not self.is_ours:
            work.close()
            closed = "is closed" if self.is_ours else "belongs to the process that opened it"
            raise RuntimeError(f"This studio {closed}. Open another one.")
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what `work` returns, or raise what it raises."""
        return settle(self.start(work))

    def close(self) -> None:
        """End the loop and its thread."""
        if self._loop.is_closed() or not self.is_ours:
            return
        self.call(self._loop.shutdown_asyncgens())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def settle(future: "Future[T]") -> T:
    """Wait for `future`; interrupted, cancel it, wait until it has let go, and raise the interruption."""
    try:
        return future.result()
    except BaseException:
        if not future.done():
            let_go(future)
        raise


def let_go(future: "Future[Any]") -> None:
    """Cancel `future` and wait until its work has ended."""
    ended = threading.Event()
    future.add_done_callback(lambda _: ended.set())
    future.cancel()
    ended.wait()
