"""What holds for every clock: it tells seconds since the epoch, never goes back, and can be waited on."""

import asyncio

import pytest

from imastudio.ports.clock import Clock


class ClockContract:
    """The suite. Override the fixture `clock`."""

    pytestmark = pytest.mark.asyncio

    @pytest.fixture
    def clock(self) -> Clock:
        """Return a clock that moves by itself."""
        raise NotImplementedError

    async def test_time_passes_while_somebody_sleeps(self, clock: Clock) -> None:
        """After a sleep it is at least as much later."""
        before = clock.now()
        await clock.sleep(0.01)
        assert clock.now() >= before + 0.009
        assert before > 1_700_000_000

    @pytest.mark.parametrize("seconds", [0.0, -1.0])
    async def test_no_time_is_no_wait(self, clock: Clock, seconds: float) -> None:
        """A sleep of nothing lets the others have their turn, and never turns time back."""
        before = clock.now()
        turn = asyncio.Event()
        asyncio.get_running_loop().call_soon(turn.set)
        await clock.sleep(seconds)
        assert turn.is_set()
        assert clock.now() >= before

    @pytest.mark.parametrize("seconds", [-1.0, 0.0, 0.01])
    async def test_a_callback_is_called_later(self, clock: Clock, seconds: float) -> None:
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
