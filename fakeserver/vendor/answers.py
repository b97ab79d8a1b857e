"""An answer as a value, so that faults can spoil it before it is sent, and the ways it can be sent.

Rules this file obeys:
* Only a request that meets a fault is answered this way: a file is read whole for it, and a range is not served.
* What `Cut` says is done to the connection; nothing else here touches it.
"""

import asyncio
import json
import socket
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.web_protocol import RequestHandler

from imastudio.fakeserver.vendor.clock import VendorClock

_AT_ONCE = struct.pack("ii", 1, 0)  # linger for no time: closing sends a reset (socket(7), SO_LINGER)
_PADDING = b" " * 65536
_UNSENT = frozenset({"content-length", "content-type", "date", "server", "transfer-encoding"})


class File(web.FileResponse):
    """A file to send, which remembers where it lies; its connection is among the `busy` ones while it is sent."""

    def __init__(self, path: Path, content_type: str, busy: set[RequestHandler]) -> None:
        super().__init__(path, headers={"Content-Type": content_type})
        self.path = path
        self._busy = busy

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Send all of it."""
        self._busy.add(request.protocol)
        try:
            return await super().prepare(request)
        finally:
            self._busy.discard(request.protocol)


@attrs.frozen
class Cut(Exception):
    """End the connection without an answer, or in the middle of one; `reset` tells the client that it was no proper end."""

    reset: bool = False

    def do(self, request: web.Request) -> None:
        """End it."""
        transport = request.transport
        if transport is None:
            return
        if self.reset and (connection := transport.get_extra_info("socket")) is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        transport.abort()


@attrs.frozen(kw_only=True)
class PendingResponse:
    """A response that is about to be sent.

    `padding` bytes of blanks come before the body. Of body and padding, the share `sent` leaves before the connection is
    reset; 1 is all. They leave in `pieces`, with `pause` seconds after each, by the server's clock or `real` ones.
    """

    status: int = 200
    content_type: str = "application/json"
    headers: Mapping[str, str] = attrs.field(factory=dict)
    body: bytes = attrs.field(default=b"", repr=False)
    padding: int = 0
    sent: float = 1.0
    pieces: int = 1
    pause: float = 0.0
    real: bool = False

    @property
    def json(self) -> Any:
        """Give the decoded body; None where it is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def with_json(self, value: object) -> "PendingResponse":
        """Give the same answer with another body."""
        return attrs.evolve(self, body=json.dumps(value).encode(), content_type="application/json")

    def with_header(self, name: str, value: object) -> "PendingResponse":
        """Give the same answer with one more header."""
        return attrs.evolve(self, headers={**self.headers, name: str(value)})

    async def send(self, request: web.Request, clock: VendorClock, *, last: bool = False) -> web.StreamResponse:
        """Send it, as the `last` of its connection perhaps; raise `Cut` where it is to end too early."""
        response = web.StreamResponse(status=self.status, headers={**self.headers, "Content-Type": self.content_type})
        length = self.padding + len(self.body)
        response.content_length = length
        if last:
            response.force_close()
        await response.prepare(request)
        left = length if self.sent == 1 else int(length * self.sent)
        for piece in self._cut_up():
            await response.write(piece[:left])
            left -= min(left, len(piece))
            if self.pause:
                await (VendorClock() if self.real else clock).sleep(self.pause)
        if self.sent != 1:
            raise Cut(reset=True)
        await response.write_eof()
        return response

    def _cut_up(self) -> Iterator[bytes]:
        for start in range(0, self.padding, len(_PADDING)):
            yield _PADDING[: self.padding - start]
        size = max(1, -(-len(self.body) // self.pieces))
        yield from (self.body[start : start + size] for start in range(0, len(self.body), size))


async def answer_of(response: web.StreamResponse) -> PendingResponse:
    """Turn what a handler answered into a value."""
    headers = {name: value for name, value in response.headers.items() if name.lower() not in _UNSENT}
    body = b""
    if isinstance(response, File):
        body, etag = await asyncio.to_thread(_read, response.path)
        headers |= {"ETag": etag, "Accept-Ranges": "bytes"}
    elif isinstance(response, web.Response) and isinstance(response.body, bytes):
        body = response.body
    return PendingResponse(status=response.status, content_type=response.content_type, headers=headers, body=body)


def _read(path: Path) -> tuple[bytes, str]:
    """Read a file, and the mark that aiohttp gives it, so that a client can go on with the rest."""
    facts = path.stat()
    return path.read_bytes(), f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'
