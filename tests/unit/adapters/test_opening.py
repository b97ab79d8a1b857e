"""What is opened in a thread is closed, whoever waits for it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import attrs
import pytest

from imastudio.adapters.system.opening import open_in_thread


@attrs.define
class Thing:
    """Something that has to be closed."""

    closed: Event = attrs.field(factory=Event)

    def close(self) -> None:
        """Close it."""
        self.closed.set()


async def test_what_is_opened_is_handed_over_open() -> None:
    """To whoever waits for it."""
    thing = Thing()
    assert await open_in_thread(lambda: thing) is thing
    assert not thing.closed.is_set()


@pytest.mark.parametrize("open_first", [False, True])
async def test_what_nobody_waits_for_is_closed(*, open_first: bool) -> None:
    """Whether the caller is cancelled before it was opened or after."""
    thing, begun, go_on = Thing(), Event(), Event()

    def opening() -> Thing:
        begun.set()
        go_on.wait()
        return thing

    threads = ThreadPoolExecutor()
    asyncio.get_running_loop().set_default_executor(threads)
    task = asyncio.create_task(open_in_thread(opening))
    await asyncio.to_thread(begun.wait)
    if open_first:  # it is there, and the loop has not looked yet
        go_on.set()
        threads.shutdown(wait=True)
    task.cancel()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    threads.shutdown(wait=True)
    assert thing.closed.is_set()


async def test_an_opening_that_fails_says_why() -> None:
    """As it does without a thread."""

    def opening() -> Thing:
        raise FileNotFoundError("nowhere")

    with pytest.raises(FileNotFoundError, match="nowhere"):
        await open_in_thread(opening)
