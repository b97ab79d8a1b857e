"""`ima schema`: its options and what its help says."""

from typing import Any

import click

from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.options import connected, scoped, task_types
from imastudio.adapters.cli.values import WordOf

SCHEMA_EPILOG = """\b
Examples:
  ima schema                     (the names)
  ima schema wish
  ima schema wish --task-type text_to_image --live
  ima schema wish --task-type text_to_video --live --format openai
  ima schema result --language zh
  ima schema commands --fields commands.name,commands.spends

\b
NAME is one of:
  wish           what to order: create --wish, a line of batch, create over MCP
  work-document  what work run reads: steps, and the film of them
  quote          exactly what would be ordered, and its price
  result         how a generation stands; also every refusal
  error          what went wrong, within a result
  event          a line of --tell json        message   a line of --tell chat
  proposal       what ask understood          batch-line, batch-plan
  commands       no schema: the command line itself as data
  and what else is printed, such as models, history or doctor: ima schema lists them"""


class Name(click.ParamType[str]):
    """The name of something that can be described."""

    name = "name"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take a known name, or say which there are."""
        from imastudio.adapters.cli.describing import names

        return str(WordOf(names()).convert(value, param, ctx))


@click.command(epilog=SCHEMA_EPILOG)
@click.argument("name", metavar="[NAME]", required=False, type=Name())
@task_types
@scoped
@click.option("--live", is_flag=True, help="With --task-type: a wish as the live list offers it today, 8 kB at most.")
@click.option(
    "--format",
    "form",
    type=WordOf(["openai", "anthropic", "mcp"]),
    help="A wish as the function of a tool caller.",
)
@connected
def schema(**given: Any) -> int:
    """Print the JSON Schema (2020-12) of what ima reads or prints as JSON; without NAME, list the names. Costs nothing."""
    from imastudio.adapters.cli.describing import list_names, show_schema

    if given["name"] is None and not (given["live"] or given["form"] or given["task_type"]):
        return list_names(Connection.of(given))
    return show_schema(
        Connection.of(given), given["name"] or "wish", given["task_type"], live=given["live"], form=given["form"]
    )
