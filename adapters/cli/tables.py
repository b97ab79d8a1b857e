"""Tables on stdout for people: as wide as the terminal, or as wide as they need to be in a pipe."""

import io
import shutil
import sys
from collections.abc import Sequence

from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.streams import is_terminal, printable

_UNBOUNDED = 250
_SHORT_WORD = 8


def _is_id(cell: str) -> bool:
    """Tell whether a cell is one word with something technical in it, which nobody could type or copy in two pieces."""
    return len(cell) > _SHORT_WORD and not cell.count(" ") and any(not character.isalpha() for character in cell)


def _longest(rows: Sequence[Sequence[str]], index: int) -> int:
    return max(len(row[index]) for row in rows)


def show_table(out: Output, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    width = shutil.get_terminal_size().columns if is_terminal(sys.stdout) else _UNBOUNDED
    table = Table(title=Text(printable(title)), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for index, heading in enumerate(headings):
        ids = any(_is_id(row[index]) for row in rows)
        table.add_column(
            Text(heading),
            overflow="ignore" if ids else "fold",
            no_wrap=ids,
            min_width=_longest(rows, index) if ids else None,
        )
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    drawn = io.StringIO()
    Console(file=drawn, width=width, no_color=True).print(table)
    out.show("\n".join(line.rstrip() for line in drawn.getvalue().splitlines()))
