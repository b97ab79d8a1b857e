"""`ima budget`: what was spent, and what is left."""

from typing import Any

import click

from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.options import connected
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.tables import show_table
from imastudio.adapters.cli.texts import say
from imastudio.domain.documents import standing_document
from imastudio.domain.kernel import WishRefused, given_as
from imastudio.domain.lifecycle import Standing
from imastudio.domain.orders import Language

BUDGET_EPILOG = """\b
Examples:
  ima budget
  ima budget --timezone Asia/Shanghai
  IMA_BUDGET=200/day,1000/month ima budget --output-json"""


@click.command(epilog=BUDGET_EPILOG)
@click.option(
    "--timezone", metavar="ZONE", help="Count days and months by this time zone from now on: Europe/Berlin, +08:00."
)
@connected
def budget(**given: Any) -> int:
    """Say what was spent this hour, today, this week and this month, and what is left.

    Budgets are set with IMA_BUDGET or --budget, such as 200/day; all processes of this machine share them. Days begin by the
    ledger's own time zone, whatever a process has in TZ: that of IMA_TIMEZONE or of the machine when the ledger was made.
    """

    async def body(session: Session) -> int:
        try:
            zone = await session.studio.timezone(given["timezone"])
        except WishRefused as refusal:
            raise given_as(refusal, "--timezone") from None
        standings, out = await session.studio.budgets(), session.out
        if not out.as_json:
            headings = [say(name, out.language) for name in ("period", "spent", "limit", "left")]
            show_table(out, "", headings, [_row(standing, out.language) for standing in standings])
        out.show(say("labelled", out.language, name=say("timezone", out.language), text=zone))
        out.document([standing_document(standing, zone) for standing in standings])
        return 0

    return run(Connection.of(given).local.looking, body)  # points are counted by user: no key is needed


def _row(standing: Standing, language: Language) -> list[str]:
    figures = [standing.spent, standing.limit, standing.left]
    period = say(standing.period, language)
    if standing.everyone:
        period = say("of_everyone", language, period=period)
    return [period, *("-" if figure is None else str(figure) for figure in figures)]
