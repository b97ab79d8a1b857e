"""`ima quote`: exactly what an order would be and cost."""

from collections.abc import Callable
from time import time
from typing import Any

import click

from imastudio.adapters.cli.commands.models import list_models
from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.options import connected, wishing
from imastudio.adapters.cli.order_line import order_line
from imastudio.adapters.cli.ordering import print_quote
from imastudio.adapters.cli.said_once import WithManyImages
from imastudio.adapters.cli.session import Session, refused, run
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.wish_options import wish_of
from imastudio.domain.documents import quote_document
from imastudio.domain.kernel import WishRefused
from imastudio.domain.orders import Scope, Wish

QUOTE_EPILOG = """\b
Examples:
  ima quote "a cute puppy on grass" --size 2K
  ima quote "waves" --task-type text_to_video --model "Wan 2.6" --duration 10 --n 2
  ima quote "make it snow" --image puppy.png --output-json
  echo '{"prompt": "a cat", "size": "2K"}' | ima quote --wish - --fields total,model_name"""


@click.command(cls=WithManyImages, epilog=QUOTE_EPILOG)
@wishing
@connected
def quote(**given: Any) -> int:
    """Say exactly what an order would be and cost. Orders nothing, uploads nothing, spends nothing."""
    return quote_wish(given)


def quote_wish(given: dict[str, Any]) -> int:
    """Quote the wish that is said, or list the models where that is asked for; return the exit code."""
    if given["list_models"]:
        return list_models(Connection.of(given), given["task_type"], Scope(given["scope"]))
    dry_run = given.get("dry_run", False)
    return with_wish(given, lambda connection, wish: show_quote(connection, wish, dry_run=dry_run))


def with_wish(given: dict[str, Any], act: Callable[[Connection, Wish], int]) -> int:
    """Do something with the wish that is said; return the exit code."""
    connection = Connection.of(given)
    try:
        wish = wish_of(given)
    except WishRefused as refusal:
        return refused(connection, refusal.failure, "rejected")
    return act(connection.hearing(wish.prompt), wish)


def show_quote(connection: Connection, wish: Wish, *, dry_run: bool) -> int:
    """Print what a wish would order and cost; return the exit code. A dry run minds the budgets, too."""

    async def body(session: Session) -> int:
        quoted = await session.stopping.beside(session.studio.quote(wish))
        if dry_run:
            await session.studio.check_budgets(quoted.order.total)
        print_quote(session.out, quoted)
        line = order_line(quoted, connection)
        session.out.show(say("labelled", session.out.language, name=say("order_line", session.out.language), text=line))
        document = quote_document(quoted, session.out.language, time())
        document["command"] = line
        session.out.document(document)
        return 0

    return run(connection, body, status="rejected")
