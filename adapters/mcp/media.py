"""How results are shown: a link for each, and one small picture of the first, where it can be had without waiting long.

Rules: a picture that lies on this machine is taken, else the smallest that the service has of the result, fetched within a few
seconds and a few megabytes; where none can be had, the answer says so. What was made once is kept for the next look.
"""

import asyncio
import base64
import io
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import mcp_types as types

from imastudio.domain.kernel import ImaError
from imastudio.domain.lifecycle import Result
from imastudio.domain.orders import Language, Media, Medium
from imastudio.ports.delivery import Delivery

MAX_THUMBNAIL_BYTES = 64_000  # 85 kB of base64 in an agent's context
MAX_FETCHED_BYTES = 16 * 1024 * 1024
FETCH_S = 8.0
MAX_KEPT = 50
_SIDES = (512, 256, 128, 64)
_QUALITY = 70
_TYPES = {Medium.IMAGE: "image", Medium.VIDEO: "video", Medium.MUSIC: "audio", Medium.SPEECH: "audio"}
_SUBTYPES = {"jpg": "jpeg", "mp3": "mpeg"}
_NONE = {"zh": "没有缩略图：{reason}。", "en": "No thumbnail: {reason}."}
_REASONS = {
    "unfetched": {"zh": "几秒内取不到图片", "en": "the picture could not be had within a few seconds"},
    "unread": {"zh": "图片读不了", "en": "the picture can't be read"},
}


@attrs.define(eq=False)
class Thumbnails:
    """Small pictures of results. Without a `delivery`, only those that lie on this machine."""

    delivery: Delivery | None = None
    _kept: OrderedDict[str, types.ImageContent] = attrs.field(factory=OrderedDict, init=False)

    async def of(self, result: Result, language: Language) -> types.ContentBlock | None:
        """Return a small picture of the first result, or a line that says why there is none; None where it is no picture."""
        name = result.generation.id
        sources = list(_pictures(result))
        if not sources:
            return None
        if name not in self._kept:
            picture, why = await self._made(result, sources)
            if picture is None:
                return types.TextContent(text=_NONE[language].format(reason=_REASONS[why][language]))
            self._kept[name] = picture
            while len(self._kept) > MAX_KEPT:
                self._kept.popitem(last=False)
        return self._kept[name]

    async def _made(self, result: Result, sources: list[str]) -> tuple[types.ImageContent | None, str]:
        if result.generation.order.medium is Medium.IMAGE and result.files:
            here = await asyncio.to_thread(thumbnail, Path(result.files[0]))
            if here is not None:
                return here, ""
        if self.delivery is None:
            return None, "unfetched"
        why = "unfetched"
        with TemporaryDirectory(prefix="ima-thumbnail-") as folder:
            for source in sources:
                try:
                    async with asyncio.timeout(FETCH_S):
                        (path,) = await self.delivery.fetch(
                            [Media(url=source)], folder, "picture", limit_bytes=MAX_FETCHED_BYTES
                        )
                except (ImaError, TimeoutError):
                    continue
                why = "unread"
                picture = await asyncio.to_thread(thumbnail, Path(path))
                if picture is not None:
                    return picture, ""
        return None, why


def _pictures(result: Result) -> Iterator[str]:
    """Yield the addresses of pictures that show the first result, the smallest first, each once."""
    if not result.medias:
        return
    first = result.medias[0]
    is_picture = result.generation.order.medium is Medium.IMAGE
    known = (first.preview_url, first.cover, first.address) if is_picture else (first.cover,)
    yield from dict.fromkeys(address for address in known if address)


async def content_of(result: Result | None, thumbnails: Thumbnails, language: Language) -> list[types.ContentBlock]:
    """Return the content that shows a result's media."""
    if result is None or not result.medias:
        return []
    order = result.generation.order
    blocks: list[types.ContentBlock] = [
        types.ResourceLink(
            uri=media.address, name=f"{order.medium.value} {number}", mime_type=_mime(order.medium, media)
        )
        for number, media in enumerate(result.medias, start=1)
        if media.address
    ]
    picture = await thumbnails.of(result, language)
    return [*blocks, *([picture] if picture is not None else [])]


def thumbnail(path: Path) -> types.ImageContent | None:
    """Return a small picture of a file, or None where it is none, is gone, or Pillow isn't there."""
    try:
        from PIL import Image
    except ImportError:
        return None
    try:
        with Image.open(path) as picture:
            small = picture.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    for side in _SIDES:
        small.thumbnail((side, side))
        encoded = io.BytesIO()
        small.save(encoded, "JPEG", quality=_QUALITY)
        data = base64.b64encode(encoded.getvalue())
        if len(data) <= MAX_THUMBNAIL_BYTES:
            return types.ImageContent(data=data.decode(), mime_type="image/jpeg")
    return None


def _mime(medium: Medium, media: Media) -> str | None:
    suffix = (media.format or "").lower()
    return f"{_TYPES[medium]}/{_SUBTYPES.get(suffix, suffix)}" if suffix.isalnum() else None
