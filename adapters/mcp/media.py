"""How results are shown: a link for each, and one small picture of the first, where it can be had without waiting long."""

import asyncio
import base64
import io
from pathlib import Path

import mcp_types as types

from imastudio.domain.lifecycle import Result
from imastudio.domain.orders import Media, Medium

MAX_THUMBNAIL_BYTES = 64_000
_SIDES = (512, 256, 128, 64)
_QUALITY = 70
_TYPES = {Medium.IMAGE: "image", Medium.VIDEO: "video", Medium.MUSIC: "audio", Medium.SPEECH: "audio"}
_SUBTYPES = {"jpg": "jpeg", "mp3": "mpeg"}


async def content_of(result: Result | None) -> list[types.ContentBlock]:
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
    if order.medium is Medium.IMAGE and result.files:
        picture = await asyncio.to_thread(thumbnail, Path(result.files[0]))
        blocks += [picture] if picture is not None else []
    return blocks


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
