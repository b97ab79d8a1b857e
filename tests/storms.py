"""A storm over several machines: workers are killed, the server is restarted, lines are cut; the account book is the judge."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from functools import partial
from random import Random
from typing import TypeAlias

import attrs

from imastudio.domain.lifecycle import Result, Row, Stage
from imastudio.fakeserver.scenario.fault_queue import Rates, everything
from imastudio.fakeserver.scenario.faults import Fault, delay, envelope
from tests.fleets import Fleet, Line, fleet, order_all, until
from tests.postgres import Server

Blow: TypeAlias = Callable[[Fleet, Line, Random], Awaitable[None]]
CREATES: dict[Fault | tuple[Fault, ...], float] = {
    envelope(429, "slow down"): 0.005,
    delay(0.5, real=True, handled=True): 0.3,
}
FAULTS: Rates = {"detail": everything(0.1)["detail"], "create": CREATES}
"""Whatever may befall a question, refusals for haste, answers that come late: nothing of it makes an outcome unknown."""


@attrs.frozen(kw_only=True)
class Report:
    """What came of it. `unexplained` are unknown orders that were not on their way when their worker died."""

    results: dict[str, Result]
    charges: Counter[str]
    rows: Sequence[Row]
    unexplained: frozenset[str]
    in_flight: frozenset[str]
    seconds: float
    given_up: int

    @property
    def twice(self) -> int:
        """Return how many orders were charged more than once."""
        return sum(count > 1 for count in self.charges.values())

    @property
    def unfinished(self) -> int:
        """Return how many tasks are known and have not ended."""
        return sum(row.generation.stage is Stage.CREATED for row in self.rows)

    @property
    def lost(self) -> int:
        """Return how many orders were charged of which the ledger says that they were not."""
        of_prompt = {result.id: prompt for prompt, result in self.results.items()}
        stages = {of_prompt[row.generation.id]: row.generation.stage for row in self.rows}
        return sum(
            stages.get(prompt) in {None, Stage.REJECTED, Stage.PREPARING, Stage.REFUSED} for prompt in self.charges
        )

    def __str__(self) -> str:
        stages = Counter(result.status for result in self.results.values())
        return (
            f"{len(self.results)} orders in {self.seconds:.0f} s: charged twice {self.twice}, created and not finished "
            f"{self.unfinished}, charged and not known {self.lost}, unknown {stages['unknown']} "
            f"({len(self.in_flight)} were on their way when their worker died, {len(self.unexplained)} were not), "
            f"succeeded {stages['succeeded']}, rejected {stages['rejected']}, workers given up alive {self.given_up}"
        )


async def kill(ships: Fleet, _: Line, chance: Random) -> None:
    """Kill one of the workers that live, and start another."""
    life = chance.choice([each for each in ships.lives if each.process.poll() is None])
    await life.kill()
    await ships.start()


async def restart(ships: Fleet, _: Line, __: Random) -> None:
    """Restart the server."""
    await asyncio.to_thread(partial(ships.server.control, "restart"))


async def cut(_: Fleet, line: Line, __: Random) -> None:
    """Cut the lines of all workers."""
    line.cut()


async def swallow(_: Fleet, line: Line, __: Random) -> None:
    """Let the lines of all workers swallow what is said, for less than it takes to be given up."""
    await line.swallow(2.0)


def away(seconds: float) -> Blow:
    """Return what stops the server for so long."""

    async def stopped(ships: Fleet, _: Line, __: Random) -> None:
        await asyncio.to_thread(partial(ships.server.control, "stop"))
        await asyncio.sleep(seconds)
        await asyncio.to_thread(partial(ships.server.control, "start"))

    return stopped


async def storm(
    server: Server,
    *,
    count: int,
    workers: int,
    blows: Sequence[Blow],
    seed: int,
    at_once: int = 10_000,
    speed: float = 20.0,
) -> Report:
    """Order `count` over so many workers, while the blows fall one after another, evenly among the charges."""
    async with AsyncExitStack() as stack:
        ships = await stack.enter_async_context(fleet(server, speed=speed, line=True, seed=seed))
        assert ships.line is not None
        await ships.start(workers)
        ships.fake.chaos(seed=seed, rates=FAULTS)
        studio = await stack.enter_async_context(ships.studio())
        began = time.monotonic()
        ordering = asyncio.create_task(order_all(studio, count, at_once))
        chance = Random(seed)  # noqa: S311 - chance that repeats, no secret
        for number, blow in enumerate(blows, start=1):
            reached = count * number // (len(blows) + 1)
            await until(lambda reached=reached: len(ships.fake.charges) >= reached or ordering.done())  # type: ignore[misc]
            await blow(ships, ships.line, chance)
        results = await ordering
        seconds = time.monotonic() - began
        on_their_way = await ships.abandoned(*(life for life in ships.lives if life.process.poll() is not None))
        rows = await studio.history()
        unknown = {result.id for result in results.values() if result.status == "unknown"}
        return Report(
            results=results,
            charges=ships.charges_by_prompt(),
            rows=rows,
            unexplained=frozenset(unknown - on_their_way),
            in_flight=frozenset(on_their_way),
            seconds=seconds,
            given_up=ships.given_up,
        )
