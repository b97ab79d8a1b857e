"""`ima settle`: a person's word about an order of which nobody knows whether it was charged."""

from typing import Any

import click

from imastudio.adapters.cli.completing import order_ids
from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.options import connected
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.usage import Misused
from imastudio.domain.documents import result_document
from imastudio.domain.kernel import Failure, Kind
from imastudio.domain.messages import say_failure

SETTLE_EPILOG = """\b
Examples:
  ima settle 3f6c9d1e --not-charged
  ima settle 3f6c9d1e --task-id 0d9a7f
  ima settle 3f6c9d1e --undo

Look at your account first: what is settled as not charged may be ordered again. The service is asked about a task before it
is noted, which costs nothing; it can be undone as long as it has no result."""


@click.command(epilog=SETTLE_EPILOG)
@click.argument("name", metavar="ID", shell_complete=order_ids)
@click.option("--not-charged", is_flag=True, help="It was not charged.")
@click.option("--task-id", metavar="ID", help="It was charged, as this task of the service.")
@click.option("--undo", is_flag=True, help="Take back what was said of it: nobody knows again.")
@connected
def settle(**given: Any) -> int:
    """Record what became of an order whose outcome is unknown."""
    task_id, undo = given["task_id"], given["undo"]
    if (task_id is not None) + given["not_charged"] + undo != 1:
        raise Misused("settle_how", click.get_current_context())

    async def body(session: Session) -> int:
        result = await session.stopping.beside(session.studio.settle(given["name"], task_id=task_id, undo=undo))
        out = session.out
        if undo:
            out.tell(say("unsettled", out.language, id=result.id))
        elif task_id is not None:
            out.tell(say("settled", out.language, id=result.id))
        else:
            out.tell(say_failure(Failure(kind=Kind.NOT_CHARGED), out.language))
        out.document(result_document(result, out.language))
        return 0

    return run(Connection.of(given).for_what_is_paid, body)
