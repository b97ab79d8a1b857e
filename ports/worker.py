"""Driving: a worker, which sends and follows what others order, on several machines."""

from collections.abc import Callable
from typing import Protocol


class QueueWorker(Protocol):
    """One life of a worker, as who starts it sees it."""

    @property
    def place(self) -> str:
        """Return the database that it serves, without its password."""

    @property
    def health_port(self) -> int | None:
        """Return the port of loopback at which its health is told, where that was wanted."""

    async def run(self, *, drain: bool = False, ready: Callable[[int], object] = ...) -> int:
        """Serve until told to end, given up, or (with `drain`) nothing is left; `ready` gets its number. Return the exit code."""

    def end(self) -> None:
        """Have `run` return soon; may be called from any signal."""
