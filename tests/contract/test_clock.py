"""What holds for every clock: it tells seconds since the epoch, never goes back, and can be waited on."""

import asyncio

import pytest

from imastudio.adapters.memory.clock import START, HandClock
from imastudio.adapters.system.clock import SystemClock
from imastudio.ports.clock import Clock


@pytest.fixture(params=[SystemClock, lambda: HandClock(auto=True)], ids=["system", "memory"])
def clock(request: pytest.FixtureRequest) -> Clock:
    """Return each clock that moves by itself."""
    made: Clock = request.param()
    return made


async def test_time_passes_while_somebody_sleeps(clock: Clock) -> None:
    """After a sleep it is at least as much later."""
    before = clock.now()
    await clock.sleep(0.01)
    assert clock.now() >= before + 0.009
    assert before > 1_700_000_000


@pytest.mark.parametrize("seconds", [0.0, -1.0])
async def test_no_time_is_no_wait(clock: Clock, seconds: float) -> None:
    """A sleep of nothing lets the others have their turn, and never turns time back."""
    before = clock.now()
    turn = asyncio.Event()
    asyncio.get_running_loop().call_soon(turn.set)
    await clock.sleep(seconds)
    assert turn.is_set()
    assert clock.now() >= before


@pytest.mark.parametrize("seconds", [-1.0, 0.0, 0.01])
async def test_a_callback_is_called_later(clock: Clock, seconds: float) -> None:
    """It is called once, not before its time nor before the call has returned; never, if it is called off."""
    called: list[float] = []
    before, rung = clock.now(), asyncio.Event()

    def ring() -> None:
        called.append(clock.now())
        rung.set()

    clock.call_later(seconds, ring).cancel()
    clock.call_later(seconds, ring)
    assert not called
    await rung.wait()
    await clock.sleep(0.01)
    assert len(called) == 1
    assert called[0] >= before + seconds - 0.001


async def test_the_system_clock_cannot_be_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sets the machine's time doesn't move ours."""
    clock = SystemClock()
    before = clock.now()
    monkeypatch.setattr("time.time", lambda: 0.0)
    assert before <= clock.now() < before + 60


async def test_a_hand_turned_clock_wakes_sleepers_in_order() -> None:
    """Each wakes at its own time, and sleeps again from there."""
    clock, woken = HandClock(), list[tuple[str, float]]()

    async def sleeper(name: str, *pauses: float) -> None:
        for pause in pauses:
            await clock.sleep(pause)
            woken.append((name, clock.now() - START))

    async with asyncio.TaskGroup() as group:
        group.create_task(sleeper("a", 5, 5))
        group.create_task(sleeper("b", 7, 0))
        group.create_task(sleeper("c", 100)).add_done_callback(lambda task: task.cancelled())
        await clock.advance(4)
        assert (woken, clock.next_at) == ([], START + 5)
        await clock.advance(8)
        assert woken == [("a", 5), ("b", 7), ("b", 7), ("a", 10)]
        assert clock.now() == START + 12
        await clock.advance(88)
    assert woken[-1] == ("c", 100)
    assert clock.next_at is None


async def test_a_sleeper_that_gave_up_is_forgotten() -> None:
    """A cancelled sleep disturbs nobody."""
    clock = HandClock()
    sleeping = asyncio.create_task(clock.sleep(5))
    await clock.advance(0)
    sleeping.cancel()
    await clock.advance(10)
    assert sleeping.cancelled()
    assert clock.now() == START + 10
