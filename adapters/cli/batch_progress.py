"""One bar for a whole batch: on a terminal a bar, elsewhere a line now and then."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.streams import is_terminal
from imastudio.adapters.cli.texts import say
from imastudio.domain.lifecycle import Tally

if TYPE_CHECKING:
    from rich.progress import Progress

_STEPS = 10


class Counting:
    """Says how far a batch has come, ten times in all."""

    def __init__(self, out: Output, lines: int) -> None:
        self._out = out
        self._lines = lines

    def show(self, tally: Tally) -> None:
        """Show how far it has come."""
        if (tally.count * _STEPS) // self._lines > ((tally.count - 1) * _STEPS) // self._lines:
            self._out.tell(self._text(tally))

    def _text(self, tally: Tally) -> str:
        failed = tally.count - tally.statuses["succeeded"]
        language = self._out.language
        return say("counted", language, count=tally.count, lines=self._lines, points=tally.points, failed=failed)


class _Bar(Counting):
    def __init__(self, out: Output, lines: int, progress: "Progress") -> None:
        super().__init__(out, lines)
        self._progress = progress
        self._row = progress.add_task("", total=lines)

    def show(self, tally: Tally) -> None:
        """Move the bar."""
        self._progress.update(self._row, completed=tally.count, description=self._text(tally))


@contextmanager
def counting(out: Output, lines: int) -> Iterator[Counting]:
    """Show how far it has come while the block runs."""
    if not is_terminal(sys.stderr):
        yield Counting(out, lines)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    with Progress(
        BarColumn(),
        TextColumn("{task.description}", markup=False),
        console=Console(stderr=True, markup=False, highlight=False, emoji=False),
        redirect_stdout=is_terminal(sys.stdout),  # lines in a terminal go above the bar; in a pipe they are left alone
        transient=True,
    ) as progress:
        yield _Bar(out, lines, progress)
