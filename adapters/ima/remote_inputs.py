"""The head of an input that lies at an address: enough of it to know what it is and how large (decision 35).

Rules: one request, without the key and without redirects; a bounded number of bytes in a bounded time; what the head doesn't
tell is not guessed.
"""

import asyncio
from tempfile import TemporaryFile
from typing import BinaryIO, cast

import attrs
from yarl import URL

from imastudio.adapters.ima.formats import HEAD, sniff
from imastudio.adapters.ima.http import Http
from imastudio.adapters.ima.measuring import measure
from imastudio.adapters.ima.settings import Settings
from imastudio.domain.kernel import Kind, refuse
from imastudio.domain.orders import Input, InputFacts, InputKind

HEAD_BYTES = 512 * 1024  # decision 35: bounded
READ_S = 15.0
_PARTIAL = 206


@attrs.frozen(kw_only=True)
class RemoteHead:
    """The beginning of a file, and its length in bytes (None where the server doesn't say)."""

    content: bytes = attrs.field(repr=False)
    size: int | None


async def read_head(http: Http, address: str) -> RemoteHead | None:
    """Return the head of what lies at an address; None where it can't be had."""
    from aiohttp import ClientError

    headers = {"Accept-Encoding": "identity", "Range": f"bytes=0-{HEAD_BYTES - 1}"}
    try:
        async with (
            asyncio.timeout(READ_S),
            http.media.get(URL(address, encoded=True), headers=headers, allow_redirects=False) as response,
        ):
            if response.status not in {200, _PARTIAL}:
                return None
            content = bytearray()
            async for piece in response.content.iter_any():
                content += piece
                if len(content) >= HEAD_BYTES:
                    break
            said = response.headers.get("Content-Range", "").rpartition("/")[2]
            whole = int(said) if said.isascii() and said.isdigit() else None
            size = whole if response.status == _PARTIAL else response.content_length
    except (ClientError, TimeoutError, OSError, ValueError):
        return None
    return RemoteHead(content=bytes(content[:HEAD_BYTES]), size=size)


def look_at_head(head: RemoteHead, given: Input, settings: Settings) -> InputFacts | None:
    """Return what the head tells of the input; None where that isn't enough. Raises WishRefused for media of another kind."""
    found = sniff(head.content[:HEAD])
    if found is None or found.kind is not given.kind:
        raise refuse(Kind.INPUT_FORMAT, given.kind.value, given.shown, wrong="content", kind_of_input=given.kind.value)
    size = head.size if head.size is not None and head.size >= len(head.content) else None
    if size is None or size > settings.largest_input:
        return None
    with TemporaryFile() as file:  # as long as the whole, so that what follows from the length is right
        file.write(head.content)
        file.truncate(size)
        file.seek(0)
        known = measure(cast("BinaryIO", file), found)
    needed = {
        InputKind.IMAGE: (known.width, known.height),
        InputKind.VIDEO: (known.width, known.height, known.duration),
        InputKind.AUDIO: (known.duration,),
    }
    if None in needed[given.kind]:
        return None
    return InputFacts(
        kind=given.kind,
        format=found.suffix,
        size=size,
        width=known.width,
        height=known.height,
        duration=known.duration,
    )
