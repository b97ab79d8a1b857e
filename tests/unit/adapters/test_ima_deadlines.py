"""One timer for all calls: who is overdue is given up, and nobody else."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from imastudio.adapters.ima.deadlines import Deadlines


@pytest.fixture
async def turn(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Turn the clock of the running loop by so many seconds."""
    loop = asyncio.get_running_loop()
    instant = loop.time()

    def turned(seconds: float) -> None:
        nonlocal instant
        instant += seconds

    monkeypatch.setattr(loop, "time", lambda: instant)
    return turned


async def settled() -> None:
    """Let everybody who can go on do so."""
    for _ in range(5):
        await asyncio.sleep(0)


async def never() -> str:
    """Wait for what does not come."""
    await asyncio.Event().wait()
    return "never"


async def once(event: asyncio.Event) -> str:
    """Wait for what may come."""
    await event.wait()
    return "answer"


async def within(deadlines: Deadlines, seconds: float, call: Coroutine[Any, Any, str]) -> str:
    """Return what `call` answers in time."""
    with deadlines.within(seconds):
        return await call


async def test_who_answers_in_time_is_heard(turn: Callable[[float], None]) -> None:
    """An answer before the deadline is the answer, however late others are."""
    deadlines, event = Deadlines(), asyncio.Event()
    early, late = (asyncio.create_task(within(deadlines, seconds, once(event))) for seconds in (60, 10))
    await settled()
    turn(10)
    await settled()
    with pytest.raises(TimeoutError):
        await late
    assert not early.done()
    event.set()
    assert await early == "answer"


async def test_each_is_given_up_at_its_own_deadline(turn: Callable[[float], None]) -> None:
    """Whatever the order in which they began, nobody is given up before it is time, and everybody then."""
    deadlines = Deadlines()
    calls = {seconds: asyncio.create_task(within(deadlines, seconds, never())) for seconds in (30, 10, 20, 300)}
    await settled()
    for instant in range(10, 301, 10):
        turn(10)
        await settled()
        assert {seconds for seconds, call in calls.items() if call.done()} == {s for s in calls if s <= instant}
    for call in calls.values():
        assert isinstance(call.exception(), TimeoutError)


async def test_who_was_given_up_may_go_on(turn: Callable[[float], None]) -> None:
    """After a deadline the task is as it was: not cancelled, and free to make another call."""
    deadlines, event = Deadlines(), asyncio.Event()

    async def twice() -> str:
        with pytest.raises(TimeoutError):
            await within(deadlines, 5, never())
        return await within(deadlines, 5, once(event))

    task = asyncio.create_task(twice())
    await settled()
    turn(5)
    await settled()
    event.set()
    assert await task == "answer"
    assert task.cancelling() == 0


async def test_a_cancellation_stays_one(turn: Callable[[float], None]) -> None:
    """Who is cancelled from outside gets that, also at the very moment of the deadline."""
    deadlines = Deadlines()
    alone, both = (asyncio.create_task(within(deadlines, 5, never())) for _ in range(2))
    await settled()
    alone.cancel()
    await settled()
    assert alone.cancelled()
    turn(5)
    asyncio.get_running_loop().call_soon(lambda: asyncio.get_running_loop().call_soon(both.cancel))
    await asyncio.wait([both])
    assert both.cancelled()


async def test_closing_leaves_no_timer(turn: Callable[[float], None]) -> None:
    """Closed, nothing is given up any more; a later call begins anew."""
    deadlines, event = Deadlines(), asyncio.Event()
    first = asyncio.create_task(within(deadlines, 5, once(event)))
    await settled()
    deadlines.close()
    turn(50)
    await settled()
    assert not first.done()
    event.set()
    assert await first == "answer"
    with pytest.raises(TimeoutError):
        await within(deadlines, 0, never())
