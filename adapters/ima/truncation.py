"""Whether a picture is all there, as far as its format tells without decoding: what was cut off is found before it is sent.

Rules: only a picture that surely ends too early is called cut; what follows its end is not looked at, for cameras put films
there. A file may be hostile: only so much is read of it, piece by piece, and what isn't known by then counts as whole.

Sources: PNG (RFC 2083), sections 3.2 and 4.1.4; JPEG (ITU T.81), annex B; GIF89a, sections 17 to 27; WebP (RFC 9649), section
2.4.
"""

from collections.abc import Callable, Mapping
from typing import BinaryIO

_MAX_STEPS = 50_000
_MAX_BYTES = 64 * 1024 * 1024
_PIECE = 256 * 1024
_TAIL = 64 * 1024
_MARK, _END_OF_IMAGE, _START_OF_SCAN = 0xFF, 0xD9, 0xDA
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_TABLE = 0x80
_EXTENSION, _FRAME, _TRAILER = b"\x21", b"\x2c", b"\x3b"


class _Cut(Exception):
    """The file ends where more of the picture must come."""


def is_cut(file: BinaryIO, suffix: str, size: int) -> bool:
    """Tell whether the picture in a file of `size` bytes ends before its end."""
    check = _CHECKS.get(suffix)
    if check is None:
        return False
    try:
        check(file, size)
    except _Cut:
        return True
    return False


def _check_png(file: BinaryIO, size: int) -> None:
    place = 8
    for _ in range(_MAX_STEPS):
        head = _at(file, place, 8)
        place += 12 + int.from_bytes(head[:4])
        if place > size:
            raise _Cut
        if head[4:] == b"IEND":
            return


def _check_webp(file: BinaryIO, size: int) -> None:
    if 8 + int.from_bytes(_at(file, 4, 4), "little") > size:
        raise _Cut


def _check_jpeg(file: BinaryIO, size: int) -> None:
    scan = _find_scan(file, size)
    if scan is not None:
        _find_end_of_image(file, scan, size)


def _find_scan(file: BinaryIO, size: int) -> int | None:
    """Return where the picture data begins, behind a header that may hold a whole little picture; None where it is odd."""
    place = 2
    for _ in range(_MAX_STEPS):
        mark, kind = _at(file, place, 2)
        if mark != _MARK or kind == _END_OF_IMAGE:
            return None
        if kind == _MARK:  # one may be repeated
            place += 1
        elif kind in _WITHOUT_LENGTH:
            place += 2
        else:
            place += 2 + max(2, int.from_bytes(_at(file, place + 2, 2)))
            if place > size:
                raise _Cut
        if kind == _START_OF_SCAN:
            return place
    return None


def _find_end_of_image(file: BinaryIO, scan: int, size: int) -> None:
    """Look for the mark that no picture data contains: at the end of the file, where it mostly is, then everywhere."""
    wanted = bytes([_MARK, _END_OF_IMAGE])
    tail = max(scan, size - _TAIL)
    file.seek(tail)
    if wanted in file.read(_TAIL):
        return
    file.seek(scan)
    last = b""
    for _ in range(_MAX_BYTES // _PIECE):
        piece = file.read(_PIECE)
        if not piece:
            raise _Cut
        if wanted in last + piece:
            return
        last = piece[-1:]


def _check_gif(file: BinaryIO, size: int) -> None:
    del size
    file.seek(13 + _table(_at(file, 10, 1)[0]))
    steps = iter(range(_MAX_STEPS))
    for _ in steps:
        kind = _next(file, 1)
        if kind == _EXTENSION:
            _next(file, 1)
        elif kind == _FRAME:
            file.seek(_table(_next(file, 9)[8]) + 1, 1)
        else:  # the end; anything else is odd, not cut
            return
        for _ in steps:
            (length,) = _next(file, 1)
            if not length:
                break
            file.seek(length, 1)


def _table(packed: int) -> int:
    """Return the bytes of the color table that a field of bits tells of."""
    return 3 << (packed & 7) + 1 if packed & _TABLE else 0


def _at(file: BinaryIO, place: int, length: int) -> bytes:
    file.seek(place)
    return _next(file, length)


def _next(file: BinaryIO, length: int) -> bytes:
    read = file.read(length)
    if len(read) < length:
        raise _Cut
    return read


_CHECKS: Mapping[str, Callable[[BinaryIO, int], None]] = {
    "png": _check_png,
    "jpg": _check_jpeg,
    "webp": _check_webp,
    "gif": _check_gif,
}
