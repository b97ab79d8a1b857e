"""Tables on stdout for people: as wide as the terminal, or as wide as they need to be in a pipe.

Rules: an id is never broken nor cut, and no column is left out: where a terminal is too narrow for that, each row is a list.
"""

import io
import shutil
import sys
from collections.abc import Sequence

from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.streams import is_terminal, printable
from imastudio.adapters.cli.texts import say

_UNBOUNDED = 250
_SHORT_WORD = 8
_BETWEEN = 3
"""Columns of a terminal between two columns of a table, and beside them."""


def _is_id(cell: str) -> bool:
    """Tell whether a cell is one word with something technical in it, which nobody could type or copy in two pieces."""
    return len(cell) > _SHORT_WORD and not cell.count(" ") and any(not character.isalpha() for character in cell)


def _has_ids(rows: Sequence[Sequence[str]], index: int) -> bool:
    return any(_is_id(row[index]) for row in rows)


def _longest(rows: Sequence[Sequence[str]], index: int) -> int:
    from rich.cells import cell_len

    return max((cell_len(row[index]) for row in rows), default=0)


def _fits(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> bool:
    """Tell whether a table can be drawn with all its ids whole, and at least a short word of each other cell in a line."""
    least = 0
    for index, heading in enumerate(headings):
        longest = _longest([headings, *rows], index)
        least += longest if _has_ids(rows, index) else min(longest, max(_SHORT_WORD, len(heading)))
    return least + _BETWEEN * len(headings) <= width


def show_table(out: Output, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table, or each row as a list where the terminal is too narrow for one."""
    width = shutil.get_terminal_size().columns if is_terminal(sys.stdout) else _UNBOUNDED
    if is_terminal(sys.stdout) and not _fits(headings, rows, width):
        _show_lists(out, title, headings, rows)
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(printable(title)), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for index, heading in enumerate(headings):
        ids = _has_ids(rows, index)
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


def _show_lists(out: Output, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if title:
        out.show(printable(title))
    for row in rows:
        told = [(heading, cell) for heading, cell in zip(headings, row, strict=True) if cell.strip(" -")]
        lines = [say("labelled", out.language, name=heading, text=cell) if heading else cell for heading, cell in told]
        out.show(printable("\n".join(lines)) + "\n")
