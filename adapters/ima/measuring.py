"""How large and how long a media file is, read from its headers alone: nothing is decoded.

Rule: a file may be hostile; whatever goes wrong means that the size isn't known.
"""

from typing import BinaryIO

import attrs

from imastudio.adapters.ima.formats import Format
from imastudio.adapters.ima.mp4 import picture_size
from imastudio.domain.tasks import InputKind

_WITH_BOXES = frozenset({"mp4", "mov", "m4v"})


@attrs.frozen(kw_only=True)
class Measure:
    """Pixels and seconds; None where it isn't known."""

    width: int | None = None
    height: int | None = None
    duration: float | None = None


def measure(file: BinaryIO, found: Format) -> Measure:
    """Return the measures of an open file."""
    if found.kind is InputKind.IMAGE:
        return _picture(file)
    width, height = picture_size(file) if found.suffix in _WITH_BOXES else (None, None)
    return Measure(width=width, height=height, duration=_seconds(file))


def _picture(file: BinaryIO) -> Measure:
    import imagesize

    file.seek(0)
    try:
        width, height = imagesize.get(file)
    except Exception:  # noqa: BLE001 - it parses foreign bytes, and promises nothing about what it raises
        return Measure()
    known = isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0
    return Measure(width=width, height=height) if known else Measure()


def _seconds(file: BinaryIO) -> float | None:
    from tinytag import TinyTag

    file.seek(0)
    try:
        duration = TinyTag.get(file_obj=file, tags=False).duration
    except Exception:  # noqa: BLE001 - the same
        return None
    return round(duration, 3) if duration is not None and 0 < duration < 10**7 else None
