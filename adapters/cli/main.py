"""`ima`: the table of its commands, and one command line run.

Rules: a command is imported when it is called, so that help answers at once; whatever goes wrong ends with an exit code of
decision 27, and with a JSON object on stdout where `--output-json` was asked for.
"""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from importlib import import_module
from types import MappingProxyType

import click

from imastudio.adapters.cli.starting import SIGNALLED, start
from imastudio.adapters.cli.streams import gathered, write_version
from imastudio.adapters.cli.suggesting import Suggesting

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "create": "Order something, wait for it, keep the results.",
        "ask": "Order in plain words, Chinese or English.",
        "quote": "Say exactly what an order would be and cost.",
        "models": "List what can be ordered, with prices.",
        "batch": "Order every line of a file of wishes.",
        "work": "Make a work of several media: plan, price, order, film.",
        "budget": "Say what was spent and what is left.",
        "approve": "Approve an order that an agent wants to place.",
        "wait": "Wait for an order to finish.",
        "resume": "Pick up every unfinished order.",
        "history": "List what was ordered from this machine.",
        "settle": "Record what became of an order whose outcome is unknown.",
        "adopt": "Add a paid task that isn't in the ledger.",
        "ledger": "Check, copy or repair the order record.",
        "forget": "Erase what is kept of an order; points stay.",
        "prefs": "See, save or clear the models taken when none is named.",
        "schema": "Describe what is read and printed as JSON.",
        "skill": "Install the skills for agents, or check one.",
        "worker": "Send and follow what others order, on several machines.",
        "mcp": "Serve the tools to an agent that speaks MCP.",
        "doctor": "Check the key, the network, the disk and the clock.",
        "completion": "Let TAB complete models, values and ids.",
        "logs": "Show what the log says of a day.",
        "contract": "Tell where a server differs from the fake one.",
        "fake-server": "Serve a fake IMA that costs nothing.",
    }
)
"""What each is for. The command `a-b` is `a_b` in `commands/a_b.py`."""
PRINTING = frozenset({"-h", "--help", "--version"})
"""What prints a text and does nothing else: printed by others, so gathered first."""
EPILOG = """\b
Examples:
  ima create "a cute puppy on grass" --size 2K -o out/
  ima create "make it snow" --image puppy.png --offline -o out/
  ima ask "画一张横图的猫，用香蕉Pro，要4K"
  ima quote "waves at night" --task-type text_to_video --duration 10
  ima models --task-type text_to_speech

The key is read from IMA_API_KEY; with --offline none is needed and nothing is spent."""


class LazyGroup(Suggesting):
    """A group that knows its commands by name and imports each when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command, or return None for an unknown name."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            name = cmd_name.replace("-", "_")
            self.add_command(getattr(import_module(f"imastudio.adapters.cli.commands.{name}"), name), cmd_name)
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table without importing what is in it."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        write_version()
        ctx.exit()


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Print the version."
)
def cli() -> None:
    """Order images, videos, music and speech from IMA Studio without losing money."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code. Raises KeyboardInterrupt, where no command hears Ctrl-C."""
    SIGNALLED.forget()
    try:
        with nullcontext() if PRINTING.isdisjoint(arguments) else gathered():
            code = cli.main(args=list(arguments), prog_name="ima", standalone_mode=False, obj=tuple(arguments))
    except click.Abort as stopped:
        raise KeyboardInterrupt from stopped
    except Exception as problem:  # noqa: BLE001 - whatever none of us has a word for is raised again
        from imastudio.adapters.cli.output import fail_to_begin

        return fail_to_begin(problem, arguments)
    return code if isinstance(code, int) else 0


def main() -> None:
    """Run the command line of this process and end it."""
    start(lambda: run)
