"""Made-up values for tests of the vendor's adapters: a request, media files, and the adapters before a server."""

import asyncio
import io
import struct
import wave
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import attrs
from pytest_httpserver import HTTPServer

from imastudio.adapters.ima.delivery import ImaDelivery
from imastudio.adapters.ima.http import Http
from imastudio.adapters.ima.service import ImaService
from imastudio.adapters.ima.settings import Settings
from imastudio.adapters.ima.uploads import ImaUploads
from imastudio.adapters.memory.clock import START, HandClock
from imastudio.adapters.memory.upload_addresses import MemoryUploadAddresses
from imastudio.domain.orders import Content, CreateRequest, Notice
from imastudio.testing.strategies import an_order

KEY = "ima_very_secret_0123456789abcdef"
ACCOUNT = {"Authorization": f"Bearer {KEY}", "x-app-source": "ima_skills"}
"""The headers that go with every call of the account, and with nothing else."""
PROMPT = "a heron nobody may hear of"
NOW = START
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9cc\xf8\xcf\xc0\0\0\x03"
    b"\x01\x01\0\xc9\xfe\x92\xef\0\0\0\0IEND\xaeB`\x82"
)


def base_of(server: HTTPServer) -> str:
    """Return the base address of a server."""
    return server.url_for("").rstrip("/")


def request(**changes: Any) -> CreateRequest:
    """Return what the paid POST is made of, with the order changed as asked."""
    return CreateRequest(an_order(**changes), Content(prompt=PROMPT))


def png(width: int, height: int) -> bytes:
    """Return the beginning of a PNG of that size, which is all that anybody here reads."""
    return PNG[:16] + struct.pack(">II", width, height) + PNG[24:]


def wav(seconds: float) -> bytes:
    """Return silence."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes(int(8000 * seconds)))
    return out.getvalue()


def mp4(width: int, height: int, seconds: int) -> bytes:
    """Return the boxes of an MP4 file that tell its size and length; there is no picture in it."""
    movie_header = _box(b"mvhd", bytes(12) + struct.pack(">II", 1000, seconds * 1000) + bytes(80))
    track_header = _box(b"tkhd", bytes(76) + struct.pack(">II", width << 16, height << 16))
    sound_header = _box(b"tkhd", bytes(84))
    movie = _box(b"moov", movie_header + _box(b"trak", sound_header) + _box(b"trak", track_header))
    return _box(b"ftyp", b"isom\0\0\2\0isommp42") + movie


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, name) + content


@attrs.frozen(kw_only=True)
class Adapters:
    """The adapters of one account, before one server."""

    http: Http
    clock: HandClock
    service: ImaService
    uploads: ImaUploads
    delivery: ImaDelivery


@asynccontextmanager
async def adapters(
    base_url: str,
    *,
    key: str = KEY,
    note: Callable[[Notice], None] = lambda _: None,
    remembered: MemoryUploadAddresses | None = None,
    **settings: Any,
) -> AsyncIterator[Adapters]:
    """Return the adapters for a server, with a clock that turns itself."""
    clock = HandClock(auto=True)
    http = Http(Settings.of({}, api_key=key, base_url=base_url, **settings), clock)
    try:
        yield Adapters(
            http=http,
            clock=clock,
            service=ImaService(http, note=note),
            uploads=ImaUploads(http, clock, remembered),
            delivery=ImaDelivery(http, clock),
        )
    finally:
        await http.close()
        await asyncio.sleep(0)
