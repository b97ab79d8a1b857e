"""`ima ask`: order in plain words."""

from typing import Any

import click

from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.input_types import Parameter, Words
from imastudio.adapters.cli.options import connected, ordering, repeating, scoped, waiting, with_inputs
from imastudio.adapters.cli.said_once import WithManyImages
from imastudio.adapters.cli.values import PathThere

ASK_EPILOG = """\b
Examples:
  ima ask "画一张横图的猫，用香蕉Pro，要4K" -o out/
  ima ask "make a 10s video of waves, cheapest one" --max-points 20
  ima ask "让它动起来" --image puppy.png
  ima ask "read aloud: good morning" --offline -o out/
  ima ask "以后视频都用可灵O1"
  ima ask                       (a conversation; Ctrl-D ends it)
  ima ask "two vertical posters of a jazz night" --dry-run"""


@click.command(cls=WithManyImages, epilog=ASK_EPILOG)
@click.argument("words", metavar="[WORDS|-]", required=False, type=Words())
@with_inputs
@scoped
@ordering
@click.option("--dry-run", is_flag=True, help="Say what was understood and what it would cost. Saves nothing.")
@click.option("-y", "--yes", is_flag=True, help="Agree to the price whatever it is: order without asking.")
@click.option(
    "--answer",
    "answers",
    type=Parameter(),
    multiple=True,
    help="Answer a doubt: FIELD=VALUE, as the doubts name them. Repeatable.",
)
@click.option(
    "--context",
    type=PathThere(dir_okay=False),
    metavar="FILE",
    help="What was said before in this chat is read from here and kept here.",
)
@repeating
@waiting
@connected
def ask(**given: Any) -> int:
    """Say in plain words what to make: Chinese, English or both.

    You see what was understood and its exact price; what is in doubt is asked. It is ordered once you agree: at the
    terminal, with --yes, or with --max-points or a limit in your words that covers it. Elsewhere doubts and the price come
    back as data, with exit code 3. A usual model is saved or cleared only by your own words.
    """
    from imastudio.adapters.cli.asking import ask_for

    return ask_for(Connection.of(given), given)
