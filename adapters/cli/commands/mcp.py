"""`ima mcp`: its options and what its help says."""

from typing import Any

import click

from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.options import connected
from imastudio.adapters.cli.values import Whole

MCP_EPILOG = """\b
Examples:
  ima mcp                                     (over stdin and stdout, for a client that starts it)
  ima mcp --allow-dir ~/Pictures
  ima mcp --http --port 8931
  ima mcp --offline

\b
An agent's order goes through when
  it costs no more than IMA_UNATTENDED_POINTS (0 by default), within IMA_BUDGET and IMA_MAX_POINTS,
  or you say yes in the client, where it can ask,
  or you run ima approve ID at a terminal.
Local files are taken, and results put, only within --allow-dir (or IMA_ALLOW_DIR)."""


@click.command(epilog=MCP_EPILOG)
@click.option("--http", is_flag=True, help="Listen on this machine instead (streamable HTTP, loopback alone).")
@click.option("--port", type=Whole(0, 65535), default=0, help="With --http: the port; else a free one.")
@click.option(
    "--token", envvar="IMA_MCP_TOKEN", show_envvar=True, metavar="TOKEN", help="With --http; else one is made up."
)
@connected
def mcp(**given: Any) -> int:
    """Serve the tools to an agent that speaks MCP. Needs the extra: pip install 'imastudio[mcp]'."""
    from imastudio.adapters.cli.agents import serve

    return serve(Connection.of(given), http=given["http"], port=given["port"], token=given["token"])
