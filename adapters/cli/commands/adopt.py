"""`ima adopt`: take in a paid task that no ledger knows, such as one found in the vendor's console (decision 52)."""

from typing import Any

import click

from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.options import connected, delivering, waiting
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.values import Whole, WordOf
from imastudio.adapters.cli.waiting import finish, tell_where, wait_for
from imastudio.adapters.cli.wish_options import target_of
from imastudio.domain.kernel import ExitCode
from imastudio.domain.orders import TaskType

ADOPT_EPILOG = """\b
Examples:
  ima adopt 0d9a7f --task-type text_to_image --points 6 -o out/
  ima adopt 0d9a7f --task-type text_to_video --points 40 --timeout 600

TASK_ID is in the service's own list of tasks. Nothing is ordered and nothing is
paid. A task that may belong to an order whose outcome is unknown is settled, not
adopted: ima settle ID --task-id TASK_ID."""


@click.command(epilog=ADOPT_EPILOG)
@click.argument("task_id", metavar="TASK_ID")
@click.option("--task-type", type=WordOf([it.value for it in TaskType]), required=True, help="What it makes.")
@click.option("--points", type=Whole(0, 1_000_000_000), required=True, help="What the whole of it was charged.")
@delivering
@waiting
@connected
def adopt(**given: Any) -> int:
    """Add a paid task that isn't in the ledger: it is counted, waited for and delivered."""
    points, deliver_to = given["points"], target_of(given)

    async def body(session: Session) -> int:
        studio, out = session.studio, session.out
        taking = studio.adopt(
            given["task_id"], task_type=TaskType(given["task_type"]), points=points, deliver_to=deliver_to
        )
        adopted = await session.stopping.beside(taking)
        out.tell(say("adopted", out.language, id=adopted.id))
        async with session.messenger() as messenger:
            result = await wait_for(session, adopted.id, given["timeout"], messenger)
        tell_where(out, [result])
        return finish(out, result)

    return run(Connection.of(given).for_what_is_paid, body, stopped=ExitCode.GOES_ON)
