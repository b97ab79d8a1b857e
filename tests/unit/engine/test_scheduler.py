"""The scheduler: everything that is due is done, a crowd of it a few at a time, and nothing after it was closed."""

import asyncio
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from imastudio.adapters.engine.scheduling.scheduler import (
    BEGUN_AT_ONCE,
    BREATH_S,
    GATHERING_S,
    MIN_WAIT_S,
    STEPS_AT_ONCE,
    Scheduler,
)
from imastudio.adapters.memory.clock import START, HandClock


class Work:
    """Steps that wait until they are let go, and what became of them."""

    def __init__(self) -> None:
        """Begin with none."""
        self.begun: list[int] = []
        self.ended: list[int] = []
        self.gates: dict[int, asyncio.Event] = {}

    async def do(self, number: int) -> None:
        """Wait for the step's gate, if it has one."""
        self.begun.append(number)
        if number in self.gates:
            await self.gates[number].wait()
        self.ended.append(number)

    def put(self, pump: Scheduler, numbers: range, when: float = START) -> None:
        """Have so many steps done at `when`, each with a gate."""
        for number in numbers:
            self.gates[number] = asyncio.Event()
            pump.put(when, number, self.do, number)


@given(st.lists(st.floats(0, 100), max_size=60))
async def test_everything_is_done_when_it_is_due(delays: list[float]) -> None:
    """Whatever is put is done once, not before its instant and little later."""
    clock, done = HandClock(), dict[int, float]()
    pump = Scheduler(clock)

    async def note(number: int) -> None:
        assert number not in done
        done[number] = clock.now()

    for number, delay in enumerate(delays):
        pump.put(START + delay, number, note, number)
    await clock.advance(101)
    assert set(range(len(delays))) == set(done)
    assert all(START + delay <= done[number] <= START + delay + 1 for number, delay in enumerate(delays))
    assert not pump.workers


async def test_a_crowd_is_begun_a_few_at_a_time() -> None:
    """Steps that don't end at once are begun so many in each breath, and never more than so many are going on."""
    clock, work = HandClock(), Work()
    pump = Scheduler(clock)
    work.gates[-1] = asyncio.Event()
    pump.start(work.do, -1)
    work.put(pump, range(STEPS_AT_ONCE + 20))
    begun = []
    for _ in range(STEPS_AT_ONCE // BEGUN_AT_ONCE + 5):
        await clock.advance(BREATH_S)
        begun.append(len(work.begun))
    assert BEGUN_AT_ONCE < begun[0] <= 2 * BEGUN_AT_ONCE + 1
    assert all(later - earlier <= BEGUN_AT_ONCE for earlier, later in pairwise(begun))
    assert begun[-1] == 1 + STEPS_AT_ONCE  # what was started by name takes no place
    for gate in work.gates.values():
        gate.set()
    await clock.advance(1)
    assert sorted(work.ended) == list(range(-1, STEPS_AT_ONCE + 20))


async def test_a_call_is_made_however_many_steps_hang() -> None:
    """Every place is taken by a step that does not end: what is only called is called in time, the rest waits."""
    clock, work, called = HandClock(), Work(), list[tuple[str, float]]()
    pump = Scheduler(clock)
    work.put(pump, range(STEPS_AT_ONCE + 1))
    await clock.advance(1)
    assert len(work.begun) == STEPS_AT_ONCE
    for seconds in (5, 9):
        pump.call(START + seconds, f"after {seconds}", lambda name: called.append((name, clock.now())), f"{seconds} s")
    pump.call(START + 7, "dropped", called.append, ("dropped", 7.0))
    pump.drop("dropped")
    await clock.advance(10)
    assert called == [("5 s", START + 5), ("9 s", START + 9)]
    assert len(work.begun) == STEPS_AT_ONCE
    for gate in work.gates.values():
        gate.set()
    await clock.advance(1)
    assert len(work.ended) == STEPS_AT_ONCE + 1


async def test_what_is_due_waits_for_nothing_that_was_started() -> None:
    """Orders that hang, however many, take no place from the questions that are due."""
    clock, work = HandClock(), Work()
    pump = Scheduler(clock)
    for number in range(2 * STEPS_AT_ONCE):
        work.gates[number] = asyncio.Event()
        pump.start(work.do, number)
    await clock.advance(0)
    pump.put(START, "due", work.do, -1)
    await clock.advance(1)
    assert work.ended == [-1]
    for gate in work.gates.values():
        gate.set()
    await clock.advance(0)
    assert len(work.ended) == 2 * STEPS_AT_ONCE + 1


async def test_after_a_crowd_the_next_may_gather() -> None:
    """After as many steps as begin at once the next look waits for a moment; after fewer, only for the next step."""
    for crowd, looked_at in ((BEGUN_AT_ONCE, GATHERING_S), (BEGUN_AT_ONCE - 1, MIN_WAIT_S)):
        clock, work = HandClock(), Work()
        pump = Scheduler(clock)
        work.put(pump, range(crowd))
        work.put(pump, range(100, 105), START + MIN_WAIT_S / 2)
        for gate in work.gates.values():
            gate.set()
        await clock.advance(looked_at - 0.001)
        assert len(work.ended) == crowd
        await clock.advance(0.002)
        assert len(work.ended) == crowd + 5


async def test_who_ends_a_step_goes_on_with_what_is_due() -> None:
    """What is due is done by those who are there already: no time needs to pass, and no task is made for it."""
    clock, work = HandClock(), Work()
    pump = Scheduler(clock)
    work.put(pump, range(3 * BEGUN_AT_ONCE))
    await clock.advance(0)
    workers = set(pump.workers)
    for number in range(3 * BEGUN_AT_ONCE):
        work.gates[number].set()
    await clock.advance(0)
    assert len(workers) == BEGUN_AT_ONCE
    assert len(work.ended) == 3 * BEGUN_AT_ONCE


async def test_a_step_that_breaks_keeps_nothing_from_being_done() -> None:
    """The others are done when they are due, even if every place was taken by those that break."""
    clock, work = HandClock(), Work()
    pump = Scheduler(clock)
    broken: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: broken.append(context["exception"]))

    async def breaks(number: int) -> None:
        await work.do(number)
        raise RuntimeError

    for number in range(STEPS_AT_ONCE):
        work.gates[number] = asyncio.Event()
        pump.put(START, number, breaks, number)
    pump.put(START + 1, "after", work.do, STEPS_AT_ONCE)
    await clock.advance(2)
    assert len(pump.workers) == STEPS_AT_ONCE
    for gate in work.gates.values():
        gate.set()
    await clock.advance(1)
    assert STEPS_AT_ONCE in work.ended
    assert not pump.workers


async def test_nothing_is_begun_after_closing() -> None:
    """Neither what is due, nor what falls due, nor by somebody who ends a step."""
    clock, work = HandClock(), Work()
    pump = Scheduler(clock)
    work.put(pump, range(2 * BEGUN_AT_ONCE))
    work.put(pump, range(100, 110), START + 5)
    await clock.advance(0)
    pump.close()
    for gate in work.gates.values():
        gate.set()
    await clock.advance(10)
    assert sorted(work.ended) == list(range(BEGUN_AT_ONCE))
    assert clock.next_at is None
