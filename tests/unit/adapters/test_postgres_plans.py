"""How the database finds what an order's way asks of it: by an index, however much the ledger holds."""

from collections.abc import Iterator
from typing import Any

import pytest

from imastudio.adapters.dbos import statements
from imastudio.adapters.postgres import reading
from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.ledger import PostgresLedger
from imastudio.domain.lifecycle import Query
from imastudio.testing.contracts.ledger import OWNER

psycopg = pytest.importorskip("psycopg", reason="needs the extra postgres")
ENDED, RUNNING = 6_000, 1_000
FILL = """
    INSERT INTO ima.generation
        (id, account, user_id, request_id, fingerprint, seq, stage, open, held, purses, task_id, owner, at)
    SELECT %(account)s || n, %(account)s, %(user)s, 'r' || n, coalesce(%(alike)s, 'f' || n), 2, %(stage)s, %(open)s, 6, '{}',
           %(account)s || 't' || n, CASE WHEN %(open)s THEN 99 END, n
    FROM generate_series(%(first)s::integer, %(last)s) AS n
"""
EVENTS = "INSERT INTO ima.event SELECT id, n, at, 'K', repeat('x', 200) FROM ima.generation, generate_series(1, 2) AS n"
ALIKE = "alike"


@pytest.fixture
async def filled(database: str) -> str:
    """Return a database with the ledger of two keys of a customer: what has ended, and much alike that runs."""
    ledger = PostgresLedger(Database(database))
    await ledger.spent("batch")  # makes the tables
    await ledger.close()
    with psycopg.connect(database, autocommit=True) as connection:
        for account in (OWNER.account, "former"):
            values = {"account": account, "user": OWNER.user}
            connection.execute(
                "INSERT INTO ima.account (name, address, since) VALUES (%s, %s, 0)", [account, OWNER.address]
            )
            ended = {"alike": None, "stage": "succeeded", "open": False, "first": 1, "last": ENDED}
            running = {"alike": ALIKE, "stage": "created", "open": True, "first": ENDED + 1, "last": ENDED + RUNNING}
            for rows in (ended, running):
                connection.execute(FILL, values | rows)
        connection.execute(EVENTS)
        connection.execute("VACUUM ANALYZE")
    return database


def chosen(**wanted: Any) -> tuple[str, Any]:
    """Return a query of the port as a statement and its values."""
    return reading.chosen(Query(**wanted))


MINE = {"account": OWNER.account}
ASKED: dict[str, tuple[str, Any]] = {
    "a request id": chosen(**MINE, user=OWNER.user, request_id="r17", limit=1),
    "twins": chosen(user=OWNER.user, fingerprint=ALIKE, unknown=True),
    "other keys": (reading.OTHER_KEYS, [OWNER.address, OWNER.account]),
    "load": (reading.LOAD, {"id": "former17"}),
    "load all": (reading.LOAD_ALL, {"ids": ["former17", "former18"]}),
    "find": (reading.FIND, reading.found_by_name(OWNER.account, "former6999")),
    "holds": (reading.HOLDS, ["former17", 2, 99]),
    "history": chosen(**MINE, limit=20),
    "lost": (statements.LOST, [OWNER.account]),
    "nobody's": (statements.NOBODYS, [OWNER.account]),
    "followed": (statements.SEQS, [["former17"]]),
    "slot": (statements.SLOT, [OWNER.account]),
}


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the nodes of a plan."""
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


async def test_nothing_that_an_order_asks_reads_the_whole_ledger(filled: str) -> None:
    """Each looks at the rows that it is about: of a thousand alike that merely run, at none."""
    read = {}
    with psycopg.connect(filled, autocommit=True) as connection:
        for name, (statement, values) in ASKED.items():
            with connection.transaction(force_rollback=True):
                found = connection.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}".encode(), values).fetchone()
            assert found is not None
            scans = [
                node for node in nodes(found[0][0]["Plan"]) if node.get("Relation Name") in {"generation", "event"}
            ]
            read[name] = sum(
                (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"] for node in scans
            )
    counted = read.pop("other keys")  # it tells how many of another key are unfinished
    assert counted <= RUNNING + 2
    assert max(read.values()) <= 100, read  # of 14,000
