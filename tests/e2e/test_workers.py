"""`ima worker`, several of them as real processes before a real Postgres: who orders hands over, who dies is gone on with."""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import attrs
import pytest

from imastudio.adapters.dbos.studio import QueueStudio
from imastudio.adapters.memory.messenger import MemoryMessenger
from imastudio.adapters.system.clock import SystemClock
from imastudio.domain.kernel import Kind, LedgerUnavailable
from imastudio.domain.lifecycle import Noticed, Stage
from imastudio.fakeserver.scenario.faults import delay, drop_after_charge
from tests.fleets import CAT, READY_WITHIN_S, Fleet, fleet, order_all, order_while_one_dies, until
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


async def test_what_ended_a_while_ago_is_let_go_of_by_the_engine_alone(ships: Fleet) -> None:
    """A worker deletes what is kept of workflows that ended; what ended just now stays to be looked at, the ledger keeps all."""
    await ships.start()
    async with ships.studio() as studio:
        old, new = [(await studio.generate(attrs.evolve(CAT, prompt=text))).id for text in ("an old cat", "a new cat")]
        aged = "UPDATE dbos.workflow_status SET completed_at = 1 WHERE workflow_uuid = %s AND status = 'SUCCESS' RETURNING 1"
        while not await ships.ask(aged, old):  # noqa: ASYNC110 - it happens in another process
            await asyncio.sleep(0.1)
        while await ships.ask("SELECT 1 FROM dbos.workflow_status WHERE workflow_uuid = %s", old):  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.1)
        assert len(await ships.ask("SELECT 1 FROM dbos.workflow_status WHERE workflow_uuid = %s", new)) == 1
        assert {row.generation.id for row in await studio.history()} == {old, new}


async def test_what_a_worker_of_another_time_did_is_fetched_at_once(ships: Fleet, tmp_path: Path) -> None:
    """A worker's clock that is far ahead, as a sped-up one is after a while, keeps nobody waiting for results that are there."""
    await ships.start()
    async with ships.studio() as studio:
        assert isinstance(studio, QueueStudio)
        clock = studio._engine.ports.clock
        assert isinstance(clock, SystemClock)
        clock.set_to(clock.now() - 1_000_000.0)
        wish = attrs.evolve(CAT, deliver_to=str(tmp_path / "out"))
        result = await asyncio.wait_for(studio.generate(wish), READY_WITHIN_S)
        assert (result.status, len(result.files)) == ("succeeded", 1)
    assert ships.charges_by_prompt() == {"a cat": 1}


async def test_who_dies_is_gone_on_with_by_the_others(ships: Fleet) -> None:
    """Nothing is charged twice, what was created is finished, and unknown is what was on its way, no more and no less."""
    first, _ = await ships.start(2)
    async with ships.studio() as studio:
        results = await order_while_one_dies(ships, studio, first, 40)
        unknown = {result.id for result in results.values() if result.status == "unknown"}
        assert unknown == await ships.abandoned(first)


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
    ships.fake.fail_next("create", *[delay(10_000)] * 5)  # so that some are on their way when it is stopped
    async with ships.studio() as studio:
        ordering = asyncio.create_task(order_all(studio, 30, 30))
        await until(lambda: len(ships.fake.charges) >= 3)
        sleeper.send(signal.SIGSTOP)
        await ships.start()
        results = await ordering
        assert {each.id for each in results.values() if each.status == "unknown"} <= await ships.abandoned(sleeper)
        sleeper.send(signal.SIGCONT)
        assert await sleeper.ended() == 75
        stages = {row.generation.id: row.generation.stage for row in await studio.history()}
    assert set(ships.charges_by_prompt().values()) == {1}
    assert set(stages.values()) <= {Stage.SUCCEEDED, Stage.UNKNOWN, Stage.CREATED}


async def test_it_drains_and_ends(ships: Fleet) -> None:
    """What waits is done by a worker that is told to end when nothing is left; its exit code says that all went well."""
    (first,) = await ships.start()
    await first.kill()
    async with ships.studio() as studio:
        ordering = asyncio.create_task(order_all(studio, 3, 3))
        while not await ships.ask("SELECT 1 FROM ima.content HAVING count(*) = 3"):  # noqa: ASYNC110 - as they are ordered
            await asyncio.sleep(0.05)
        (drainer,) = await ships.start(1, "--drain")
        results = await ordering
        assert await drainer.ended() == 0
    assert {result.status for result in results.values()} == {"succeeded"}


async def test_where_no_worker_lives_that_is_said(ships: Fleet) -> None:
    """To whoever waits, once and after a moment; by itself an order then goes as without workers, and both are charged once."""
    (life,) = await ships.start()
    await life.kill()
    told = MemoryMessenger()
    async with ships.studio(clock_speed=1.0) as studio, ships.studio(workers=None, clock_speed=1.0) as alone:
        waiting = asyncio.create_task(studio.generate(CAT, messenger=told))
        await until(lambda: any(isinstance(news, Noticed) and news.notice.code == "no_worker" for news in told.told))
        assert (await alone.generate(attrs.evolve(CAT, prompt="another cat"))).ok
        await ships.start()
        assert (await waiting).ok
    assert ships.charges_by_prompt() == {"a cat": 1, "another cat": 1}


async def test_before_the_first_worker_nothing_is_left_to_workers(ships: Fleet) -> None:
    """There is no queue yet: who insists is refused before anything is spent, who does not sends by itself."""
    async with ships.studio() as studio:
        refused = await studio.generate(CAT)
        assert refused.error is not None
        assert (refused.status, refused.error.kind, refused.error.retry_safe) == (
            "rejected",
            Kind.LEDGER_UNAVAILABLE,
            True,
        )
    async with ships.studio(workers=None) as studio:
        assert (await studio.generate(CAT)).ok
    assert ships.charges_by_prompt() == {"a cat": 1}


async def test_what_is_settled_and_what_nobody_drives_is_gone_on_with(ships: Fleet) -> None:
    """An order settled as charged by a process that then ends is taken up by a worker, though it stood in no queue."""
    async with ships.studio(workers=False) as studio:
        ships.fake.fail_next("create", drop_after_charge())
        unknown = await studio.generate(CAT)
        assert unknown.status == "unknown"
        (charge,) = ships.fake.charges
        await studio.settle(unknown.id, task_id=charge.task_id)
    await ships.start()
    while await ships.ask("SELECT 1 FROM ima.generation WHERE stage <> 'succeeded'"):  # noqa: ASYNC110 - by a worker
        await asyncio.sleep(0.1)
    assert [name for (name,) in await ships.ask("SELECT workflow_uuid FROM dbos.workflow_status")] == [
        f"{unknown.id}/4"
    ]


async def test_an_older_worker_beside_a_newer_one(ships: Fleet) -> None:
    """Of the same tables they share the work; where the tables are newer, the older takes nothing, and what it left is done."""
    (older,) = await ships.start()
    await ships.ask("INSERT INTO ima.migration (version) SELECT max(version) + 1 FROM ima.migration RETURNING 1")
    async with ships.studio() as studio:
        with pytest.raises(LedgerUnavailable, match="newer_version"):
            await studio.generate(CAT)
    assert await older.ended() == 75
    await ships.ask("DELETE FROM ima.migration WHERE version = (SELECT max(version) FROM ima.migration) RETURNING 1")
    async with ships.studio() as studio:
        ordering = asyncio.create_task(studio.generate(CAT))
        while not await ships.ask("SELECT 1 FROM ima.content"):  # noqa: ASYNC110 - as it is ordered
            await asyncio.sleep(0.05)
        await ships.ask(
            "UPDATE dbos.workflow_status SET application_version = 'ima-0' RETURNING 1"
        )  # by a release of before
        await ships.start()
        assert (await ordering).ok
    assert ships.charges_by_prompt() == {"a cat": 1}


async def test_an_order_that_waits_is_passed_on(ships: Fleet) -> None:
    """`ima resume --take` of one that a stopped worker has: another goes on with it, and nothing is charged twice."""
    (sleeper,) = await ships.start()
    async with ships.studio() as studio:
        submitted = await studio.submit(CAT)
        sleeper.send(signal.SIGSTOP)
        await ships.start()
        (result,) = await studio.resume(take=submitted.id)
        sleeper.send(signal.SIGCONT)
    assert (result.ok, ships.charges_by_prompt()) == (True, {"a cat": 1})
