"""`ima create`: order something, wait for it, and keep the results."""

from secrets import token_hex
from typing import Any

import attrs
import click

from imastudio.adapters.cli.commands.quote import quote_wish, with_wish
from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.options import connected, gated, repeating, waiting, wishing
from imastudio.adapters.cli.ordering import look_up, order_quoted
from imastudio.adapters.cli.said_once import WithManyImages
from imastudio.adapters.cli.session import Session, run
from imastudio.domain.kernel import Kind, refuse
from imastudio.domain.lifecycle import quote_id
from imastudio.domain.orders import Wish

CREATE_EPILOG = """\b
Examples:
  ima create "a cute puppy on grass" --size 2K -o out/
  ima create "a poster that says HELLO" --model "Nano Banana Pro" \\
      --size 4K --aspect-ratio 16:9 --max-points 20
  ima create "make it snow" --image puppy.png --offline -o out/
  ima create "smooth transition" --task-type first_last_frame_to_video \\
      --image first.png --image last.png
  ima create "pop ballad" --task-type text_to_music --param vocal_gender=female
  ima create "waves" --task-type text_to_video --extra-params '{"duration": 10}' \\
      --dry-run
  echo '{"prompt": "a cat", "size": "2K"}' | ima create --wish - --max-points 10

\b
Exit codes:
  0 done    1 it failed    2 wrong usage    3 refused, nothing was spent
  4 the wait ended, the task goes on        5 nobody knows whether it was taken
  6 the key or the points must be seen to"""


@click.command(cls=WithManyImages, epilog=CREATE_EPILOG)
@wishing
@click.option("--dry-run", is_flag=True, help="Do everything but the order, and print the quote.")
@click.option("-y", "--yes", is_flag=True, help="Agree to the price: more than 50 points need that, or a limit.")
@repeating
@gated
@waiting
@connected
def create(**given: Any) -> int:
    """Order something, wait for it, and keep the results.

    The exact price is known and the whole order is checked before anything is spent. Paths of the results (or their
    addresses) are printed on stdout, everything else on stderr.
    """
    if given["list_models"] or given["dry_run"]:
        return quote_wish(given)
    return with_wish(
        given,
        lambda connection, wish: order(
            connection,
            wish,
            yes=given["yes"],
            gate=given["gate"],
            named=given["quote_id"],
            timeout=given["timeout"],
            again=given["again"],
        ),
    )


def order(
    connection: Connection,
    wish: Wish,
    *,
    yes: bool,
    gate: bool = False,
    named: str | None = None,
    timeout: float | None,
    again: bool = False,
) -> int:
    """Order a wish and wait for it; return the exit code.

    With `gate` a person must have agreed (decision 56). `named` is the id of the quote that was told (decision 55).
    `again` orders though nobody knows whether the same was charged before.
    """
    # Our own name for the order, so that it is found again even if it is interrupted before its id is known.
    own = wish if wish.request_id else attrs.evolve(wish, request_id=f"cli-{token_hex(8)}")

    async def body(session: Session) -> int:
        quoted = await session.stopping.beside(session.studio.quote(own))
        if named is not None and quote_id(quoted) != named:
            raise refuse(Kind.QUOTE_CHANGED, "quote_id", named, (quote_id(quoted),), total=quoted.order.total)
        return await order_quoted(session, own, quoted, yes=yes, gate=gate, timeout=timeout, again=again)

    async def look(session: Session) -> int:
        return await look_up(session, own)

    return run(connection, body, status="rejected", look=look)
