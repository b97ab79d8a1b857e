"""A lane: so many at once, in the order in which they came, and nobody after it was closed."""

import asyncio

import attrs

from imastudio.adapters.engine.flight import Flight, new_flight
from imastudio.adapters.engine.scheduling.limiter import Limiter
from imastudio.adapters.engine.scheduling.scheduler import Scheduler
from imastudio.adapters.memory.clock import START, HandClock
from imastudio.domain.lifecycle.generation import intended
from imastudio.domain.lifecycle.rows import Owner
from imastudio.testing.strategies import an_order

MOST = 3
OWNER = Owner(account="a", user="u", request_id="r", fingerprint="f")


async def test_so_many_at_once_in_the_order_in_which_they_came() -> None:
    """Never more than the lane is wide; who waits in line comes when a hand is free; after closing nobody does."""
    clock = HandClock()
    pump = Scheduler(clock)
    begun: list[str] = []
    gates: dict[str, asyncio.Event] = {}

    async def step(live: Flight) -> None:
        begun.append(live.id)
        await gates[live.id].wait()

    lane = Limiter(MOST, pump, step, clock)
    names = [f"g{number}" for number in range(MOST + 3)]
    for name in names:
        gates[name] = asyncio.Event()
        lane.join(new_flight(intended(name, an_order(), START), OWNER))
    await clock.advance(0)
    assert begun == names[:MOST]
    assert lane.workers == pump.workers
    gates[names[1]].set()
    await clock.advance(0)
    assert begun == names[: MOST + 1]
    pump.close()
    for gate in gates.values():
        gate.set()
    await clock.advance(0)
    lane.join(new_flight(intended("late", an_order(), START), OWNER))
    await clock.advance(1)
    assert begun == names[: MOST + 1]
    assert not pump.workers


async def test_who_was_refused_for_haste_comes_first_and_no_pause_shortens_another() -> None:
    """The longest pause that was asked for holds for all; when it is over, who was refused goes before who came later."""
    clock = HandClock()
    begun: list[str] = []

    async def step(live: Flight) -> None:
        begun.append(live.id)

    lane = Limiter(1, Scheduler(clock), step, clock)
    lane.throttle(30.0)
    lane.throttle(1.0)
    assert lane.pause == 30.0
    later, refused = (new_flight(intended(name, an_order(), START), OWNER) for name in ("later", "refused"))
    refused.generation = attrs.evolve(refused.generation, throttles=1)
    lane.join(later)
    lane.join(refused)
    await clock.advance(29)
    assert begun == []
    await clock.advance(2)
    assert begun == ["refused", "later"]
