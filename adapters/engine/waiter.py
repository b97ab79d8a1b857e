"""Waiting for a generation, whoever drives it.

Rules: who waits only watches, and cancelling a wait stops nothing. What a dead process left is gone on with; what another one
drives is looked at in the ledger until it ends.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from typing import TypeVar

import attrs

from imastudio.adapters.engine.deliverer import Deliverer
from imastudio.adapters.engine.flight import Flight
from imastudio.adapters.engine.historian import Historian
from imastudio.adapters.engine.listening import listener
from imastudio.adapters.engine.recorder import LostRace
from imastudio.domain.kernel import check_timeout
from imastudio.domain.lifecycle import MAX_WAIT_S, Ended, News, Query, Result, Row, Stage, WaitEnded
from imastudio.domain.orders import Order
from imastudio.domain.quoting import NO_ADVICE
from imastudio.ports.messenger import Messenger, OnNews

LOOK_EVERY_S = 0.25  # a look is one PRAGMA; nobody notices a quarter of a second
FETCHED_WITHIN_S = 60.0
"""So long the process that waited for a task may take to fetch its results before another one fetches them, too."""
MIN_LOOK_S = 5.0
T = TypeVar("T")


class Waiter(Historian, Deliverer):
    """Waits, follows and resumes."""

    async def wait(
        self,
        name: str,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - the wait ends, the task goes on: nothing is cancelled
        messenger: Messenger | None = None,
        on_news: OnNews | None = None,
    ) -> Result:
        """Watch a generation until it ends, or for `timeout` seconds (default: the longest wait of its medium)."""
        check_timeout(timeout)
        messenger = listener(messenger, on_news)
        flight = self._engine.flights.get(name)
        if flight is not None:
            return await self._watch(flight, timeout, messenger)
        ledger, clock = self._engine.ports.ledger, self._engine.ports.clock
        seen = await ledger.changes()  # before the row is read: what is written in between is seen later
        row = await self._find(name)
        deadline = clock.now() + self._longest(row.generation.order, timeout)
        while True:
            flight = self._engine.flights.get(row.generation.id) or await self._take(row, messenger, deadline)
            if flight is not None:
                return await self._watch(flight, deadline - clock.now(), messenger)
            now = clock.now()
            if not row.generation.open or self._is_left(row, now):
                row = await ledger.load(row.generation.id) or row  # what was collected just now is in it
                return await self._ended(row, messenger, deadline)
            if now >= deadline:
                return attrs.evolve(self.look_at(row), at=now, wait_ended=True)
            row, seen = await self._changed(row, seen, deadline)

    @staticmethod
    def _is_left(row: Row, now: float) -> bool:
        """Tell whether all that is left is to fetch results, and the living process that has it had its time for that."""
        ended = row.generation.ended_at
        return row.generation.undelivered and ended is not None and now >= ended + FETCHED_WITHIN_S

    async def follow(self, name: str) -> AsyncIterator[News]:
        """Yield the news of a generation until it ends or its longest wait is over."""
        queue = _Queue()
        waiting = asyncio.ensure_future(self.wait(name, messenger=queue))
        waiting.add_done_callback(lambda _: queue.news.put_nowait(None))
        try:
            while (news := await queue.news.get()) is not None:
                yield news
            await waiting
        finally:
            waiting.cancel()

    async def resume(
        self,
        *,
        take: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the wait ends, the tasks go on: nothing is cancelled
        messenger: Messenger | None = None,
        on_news: OnNews | None = None,
    ) -> Sequence[Result]:
        """Go on with everything of this account that is unfinished and whose process is dead; return how each ended."""
        check_timeout(timeout)
        messenger = listener(messenger, on_news)
        rows = await self._claim_all() if take is None else await self._claim_from_living(take)
        strange = [row for row in rows if self._engine.flights.get(row.generation.id) is None]
        flights = await asyncio.gather(*(self._engine.adopt(row, messenger) for row in strange))
        return await asyncio.gather(*(self._watch(flight, timeout, messenger) for flight in flights))

    async def _claim_all(self) -> Sequence[Row]:
        ledger = self._engine.ports.ledger
        unfinished = await ledger.rows(Query(account=self._engine.identity.account, open=True))
        claimed = await asyncio.gather(*(ledger.claim(row.generation.id) for row in unfinished))
        return [row for row in claimed if row is not None]

    async def _claim_from_living(self, name: str) -> Sequence[Row]:
        row = await self._find(name)
        taken = await self._engine.ports.ledger.claim(row.generation.id, force=True)
        return [taken] if taken is not None else []

    async def _take(self, row: Row, messenger: Messenger | None, deadline: float) -> Flight | None:
        """Return the flight of a row that is nobody's, now ours; None where it has ended or lives elsewhere."""
        if row.generation.open:
            claimed = await self._engine.ports.ledger.claim(row.generation.id)
            return await self._engine.adopt(claimed, messenger) if claimed is not None else None
        if row.generation.stage is not Stage.FAILED or len(row.generation.medias) >= row.generation.order.n:
            return None
        after = await self._within(deadline, self._collect(row)) or row
        return await self._take(after, messenger, deadline) if after.generation.open else None

    async def _watch(
        self,
        flight: Flight,
        timeout: float | None,  # noqa: ASYNC109 - as in `wait`
        messenger: Messenger | None,
    ) -> Result:
        """Return how `flight` stands when it has ended, or after `timeout` seconds."""
        engine = self._engine
        listeners = engine.announcer.attend(flight, messenger)
        watcher = engine.flights.watch(flight, self._longest(flight.generation.order, timeout))
        try:
            await watcher
            result = self._result(flight)
            if flight.end is None and not flight.ended:
                news = WaitEnded(generation=flight.generation, elapsed=result.elapsed, offline=result.offline)
                engine.notifier.say(listeners, news)
                result = attrs.evolve(result, wait_ended=True)
            await engine.notifier.told(listeners)
        except LostRace as other:
            row = other.row
        else:
            return result
        finally:
            engine.flights.unwatch(flight, watcher)
            engine.announcer.dismiss(flight, listeners)
        return await self.wait(row.generation.id, timeout=timeout, messenger=messenger)  # another process was first

    async def _within(self, deadline: float, looking: Awaitable[T]) -> T | None:
        """Return what a look at something ended finds until `deadline`, but for MIN_LOOK_S in any case; else None."""
        engine, task = self._engine, asyncio.ensure_future(looking)
        clock = engine.ports.clock
        timer = clock.call_later(max(deadline - clock.now(), MIN_LOOK_S * engine.patience), task.cancel)
        engine.looks += 1
        try:
            await asyncio.wait([task])
        finally:
            engine.looks -= 1
            timer.cancel()
            task.cancel()
        return None if task.cancelled() else task.result()

    def _longest(self, order: Order, timeout: float | None) -> float:
        return timeout if timeout is not None else MAX_WAIT_S[order.medium] * self._engine.patience

    async def _ended(self, row: Row, messenger: Messenger | None, deadline: float) -> Result:
        whole = await self._within(deadline, self._redeliver(row))
        generation = whole or attrs.evolve(row.generation, files=None)
        advice = await self._within(deadline, self._engine.driver.advisor.about(generation)) or NO_ADVICE
        if messenger is not None:
            end = Ended(generation, advice, offline=self._engine.ports.offline)
            await self._engine.notifier.tell(messenger, end)
        return self._now(generation, advice=advice)

    async def _changed(self, row: Row, seen: int, deadline: float) -> tuple[Row, int]:
        """Return the row after a while, read again if anybody has written since `seen`; and what is seen now."""
        ledger, clock = self._engine.ports.ledger, self._engine.ports.clock
        await clock.sleep(min(LOOK_EVERY_S, max(0.0, deadline - clock.now())))
        now_seen = await ledger.changes()
        if now_seen == seen:
            return row, seen
        return await ledger.load(row.generation.id) or row, now_seen


class _Queue:
    """A messenger that keeps the news for an iterator."""

    def __init__(self) -> None:
        self.news: asyncio.Queue[News | None] = asyncio.Queue()

    async def tell(self, news: News) -> None:
        await self.news.put(news)
