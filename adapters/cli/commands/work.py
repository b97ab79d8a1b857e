"""`ima work`: its commands, their options and what their help says; the work is imported when it is begun."""

from typing import Any

import click

from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.input_types import Parameter
from imastudio.adapters.cli.options import connected, delivering, gated, keeping, telling, together, waiting
from imastudio.adapters.cli.said_once import SaidOnce
from imastudio.adapters.cli.suggesting import Suggesting
from imastudio.adapters.cli.values import Whole
from imastudio.adapters.cli.wish_options import target_of

WORK_EPILOG = """\b
Examples:
  ima work plan "宣传片+配乐，主角是旺财小狗，15秒" -o work.yaml
  ima work show work.yaml
  ima work run work.yaml -o out/ --max-points 200
  ima work resume 3f6c9d1e

\b
A work.yaml has steps, each a wish that may start from another step, and a film:
  title: 旺财的早晨
  steps:
    hero: {task_type: text_to_image, prompt: 一只柴犬旺财}
    run:  {task_type: image_to_video, image: hero, prompt: 旺财跑过草地}
    bgm:  {task_type: text_to_music, prompt: 轻快的木吉他, model: GenBGM}
  film:  {shots: [run], music: bgm, seconds: 15}"""
PLAN_EPILOG = """\b
Examples:
  ima work plan "宣传片+配乐，主角是旺财小狗" -o work.yaml
  ima work plan "a series of 5 pictures of the same girl in different cities"
  ima work plan "让它动起来，配一段背景音乐的宣传片" --image dog.png --output-json"""
SHOW_EPILOG = """\b
Examples:
  ima work show work.yaml
  ima work show 3f6c9d1e --output-json"""
RUN_EPILOG = """\b
Examples:
  ima work run work.yaml -o out/ --max-points 200
  ima work run work.yaml -o out/ --redo shot2     (one step anew, paid for again)
  ima work run work.yaml -o out/ --offline --yes

The same file into the same folder is the same work: run again, what was ordered is not ordered again. Nothing is ordered
before you agree to the whole price: at the terminal, with --yes, or with --max-points that covers it."""
RESUME_EPILOG = """\b
Examples:
  ima work resume 3f6c9d1e
  ima work resume 3f6c9d1e --change bgm.model=Suno --max-points 100"""


@click.group(cls=Suggesting, epilog=WORK_EPILOG)
def work() -> None:
    """Make a work of several media: a promo with music, a music video, a series with one hero, a story read aloud.

    It is planned and priced as a whole before a point is spent, ordered step by step, and assembled into a film.
    """


_paying = together(
    click.option(
        "--max-points",
        type=Whole(min=0),
        envvar="IMA_MAX_POINTS",
        show_envvar=True,
        help="The most the whole may cost, earlier orders of it included; it is agreed to up to that.",
    ),
    click.option("-y", "--yes", is_flag=True, help="Agree to the whole price as it is shown."),
    gated,
)


@work.command(cls=SaidOnce, epilog=PLAN_EPILOG)
@click.argument("words", metavar="BRIEF")
@click.option("--image", "images", multiple=True, metavar="FILE|URL", help="A picture of the hero.")
@click.option("-o", "--output", "file", metavar="FILE", help="Write the work document here, to be changed and run.")
@telling
@connected
def plan(**given: Any) -> int:
    """Turn a brief into steps, and say what each and the whole would cost. Orders nothing."""
    from imastudio.adapters.cli.working import plan_brief

    return plan_brief(Connection.of(given), given["words"], given["images"], given["file"])


@work.command(cls=SaidOnce, epilog=SHOW_EPILOG)
@click.argument("name", metavar="FILE|ID")
@connected
def show(**given: Any) -> int:
    """Show a work as a tree: what it would cost, or how it stands."""
    from imastudio.adapters.cli.working import show_work

    return show_work(Connection.of(given), given["name"])


@work.command(cls=SaidOnce, epilog=RUN_EPILOG)
@click.argument("name", metavar="FILE|ID")
@click.option("--redo", multiple=True, metavar="STEP", help="Order this step anew; it is paid for again. Repeatable.")
@_paying
@delivering
@keeping
@waiting
@connected
def run(**given: Any) -> int:
    """Order a work, wait for it, and lay the film together."""
    from imastudio.adapters.cli.working import run_work

    return run_work(
        Connection.of(given),
        given["name"],
        deliver_to=target_of(given),
        redo=given["redo"],
        changes=(),
        consent={"max_points": given["max_points"], "yes": given["yes"], "gate": given["gate"]},
        timeout=given["timeout"],
    )


@work.command(cls=SaidOnce, epilog=RESUME_EPILOG)
@click.argument("name", metavar="ID")
@click.option(
    "--change",
    "changes",
    type=Parameter(),
    multiple=True,
    metavar="STEP.KEY=VALUE",
    help="Another value for a step that is still to be ordered. Repeatable.",
)
@_paying
@waiting
@connected
def resume(**given: Any) -> int:
    """Go on with a work: nothing is ordered twice, and what moved in price is asked about."""
    from imastudio.adapters.cli.working import run_work

    return run_work(
        Connection.of(given),
        given["name"],
        deliver_to=None,
        redo=(),
        changes=given["changes"],
        consent={"max_points": given["max_points"], "yes": given["yes"], "gate": given["gate"]},
        timeout=given["timeout"],
    )


@work.command(name="list")
@connected
def list_all(**given: Any) -> int:
    """List the works of this account, newest first."""
    from imastudio.adapters.cli.working import list_works

    return list_works(Connection.of(given))


@work.command()
@click.argument("name", metavar="ID")
@connected
def forget(**given: Any) -> int:
    """Forget the words of a work; what was ordered stays, and no more of it can be ordered."""
    from imastudio.adapters.cli.working import forget_work

    return forget_work(Connection.of(given), given["name"])
