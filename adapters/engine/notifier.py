"""Deliver news to subscribers in order; a slow subscriber never delays another.

Rules: a messenger that fails, or takes too long over a word, harms nobody; of how far it has come, only the latest is said.
"""

import asyncio
from collections import deque
from collections.abc import Coroutine, Iterable
from typing import Any

import attrs

from imastudio.domain.lifecycle import News, Progressed
from imastudio.ports.journal import Journal
from imastudio.ports.messenger import Messenger

NOTIFY_TIMEOUT_S = 120.0
"""Twice what a command that carries news is given (`messengers.command`): what takes longer hangs."""


@attrs.define(eq=False)
class Subscriber:
    """A messenger, with the news it has yet to carry.

    `telling` is the task that does, or did; `waits` counts who waits with it.
    """

    messenger: Messenger
    news: deque[News] = attrs.field(factory=deque)
    telling: asyncio.Task[None] | None = None
    waits: int = 0


class Notifier:
    """Tells listeners. `workers` are the tasks that do."""

    def __init__(self, journal: Journal) -> None:
        """Tell nobody yet."""
        self._journal = journal
        self._closed = False
        self.workers: set[asyncio.Task[None]] = set()

    def say(self, listeners: Iterable[Subscriber], news: News) -> None:
        """Have `news` told to each of `listeners` after what was said before."""
        for listener in listeners:
            waiting = listener.news
            if waiting and isinstance(news, Progressed) and isinstance(waiting[-1], Progressed):
                waiting.pop()
            waiting.append(news)
            if listener.telling is None or listener.telling.done():
                listener.telling = asyncio.create_task(self._work(listener))
                self._watch(listener.telling)

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Have `work` done, which waits until somebody is told."""
        self._watch(asyncio.create_task(work))

    async def told(self, listeners: Iterable[Subscriber]) -> None:
        """Return when `listeners` have heard everything."""
        tellings = [listener.telling for listener in listeners if listener.telling is not None]
        if tellings:
            await asyncio.wait(tellings)

    async def close(self, grace: float) -> None:
        """Give those who are being told so many seconds to hear everything, then go; whoever holds on is left behind."""
        if self.workers:
            await asyncio.wait(set(self.workers), timeout=grace)
        self._closed = True
        for worker in self.workers:
            worker.cancel()
        if self.workers:
            await asyncio.wait(set(self.workers), timeout=grace)

    async def tell(self, messenger: Messenger, news: News) -> None:
        """Have `messenger` carry one piece of news now."""
        try:
            async with asyncio.timeout(NOTIFY_TIMEOUT_S):
                await messenger.tell(news)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            self._failed(None)  # its own, nobody cancelled us
        except Exception as error:  # noqa: BLE001 - a messenger may not fail a paid generation
            self._failed(error)

    async def _work(self, listener: Subscriber) -> None:
        while listener.news and not self._closed:
            await self.tell(listener.messenger, listener.news.popleft())

    def _watch(self, worker: asyncio.Task[None]) -> None:
        self.workers.add(worker)
        worker.add_done_callback(self.workers.discard)

    def _failed(self, error: Exception | None) -> None:
        self._journal.error("messenger_failed", error=error)
