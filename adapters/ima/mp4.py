"""The size of the picture in an MP4 or QuickTime file: the largest track header of its `moov` box.

Source: ISO/IEC 14496-12, sections 4.2 (boxes) and 8.3.2 (track header).
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

_MAX_BOXES = 1000
_HEADER = 8
_LONG_HEADER = 16
_FIXED_POINT = 16


def picture_size(file: BinaryIO) -> tuple[int | None, int | None]:
    """Return width and height in pixels, or None twice."""
    end = file.seek(0, 2)
    sizes = [
        size
        for movie in _boxes(file, b"moov", 0, end)
        for track in _boxes(file, b"trak", *movie)
        for header in _boxes(file, b"tkhd", *track)
        if (size := _track_size(file, *header)) is not None
    ]
    return max(sizes, key=lambda size: size[0] * size[1], default=(None, None))


def _boxes(file: BinaryIO, kind: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the content of each box of a kind begins and ends."""
    for _ in range(_MAX_BOXES):
        file.seek(start)
        header = file.read(_LONG_HEADER)
        if start + _HEADER > end or len(header) < _HEADER:
            return
        size, name = struct.unpack(">I4s", header[:_HEADER])
        begin = start + _HEADER
        if size == 1 and len(header) == _LONG_HEADER:
            size, begin = int.from_bytes(header[_HEADER:]), start + _LONG_HEADER
        stop = end if size == 0 else start + size
        if not begin <= stop <= end:
            return
        if name == kind:
            yield begin, stop
        start = stop


def _track_size(file: BinaryIO, start: int, end: int) -> tuple[int, int] | None:
    """Return the size that a track header ends with, in fixed-point numbers; sound has none."""
    if end - start < _HEADER:
        return None
    file.seek(end - _HEADER)
    width, height = (number >> _FIXED_POINT for number in struct.unpack(">II", file.read(_HEADER)))
    return (width, height) if width and height else None
