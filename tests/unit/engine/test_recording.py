"""What is committed around the paid POST where the ledger fails or another is first, and who is let go when."""

import asyncio
from typing import Any

import attrs
import pytest

from imastudio.adapters.engine.flight import new_flight
from imastudio.adapters.engine.flights import Flights
from imastudio.adapters.engine.scheduling import Scheduler
from imastudio.adapters.engine.waiter import LOOK_EVERY_S
from imastudio.adapters.memory.clock import START
from imastudio.adapters.memory.ledger import MemoryStore
from imastudio.domain.kernel.errors import LedgerUnavailable, unavailable
from imastudio.domain.lifecycle.answers import Denied, Unsent
from imastudio.domain.lifecycle.events import Reordered, Sending
from imastudio.domain.lifecycle.generation import Stage, intended
from imastudio.domain.lifecycle.news import Ended, News
from imastudio.domain.lifecycle.rows import Owner
from imastudio.domain.orders import Wish
from imastudio.testing.strategies import an_order
from tests.studios import Desk, SkippingClock, desk

CAT = Wish(prompt="a cat", model="香蕉")
NAMED = attrs.evolve(CAT, request_id="named")


def events_of(d: Desk) -> list[str]:
    """Return the kinds of the entries in the ledger."""
    return [type(entry.event).__name__ for kept in d.ledger.store.kept.values() for entry in kept.entries]


async def test_a_second_try_that_cannot_be_committed_leaves_no_second_sending() -> None:
    """The first was surely not charged, the second never left: one `Sending` stands in the ledger, and no point is held."""
    async with desk() as d:
        d.service.create_answers.append(Unsent())

        async def full(*_: Any, **__: Any) -> Any:
            raise unavailable("disk_full")

        d.ledger.send_again = full  # type: ignore[method-assign] # as long as it lasts
        result = await d.studio.submit(CAT)
        assert (result.generation.stage, result.generation.attempts) == (Stage.REJECTED, 1)
        assert events_of(d) == ["Intended", "Sending", "Refused", "Reordered", "Rejected"]
        assert (len(d.service.orders), await d.ledger.spent("user")) == (0, 0)
        (row,) = await d.studio.history()
        assert row.generation == result.generation


async def test_a_cancelled_commit_takes_nothing_back_that_another_has_on_its_way() -> None:
    """Both send a rejected order again; the slower one, cancelled, leaves the other's alone: its answer is still to come."""
    store = MemoryStore()
    async with desk(store) as first, desk(store, prefix="second") as second:
        first.service.create_answers.append(Denied(code=400))
        rejected = await first.studio.submit(NAMED)
        create, on_its_way, answer = first.service.create, asyncio.Event(), asyncio.Event()

        async def slowly(request: Any) -> Any:
            on_its_way.set()
            await answer.wait()
            return await create(request)

        first.service.create = slowly  # type: ignore[method-assign] # a POST that takes its time
        (row,) = await second.studio.history()
        flight = new_flight(row.generation, row.owner, seq=row.seq)
        assert flight.hear(Reordered(order=row.generation.order), START)

        async def cancelled(*_: Any, **__: Any) -> Any:
            raise asyncio.CancelledError

        second.ledger.send_again = cancelled  # type: ignore[method-assign] # before anything was committed
        ordering = asyncio.create_task(first.studio.submit(NAMED))
        await on_its_way.wait()
        with pytest.raises(asyncio.CancelledError):
            await second.studio._engine.recorder.commit_sending(flight)
        assert [row.generation.stage for row in await second.studio.history()] == [Stage.SENDING]
        answer.set()
        assert (await ordering).id == rejected.id
        assert [row.generation.stage for row in await second.studio.history()] == [Stage.CREATED]


async def test_what_the_ledger_cannot_tell_is_not_ours_to_send() -> None:
    """The last question before the bytes leave is answered with no where nobody can answer it."""
    async with desk(seconds=1000) as d:
        result = await d.studio.submit(CAT)
        flight = d.studio._engine.flights.get(result.id)
        assert flight is not None
        assert await d.studio._engine.recorder.holds(flight)

        async def full(*_: Any) -> Any:
            raise unavailable("io")

        d.ledger.holds = full  # type: ignore[method-assign, assignment] # as long as it lasts
        assert not await d.studio._engine.recorder.holds(flight)


def a_flight() -> Any:
    """Return a flight that nobody drives."""
    generation = intended("gen", an_order(), START).heard(Sending(), START)
    return new_flight(generation, Owner(account="a", user="u", request_id="r", fingerprint="f"), seq=2)


async def test_closed_nothing_is_driven_and_nobody_waits() -> None:
    """Who comes too late is told so, and whoever waited for it is let go; a watch that begins then is cancelled at once."""
    scheduler = Scheduler(SkippingClock())
    flights, flight = Flights(scheduler, SkippingClock()), a_flight()
    flights.hold(flight)
    flights.check_open(flight)
    watcher = flights.watch(flight, 1000.0)
    scheduler.close()
    with pytest.raises(LedgerUnavailable) as closed:
        flights.check_open(flight)
    assert closed.value.failure.facts["reason"] == "closed"
    assert (flights.get("gen"), watcher.cancelled(), list(flights)) == (None, True, [])
    assert flights.watch(flight, 1000.0).cancelled()


async def test_who_stops_watching_leaves_nothing_behind() -> None:
    """Neither among the watchers nor among what is due: of a million short waits nothing stays."""
    scheduler = Scheduler(SkippingClock())
    flights, flight = Flights(scheduler, SkippingClock()), a_flight()
    flights.hold(flight)
    one, other = flights.watch(flight, 1000.0), flights.watch(flight, 1000.0)
    flights.unwatch(flight, one)
    assert flight.watchers == [other]
    flights.unwatch(flight, other)
    assert (flight.watchers, len(scheduler._calls)) == ([], 0)


class Slow:
    """A messenger that takes its time over the end."""

    def __init__(self) -> None:
        """Hear nothing yet."""
        self.heard, self.go_on = asyncio.Event(), asyncio.Event()

    async def tell(self, news: News) -> None:
        """Hear the end, and wait until one may go on."""
        if isinstance(news, Ended):
            self.heard.set()
            await self.go_on.wait()


async def test_the_end_is_told_to_all_before_anybody_has_it() -> None:
    """Whoever listens by then, those who come while it is being told too: only afterwards a wait returns."""
    async with desk(seconds=10) as d:
        first, second = Slow(), Slow()
        result = await d.studio.submit(CAT, messenger=first)
        waiting = asyncio.create_task(d.studio.wait(result.id))
        await first.heard.wait()
        joining = asyncio.create_task(d.studio.wait(result.id, messenger=second))
        await second.heard.wait()
        for _ in range(50):
            await asyncio.sleep(0)
        assert not waiting.done()
        first.go_on.set()
        for _ in range(50):
            await asyncio.sleep(0)
        assert (waiting.done(), joining.done()) == (False, False)
        second.go_on.set()
        assert (await waiting).ok
        assert (await joining).ok


async def test_who_waits_for_another_process_reads_only_what_has_changed() -> None:
    """A look at the number of changes each quarter of a second, and a row when somebody has written."""
    store = MemoryStore()
    async with desk(store, prefix="a", seconds=1000) as a, desk(store, prefix="b") as b:
        result = await a.studio.submit(CAT)
        load, changes, loads, looks = b.ledger.load, b.ledger.changes, [], []

        async def noted(generation_id: str) -> Any:
            loads.append(generation_id)
            return await load(generation_id)

        async def looked() -> int:
            looks.append(1)
            return await changes()

        b.ledger.load, b.ledger.changes = noted, looked  # type: ignore[method-assign] # counted
        waited = await b.studio.wait(result.id, timeout=40 * LOOK_EVERY_S)
        assert waited.wait_ended
        assert len(looks) >= 40
        assert len(loads) <= 2


@pytest.mark.parametrize("offline", [False, True])
async def test_offline_nothing_runs_on_without_its_process(*, offline: bool) -> None:
    """A twin whose process is dead is one before a real vendor, where its task runs on; offline it is none."""
    store = MemoryStore()
    async with desk(store, prefix="dead", seconds=1000) as dead:
        await dead.studio.submit(CAT)
    async with desk(store, prefix="alive", seconds=1000) as d:
        d.service._tasks = dead.service._tasks
        engine = d.studio._engine
        engine.ports = attrs.evolve(engine.ports, offline=offline)
        quote = await d.studio.quote(CAT)
        assert len(await d.studio.twins(quote)) == (0 if offline else 1)
        await d.studio.submit(attrs.evolve(CAT, request_id="living"))
        assert len(await d.studio.twins(quote)) == (1 if offline else 2)
