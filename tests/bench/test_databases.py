"""What an order costs in a ledger on disk and in one in a database, side by side: `pytest tests/bench/test_databases.py -n0`.

The ratio is what counts; the figures are those of this machine while it does whatever else it does. The server's own work is not
in the CPU of this process.
"""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.ledger import PostgresLedger
from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.domain.lifecycle.events import Created, Entry
from imastudio.domain.lifecycle.generation import fold
from imastudio.ports.ledger import Ledger
from imastudio.testing.contracts.ledger import after
from tests.ledgers import owner, told

ORDERS, AT_ONCE = 2_000, 200


async def one(ledger: Ledger, number: int) -> None:
    """Order, and hear of the task."""
    entries = told()
    generation = fold(f"gen-{number:06}", entries)
    await ledger.begin(generation, owner(f"r{number}"), entries, {"batch": None})
    created = Entry(200.0, Created(task_id=f"t{number}"))
    await ledger.append(after(generation, created), [created], 2)


async def measured(ledger: Ledger) -> tuple[float, float]:
    """Return orders a second, and the milliseconds of this process's CPU for each."""
    await one(ledger, ORDERS)
    gate = asyncio.Semaphore(AT_ONCE)

    async def gated(number: int) -> None:
        async with gate:
            await one(ledger, number)

    began, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(gated(number) for number in range(ORDERS)))
    took, spent = time.perf_counter() - began, time.process_time() - cpu
    assert await ledger.spent("batch") == (ORDERS + 1) * 6
    await ledger.close()
    return ORDERS / took, 1000 * spent / ORDERS


async def test_an_order_in_a_database_beside_one_on_disk(
    tmp_path: Path, database: str, record_property: Callable[[str, object], None]
) -> None:
    """Both record thousands of orders a second where the machine is free; neither is an order of magnitude behind the other."""
    disk = await measured(SqliteLedger(tmp_path / "ledger.sqlite3"))
    base = await measured(PostgresLedger(Database(database)))
    for name, (rate, cpu) in (("sqlite", disk), ("postgres", base)):
        record_property("figure", f"ledger in {name}: {rate:.0f} orders/s, {cpu:.2f} ms CPU an order")
    record_property(
        "figure", f"postgres beside sqlite: {base[0] / disk[0]:.2f} x the rate, {base[1] / disk[1]:.2f} x the CPU"
    )
    assert base[1] < 10 * disk[1]
