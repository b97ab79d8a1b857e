"""`ima worker`: its options, and one life of a worker."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any

import click

from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.options import served
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.session import need_descriptors, refused
from imastudio.adapters.cli.stopping import Stopped, Stopping
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.values import Whole
from imastudio.adapters.wiring.studio import WORKER_CONCURRENCY
from imastudio.domain.kernel import ImaError
from imastudio.domain.messages import say_notice

WORKER_EPILOG = """\b
Examples:
  ima worker --database postgresql://ima@db/ima
  ima worker --database postgresql://ima@db/ima --concurrency 500 --port 9100
  ima worker --database postgresql://ima@db/ima --drain

\b
Whoever orders with the same key and database (IMA_DATABASE_URL) hands over to the workers that live.
Ctrl-C or SIGTERM: begins nothing more, waits for the answers of what is being ordered, and ends;
the other workers go on with the rest. Exit code 75: it was given up while it hung; start it anew.
With --port, http://127.0.0.1:PORT/healthz and /metrics (Prometheus) tell how it is."""
_MISSING = 2
_EXTRA = frozenset({"dbos", "psycopg", "psycopg_pool", "sqlalchemy"})


@click.command(epilog=WORKER_EPILOG)
@click.option(
    "--concurrency",
    type=Whole(1, 100_000),
    default=WORKER_CONCURRENCY,
    show_default=True,
    help="Orders that a worker has in hand at most; the one started last says it for all of a queue.",
)
@click.option(
    "--queue",
    "queues",
    multiple=True,
    metavar="NAME",
    help="Take orders of this queue alone (again for another); who orders names theirs in IMA_QUEUE.",
)
@click.option(
    "--port", type=Whole(0, 65535), help="Answer health and metrics on this port of loopback (0: a free one)."
)
@click.option("--drain", is_flag=True, help="End when nothing is left to do.")
@served
def worker(**given: Any) -> int:
    """Send and follow what others order, on several machines. Needs the extra: pip install 'imastudio[dbos]'."""
    connection = Connection.of(given)
    need_descriptors()
    out = Output.of(connection)
    try:
        return asyncio.run(_work(connection, out, given))
    except Stopped:
        return 0
    except ImaError as error:
        return refused(connection, connection.naming(error.failure), None, out)
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        out.tell(say("dbos_missing", out.language))
        return _MISSING


async def _work(connection: Connection, out: Output, given: Mapping[str, Any]) -> int:
    """Work until a signal, or until nothing is left; return the exit code."""
    from imastudio.adapters.wiring.studio import open_worker

    opening = open_worker(
        database=connection.database,
        api_key=connection.api_key,
        base_url=connection.base_url,
        proxy=connection.proxy,
        clock_speed=connection.speed or 1.0,
        concurrency=given["concurrency"],
        queues=given["queues"],
        port=given["port"],
        environment=connection.environment,
        note=lambda notice: out.tell(say_notice(notice, out.language)),
    )
    with Stopping() as stopping:
        async with opening as life:
            stopping.hurried(life.end)
            if life.health_port is not None:
                at = f"http://127.0.0.1:{life.health_port}"
                out.tell(say("worker_health", out.language, health=f"{at}/healthz", metrics=f"{at}/metrics"))
            ready = partial(_tell_ready, out, life.place)
            code = await life.run(drain=given["drain"], ready=ready)
            out.tell(say("worker_given_up" if code else "worker_ended", out.language))
            return code


def _tell_ready(out: Output, place: str, number: int) -> None:
    out.tell(say("worker_ready", out.language, number=number, database=place))
