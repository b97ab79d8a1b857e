"""Tables on stdout for people: as wide as the terminal, or as wide as they need to be in a pipe."""

import io
import shutil
import sys
from collections.abc import Sequence

from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.streams import is_terminal, printable

_UNBOUNDED = 250


def show_table(out: Output, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    width = shutil.get_terminal_size().columns if is_terminal(sys.stdout) else _UNBOUNDED
    table = Table(title=Text(printable(title)), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(Text(heading), overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    drawn = io.StringIO()
    Console(file=drawn, width=width, no_color=True).print(table)
    out.show("\n".join(line.rstrip() for line in drawn.getvalue().splitlines()))
