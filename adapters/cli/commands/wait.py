"""`ima wait`: wait for something that was ordered, from this process or another."""

from typing import Any

import click

from imastudio.adapters.cli.completing import order_ids
from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.options import connected, delivering, waiting
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.waiting import bring, finish, tell_where, wait_for
from imastudio.adapters.cli.wish_options import target_of
from imastudio.domain.kernel import ExitCode

WAIT_EPILOG = """\b
Examples:
  ima wait 3f6c9d1e
  ima wait 3f6c9d1e --timeout 60 --output-json
  ima wait 3f6c9d1e -o out/

ID is ours, the service's task id, or the --request-id of the order; its first 6 characters will do."""


@click.command(epilog=WAIT_EPILOG)
@click.argument("name", metavar="ID", shell_complete=order_ids)
@delivering
@waiting
@connected
def wait(**given: Any) -> int:
    """Wait for an order, from this process or another.

    What a dead process left is picked up; results are downloaded if the order said so, or -o says so here.
    """
    deliver_to = target_of(given)

    async def body(session: Session) -> int:
        async with session.messenger() as messenger:
            result = await wait_for(session, given["name"], given["timeout"], messenger)
        if deliver_to is not None and result.medias:
            result = await bring(session, result, deliver_to)
        tell_where(session.out, [result])
        return finish(session.out, result)

    return run(Connection.of(given).for_what_is_paid, body, stopped=ExitCode.GOES_ON)
