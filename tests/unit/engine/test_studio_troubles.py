"""What goes wrong around a studio: cancelled closings, others who were first, hanging looks, a disk that fails at the end."""

import asyncio
from typing import Any

import attrs
import pytest

from imastudio.adapters.memory.ledger import MemoryStore
from imastudio.domain.kernel.errors import unavailable
from imastudio.domain.lifecycle.answers import Accepted, Denied, MediaState
from imastudio.domain.lifecycle.answers import Detail as Answer
from imastudio.domain.lifecycle.generation import Stage
from imastudio.domain.lifecycle.news import Noticed
from imastudio.domain.orders import CreateRequest, Input, InputFacts, Notice, Wish
from imastudio.domain.orders.tasks import InputKind
from tests.studios import Desk, desk, open_desk

CAT = Wish(prompt="a cat", model="香蕉")
NAMED = attrs.evolve(CAT, request_id="named")


def hanging(stuck: asyncio.Event) -> Any:
    """Return a call that says when it hangs, and hangs."""

    async def hang(*_: Any) -> Any:
        stuck.set()
        await asyncio.Event().wait()

    return hang


def notices(d: Desk) -> list[Notice]:
    """Return the notices that were told."""
    return [news.notice for news in d.told.told if isinstance(news, Noticed)]


async def test_a_closing_that_is_cancelled_goes_on_to_its_end() -> None:
    """Nobody waits for ever, what was created belongs to nobody living, and a later studio finishes it."""
    store = MemoryStore()
    d = open_desk(store, seconds=1000)
    created = await d.studio.submit(CAT)
    waiting = asyncio.create_task(d.studio.wait(created.id, timeout=1e6))
    stuck = asyncio.Event()
    d.service.create = hanging(stuck)  # type: ignore[method-assign] # a POST that never answers
    ordering = asyncio.create_task(d.studio.submit(CAT))
    await stuck.wait()
    closing = asyncio.create_task(d.studio.close())
    await asyncio.sleep(0)
    closing.cancel()
    for let_go in (closing, waiting, ordering):
        with pytest.raises(asyncio.CancelledError):
            await let_go
    await d.studio.close()
    async with desk(store) as later:
        later.service._tasks = d.service._tasks
        assert [result.id for result in await later.studio.resume()] == [created.id]
        assert {row.generation.stage for row in await later.studio.history()} == {Stage.SUCCEEDED, Stage.UNKNOWN}


async def test_who_comes_second_goes_on_with_what_was_ordered_first() -> None:
    """Whoever watches an order that gave way to another process's gets that one's result, however he came to watch it."""
    store = MemoryStore()
    async with desk(store) as first, desk(store, prefix="second") as second:
        second.service._tasks = first.service._tasks
        first.service.create_answers.append(Denied(code=400))
        rejected = await first.studio.generate(NAMED)
        assert Stage.REJECTED is rejected.generation.stage
        send_again, ready, go = second.ledger.send_again, asyncio.Event(), asyncio.Event()

        async def slowly(*given: Any, **named: Any) -> Any:
            ready.set()
            await go.wait()
            return await send_again(*given, **named)

        second.ledger.send_again = slowly  # type: ignore[method-assign] # a slow disk
        late = [asyncio.create_task(second.studio.generate(NAMED))]
        await ready.wait()
        ordered = await first.studio.submit(NAMED)
        late += [
            asyncio.create_task(second.studio.generate(NAMED)),
            asyncio.create_task(second.studio.wait(ordered.id)),
        ]
        for _ in range(20):
            await asyncio.sleep(0)
        go.set()
        assert (await first.studio.wait(ordered.id)).ok
        assert {(result.id, result.ok) for result in await asyncio.gather(*late)} == {(ordered.id, True)}
        assert len(first.service.orders) + len(second.service.orders) == 1


@pytest.mark.parametrize("hangs", ["detail", "products", "fetch"])
async def test_a_look_at_what_has_ended_keeps_the_time_of_the_wait(hangs: str) -> None:
    """Whatever hangs, it comes back as the ledger has it."""
    async with desk() as d:
        wish = CAT
        if hangs == "fetch":
            wish = attrs.evolve(CAT, deliver_to="out")
        else:
            d.service.detail_answers.append(Answer((MediaState(resource_status=2),)))
        ended = await d.studio.generate(wish)
        d.delivery.files.clear()
        d.clock.busy = lambda: False  # time passes although somebody looks
        setattr(d.delivery if hangs == "fetch" else d.service, hangs, hanging(asyncio.Event()))
        again = await d.studio.wait(ended.id, timeout=1)
        assert (again.status, again.files) == (ended.status, ())


async def test_a_task_id_that_comes_while_closing_and_cannot_be_written_is_told() -> None:
    """The disk fails at the commit that closing has cut short: the id is in the log and with the person."""
    d = open_desk()
    committing = asyncio.Event()

    async def fails(*_: Any) -> bool:
        committing.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError as cancelled:
            raise cancelled from unavailable("disk_full")
        return False

    d.ledger.append = fails  # type: ignore[method-assign, assignment] # a commit that takes long and fails
    ordering = asyncio.create_task(d.studio.submit(CAT, messenger=d.told))
    await committing.wait()
    await d.studio.close()
    with pytest.raises(asyncio.CancelledError):
        await ordering
    assert notices(d) == [Notice("ledger_unwritten", {"task_id": "task_1"})]
    assert [facts["task_id"] for event, facts in d.journal.lines if event == "ledger_unwritten"] == ["task_1"]


async def test_a_task_that_found_another_in_its_place_is_told() -> None:
    """Settled as not charged and ordered again, while the first answer was on its way: both ids are known."""
    store = MemoryStore()
    async with desk(store) as first, desk(store, prefix="second") as second:
        stuck, answered = asyncio.Event(), asyncio.Event()

        async def late(_: CreateRequest) -> Accepted:
            stuck.set()
            await answered.wait()
            return Accepted(task_id="late")

        first.service.create = late  # type: ignore[method-assign, assignment] # an answer that takes long
        ordering = asyncio.create_task(first.studio.submit(NAMED, messenger=first.told))
        await stuck.wait()
        (taken,) = await second.studio.resume(take="generation0001")
        assert Stage.UNKNOWN is taken.generation.stage
        await second.studio.settle(taken.id)
        assert (await second.studio.generate(NAMED)).ok
        answered.set()
        await ordering
        assert notices(first) == [Notice("second_task", {"task_id": "late"})]


async def test_points_count_in_the_period_in_which_the_order_leaves() -> None:
    """Asked for before the full hour and sent after it: they are the new hour's."""
    async with desk() as d:
        d.uploads.files["a.png"] = InputFacts(kind=InputKind.IMAGE, format="png", size=1000, width=512, height=512)
        began = d.clock.now()
        d.studio.engine.identity = attrs.evolve(
            d.studio.identity, purses=lambda at: {"before" if at.timestamp() < began + 60 else "after": None}
        )
        put = d.uploads.put

        async def slowly(given: Input) -> Any:
            d.clock._now += 60
            return await put(given)

        d.uploads.put = slowly  # type: ignore[method-assign] # an upload of a minute
        result = await d.studio.generate(attrs.evolve(CAT, inputs=(Input("a.png"),)))
        assert result.ok
        assert (await d.studio.spent("before"), await d.studio.spent("after")) == (0, result.credit)
