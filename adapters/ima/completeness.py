"""Whether a result is all there, as far as its content says: for what arrived without an announced length (decision 51).

Rules: a file may be hostile, so that only so much of it is looked at; "yes" means that the format's own end, or its own length,
was found; None means that the format, or this file, says nothing about it.

Sources: ISO/IEC 14496-12, section 4.2 (boxes); RIFF (RFC 2361 and RFC 9649, section 2.3); RFC 3533, section 6 (Ogg pages);
ISO/IEC 11172-3, section 2.4.1.3 (frame headers); the ID3 documents, versions 2.4 and 1.
"""

import os
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import BinaryIO

from imastudio.adapters.ima.truncation import is_cut

_MAX_BOXES = 10_000
_MAX_FRAMES = 500_000
_OGG_TAIL_BYTES = 128 * 1024
_BOX_HEAD_BYTES = 8
_UNTOLD_RIFF = frozenset({0, 0xFFFFFFFF})
_BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_LOW = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_SAMPLE_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_SYNC, _LAYER_3, _MPEG_1 = 0x7FF, 1, 3
_OGG_END, _OGG_HEAD_BYTES = 4, 27
_ID3_BYTES = 10


def is_whole(file: BinaryIO, suffix: str, size: int) -> bool | None:
    """Tell whether a file of `size` bytes holds the whole of its medium; None where its content doesn't say."""
    try:
        if suffix in _PICTURES:
            return not is_cut(file, suffix, size)
        look = _LOOKS.get(suffix)
        return None if look is None else look(file, size)
    finally:
        file.seek(0, os.SEEK_END)


def _boxes(file: BinaryIO, size: int) -> bool | None:
    """Walk the outermost boxes: they must end where the file does, with the index and the data among them."""
    place, kinds = 0, set()
    for _ in range(_MAX_BOXES):
        head = _at(file, place, 16)
        length, kind = int.from_bytes(head[:4]), head[4:8]
        if length == 1:
            length = int.from_bytes(head[8:16])
        if length == 0:  # to the end of the file, wherever that is
            return None
        if len(head) < _BOX_HEAD_BYTES or length < _BOX_HEAD_BYTES or place + length > size:
            return False
        kinds.add(kind)
        place += length
        if place == size:
            return bool(kinds & {b"moov", b"meta"}) and bool(kinds & {b"mdat", b"moof"})
    return None


def _riff(file: BinaryIO, size: int) -> bool | None:
    length = int.from_bytes(_at(file, 4, 4), "little")
    return None if length in _UNTOLD_RIFF else 8 + length <= size


def _bmp(file: BinaryIO, size: int) -> bool | None:
    return 0 < int.from_bytes(_at(file, 2, 4), "little") <= size


def _ogg(file: BinaryIO, size: int) -> bool | None:
    """Look at the last page: it says that it is the last, and is there to its end."""
    start = max(0, size - _OGG_TAIL_BYTES)
    tail = _at(file, start, _OGG_TAIL_BYTES)
    place = tail.rfind(b"OggS")
    page = tail[place:] if place >= 0 else b""
    if len(page) < _OGG_HEAD_BYTES:
        return False
    segments = page[_OGG_HEAD_BYTES : _OGG_HEAD_BYTES + page[26]]
    whole = len(segments) == page[26] and _OGG_HEAD_BYTES + len(segments) + sum(segments) <= len(page)
    return bool(page[5] & _OGG_END) and whole


def _mp3(file: BinaryIO, size: int) -> bool | None:
    """Walk the frames: the last one ends where the file does, or where its tag begins."""
    if _at(file, size - 128, 3) == b"TAG":
        size -= 128
    head = _at(file, 0, _ID3_BYTES)
    place = 0
    if head[:3] == b"ID3":
        place = _ID3_BYTES + sum(byte << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
    for frames in range(_MAX_FRAMES):
        length = _frame_bytes(_at(file, place, 4))
        if length is None:
            return place == size if frames else None
        place += length
    return None


def _frame_bytes(head: bytes) -> int | None:
    """Return the length of a frame of layer III; None where none begins."""
    word = int.from_bytes(head.ljust(4, b"\0"))
    version, rate, sample = word >> 19 & 3, word >> 12 & 15, word >> 10 & 3
    if word >> 21 != _SYNC or word >> 17 & 3 != _LAYER_3 or version not in _SAMPLE_RATES:
        return None
    if rate not in range(1, len(_BITRATES)) or sample not in range(len(_SAMPLE_RATES[version])):
        return None
    bits = (_BITRATES if version == _MPEG_1 else _BITRATES_LOW)[rate] * 1000
    samples = 144 if version == _MPEG_1 else 72
    return samples * bits // _SAMPLE_RATES[version][sample] + (word >> 9 & 1)


def _at(file: BinaryIO, place: int, length: int) -> bytes:
    file.seek(max(0, place))
    return file.read(length)


_PICTURES = frozenset({"png", "jpg", "webp", "gif"})
_LOOKS: Mapping[str, Callable[[BinaryIO, int], bool | None]] = MappingProxyType(
    {
        **dict.fromkeys(("mp4", "mov", "m4v", "m4a", "heic", "avif"), _boxes),
        **dict.fromkeys(("wav", "avi"), _riff),
        "bmp": _bmp,
        "ogg": _ogg,
        "mp3": _mp3,
    }
)
