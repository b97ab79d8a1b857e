"""What leaves, and what is recorded, where the studio closes at the worst moment."""

import asyncio
from typing import Any

import pytest

from imastudio.adapters.engine import engine
from imastudio.adapters.memory.ledger import MemoryStore
from imastudio.domain.lifecycle.generation import Stage
from imastudio.domain.orders import CreateRequest, Wish
from tests.studios import Desk, desk, open_desk

CAT = Wish(prompt="a cat", model="gemini-3.1-flash-image")


async def close_when(d: Desk, happened: asyncio.Event, then: asyncio.Event) -> "asyncio.Task[Any]":
    """Order, begin to close as soon as it `happened`, let `then` happen, and return the order when all is closed."""
    ordering = asyncio.create_task(d.studio.submit(CAT))
    await happened.wait()
    closing = asyncio.create_task(d.studio.close())
    for _ in range(50):  # turns of the loop: more than it takes to begin to close
        await asyncio.sleep(0)
    then.set()
    await closing
    await asyncio.wait([ordering])
    return ordering


async def test_no_order_leaves_once_the_studio_closes() -> None:
    """The intent is committed in the second that POSTs in flight get: it is taken back, and no point is held."""
    store = MemoryStore()
    d = open_desk(store)
    begin, committing, go_on = d.ledger.begin, asyncio.Event(), asyncio.Event()

    async def begin_slowly(*given: Any, **how: Any) -> Any:
        committing.set()
        await go_on.wait()
        return await begin(*given, **how)

    d.ledger.begin = begin_slowly  # type: ignore[method-assign] # a disk that takes its time
    ordering = await close_when(d, committing, go_on)
    assert not ordering.cancelled()
    assert ordering.result().generation.stage is Stage.REJECTED
    assert d.service.orders == []
    async with desk(store) as later:
        (row,) = await later.studio.history()
        assert (row.generation.stage, row.generation.held) == (Stage.REJECTED, 0)
        assert await later.studio.spent("user") == 0


@pytest.mark.parametrize(("grace", "stage"), [(engine.GRACE_S, Stage.CREATED), (0.0, Stage.UNKNOWN)])
async def test_a_post_in_flight_is_given_the_grace_and_no_more(
    grace: float, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With it the answer is heard; without, nobody knows, and that is recorded."""
    monkeypatch.setattr(engine, "GRACE_S", grace)
    store = MemoryStore()
    d = open_desk(store)
    create, asked, answer = d.service.create, asyncio.Event(), asyncio.Event()

    async def answer_late(request: CreateRequest) -> Any:
        asked.set()
        await answer.wait()
        return await create(request)

    d.service.create = answer_late  # type: ignore[method-assign] # an answer that takes its time
    ordering = await close_when(d, asked, answer)
    assert ordering.done()
    async with desk(store) as later:
        (row,) = await later.studio.history()
        assert row.generation.stage is stage
