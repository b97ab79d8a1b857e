"""News on stderr: a progress bar on a terminal, plain lines elsewhere. The words are the phrasebook's.

Rules: the end is said once; a bar never claims more than the estimate allows, and vanishes when there is something to say.
"""

import asyncio
import sys
import time
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Self

from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.streams import is_terminal
from imastudio.adapters.cli.texts import say as say_cli
from imastudio.domain.lifecycle import Ended, News, Progressed, TaskCreated, WaitEnded, percent
from imastudio.domain.messages import say
from imastudio.domain.orders import Estimate

if TYPE_CHECKING:
    from rich.progress import Progress

_REDRAW = 0.2


class Lines:
    """Tells every piece of news as lines of text. A context manager, so that a bar can take its place."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self.ended = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Put nothing away."""

    async def tell(self, news: News) -> None:
        """Say it; an end only once."""
        if isinstance(news, Ended | WaitEnded):
            if self.ended:
                return
            self.ended = True
        self._out.tell(say(news, self._out.language, scope=self._out.scope))


class Bar(Lines):
    """Draws how far it has come below the lines. `speed` says how much faster than the machine's clock the vendor's runs."""

    def __init__(self, out: Output, speed: float = 1.0) -> None:
        super().__init__(out)
        self._speed = speed
        self._drawing: asyncio.Task[None] | None = None

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Take the bar away."""
        await self._stop()

    async def tell(self, news: News) -> None:
        """Move the bar by what moves it, say the rest above it."""
        if isinstance(news, Ended | WaitEnded):
            await self._stop()
        if not isinstance(news, Progressed) or news.frozen:
            await super().tell(news)
        if isinstance(news, TaskCreated):
            self._start(news.order.estimate, 0.0)
        elif isinstance(news, Progressed):
            self._start(news.order.estimate, news.elapsed)

    def _start(self, estimate: Estimate, elapsed: float) -> None:
        if self._drawing is None:
            began = time.monotonic() - elapsed / self._speed
            self._drawing = asyncio.create_task(self._draw(estimate, began), name="progress bar")

    async def _stop(self) -> None:
        if self._drawing is not None:
            self._drawing.cancel()
            with suppress(asyncio.CancelledError):
                await self._drawing
            self._drawing = None

    async def _draw(self, estimate: Estimate, began: float) -> None:
        with _progress() as bar:
            row = bar.add_task("", total=100)
            while True:
                elapsed = (time.monotonic() - began) * self._speed
                text = say_cli("of_seconds", self._out.language, elapsed=f"{elapsed:.0f}", longest=estimate.highest)
                bar.update(row, completed=percent(estimate, elapsed), description=text)
                bar.refresh()
                await asyncio.sleep(_REDRAW)


def messenger_for(out: Output, speed: float = 1.0) -> Lines:
    """Return what fits stderr: a bar on a terminal, else lines."""
    return Bar(out, speed) if is_terminal(sys.stderr) else Lines(out)


def _progress() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    return Progress(
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.description}", markup=False),
        console=Console(stderr=True, markup=False, highlight=False, emoji=False),
        auto_refresh=False,
        transient=True,
    )
