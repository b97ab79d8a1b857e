"""News for who is slow, who fails and who comes late: nobody is kept waiting by them."""

import asyncio

import pytest

from imastudio.adapters.memory.messenger import MemoryMessenger
from imastudio.domain.events import Why
from imastudio.domain.generation import Stage
from imastudio.domain.news import Ended, News, Progressed, Slowed, TaskCreated
from imastudio.domain.orders import Wish
from imastudio.ports import telling
from imastudio.ports.runner import CREATES_AT_ONCE
from imastudio.ports.telling import Listener, Telling
from tests.generations import an_order
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


async def test_who_is_slow_hears_everything_in_order_and_only_the_latest_progress() -> None:
    """What comes meanwhile waits; of how far it has come, only the last word is news."""
    slow, quick = Slow(Slowed), MemoryMessenger()
    listeners = [Listener(slow), Listener(quick)]
    teller = Telling(Journal())
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


async def test_who_hangs_at_the_end_is_waited_for_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The longest word is over; what he has not heard he never will."""
    monkeypatch.setattr(telling, "LONGEST_WORD", 0.0)
    journal = Journal()
    listener, teller = Listener(Slow(Slowed)), Telling(journal)
    for _ in range(3):
        teller.say([listener], Slowed(why=Why.UNANSWERED, pause=1.0))
    await teller.told([listener])
    await asyncio.wait_for(asyncio.gather(*teller.workers, return_exceptions=True), 10)
    assert teller.workers == set()


async def test_messengers_that_hang_keep_no_order_and_no_question_waiting() -> None:
    """More of them than there are hands that order: all is ordered and paid for; then each hears of it."""
    async with desk() as d:
        d.clock.busy = lambda: bool(d.studio._runner._pump.workers)  # who is slow to listen doesn't stop time
        slow = [Slow(TaskCreated) for _ in range(CREATES_AT_ONCE + 8)]
        running = [asyncio.create_task(d.studio.generate(CAT, messenger=one)) for one in slow]
        done = 0
        while done < len(slow):
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
        heard = late.told
        while len(heard) == 0:  # noqa: ASYNC110 - nothing else tells when
            await asyncio.sleep(0)
        assert [type(news) for news in heard] == [Ended]
        slow.free.set()
        results = await asyncio.gather(running, watching)
        assert [(result.id, result.ok) for result in results] == 2 * [(row.generation.id, True)]
        assert len(late.told) == 1


async def test_closing_gives_who_is_slow_a_moment_and_waits_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A messenger that hangs keeps no program from ending."""
    monkeypatch.setattr("imastudio.ports.runner.GRACE", 0.0)
    async with desk(seconds=1000) as d:
        result = await d.studio.submit(CAT, messenger=Slow(TaskCreated))
    assert result.generation.task_id is not None
