"""Opening a file off the event loop, so that one that nobody waits for any more is closed all the same."""

import asyncio
from collections.abc import Callable
from threading import Lock
from typing import Protocol, TypeVar


class Closable(Protocol):
    """Has to be let go of."""

    def close(self) -> None:
        """Let go of it."""


T = TypeVar("T", bound=Closable)


async def open_in_thread(opening: Callable[[], T]) -> T:
    """Return what `opening` opens in a thread; whoever is cancelled meanwhile leaves nothing open.

    A thread can't be cancelled: what it opens after its caller left is nobody's, so it closes that itself.
    """
    opened: list[T] = []
    alone, lock = False, Lock()

    def open_or_leave() -> None:
        thing = opening()
        with lock:
            if not alone:
                opened.append(thing)
                return
        thing.close()

    try:
        await asyncio.to_thread(open_or_leave)
    except asyncio.CancelledError:
        with lock:
            alone = True
        for thing in opened:
            thing.close()
        raise
    return opened[0]
