"""Pictures without what a camera or a program wrote beside them: place, time, owner, camera, comments, thumbnails.

Rules: not a bit of the picture changes, nothing is decoded and encoded anew; what is needed to show it stays (colour profile, how
it is to be turned, animation), and of all else only what is known to be needed; what follows the end of the picture goes, too,
since telephones hang films with a place of their own there. Sources: Exif 2.32 (CIPA DC-008), JPEG (ITU-T T.81, annex B), PNG
third edition, WebP container (RFC 9649).
"""

import os
import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import BinaryIO, TypeAlias, cast

Piece: TypeAlias = bytes | tuple[int, int]
"""Bytes, or where those of the file begin and end."""
_CHUNK = 1024 * 1024
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112
_SHORT = 3
_UPRIGHT = 1
_TURNS = range(1, 9)


class UnreadablePicture(ValueError):
    """A picture that isn't built as its format says, so that nobody knows what else is in it."""


def without_metadata(file: BinaryIO, suffix: str) -> BinaryIO | None:
    """Return a copy of a picture without metadata, as a file without a name; None where there is nothing to leave out.

    The caller closes it. Raises UnreadablePicture, OSError.
    """
    read = _READERS.get(suffix)
    if read is None:
        return None
    pieces = list(read(file))
    size = os.fstat(file.fileno()).st_size
    if all(isinstance(piece, tuple) for piece in pieces) and sum(end - start for start, end in pieces) == size:
        return None
    copy = cast("BinaryIO", TemporaryFile())  # noqa: SIM115 - closed by who asked for it
    try:
        for piece in pieces:
            for part in (piece,) if isinstance(piece, bytes) else _read(file, *piece):
                copy.write(part)
        copy.flush()
        copy.seek(0)
    except BaseException:
        copy.close()
        raise
    return copy


def _read(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    file.seek(start)
    while start < end:
        part = file.read(min(_CHUNK, end - start))
        if not part:
            raise UnreadablePicture("it ends too early")
        start += len(part)
        yield part


def _exactly(file: BinaryIO, length: int) -> bytes:
    read = file.read(length)
    if len(read) < length:
        raise UnreadablePicture("it ends too early")
    return read


# JPEG: segments, each a marker and its length; between a start of scan and the next marker lies the picture

_SOI, _EOI, _SOS, _APP0, _APP1, _APP2, _APP14, _APP15, _COM = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
_NEEDED = MappingProxyType({_APP0: b"JFIF\0", _APP2: b"ICC_PROFILE\0", _APP14: b"Adobe"})
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
_LENGTH_BYTES = 2
_MISSING = -1


def _jpeg(file: BinaryIO) -> Iterator[Piece]:
    start, turned = 0, False
    while True:
        marker, begin = _next_marker(file, start)
        if marker in {_EOI, _MISSING}:
            yield begin - (2 if marker == _EOI else 0), begin
            return
        if marker in {_SOI, 0x01}:
            yield begin - 2, begin
            start = begin
            continue
        file.seek(begin)
        end = begin + int.from_bytes(_exactly(file, _LENGTH_BYTES))
        if end < begin + _LENGTH_BYTES:
            raise UnreadablePicture("a segment without a length")
        if marker == _APP1 and not turned:
            said = _exactly(file, end - begin - _LENGTH_BYTES)
            turn = _turn(said[len(_EXIF) :]) if said.startswith(_EXIF) else _UPRIGHT
            if turn != _UPRIGHT:
                turned = True
                yield _segment(_APP1, _EXIF + _exif(turn))
        elif not (_APP0 <= marker <= _APP15 or marker == _COM) or _is_needed(file, marker):
            yield begin - 2, end
        start = end
        if marker == _SOS:
            after, begin = _next_marker(file, end)
            start = begin - (0 if after == _MISSING else 2)
            yield end, start


def _is_needed(file: BinaryIO, marker: int) -> bool:
    name = _NEEDED.get(marker)
    return name is not None and file.read(len(name)) == name


def _next_marker(file: BinaryIO, start: int) -> tuple[int, int]:
    """Return the next marker from `start` on, and where what follows it begins; what lies before it is no picture.

    Where the file ends without one, as some programs leave it, that is told, and where it ends.
    """
    kept = b""
    file.seek(start)
    while part := file.read(_CHUNK):
        found = _MARKER.search(kept + part)
        if found is not None:
            return found[1][0], start - len(kept) + found.end()
        start += len(part)
        kept = (kept + part)[-1:]
    return _MISSING, start


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + _LENGTH_BYTES) + content


# PNG: a signature and chunks, each a length, a name, content and a checksum

_PNG_SIGNATURE = 8
_SHOWN = frozenset(b"gAMA cHRM sRGB iCCP sBIT bKGD hIST tRNS pHYs sPLT cICP mDCV mDCv cLLI cLLi acTL fcTL fdAT".split())
"""The chunks besides the critical ones that say how the picture is to be shown. Source: PNG third edition, section 11.3."""
_ANCILLARY = 0x20


def _png(file: BinaryIO) -> Iterator[Piece]:
    yield 0, _PNG_SIGNATURE
    start, name = _PNG_SIGNATURE, b""
    while name != b"IEND":
        file.seek(start)
        length, name = struct.unpack(">I4s", _exactly(file, 8))
        end = start + 12 + length
        if name == b"eXIf":
            turn = _turn(_exactly(file, length))
            if turn != _UPRIGHT:
                chunk = b"eXIf" + _exif(turn)
                yield struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        elif not name[0] & _ANCILLARY or name in _SHOWN:
            yield start, end
        start = end


# WebP: a RIFF container of chunks, each a name and a length, filled up to an even one

_RIFF_HEADER = 12
_PICTURE = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04


def _webp(file: BinaryIO) -> Sequence[Piece]:
    file.seek(4)
    end = 8 + int.from_bytes(_exactly(file, 4), "little")
    kept: list[Piece] = []
    turn, extended, flags, start = _UPRIGHT, None, 0, _RIFF_HEADER
    while start + 8 <= end:
        file.seek(start)
        name, length = struct.unpack("<4sI", _exactly(file, 8))
        after = start + 8 + length + length % 2
        if name == b"EXIF":
            turn = _turn(_exactly(file, length).removeprefix(_EXIF))
        elif name == b"VP8X":
            extended, flags = len(kept), _exactly(file, 1)[0]
            kept += [(start, start + 8), (start + 8, start + 9), (start + 9, after)]
        elif name in _PICTURE:
            kept.append((start, after))
        start = after
    if extended is not None:
        if turn != _UPRIGHT:
            exif = _exif(turn)
            kept.append(struct.pack("<4sI", b"EXIF", len(exif)) + exif)
        said = flags & ~(_EXIF_FLAG | _XMP_FLAG) | (_EXIF_FLAG if turn != _UPRIGHT else 0)
        if said != flags:
            kept[extended + 1] = bytes([said])
    size = 4 + sum(len(piece) if isinstance(piece, bytes) else piece[1] - piece[0] for piece in kept)
    if 8 + size == end:
        return [(0, _RIFF_HEADER), *kept]
    return [(0, 4), size.to_bytes(4, "little"), (8, _RIFF_HEADER), *kept]


# Exif: how the picture is to be turned, which is all that is kept of it


def _turn(tiff: bytes) -> int:
    """Return the orientation that is said, 1 (upright) where none is."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return _UPRIGHT
    try:
        (place,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, place)
        for index in range(count):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, place + 2 + 12 * index)
            if tag == _ORIENTATION and kind == _SHORT:
                return value if value in _TURNS else _UPRIGHT
    except struct.error:
        return _UPRIGHT
    return _UPRIGHT


def _exif(turn: int) -> bytes:
    """Return a TIFF structure that says the orientation and nothing else."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, _SHORT, 1, turn, 0, 0)


_READERS: Mapping[str, Callable[[BinaryIO], Iterator[Piece] | Sequence[Piece]]] = MappingProxyType(
    {"jpg": _jpeg, "png": _png, "webp": _webp}
)
