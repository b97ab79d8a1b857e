"""`ima worker`, several of them as real processes before a real Postgres: who orders hands over, who dies is gone on with."""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import attrs
import pytest

from imastudio.domain.lifecycle import Stage
from tests.fleets import CAT, Fleet, fleet, order_all, until
from tests.postgres import Server


@pytest.fixture
async def ships(postgres: Server) -> AsyncIterator[Fleet]:
    """Return a fleet without workers yet."""
    async with fleet(postgres) as made:
        yield made


async def test_an_order_is_sent_by_a_worker_and_fetched_by_who_ordered(ships: Fleet, tmp_path: Path) -> None:
    """The input is uploaded here, the POST is the worker's, the files lie here, and of the prompt nothing is left."""
    (life,) = await ships.start()
    async with ships.studio() as studio:
        result = await studio.generate(attrs.evolve(CAT, prompt="a secret cat", deliver_to=str(tmp_path / "out")))
        assert (result.status, [Path(file).stat().st_size > 0 for file in result.files]) == ("succeeded", [True])
        (row,) = await studio.history()
        assert row.generation == result.generation
    assert ships.charges_by_prompt() == {"a secret cat": 1}
    assert await ships.ask("SELECT * FROM ima.content") == []
    told = await ships.ask(
        "SELECT w::text, i::text FROM dbos.workflow_status w LEFT JOIN dbos.workflow_input i USING (workflow_uuid)"
    )
    assert [row.generation.id in line for line, _ in told] == [True]
    assert "secret" not in str(told)
    assert life.told("/healthz") == (200, "ok\n")
    assert 'ima_events_total{event="created"} 1' in life.told("/metrics")[1]
    life.send(signal.SIGTERM)
    assert await life.ended() == 0


async def test_who_dies_is_gone_on_with_by_the_others(ships: Fleet) -> None:
    """Nothing is charged twice, what was created is finished, and unknown is what was on its way, no more and no less."""
    first, _ = await ships.start(2)
    async with ships.studio() as studio:
        ordering = asyncio.create_task(order_all(studio, 40, 40))
        await until(lambda: len(ships.fake.charges) >= 5)
        await ships.kill(first)
        results = await ordering
    unknown = {result.id for result in results.values() if result.status == "unknown"}
    assert unknown == ships.in_flight
    assert {result.status for result in results.values()} <= {"succeeded", "unknown"}
    assert set(ships.charges_by_prompt().values()) == {1}


async def test_who_ends_politely_leaves_nothing_unknown(ships: Fleet) -> None:
    """Answers on their way are waited for; the rest is the others', and nobody has to look into anything."""
    first, _ = await ships.start(2)
    async with ships.studio() as studio:
        ordering = asyncio.create_task(order_all(studio, 40, 40))
        await until(lambda: len(ships.fake.charges) >= 5)
        first.send(signal.SIGTERM)
        assert await first.ended() == 0
        results = await ordering
    assert Counter(result.status for result in results.values()) == {"succeeded": 40}
    assert set(ships.charges_by_prompt().values()) == {1}


async def test_who_comes_back_after_it_was_given_up_sends_nothing(ships: Fleet) -> None:
    """SIGSTOP, adoption, SIGCONT: it ends with 75, a person's second order is the only charge, late facts are kept."""
    (sleeper,) = await ships.start()
    async with ships.studio() as studio:
        ordering = asyncio.create_task(order_all(studio, 30, 30))
        await until(lambda: len(ships.fake.charges) >= 3)
        sleeper.send(signal.SIGSTOP)
        await ships.note_in_flight(sleeper)
        await ships.start()
        results = await ordering
        for result in results.values():
            if result.status == "unknown":
                assert result.id in ships.in_flight
        sleeper.send(signal.SIGCONT)
        assert await sleeper.ended() == 75
        stages = {row.generation.id: row.generation.stage for row in await studio.history()}
    assert set(ships.charges_by_prompt().values()) == {1}
    assert set(stages.values()) <= {Stage.SUCCEEDED, Stage.UNKNOWN, Stage.CREATED}


async def test_it_drains_and_ends(ships: Fleet) -> None:
    """What waits is done by a worker that is told to end when nothing is left; its exit code says that all went well."""
    (first,) = await ships.start()
    await ships.kill(first)
    async with ships.studio() as studio:
        ordering = asyncio.create_task(order_all(studio, 3, 3))
        while not await ships.ask("SELECT 1 FROM ima.content HAVING count(*) = 3"):  # noqa: ASYNC110 - as they are ordered
            await asyncio.sleep(0.05)
        (drainer,) = await ships.start(1, "--drain")
        results = await ordering
        assert await drainer.ended() == 0
    assert {result.status for result in results.values()} == {"succeeded"}
