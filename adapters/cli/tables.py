"""Tables on stdout for people: as wide as the terminal, or as wide as they need to be in a pipe.

Rules: an id is never broken nor cut, and no column is left out: where a terminal is too narrow for that, each row is a list.
Only a table whose cells have to be folded needs the library that folds: it takes longer to load than all the rest of a list.
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


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _longest(rows: Sequence[Sequence[str]], index: int) -> int:
    return max((_width(row[index]) for row in rows), default=0)


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
    cells = [list(map(printable, row)) for row in (headings, *rows)]
    widths = [_longest(cells, index) for index in range(len(headings))]
    if sum(widths) + _BETWEEN * len(headings) <= width and _in_lines(cells):
        out.show("\n".join(_drawn(printable(title), cells, widths)))
    else:
        out.show("\n".join(_folded(title, headings, rows, width)))


def _in_lines(cells: Sequence[Sequence[str]]) -> bool:
    """Tell whether each cell is one line, and as wide as its characters."""
    text = "".join(map("".join, cells))
    return "\n" not in text and "\t" not in text


def _drawn(title: str, cells: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    """Return the lines of a table in which no cell is folded; the first of `cells` are the headings."""
    between = " " * _BETWEEN
    lines = [
        " " + between.join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        for row in cells
    ]
    lines.insert(1, " " + "\N{BOX DRAWINGS LIGHT HORIZONTAL}" * (sum(widths) + _BETWEEN * (len(widths) - 1)))
    return [line.rstrip() for line in ([title] if title else []) + ["", *lines, ""]]


def _folded(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Return the lines of a table of that width, cells folded where they have to be."""
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
    return [line.rstrip() for line in drawn.getvalue().splitlines()]


def _show_lists(out: Output, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if title:
        out.show(printable(title))
    for row in rows:
        told = [(heading, cell) for heading, cell in zip(headings, row, strict=True) if cell.strip(" -")]
        lines = [say("labelled", out.language, name=heading, text=cell) if heading else cell for heading, cell in told]
        out.show(printable("\n".join(lines)) + "\n")
