"""Many small writes as few transactions: whatever waits while one is under way is the next one.

Rules: a write that can't be done harms no other; one whose answer was lost is asked again, and says so (`repeated`); who is
cancelled waits for the commit that has begun.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

import attrs

from imastudio.domain.kernel import LedgerUnavailable, unavailable

MAX_AT_ONCE = 500
WRITERS = 2


@attrs.define(eq=False)
class _Waiting:
    item: dict[str, Any]
    future: "asyncio.Future[Any]"


class Batches:
    """Hands items to `write`, as many as wait. `write` answers each; an answer that is an exception is raised to who asked."""

    def __init__(self, write: Callable[[Sequence[dict[str, Any]]], Awaitable[Sequence[Any]]]) -> None:
        """Write nothing yet."""
        self._write = write
        self._waiting: deque[_Waiting] = deque()
        self._writers: set[asyncio.Task[None]] = set()
        self._closed = False

    async def run(self, item: dict[str, Any]) -> Any:
        """Return what `write` answers for `item`, once that is committed.

        A caller that is cancelled gets its CancelledError after the commit; where that failed, with the reason as its cause.
        """
        future = self.hand_in(item)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError as cancelled:
            while not future.done():
                with suppress(asyncio.CancelledError, Exception):  # the cancellation is what is told
                    await asyncio.shield(future)
            raise cancelled from (None if future.cancelled() else future.exception())

    def hand_in(self, item: dict[str, Any]) -> "asyncio.Future[Any]":
        """Return the answer to come; who cancels it waits for nothing. Raises LedgerUnavailable: closed."""
        if self._closed:
            raise unavailable("closed")
        waiting = _Waiting(item, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if sum(not writer.done() for writer in self._writers) < WRITERS:  # one that has ended takes nothing more up
            task = asyncio.create_task(self._drain())
            self._writers.add(task)
            task.add_done_callback(self._writers.discard)
        return waiting.future

    async def close(self) -> None:
        """Finish what was handed over."""
        self._closed = True
        while self._writers:
            await asyncio.wait(self._writers)

    async def _drain(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(MAX_AT_ONCE, len(self._waiting)))]
            answers: Sequence[Any] = [unavailable("closed")] * len(batch)
            try:
                answers = await self._attempt(batch)
            finally:  # where the loop ends, so do we
                for each, answer in zip(batch, answers, strict=True):
                    _answer(each.future, answer)

    async def _attempt(self, batch: Sequence[_Waiting]) -> Sequence[Any]:
        try:
            return await self._write([each.item for each in batch])
        except Exception as error:  # noqa: BLE001 - told to those who wait
            if len(batch) == 1 or _is_everybodys(error):
                return [error] * len(batch)
        return [(await self._attempt([each]))[0] for each in batch]


def _answer(future: "asyncio.Future[Any]", answer: object) -> None:
    if future.done():  # who asked was cancelled
        return
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)


def _is_everybodys(error: Exception) -> bool:
    """Tell whether no single item is to blame: whoever asked again for each would wait as long again for each."""
    return isinstance(error, LedgerUnavailable) and error.failure.facts["reason"] in {"unreachable", "closed"}
