"""A file as the body of a PUT: read in pieces while it is sent, from the start each time it is sent."""

import asyncio
import os
from collections.abc import Callable

from aiohttp import ClientError, ClientSession, Payload
from aiohttp.abc import AbstractStreamWriter
from yarl import URL

from imastudio.adapters.ima.local_files import Opened

CHUNK = 256 * 1024
"""Bytes that a thread reads at a time: half of them cost a third more CPU, twice as many take 2 MB more memory."""
STALLED = 60.0
"""Seconds without a piece taken, or without an answer, after which an upload is given up."""


async def put_file(session: ClientSession, url: URL, held: Opened) -> int | Exception:
    """Send a file, once, and return the status of the answer, or what came instead: it may hold the presigned address."""
    try:
        async with asyncio.timeout(STALLED) as patience:
            body = FilePayload(held, lambda: patience.reschedule(asyncio.get_running_loop().time() + STALLED))
            async with session.put(url, data=body, allow_redirects=False) as response:
                return response.status
    except (ClientError, TimeoutError, OSError) as error:
        return error


class FilePayload(Payload):
    """The bytes of an open file: as many as it had when it was looked at. `went_on` is called after each piece."""

    def __init__(self, held: Opened, went_on: Callable[[], None]) -> None:
        super().__init__(held.file, content_type=held.format.content_type)
        self._size = held.facts.size
        self._went_on = went_on

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Refuse: a medium is no text, and may not fit into memory."""
        raise TypeError(encoding, errors)

    async def write(self, writer: AbstractStreamWriter) -> None:
        """Send the file. Raises OSError if it has become shorter."""
        offset, end = 0, self._size or 0
        while offset < end:
            chunk = await asyncio.to_thread(os.pread, self._value.fileno(), min(CHUNK, end - offset), offset)
            if not chunk:
                raise OSError("the file became shorter")
            offset += len(chunk)
            await writer.write(chunk)
            self._went_on()
