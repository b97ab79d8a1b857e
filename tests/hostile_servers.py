"""Servers that mean harm: each is a way to answer, and stands behind a plain socket on loopback.

Rules: what is endless is made while it is sent, so that its memory is not ours; a client that goes away ends it.
"""

import asyncio
import zlib
from collections.abc import AsyncIterator, Callable
from itertools import count
from types import TracebackType
from typing import Self, TypeAlias

Say: TypeAlias = Callable[[], AsyncIterator[bytes]]

OK = b"HTTP/1.1 200 OK\r\n"
MIB = 1024 * 1024


class HostileServer:
    """Answers every request with what `say` makes. `requests` are the heads that came, `sent` the bytes that left."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()
        self.requests: list[bytes] = []
        self.sent = 0

    @property
    def url(self) -> str:
        """Return the base address."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        assert talk is not None
        self._talks.add(talk)
        try:
            self.requests.append(await reader.readuntil(b"\r\n\r\n"))
            async for piece in self._say():
                writer.write(piece)
                await writer.drain()
                self.sent += len(piece)
        except (OSError, asyncio.IncompleteReadError):
            return  # the client has had enough
        finally:
            self._talks.discard(talk)
            writer.close()


async def silent() -> AsyncIterator[bytes]:
    """Never answer."""
    await asyncio.Event().wait()
    yield b""


async def endless_body() -> AsyncIterator[bytes]:
    """Send a body without an end, and without a length."""
    yield OK + b"Connection: close\r\n\r\n"
    while True:
        yield b" " * MIB


async def endless_chunks() -> AsyncIterator[bytes]:
    """Send chunks without an end."""
    yield OK + b"Transfer-Encoding: chunked\r\n\r\n"
    while True:
        yield b"10000\r\n" + b"[" * 65536 + b"\r\n"


async def endless_header() -> AsyncIterator[bytes]:
    """Send one header that does not end."""
    yield OK + b"X-Long: "
    while True:
        yield b"y" * 65536


def _headers(piece: int) -> bytes:
    """Return a thousand headers, none of which was sent before."""
    return b"".join(b"X-%d-%d: y\r\n" % (piece, number) for number in range(1000))


async def endless_headers() -> AsyncIterator[bytes]:
    """Send headers without an end."""
    yield OK
    for number in count():
        yield _headers(number)


async def endless_trailers() -> AsyncIterator[bytes]:
    """Send a body, and after it headers without an end."""
    yield OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n"
    for number in count():
        yield _headers(number)


async def announced() -> AsyncIterator[bytes]:
    """Announce an absurd length and send a little of it."""
    yield OK + b"Content-Length: 999999999999999999\r\n\r\n{"
    await asyncio.Event().wait()


def compressed(kind: str) -> Say:
    """Return a server whose body is a thousand times as long as what is sent; `kind` is gzip or deflate."""

    async def say() -> AsyncIterator[bytes]:
        yield OK + f"Content-Encoding: {kind}\r\nConnection: close\r\n\r\n".encode()
        packer = zlib.compressobj(9, zlib.DEFLATED, 31 if kind == "gzip" else 15)
        blanks = b" " * MIB
        yield packer.compress(blanks) + packer.flush(zlib.Z_FULL_FLUSH)
        again = packer.compress(blanks) + packer.flush(zlib.Z_FULL_FLUSH)  # needs nothing of what came before
        while True:
            yield again

    return say


def dripping(head: bytes, pause: float) -> Say:
    """Return a server that sends `head`, and then a byte after each pause, for ever."""

    async def say() -> AsyncIterator[bytes]:
        yield head
        while True:
            await asyncio.sleep(pause)
            yield b" "

    return say


ENDLESS: tuple[Say, ...] = (
    endless_body,
    endless_chunks,
    endless_header,
    endless_headers,
    endless_trailers,
    compressed("gzip"),
    compressed("deflate"),
)
