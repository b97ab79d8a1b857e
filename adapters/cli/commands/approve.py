"""`ima approve`: its options and what its help says."""

from typing import Any

import click

from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.options import connected

APPROVE_EPILOG = """\b
Examples:
  ima approve                  (what waits, with price, model and the first words)
  ima approve 3f6c9d1e
  ima approve 3f6c9d1e --no

An agent's order waits here when it costs more than the operator lets through unasked (IMA_UNATTENDED_POINTS, 0 by
default). A yes is good for that one order, for an hour. It is typed at a terminal, by a person."""


@click.command(epilog=APPROVE_EPILOG)
@click.argument("name", metavar="[ID]", required=False)
@click.option("--no", "refused", is_flag=True, help="Say no: it no longer waits.")
@connected
def approve(**given: Any) -> int:
    """Approve an order that an agent wants to place, or list those that wait. Orders nothing by itself."""
    from imastudio.adapters.cli.approving import answer_one, list_waiting

    connection = Connection.of(given)
    if given["name"] is None:
        return list_waiting(connection)
    return answer_one(connection, given["name"], refused=given["refused"])
