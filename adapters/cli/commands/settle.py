"""`ima settle`: a person's word about an order of which nobody knows whether it was charged."""

from typing import Any

import click

from imastudio.adapters.cli.options import Connection, connected
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.usage import Misused
from imastudio.domain.documents.encoding import result_document
from imastudio.domain.failures import Failure, Kind
from imastudio.domain.messages.phrasebook import say_failure

SETTLE_EPILOG = """\b
Examples:
  ima settle 3f6c9d1e --not-charged
  ima settle 3f6c9d1e --task-id 0d9a7f

Look at your account first: what is settled as not charged may be ordered again."""


@click.command(epilog=SETTLE_EPILOG)
@click.argument("name", metavar="ID")
@click.option("--not-charged", is_flag=True, help="It was not charged.")
@click.option("--task-id", metavar="ID", help="It was charged, as this task of the service.")
@connected
def settle(**given: Any) -> int:
    """Say what became of an order whose outcome nobody knows."""
    if bool(given["task_id"]) == given["not_charged"]:
        raise Misused("settle_how", click.get_current_context())
    return settle_one(Connection.of(given).for_what_is_paid, given["name"], given["task_id"])


def settle_one(connection: Connection, name: str, task_id: str | None) -> int:
    """Note that a generation was charged as `task_id`, or (None) not; return the exit code."""

    async def body(session: Session) -> int:
        result = await session.studio.settle(name, task_id=task_id)
        out = session.out
        not_charged = say_failure(Failure(kind=Kind.NOT_CHARGED), out.language)
        out.tell(say("settled", out.language, id=result.id) if task_id else not_charged)
        out.document(result_document(result, out.language))
        return 0

    return run(connection, body)
