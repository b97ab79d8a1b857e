"""The contract of clocks, over the machine's and the one that is turned by hand."""

import asyncio

import pytest

from imastudio.adapters.memory.clock import START, HandClock
from imastudio.adapters.system.clock import SystemClock
from imastudio.ports.clock import Clock
from imastudio.testing.contracts import ClockContract


class TestSystemClock(ClockContract):
    """The machine's."""

    @pytest.fixture
    def clock(self) -> Clock:
        """Return it."""
        return SystemClock()


class TestHandClock(ClockContract):
    """The one that turns itself while somebody sleeps."""

    @pytest.fixture
    def clock(self) -> Clock:
        """Return it."""
        return HandClock(auto=True)


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
