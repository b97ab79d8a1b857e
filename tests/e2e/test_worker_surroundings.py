"""Workers where hosts are as they are: clocks that disagree, encrypted lines, poolers, and a ledger that is pruned meanwhile."""

import asyncio
import json
import os
import ssl
import sys
from collections import Counter
from contextlib import AsyncExitStack

import attrs
import pytest
import trustme

from imastudio.fakeserver.scenario.faults import envelope
from tests.fleets import CAT, Line, fleet, order_all, order_while_one_dies, until
from tests.poolers import pgbouncer
from tests.postgres import Server

YEAR_S = 365 * 86_400.0
AGE = "UPDATE ima.generation SET at = at - %s WHERE id = ANY(%s) RETURNING id"


async def test_clocks_that_disagree_change_nothing(postgres: Server) -> None:
    """Two minutes apart: who dies is gone on with, a refusal for haste holds for both, and nothing is charged twice."""
    async with fleet(postgres) as ships:
        (fast,) = await ships.start(1, CLOCK_AHEAD_S="60")
        await ships.start(1, CLOCK_AHEAD_S="-60")
        ships.fake.fail_next("create", *[envelope(429, "slow down")] * 3)
        async with ships.studio() as studio:
            results = await order_while_one_dies(ships, studio, fast, 20)
            unknown = {result.id for result in results.values() if result.status == "unknown"}
            assert unknown == await ships.abandoned(fast)


@pytest.mark.parametrize("way", ["tls", "pooler"])
async def test_another_way_to_the_database_does(postgres: Server, way: str) -> None:
    """Workers and who orders reach it encrypted, or through a pooler that gives each of them a session."""
    async with fleet(postgres) as ships, AsyncExitStack() as stack:
        if way == "tls":
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            trustme.CA().issue_cert("127.0.0.1").configure_cert(tls)
            line = await stack.enter_async_context(Line(ships.database, tls).laid())
            ships.url = f"{line.url}?sslmode=require"
        else:
            ships.url = stack.enter_context(pgbouncer(ships.database, "session"))
        first, _ = await ships.start(2)
        async with ships.studio(database=ships.url) as studio:
            await order_while_one_dies(ships, studio, first, 20)


async def test_a_ledger_is_pruned_beneath_its_workers(postgres: Server) -> None:
    """What is old goes, but for its request id; what is under way is finished, and nothing is charged twice."""
    async with fleet(postgres) as ships:
        await ships.start()
        async with ships.studio() as studio:
            named = attrs.evolve(CAT, prompt="an old cat", request_id="chosen")
            old = [await studio.generate(named), *(await order_all(studio, 3, 3, "old")).values()]
            await ships.ask(AGE, 2 * YEAR_S, [result.id for result in old])
            ordering = asyncio.create_task(order_all(studio, 20, 20))
            await until(lambda: len(ships.fake.charges) >= 8)
            pruning = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "imastudio", "ledger", "prune", "--older", "1y", "--yes", "--output-json"),
                env={**os.environ, "IMA_DATABASE_URL": ships.database},
                stdout=asyncio.subprocess.PIPE,
            )
            told, _ = await pruning.communicate()
            assert (pruning.returncode, json.loads(told)["generations"]) == (0, len(old))
            results = await ordering
            assert (await studio.generate(named)).id == old[0].id
            assert {row.generation.id for row in await studio.history()} == {result.id for result in results.values()}
        assert Counter(result.status for result in results.values()) == {"succeeded": 20}
        assert set(ships.charges_by_prompt().values()) == {1}
