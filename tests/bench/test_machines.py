"""Several machines: the storm in its long form, and what an order costs beside a process on its own.

`IMASTUDIO_BENCH=full python -m pytest tests/bench/test_machines.py -o faulthandler_timeout=3000` orders 5,000 over four workers,
kills one after another, restarts the server twice, stops it for a minute, and has lines cut and swallow; without it this is a
short one. What is measured stands in docs/explanation/speed.md.
"""

import asyncio
import os
import signal
import time
from collections.abc import Callable

import pytest

from tests.bench.machines import cost
from tests.fleets import fleet, order_all, until
from tests.postgres import start
from tests.storms import away, cut, kill, restart, storm, swallow

STILL_HAS = "SELECT 1 FROM ima.generation WHERE open AND (owner = %s OR owner IS NULL) LIMIT 1"
BUSIEST = (
    "SELECT owner FROM ima.generation WHERE open AND owner IS NOT NULL GROUP BY owner ORDER BY count(*) DESC LIMIT 1"
)
FULL = os.environ.get("IMASTUDIO_BENCH") == "full"
COUNT, WORKERS, AT_ONCE = (5000, 4, 600) if FULL else (60, 2, 30)
BLOWS = (
    [kill, kill, restart, kill, cut, kill, swallow, kill, restart, kill, away(60.0), cut, kill] if FULL else [kill, cut]
)


@pytest.mark.parametrize("seed", [1, 2] if FULL else [1])
async def test_a_storm_over_several_machines(seed: int, record_property: Callable[[str, object], None]) -> None:
    """Charged twice 0, created and not finished 0, unknown only what was on its way when its worker was killed."""
    report = await storm(start(), count=COUNT, workers=WORKERS, blows=BLOWS, seed=seed, at_once=AT_ONCE)
    record_property("figure", f"several machines, seed {seed}: {report}")
    assert (report.twice, report.unfinished, report.lost, len(report.unexplained)) == (0, 0, 0, 0), report


@pytest.mark.parametrize(
    ("way", "database", "workers"),
    [("a file", False, 0), ("Postgres", True, 0), ("one worker", True, 1), ("four workers", True, 4)],
)
def test_what_an_order_costs(
    way: str,
    database: bool,  # noqa: FBT001 - a table
    workers: int,
    record_property: Callable[[str, object], None],
) -> None:
    """Orders a second and CPU each, of all that is ours; the aims are in docs/explanation/speed.md."""
    if workers and not FULL:
        workers = 1
    took = cost(start(), count=2000 if FULL else 40, seconds=5.0 if FULL else 0.0, database=database, workers=workers)
    record_property("figure", f"an order with {way}: {took}")
    assert took.cpu_ms > 0


@pytest.mark.skipif(not FULL, reason="takes minutes: IMASTUDIO_BENCH=full")
@pytest.mark.parametrize(("way", "workers"), [("Postgres", 0), ("four workers", 4)])
def test_ten_thousand_in_flight(way: str, workers: int, record_property: Callable[[str, object], None]) -> None:
    """Tasks of half a minute: 30 s are ideal."""
    took = cost(start(), count=10_000, seconds=30.0, database=True, workers=workers)
    record_property("figure", f"10,000 in flight with {way}: {took}")
    assert took.wall > 30.0


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
async def test_time_to_adoption(how: signal.Signals, record_property: Callable[[str, object], None]) -> None:
    """From the end of a worker until another has all that it had; the aims are 5 s after a kill, 10 s after a stop."""
    took = list[float]()
    async with fleet(start(), speed=1.0) as ships:
        await ships.start()
        async with ships.studio() as studio:
            ordering = asyncio.create_task(order_all(studio, 10_000, 30))
            await until(lambda: len(ships.fake.charges) >= 30)
            for _ in range(20 if FULL else 1):
                await ships.start()
                busiest = await ships.ask(BUSIEST)
                dead = next(life for life in ships.lives if life.number == busiest[0][0])
                dead.send(how)
                began = time.monotonic()
                while await ships.ask(STILL_HAS, dead.number):  # noqa: ASYNC110 - by other processes
                    await asyncio.sleep(0.05)
                took.append(time.monotonic() - began)
            ordering.cancel()
    took.sort()
    figures = f"{len(took)} times, {took[len(took) // 2]:.1f} s at the median, {took[-1]:.1f} s at most"
    record_property("figure", f"adoption after {how.name}: {figures}")
    assert took[-1] < 60.0
