"""The commands of `ima`: their options, what their help says, and where the work is done.

Rules: this file is what help needs and nothing more, so that it is printed at once; the work is imported when it is begun.
"""

from collections.abc import Callable
from typing import Any

import click

from imastudio.adapters.cli.options import (
    Connection,
    Parameter,
    WithManyImages,
    connected,
    delivering,
    gated,
    ordering,
    repeating,
    scoped,
    task_types,
    waiting,
    wish_of,
    wishing,
    with_inputs,
)
from imastudio.adapters.cli.usage import Misused
from imastudio.domain.errors import WishRefused
from imastudio.domain.orders import Scope, Wish

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
ASK_EPILOG = """\b
Examples:
  ima ask "画一张横图的猫，用香蕉Pro，要4K" -o out/
  ima ask "make a 10s video of waves, cheapest one" --max-points 20
  ima ask "让它动起来" --image puppy.png
  ima ask "read aloud: good morning" --offline -o out/
  ima ask "以后视频都用可灵O1"
  ima ask                       (a conversation; Ctrl-D ends it)
  ima ask "two vertical posters of a jazz night" --dry-run"""
QUOTE_EPILOG = """\b
Examples:
  ima quote "a cute puppy on grass" --size 2K
  ima quote "waves" --task-type text_to_video --model "Wan 2.6" --duration 10 --n 2
  ima quote "make it snow" --image puppy.png --output-json
  echo '{"prompt": "a cat", "size": "2K"}' | ima quote --wish - --fields total,model_name"""
MODELS_EPILOG = """\b
Examples:
  ima models
  ima models --task-type text_to_video
  ima models --task-type text_to_speech --output-json
  ima models --offline"""
WAIT_EPILOG = """\b
Examples:
  ima wait 3f6c9d1e
  ima wait 3f6c9d1e --timeout 60 --output-json
  ima wait 3f6c9d1e -o out/

ID is ours, the service's task id, or the --request-id of the order; its first 6 characters will do."""
RESUME_EPILOG = """\b
Examples:
  ima resume
  ima resume --take 3f6c9d1e    (from a process that lives but hangs)"""
HISTORY_EPILOG = """\b
Examples:
  ima history
  ima history --unknown          (nobody knows whether these were taken)
  ima history --open --output-json

A prompt is kept where its order said so (--keep-prompts, IMA_KEEP_PROMPTS=1), until ima forget."""
SETTLE_EPILOG = """\b
Examples:
  ima settle 3f6c9d1e --not-charged
  ima settle 3f6c9d1e --task-id 0d9a7f

Look at your account first: what is settled as not charged may be ordered again."""
FORGET_EPILOG = """\b
Examples:
  ima forget 3f6c9d1e"""
DOCTOR_EPILOG = """\b
Examples:
  ima doctor
  ima doctor --output-json
  ima doctor --base-url http://127.0.0.1:8765"""
FAKE_EPILOG = """\b
Examples:
  ima fake-server --port 8765 --speed 20
  IMA_API_KEY=ima_fake_key_for_tests IMA_BASE_URL=http://127.0.0.1:8765 \\
      ima create "a cat" --speed 20"""


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
        return _quote(given)
    from imastudio.adapters.cli.ordering import order

    return _wished(
        given,
        lambda connection, wish: order(
            connection,
            wish,
            yes=given["yes"],
            gate=given["gate"],
            timeout=given["timeout"],
            again=given["again"],
        ),
    )


@click.command(cls=WithManyImages, epilog=ASK_EPILOG)
@click.argument("words", metavar="[WORDS]", required=False)
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
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="What was said before in this chat is read from here and kept here.",
)
@waiting
@connected
def ask(**given: Any) -> int:
    """Say in plain words what to make: Chinese, English or both.

    What was understood is shown with its exact price; what is in doubt is asked. It is ordered once you agree: at the
    terminal, with --yes, or with --max-points or a limit in your words that covers it. Elsewhere doubts and the price come
    back as data, with exit code 3. A usual model is saved or cleared only by your own words.
    """
    from imastudio.adapters.cli.asking import ask_for

    return ask_for(Connection.of(given), given)


@click.command(cls=WithManyImages, epilog=QUOTE_EPILOG)
@wishing
@connected
def quote(**given: Any) -> int:
    """Say exactly what an order would be and cost. Orders nothing, uploads nothing, spends nothing."""
    return _quote(given)


def _quote(given: dict[str, Any]) -> int:
    if given["list_models"]:
        return _models(given)
    from imastudio.adapters.cli.ordering import show_quote

    dry_run = given.get("dry_run", False)
    return _wished(given, lambda connection, wish: show_quote(connection, wish, dry_run=dry_run))


def _wished(given: dict[str, Any], act: Callable[[Connection, Wish], int]) -> int:
    """Do something with the wish that is said; return the exit code."""
    connection = Connection.of(given)
    try:
        wish = wish_of(given)
    except WishRefused as refusal:
        from imastudio.adapters.cli.session import refused

        return refused(connection, refusal.failure, "rejected")
    return act(connection, wish)


@click.command(epilog=MODELS_EPILOG)
@task_types
@scoped
@connected
def models(**given: Any) -> int:
    """List what can be ordered, with prices in points for one result. Costs nothing."""
    return _models(given)


def _models(given: dict[str, Any]) -> int:
    from imastudio.adapters.cli.listing import list_models

    return list_models(Connection.of(given), given["task_type"], Scope(given["scope"]))


@click.command(epilog=WAIT_EPILOG)
@click.argument("name", metavar="ID")
@delivering
@waiting
@connected
def wait(**given: Any) -> int:
    """Wait for something that was ordered, from this process or another.

    What a dead process left is gone on with; results are downloaded if the order said so, or -o says so here.
    """
    from imastudio.adapters.cli.waiting import wait_for_one

    return wait_for_one(Connection.of(given).for_what_is_paid, given["name"], given["timeout"], given["deliver_to"])


@click.command(epilog=RESUME_EPILOG)
@click.option("--take", metavar="ID", help="Take this one from a process that hangs.")
@waiting
@connected
def resume(**given: Any) -> int:
    """Go on with everything that is unfinished and whose process is gone.

    Nothing is ordered: what is paid for is waited for and fetched. Ends with the highest exit code of all.
    """
    from imastudio.adapters.cli.waiting import resume_all

    return resume_all(Connection.of(given).for_what_is_paid, given["take"], given["timeout"])


@click.command(epilog=HISTORY_EPILOG)
@click.option("--unknown", is_flag=True, help="Only those whose outcome is unknown.")
@click.option("--open", "unfinished", is_flag=True, help="Only those that are unfinished.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="The newest so many.")
@connected
def history(**given: Any) -> int:
    """List what was ordered from this machine with this key, newest first; with the prompts that are kept."""
    from imastudio.adapters.cli.history import list_history

    return list_history(Connection.of(given).for_what_is_paid, given["unknown"], given["unfinished"], given["limit"])


@click.command(epilog=SETTLE_EPILOG)
@click.argument("name", metavar="ID")
@click.option("--not-charged", is_flag=True, help="It was not charged.")
@click.option("--task-id", metavar="ID", help="It was charged, as this task of the service.")
@connected
def settle(**given: Any) -> int:
    """Say what became of an order whose outcome nobody knows."""
    if bool(given["task_id"]) == given["not_charged"]:
        raise Misused("settle_how", click.get_current_context())
    from imastudio.adapters.cli.history import settle_one

    return settle_one(Connection.of(given).for_what_is_paid, given["name"], given["task_id"])


@click.command(epilog=FORGET_EPILOG)
@click.argument("name", metavar="ID")
@connected
def forget(**given: Any) -> int:
    """Blank what the ledger tells of an ended order. Points and ids stay, so that sums stay right."""
    from imastudio.adapters.cli.history import forget_one

    return forget_one(Connection.of(given).for_what_is_paid, given["name"])


@click.command(epilog=DOCTOR_EPILOG)
@connected
def doctor(**given: Any) -> int:
    """Check the key, the service, the disk, the clock and the ledger. Exit code 0 if all is well."""
    from imastudio.adapters.cli.doctor import examine

    return examine(Connection.of(given))


@click.command(epilog=FAKE_EPILOG, add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", metavar="", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def fake_server(ctx: click.Context, arguments: tuple[str, ...]) -> int:
    """Serve a fake IMA Open API until it is stopped. It generates nothing and costs nothing."""
    if {"-h", "--help"} & set(arguments):
        click.echo(f"{ctx.get_help()}\n")
    else:
        from imastudio.adapters.cli.session import need_pillow

        need_pillow()
    from imastudio.adapters.cli.starting import give_way
    from imastudio.fakeserver.main import main

    def complain(message: str) -> int:
        raise Misused("fake_usage", ctx, why=message)

    give_way()
    return main(arguments, complain=complain)
