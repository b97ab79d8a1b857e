"""A rate limit belongs to the account: one pause for all orders, and nobody is rejected for having come too soon."""

import asyncio
from collections import Counter
from itertools import pairwise

import attrs
import pytest

from imastudio.adapters.engine.driver import CREATES_AT_ONCE
from imastudio.adapters.memory.ledger import MemoryStore
from imastudio.adapters.memory.service import MemoryService
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.lifecycle.answers import CreateAnswer, Denied
from imastudio.domain.lifecycle.news import Noticed
from imastudio.domain.lifecycle.recovery import RATE_LIMIT_PATIENCE_S
from imastudio.domain.lifecycle.results import Result
from imastudio.domain.orders import CreateRequest, Wish
from imastudio.ports.clock import Clock
from imastudio.testing.contracts.studio import until
from tests.studios import Desk, SkippingClock, open_desk

CAT = Wish(prompt="a cat")
PATIENT = 30.0
"""Seconds that the longest of the pauses below lasts."""


class Metered(MemoryService):
    """A vendor that takes so many creates a second, and tells the others to come back later."""

    def __init__(self, inner: MemoryService, clock: Clock, *, every: float, retry_after: float | None) -> None:
        """Stand in front of `inner`."""
        super().__init__(inner.catalogs.values(), clock=clock)
        self._time, self._every, self._retry_after = clock, every, retry_after
        self._free_at = 0.0
        self.arrived: list[float] = []
        self.at_once = self.most_at_once = 0

    async def create(self, request: CreateRequest) -> CreateAnswer:
        """Take it, where the last one is long enough ago."""
        now = self._time.now()
        self.arrived.append(now)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        if now < self._free_at:
            return Denied(code=429, status=429, retry_after=self._retry_after)
        self._free_at = now + self._every
        return await super().create(request)


def metered_desk(*, every: float = 1.0, retry_after: float | None = 1.0) -> tuple[Desk, Metered]:
    """Return a desk before a metered vendor."""
    d = open_desk()
    service = Metered(d.service, d.clock, every=every, retry_after=retry_after)
    engine = d.studio.engine
    ports = attrs.evolve(engine.ports, service=service)
    studio = type(d.studio)(ports, engine.identity)
    d.clock.busy = lambda: studio.busy
    return attrs.evolve(d, studio=studio, service=service), service


async def ordered(d: Desk, count: int) -> list[Result]:
    """Order so many at once."""
    return await asyncio.gather(*(d.studio.submit(attrs.evolve(CAT, prompt=f"cat {it}")) for it in range(count)))


@pytest.mark.parametrize("count", [2, 12, 40])
@pytest.mark.parametrize("retry_after", [1.0, None])
async def test_none_is_rejected_for_haste(count: int, retry_after: float | None) -> None:
    """However many are ordered before a vendor that takes one a second: all are made, each paid once."""
    d, service = metered_desk(retry_after=retry_after)
    async with d.studio:
        results = await ordered(d, count)
        assert Counter(result.status for result in results) == {"running": count}
        assert len(service.orders) == count == len({request.content.prompt for request in service.orders})
        assert await d.ledger.spent("user") == sum(result.credit for result in results)


async def test_one_pause_holds_for_all() -> None:
    """After a refusal nobody asks before the pause is over, however many wait; and fewer come at once than before."""
    d, service = metered_desk(every=10.0, retry_after=10.0)
    async with d.studio:
        await ordered(d, 12)
    bursts = sorted(Counter(service.arrived).items())
    assert len(bursts) >= 12
    assert all(later - sooner >= 9.9 for (sooner, _), (later, _) in pairwise(bursts))
    assert bursts[0][1] == 12
    assert max(count for _, count in bursts[4:]) <= 3


async def test_answers_let_more_go_at_once_again() -> None:
    """One more for each that is taken, up to as many as ever."""
    d, _ = metered_desk(every=0.0)
    creates = d.studio.engine.driver.creates
    async with d.studio:
        creates.throttle(1.0)
        assert creates.allowed == 1
        await ordered(d, 5)
        assert creates.allowed == 6
        await ordered(d, 2 * CREATES_AT_ONCE)
        assert creates.allowed == CREATES_AT_ONCE


async def test_who_waits_is_told() -> None:
    """That it takes a while and that nothing was charged; not each time anew."""
    d, _ = metered_desk(every=PATIENT, retry_after=PATIENT)
    async with d.studio:
        await d.studio.submit(CAT)
        await d.studio.submit(attrs.evolve(CAT, prompt="a dog"), messenger=d.told)
    said = [news.notice for news in d.told.told if isinstance(news, Noticed) and news.notice.code == "throttled"]
    assert [notice.facts["wait"] for notice in said] == [PATIENT]


@pytest.mark.parametrize("asked", [RATE_LIMIT_PATIENCE_S + 1, 3600.0])
async def test_patience_ends(asked: float) -> None:
    """Where the vendor asks for more than anybody waits it ends at once, uncharged, and says when to come back."""
    d, service = metered_desk(every=10 * asked, retry_after=asked)
    async with d.studio:
        taken, late = await ordered(d, 2)
        assert (taken.status, late.status, late.credit) == ("running", "rejected", 0)
        assert late.error is not None
        assert (late.error.kind, late.error.facts["wait"], late.error.retry_safe) == (Kind.RATE_LIMITED, asked, True)
        assert len(service.arrived) == 2


async def test_patience_is_counted_from_the_first_refusal() -> None:
    """Pauses that never end come to an end."""
    d, service = metered_desk(every=1e9, retry_after=PATIENT)
    async with d.studio:
        begun = d.clock.now()
        _, late = await ordered(d, 2)
        assert late.status == "rejected"
        assert RATE_LIMIT_PATIENCE_S - PATIENT <= d.clock.now() - begun <= RATE_LIMIT_PATIENCE_S + PATIENT
        assert len(service.orders) == 1


async def test_who_is_to_be_sent_again_is_not_after_closing() -> None:
    """Its record says that nothing was charged, so that it may be ordered again."""
    d, _ = metered_desk(every=1e6, retry_after=RATE_LIMIT_PATIENCE_S / 2)
    first = await d.studio.submit(CAT)
    second = asyncio.ensure_future(d.studio.submit(attrs.evolve(CAT, prompt="a dog")))
    await until(lambda: d.studio.engine.driver.creates.pause > 0)
    d.clock.busy = lambda: True  # time stands still
    await d.studio.close()
    await asyncio.wait([second])
    rows = {row.generation.id: row.generation for row in await d.studio.history()}
    [other] = [generation for id_, generation in rows.items() if id_ != first.id]
    assert other.failure is not None
    assert (other.stage.value, other.failure.kind, other.held) == ("rejected", Kind.INTERRUPTED, 0)


@pytest.mark.parametrize(("processes", "each"), [(2, 6), (4, 5), (8, 3)])
async def test_processes_of_one_account_all_get_through(processes: int, each: int) -> None:
    """Each has a pause of its own, and that is enough: nobody is rejected, nothing is charged twice, and no second is lost."""
    store, clock = MemoryStore(), SkippingClock()
    service = Metered(open_desk().service, clock, every=1.0, retry_after=1.0)
    studios = []
    for number in range(processes):
        one = open_desk(store, prefix=f"process{number}-").studio
        ports = attrs.evolve(one.engine.ports, service=service, clock=clock)
        studios.append(type(one)(ports, one.engine.identity))
    clock.busy = lambda: any(studio.busy for studio in studios)
    started = clock.now()
    orders = [
        studio.submit(attrs.evolve(CAT, prompt=f"cat {number} of {at}"))
        for at, studio in enumerate(studios)
        for number in range(each)
    ]
    results = await asyncio.gather(*orders)
    assert Counter(result.status for result in results) == {"running": processes * each}
    assert len(service.orders) == processes * each
    assert clock.now() - started <= 3 * processes * each
    for studio in studios:
        await studio.close()
