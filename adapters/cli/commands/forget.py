"""`ima forget`: blank what the ledger tells of an ended order."""

from typing import TYPE_CHECKING, Any

import click

from imastudio.adapters.cli.completing import order_ids
from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.options import connected
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.texts import say

if TYPE_CHECKING:
    from imastudio.domain.documents import ForgottenDocument

FORGET_EPILOG = """\b
Examples:
  ima forget 3f6c9d1e"""


@click.command(epilog=FORGET_EPILOG)
@click.argument("name", metavar="ID", shell_complete=order_ids)
@connected
def forget(**given: Any) -> int:
    """Erase what the ledger holds of an ended order. Points and ids stay, so that totals stay right."""

    async def body(session: Session) -> int:
        await session.studio.forget(given["name"])
        session.out.tell(say("forgotten", session.out.language))
        forgotten: ForgottenDocument = {"forgotten": given["name"]}
        session.out.document(forgotten)
        return 0

    return run(Connection.of(given).for_what_is_paid.looking, body)
