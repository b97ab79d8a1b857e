"""How large and how long a media file is, read from its headers alone: nothing is decoded.

Rules: a file may be hostile; whatever goes wrong means that the size isn't known; only so much of it is read, so that no
file takes longer than a moment.
"""

from typing import BinaryIO, cast

import attrs

from imastudio.adapters.ima.formats import Format
from imastudio.adapters.ima.mp4 import picture_size
from imastudio.domain.orders import InputKind

_WITH_BOXES = frozenset({"mp4", "mov", "m4v"})
_MAX_BYTES = 16 * 1024 * 1024
_MAX_STEPS = 50_000


@attrs.frozen(kw_only=True)
class Measure:
    """Pixels and seconds; None where it isn't known."""

    width: int | None = None
    height: int | None = None
    duration: float | None = None


def measure(file: BinaryIO, found: Format) -> Measure:
    """Return the measures of an open file."""
    if found.kind is InputKind.IMAGE:
        return _picture(_rationed(file))
    width, height = _frame(_rationed(file)) if found.suffix in _WITH_BOXES else (None, None)
    return Measure(width=width, height=height, duration=_seconds(_rationed(file)))


class _Exhausted(OSError):
    """More was read than an honest file needs."""


class _Rationed:
    """A file of which only so much can be read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._bytes = _MAX_BYTES
        self._steps = _MAX_STEPS

    def read(self, length: int = -1) -> bytes:
        """Read, while something is left of the ration."""
        self._step()
        piece = self._file.read(self._bytes if length < 0 else min(length, self._bytes))
        self._bytes -= len(piece)
        return piece

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go somewhere else."""
        self._step()
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return where we are."""
        return self._file.tell()

    def _step(self) -> None:
        self._steps -= 1
        if self._steps < 0 or self._bytes <= 0:
            raise _Exhausted


def _rationed(file: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", _Rationed(file))


def _frame(file: BinaryIO) -> tuple[int | None, int | None]:
    try:
        return picture_size(file)
    except (OSError, ValueError):
        return None, None


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
