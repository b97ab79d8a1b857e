"""News for who is slow, who fails and who comes late: nobody is kept waiting by them."""

import asyncio
from collections import deque
from contextlib import suppress
from typing import Any

import attrs
import pytest

from imastudio.adapters.engine import notifier
from imastudio.adapters.engine.driver import CREATES_AT_ONCE
from imastudio.adapters.engine.notifier import Notifier, Subscriber
from imastudio.adapters.memory.messenger import MemoryMessenger
from imastudio.domain.lifecycle.events import Why
from imastudio.domain.lifecycle.generation import Stage
from imastudio.domain.lifecycle.news import Ended, News, Progressed, Slowed, TaskCreated, WaitEnded
from imastudio.domain.orders import Wish
from imastudio.testing.contracts.studio import until
from imastudio.testing.strategies import an_order
from tests.studios import Journal, desk

CAT = Wish(prompt="a cat", model="gemini-3.1-flash-image")


class Slow(MemoryMessenger):
    """Takes each piece of news of a `kind` only when `free` is set."""

    def __init__(self, kind: type[News]) -> None:
        super().__init__()
        self.free = asyncio.Event()
        self._kind = kind

    async def tell(self, news: News) -> None:
        """Wait, then remember."""
        if isinstance(news, self._kind):
            await self.free.wait()
        await super().tell(news)


def progress(elapsed: float) -> Progressed:
    """Return how far something has come."""
    return Progressed(percent=int(elapsed), elapsed=elapsed, longest=40, frozen=False, order=an_order())


async def broken(*_: Any) -> Any:
    """Have a defect."""
    raise RuntimeError


async def test_who_is_slow_hears_everything_in_order_and_only_the_latest_progress() -> None:
    """What comes meanwhile waits; of how far it has come, only the last word is news."""
    slow, quick = Slow(Slowed), MemoryMessenger()
    listeners = [Subscriber(slow), Subscriber(quick)]
    teller = Notifier(Journal())
    said: list[News] = [
        Slowed(why=Why.UNANSWERED, pause=1.0),
        progress(1),
        progress(2),
        Slowed(why=Why.MALFORMED, pause=1.0),
        progress(3),
    ]
    for news in said:
        teller.say(listeners, news)
        await teller.told(listeners[1:])
    assert quick.told == said
    assert slow.told == []
    slow.free.set()
    await teller.told(listeners)
    assert slow.told == [said[0], *said[2:]]
    assert teller.workers == set()


async def test_who_hangs_is_given_up_word_by_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each word has its time, and the next is tried after it."""
    monkeypatch.setattr(notifier, "NOTIFY_TIMEOUT_S", 0.0)
    journal = Journal()
    slow = Slow(Slowed)
    listener, teller = Subscriber(slow), Notifier(journal)
    for news in (Slowed(why=Why.UNANSWERED, pause=1.0), progress(1)):
        teller.say([listener], news)
    await teller.told([listener])
    assert slow.told == [progress(1)]
    assert [event for event, _ in journal.lines] == ["messenger_failed"]
    assert listener.news == deque()


async def test_a_defect_in_a_step_is_raised_when_all_was_told() -> None:
    """What was said of a paid task before is lost to nobody."""
    async with desk() as d:
        slow = Slow(TaskCreated)
        d.service.detail = broken  # type: ignore[method-assign, assignment] # a defect, after the order is paid
        running = asyncio.create_task(d.studio.generate(CAT, messenger=slow))
        d.clock.busy = lambda: bool(d.studio.engine.scheduler.workers)
        await until(lambda: "step_failed" in [event for event, _ in d.journal.lines])
        assert not running.done()
        slow.free.set()
        with pytest.raises(RuntimeError):
            await running
        assert TaskCreated in [type(news) for news in slow.told]


async def test_a_wait_that_is_over_while_the_end_is_told_has_the_end() -> None:
    """Nobody hears that the wait ended without it, before or after."""
    async with desk() as d:
        slow, quick = Slow(Ended), MemoryMessenger()
        d.clock.busy = lambda: bool(d.studio.engine.scheduler.workers)
        ordered = await d.studio.submit(CAT)
        waits = [asyncio.create_task(d.studio.wait(ordered.id, timeout=60, messenger=one)) for one in (slow, quick)]
        await until(waits[1].done)
        assert d.clock.now() - ordered.at >= 60
        slow.free.set()
        results = await asyncio.gather(*waits)
        assert [(result.ok, result.wait_ended) for result in results] == 2 * [(True, False)]
        assert [type(one.told[-1]) for one in (slow, quick)] == [Ended, Ended]
        assert WaitEnded not in [type(news) for one in (slow, quick) for news in one.told]


async def test_who_sends_the_same_again_hears_how_it_goes_on() -> None:
    """A second call with the request id of an order that is under way watches it, and is told what the first is told."""
    async with desk(seconds=100) as d:
        first, second = MemoryMessenger(), MemoryMessenger()
        wish = attrs.evolve(CAT, request_id="mine")
        await d.studio.submit(wish)
        results = await asyncio.gather(*(d.studio.generate(wish, messenger=one) for one in (first, second)))
        assert len({result.id for result in results}) == len(d.service.orders) == 1
        assert first.told == second.told
        assert [type(news) for news in first.told].count(Progressed) > 0
        assert isinstance(first.told[-1], Ended)


async def test_one_messenger_in_two_waits_is_told_until_both_are_over() -> None:
    """The shorter wait takes nothing from the longer."""
    async with desk(seconds=100) as d:
        told = MemoryMessenger()
        ordered = await d.studio.submit(CAT)
        waits = [d.studio.wait(ordered.id, timeout=seconds, messenger=told) for seconds in (20, 500)]
        short, long = await asyncio.gather(*waits)
        assert (short.wait_ended, long.ok) == (True, True)
        kinds = [type(news) for news in told.told]
        assert (kinds.count(WaitEnded), kinds.count(Ended), kinds[-1]) == (1, 1, Ended)


async def test_who_holds_on_when_told_to_let_go_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing is over though a messenger swallows its cancellation; nothing more is told to it."""
    monkeypatch.setattr("imastudio.adapters.engine.engine.GRACE_S", 0.01)
    free, told = asyncio.Event(), list[News]()

    class Holding:
        async def tell(self, news: News) -> None:
            told.append(news)
            while not free.is_set():
                with suppress(asyncio.CancelledError):
                    await free.wait()

    async with desk(seconds=1000) as d:
        result = await d.studio.submit(CAT, messenger=Holding())
        await until(lambda: bool(told))
    assert result.generation.task_id is not None
    free.set()
    await until(lambda: d.studio.engine.notifier.workers == set())
    assert [type(news) for news in told] == [TaskCreated]


async def test_messengers_that_hang_keep_no_order_and_no_question_waiting() -> None:
    """More of them than there are hands that order: all is ordered and paid for; then each hears of it."""
    async with desk() as d:
        d.clock.busy = lambda: bool(d.studio.engine.scheduler.workers)  # who is slow to listen doesn't stop time
        slow = [Slow(TaskCreated) for _ in range(CREATES_AT_ONCE + 8)]
        running = [asyncio.create_task(d.studio.generate(CAT, messenger=one)) for one in slow]
        done = 0
        while done < len(slow):
            for _ in range(100):  # to look costs more than a step
                await asyncio.sleep(0)
            done = sum(row.generation.stage is Stage.SUCCEEDED for row in await d.studio.history())
        assert len(d.service.orders) == len(slow)
        for one in slow:
            one.free.set()
        assert all(result.ok for result in await asyncio.gather(*running))
        assert all(isinstance(one.told[-1], Ended) for one in slow)


async def test_who_comes_while_another_is_told_of_the_end_hears_of_it_too() -> None:
    """And waits for nobody else than that other."""
    async with desk() as d:
        slow, late = Slow(Ended), MemoryMessenger()
        running = asyncio.create_task(d.studio.generate(CAT, messenger=slow))
        row = None
        while row is None or row.generation.open:
            await asyncio.sleep(0)
            row = next(iter(await d.studio.history()), None)
        watching = asyncio.create_task(d.studio.wait(row.generation.id, messenger=late))
        await until(lambda: bool(late.told))
        assert [type(news) for news in late.told] == [Ended]
        slow.free.set()
        results = await asyncio.gather(running, watching)
        assert [(result.id, result.ok) for result in results] == 2 * [(row.generation.id, True)]
        assert len(late.told) == 1


async def test_closing_gives_who_is_slow_a_moment_and_waits_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A messenger that hangs keeps no program from ending."""
    monkeypatch.setattr("imastudio.adapters.engine.engine.GRACE_S", 0.0)
    async with desk(seconds=1000) as d:
        result = await d.studio.submit(CAT, messenger=Slow(TaskCreated))
    assert result.generation.task_id is not None
