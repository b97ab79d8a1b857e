"""DBOS as this package uses it: which workflows it runs, from which queues, and for whom. Once in a process.

Rules: the executor's id is the owner's number, one life of a process; the version is that of the ledger's tables; nothing of
DBOS's reaches the network but the database.
"""

import asyncio
import selectors
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

from imastudio.adapters.dbos.names import APP_NAME, APP_VERSION, WORKFLOW
from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.session import steady

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy import Engine
    from sqlalchemy.pool import ConnectionPoolEntry

CONNECTIONS = 8
"""Of DBOS in one process: five at most were seen in use, the others are for bursts."""
ASKED_AFTER_S = 5.0
"""A connection that has rested for longer is asked whether the server is there: a line that swallows everything says nothing."""
_RESTS_SINCE = "rests_since"
_IDLE_TRANSACTIONS = "SET idle_in_transaction_session_timeout = '60s'"
"""DBOS sets it on connections of its own making alone. As an option of the address a pooler would refuse it."""


def launch(drive: Callable[[str], Awaitable[None]], database: Database, number: int, queues: Sequence[str]) -> "Engine":
    """Have DBOS call `drive` for each generation that it hands to executor `number`, in the running loop. Blocks.

    Returns its connections, which are closed by `stop`.
    """
    import psycopg
    from dbos import DBOS, DBOSConfig
    from sqlalchemy import create_engine, event

    @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=None)
    async def generation(generation_id: str) -> None:
        await drive(generation_id)

    def connect() -> "psycopg.Connection":
        connection = psycopg.connect(prepare_threshold=None, autocommit=True, **database.parts)
        connection.execute(_IDLE_TRANSACTIONS)
        connection.autocommit = False
        return connection

    engine = create_engine(
        "postgresql+psycopg://", creator=connect, pool_size=CONNECTIONS, max_overflow=0, pool_use_lifo=True
    )
    event.listen(engine, "checkin", _note_rest)
    event.listen(engine, "checkout", _check_rested)
    config: DBOSConfig = {
        "name": APP_NAME,
        "system_database_engine": engine,
        "application_version": APP_VERSION,
        "executor_id": str(number),
        "use_listen_notify": False,
        "log_level": "ERROR",
        "enable_otlp": False,
    }
    DBOS(config=config)
    DBOS.listen_queues(list(queues))
    DBOS.launch()
    return engine


def _note_rest(_: Any, record: "ConnectionPoolEntry") -> None:
    """Note when a connection came back."""
    record.info[_RESTS_SINCE] = steady()


def _check_rested(connection: "psycopg.Connection", record: "ConnectionPoolEntry", _: Any) -> None:
    """Have a connection that was lost replaced before it is used: one that the server ended says so, an old one is asked."""
    from psycopg import Error
    from sqlalchemy.exc import DisconnectionError

    if _RESTS_SINCE not in record.info:
        return  # it is new
    try:
        if _says_something(connection) or steady() - record.info[_RESTS_SINCE] > ASKED_AFTER_S:
            connection.execute("")
            connection.rollback()
    except Error as lost:
        raise DisconnectionError from lost


def _says_something(connection: "psycopg.Connection") -> bool:
    """Tell whether something has come that nobody asked for: the server's farewell, as a rule."""
    with selectors.DefaultSelector() as selector:  # any number of descriptors may be open
        selector.register(connection.fileno(), selectors.EVENT_READ)
        return bool(selector.select(0))


async def serve(queues: Mapping[str, Mapping[str, Any]]) -> None:
    """Register each queue with its limits; who registers last says them, for all workers of the queue."""
    from dbos import DBOS

    for name, limits in queues.items():
        await DBOS.register_queue_async(name, on_conflict="always_update", **limits)


async def waits(queues: Sequence[str]) -> bool:
    """Tell whether something waits in one of `queues`."""
    from dbos import DBOS

    return bool(
        await DBOS.list_workflows_async(
            queue_name=list(queues), status="ENQUEUED", limit=1, load_input=False, load_output=False
        )
    )


async def stop(engine: "Engine") -> None:
    """End DBOS in this process; what it has in hand stays in the database as it is."""
    from dbos import DBOS

    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=1) as apart:
        await loop.run_in_executor(apart, partial(DBOS.destroy, destroy_registry=True))
        await loop.run_in_executor(apart, engine.dispose)
    loop.set_default_executor(ThreadPoolExecutor())  # it had put its own in the place of ours, and has shut that down
