"""A stream that many write lines to, and whose reader may be slow.

Rules: who waits for a slow reader holds up nobody else, least of all the answer to an order; what is no pipe or terminal is
written at once.
"""

import asyncio
from typing import IO

from imastudio.adapters.cli.streams import write


class Pipe:
    """Writes one line after the other."""

    def __init__(self, stream: IO[str] | None) -> None:
        self._stream = stream
        self._turn = asyncio.Lock()

    async def write(self, text: str) -> None:
        """Write a line as soon as the reader has room for it."""
        async with self._turn:
            await self._room()
            write(self._stream, text)

    async def _room(self) -> None:
        loop, room = asyncio.get_running_loop(), asyncio.Event()
        try:
            number = self._stream.fileno() if self._stream is not None else -1
            loop.add_writer(number, room.set)
        except (OSError, ValueError, NotImplementedError):  # a file, a closed stream, no stream at all: nobody is slow
            return
        try:
            await room.wait()
        finally:
            loop.remove_writer(number)
